//! The catalogue: plain data whose references all lead somewhere.

use std::fmt;
use std::ops::{Index, Range};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use url::Url;

use crate::base::colour::Accent;
use crate::base::date::{PartialDate, Period};
use crate::base::id::{Id, Kind, Ref};
use crate::base::language::{Language, Locale, PerLocale, Translated};
use crate::base::money::{Funding, Money};
pub use crate::content::parse::{MunicipalityType, OrganisationKind, Reporting, Role, Sdg, Status};
use crate::text::markdown::{Markdown, Prose};
use crate::text::serbian::{self, Acronyms, Converted};

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

/// A short text, in the form of each locale.
#[derive(Clone, PartialEq, Eq)]
pub struct Text(Arc<Forms>);

/// Not cloned, however often the text is.
struct Forms {
    written: Translated<String>,
    keep: Arc<Acronyms>,
    /// In each locale's own language and script, once a page has asked for it.
    shown: PerLocale<OnceLock<Shown>>,
}

struct Shown {
    text: Box<str>,
    /// Bytes of `text` that are not in the language of `locale`.
    foreign: Box<[Range<usize>]>,
    locale: Locale,
}

impl PartialEq for Forms {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written && self.keep == other.keep
    }
}

impl Eq for Forms {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(Locale::ALL.map(|locale| self.get(locale))).finish()
    }
}

impl Text {
    /// Takes what is written, in either script. `keep` are the words that stay in Latin.
    pub fn new(written: Translated<String>, keep: &Arc<Acronyms>) -> Self {
        Text(Arc::new(Forms { written, keep: Arc::clone(keep), shown: PerLocale::default() }))
    }

    fn shown(&self, reader: Locale) -> &Shown {
        self.0.shown[reader].get_or_init(|| {
            let (text, language) = self.0.written.prefer(reader.language());
            let locale = reader.showing(language);
            let Converted { text, foreign } = in_script(text, locale, &self.0.keep);
            Shown { text: text.into(), foreign: foreign.into(), locale }
        })
    }

    /// The text that a reader of `locale` sees.
    pub fn get(&self, locale: Locale) -> &str {
        &self.shown(locale).text
    }

    /// The bytes of that text that stayed in Latin because they are not Serbian.
    pub fn foreign_in(&self, locale: Locale) -> &[Range<usize>] {
        &self.shown(locale).foreign
    }

    /// The locale whose language and script that text is in: another one where a translation is missing.
    pub fn shown_in(&self, locale: Locale) -> Locale {
        self.shown(locale).locale
    }

    /// Whether it is written in `language`.
    pub fn is_in(&self, language: Language) -> bool {
        self.0.written.is_in(language)
    }
}

/// A text in the script of `locale`, authors' marks resolved.
pub fn in_script(text: &str, locale: Locale, keep: &Acronyms) -> Converted {
    let as_it_is = |text: String| Converted { text, foreign: Vec::new() };
    match locale {
        Locale::SrCyrl => serbian::cyrillic(text, keep),
        Locale::SrLatn => as_it_is(serbian::to_latin(text)),
        Locale::En => as_it_is(text.to_owned()),
    }
}

/// A longer text, ready for every locale but for the addresses in it.
#[derive(Clone, Debug)]
pub struct Body(Arc<Prepared>);

/// Not cloned, however often the text is: what was rendered of it once need not be rendered again.
#[derive(Debug)]
struct Prepared {
    written: Translated<Markdown<Target>>,
    keep: Arc<Acronyms>,
    /// In each locale's own language and script, once a page has asked for it.
    rendered: PerLocale<OnceLock<Prose<Target>>>,
}

impl Body {
    /// Takes what is written. `keep` are the words that stay in Latin.
    pub fn new(written: Translated<Markdown<Target>>, keep: &Arc<Acronyms>) -> Self {
        Body(Arc::new(Prepared { written, keep: Arc::clone(keep), rendered: PerLocale::default() }))
    }

