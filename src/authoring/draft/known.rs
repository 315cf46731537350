//! The entries of a catalogue that an answer can name.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::id::Kind;
use crate::base::language::Language;
use crate::content::parse::{Entry, Keyed, PlacedWords, Records, TextState};
use crate::text::language::fold;
use crate::text::suggest::did_you_mean;

/// An entry that a new entry can refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its id, as written in references.
    pub id: String,
    /// Its Serbian title or name, or else the English one; empty if neither can be read.
    pub name: String,
}

/// All entries that can be referred to, by kind.
#[derive(Clone, Debug, Default)]
pub struct Known(BTreeMap<Kind, Vec<Choice>>);

impl Known {
    /// Collects the entries of the records, ordered by id.
    pub fn new(records: &Records) -> Self {
        let name = |words: &Option<PlacedWords>| {
            let words = words.as_ref().map(|words| &words.value);
            let text = words.and_then(|words| words.sr.as_ref().or(words.en.as_ref()));
            text.map(|text| text.value.clone()).unwrap_or_default()
        };
        let mut known = Known::default();
        known.add(Kind::Programme, records.programmes.iter().map(titled));
        known.add(Kind::Project, records.projects.iter().map(titled));
        known.add(
            Kind::Municipality,
            records.municipalities.iter().map(|entry| {
                let name = entry.facts.as_ref().map(|facts| name(&facts.name));
                Choice { id: entry.id.to_string(), name: name.unwrap_or_default() }
            }),
        );
        known.add(Kind::Post, records.posts.iter().map(titled));
        known.add(Kind::StandingPage, records.pages.iter().map(titled));
        known.add(Kind::Region, listed(&records.regions, |region| name(&region.name)));
        known.add(Kind::District, listed(&records.districts, |district| name(&district.name)));
        known.add(Kind::Area, listed(&records.areas, |area| name(&area.name)));
        let areas = records.areas.0.iter();
        known.add(
            Kind::SubArea,
            areas.flat_map(|(area, record)| {
                record.sub_areas.iter().flat_map(|list| list.0.iter()).map(move |(id, sub_area)| Choice {
                    id: format!("{}/{}", area.value, id.value),
                    name: name(&sub_area.name),
                })
            }),
        );
        known.add(Kind::SupportType, listed(&records.support_types, |support| name(&support.name)));
        known.add(Kind::TargetGroup, listed(&records.target_groups, |group| name(&group.name)));
        known
            .add(Kind::Organisation, listed(&records.organisations, |organisation| name(&organisation.name)));
        known.add(
            Kind::Document,
            records.documents.iter().map(|entry| {
                let title = entry.facts.as_ref().map(|facts| name(&facts.title));
                Choice { id: entry.id.to_string(), name: title.unwrap_or_default() }
            }),
        );
        known
    }

    fn add(&mut self, kind: Kind, choices: impl Iterator<Item = Choice>) {
        let mut choices: Vec<Choice> = choices.collect();
        choices.sort_by(|a, b| a.id.cmp(&b.id));
        self.0.insert(kind, choices);
    }

    /// Returns the entries of a kind, ordered by id.
    pub fn of(&self, kind: Kind) -> &[Choice] {
        self.0.get(&kind).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the existing id of this kind that equals `id`, ignoring case.
    pub(super) fn taken(&self, kind: Kind, id: &str) -> Option<&str> {
        let same = |choice: &&Choice| choice.id.to_lowercase() == id.to_lowercase();
        self.of(kind).iter().find(same).map(|choice| choice.id.as_str())
    }
}

fn titled<T>(entry: &Arc<Entry<T>>) -> Choice {
    let title = Language::ALL.into_iter().find_map(|language| match &entry.texts[language] {
        TextState::Written(text) => text.front.title.as_ref().map(|title| title.value.clone()),
        _ => None,
    });
    Choice { id: entry.id.to_string(), name: title.unwrap_or_default() }
}

fn listed<T>(list: &Keyed<T>, name: impl Fn(&T) -> String) -> impl Iterator<Item = Choice> {
    list.0.iter().map(move |(id, record)| Choice { id: id.value.clone(), name: name(record) })
}

/// Rates how well a choice matches what the user is typing; `None` if it does not match.
pub fn nearness(written: &str, choice: &Choice) -> Option<u8> {
    let key = fold(written.trim());
    if choice.id.starts_with(&key) {
        Some(3)
    } else if choice.id.contains(&key) || fold(&choice.name).contains(&key) {
        Some(2)
    } else {
        did_you_mean(written.trim(), std::iter::once(choice.id.as_str())).map(|_| 1)
    }
}
