//! Finds entries and the references between them, in facts and texts, with the places where they are written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use crate::base::id::Kind;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Placed, Problems, Rule};
use crate::base::rules;
use crate::content::catalogue::{Subject, anchors};
use crate::content::parse::{self, AnyEntry, AnyFacts, Entry, Leaf, Records, TextRecord, TextState, Words};
use crate::content::read::Source;
use crate::text::markdown;
use crate::text::suggest::did_you_mean;

/// The kind and id of an entry, written as in links: `municipality:bor`, `area:health/nursing`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryId {
    /// Its kind.
    pub kind: Kind,
    /// Its id. For a sub-area, this is `area/sub-area`.
    pub id: String,
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.word(), self.id)
    }
}

/// Returns the kinds that an [`EntryId`] can name. A sub-area is written as an area with a `/` in its id.
fn named_kinds() -> impl Iterator<Item = Kind> + Clone {
    Kind::ALL.iter().copied().filter(|kind| *kind != Kind::SubArea)
}

/// The reason why a text is not an [`EntryId`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadEntryId(String);

impl fmt::Display for BadEntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadEntryId {}

impl FromStr for EntryId {
    type Err = BadEntryId;

    fn from_str(text: &str) -> Result<Self, BadEntryId> {
        let kinds = || named_kinds().map(|kind| format!("{}:", kind.word())).collect::<Vec<_>>().join(", ");
        let Some((word, id)) = text.split_once(':') else {
            return Err(BadEntryId(format!(
                "write kind and id, such as municipality:bor; the kinds are {}",
                kinds()
            )));
        };
        let page = || (word == Kind::StandingPage.word()).then_some(Kind::StandingPage);
        let Some(kind) = Kind::of_reference(word, id).or_else(page) else {
            return Err(BadEntryId(match did_you_mean(word, named_kinds().map(Kind::word)) {
                Some(near) => format!("there is no kind `{word}`; did you mean `{near}:{id}`?"),
                None => format!("there is no kind `{word}`; the kinds are {}", kinds()),
            }));
        };
        Ok(EntryId { kind, id: id.to_owned() })
    }
}

/// An entry and the place where it is written.
#[derive(Clone, Debug)]
pub struct Home<'r> {
    /// Its id. For a sub-area, this is `area/sub-area`.
    pub id: String,
    /// The place of its key, or the start of its file.
    pub place: Place,
    /// Its key, if the entry is part of a list.
    pub key: Option<&'r Placed<String>>,
    /// Its folder, if it has one of its own.
    pub folder: Option<&'r Arc<str>>,
    /// The start of its facts, and its aliases. `None` if the facts could not be read or the kind has no aliases.
    pub facts: Option<(&'r Place, &'r Option<Vec<parse::Alias>>)>,
}

impl<'r> Home<'r> {
    /// Returns the former ids.
    pub fn aliases(&self) -> impl Iterator<Item = &'r parse::Alias> + use<'r> {
        self.facts.into_iter().flat_map(|(_, aliases)| aliases.iter().flatten())
    }

    /// Returns the whole id with its last part replaced by `last`.
    pub fn with_last(&self, last: &str) -> String {
        match self.id.rsplit_once('/') {
            Some((area, _)) => format!("{area}/{last}"),
            None => last.to_owned(),
        }
    }

    fn of(entry: &AnyEntry<'r>) -> Option<Self> {
        let aliases = |facts: &'r dyn AnyFacts| Some((facts.place(), facts.aliases()?));
        Some(Home {
            id: entry.id.to_string(),
            place: entry.place()?,
            key: entry.key,
            folder: entry.folder.map(|folder| folder.path),
            facts: entry.facts.and_then(aliases),
        })
    }
}

/// Returns all entries of a kind, in the order of their files. Of the pages, these are the catalogue's own.
pub fn homes(records: &Records, kind: Kind) -> Vec<Home<'_>> {
    let is_own = |entry: &AnyEntry<'_>| {
        let is_standing = || Subject::STANDING.iter().any(|page| page.name() == Some(&*entry.id));
        entry.kind != Kind::StandingPage || entry.facts.is_some() && !is_standing()
    };
    let is_meant = |entry: &&AnyEntry<'_>| entry.kind == kind && is_own(entry);
    records.entries().iter().filter(is_meant).filter_map(Home::of).collect()
}

/// The error when an entry does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchEntry {
    /// The entry that was requested.
    pub entry: EntryId,
    /// A suggestion, such as the new id.
    pub help: String,
}

impl fmt::Display for NoSuchEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no {} `{}`\n{}", self.entry.kind.noun(), self.entry.id, self.help)
    }
}

