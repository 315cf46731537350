//! Parses a [`Source`](crate::content::read::Source) into [`Records`]. Each file is parsed independently, in parallel,
//! and parsing never fails.
//!
//! A file that cannot be parsed adds its problems. If it is in an entry's folder, the id of the entry is still known,
//! so one mistake does not turn every reference to the entry into an error.

mod assets;
mod blank;
mod borders;
mod cache;
mod codelist;
mod codelists;
mod commas;
mod compare;
mod conflict;
mod declare;
mod decode;
mod entries;
mod fields;
mod files;
mod folders;
mod former;
mod forms;
mod front;
mod hints;
mod keyed;
mod languages;
mod leaf;
mod limits;
mod mapping;
mod misnamed;
mod node;
mod readable;
mod records;
mod registers;
mod scalars;
mod shape;
mod shifted;
mod slips;
mod strays;
mod structure;
mod synonyms;
mod text;
mod walk;
mod words;
mod written;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::base::file_type::FileType;
use crate::base::form::nfc;
use crate::base::language::Localized;
use crate::base::problem::Placed;
use crate::text::language::Acronyms;
pub use blank::BLANK;
pub use borders::Borders;
pub use cache::{ParseCache, parse};
pub use codelist::{Code, Codelist};
pub use codelists::{AidType, DacSector, FinanceType, Listed};
pub use compare::{Difference, FILE, Fact, FileState, Step, TEXT, What, compare};
pub(crate) use decode::{help_on_choice, shorten, word_meant};
pub use entries::{AnyEntry, AnyFacts, AnyFolder};
pub use files::{FILES, FactsFile};
pub use former::{FORMER_SOURCES, FormerGroup, FormerKey, FormerSource, former_groups, former_sources};
pub use forms::{OneOrMore, ShortOrLong};
pub(crate) use hints::{currency as currency_meant, date as date_meant};
pub use keyed::Keyed;
pub use languages::LANGUAGES;
pub use leaf::{Leaf, Register};
pub(crate) use limits::{ANY_TEXT, most_characters, most_items};
pub use mapping::{
    Column, DateForm, DecimalSign, Delimiter, ListSeparator, Mapping, MappingRecord, Replacement, mapping,
};
pub(crate) use misnamed::document_of_text;
pub use records::*;
pub use registers::{GeoNames, Iso, RegistrationNumber, Ror, Wikidata};
pub use scalars::{Axis, Degrees, Latitude, Longitude, Sdg};
pub use shape::{Choice, DetailKey, Key, Numbers, Scalar, Shape};
pub use structure::{Parts, Structure, Structures};
pub use text::{TextRecord, markdown_start};
pub use walk::{FieldPath, Visit, Walk};
pub use words::{MarkedWords, SharedWords, Words};
pub use written::*;

/// An entry in a folder named after its id: a YAML file, a text in each language, documents and pictures.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    /// The folder's name.
    pub id: Arc<str>,
    /// The folder's path.
    pub folder: Arc<str>,
    /// The file that is shown in problems that concern the whole folder.
    pub first_file: Arc<str>,
    /// The facts. `None` if they could not be read.
    pub facts: Option<T>,
    /// The texts by language.
    pub texts: Localized<TextState>,
    /// Documents and pictures in the folder.
    pub assets: Vec<Asset>,
}

/// A text in one language, which may be missing or invalid.
#[derive(Clone, Debug, Default)]
pub enum TextState {
    /// There is no file.
    #[default]
    Absent,
    /// The file could not be read, which has been reported.
    Broken,
    /// The text, as authored.
    Written(Box<TextRecord>),
}

/// A document or picture in the folder of a text.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its name within the folder.
    pub name: Arc<str>,
    /// The path to copy it from.
    pub from: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// What it is by its first bytes.
    pub found: FileType,
    /// Its width and height, if it is a picture.
    pub pixels: Option<(u32, u32)>,
}

