//! Defines the catalogue: plain data in which every reference is valid.

pub mod anchors;
mod detail;
mod publication;
mod settings;
mod spending;
mod subject;
mod text;

use std::collections::BTreeMap;
use std::ops::{Index, Range};

use url::Url;

use crate::base::date::{PartialDate, Period};
use crate::base::id::{Id, Kind, PerKind, Ref};
use crate::base::money::{Funding, Money};
pub use crate::content::parse::{
    GrammaticalNumber, Menu, MunicipalityType, OrganisationKind, Reporting, Role, Sdg, Status, WideScope,
};
pub use detail::{Detail, Fact};
pub use publication::*;
pub use settings::{Iati, IatiId, Settings, base_url};
pub use spending::Spending;
pub use subject::{Named, Subject};
pub use text::{Body, Text, Words};

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
    /// The funders, implementers and partners.
    pub organisations: Table<Organisation>,
    /// The documents that are the sources of facts.
    pub sources: Table<Source>,
    /// The programmes.
    pub programmes: Table<Programme>,
    /// The projects.
    pub projects: Table<Project>,
    /// The activities, by project and then by municipality.
    pub activities: Table<Activity>,
    /// The texts of the standing pages.
    pub pages: StandingTexts,
    /// The catalogue's own pages of free text.
    pub own_pages: Table<OwnPage>,
    /// Documents and pictures, in the order of their paths.
    pub files: Vec<PublishedFile>,
    /// The activities of each programme, municipality and so on.
    pub index: ActivityIndex,
    /// The former ids of the entries with pages that have some.
    pub former_ids: BTreeMap<Subject, Vec<Id>>,
}

