//! Defines the subjects of pages.

use super::{
    Area, Catalogue, District, Municipality, Organisation, OwnPage, Programme, Project, SubArea, SupportType,
    Text,
};
use crate::base::id::{Id, Kind, Ref};
use crate::base::language::Localized;

/// The subject of a page. It has one page in each locale, or several if its list is long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The home page of a locale.
    Home,
    /// The list of programmes.
    Programmes,
    /// A programme.
    Programme(Ref<Programme>),
    /// The list of projects.
    Projects,
    /// A project.
    Project(Ref<Project>),
    /// The list of municipalities.
    Municipalities,
    /// A municipality.
    Municipality(Ref<Municipality>),
    /// The list of districts.
    Districts,
    /// A district.
    District(Ref<District>),
    /// The list of areas.
    Areas,
    /// An area.
    Area(Ref<Area>),
    /// A sub-area.
    SubArea(Ref<SubArea>),
    /// The list of support types.
    SupportTypes,
    /// A support type.
    SupportType(Ref<SupportType>),
    /// The list of organisations.
    Organisations,
    /// An organisation.
    Organisation(Ref<Organisation>),
    /// The page on open data.
    Data,
    /// The page about the catalogue.
    About,
    /// The page on accessibility.
    Accessibility,
    /// A page of free text.
    Page(Ref<OwnPage>),
    /// The page of changes, day by day.
    Changes,
    /// The search page.
    Search,
    /// The page for addresses without a page.
    NotFound,
}

macro_rules! entries {
    ($($list:ident of $($kind:ident),+;)*) => {
        impl Subject {
            /// Returns the list of all entries of a kind, or `None` if the kind has no pages. Sub-areas are in the list
            /// of areas.
            pub const fn list(kind: Kind) -> Option<Subject> {
                match kind {
                    $( $(Kind::$kind)|+ => Some(Subject::$list), )*
                    Kind::Region | Kind::Source | Kind::StandingPage => None,
                }
            }

            /// Returns the kind of the entry, or `None` if the subject is not an entry.
            pub const fn entry_kind(self) -> Option<Kind> {
                match self {
                    $( $(Subject::$kind(_) => Some(Kind::$kind),)+ )*
                    _ => None,
                }
            }

            /// Returns the kind whose entries it lists, or `None` if it is not a list.
            const fn list_kind(self) -> Option<Kind> {
                match self {
                    $( Subject::$list => Some([$(Kind::$kind),+][0]), )*
                    _ => None,
                }
            }
        }
    };
}

entries! {
    Programmes of Programme;
    Projects of Project;
    Municipalities of Municipality;
    Districts of District;
    Areas of Area, SubArea;
    SupportTypes of SupportType;
    Organisations of Organisation;
}

/// Returns the first path segment of a page that is neither a list nor an entry.
const fn standing_address(subject: Subject) -> Option<Localized<&'static str>> {
    let (sr, en) = match subject {
        Subject::Data => ("podaci", "data"),
        Subject::About => ("o-katalogu", "about"),
        Subject::Accessibility => ("pristupacnost", "accessibility"),
        Subject::Changes => ("promene", "changes"),
        Subject::Search => ("pretraga", "search"),
        _ => return None,
    };
    Some(Localized { sr, en })
}

impl Subject {
    /// The pages that are not about an entry, in the order in which messages list them.
    pub const STANDING: [Subject; 13] = [
        Subject::Home,
        Subject::Programmes,
        Subject::Projects,
        Subject::Municipalities,
        Subject::Districts,
        Subject::Areas,
        Subject::SupportTypes,
        Subject::Organisations,
        Subject::Data,
        Subject::About,
        Subject::Accessibility,
        Subject::Changes,
        Subject::Search,
    ];

    /// The pages in the menu, unless the catalogue orders it: the lists, the data and the page about the catalogue.
    pub const MENU: &[Subject] = Self::STANDING.split_at(1).1.split_at(9).0;

    /// Returns the first path segment of its address: that of its list, or its own. `None` for the home page.
    pub fn address(self) -> Option<Localized<&'static str>> {
        let kind = self.entry_kind().or(self.list_kind());
        kind.and_then(Kind::address).or(standing_address(self))
    }

    /// Returns the name in links of a page that is not about an entry.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Subject::Home => Some("home"),
            _ if self.entry_kind().is_some() => None,
            _ => self.address().map(|address| address.en),
        }
    }

    /// Returns the list that contains an entry. A page that is not about an entry is its own section.
    pub fn section(self) -> Subject {
        self.entry_kind().and_then(Subject::list).unwrap_or(self)
    }
}

/// The properties that every entry with a page has.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    /// Its id.
    pub id: &'a Id,
    /// Its former ids.
    pub aliases: &'a [Id],
    /// Its name or title.
    pub name: &'a Text,
    /// Its area, if it is a sub-area.
    pub area: Option<Ref<Area>>,
}

impl Catalogue {
    /// Returns the entry that a page is about, if any.
    pub fn entry(&self, subject: Subject) -> Option<Named<'_>> {
        let named = |id, aliases, name| Some(Named { id, aliases, name, area: None });
        macro_rules! entry {
            ($table:ident[$at:ident].$($name:ident).+) => {{
                let entry = &self.$table[$at];
                named(&entry.id, &*entry.aliases, &entry.$($name).+)
            }};
        }
        match subject {
            Subject::Programme(at) => entry!(programmes[at].words.title),
            Subject::Project(at) => entry!(projects[at].words.title),
            Subject::Municipality(at) => entry!(municipalities[at].name.name),
            Subject::District(at) => entry!(districts[at].name.name),
            Subject::Area(at) => entry!(areas[at].name),
            Subject::SubArea(at) => {
                let area = Some(self.sub_areas[at].area);
                entry!(sub_areas[at].name).map(|named| Named { area, ..named })
            }
            Subject::SupportType(at) => entry!(support_types[at].name),
            Subject::Organisation(at) => entry!(organisations[at].name),
            _ => None,
        }
    }
}