    /// The text that a reader of `locale` sees, and the locale it is in.
    pub fn shown(&self, locale: Locale) -> (&Prose<Target>, Locale) {
        let (written, locale) = self.written_for(locale);
        let render = || written.prose(&|text| in_script(text, locale, &self.0.keep));
        (self.0.rendered[locale].get_or_init(render), locale)
    }

    /// The same with all white space between its tags, made anew.
    pub fn unminified(&self, locale: Locale) -> (Prose<Target>, Locale) {
        let (written, locale) = self.written_for(locale);
        (written.unminified(&|text| in_script(text, locale, &self.0.keep)), locale)
    }

    fn written_for(&self, locale: Locale) -> (&Markdown<Target>, Locale) {
        let (written, language) = self.0.written.prefer(locale.language());
        (written, locale.showing(language))
    }
}

/// The words of a page: title, summary and text.
#[derive(Clone, Debug)]
pub struct Words {
    /// Its title.
    pub title: Text,
    /// What it says, in one or two sentences.
    pub summary: Text,
    /// The text.
    pub body: Body,
}

impl Words {
    /// Whether the page is written in `language`.
    pub fn is_in(&self, language: Language) -> bool {
        self.title.is_in(language)
    }
}

/// Where a link within the site leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a page, and perhaps to a place on it.
    Page(Subject, Option<String>),
    /// To a place on the same page.
    Here(String),
    /// To a file of open data.
    Data(DataFile),
    /// To a document or picture.
    File(FilePath),
}

/// A document or picture of an entry, by its path below `files/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FilePath(pub Arc<str>);

/// A document or picture that is published.
#[derive(Clone, Debug)]
pub struct PublishedFile {
    /// Where it is published.
    pub path: FilePath,
    /// Where it is copied from.
    pub from: PathBuf,
    /// Its size in bytes.
    pub size: u64,
}

/// A file of open data about the whole catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataFile {
    /// One row for each activity.
    ActivitiesCsv,
    /// The same rows for spreadsheets.
    ActivitiesXlsx,
    /// One object for each activity.
    ActivitiesJson,
    /// One row for each project.
    ProjectsCsv,
    /// One row for each municipality.
    MunicipalitiesCsv,
    /// One point for each municipality.
    MunicipalitiesGeoJson,
    /// One row for each organisation.
    OrganisationsCsv,
    /// The whole model.
    CatalogueJson,
    /// The JSON Schema of the whole model.
    CatalogueSchema,
    /// The JSON Schema of files with an object for each activity.
    ActivitiesSchema,
    /// What the files are, for portals of open data.
    Dcat,
    /// Programmes and projects for the International Aid Transparency Initiative.
    Iati,
    /// What is not in the file for IATI, and why.
    IatiLeftOut,
}

impl DataFile {
    /// All of them, in the order in which readers are told of them.
    pub const ALL: [DataFile; 13] = [
        DataFile::ActivitiesCsv,
        DataFile::ActivitiesXlsx,
        DataFile::ActivitiesJson,
        DataFile::ProjectsCsv,
        DataFile::MunicipalitiesCsv,
        DataFile::MunicipalitiesGeoJson,
        DataFile::OrganisationsCsv,
        DataFile::CatalogueJson,
        DataFile::Iati,
        DataFile::IatiLeftOut,
        DataFile::CatalogueSchema,
        DataFile::ActivitiesSchema,
        DataFile::Dcat,
    ];

