//! Defines the catalogue: plain data in which every reference is valid.

mod activity_index;
pub mod anchors;
mod data_file;
mod detail;
mod document;
mod grant;
mod identifier;
mod indicator;
mod money_order;
mod page;
mod place;
mod post;
mod programme;
mod project;
mod publication;
mod release;
mod settings;
mod source_file;
mod spending;
mod subject;
mod table;
mod text;
mod topic;

use std::collections::BTreeMap;

use url::Url;

use crate::base::date::{PartialDate, Period};
use crate::base::id::{Id, Kind, Ref};
pub use crate::content::parse::{
    Applicant, DocumentKind, DocumentLanguage, GrammaticalNumber, IndicatorKind, Menu, MunicipalityType,
    OrganisationKind, PostKind, Reporting, Role, Sdg, Status, WideScope,
};
pub use activity_index::{ActivityIndex, Shows};
pub use data_file::{DataFile, DataSet, LeftOut, Omissible, PublishedParts};
pub use detail::{Detail, Fact, code_in};
pub use document::{Document, DocumentFile, DocumentIndex, Location, Publisher};
pub use grant::{AwardOf, Grant};
pub use indicator::{Actual, Indicator, IndicatorOf, Measure, Unit};
pub use money_order::{MoneyColumns, MoneyOrder};
pub use page::{OwnPage, StandingTexts};
pub use place::{Coordinates, District, Municipality, PlaceName, Population, Region};
pub use post::{Call, Post, PostContent, PostGroup, PostIndex, PostPicture};
pub use programme::{Aims, Institution, Phase, Programme, ProgrammeYear};
pub use project::{Activity, Award, FactSource, Part, Party, Project, Scope};
pub use publication::*;
pub use release::Release;
pub use settings::{Contact, Grants, Iati, IatiId, Settings, base_url};
pub use source_file::Repository;
pub use spending::Spending;
pub use subject::{Named, Subject};
pub use table::Table;
pub use text::{Body, Text, Words};
pub use topic::{Area, SubArea, SupportType, TargetGroup};

/// All content of the site.
#[derive(Debug)]
pub struct Catalogue {
    /// The name of the site, its address and other settings.
    pub settings: Settings,
    /// The NUTS 2 regions.
    pub regions: Table<Region>,
    /// The districts.
    pub districts: Table<District>,
    /// The municipalities.
    pub municipalities: Table<Municipality>,
    /// The thematic areas.
    pub areas: Table<Area>,
    /// The narrower themes.
    pub sub_areas: Table<SubArea>,
    /// The types of support.
    pub support_types: Table<SupportType>,
    /// The people whom projects are for.
    pub target_groups: Table<TargetGroup>,
    /// The funders, implementers and partners.
    pub organisations: Table<Organisation>,
    /// The programmes.
    pub programmes: Table<Programme>,
    /// The projects.
    pub projects: Table<Project>,
    /// The documents that facts come from or that are about entries.
    pub documents: Table<Document>,
    /// The news, stories and calls.
    pub posts: Table<Post>,
    /// The activities, by project and then by municipality.
    pub activities: Table<Activity>,
    /// The indicators of all programmes, then of all projects.
    pub indicators: Table<IndicatorOf>,
    /// The activities of each programme by the year in which they began.
    pub programme_years: Table<ProgrammeYear>,
    /// The texts of the standing pages.
    pub pages: StandingTexts,
    /// The catalogue's own pages of free text.
    pub own_pages: Table<OwnPage>,
    /// Documents and pictures, in the order of their paths.
    pub files: Vec<PublishedFile>,
    /// The activities of each programme, municipality and so on.
    pub index: ActivityIndex,
    /// The documents about each entry, and the entries that cite each document.
    pub document_index: DocumentIndex,
    /// The order of posts, and the posts about each entry.
    pub post_index: PostIndex,
    /// The columns of the page of money.
    pub money_columns: MoneyColumns,
    /// The releases of the content, newest first.
    pub releases: Vec<Release>,
    /// The former ids of the entries with pages that have some.
    pub former_ids: BTreeMap<Subject, Vec<Id>>,
}

