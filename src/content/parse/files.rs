//! Lists the YAML files of a catalogue: their names, folders and contents.

use super::decode::Decode;
use super::keyed::Keyed;
use super::records::{
    AreaRecord, CatalogueRecord, DistrictRecord, MunicipalityRecord, OrganisationRecord, PageRecord,
    ProgrammeRecord, ProjectRecord, RegionRecord, SourceRecord, SupportTypeRecord, TargetGroupRecord,
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
    /// The shape of its content.
    pub shape: fn() -> Shape,
}

/// The content of a YAML file of facts.
pub(super) trait Facts: Decode {
    /// The file.
    const FILE: FactsFile;
}

macro_rules! files {
    ($( $type:ty = $collection:expr, $name:literal $(, $optional:ident)?; )*) => {
        $(
            impl Facts for $type {
                const FILE: FactsFile =
                    FactsFile {
                    collection: $collection,
                    name: $name,
                    is_optional: [$(stringify!($optional).len() > 0,)? false][0],
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
    Keyed<TargetGroupRecord> = None, "target-groups.yaml", optional;
    Keyed<OrganisationRecord> = None, "organisations.yaml";
    Keyed<SourceRecord> = None, "sources.yaml";
    MunicipalityRecord = Some("municipalities"), "municipality.yaml";
    ProgrammeRecord = Some("programmes"), "programme.yaml";
    ProjectRecord = Some("projects"), "project.yaml";
    PageRecord = Some("pages"), "page.yaml", optional;
}

/// Returns the names of the files that are directly in `content/`.
pub(super) fn lists() -> impl Iterator<Item = &'static str> + Clone {
    FILES.iter().filter(|file| file.collection.is_none()).map(|file| file.name)
}