impl std::error::Error for NoSuchEntry {}

/// Finds an entry and the place where it is written.
///
/// # Errors
/// If the entry does not exist. The error suggests its new id or one that is spelt similarly.
pub fn find<'r>(records: &'r Records, entry: &EntryId) -> Result<Home<'r>, NoSuchEntry> {
    let homes = homes(records, entry.kind);
    if let Some(home) = homes.iter().find(|home| home.id == entry.id) {
        return Ok(home.clone());
    }
    let word = entry.kind.word();
    let renamed =
        homes.iter().find(|home| home.aliases().any(|alias| home.with_last(&alias.value) == entry.id));
    let help = match (renamed, did_you_mean(&entry.id, homes.iter().map(|home| home.id.as_str()))) {
        (Some(home), _) => format!("it was renamed to {word}:{}", home.id),
        (None, Some(near)) => format!("did you mean {word}:{near}?"),
        (None, None) => format!("the ids of this kind are in {}", entry.kind.home()),
    };
    Err(NoSuchEntry { entry: entry.clone(), help })
}

/// The way in which one entry refers to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By a key of its facts, written with its parent keys: `activities.municipality`.
    Key(String),
    /// By a link in its text, as written: `project:foster-care#bor`.
    Link(String),
    /// By the menu of the catalogue, which every page shows.
    Menu,
    /// By the shape of a district.
    Shape,
    /// By the confirmation that a text is up to date.
    Confirmation,
}

/// A reference from one entry to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The entry that is referred to, which may not exist.
    pub to: EntryId,
    /// The entry that refers to it. This can be a standing page.
    pub from: EntryId,
    /// Whether by a key or by a link.
    pub way: Way,
    /// The place of the value or of the link's destination.
    pub place: Place,
    /// The bytes of the file that spell the id; for a sub-area, only the part after the `/`. `None` if the id is not
    /// spelt out exactly once, for example because it is written with escapes.
    pub spelt: Option<Range<usize>>,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.way {
            Way::Key(key) => write!(f, "{key} of {}", self.from),
            Way::Link(link) => write!(f, "link to {link} in {}", self.from),
            Way::Menu => f.write_str("menu of the catalogue"),
            Way::Shape => f.write_str("shape on the map"),
            Way::Confirmation => f.write_str("confirmed translation"),
        }
    }
}

/// Returns every reference from one entry to another, in the order of files and bytes.
///
/// Content that could not be read is left out. Links to places on pages count too: `project:foster-care#bor` refers to
/// the project and to the municipality.
pub fn references(records: &Records, source: &Source) -> Vec<Reference> {
    let mut collector = Collector::new(records, source);
    // The facts of an area include those of its sub-areas.
    for entry in records.entries().iter().filter(|entry| entry.kind != Kind::SubArea) {
        collector.entry(entry);
    }
    collector.menu(records);
    collector.shapes(records);
    collector.confirmations(records);
    let mut found = collector.found;
    found.sort_by(|a, b| {
        (&a.place.file, a.place.span.start, &a.to).cmp(&(&b.place.file, b.place.span.start, &b.to))
    });
    found
}

/// The rules whose breach may hide a reference, because a value is not read or points to nothing.
static HIDING: [&Rule; 19] = [
    &rules::EMPTY_FILE,
    &rules::FILE_TOO_LARGE,
    &rules::CONTROL_CHARACTER,
    &rules::INVALID_UTF8,
    &rules::YAML_SYNTAX,
    &rules::GEOJSON,
    &rules::UNKNOWN_KEY,
    &rules::DUPLICATE_KEY,
    &rules::WRONG_TYPE,
    &rules::UNKNOWN_FILE,
    &rules::MISSING_FILE,
    &rules::FRONT_MATTER,
    &rules::BAD_ID,
    &rules::DUPLICATE_ID,
    &rules::UNKNOWN_REFERENCE,
    &rules::BROKEN_LINK,
    &rules::FORBIDDEN_LINK,
    &rules::DEEP_NESTING,
    &rules::TOO_MANY_NOTES,
];

/// Returns the errors that may hide references.
pub fn hiding(problems: &Problems) -> Problems {
    problems.errors(|rule| HIDING.contains(&rule))
}

struct Collector<'a> {
    source: &'a Source,
    /// The places on the page of each project that belong to municipalities, districts or regions.
    places: BTreeMap<&'a str, BTreeMap<&'a str, Kind>>,
    /// The ids of the phases of each programme.
    phases: BTreeMap<&'a str, BTreeSet<&'a str>>,
    regions: BTreeSet<&'a str>,
    /// The areas in which each programme has projects.
    areas: BTreeMap<&'a str, BTreeSet<&'a str>>,
    found: Vec<Reference>,
}

