//! What is published of a catalogue: pages, data, feeds, pictures and files.

use std::path::PathBuf;
use std::sync::Arc;

use super::*;

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
