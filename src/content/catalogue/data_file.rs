//! Declares the files of open data about the whole catalogue, and the data sets that they belong to.

use super::SliceFormat;

/// Declares the data sets in the order in which pages list them: meaning, name.
macro_rules! data_sets {
    ($( #[doc = $doc:literal] $set:ident = $name:literal; )*) => {
        /// A set of data files about the same things. Data portals list each of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DataSet {
            $( #[doc = $doc] $set, )*
        }

        impl DataSet {
            /// All data sets, in the order in which pages list them.
            pub const ALL: &[DataSet] = &[$( DataSet::$set ),*];

            /// Returns the name of the data set, which its address contains.
            pub const fn name(self) -> &'static str {
                match self {
                    $( DataSet::$set => $name, )*
                }
            }
        }
    };
}

data_sets! {
    /// The activities.
    Activities = "activities";
    /// The programmes and their money.
    Programmes = "programmes";
    /// The projects.
    Projects = "projects";
    /// The indicators of programmes and projects.
    Indicators = "indicators";
    /// The municipalities and districts.
    Places = "places";
    /// The organisations.
    Organisations = "organisations";
    /// The documents.
    Documents = "documents";
    /// The news, stories and calls.
    Posts = "posts";
    /// The whole catalogue.
    Catalogue = "dataset";
}

impl DataSet {
    /// Returns the address of the data set as a resource, which is the same for every locale. `description` is the
    /// address of the description of all data sets.
    pub fn resource(self, description: &str) -> String {
        format!("{description}#{}", self.name())
    }
}

/// Declares the data files in the order in which pages list them: meaning, name below `data/`, format, data set.
macro_rules! data_files {
    ($( #[doc = $doc:literal] $file:ident = $name:literal $format:ident of $set:ident; )*) => {
        /// A file of open data about the whole catalogue.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DataFile {
            $( #[doc = $doc] $file, )*
        }

        impl DataFile {
            /// All data files, in the order in which pages list them.
            pub const ALL: &[DataFile] = &[$( DataFile::$file ),*];

            /// Returns the name of the file below `data/`.
            pub const fn name(self) -> &'static str {
                match self {
                    $( DataFile::$file => $name, )*
                }
            }

            /// Returns the data set that the file belongs to.
            pub const fn set(self) -> DataSet {
                match self {
                    $( DataFile::$file => DataSet::$set, )*
                }
            }

            const fn format(self) -> Format {
                match self {
                    $( DataFile::$file => Format::$format, )*
                }
            }
        }
    };
}

