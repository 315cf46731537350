//! Lists the YAML files of a catalogue: their names, folders and contents.

use super::decode::Decode;
use super::keyed::Keyed;
use super::records::{
    AreaRecord, CatalogueRecord, DistrictRecord, DocumentRecord, MunicipalityRecord, OrganisationRecord,
    PageRecord, PostRecord, ProgrammeRecord, ProjectRecord, RegionRecord, ReleaseRecord, SupportTypeRecord,
    TargetGroupRecord, TranslationsRecord,
};
use super::shape::Shape;
use super::written::ReleaseName;

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
    Keyed<ReleaseRecord, ReleaseName> = None, "releases.yaml", Optional;
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::content::parse::languages::LANGUAGES;
    use crate::content::parse::records::FrontMatter;
    use crate::content::parse::shape::Key;
    use crate::content::parse::slips::{KEYS, Sort};

    fn collect(shape: &Shape, found: &mut BTreeMap<&'static str, Sort>) {
        match shape {
            Shape::Record { keys, .. } => collect_all(keys, found),
            Shape::Words | Shape::MarkedWords => collect_all(LANGUAGES, found),
            Shape::List(items) => collect(items, found),
            Shape::Keyed(_, values) => collect(values, found),
            Shape::Either(one, other) => [one, other].into_iter().for_each(|shape| collect(shape, found)),
            Shape::Scalar(_) | Shape::Word { .. } | Shape::Rule => {}
        }
    }

    fn collect_all(keys: &'static [Key], found: &mut BTreeMap<&'static str, Sort>) {
        for key in keys {
            let shape = (key.shape)();
            let is_of_groups =
                matches!(&shape, Shape::List(items) if matches!(**items, Shape::Record { .. }));
            let sort = if is_of_groups { Sort::Groups } else { Sort::Other };
            // A key of several records counts as one of groups only if it always is.
            let other = found.entry(key.name).or_insert(sort);
            if *other != sort {
                *other = Sort::Other;
            }
            collect(&shape, found);
        }
    }

    #[test]
    fn the_finder_of_slips_knows_every_key() {
        let mut found = BTreeMap::new();
        FILES.iter().for_each(|file| collect(&(file.shape)(), &mut found));
        collect_all(FrontMatter::KEYS, &mut found);
        let known: BTreeMap<&str, Sort> = KEYS.iter().copied().collect();
        assert_eq!(known, found, "src/content/parse/slips/words.rs");
    }
}
