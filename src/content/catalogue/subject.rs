//! Defines the subjects of pages. The table `subjects!` is the only place that lists the kinds with pages.

use super::{
    Activity, Area, Catalogue, District, Document, MoneyOrder, Municipality, Organisation, OwnPage, Post,
    PostGroup, Programme, Project, Scope, SubArea, SupportType, TargetGroup, Text,
};
use crate::base::id::{Id, Kind, PerKind, Ref};
use crate::base::language::Localized;

/// What the page of an entry shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    /// The entry itself.
    Entry,
    /// The entry itself, and a list of activities.
    EntryAndActivities,
    /// Mainly a list of activities.
    Activities,
}

/// Declares the kinds with pages, in the order of the menu. For each, it gives the page that lists its
/// entries, the first segment of addresses, and the ids of parts that each of these pages has; then its table
/// in the catalogue, the field with the name of an entry, and what the page of an entry shows.
///
/// The first segment is plain ASCII, the same in both scripts. The English one is also the name of the list
/// in links, and the id of its title: `nav-programmes`.
macro_rules! subjects {
    ($(
        $(#[doc = $list_doc:literal])+
        $list:ident at $sr:literal | $en:literal $(with [$($list_part:literal),*])? of {
            $(
                $(#[doc = $doc:literal])+
                $kind:ident in $table:ident named $($name:ident).+ shows $content:ident
                    $(with [$($part:literal),*])?;
            )+
        }
    )*) => {
        /// The subject of a page. It has one page in each locale, or several if its list is long.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Subject {
            /// The home page of a locale.
            Home,
            $(
                $(#[doc = $list_doc])+
                $list,
                $( $(#[doc = $doc])+ $kind(Ref<$kind>), )+
            )*
            /// The posts of a kind or year.
            PostGroup(PostGroup),
            /// The page of the Sustainable Development Goals.
            Goals,
            /// The page of all indicators.
            Results,
            /// The page of money: what is known of the places, districts and programmes.
            Money,
            /// The page of money in another order of the places.
            MoneyBy(MoneyOrder),
            /// The page on which readers choose the places to compare.
            Comparisons,
            /// A municipality beside its neighbours.
            Comparison(Ref<Municipality>),
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

        impl Subject {
            /// The pages that list the entries of a kind, in the order of the menu.
            pub const LISTS: &[Subject] = &[$(Subject::$list),*];

            /// The pages that are not about an entry, in the order in which messages list them.
            pub const STANDING: &[Subject] = &[
                Subject::Home,
                $( Subject::$list, )*
                Subject::Goals,
                Subject::Results,
                Subject::Money,
                Subject::Comparisons,
                Subject::Data,
                Subject::About,
                Subject::Accessibility,
                Subject::Changes,
                Subject::Search,
            ];

            /// The pages in the menu, unless the catalogue orders it: the lists, the results, the money, the data and
            /// the page about the catalogue.
            pub const MENU: &[Subject] =
                &[$( Subject::$list, )* Subject::Results, Subject::Money, Subject::Data, Subject::About];

            /// Returns the list of all entries of a kind, or `None` if the kind has no pages. Sub-areas are in the list
            /// of areas.
            pub const fn list(kind: Kind) -> Option<Subject> {
                match kind {
                    $( $(Kind::$kind)|+ => Some(Subject::$list), )*
                    _ => None,
                }
            }

            /// Returns the kinds whose entries it lists. Only lists have some.
            pub const fn listed_kinds(self) -> &'static [Kind] {
                match self {
                    $( Subject::$list => &[$(Kind::$kind),+], )*
                    _ => &[],
                }
            }

            /// Returns the kind and the position in its table, or `None` if the subject is not an entry.
            pub const fn entry_at(self) -> Option<(Kind, usize)> {
                match self {
                    $( $(Subject::$kind(at) => Some((Kind::$kind, at.index())),)+ )*
                    _ => None,
                }
            }

            /// Returns the entry at a position in the table of its kind, or `None` if the kind has no pages.
            pub fn of(kind: Kind, at: usize) -> Option<Subject> {
                match kind {
                    $( $(Kind::$kind => Some(Subject::$kind(Ref::new(at))),)+ )*
                    _ => None,
                }
            }

            /// Returns what its page shows, or `None` if the subject is not an entry.
            const fn content(self) -> Option<Content> {
                match self {
                    $( $(Subject::$kind(_) => Some(Content::$content),)+ )*
                    _ => None,
                }
            }

            /// Returns the ids of parts that its page has whatever it is about. Other parts depend on its
            /// facts.
            pub const fn parts(self) -> &'static [&'static str] {
                match self {
                    Subject::Home => &["programmes", "areas", "districts"],
                    $(
                        Subject::$list => &[$($($list_part),*)?],
                        $( Subject::$kind(_) => &[$($($part),*)?], )+
                    )*
                    _ => &[],
                }
            }

            /// Returns the first path segment of its address: that of its list, or its own. `None` for the
            /// home page.
            pub const fn address(self) -> Option<Localized<&'static str>> {
                let (sr, en) = match self {
                    $( Subject::$list $(| Subject::$kind(_))+ => ($sr, $en), )*
                    Subject::PostGroup(_) => return Subject::Posts.address(),
                    Subject::Goals => ("ciljevi", "goals"),
                    Subject::Results => ("rezultati", "results"),
                    Subject::Money | Subject::MoneyBy(_) => ("novac", "money"),
                    Subject::Comparisons | Subject::Comparison(_) => ("uporedi", "compare"),
                    Subject::Data => ("podaci", "data"),
                    Subject::About => ("o-katalogu", "about"),
                    Subject::Accessibility => ("pristupacnost", "accessibility"),
                    Subject::Changes => ("promene", "changes"),
                    Subject::Search => ("pretraga", "search"),
                    Subject::Home | Subject::Page(_) | Subject::NotFound => return None,
                };
                Some(Localized { sr, en })
            }
        }

        impl Catalogue {
            /// Returns the entry that a page is about, if any.
            pub fn entry(&self, subject: Subject) -> Option<Named<'_>> {
                let (id, name) = match subject {
                    $( $(
                        Subject::$kind(at) => {
                            let entry = &self.$table[at];
                            (&entry.id, &entry.$($name).+)
                        }
                    )+ )*
                    _ => return None,
                };
                let area = match subject {
                    Subject::SubArea(at) => Some(self.sub_areas[at].area),
                    _ => None,
                };
                let aliases = self.former_ids(subject);
                Some(Named { id, aliases, name, area })
            }

            /// Returns the number of entries of a kind with pages. 0 for other kinds.
            pub fn count(&self, kind: Kind) -> usize {
                match kind {
                    $( $(Kind::$kind => self.$table.len(),)+ )*
                    _ => 0,
                }
            }
        }
    };
}

subjects! {
    /// The list of programmes.
    Programmes at "programi" | "programmes" of {
        /// A programme.
        Programme in programmes named words.title shows EntryAndActivities with ["sources"];
    }
    /// The list of projects.
    Projects at "projekti" | "projects" of {
        /// A project.
        Project in projects named words.title shows Entry with ["activities", "sources"];
    }
    /// The list of municipalities.
    Municipalities at "opstine" | "municipalities" with ["active"] of {
        /// A municipality.
        Municipality in municipalities named name.name shows EntryAndActivities with ["activities"];
    }
    /// The list of districts.
    Districts at "okruzi" | "districts" of {
        /// A district.
        District in districts named name.name shows Activities with ["activities", "municipalities"];
    }
    /// The list of areas.
    Areas at "oblasti" | "areas" of {
        /// An area.
        Area in areas named name shows Activities with ["activities", "municipalities", "sub-areas"];
        /// A sub-area.
        SubArea in sub_areas named name shows Activities with ["activities", "municipalities"];
    }
    /// The list of support types.
    SupportTypes at "podrska" | "support" of {
        /// A support type.
        SupportType in support_types named name shows Activities with ["activities", "municipalities"];
    }
    /// The list of target groups.
    TargetGroups at "ciljne-grupe" | "target-groups" of {
        /// A target group.
        TargetGroup in target_groups named name shows EntryAndActivities;
    }
    /// The list of organisations.
    Organisations at "organizacije" | "organisations" of {
        /// An organisation.
        Organisation in organisations named name shows EntryAndActivities;
    }
    /// The list of news, stories and calls.
    Posts at "aktuelno" | "updates" of {
        /// A piece of news, a story or a call.
        Post in posts named words.title shows Entry;
    }
    /// The list of documents.
    Documents at "dokumenti" | "documents" of {
        /// A document.
        Document in documents named title shows Entry;
    }
}

impl Subject {
    /// Iterates over the kinds whose entries have pages.
    pub fn kinds() -> impl Iterator<Item = Kind> + Clone {
        Kind::ALL.iter().copied().filter(|kind| Subject::list(*kind).is_some())
    }

    /// Returns the kind of the entry, or `None` if the subject is not an entry.
    pub const fn entry_kind(self) -> Option<Kind> {
        match self.entry_at() {
            Some((kind, _)) => Some(kind),
            None => None,
        }
    }

    /// Returns the value for the entry, given the values of each kind in the order of its table.
    pub fn among<T, L: AsRef<[T]>>(self, values: &PerKind<L>) -> Option<&T> {
        let (kind, at) = self.entry_at()?;
        values[kind].as_ref().get(at)
    }

    /// Returns the value for the entry, to be changed.
    pub(super) fn among_mut<T>(self, values: &mut PerKind<Vec<T>>) -> Option<&mut T> {
        let (kind, at) = self.entry_at()?;
        values[kind].get_mut(at)
    }

    /// Returns whether its page exists, given the number of entries of each kind. The list of a kind that a catalogue
    /// may do without only exists if there are entries.
    pub fn exists(self, count: impl Fn(Kind) -> usize) -> bool {
        let kinds = self.listed_kinds();
        kinds.is_empty() || kinds.iter().any(|kind| !kind.is_optional() || count(*kind) > 0)
    }

    /// Returns whether its page lists activities, which are then also published as data.
    pub fn lists_activities(self) -> bool {
        self.content().is_some_and(|content| content != Content::Entry)
    }

    /// Returns whether its page is mainly a list.
    pub fn is_collection(self) -> bool {
        !self.listed_kinds().is_empty()
            || matches!(self, Subject::PostGroup(_))
            || self.content() == Some(Content::Activities)
    }

    /// Returns the name in links of a page that is not about an entry.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Subject::Home => Some("home"),
            Subject::PostGroup(_) | Subject::MoneyBy(_) | Subject::Comparison(_) => None,
            _ if self.entry_kind().is_some() => None,
            _ => self.address().map(|address| address.en),
        }
    }

    /// Returns whether its page only arranges what other pages say, for readers who ask for it.
    pub const fn is_view(self) -> bool {
        matches!(self, Subject::MoneyBy(_) | Subject::Comparison(_))
    }

    /// Returns the list that contains an entry. A page that is not about an entry is its own section.
    pub fn section(self) -> Subject {
        match self {
            Subject::PostGroup(_) => Subject::Posts,
            Subject::MoneyBy(_) => Subject::Money,
            Subject::Comparison(_) => Subject::Comparisons,
            _ => self.entry_kind().and_then(Subject::list).unwrap_or(self),
        }
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
    /// Iterates over the entries of a kind. There are none if the kind has no pages.
    pub fn entries(&self, kind: Kind) -> impl Iterator<Item = Subject> + use<> {
        (0..self.count(kind)).filter_map(move |at| Subject::of(kind, at))
    }

    /// Returns the id of an entry as references write it. That of a sub-area begins with that of its area:
    /// `health/nursing`.
    pub fn full_id(&self, named: Named<'_>) -> String {
        match named.area {
            Some(area) => format!("{}/{}", self.areas[area].id, named.id),
            None => named.id.to_string(),
        }
    }

    /// Returns the kind and the id of an entry, as links and references name it: `area:health/nursing`.
    pub fn typed_id(&self, subject: Subject) -> Option<String> {
        let kind = subject.entry_kind()?;
        Some(format!("{}:{}", kind.word(), self.full_id(self.entry(subject)?)))
    }

    /// Returns the former ids of an entry or a page.
    pub fn former_ids(&self, subject: Subject) -> &[Id] {
        self.former_ids.get(&subject).map_or(&[], Vec::as_slice)
    }

    /// Returns the entry that an entry belongs to, which is above it in the breadcrumb.
    pub fn above(&self, subject: Subject) -> Option<Subject> {
        match subject {
            Subject::Project(at) => Some(Subject::Programme(self.projects[at].programme)),
            Subject::Municipality(at) => Some(Subject::District(self.municipalities[at].district)),
            Subject::SubArea(at) => Some(Subject::Area(self.sub_areas[at].area)),
            Subject::Page(at) => self.own_pages[at].below.map(Subject::Page),
            _ => None,
        }
    }

    /// Returns the entries whose pages list an activity, each once.
    pub fn listed_on(&self, activity: &Activity) -> Vec<Subject> {
        let project = &self.projects[activity.project];
        let mut subjects = vec![
            Subject::Programme(project.programme),
            Subject::Area(self.sub_areas[project.sub_area].area),
            Subject::SubArea(project.sub_area),
        ];
        subjects.extend(activity.support.iter().map(|at| Subject::SupportType(*at)));
        subjects.extend(activity.target_groups.iter().map(|at| Subject::TargetGroup(*at)));
        subjects.extend(activity.municipality().map(Subject::Municipality));
        subjects.extend(self.district_of(activity).map(Subject::District));
        for organisation in activity.organisations() {
            let subject = Subject::Organisation(organisation);
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
        subjects
    }
}

impl Scope {
    /// Returns the place, if it has a page.
    pub const fn subject(self) -> Option<Subject> {
        match self {
            Scope::Municipality(at) => Some(Subject::Municipality(at)),
            Scope::District(at) => Some(Subject::District(at)),
            Scope::Region(_) | Scope::National | Scope::Unknown => None,
        }
    }
}
