//! What pages are about.

use super::{
    Area, Catalogue, District, Municipality, Organisation, Programme, Project, SubArea, SupportType, Text,
};
use crate::base::id::{Id, Kind, Ref};
use crate::base::language::Localized;

/// What a page is about. One subject has one page in each locale, or several where its list is long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The first page of a locale.
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
    /// Open data.
    Data,
    /// About the catalogue.
    About,
    /// How accessible the site is.
    Accessibility,
    /// What was changed, day by day.
    Changes,
    /// The search.
    Search,
    /// What is shown where there is no page.
    NotFound,
}

macro_rules! entries {
    ($($list:ident of $($kind:ident),+;)*) => {
        impl Subject {
            /// The list of all entries of a kind; that of sub-areas is the list of areas. Nothing if it has no pages.
            pub const fn list(kind: Kind) -> Option<Subject> {
                match kind {
                    $( $(Kind::$kind)|+ => Some(Subject::$list), )*
                    Kind::Region | Kind::Source | Kind::StandingPage => None,
                }
            }

            /// The kind of the entry that it is; nothing if it is none.
            pub const fn entry_kind(self) -> Option<Kind> {
                match self {
                    $( $(Subject::$kind(_) => Some(Kind::$kind),)+ )*
                    _ => None,
                }
            }

            /// The kind whose entries it lists; nothing if it is no list.
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

/// The word of a page in addresses, which has no list and no entries.
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
    /// The pages that are about no entry, in the order in which editors are told of them.
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

    /// The first word of its address: that of its list, or its own. Nothing for the first page of a locale.
    pub fn address(self) -> Option<Localized<&'static str>> {
        let kind = self.entry_kind().or(self.list_kind());
        kind.and_then(Kind::address).or(standing_address(self))
    }

    /// What links call a page that is about no entry.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Subject::Home => Some("home"),
            _ if self.entry_kind().is_some() => None,
            _ => self.address().map(|address| address.en),
        }
    }

    /// The list that an entry is in; a page that is about no entry is its own.
    pub fn section(self) -> Subject {
        self.entry_kind().and_then(Subject::list).unwrap_or(self)
    }
}

/// What every entry with a page has.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    /// Its id.
    pub id: &'a Id,
    /// Its former ids.
    pub aliases: &'a [Id],
    /// Its name or title.
    pub name: &'a Text,
    /// The area of a sub-area.
    pub area: Option<Ref<Area>>,
}

impl Catalogue {
    /// The entry that a page is about; nothing if it is about none.
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
