//! Lists the YAML files of a catalogue: their names, folders and contents.

use super::decode::Decode;
use super::keyed::Keyed;
use super::records::{
    AreaRecord, CatalogueRecord, DistrictRecord, DocumentRecord, MunicipalityRecord, OrganisationRecord,
    PageRecord, PostRecord, ProgrammeRecord, ProjectRecord, RegionRecord, SupportTypeRecord,
    TargetGroupRecord, TranslationsRecord,
};
use super::shape::Shape;

/// A YAML file of facts.
#[derive(Clone, Copy, Debug)]
pub struct FactsFile {
    /// The collection whose folders each contain one such file. `None` for a single file directly in `content/`.
    pub collection: Option<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// Whether a folder may do without it.
    pub is_optional: bool,
    /// Whether a folder with it may have a text in each language.
    pub has_texts: bool,
    /// The shape of its content.
    pub shape: fn() -> Shape,
}

/// The content of a YAML file of facts.
pub(super) trait Facts: Decode {
    /// The file.
    const FILE: FactsFile;
}

/// What is special about a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Special {
    Nothing,
    /// A folder or catalogue may do without it.
    Optional,
    /// There are no texts beside it.
    Textless,
}

macro_rules! files {
    ($( $type:ty = $collection:expr, $name:literal $(, $special:ident)?; )*) => {
        $(
            impl Facts for $type {
                const FILE: FactsFile =
                    FactsFile {
                    collection: $collection,
                    name: $name,
                    is_optional: matches!([$(Special::$special,)? Special::Nothing][0], Special::Optional),
                    has_texts: !matches!([$(Special::$special,)? Special::Nothing][0], Special::Textless),
                    shape: <$type as Decode>::shape,
                };
            }
        )*
        /// All YAML files of facts.
        pub const FILES: &[FactsFile] = &[$(<$type as Facts>::FILE),*];
    };
}

files! {
    CatalogueRecord = None, "catalogue.yaml";
    Keyed<RegionRecord> = None, "regions.yaml";
    Keyed<DistrictRecord> = None, "districts.yaml";
    Keyed<AreaRecord> = None, "areas.yaml";
    Keyed<SupportTypeRecord> = None, "support-types.yaml";
    Keyed<TargetGroupRecord> = None, "target-groups.yaml", Optional;
    Keyed<OrganisationRecord> = None, "organisations.yaml";
    TranslationsRecord = None, "translations.yaml", Optional;
    MunicipalityRecord = Some("municipalities"), "municipality.yaml";
    ProgrammeRecord = Some("programmes"), "programme.yaml";
    ProjectRecord = Some("projects"), "project.yaml";
    DocumentRecord = Some("documents"), "document.yaml", Textless;
    PostRecord = Some("posts"), "post.yaml";
    PageRecord = Some("pages"), "page.yaml", Optional;
}

/// Returns the names of the files that are directly in `content/`.
pub(super) fn lists() -> impl Iterator<Item = &'static str> + Clone {
    FILES.iter().filter(|file| file.collection.is_none()).map(|file| file.name)
}

/// Returns the names of the folders whose folders are entries.
pub(super) fn collections() -> impl Iterator<Item = &'static str> + Clone {
    FILES.iter().filter_map(|file| file.collection)
}
