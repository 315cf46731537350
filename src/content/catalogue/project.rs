//! The projects and their activities.

use std::ops::Range;

use super::detail::Detail;
use super::indicator::Indicator;
use super::place::{District, Municipality, Region};
use super::programme::{Aims, Programme};
use super::text::{Text, Words};
use super::topic::{SubArea, SupportType, TargetGroup};
use super::{Document, Organisation};
use crate::base::date::{PartialDate, Period};
use crate::base::id::{Id, Ref};
use crate::base::money::Funding;
use crate::content::parse::Status;

/// Where a period or a status comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactSource {
    /// Its own facts.
    Own,
    /// The project of the activity.
    Project,
    /// The phase of the programme.
    Phase,
    /// Only that of the programme is known, which is not its own.
    Programme,
}

impl FactSource {
    /// Returns the word for it in data.
    pub const fn word(self) -> &'static str {
        match self {
            FactSource::Own => "own",
            FactSource::Project => "project",
            FactSource::Phase => "phase",
            FactSource::Programme => "programme",
        }
    }

    /// Returns the source of what activities inherit from their project.
    pub const fn inherited(self) -> FactSource {
        match self {
            FactSource::Own => FactSource::Project,
            source => source,
        }
    }
}

/// A project of a programme.
#[derive(Clone, Debug)]
pub struct Project {
    /// Its id.
    pub id: Id,
    /// Its programme.
    pub programme: Ref<Programme>,
    /// Its phase, by position in the programme.
    pub phase: Option<usize>,
    /// Its sub-area.
    pub sub_area: Ref<SubArea>,
    /// Its types of support, at least one.
    pub support: Vec<Ref<SupportType>>,
    /// The people whom it is for.
    pub target_groups: Vec<Ref<TargetGroup>>,
    /// Title, summary and text.
    pub words: Words,
    /// Its own status. That of its programme is not its own.
    pub status: Option<Status>,
    /// Its own start and end, or those of its phase. Those of its programme are not its own.
    pub period: Option<Period>,
    /// Where the period comes from, if it has one.
    pub period_source: Option<FactSource>,
    /// Its money, if it is not split by place.
    pub funding: Vec<Award>,
    /// The larger project that it is a part of.
    pub part_of: Option<Ref<Project>>,
    /// What it aims to achieve and has achieved.
    pub aims: Aims,
    /// What it measures.
    pub indicators: Vec<Indicator>,
    /// The documents that are the sources of its facts.
    pub sources: Vec<Ref<Document>>,
    /// Facts that are only shown.
    pub details: Vec<Detail>,
    /// Its activities, by position.
    pub activities: Range<usize>,
}

impl Project {
    /// Returns references to its activities, in the order of municipalities.
    pub fn activities(&self) -> impl ExactSizeIterator<Item = Ref<Activity>> + use<> {
        self.activities.clone().map(Ref::new)
    }
}

/// Where an activity takes place. The order is that of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// In a municipality.
    Municipality(Ref<Municipality>),
    /// In a whole district.
    District(Ref<District>),
    /// In a whole region.
    Region(Ref<Region>),
    /// In the whole country.
    National,
    /// Not known yet.
    Unknown,
}

impl Scope {
    /// Returns the word for it in data.
    pub const fn word(self) -> &'static str {
        match self {
            Scope::Municipality(_) => "municipality",
            Scope::District(_) => "district",
            Scope::Region(_) => "region",
            Scope::National => "national",
            Scope::Unknown => "unknown",
        }
    }
}

/// An organisation that takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The organisation.
    pub organisation: Ref<Organisation>,
    /// What it does.
    pub note: Option<Text>,
}

/// The part that an organisation has in an activity. The order is that of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// It carries the activity out.
    Implementer,
    /// It takes part.
    Partner,
    /// It only receives the money.
    Recipient,
}

impl Part {
    /// All parts, in their order.
    pub const ALL: [Part; 3] = [Part::Implementer, Part::Partner, Part::Recipient];

    /// Returns the word for it in pages.
    pub const fn word(self) -> &'static str {
        match self {
            Part::Implementer => "implementer",
            Part::Partner => "partner",
            Part::Recipient => "recipient",
        }
    }
}

/// An amount that an activity or project receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// The amount.
    pub money: Funding,
    /// When it was awarded.
    pub awarded: Option<PartialDate>,
    /// The organisation that receives it.
    pub recipient: Option<Ref<Organisation>>,
}

/// A project in one municipality or other place.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Its project.
    pub project: Ref<Project>,
    /// Where it takes place.
    pub scope: Scope,
    /// Its types of support, at least one.
    pub support: Vec<Ref<SupportType>>,
    /// The people whom it is for.
    pub target_groups: Vec<Ref<TargetGroup>>,
    /// The organisations that carry it out.
    pub implementers: Vec<Party>,
    /// The organisations that take part.
    pub partners: Vec<Party>,
    /// Municipalities that cooperate with this one.
    pub partner_municipalities: Vec<Ref<Municipality>>,
    /// The municipalities in which it takes place, if the source names them.
    pub locations: Vec<Ref<Municipality>>,
    /// Its money. There is none if that of the project is not split by place.
    pub funding: Vec<Award>,
    /// Its status.
    pub status: Option<Status>,
    /// Where the status comes from, if it has one.
    pub status_source: Option<FactSource>,
    /// Its start and end.
    pub period: Option<Period>,
    /// Where the period comes from, if it has one.
    pub period_source: Option<FactSource>,
    /// What is special about it.
    pub note: Option<Text>,
    /// The documents that are the sources of its facts.
    pub sources: Vec<Ref<Document>>,
}

impl Activity {
    /// Returns the organisations that carry it out or take part, then those that receive its money. An organisation
    /// with several roles occurs several times.
    pub fn organisations(&self) -> impl Iterator<Item = Ref<Organisation>> {
        let parties = self.implementers.iter().chain(&self.partners).map(|party| party.organisation);
        parties.chain(self.funding.iter().filter_map(|award| award.recipient))
    }

    /// Returns the main part that an organisation of the activity has in it.
    pub fn part_of(&self, organisation: Ref<Organisation>) -> Part {
        let is_among = |parties: &[Party]| parties.iter().any(|party| party.organisation == organisation);
        match self {
            _ if is_among(&self.implementers) => Part::Implementer,
            _ if is_among(&self.partners) => Part::Partner,
            _ => Part::Recipient,
        }
    }

    /// Returns its municipality, if it is in one.
    pub fn municipality(&self) -> Option<Ref<Municipality>> {
        match self.scope {
            Scope::Municipality(at) => Some(at),
            _ => None,
        }
    }
}
