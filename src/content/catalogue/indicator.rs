//! Indicators: what came of programmes and projects, in figures.

use super::place::Municipality;
use super::text::Text;
use super::{Catalogue, Document, Subject};
use crate::base::date::PartialDate;
use crate::base::id::{Id, Kind, Ref};
use crate::base::quantity::Quantity;
use crate::content::parse::IndicatorKind;

/// Something that a programme or project measures.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Its id within the programme or project.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// What it measures: a product, a change or a lasting change.
    pub kind: IndicatorKind,
    /// The unit of its values.
    pub unit: Option<Unit>,
    /// Its phase, by position in the programme.
    pub phase: Option<usize>,
    /// The value before the programme or project.
    pub baseline: Option<Measure>,
    /// The value to reach.
    pub target: Option<Measure>,
    /// The values that were measured, in the order of their dates.
    pub actual: Vec<Actual>,
}

/// The unit of an indicator.
#[derive(Clone, Debug)]
pub enum Unit {
    /// A hundredth of a whole.
    Percent,
    /// Things, such as *plans*.
    Things(Text),
}

/// A value, and when it holds.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// The value.
    pub value: Quantity,
    /// When it holds.
    pub date: Option<PartialDate>,
}

/// A value that was measured.
#[derive(Clone, Copy, Debug)]
pub struct Actual {
    /// The value.
    pub value: Quantity,
    /// When it was measured.
    pub date: PartialDate,
    /// The document that says so.
    pub source: Option<Ref<Document>>,
    /// Where it was measured, if it is not the value of the whole.
    pub municipality: Option<Ref<Municipality>>,
}

impl Indicator {
    /// Returns the latest value of the whole.
    pub fn latest(&self) -> Option<&Actual> {
        self.actual.iter().rev().find(|actual| actual.municipality.is_none())
    }
}

/// An indicator of the catalogue, by what it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct IndicatorOf {
    /// The programme or project.
    pub subject: Subject,
    /// The position among its indicators.
    pub at: usize,
}

impl Catalogue {
    /// Returns the indicators of a programme or project. Others have none.
    pub fn indicators_of(&self, subject: Subject) -> &[Indicator] {
        match subject {
            Subject::Programme(at) => &self.programmes[at].indicators,
            Subject::Project(at) => &self.projects[at].indicators,
            _ => &[],
        }
    }

    /// Lists the indicators of all programmes, then of all projects.
    pub(crate) fn list_indicators(&self) -> Vec<IndicatorOf> {
        let subjects = self.entries(Kind::Programme).chain(self.entries(Kind::Project));
        subjects
            .flat_map(|subject| {
                (0..self.indicators_of(subject).len()).map(move |at| IndicatorOf { subject, at })
            })
            .collect()
    }

    /// Returns an indicator.
    pub fn indicator(&self, of: IndicatorOf) -> &Indicator {
        &self.indicators_of(of.subject)[of.at]
    }
}
