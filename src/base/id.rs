//! Ids: the names of folders and keys. They are the same in every locale and must not change once published.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut, RangeInclusive};

/// The fixed properties of a kind.
struct KindFacts {
    /// The singular, for messages to editors.
    noun: &'static str,
    /// The plural, for messages to editors.
    plural: &'static str,
    /// The word before the colon in references such as `municipality:bor`.
    word: &'static str,
    /// The file or folder where editors find or add an entry.
    home: &'static str,
    /// The maximum number of entries.
    most: Option<usize>,
}

macro_rules! kinds {
    ($(
        $(#[doc = $doc:literal])+
        $kind:ident: $noun:literal, $plural:literal, $word:literal, in $home:literal $(, at most $most:literal)?;
    )*) => {
        /// The kinds of entries that have an id. Each has its own namespace.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $( $(#[doc = $doc])+ $kind, )*
        }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Kind] = &[$(Kind::$kind),*];

            const fn facts(self) -> KindFacts {
                match self {
                    $( Kind::$kind => KindFacts {
                        noun: $noun,
                        plural: $plural,
                        word: $word,
                        home: $home,
                        most: [$(Some($most),)? None][0],
                    }, )*
                }
            }
        }
    };
}

kinds! {
    /// A programme that a funder pays for over years.
    Programme: "programme", "programmes", "programme", in "content/programmes/", at most 300;
    /// A project of a programme.
    Project: "project", "projects", "project", in "content/projects/";
    /// A unit of local self-government.
    Municipality: "municipality", "municipalities", "municipality", in "content/municipalities/", at most 300;
    /// One of the 24 districts or the City of Belgrade.
    District: "district", "districts", "district", in "content/districts.yaml", at most 100;
    /// One of the NUTS 2 regions.
    Region: "region", "regions", "region", in "content/regions.yaml", at most 50;
    /// A thematic area.
    Area: "area", "areas", "area", in "content/areas.yaml", at most 100;
    /// A narrower theme within an area, referred to as an area with a `/` in its id: `area/sub-area`.
    SubArea: "sub-area", "sub-areas", "area", in "content/areas.yaml", at most 100;
    /// A way in which a project helps.
    SupportType: "support type", "support types", "support", in "content/support-types.yaml", at most 300;
    /// People whom projects are for.
    TargetGroup: "target group", "target groups", "target-group", in "content/target-groups.yaml", at most 300;
    /// A funder, implementer or partner.
    Organisation: "organisation", "organisations", "organisation", in "content/organisations.yaml";
    /// A document that is about entries or that facts come from.
    Document: "document", "documents", "document", in "content/documents/";
    /// A piece of news, a story or a call.
    Post: "post", "posts", "post", in "content/posts/";
    /// A standing page, such as `about`.
    StandingPage: "page", "pages", "page", in "content/pages/";
}

impl Kind {
    /// The singular, for messages to editors.
    pub const fn noun(self) -> &'static str {
        self.facts().noun
    }

    /// The plural, for messages to editors.
    pub const fn plural(self) -> &'static str {
        self.facts().plural
    }

    /// The word before the colon in references: `municipality:bor`, `area:health/nursing`.
    pub const fn word(self) -> &'static str {
        self.facts().word
    }

    /// Returns whether a catalogue may do without entries of this kind. If it does, they have no list either.
    pub const fn is_optional(self) -> bool {
        matches!(self, Kind::TargetGroup | Kind::Document | Kind::Post | Kind::StandingPage)
    }

    /// Returns whether its entries are places.
    pub const fn is_place(self) -> bool {
        matches!(self, Kind::Municipality | Kind::District | Kind::Region)
    }

    /// Returns the kind of a reference such as `municipality:bor` or `area:health/nursing`, given its two
    /// parts. A standing page is no such entry.
    pub fn of_reference(word: &str, id: &str) -> Option<Kind> {
        let is_meant =
            |kind: &Kind| kind.word() == word && !matches!(kind, Kind::SubArea | Kind::StandingPage);
        let kind = Kind::ALL.iter().copied().find(is_meant)?;
        Some(if kind == Kind::Area && id.contains('/') { Kind::SubArea } else { kind })
    }

    /// Returns the noun with its article: "a programme", "an area".
    pub fn with_article(self) -> String {
        let noun = self.noun();
        format!("{} {noun}", if noun.starts_with(['a', 'o']) { "an" } else { "a" })
    }

    /// Returns the ECMA 262 pattern of a reference to an entry of this kind.
    pub fn pattern(self) -> String {
        if self != Kind::SubArea {
            return Id::pattern();
        }
        let ((shortest, longest), groups) = (Id::LENGTH.into_inner(), Id::GROUPS);
        format!("^(?=[^/]{{{shortest},{longest}}}/.{{{shortest},{longest}}}$){groups}/{groups}$")
    }

    /// The file or folder where editors find or add an entry.
    pub const fn home(self) -> &'static str {
        self.facts().home
    }

    /// Returns the maximum number of its entries, or of an area's sub-areas. Pages show lists and maps of these kinds, so
    /// the work for them grows with the product of their numbers. `None` for kinds that may have any number.
    pub const fn most(self) -> Option<usize> {
        self.facts().most
    }

    /// Returns whether each entry has a folder of its own.
    pub fn has_folders(self) -> bool {
        self.home().ends_with('/')
    }
}

