//! Alphabetical order, which differs between the scripts. The only user of `icu_collator`.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::{Locale as IcuLocale, locale};
use unicode_normalization::UnicodeNormalization;

use crate::catalogue::{Catalogue, Table};
use crate::id::Ref;
use crate::language::Locale;

/// The positions of one locale's alphabet: of two things of a kind, the one with the smaller rank comes first.
#[derive(Debug)]
pub struct Order {
    /// Regions by name.
    pub regions: Ranks<crate::catalogue::Region>,
    /// Districts by name.
    pub districts: Ranks<crate::catalogue::District>,
    /// Municipalities by name.
    pub municipalities: Ranks<crate::catalogue::Municipality>,
    /// Areas by name.
    pub areas: Ranks<crate::catalogue::Area>,
    /// Sub-areas by name.
    pub sub_areas: Ranks<crate::catalogue::SubArea>,
    /// Support types by name.
    pub support_types: Ranks<crate::catalogue::SupportType>,
    /// Organisations by name.
    pub organisations: Ranks<crate::catalogue::Organisation>,
    /// Programmes by title.
    pub programmes: Ranks<crate::catalogue::Programme>,
    /// Projects by title.
    pub projects: Ranks<crate::catalogue::Project>,
}

impl Order {
    /// Ranks everything that lists show.
    pub fn new(catalogue: &Catalogue, locale: Locale) -> Self {
        let collator = collator(locale);
        Order {
            regions: Ranks::new(&catalogue.regions, &collator, |region| region.name.get(locale)),
            districts: Ranks::new(&catalogue.districts, &collator, |district| district.name.name.get(locale)),
            municipalities: Ranks::new(&catalogue.municipalities, &collator, |place| {
                place.name.name.get(locale)
            }),
            areas: Ranks::new(&catalogue.areas, &collator, |area| area.name.get(locale)),
            sub_areas: Ranks::new(&catalogue.sub_areas, &collator, |sub_area| sub_area.name.get(locale)),
            support_types: Ranks::new(&catalogue.support_types, &collator, |support| {
                support.name.get(locale)
            }),
            organisations: Ranks::new(&catalogue.organisations, &collator, |body| body.name.get(locale)),
            programmes: Ranks::new(&catalogue.programmes, &collator, |programme| {
                programme.words.title.get(locale)
            }),
            projects: Ranks::new(&catalogue.projects, &collator, |project| project.words.title.get(locale)),
        }
    }
}

/// The ranks of one kind of things.
#[derive(Debug)]
pub struct Ranks<T> {
    ranks: Vec<u32>,
    sorted: Vec<Ref<T>>,
}

impl<T> Ranks<T> {
    fn new<'a>(
        table: &'a Table<T>,
        collator: &CollatorBorrowed<'static>,
        name: impl Fn(&'a T) -> &'a str,
    ) -> Self {
        let names: Vec<&str> = table.iter().map(|(_, item)| name(item)).collect();
        let sorted: Vec<Ref<T>> = sorted(&names, collator).into_iter().map(Ref::new).collect();
        let mut ranks = vec![0; sorted.len()];
        for (rank, at) in (0..).zip(&sorted) {
            ranks[at.index()] = rank;
        }
        Ranks { ranks, sorted }
    }

    /// Everything of this kind, in order.
    pub fn all(&self) -> &[Ref<T>] {
        &self.sorted
    }

    /// Puts some of them in order, each once.
    pub fn sort(&self, items: impl IntoIterator<Item = Ref<T>>) -> Vec<Ref<T>> {
        let mut ranks: Vec<u32> = items.into_iter().map(|at| self.rank(at)).collect();
        ranks.sort_unstable();
        ranks.dedup();
        ranks.into_iter().map(|rank| self.sorted[rank as usize]).collect()
    }

    /// The position of one of them.
    pub fn rank(&self, at: Ref<T>) -> u32 {
        self.ranks[at.index()]
    }
}

/// The positions of names in the alphabetical order of a locale: the first number says which name comes first.
pub fn by_name(locale: Locale, names: &[&str]) -> Vec<usize> {
    sorted(names, &collator(locale))
}

/// The positions of names in the order of a collator; equal ones as they stand.
fn sorted(names: &[&str], collator: &CollatorBorrowed<'static>) -> Vec<usize> {
    let mut keyed: Vec<(Vec<u8>, usize)> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let mut key = Vec::new();
            // Writing to a vector can not fail.
            let _ = collator.write_sort_key_to(name, &mut key);
            (key, at)
        })
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, at)| at).collect()
}

fn collator(locale: Locale) -> CollatorBorrowed<'static> {
    // Plain `sr` would sort as Cyrillic.
    let icu: IcuLocale = match locale {
        Locale::SrLatn => locale!("sr-Latn"),
        Locale::SrCyrl => locale!("sr-Cyrl"),
        Locale::En => locale!("en-GB"),
    };
    Collator::try_new((&icu).into(), CollatorOptions::default()).expect("collation data are compiled in")
}

/// The letter of the alphabet that a name stands under: `Dž`, `Lj` and `Nj` are letters of Serbian Latin,
/// and English files `Č` under `C`.
pub fn letter(locale: Locale, name: &str) -> String {
    let mut chars = name.chars();
    let Some(first) = chars.next() else { return String::new() };
    let pair: String = chars.next().into_iter().flat_map(char::to_lowercase).collect();
    match (locale, first, pair.as_str()) {
        (Locale::SrLatn, 'D' | 'd', "ž") => "Dž".to_owned(),
        (Locale::SrLatn, 'L' | 'l', "j") => "Lj".to_owned(),
        (Locale::SrLatn, 'N' | 'n', "j") => "Nj".to_owned(),
        (Locale::En, 'Đ' | 'đ', _) => "D".to_owned(),
        (Locale::En, _, _) => first.nfd().next().unwrap_or(first).to_uppercase().to_string(),
        _ => first.to_uppercase().to_string(),
    }
}
