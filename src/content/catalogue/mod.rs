//! The catalogue: plain data whose references all lead somewhere.

pub mod anchors;
mod publication;
mod settings;
mod subject;
mod text;

use std::ops::{Index, Range};

use url::Url;

use crate::base::date::{PartialDate, Period};
use crate::base::id::{Id, Kind, Ref};
use crate::base::money::{Funding, Money};
pub use crate::content::parse::{MunicipalityType, OrganisationKind, Reporting, Role, Sdg, Status};
pub use publication::*;
pub use settings::{Iati, IatiId, Settings, base_url};
pub use subject::{Named, Subject};
pub use text::{Body, Text, Words, in_script};

/// Everything the site is made of.
#[derive(Debug)]
pub struct Catalogue {
    /// How the site is called and where it is published.
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
    /// The ways of helping.
    pub support_types: Table<SupportType>,
    /// Funders, implementers, partners.
    pub organisations: Table<Organisation>,
    /// The documents that facts come from.
    pub sources: Table<Source>,
    /// The programmes.
    pub programmes: Table<Programme>,
    /// The projects.
    pub projects: Table<Project>,
    /// The activities, by project and then by municipality.
    pub activities: Table<Activity>,
    /// The texts of the standing pages.
    pub pages: StandingTexts,
    /// Documents and pictures, in the order of their paths.
    pub files: Vec<PublishedFile>,
    /// Which activities belong to what.
    pub index: ActivityIndex,
}

impl Catalogue {
    /// The files of open data that are published.
    pub fn data_files(&self) -> impl Iterator<Item = DataFile> + use<> {
        let reports_to_iati = self.settings.iati.is_some();
        DataFile::ALL.into_iter().filter(move |file| file.is_published(reports_to_iati))
    }

    /// Whether everything with a page has the ids, of now and of earlier, that it has in `other`.
    pub(crate) fn has_ids_of(&self, other: &Catalogue) -> bool {
        let is_same_area = |(a, b): (&SubArea, &SubArea)| a.area == b.area;
        same_ids(&self.districts, &other.districts, |item| &item.aliases)
            && same_ids(&self.municipalities, &other.municipalities, |item| &item.aliases)
            && same_ids(&self.areas, &other.areas, |item| &item.aliases)
            && same_ids(&self.sub_areas, &other.sub_areas, |item| &item.aliases)
            && self.sub_areas.0.iter().zip(&other.sub_areas.0).all(is_same_area)
            && same_ids(&self.support_types, &other.support_types, |item| &item.aliases)
            && same_ids(&self.organisations, &other.organisations, |item| &item.aliases)
            && same_ids(&self.programmes, &other.programmes, |item| &item.aliases)
            && same_ids(&self.projects, &other.projects, |item| &item.aliases)
    }

    /// The id of a sub-area together with that of its area: `health/nursing`.
    pub fn sub_area_id(&self, at: Ref<SubArea>) -> String {
        let sub_area = &self.sub_areas[at];
        format!("{}/{}", self.areas[sub_area.area].id, sub_area.id)
    }
}

fn same_ids<T: Entity>(a: &Table<T>, b: &Table<T>, aliases: fn(&T) -> &Vec<Id>) -> bool {
    let is_same = |(a, b): (&T, &T)| a.id() == b.id() && aliases(a) == aliases(b);
    a.len() == b.len() && a.0.iter().zip(&b.0).all(is_same)
}

/// All things of one kind, in the order of their ids.
#[derive(Debug)]
pub struct Table<T>(Vec<T>);

impl<T> Table<T> {
    pub(crate) fn new(items: Vec<T>) -> Self {
        Table(items)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each with the reference to it.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Ref<T>, &T)> + DoubleEndedIterator {
        self.0.iter().enumerate().map(|(index, item)| (Ref::new(index), item))
    }

