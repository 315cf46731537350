//! The programmes, with their institutions and phases.

use std::collections::BTreeMap;

use super::detail::Detail;
use super::indicator::Indicator;
use super::place::Region;
use super::text::{Text, Words};
use super::topic::{Area, TargetGroup};
use super::{Activity, Catalogue, Document, Organisation, Subject};
use crate::base::date::Period;
use crate::base::id::{Id, Ref};
use crate::base::money::Money;
use crate::content::parse::{Role, Sdg, Status};

/// A funding programme, which runs for years and consists of projects.
#[derive(Clone, Debug)]
pub struct Programme {
    /// Its id.
    pub id: Id,
    /// Its short name.
    pub acronym: Option<Text>,
    /// Title, summary and text.
    pub words: Words,
    /// Its status.
    pub status: Option<Status>,
    /// Its start and end.
    pub period: Option<Period>,
    /// The areas in which it works.
    pub areas: Vec<Ref<Area>>,
    /// The organisations that take part, with their roles.
    pub institutions: Vec<Institution>,
    /// Its cost, if the shares of the funders are not known.
    pub budget: Option<Money>,
    /// The regions in which it works.
    pub regions: Vec<Ref<Region>>,
    /// The people whom it is for.
    pub target_groups: Vec<Ref<TargetGroup>>,
    /// Its phases.
    pub phases: Vec<Phase>,
    /// What it aims to achieve and has achieved.
    pub aims: Aims,
    /// What it measures.
    pub indicators: Vec<Indicator>,
    /// The earlier programmes on which it builds.
    pub follows: Vec<Ref<Programme>>,
    /// The documents that are the sources of its facts.
    pub sources: Vec<Ref<Document>>,
    /// Facts that are only shown.
    pub details: Vec<Detail>,
}

/// What a programme, phase or project aims to achieve and has achieved.
#[derive(Clone, Debug, Default)]
pub struct Aims {
    /// What it aims to achieve.
    pub objectives: Vec<Text>,
    /// What it has achieved.
    pub results: Vec<Text>,
    /// The Sustainable Development Goals to which it contributes.
    pub sdgs: Vec<Sdg>,
}

/// An organisation's part in a programme.
#[derive(Clone, Debug)]
pub struct Institution {
    /// The organisation.
    pub organisation: Ref<Organisation>,
    /// Its role.
    pub role: Role,
    /// The amount that it pays.
    pub funding: Option<Money>,
}

/// A phase of a programme.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its id within the programme.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// Its start and end.
    pub period: Option<Period>,
    /// A remark for readers.
    pub note: Option<Text>,
    /// What it aims to achieve and has achieved.
    pub aims: Aims,
    /// Facts that are only shown.
    pub details: Vec<Detail>,
}

/// The activities of a programme that began in one year.
#[derive(Debug)]
pub struct ProgrammeYear {
    /// The programme.
    pub programme: Ref<Programme>,
    /// The year, if it is known.
    pub year: Option<i16>,
    /// The activities.
    pub activities: Vec<Ref<Activity>>,
}

impl Catalogue {
    /// Groups the activities of each programme by the year in which they began. Those whose year is not known come last.
    pub(crate) fn list_programme_years(&self) -> Vec<ProgrammeYear> {
        let mut list = Vec::new();
        for programme in self.programmes.refs() {
            let mut years: BTreeMap<(bool, Option<i16>), Vec<Ref<Activity>>> = BTreeMap::new();
            for activity in self.index.of(Subject::Programme(programme)) {
                let period = self.activities[*activity].period;
                let year = period.map(|period| period.start().first_day().year());
                years.entry((year.is_none(), year)).or_default().push(*activity);
            }
            list.extend(years.into_iter().map(|((_, year), activities)| ProgrammeYear {
                programme,
                year,
                activities,
            }));
        }
        list
    }
}