/// An entry whose references are being collected.
struct Referrer<'c, 'a> {
    collector: &'c mut Collector<'a>,
    entry: EntryId,
}

impl<'a> Collector<'a> {
    fn new(records: &'a Records, source: &'a Source) -> Self {
        let mut areas: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for project in records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
            let area = project.area.as_ref().and_then(|id| id.value.split('/').next());
            if let Some((programme, area)) = project.programme.as_ref().zip(area) {
                areas.entry(&programme.value).or_default().insert(area);
            }
        }
        Collector {
            source,
            places: records.projects.iter().map(|entry| (&*entry.id, places(entry))).collect(),
            phases: records.programmes.iter().map(|entry| (&*entry.id, phases(entry))).collect(),
            regions: records.regions.0.iter().map(|(id, _)| id.value.as_str()).collect(),
            areas,
            found: Vec::new(),
        }
    }

    fn from(&mut self, kind: Kind, id: &str) -> Referrer<'_, 'a> {
        Referrer { collector: self, entry: EntryId { kind, id: id.to_owned() } }
    }

    /// Collects the references in the facts and texts of an entry.
    fn entry(&mut self, entry: &AnyEntry<'a>) {
        let mut from = self.from(entry.kind, &entry.id);
        if let Some(facts) = entry.facts {
            facts.each_text(&mut |path, leaf| match leaf {
                Leaf::Reference(kind, id) => from.reference(&path.to_string(), kind, id),
                Leaf::Entry(entry) => from.typed_reference(&path.to_string(), entry),
                Leaf::Marked(words) => from.short_text(&words.value),
                _ => {}
            });
        }
        if let Some(folder) = entry.folder {
            from.texts(folder.texts);
        }
    }

    /// Collects the catalogue's own pages in its menu.
    fn menu(&mut self, records: &'a Records) {
        let own: BTreeSet<String> =
            homes(records, Kind::StandingPage).into_iter().map(|page| page.id).collect();
        let mut from = self.from(Kind::StandingPage, "home");
        for written in records.catalogue.iter().flat_map(|catalogue| catalogue.menu.iter().flatten()) {
            if own.contains(&written.value) {
                let start = from.collector.spelling(&written.place, &written.value);
                from.push(Kind::StandingPage, &written.value, &Way::Menu, &written.place, start);
            }
        }
    }

    /// Collects the districts of shapes.
    fn shapes(&mut self, records: &'a Records) {
        for (id, _) in records.borders.iter().flat_map(|borders| &borders.shapes) {
            let mut from = self.from(Kind::District, &id.value);
            let start = from.collector.spelling(&id.place, &id.value);
            from.push(Kind::District, &id.value, &Way::Shape, &id.place, start);
        }
    }

    /// Collects the entries whose texts are confirmed.
    fn confirmations(&mut self, records: &'a Records) {
        let confirmed = records.translations.iter().flat_map(|record| record.confirmed.iter().flatten());
        for text in confirmed.filter_map(|record| record.text.as_ref()) {
            let Ok(EntryId { kind, id }) = text.value.parse() else { continue };
            let start = self.spelling(&text.place, &text.value).map(|at| at + text.value.len() - id.len());
            self.from(kind, &id).push(kind, &id, &Way::Confirmation, &text.place, start);
        }
    }

    /// Returns the entry to which a place on a page belongs.
    fn on_page(&self, page: &EntryId, anchor: &str) -> Option<EntryId> {
        match page.kind {
            Kind::Project => {
                let (id, kind) = self.places.get(page.id.as_str())?.get_key_value(anchor)?;
                Some(EntryId { kind: *kind, id: (*id).to_owned() })
            }
            Kind::Programme => {
                if self.phases.get(page.id.as_str())?.contains(anchor) {
                    return None;
                }
                let areas = self.areas.get(page.id.as_str())?;
                let found = anchors::areas_of(anchor).find(|name| areas.contains(name))?;
                Some(EntryId { kind: Kind::Area, id: found.to_owned() })
            }
            Kind::StandingPage if page.id == "districts" => {
                let id = self.regions.get(anchor)?;
                Some(EntryId { kind: Kind::Region, id: (*id).to_owned() })
            }
            _ => None,
        }
    }

    /// Returns the byte where `written` begins, if the text at a place contains it exactly once.
    fn spelling(&self, place: &Place, written: &str) -> Option<usize> {
        let text = self.source.file(&place.file)?.content.text()?.get(place.span.clone())?;
        let mut found = text.match_indices(written).map(|(at, _)| at).filter(|at| {
            let of_id = |c: char| c.is_alphanumeric() || c == '-';
            !text[..*at].ends_with(of_id) && !text[at + written.len()..].starts_with(of_id)
        });
        let first = found.next()?;
        found.next().is_none().then_some(place.span.start + first)
    }
}