    /// The references alone.
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

/// A name of a place with the cases that sentences need.
#[derive(Clone, Debug)]
pub struct PlaceName {
    /// In the nominative.
    pub name: Text,
    /// iz *Šapca*; in English the name itself.
    pub genitive: Text,
    /// u *Šapcu*; in English the name itself.
    pub locative: Text,
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
    /// Its ids of earlier.
    pub aliases: Vec<Id>,
    /// Its name.
    pub name: PlaceName,
    /// The region it lies in.
    pub region: Ref<Region>,
    /// Its seat, where that is a municipality of the catalogue.
    pub seat: Option<Ref<Municipality>>,
    /// Its code in ISO 3166-2.
    pub iso: String,
    /// Where its seat lies.
    pub coordinates: Coordinates,
}

/// A unit of local self-government.
#[derive(Clone, Debug)]
pub struct Municipality {
    /// Its id.
    pub id: Id,
    /// Its ids of earlier.
    pub aliases: Vec<Id>,
    /// Its name.
    pub name: PlaceName,
    /// What it is by law.
    pub municipality_type: MunicipalityType,
    /// The district it lies in.
    pub district: Ref<District>,
    /// Where its seat lies.
    pub coordinates: Coordinates,
    /// Its text, where one is written.
    pub words: Option<Words>,
}

/// A thematic area.
#[derive(Debug)]
pub struct Area {
    /// Its id.
    pub id: Id,
    /// Its ids of earlier.
    pub aliases: Vec<Id>,
    /// Its name.
    pub name: Text,
    /// What it is about.
    pub description: Text,
    /// Its sector in the list of the Development Assistance Committee.
    pub dac: Option<u32>,
    /// The narrower themes within it.
    pub sub_areas: Range<usize>,
}

impl Area {
    /// References to its sub-areas.
    pub fn sub_areas(&self) -> impl Iterator<Item = Ref<SubArea>> + use<> {
        self.sub_areas.clone().map(Ref::new)
    }
}

/// A narrower theme.
#[derive(Debug)]
pub struct SubArea {
    /// Its id within its area.
    pub id: Id,
    /// Its ids of earlier.
    pub aliases: Vec<Id>,
    /// The area.
    pub area: Ref<Area>,
    /// Its name.
    pub name: Text,
    /// What it is about.
    pub description: Text,
    /// Its own sector, when it is not that of the area.
    pub dac: Option<u32>,
}

/// A way of helping.
#[derive(Debug)]
pub struct SupportType {
    /// Its id.
    pub id: Id,
    /// Its ids of earlier.
    pub aliases: Vec<Id>,
    /// Its name.
    pub name: Text,
    /// What it consists of.
    pub description: Text,
    /// Its type of aid in IATI.
    pub aid_type: Option<Box<str>>,
    /// Its type of finance in IATI.
    pub finance_type: Option<u32>,
}

/// A funder, implementer or partner.
#[derive(Debug)]
pub struct Organisation {
    /// Its id.
    pub id: Id,
    /// Its ids of earlier.
    pub aliases: Vec<Id>,
    /// Its name.
    pub name: Text,
    /// What sort it is.
    pub kind: OrganisationKind,
    /// Where it has its seat.
    pub municipality: Option<Ref<Municipality>>,
    /// Its website.
    pub url: Option<Url>,
    /// Its identifier in IATI.
    pub iati: Option<IatiId>,
}

/// A document that facts come from.
#[derive(Debug)]
pub struct Source {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// Who published it.
    pub publisher: Option<Text>,
    /// When.
    pub published: Option<PartialDate>,
    /// Where it can be read.
    pub url: Option<Url>,
    /// What a reader should know about it.
    pub note: Option<Text>,
}

/// What a funder pays for over years.
#[derive(Clone, Debug)]
pub struct Programme {
    /// Its id.
    pub id: Id,
    /// Its ids of earlier.
    pub aliases: Vec<Id>,
    /// Its short name.
    pub acronym: Option<Text>,
    /// Title, summary and text.
    pub words: Words,
    /// How far it has come.
    pub status: Option<Status>,
    /// From when to when it lasts.
    pub period: Option<Period>,
    /// The areas it works in.
    pub areas: Vec<Ref<Area>>,
    /// Who takes part, and as what.
    pub institutions: Vec<Institution>,
    /// What it costs, where no funder's share is known.
    pub budget: Option<Money>,
    /// The regions it works in.
    pub regions: Vec<Ref<Region>>,
    /// The Sustainable Development Goals it contributes to.
    pub sdgs: Vec<Sdg>,
    /// For whom it is.
    pub target_groups: Vec<Text>,
    /// Its phases.
    pub phases: Vec<Phase>,
    /// What it wants to reach.
    pub objectives: Vec<Text>,
    /// What it has reached.
    pub results: Vec<Text>,
    /// The earlier programmes it builds on.
    pub follows: Vec<Ref<Programme>>,
    /// The documents its facts come from.
    pub sources: Vec<Ref<Source>>,
}

/// An organisation's part in a programme.
#[derive(Clone, Debug)]
pub struct Institution {
    /// Who.
    pub organisation: Ref<Organisation>,
    /// As what.
    pub role: Role,
    /// What it pays.
    pub funding: Option<Money>,
}

/// A phase of a programme.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its id within the programme.
    pub id: Id,
    /// Its name.
    pub name: Text,
    /// From when to when it lasts.
    pub period: Option<Period>,
    /// What a reader should know about it.
    pub note: Option<Text>,
}

/// One undertaking of a programme.
#[derive(Clone, Debug)]
pub struct Project {
    /// Its id.
    pub id: Id,
    /// Its ids of earlier.
    pub aliases: Vec<Id>,
    /// The programme.
    pub programme: Ref<Programme>,
    /// The phase, by its position in the programme.
    pub phase: Option<usize>,
    /// What it is about.
    pub sub_area: Ref<SubArea>,
    /// How it helps.
    pub support: Ref<SupportType>,
    /// Title, summary and text.
    pub words: Words,
    /// How far it has come: its own, or the programme's.
    pub status: Option<Status>,
    /// From when to when it lasts: its own, its phase's or the programme's.
    pub period: Option<Period>,
    /// The documents its facts come from.
    pub sources: Vec<Ref<Source>>,
    /// Its activities.
    pub activities: Range<usize>,
}