/// All content as authored. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Records {
    /// `catalogue.yaml`
    pub catalogue: Option<Arc<CatalogueRecord>>,
    /// The pictures that the catalogue and its organisations name as their logos, if they exist, in the order of their
    /// names.
    pub logos: Vec<Asset>,
    /// `regions.yaml`
    pub regions: Arc<Keyed<RegionRecord>>,
    /// `districts.yaml`
    pub districts: Arc<Keyed<DistrictRecord>>,
    /// `districts.geojson`
    pub borders: Option<Arc<Borders>>,
    /// `areas.yaml`
    pub areas: Arc<Keyed<AreaRecord>>,
    /// `support-types.yaml`
    pub support_types: Arc<Keyed<SupportTypeRecord>>,
    /// `target-groups.yaml`
    pub target_groups: Arc<Keyed<TargetGroupRecord>>,
    /// `organisations.yaml`
    pub organisations: Arc<Keyed<OrganisationRecord>>,
    /// `translations.yaml`
    pub translations: Option<Arc<TranslationsRecord>>,
    /// `releases.yaml`
    pub releases: Arc<Keyed<ReleaseRecord, ReleaseName>>,
    /// `municipalities/`
    pub municipalities: Vec<Arc<Entry<MunicipalityRecord>>>,
    /// `programmes/`
    pub programmes: Vec<Arc<Entry<ProgrammeRecord>>>,
    /// `projects/`
    pub projects: Vec<Arc<Entry<ProjectRecord>>>,
    /// `documents/`
    pub documents: Vec<Arc<Entry<DocumentRecord>>>,
    /// `posts/`
    pub posts: Vec<Arc<Entry<PostRecord>>>,
    /// `pages/`
    pub pages: Vec<Arc<Entry<PageRecord>>>,
    /// The addresses of the last release, relative to that of the site.
    pub published: Arc<Vec<Placed<String>>>,
    /// Lists that could not be read or have a former format. References into them are not reported as well.
    pub broken_lists: Vec<&'static str>,
}

/// Returns a contact without the `mailto:` or `tel:` of a link to it.
fn without_scheme(contact: &str) -> &str {
    contact.strip_prefix("mailto:").or_else(|| contact.strip_prefix("tel:")).unwrap_or(contact)
}

impl Records {
    /// Returns whether the lists are identical to those of `before`.
    pub(crate) fn has_lists_of(&self, before: &Records) -> bool {
        Arc::ptr_eq(&self.regions, &before.regions)
            && Arc::ptr_eq(&self.districts, &before.districts)
            && Arc::ptr_eq(&self.areas, &before.areas)
            && Arc::ptr_eq(&self.support_types, &before.support_types)
            && (Arc::ptr_eq(&self.target_groups, &before.target_groups)
                || self.target_groups.0.is_empty() && before.target_groups.0.is_empty())
            && Arc::ptr_eq(&self.organisations, &before.organisations)
    }

    /// Returns whether `catalogue.yaml` is identical to that of `before`.
    pub(crate) fn has_catalogue_of(&self, before: &Records) -> bool {
        match (&self.catalogue, &before.catalogue) {
            (Some(now), Some(before)) => Arc::ptr_eq(now, before),
            (now, before) => now.is_none() && before.is_none(),
        }
    }

    /// Returns the picture that is named as a logo, if it exists.
    pub fn logo(&self, name: &str) -> Option<&Asset> {
        self.logos.binary_search_by(|logo| (*logo.name).cmp(&*nfc(name))).ok().map(|at| &self.logos[at])
    }

    /// Returns the contacts of offices that look like those of persons, as the catalogue confirms them.
    pub fn office_contacts(&self) -> BTreeSet<String> {
        let record = self.catalogue.as_ref().and_then(|catalogue| catalogue.office_contacts.as_ref());
        record.into_iter().flatten().map(|contact| without_scheme(contact.value.trim()).to_owned()).collect()
    }

    /// Returns the words that stay in Latin in Cyrillic text: the built-in list with the changes of the catalogue.
    pub fn acronyms(&self) -> Acronyms {
        let record = self.catalogue.as_ref().and_then(|catalogue| catalogue.acronyms.as_ref());
        // Only Serbian text is converted, but it may also contain the English form of a word.
        let words = |list: Option<&Vec<SharedWords>>| -> Vec<String> {
            let forms = list.into_iter().flatten().flat_map(SharedWords::forms);
            forms.map(str::to_owned).collect()
        };
        let keep = words(record.and_then(|record| record.keep.as_ref()));
        let convert = words(record.and_then(|record| record.convert.as_ref()));
        Acronyms::default().with(keep, convert)
    }
}
