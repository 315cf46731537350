//! Ids: the names of folders and keys, the same in every locale, frozen once published.

use std::fmt;
use std::marker::PhantomData;
use std::ops::RangeInclusive;

/// The kinds of things that have an id; each has its own name space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What a funder pays for over years.
    Programme,
    /// One undertaking of a programme.
    Project,
    /// A unit of local self-government.
    Municipality,
    /// One of the 24 districts or the City of Belgrade.
    District,
    /// One of the NUTS 2 regions.
    Region,
    /// A thematic area.
    Area,
    /// A narrower theme within an area, written `area/sub-area`.
    SubArea,
    /// How a project helps.
    SupportType,
    /// Funder, implementer or partner.
    Organisation,
    /// A document that facts come from.
    Source,
    /// A standing page, such as `about`.
    StandingPage,
}

impl Kind {
    /// The word for one of this kind, in messages to editors.
    pub const fn noun(self) -> &'static str {
        match self {
            Kind::Programme => "programme",
            Kind::Project => "project",
            Kind::Municipality => "municipality",
            Kind::District => "district",
            Kind::Region => "region",
            Kind::Area => "area",
            Kind::SubArea => "sub-area",
            Kind::SupportType => "support type",
            Kind::Organisation => "organisation",
            Kind::Source => "source",
            Kind::StandingPage => "page",
        }
    }

    /// The word for several of this kind.
    pub const fn plural(self) -> &'static str {
        match self {
            Kind::Programme => "programmes",
            Kind::Project => "projects",
            Kind::Municipality => "municipalities",
            Kind::District => "districts",
            Kind::Region => "regions",
            Kind::Area => "areas",
            Kind::SubArea => "sub-areas",
            Kind::SupportType => "support types",
            Kind::Organisation => "organisations",
            Kind::Source => "sources",
            Kind::StandingPage => "pages",
        }
    }

    /// The word before the colon where an entry is named: `municipality:bor`, `area:health/nursing`.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::SubArea => Kind::Area.word(),
            Kind::SupportType => "support",
            _ => self.noun(),
        }
    }

    /// "a programme", "an area".
    pub fn with_article(self) -> String {
        let noun = self.noun();
        format!("{} {noun}", if noun.starts_with(['a', 'o']) { "an" } else { "a" })
    }

    /// The pattern of ECMA 262 of a reference to one.
    pub fn pattern(self) -> String {
        if self != Kind::SubArea {
            return Id::pattern();
        }
        let ((shortest, longest), groups) = (Id::LENGTH.into_inner(), Id::GROUPS);
        format!("^(?=[^/]{{{shortest},{longest}}}/.{{{shortest},{longest}}}$){groups}/{groups}$")
    }

    /// Where editors find or add one.
    pub const fn home(self) -> &'static str {
        match self {
            Kind::Programme => "content/programmes/",
            Kind::Project => "content/projects/",
            Kind::Municipality => "content/municipalities/",
            Kind::District => "content/districts.yaml",
            Kind::Region => "content/regions.yaml",
            Kind::Area | Kind::SubArea => "content/areas.yaml",
            Kind::SupportType => "content/support-types.yaml",
            Kind::Organisation => "content/organisations.yaml",
            Kind::Source => "content/sources.yaml",
            Kind::StandingPage => "content/pages/",
        }
    }
}

/// An id that keeps the grammar: groups of `a-z` and `0-9` joined by single hyphens, 2 to 64 characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Box<str>);

impl Id {
    /// What an id may be, said to editors.
    pub const GRAMMAR: &str = "an id has 2 to 64 characters: small letters a-z without accents, digits, and single hyphens between them";

    /// How long an id is, in characters.
    const LENGTH: RangeInclusive<usize> = 2..=64;
    /// The groups and hyphens of an id as a pattern of ECMA 262.
    const GROUPS: &str = "[a-z0-9]+(-[a-z0-9]+)*";

    /// The pattern of ECMA 262 that an id matches, and nothing else.
    pub fn pattern() -> String {
        let (shortest, longest) = Self::LENGTH.into_inner();
        format!("^(?=.{{{shortest},{longest}}}$){}$", Self::GROUPS)
    }

    /// Takes `text` if it keeps the grammar.
    pub fn new(text: &str) -> Option<Self> {
        let well_formed = Self::LENGTH.contains(&text.len())
            && text.split('-').all(|part| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            });
        well_formed.then(|| Id(text.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

/// A resolved reference to a `T` of one catalogue: a dense index, so looking up can not fail.
pub struct Ref<T> {
    index: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Ref<T> {
    /// Refers to the `index`th of the table's entries.
    pub(crate) fn new(index: usize) -> Self {
        Ref {
            index: u32::try_from(index).expect("fewer than four thousand million records"),
            kind: PhantomData,
        }
    }

    /// The position in the table.
    pub fn index(self) -> usize {
        self.index as usize
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ref<T> {}
impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl<T> Eq for Ref<T> {}
impl<T> PartialOrd for Ref<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Ref<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}
impl<T> std::hash::Hash for Ref<T> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}
impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}