    /// The name of the file, below `data/`.
    pub const fn name(self) -> &'static str {
        match self {
            DataFile::ActivitiesCsv => "activities.csv",
            DataFile::ActivitiesXlsx => "activities.xlsx",
            DataFile::ActivitiesJson => "activities.json",
            DataFile::ProjectsCsv => "projects.csv",
            DataFile::MunicipalitiesCsv => "municipalities.csv",
            DataFile::MunicipalitiesGeoJson => "municipalities.geojson",
            DataFile::OrganisationsCsv => "organisations.csv",
            DataFile::CatalogueJson => "catalogue.json",
            DataFile::CatalogueSchema => "schema.json",
            DataFile::ActivitiesSchema => "activities.schema.json",
            DataFile::Dcat => "dcat.jsonld",
            DataFile::Iati => "iati.xml",
            DataFile::IatiLeftOut => "iati-left-out.csv",
        }
    }

    /// Whether it is published in a catalogue that does, or does not, report to IATI.
    pub const fn is_published(self, reports_to_iati: bool) -> bool {
        match self {
            DataFile::Iati | DataFile::IatiLeftOut => reports_to_iati,
            _ => true,
        }
    }

    /// Its media type, and its code in the European Union's list of file types.
    pub const fn media_type(self) -> (&'static str, &'static str) {
        match self {
            DataFile::ActivitiesCsv
            | DataFile::ProjectsCsv
            | DataFile::MunicipalitiesCsv
            | DataFile::OrganisationsCsv
            | DataFile::IatiLeftOut => ("text/csv", "CSV"),
            DataFile::ActivitiesXlsx => {
                ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX")
            }
            DataFile::MunicipalitiesGeoJson => ("application/geo+json", "GEOJSON"),
            DataFile::ActivitiesJson | DataFile::CatalogueJson => ("application/json", "JSON"),
            DataFile::CatalogueSchema | DataFile::ActivitiesSchema => {
                ("application/schema+json", "SCHEMA_JSON")
            }
            DataFile::Dcat => ("application/ld+json", "JSON_LD"),
            DataFile::Iati => ("application/xml", "XML"),
        }
    }

    /// The schema that it keeps, where there is one.
    pub const fn schema(self) -> Option<DataFile> {
        match self {
            DataFile::ActivitiesJson => Some(DataFile::ActivitiesSchema),
            DataFile::CatalogueJson => Some(DataFile::CatalogueSchema),
            _ => None,
        }
    }

    /// Whether it tells of other files, and holds no data itself.
    pub const fn is_description(self) -> bool {
        matches!(self, DataFile::CatalogueSchema | DataFile::ActivitiesSchema | DataFile::Dcat)
    }
}

/// What a page lists the activities of; they have files of data of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActivitySubset {
    /// A programme.
    Programme(Ref<Programme>),
    /// A municipality.
    Municipality(Ref<Municipality>),
    /// A district.
    District(Ref<District>),
    /// An area.
    Area(Ref<Area>),
    /// A sub-area.
    SubArea(Ref<SubArea>),
    /// A support type.
    SupportType(Ref<SupportType>),
    /// An organisation, as implementer or partner.
    Organisation(Ref<Organisation>),
}

impl ActivitySubset {
    /// What the page about a subject lists the activities of, if it does.
    pub fn of(subject: Subject) -> Option<ActivitySubset> {
        match subject {
            Subject::Programme(at) => Some(ActivitySubset::Programme(at)),
            Subject::Municipality(at) => Some(ActivitySubset::Municipality(at)),
            Subject::District(at) => Some(ActivitySubset::District(at)),
            Subject::Area(at) => Some(ActivitySubset::Area(at)),
            Subject::SubArea(at) => Some(ActivitySubset::SubArea(at)),
            Subject::SupportType(at) => Some(ActivitySubset::SupportType(at)),
            Subject::Organisation(at) => Some(ActivitySubset::Organisation(at)),
            _ => None,
        }
    }

    /// The subject of its page.
    pub fn subject(self) -> Subject {
        match self {
            ActivitySubset::Programme(at) => Subject::Programme(at),
            ActivitySubset::Municipality(at) => Subject::Municipality(at),
            ActivitySubset::District(at) => Subject::District(at),
            ActivitySubset::Area(at) => Subject::Area(at),
            ActivitySubset::SubArea(at) => Subject::SubArea(at),
            ActivitySubset::SupportType(at) => Subject::SupportType(at),
            ActivitySubset::Organisation(at) => Subject::Organisation(at),
        }
    }