impl Project {
    /// References to its activities, by municipality.
    pub fn activities(&self) -> impl ExactSizeIterator<Item = Ref<Activity>> + use<> {
        self.activities.clone().map(Ref::new)
    }
}

/// A project in one municipality.
#[derive(Clone, Debug)]
pub struct Activity {
    /// The project.
    pub project: Ref<Project>,
    /// Where.
    pub municipality: Ref<Municipality>,
    /// How it helps there.
    pub support: Ref<SupportType>,
    /// Who carries it out.
    pub implementers: Vec<Ref<Organisation>>,
    /// Who takes part.
    pub partners: Vec<Ref<Organisation>>,
    /// Municipalities that work with this one.
    pub partner_municipalities: Vec<Ref<Municipality>>,
    /// Where it takes place, as far as the source names it.
    pub locations: Vec<Ref<Municipality>>,
    /// Its money.
    pub funding: Option<Funding>,
    /// How far it has come.
    pub status: Option<Status>,
    /// From when to when it lasts.
    pub period: Option<Period>,
    /// What is particular to it.
    pub note: Option<Text>,
    /// The documents its facts come from.
    pub sources: Vec<Ref<Source>>,
}

/// The texts of the standing pages.
#[derive(Debug)]
pub struct StandingTexts {
    /// The first page.
    pub home: Words,
    /// About the catalogue.
    pub about: Words,
    /// Open data.
    pub data: Words,
    /// How accessible the site is, where that is written.
    pub accessibility: Option<Words>,
}

/// Which activities belong to what, each list in the order of the activities.
#[derive(Debug, Default)]
pub struct ActivityIndex {
    /// By programme.
    pub programme: Vec<Vec<Ref<Activity>>>,
    /// By municipality.
    pub municipality: Vec<Vec<Ref<Activity>>>,
    /// By district.
    pub district: Vec<Vec<Ref<Activity>>>,
    /// By area.
    pub area: Vec<Vec<Ref<Activity>>>,
    /// By sub-area.
    pub sub_area: Vec<Vec<Ref<Activity>>>,
    /// By support type.
    pub support_type: Vec<Vec<Ref<Activity>>>,
    /// By organisation, as implementer or partner.
    pub organisation: Vec<Vec<Ref<Activity>>>,
    /// By municipality that is not the activity's own, but a partner or a place of it.
    pub naming: Vec<Vec<Ref<Activity>>>,
    /// Organisations by the municipality of their seat.
    pub seated: Vec<Vec<Ref<Organisation>>>,
}

impl ActivityIndex {
    pub(crate) fn new(catalogue: &Catalogue) -> Self {
        fn empty<T: Clone>(len: usize) -> Vec<Vec<T>> {
            vec![Vec::new(); len]
        }
        let mut index = ActivityIndex {
            programme: empty(catalogue.programmes.len()),
            municipality: empty(catalogue.municipalities.len()),
            district: empty(catalogue.districts.len()),
            area: empty(catalogue.areas.len()),
            sub_area: empty(catalogue.sub_areas.len()),
            support_type: empty(catalogue.support_types.len()),
            organisation: empty(catalogue.organisations.len()),
            naming: empty(catalogue.municipalities.len()),
            seated: empty(catalogue.municipalities.len()),
        };
        for (at, activity) in catalogue.activities.iter() {
            let project = &catalogue.projects[activity.project];
            index.programme[project.programme.index()].push(at);
            index.municipality[activity.municipality.index()].push(at);
            index.district[catalogue.municipalities[activity.municipality].district.index()].push(at);
            index.area[catalogue.sub_areas[project.sub_area].area.index()].push(at);
            index.sub_area[project.sub_area.index()].push(at);
            index.support_type[activity.support.index()].push(at);
            for organisation in activity.implementers.iter().chain(&activity.partners) {
                push_once(&mut index.organisation[organisation.index()], at);
            }
            let named = activity.partner_municipalities.iter().chain(&activity.locations);
            for municipality in named.filter(|named| **named != activity.municipality) {
                push_once(&mut index.naming[municipality.index()], at);
            }
        }
        for (at, organisation) in catalogue.organisations.iter() {
            if let Some(municipality) = organisation.municipality {
                index.seated[municipality.index()].push(at);
            }
        }
        index
    }
}

/// Adds what comes in order, perhaps several times in a row.
fn push_once(list: &mut Vec<Ref<Activity>>, at: Ref<Activity>) {
    if list.last() != Some(&at) {
        list.push(at);
    }
}

/// A record type with an id of its own.
pub trait Entity: Sized {
    /// What it is called.
    const KIND: Kind;
    /// Its id.
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
