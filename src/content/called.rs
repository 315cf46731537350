//! Resolves names to ids: current and former ids, and names in any script and spelling. For tables that are imported, and
//! for hints on references that name a thing instead of its id.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use crate::base::id::Kind;
use crate::base::language::Language;
use crate::content::parse::{Entry, Keyed, PlacedWords, Records, TextState};
use crate::content::references::homes;
use crate::text::language::{fold, strip_marks};
use crate::text::suggest::did_you_mean;

/// The most entries that are returned for a name that several have.
pub(crate) const SEVERAL: usize = 9;

/// The entries that a name stands for.
pub(crate) enum Meaning {
    /// The entry with this id.
    One(String),
    /// More than one entry, with these ids.
    Several(Vec<String>),
    /// No entry.
    Nothing,
}

/// The entries of a catalogue by all their names.
pub(crate) struct Names {
    /// The current ids, by current and former id.
    ids: BTreeMap<Kind, BTreeMap<String, String>>,
    /// The current ids, by the key of each name. Current and former ids count as names.
    by_key: BTreeMap<Kind, BTreeMap<String, BTreeSet<String>>>,
}

/// Returns a key that is the same for every spelling of a name, and for the id made from it.
pub(crate) fn key(name: &str) -> String {
    let folded = fold(&strip_marks(name));
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

impl Names {
    pub(crate) fn new(records: &Records) -> Self {
        let mut names = Names { ids: BTreeMap::new(), by_key: BTreeMap::new() };
        for &kind in Kind::ALL {
            let mut ids = BTreeMap::new();
            let homes = homes(records, kind);
            for home in &homes {
                names.add(kind, &home.id, &home.id);
                for alias in home.aliases() {
                    let earlier = home.with_last(&alias.value);
                    names.add(kind, &home.id, &earlier);
                    ids.insert(earlier, home.id.clone());
                }
            }
            // A current id takes precedence over a former one.
            ids.extend(homes.into_iter().map(|home| (home.id.clone(), home.id)));
            names.ids.insert(kind, ids);
        }
        names.add_titles(Kind::Programme, &records.programmes);
        names.add_titles(Kind::Project, &records.projects);
        names.add_titles(Kind::Post, &records.posts);
        names.add_titles(Kind::StandingPage, &records.pages);
        for entry in &records.programmes {
            let acronym = entry.facts.iter().filter_map(|facts| facts.acronym.as_ref());
            acronym.for_each(|acronym| names.add_words(Kind::Programme, &entry.id, Some(&acronym.words)));
        }
        for entry in &records.municipalities {
            names.add_words(
                Kind::Municipality,
                &entry.id,
                entry.facts.as_ref().and_then(|facts| facts.name.as_ref()),
            );
        }
        for entry in &records.documents {
            let title = entry.facts.as_ref().and_then(|facts| facts.title.as_ref());
            names.add_words(Kind::Document, &entry.id, title);
        }
        names.add_list(Kind::Region, &records.regions, |record| record.name.as_ref());
        names.add_list(Kind::District, &records.districts, |record| record.name.as_ref());
        names.add_list(Kind::Area, &records.areas, |record| record.name.as_ref());
        names.add_list(Kind::TargetGroup, &records.target_groups, |record| record.name.as_ref());
        names.add_list(Kind::SupportType, &records.support_types, |record| record.name.as_ref());
        names.add_list(Kind::Organisation, &records.organisations, |record| record.name.as_ref());
        for (area, record) in &records.areas.0 {
            for (id, sub_area) in record.sub_areas.iter().flat_map(|list| &list.0) {
                let full = format!("{}/{}", area.value, id.value);
                names.add_words(Kind::SubArea, &full, sub_area.name.as_ref());
                names.add(Kind::SubArea, &full, &id.value);
            }
        }
        names
    }

    fn add(&mut self, kind: Kind, id: &str, name: &str) {
        let ids = self.by_key.entry(kind).or_default().entry(key(name)).or_default();
        ids.insert(id.to_owned());
    }

    fn add_words(&mut self, kind: Kind, id: &str, words: Option<&PlacedWords>) {
        for language in Language::ALL {
            if let Some(name) = words.and_then(|words| words.value[language].as_ref()) {
                self.add(kind, id, &name.value);
            }
        }
    }

    fn add_list<T>(&mut self, kind: Kind, list: &Keyed<T>, name: impl Fn(&T) -> Option<&PlacedWords>) {
        for (id, record) in &list.0 {
            self.add_words(kind, &id.value, name(record));
        }
    }

    fn add_titles<T>(&mut self, kind: Kind, entries: &[Arc<Entry<T>>]) {
        for entry in entries {
            for language in Language::ALL {
                if let TextState::Written(text) = &entry.texts[language]
                    && let Some(title) = &text.front.title
                {
                    self.add(kind, &entry.id, &title.value);
                }
            }
        }
    }

    /// Returns the current id of the entry with this current or former id.
    pub(crate) fn today(&self, kind: Kind, id: &str) -> Option<&str> {
        self.ids.get(&kind)?.get(id).map(String::as_str)
    }

    /// Returns whether an entry is called `name`, or has it as its current or former id.
    pub(crate) fn is_named(&self, kind: Kind, name: &str, id: &str) -> bool {
        let has = |key: &str| {
            self.by_key.get(&kind).and_then(|keys| keys.get(key)).is_some_and(|ids| ids.contains(id))
        };
        let key = key(name);
        let is_bare = || kind == Kind::Municipality && bare(&key).is_some_and(has);
        self.today(kind, name) == Some(id) || has(&key) || is_bare()
    }

    /// Finds the entries named `name` among those of a kind whose ids begin with `prefix`. Of many, only the first are
    /// returned.
    pub(crate) fn find(&self, kind: Kind, name: &str, prefix: &str) -> Meaning {
        if let Some(id) = self.today(kind, name).filter(|id| id.starts_with(prefix)) {
            return Meaning::One(id.to_owned());
        }
        let named = |key: &str| -> Vec<String> {
            let Some(ids) = self.by_key.get(&kind).and_then(|keys| keys.get(key)) else { return Vec::new() };
            let ids = ids.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
            ids.take_while(|id| id.starts_with(prefix)).take(SEVERAL).cloned().collect()
        };
        let key = key(name);
        let mut found = named(&key);
        if found.is_empty() && kind == Kind::Municipality {
            found = bare(&key).map(named).unwrap_or_default();
        }
        match found.len() {
            0 => Meaning::Nothing,
            1 => Meaning::One(found.remove(0)),
            _ => Meaning::Several(found),
        }
    }

    /// Returns the id of the entry with the name most similar to `name`. This is slow.
    pub(crate) fn near(&self, kind: Kind, name: &str, prefix: &str) -> Option<String> {
        let keys = self.by_key.get(&kind)?;
        let wanted = keys.iter().filter(|(_, ids)| ids.iter().any(|id| id.starts_with(prefix)));
        let near = did_you_mean(&key(name), wanted.map(|(key, _)| key.as_str()))?;
        keys.get(near)?.iter().find(|id| id.starts_with(prefix)).cloned()
    }
}

/// Returns with how many words for its type a name of a municipality begins; `None` if with none.
pub(crate) fn type_words(name: &str) -> Option<usize> {
    let key = key(name);
    let rest = bare(&key)?;
    let start = &key[..key.len() - rest.len()];
    Some(start.matches('-').count())
}

/// Returns the name of a municipality without the word for its type.
fn bare(key: &str) -> Option<&str> {
    const TYPES: [&str; 6] =
        ["gradska-opstina-", "opstina-", "grad-", "city-municipality-of-", "municipality-of-", "city-of-"];
    TYPES.into_iter().find_map(|word| key.strip_prefix(word))
}