impl Catalogue {
    /// Returns the files of open data that are published.
    pub fn data_files(&self) -> impl Iterator<Item = DataFile> + use<> {
        let parts = PublishedParts {
            iati: self.settings.iati.is_some(),
            grants: self.settings.grants.is_some(),
            borders: self.has_borders(),
            releases: !self.releases.is_empty(),
            left_out: self.settings.left_out,
        };
        DataFile::ALL.iter().copied().filter(move |file| file.is_published(parts))
    }

    /// Returns whether all entries with pages have the same current and former ids as in `other`.
    pub(crate) fn has_ids_of(&self, other: &Catalogue) -> bool {
        let is_same = |subject: Subject| match (self.entry(subject), other.entry(subject)) {
            (Some(a), Some(b)) => a.id == b.id && a.aliases == b.aliases && a.area == b.area,
            _ => false,
        };
        Subject::kinds().all(|kind| self.count(kind) == other.count(kind) && self.entries(kind).all(is_same))
            && self.own_pages.len() == other.own_pages.len()
            && self.own_pages.0.iter().zip(&other.own_pages.0).all(|(a, b)| a.id == b.id)
            && self.former_ids == other.former_ids
    }

    /// Returns the id of a sub-area with that of its area: `health/nursing`.
    pub fn sub_area_id(&self, at: Ref<SubArea>) -> String {
        let sub_area = &self.sub_areas[at];
        format!("{}/{}", self.areas[sub_area.area].id, sub_area.id)
    }
}

impl Catalogue {
    /// Returns the district of an activity that is in a municipality or a district.
    pub fn district_of(&self, activity: &Activity) -> Option<Ref<District>> {
        match activity.scope {
            Scope::Municipality(at) => Some(self.municipalities[at].district),
            Scope::District(at) => Some(at),
            _ => None,
        }
    }

    /// Returns the region of an activity that is in a municipality, a district or a region.
    pub fn region_of(&self, activity: &Activity) -> Option<Ref<Region>> {
        match activity.scope {
            Scope::Region(at) => Some(at),
            _ => self.district_of(activity).map(|at| self.districts[at].region),
        }
    }

    /// Returns where the period of a project comes from, or that only that of its programme is known.
    pub fn period_source_of(&self, project: &Project) -> Option<FactSource> {
        let of_programme = || self.programmes[project.programme].period.map(|_| FactSource::Programme);
        project.period_source.or_else(of_programme)
    }

    /// Returns where the status of a project comes from, or that only that of its programme is known.
    pub fn status_source_of(&self, project: &Project) -> Option<FactSource> {
        let of_programme = || self.programmes[project.programme].status.map(|_| FactSource::Programme);
        project.status.map(|_| FactSource::Own).or_else(of_programme)
    }

    /// Returns where the period of an activity comes from, or that only that of the programme is known.
    pub fn period_source(&self, activity: &Activity) -> Option<FactSource> {
        let of_project =
            || self.period_source_of(&self.projects[activity.project]).map(FactSource::inherited);
        activity.period_source.or_else(of_project)
    }

    /// Returns where the status of an activity comes from, or that only that of the programme is known.
    pub fn status_source(&self, activity: &Activity) -> Option<FactSource> {
        let of_project =
            || self.status_source_of(&self.projects[activity.project]).map(FactSource::inherited);
        activity.status_source.or_else(of_project)
    }

    /// Returns the first and the last day of all periods of programmes and projects, if a period ends.
    pub fn covered_days(&self) -> Option<(PartialDate, PartialDate)> {
        let programmes = self.programmes.iter().filter_map(|(_, programme)| programme.period);
        let projects = self.projects.iter().filter_map(|(_, project)| project.period);
        let periods: Vec<Period> = programmes.chain(projects).collect();
        let first = periods.iter().map(|period| period.start().first_day()).min()?;
        let last = periods.iter().filter_map(Period::end).map(PartialDate::last_day).max()?;
        Some((PartialDate::Day(first), PartialDate::Day(last)))
    }

    /// Returns whether a district has a shape, so that maps show borders.
    pub fn has_borders(&self) -> bool {
        self.districts.iter().any(|(_, district)| district.outline.is_some())
    }