/// A value for each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PerKind<T>([T; Kind::ALL.len()]);

impl<T> PerKind<T> {
    /// Makes the value for each kind.
    pub fn from_fn(mut make: impl FnMut(Kind) -> T) -> Self {
        PerKind(std::array::from_fn(|at| make(Kind::ALL[at])))
    }
}

impl<T> Index<Kind> for PerKind<T> {
    type Output = T;

    fn index(&self, kind: Kind) -> &T {
        &self.0[kind as usize]
    }
}

impl<T> IndexMut<Kind> for PerKind<T> {
    fn index_mut(&mut self, kind: Kind) -> &mut T {
        &mut self.0[kind as usize]
    }
}

/// A well-formed id: groups of `a-z` and `0-9` joined by single hyphens, 2 to 64 characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Box<str>);

impl Id {
    /// The grammar of an id, in words for editors.
    pub const GRAMMAR: &str = "an id has 2 to 64 characters: lower-case letters a-z without accents, digits, and single hyphens between them";

    /// The names that Windows reserves for devices. No folder can have them there.
    const RESERVED: &str = "(con|prn|aux|nul|(com|lpt)[0-9])";

    /// The length of an id, in characters.
    const LENGTH: RangeInclusive<usize> = 2..=64;
    /// The ECMA 262 pattern of the groups and hyphens of an id.
    const GROUPS: &str = "[a-z0-9]+(-[a-z0-9]+)*";

    /// Returns the ECMA 262 pattern that exactly the well-formed ids match.
    pub fn pattern() -> String {
        let (shortest, longest) = Self::LENGTH.into_inner();
        format!("^(?=.{{{shortest},{longest}}}$)(?!{}$){}$", Self::RESERVED, Self::GROUPS)
    }

    /// Makes an id of `text`; `None` if it is not well-formed.
    pub fn new(text: &str) -> Option<Self> {
        let well_formed = Self::LENGTH.contains(&text.len())
            && text.split('-').all(|part| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            });
        (well_formed && !Self::is_reserved(text)).then(|| Id(text.into()))
    }

    /// Returns whether Windows reserves the text for a device: what [`Id::RESERVED`] matches.
    pub(crate) fn is_reserved(text: &str) -> bool {
        let is_numbered = |name: &str| {
            text.strip_prefix(name).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
        };
        matches!(text, "con" | "prn" | "aux" | "nul") || is_numbered("com") || is_numbered("lpt")
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

/// A resolved reference to a `T` of one catalogue. It is an index into a table, so the lookup cannot fail.
pub struct Ref<T> {
    index: u32,
    kind: PhantomData<fn() -> T>,
}

impl<T> Ref<T> {
    /// Refers to the table's entry at `index`.
    pub(crate) fn new(index: usize) -> Self {
        Ref {
            index: u32::try_from(index).expect("fewer than four thousand million records"),
            kind: PhantomData,
        }
    }

    /// The position in the table.
    pub const fn index(self) -> usize {
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
