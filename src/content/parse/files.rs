//! The files of facts by their names: what stands in each, and in how many places.

use super::decode::{Decode, Keyed, Shape};
use super::records::{
    AreaRecord, CatalogueRecord, DistrictRecord, MunicipalityRecord, OrganisationRecord, ProgrammeRecord,
    ProjectRecord, RegionRecord, SourceRecord, SupportTypeRecord,
};

/// A file of facts.
#[derive(Clone, Copy, Debug)]
pub struct FactsFile {
    /// The folder whose folders each hold one; nothing if there is one only, in `content/` itself.
    pub collection: Option<&'static str>,
    /// Its name.
    pub name: &'static str,
    /// How it is written.
    pub shape: fn() -> Shape,
}

/// What a file of facts holds.
pub(super) trait Facts: Decode {
    /// The file.
    const FILE: FactsFile;
}

macro_rules! files {
    ($( $type:ty = $collection:expr, $name:literal; )*) => {
        $(
            impl Facts for $type {
                const FILE: FactsFile =
                    FactsFile { collection: $collection, name: $name, shape: <$type as Decode>::shape };
            }
        )*
        /// All of them.
        pub const FILES: &[FactsFile] = &[$(<$type as Facts>::FILE),*];
    };
}

files! {
    CatalogueRecord = None, "catalogue.yaml";
    Keyed<RegionRecord> = None, "regions.yaml";
    Keyed<DistrictRecord> = None, "districts.yaml";
    Keyed<AreaRecord> = None, "areas.yaml";
    Keyed<SupportTypeRecord> = None, "support-types.yaml";
    Keyed<OrganisationRecord> = None, "organisations.yaml";
    Keyed<SourceRecord> = None, "sources.yaml";
    MunicipalityRecord = Some("municipalities"), "municipality.yaml";
    ProgrammeRecord = Some("programmes"), "programme.yaml";
    ProjectRecord = Some("projects"), "project.yaml";
}

/// The names of those that stand once.
pub(super) fn lists() -> impl Iterator<Item = &'static str> + Clone {
    FILES.iter().filter(|file| file.collection.is_none()).map(|file| file.name)
}