    /// Returns the lists that exist, in the order of the menu.
    pub fn lists(&self) -> impl Iterator<Item = Subject> + Clone + '_ {
        Subject::LISTS.iter().copied().filter(|list| list.exists(|kind| self.count(kind)))
    }

    /// Returns whether a page that is about no entry exists.
    pub fn has_page(&self, subject: Subject) -> bool {
        match subject {
            Subject::Accessibility => self.pages.accessibility.is_some(),
            Subject::Goals => self.has_goals(),
            Subject::Results => !self.indicators.is_empty(),
            Subject::Money => self.money_columns.currencies().next().is_some(),
            Subject::Comparisons => self.compared().nth(1).is_some(),
            other => other.exists(|kind| self.count(kind)),
        }
    }

    /// Iterates over the municipalities that can be compared: those with activities.
    pub fn compared(&self) -> impl Iterator<Item = Ref<Municipality>> + '_ {
        self.municipalities.refs().filter(|at| !self.index.of(Subject::Municipality(*at)).is_empty())
    }

    /// Returns whether a programme, phase or project contributes to a Sustainable Development Goal.
    fn has_goals(&self) -> bool {
        let of_programmes = self.programmes.iter().flat_map(|(_, programme)| {
            programme.phases.iter().map(|phase| &phase.aims).chain([&programme.aims])
        });
        let of_projects = self.projects.iter().map(|(_, project)| &project.aims);
        of_programmes.chain(of_projects).any(|aims| !aims.sdgs.is_empty())
    }

    /// Returns the amounts of a project and of its activities.
    pub fn awards_of<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = &'a Award> {
        let activities = project.activities().flat_map(|at| &self.activities[at].funding);
        project.funding.iter().chain(activities)
    }

    /// Returns whether the money of an activity is known, alone or together with the others of its project.
    pub fn has_money(&self, activity: &Activity) -> bool {
        !activity.funding.is_empty() || !self.projects[activity.project].funding.is_empty()
    }

    /// Returns the id of the place of an activity, or the word for its scope. It is unique within a project.
    pub fn scope_id(&self, scope: Scope) -> &str {
        match scope {
            Scope::Municipality(at) => self.municipalities[at].id.as_str(),
            Scope::District(at) => self.districts[at].id.as_str(),
            Scope::Region(at) => self.regions[at].id.as_str(),
            Scope::National | Scope::Unknown => scope.word(),
        }
    }

    /// Returns the former ids of the place of an activity.
    pub fn former_scope_ids(&self, scope: Scope) -> &[Id] {
        let aliases = match scope {
            Scope::Region(at) => Some(&self.regions[at].aliases),
            _ => scope.subject().and_then(|place| self.former_ids.get(&place)),
        };
        aliases.map_or(&[], Vec::as_slice)
    }

    /// Returns the name of the place of an activity, if it is known and not the whole country.
    pub fn scope_name(&self, scope: Scope) -> Option<&Text> {
        match scope {
            Scope::Municipality(at) => Some(&self.municipalities[at].name.name),
            Scope::District(at) => Some(&self.districts[at].name.name),
            Scope::Region(at) => Some(&self.regions[at].name),
            Scope::National | Scope::Unknown => None,
        }
    }
}

/// A funder, implementer or partner.
#[derive(Debug)]
pub struct Organisation {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// The kind of organisation.
    pub kind: OrganisationKind,
    /// The municipality of its seat.
    pub municipality: Option<Ref<Municipality>>,
    /// Its website.
    pub url: Option<Url>,
    /// Its IATI identifier.
    pub iati: Option<IatiId>,
    /// What it wants to be said on every page of what it pays for.
    pub statement: Option<Text>,
    /// The file of its logo.
    pub logo: Option<FilePath>,
    /// Facts that are only shown.
    pub details: Vec<Detail>,
}

impl Entity for OwnPage {
    const KIND: Kind = Kind::StandingPage;
    fn id(&self) -> &Id {
        &self.id
    }
}

/// A type of entry with an id.
pub trait Entity: Sized {
    /// Its kind.
    const KIND: Kind;
    /// Returns its id.
    fn id(&self) -> &Id;
}

macro_rules! entities {
    ($($entity:ident),*) => { $(
        impl Entity for $entity {
            const KIND: Kind = Kind::$entity;
            fn id(&self) -> &Id {
                &self.id
            }
        }
    )* };
}

entities!(
    Region,
    District,
    Municipality,
    Area,
    SubArea,
    SupportType,
    TargetGroup,
    Organisation,
    Programme,
    Project,
    Document,
    Post
);