data_files! {
    /// One row for each activity, for spreadsheets.
    ActivitiesXlsx = "activities.xlsx" Xlsx of Activities;
    /// One row for each activity.
    ActivitiesCsv = "activities.csv" Csv of Activities;
    /// One object for each activity.
    ActivitiesJson = "activities.json" Json of Activities;
    /// One row for each programme, for spreadsheets.
    ProgrammesXlsx = "programmes.xlsx" Xlsx of Programmes;
    /// One row for each programme.
    ProgrammesCsv = "programmes.csv" Csv of Programmes;
    /// One row for each programme and year, for spreadsheets.
    MoneyXlsx = "money-by-programme-year.xlsx" Xlsx of Programmes;
    /// One row for each programme and year.
    MoneyCsv = "money-by-programme-year.csv" Csv of Programmes;
    /// One row for each project, for spreadsheets.
    ProjectsXlsx = "projects.xlsx" Xlsx of Projects;
    /// One row for each project.
    ProjectsCsv = "projects.csv" Csv of Projects;
    /// One row for each indicator, for spreadsheets.
    IndicatorsXlsx = "indicators.xlsx" Xlsx of Indicators;
    /// One row for each indicator.
    IndicatorsCsv = "indicators.csv" Csv of Indicators;
    /// One row for each municipality, for spreadsheets.
    MunicipalitiesXlsx = "municipalities.xlsx" Xlsx of Places;
    /// One row for each municipality.
    MunicipalitiesCsv = "municipalities.csv" Csv of Places;
    /// One point for each municipality.
    MunicipalitiesGeoJson = "municipalities.geojson" GeoJson of Places;
    /// The shape of each district.
    DistrictsGeoJson = "districts.geojson" GeoJson of Places;
    /// One row for each organisation, for spreadsheets.
    OrganisationsXlsx = "organisations.xlsx" Xlsx of Organisations;
    /// One row for each organisation.
    OrganisationsCsv = "organisations.csv" Csv of Organisations;
    /// One row for each document, for spreadsheets.
    DocumentsXlsx = "documents.xlsx" Xlsx of Documents;
    /// One row for each document.
    DocumentsCsv = "documents.csv" Csv of Documents;
    /// One row for each post, for spreadsheets.
    PostsXlsx = "posts.xlsx" Xlsx of Posts;
    /// One row for each post.
    PostsCsv = "posts.csv" Csv of Posts;
    /// The whole catalogue with its texts.
    CatalogueJson = "catalogue.json" Json of Catalogue;
    /// The whole catalogue with one entry in each line.
    CatalogueLines = "catalogue.jsonl" JsonLines of Catalogue;
    /// The releases of the content.
    Releases = "releases.json" Json of Catalogue;
    /// Programmes and projects for the International Aid Transparency Initiative.
    Iati = "iati.xml" Xml of Catalogue;
    /// What is left out of the IATI file, with reasons.
    IatiLeftOut = "iati-left-out.csv" Csv of Catalogue;
    /// Grants in the format of 360Giving.
    Grants = "360giving.json" Json of Catalogue;
    /// The awards that are left out of the file of grants, with reasons.
    GrantsLeftOut = "360giving-left-out.csv" Csv of Catalogue;
    /// The JSON Schema of the whole model.
    CatalogueSchema = "schema.json" JsonSchema of Catalogue;
    /// The JSON Schema of files with an object for each activity.
    ActivitiesSchema = "activities.schema.json" JsonSchema of Activities;
    /// The JSON Schema of the list of releases.
    ReleasesSchema = "releases.schema.json" JsonSchema of Catalogue;
    /// A description of the tables for software that reads Data Packages.
    DataPackage = "datapackage.json" Description of Catalogue;
    /// A description of the tables for software that reads CSV on the Web.
    CsvMetadata = "csv-metadata.json" Description of Catalogue;
    /// A description of the files for open data portals.
    Dcat = "dcat.jsonld" JsonLd of Catalogue;
}

/// The files that a catalogue does not publish although it could.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// A bit for each [`DataFile`].
    files: u64,
    /// A bit for each [`SliceFormat`].
    slices: u64,
}

/// What can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Omissible {
    /// A data file.
    File(DataFile),
    /// The data of pages in one format.
    Slices(SliceFormat),
}

const _: () = assert!(DataFile::ALL.len() <= u64::BITS as usize, "each data file has a bit");

impl Omissible {
    /// Returns everything that can be left out. CSV tables and descriptions cannot: others refer to them.
    pub fn all() -> impl Iterator<Item = Omissible> {
        let is_plain = |file: &DataFile| !file.is_csv() && !file.is_description();
        let files = DataFile::ALL.iter().copied().filter(is_plain).map(Omissible::File);
        SliceFormat::ALL.into_iter().map(Omissible::Slices).chain(files)
    }

    /// Returns the name by which it is left out.
    pub fn name(self) -> String {
        match self {
            Omissible::File(file) => file.name().to_owned(),
            Omissible::Slices(format) => format!("slices.{}", format.ending()),
        }
    }
}

impl LeftOut {
    /// Leaves something out.
    pub fn add(&mut self, what: Omissible) {
        match what {
            Omissible::File(file) => self.files |= 1 << file as u64,
            Omissible::Slices(format) => self.slices |= 1 << format as u64,
        }
    }

    /// Returns the formats in which the data of pages are published.
    pub fn slice_formats(self) -> impl Iterator<Item = SliceFormat> {
        SliceFormat::ALL.into_iter().filter(move |format| self.slices & (1 << *format as u64) == 0)
    }