impl Catalogue {
    /// Returns the files of open data that are published.
    pub fn data_files(&self) -> impl Iterator<Item = DataFile> + use<> {
        let reports_to_iati = self.settings.iati.is_some();
        DataFile::ALL.iter().copied().filter(move |file| file.is_published(reports_to_iati))
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

    /// Returns the id of the place of an activity, or the word for its scope. It is unique within a project.
    pub fn scope_id(&self, scope: Scope) -> &str {
        match scope {
            Scope::Municipality(at) => self.municipalities[at].id.as_str(),
            Scope::District(at) => self.districts[at].id.as_str(),
            Scope::Region(at) => self.regions[at].id.as_str(),
            Scope::National | Scope::Unknown => scope.word(),
        }
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

/// All entries of one kind, in the order of their ids, or all activities.
#[derive(Debug)]
pub struct Table<T>(Vec<T>);

impl<T> Table<T> {
    pub(crate) fn new(items: Vec<T>) -> Self {
        Table(items)
    }

    /// Returns the number of items.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether it has no items.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Iterates over the items, each with the reference to it.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Ref<T>, &T)> + DoubleEndedIterator {
        self.0.iter().enumerate().map(|(index, item)| (Ref::new(index), item))
    }

    /// Iterates over the references only.
    pub fn refs(&self) -> impl ExactSizeIterator<Item = Ref<T>> + use<T> {
        (0..self.0.len()).map(Ref::new)
    }
}

impl<T> Index<Ref<T>> for Table<T> {
    type Output = T;

    fn index(&self, at: Ref<T>) -> &T {
        &self.0[at.index()]
    }
}

/// A point (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinates {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// The name of a place with the cases that sentences need.
#[derive(Clone, Debug)]
pub struct PlaceName {
    /// In the nominative.
    pub name: Text,
    /// iz *Šapca*; in English the name itself.
    pub genitive: Text,
    /// u *Šapcu*; in English the name itself.
    pub locative: Text,
    /// Whether the Serbian name is in the plural and takes such a verb: *Vladimirci su opština*.
    pub is_plural: bool,
}

/// A NUTS 2 region.
#[derive(Debug)]
pub struct Region {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
}

/// A district or the City of Belgrade.
#[derive(Debug)]
pub struct District {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: PlaceName,
    /// Its region.
    pub region: Ref<Region>,
    /// Its seat, if that is a municipality of the catalogue.
    pub seat: Option<Ref<Municipality>>,
    /// Its ISO 3166-2 code.
    pub iso: String,
    /// The position of its seat.
    pub coordinates: Coordinates,
    /// Facts that are only shown.
    pub details: Vec<Detail>,
}

impl District {
    /// Returns whether it is the City of Belgrade, which has the rank of a district and is none.
    pub fn is_city_of_belgrade(&self) -> bool {
        self.iso == "RS-00"
    }
}

/// A unit of local self-government.
#[derive(Clone, Debug)]
pub struct Municipality {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: PlaceName,
    /// Its legal type.
    pub municipality_type: MunicipalityType,
    /// Its district.
    pub district: Ref<District>,
    /// The position of its seat.
    pub coordinates: Coordinates,
    /// Facts that are only shown.
    pub details: Vec<Detail>,
    /// Its title, summary and text, if they are written.
    pub words: Option<Words>,
}

/// A thematic area.
#[derive(Debug)]
pub struct Area {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// A description in one sentence.
    pub description: Text,
    /// Its sector code of the Development Assistance Committee.
    pub dac: Option<u32>,
    /// Its sub-areas, by position.
    pub sub_areas: Range<usize>,
}

impl Area {
    /// Returns references to its sub-areas.
    pub fn sub_areas(&self) -> impl Iterator<Item = Ref<SubArea>> + use<> {
        self.sub_areas.clone().map(Ref::new)
    }
}

/// A narrower theme within an area.
#[derive(Debug)]
pub struct SubArea {
    /// Its id within its area.
    pub id: Id,
    /// Its area.
    pub area: Ref<Area>,
    /// Its name.
    pub name: Text,
    /// A description in one sentence.
    pub description: Text,
    /// Its own sector code, if it differs from that of the area.
    pub dac: Option<u32>,
}

/// A type of support.
#[derive(Debug)]
pub struct SupportType {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// A description in one sentence.
    pub description: Text,
    /// Its IATI aid type.
    pub aid_type: Option<Box<str>>,
    /// Its IATI finance type.
    pub finance_type: Option<u32>,
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
    /// Facts that are only shown.
    pub details: Vec<Detail>,
}

/// A document that is the source of facts.
#[derive(Debug)]
pub struct Source {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// Who published it.
    pub publisher: Option<Text>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// Its address.
    pub url: Option<Url>,
    /// A remark for readers.
    pub note: Option<Text>,
}

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
    pub target_groups: Vec<Text>,
    /// Its phases.
    pub phases: Vec<Phase>,
    /// What it aims to achieve and has achieved.
    pub aims: Aims,
    /// The earlier programmes on which it builds.
    pub follows: Vec<Ref<Programme>>,
    /// The documents that are the sources of its facts.
    pub sources: Vec<Ref<Source>>,
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
    /// Its type of support.
    pub support: Ref<SupportType>,
    /// Title, summary and text.
    pub words: Words,
    /// Its own status. That of its programme is not its own.
    pub status: Option<Status>,
    /// Its own start and end, or those of its phase. Those of its programme are not its own.
    pub period: Option<Period>,
    /// The larger project that it is a part of.
    pub part_of: Option<Ref<Project>>,
    /// What it aims to achieve and has achieved.
    pub aims: Aims,
    /// The documents that are the sources of its facts.
    pub sources: Vec<Ref<Source>>,
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

/// A project in one municipality or other place.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Its project.
    pub project: Ref<Project>,
    /// Where it takes place.
    pub scope: Scope,
    /// Its type of support.
    pub support: Ref<SupportType>,
    /// The organisations that carry it out.
    pub implementers: Vec<Ref<Organisation>>,
    /// The organisations that take part.
    pub partners: Vec<Ref<Organisation>>,
    /// Municipalities that cooperate with this one.
    pub partner_municipalities: Vec<Ref<Municipality>>,
    /// The municipalities in which it takes place, if the source names them.
    pub locations: Vec<Ref<Municipality>>,
    /// Its money.
    pub funding: Option<Funding>,
    /// Its status.
    pub status: Option<Status>,
    /// Its start and end.
    pub period: Option<Period>,
    /// What is special about it.
    pub note: Option<Text>,
    /// The documents that are the sources of its facts.
    pub sources: Vec<Ref<Source>>,
}

impl Activity {
    /// Returns its municipality, if it is in one.
    pub fn municipality(&self) -> Option<Ref<Municipality>> {
        match self.scope {
            Scope::Municipality(at) => Some(at),
            _ => None,
        }
    }
}

/// The texts of the standing pages.
#[derive(Debug)]
pub struct StandingTexts {
    /// The home page.
    pub home: Words,
    /// The page about the catalogue.
    pub about: Words,
    /// The page on open data.
    pub data: Words,
    /// The page on accessibility, if it is written.
    pub accessibility: Option<Words>,
}

/// A page of free text that the catalogue adds to the standing ones.
#[derive(Debug)]
pub struct OwnPage {
    /// Its id, which is also its address.
    pub id: Id,
    /// Title, summary and text.
    pub words: Words,
    /// The menu that links to it.
    pub menu: Menu,
    /// Its position in the menu: lower numbers come first, then pages without one.
    pub order: Option<u32>,
    /// The page that it belongs to.
    pub below: Option<Ref<OwnPage>>,
}

impl OwnPage {
    /// Returns the position in its menu.
    pub fn rank(&self) -> (u32, &Id) {
        (self.order.unwrap_or(u32::MAX), &self.id)
    }
}

impl Entity for OwnPage {
    const KIND: Kind = Kind::StandingPage;
    fn id(&self) -> &Id {
        &self.id
    }
}

/// An index of the activities of each programme, municipality and so on. Each list is in the order of the activities.
#[derive(Debug, Default)]
pub struct ActivityIndex {
    /// By the entry whose page lists them.
    listed: PerKind<Vec<Vec<Ref<Activity>>>>,
    /// By municipality that an activity names as a partner or location, other than its own.
    pub naming: Vec<Vec<Ref<Activity>>>,
    /// Organisations by the municipality of their seat.
    pub seated: Vec<Vec<Ref<Organisation>>>,
    /// The parts of each project.
    pub parts: Vec<Vec<Ref<Project>>>,
}

impl ActivityIndex {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        fn empty<T: Clone>(len: usize) -> Vec<Vec<T>> {
            vec![Vec::new(); len]
        }
        let mut index = ActivityIndex {
            listed: PerKind::from_fn(|kind| empty(catalogue.count(kind))),
            naming: empty(catalogue.municipalities.len()),
            seated: empty(catalogue.municipalities.len()),
            parts: empty(catalogue.projects.len()),
        };
        for (at, activity) in catalogue.activities.iter() {
            for subject in catalogue.listed_on(activity) {
                if let Some(list) = subject.among_mut(&mut index.listed) {
                    list.push(at);
                }
            }
            let named = activity.partner_municipalities.iter().chain(&activity.locations);
            for municipality in named.filter(|named| Some(**named) != activity.municipality()) {
                push_once(&mut index.naming[municipality.index()], at);
            }
        }
        for (at, project) in catalogue.projects.iter() {
            if let Some(whole) = project.part_of {
                index.parts[whole.index()].push(at);
            }
        }
        for (at, organisation) in catalogue.organisations.iter() {
            if let Some(municipality) = organisation.municipality {
                index.seated[municipality.index()].push(at);
            }
        }
        index
    }

    /// Returns the activities that the page of an entry lists. Other pages have none.
    pub fn of(&self, subject: Subject) -> &[Ref<Activity>] {
        subject.among(&self.listed).map_or(&[], Vec::as_slice)
    }
}

/// Adds an activity unless it is the last one in the list already.
fn push_once(list: &mut Vec<Ref<Activity>>, at: Ref<Activity>) {
    if list.last() != Some(&at) {
        list.push(at);
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
    Organisation,
    Source,
    Programme,
    Project
);

impl<T> IntoIterator for Table<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