/// Returns the places on the page of a project, with the kinds of the entries to which they belong.
fn places(project: &Entry<parse::ProjectRecord>) -> BTreeMap<&str, Kind> {
    let mut places = BTreeMap::new();
    for activity in project.facts.iter().flat_map(|facts| facts.activities.iter().flatten()) {
        let kind = match activity {
            _ if activity.municipality.is_some() => Kind::Municipality,
            _ if activity.district.is_some() => Kind::District,
            _ if activity.region.is_some() => Kind::Region,
            _ => continue,
        };
        if let Some((id, _)) = activity.written_place() {
            places.entry(id).or_insert(kind);
        }
    }
    places
}

/// Returns the ids of the phases of a programme.
fn phases(programme: &Entry<parse::ProgrammeRecord>) -> BTreeSet<&str> {
    let phases = programme.facts.iter().flat_map(|facts| facts.phases.iter().flatten());
    phases.filter_map(|phase| phase.id.as_ref()).map(|id| id.value.as_str()).collect()
}

impl Referrer<'_, '_> {
    fn reference(&mut self, key: &str, kind: Kind, id: &Placed<String>) {
        let start = self.collector.spelling(&id.place, &id.value);
        self.push(kind, &id.value, &Way::Key(key.to_owned()), &id.place, start);
    }

    /// Adds a reference that is written as kind and id.
    fn typed_reference(&mut self, key: &str, entry: &Placed<String>) {
        let Ok(to) = entry.value.parse::<EntryId>() else { return };
        let start = self.collector.spelling(&entry.place, &entry.value);
        let behind_kind = entry.value.len() - to.id.len();
        self.push(to.kind, &to.id, &Way::Key(key.to_owned()), &entry.place, start.map(|at| at + behind_kind));
    }

    fn texts(&mut self, texts: &Localized<TextState>) {
        for language in Language::ALL {
            if let TextState::Written(record) = &texts[language] {
                self.text(record);
            }
        }
    }

    fn text(&mut self, record: &TextRecord) {
        for destination in markdown::destinations(&record.text[record.body.clone()]) {
            if destination.is_image {
                continue;
            }
            let place = Place {
                file: record.file.clone(),
                span: record.body.start + destination.span.start..record.body.start + destination.span.end,
            };
            self.link(&destination.text, &place);
        }
    }

    /// Adds the links of a short text in facts.
    fn short_text(&mut self, words: &Words) {
        for language in Language::ALL {
            let Some(value) = &words[language] else { continue };
            let survey = markdown::inline_survey(&value.value, language).unwrap_or_default();
            for destination in survey.destinations {
                let place = self.collector.source.place_of(value, &destination.span);
                self.link(&destination.text, &place);
            }
        }
    }

    fn link(&mut self, link: &str, place: &Place) {
        let start = self.collector.spelling(place, link);
        let way = Way::Link(link.to_owned());
        let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
        let page = match path.split_once(':') {
            None if path.is_empty() => Some(self.entry.clone()),
            Some(("page", name)) => Some(EntryId { kind: Kind::StandingPage, id: name.to_owned() }),
            _ => path.parse::<EntryId>().ok().filter(|entry| Subject::list(entry.kind).is_some()),
        };
        let Some(page) = page else { return };
        if !path.is_empty() {
            let at = path.len() - page.id.len();
            self.push(page.kind, &page.id, &way, place, start.map(|start| start + at));
        }
        if let Some(part) = anchor.and_then(|anchor| self.collector.on_page(&page, anchor)) {
            self.push(part.kind, &part.id, &way, place, start.map(|start| start + path.len() + 1));
        }
    }

    /// Adds a reference whose id begins at byte `start`. A reference to a sub-area is also one to its area.
    fn push(&mut self, kind: Kind, id: &str, way: &Way, place: &Place, start: Option<usize>) {
        let mut add = |kind: Kind, id: &str, spelt: Option<Range<usize>>| {
            self.collector.found.push(Reference {
                to: EntryId { kind, id: id.to_owned() },
                from: self.entry.clone(),
                way: way.clone(),
                place: place.clone(),
                spelt,
            });
        };
        let behind_area = match id.split_once('/') {
            Some((area, _)) if kind == Kind::SubArea => {
                add(Kind::Area, area, start.map(|start| start..start + area.len()));
                area.len() + 1
            }
            _ => 0,
        };
        add(kind, id, start.map(|start| start + behind_area..start + id.len()));
    }
}