    const fn has(self, file: DataFile) -> bool {
        self.files & (1 << file as u64) != 0
    }
}

/// The parts that not every catalogue publishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublishedParts {
    /// It reports to IATI.
    pub iati: bool,
    /// It publishes grants in the format of 360Giving.
    pub grants: bool,
    /// It has shapes of districts.
    pub borders: bool,
    /// Its content has releases.
    pub releases: bool,
    /// What it does not publish.
    pub left_out: LeftOut,
}

/// The format of a data file.
#[derive(Clone, Copy)]
enum Format {
    Csv,
    Xlsx,
    Json,
    JsonLines,
    GeoJson,
    JsonSchema,
    JsonLd,
    /// JSON that describes other files.
    Description,
    Xml,
}

impl DataFile {
    /// Returns whether the file is published.
    pub const fn is_published(self, parts: PublishedParts) -> bool {
        match self {
            file if parts.left_out.has(file) => false,
            DataFile::DistrictsGeoJson => parts.borders,
            DataFile::Releases | DataFile::ReleasesSchema => parts.releases,
            DataFile::Iati | DataFile::IatiLeftOut => parts.iati,
            DataFile::Grants | DataFile::GrantsLeftOut => parts.grants,
            _ => true,
        }
    }

    /// Returns whether the file is a table as CSV.
    pub const fn is_csv(self) -> bool {
        matches!(self.format(), Format::Csv)
    }

    /// Returns whether the file is a workbook.
    pub const fn is_xlsx(self) -> bool {
        matches!(self.format(), Format::Xlsx)
    }

    /// Returns its media type, and its code in the European Union's list of file types.
    pub const fn media_type(self) -> (&'static str, &'static str) {
        match self.format() {
            Format::Csv => ("text/csv", "CSV"),
            Format::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"),
            Format::GeoJson => ("application/geo+json", "GEOJSON"),
            Format::Json | Format::Description => ("application/json", "JSON"),
            Format::JsonLines => ("application/x-ndjson", "JSON"),
            Format::JsonSchema => ("application/schema+json", "SCHEMA_JSON"),
            Format::JsonLd => ("application/ld+json", "JSON_LD"),
            Format::Xml => ("application/xml", "XML"),
        }
    }

    /// Returns whether servers may not know the media type by the ending of the name.
    pub const fn has_rare_type(self) -> bool {
        matches!(self.format(), Format::GeoJson | Format::JsonLd | Format::JsonLines)
    }

    /// Returns the schema of the file, if it has one.
    pub const fn schema(self) -> Option<DataFile> {
        match self {
            DataFile::ActivitiesJson => Some(DataFile::ActivitiesSchema),
            DataFile::CatalogueJson => Some(DataFile::CatalogueSchema),
            DataFile::Releases => Some(DataFile::ReleasesSchema),
            _ => None,
        }
    }

    /// Returns whether the file only describes other files and contains no data itself.
    pub const fn is_description(self) -> bool {
        matches!(self.format(), Format::JsonSchema | Format::JsonLd | Format::Description)
    }

    /// Returns the end of the id of the message that says what the file contains. The forms of a table share it.
    pub fn message(self) -> String {
        let name = self.name();
        let table = name.strip_suffix(".csv").or_else(|| name.strip_suffix(".xlsx"));
        table.unwrap_or(name).replace('.', "-")
    }

    /// Returns whether the file says when the content was changed.
    pub const fn has_dates(self) -> bool {
        matches!(
            self,
            DataFile::Dcat
                | DataFile::DataPackage
                | DataFile::CatalogueJson
                | DataFile::CatalogueLines
                | DataFile::Grants
                | DataFile::Iati
                | DataFile::IatiLeftOut
        )
    }

    /// Returns whether the file contains the texts of projects below their front matter.
    pub const fn has_texts(self) -> bool {
        matches!(self, DataFile::CatalogueJson | DataFile::CatalogueLines)
    }
}