    /// Every slice of a catalogue.
    pub fn all(catalogue: &Catalogue) -> impl Iterator<Item = ActivitySubset> + use<> {
        let programmes = catalogue.programmes.refs().map(ActivitySubset::Programme);
        let municipalities = catalogue.municipalities.refs().map(ActivitySubset::Municipality);
        let districts = catalogue.districts.refs().map(ActivitySubset::District);
        let areas = catalogue.areas.refs().map(ActivitySubset::Area);
        let sub_areas = catalogue.sub_areas.refs().map(ActivitySubset::SubArea);
        let support_types = catalogue.support_types.refs().map(ActivitySubset::SupportType);
        let organisations = catalogue.organisations.refs().map(ActivitySubset::Organisation);
        programmes
            .chain(municipalities)
            .chain(districts)
            .chain(areas)
            .chain(sub_areas)
            .chain(support_types)
            .chain(organisations)
    }

    /// Its activities, in the order of projects and municipalities.
    pub fn activities(self, index: &ActivityIndex) -> &[Ref<Activity>] {
        match self {
            ActivitySubset::Programme(at) => &index.programme[at.index()],
            ActivitySubset::Municipality(at) => &index.municipality[at.index()],
            ActivitySubset::District(at) => &index.district[at.index()],
            ActivitySubset::Area(at) => &index.area[at.index()],
            ActivitySubset::SubArea(at) => &index.sub_area[at.index()],
            ActivitySubset::SupportType(at) => &index.support_type[at.index()],
            ActivitySubset::Organisation(at) => &index.organisation[at.index()],
        }
    }
}

/// What stands for a page where it is shared: a picture of its activities on a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Picture {
    /// Of all activities.
    Catalogue,
    /// Of those of a programme that has some.
    Programme(Ref<Programme>),
}

impl Picture {
    /// The picture of the pages about a subject.
    pub fn of(subject: Subject, catalogue: &Catalogue) -> Picture {
        let programme = match subject {
            Subject::Programme(at) => Some(at),
            Subject::Project(at) => Some(catalogue.projects[at].programme),
            _ => None,
        };
        programme.and_then(|at| Picture::of_programme(at, catalogue)).unwrap_or(Picture::Catalogue)
    }

    /// Every picture of a catalogue.
    pub fn all(catalogue: &Catalogue) -> impl Iterator<Item = Picture> {
        let own = catalogue.programmes.refs().filter_map(|at| Picture::of_programme(at, catalogue));
        std::iter::once(Picture::Catalogue).chain(own)
    }

    fn of_programme(at: Ref<Programme>, catalogue: &Catalogue) -> Option<Picture> {
        let has_activities = !catalogue.index.programme[at.index()].is_empty();
        has_activities.then_some(Picture::Programme(at))
    }
}

/// The form of a slice's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SliceFormat {
    /// One row for each activity.
    Csv,
    /// One object for each activity.
    Json,
}

impl SliceFormat {
    /// Both.
    pub const ALL: [SliceFormat; 2] = [SliceFormat::Csv, SliceFormat::Json];

    /// How names of such files end.
    pub const fn ending(self) -> &'static str {
        match self {
            SliceFormat::Csv => "csv",
            SliceFormat::Json => "json",
        }
    }
}

/// What readers are told the changes of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feed {
    /// The whole catalogue.
    Site,
    /// A programme and its projects.
    Programme(Ref<Programme>),
    /// A municipality and the projects in it.
    Municipality(Ref<Municipality>),
    /// The projects of an area.
    Area(Ref<Area>),
}

impl Feed {
    /// Every feed of a catalogue.
    pub fn all(catalogue: &Catalogue) -> impl Iterator<Item = Feed> + use<> {
        let programmes = catalogue.programmes.refs().map(Feed::Programme);
        let municipalities = catalogue.municipalities.refs().map(Feed::Municipality);
        let areas = catalogue.areas.refs().map(Feed::Area);
        std::iter::once(Feed::Site).chain(programmes).chain(municipalities).chain(areas)
    }

    /// The feed that the page about a subject leads to, if there is one.
    pub fn of(subject: Subject) -> Option<Feed> {
        match subject {
            Subject::Home | Subject::Changes => Some(Feed::Site),
            Subject::Programme(at) => Some(Feed::Programme(at)),
            Subject::Municipality(at) => Some(Feed::Municipality(at)),
            Subject::Area(at) => Some(Feed::Area(at)),
            _ => None,
        }
    }

    /// The subject of the page whose changes it tells of.
    pub fn subject(self) -> Subject {
        match self {
            Feed::Site => Subject::Home,
            Feed::Programme(at) => Subject::Programme(at),
            Feed::Municipality(at) => Subject::Municipality(at),
            Feed::Area(at) => Subject::Area(at),
        }
    }
}

/// What a page is about. One subject has one page in each locale, or several where its list is long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The first page of a locale.
    Home,
    /// The list of programmes.
    Programmes,
    /// A programme.
    Programme(Ref<Programme>),
    /// The list of projects.
    Projects,
    /// A project.
    Project(Ref<Project>),
    /// The list of municipalities.
    Municipalities,
    /// A municipality.
    Municipality(Ref<Municipality>),
    /// The list of districts.
    Districts,
    /// A district.
    District(Ref<District>),
    /// The list of areas.
    Areas,
    /// An area.
    Area(Ref<Area>),
    /// A sub-area.
    SubArea(Ref<SubArea>),
    /// The list of support types.
    SupportTypes,
    /// A support type.
    SupportType(Ref<SupportType>),
    /// The list of organisations.
    Organisations,
    /// An organisation.
    Organisation(Ref<Organisation>),
    /// Open data.
    Data,
    /// About the catalogue.
    About,
    /// How accessible the site is.
    Accessibility,
    /// What was changed, day by day.
    Changes,
    /// The search.
    Search,
    /// What is shown where there is no page.
    NotFound,
}

/// How the site is called and where it is published.
#[derive(Debug)]
pub struct Settings {
    /// Its name.
    pub title: Text,
    /// Its address, ending in `/`.
    pub base_url: Url,
    /// The locales that are published, in the order of the language links.
    pub locales: Vec<Locale>,
    /// Who publishes it.
    pub publisher: Text,
    /// The name of the content's licence.
    pub licence: Text,
    /// Where the licence can be read.
    pub licence_url: Url,
    /// The colour of the header and of links, instead of the theme's.
    pub accent: Option<Accent>,
    /// The picture before the name of the site.
    pub logo: Option<FilePath>,
    /// The words that Cyrillic text keeps in Latin.
    pub acronyms: Arc<Acronyms>,
    /// What the file for IATI needs, where there is to be one.
    pub iati: Option<Iati>,
}

/// Who reports to the International Aid Transparency Initiative.
#[derive(Debug)]
pub struct Iati {
    /// The publisher's identifier there.
    pub reporting_org: IatiId,
    /// What sort of organisation the publisher is.
    pub kind: OrganisationKind,
    /// Whose programmes it reports.
    pub reporting: Reporting,
}

/// An identifier of an organisation in IATI: country or agency, register, number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IatiId(Box<str>);

impl IatiId {
    /// Takes `RS-APR-12345678` and the like; without what identifiers may not hold (rule 1.3.13 of the standard).
    pub fn parse(text: &str) -> Option<Self> {
        let is_part = |part: &str| !part.is_empty();
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':');
        let well_formed = text.len() <= 100
            && text.split('-').count() >= 3
            && text.splitn(3, '-').all(is_part)
            && text.chars().all(allowed);
        well_formed.then(|| IatiId(text.into()))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
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

/// Takes an address as the base of a site: an origin and a path, with a slash at its end.
///
/// # Errors
/// When it holds anything else, such as a query, or is so long that servers refuse it.
pub fn base_url(mut url: Url) -> Result<Url, String> {
    // It stands in every page and in every line of a server's settings.
    const MOST_BYTES: usize = 300;
    let length = url.as_str().len();
    if length > MOST_BYTES {
        return Err(format!("this address has {length} bytes; that of a site may have {MOST_BYTES}"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("this address holds a user name or password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() || !url.has_host() {
        return Err(format!("`{url}` holds more than a host and a path"));
    }
    if url.path().contains("//") {
        return Err(format!("`{url}` has a part of its path that is empty"));
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}
