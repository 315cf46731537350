//! Target groups that programmes wrote as texts become entries of `target-groups.yaml`, to which the programmes refer by
//! id.

use std::collections::{BTreeMap, BTreeSet};

use crate::authoring::draft::yaml::quoted;
use crate::authoring::draft::{Change, id_from};
use crate::base::id::{Id, Kind};
use crate::base::language::{Language, Localized};
use crate::content::parse::{self, FormerGroup, Records};
use crate::content::read::Source;

/// Computes the changes of programmes and of the list of target groups.
pub(super) fn changes(records: &Records, source: &Source) -> Vec<Change> {
    let mut groups = Groups::of(records);
    let mut changes = Vec::new();
    for file in source.files().iter().filter(|file| is_programme(&file.path)) {
        let (former, Some(text)) = (parse::former_groups(file), file.content.text()) else { continue };
        if former.is_empty() {
            continue;
        }
        let first = former.iter().map(|group| group.span.start).min().unwrap_or_default();
        let added_at = Some(text[..first].matches('\n').count() + 1);
        let mut after = String::with_capacity(text.len());
        let mut end = 0;
        for group in &former {
            after.push_str(&text[end..group.span.start]);
            after.push_str(&groups.id(group));
            end = group.span.end;
        }
        after.push_str(&text[end..]);
        changes.push(Change { path: file.path.to_string(), text: after, added_at });
    }
    changes.extend(groups.list(source));
    changes
}

fn is_programme(path: &str) -> bool {
    path.starts_with(Kind::Programme.home()) && path.ends_with("/programme.yaml")
}

/// A text by language, without differences in case and surrounding space.
type Key = Localized<Option<String>>;

/// The target groups, with those that are new.
struct Groups {
    ids: BTreeMap<Key, String>,
    taken: BTreeSet<String>,
    /// The last number that was appended to an id.
    numbers: BTreeMap<String, usize>,
    new: Vec<(String, Key)>,
}

impl Groups {
    fn of(records: &Records) -> Self {
        let mut groups = Groups {
            ids: BTreeMap::new(),
            taken: BTreeSet::new(),
            numbers: BTreeMap::new(),
            new: Vec::new(),
        };
        for (id, record) in &records.target_groups.0 {
            groups.taken.insert(id.value.to_lowercase());
            if let Some(name) = &record.name {
                groups.ids.entry(key(&written(&name.value))).or_insert_with(|| id.value.clone());
            }
        }
        groups
    }

    /// Returns the id of a group. One that has the name of an existing group is that group.
    fn id(&mut self, group: &FormerGroup) -> String {
        let name = written(&group.words);
        if let Some(id) = self.ids.get(&key(&name)) {
            return id.clone();
        }
        let made = name.en.as_deref().or(name.sr.as_deref()).and_then(id_from);
        let id = self.free(&made.unwrap_or_else(|| "group".to_owned()));
        self.ids.insert(key(&name), id.clone());
        self.new.push((id.clone(), name));
        id
    }

    /// Returns an id that no group has, with a number if needed.
    fn free(&mut self, id: &str) -> String {
        let longest = id.len().min(56);
        let stem = id[..longest].trim_end_matches('-');
        let mut free = id.to_owned();
        // The last number is remembered, so that many equal ids cost no more than as many different ones.
        while Id::new(&free).is_none() || self.taken.contains(&free) {
            let number = self.numbers.entry(stem.to_owned()).or_insert(1);
            *number += 1;
            free = format!("{stem}-{number}");
        }
        self.taken.insert(free.clone());
        free
    }

    /// Returns the list with the new groups at its end, or `None` if there are none.
    fn list(self, source: &Source) -> Option<Change> {
        if self.new.is_empty() {
            return None;
        }
        let path = Kind::TargetGroup.home();
        let before = source.file(path).and_then(|file| file.content.text());
        let mut text = before.map(|text| text.to_string()).unwrap_or_default();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        let added_at = before.map(|_| text.matches('\n').count() + 1);
        let mut new = self.new;
        new.sort_by(|(a, _), (b, _)| a.cmp(b));
        for (id, name) in new {
            let names = Language::ALL.into_iter().filter_map(|language| {
                Some(format!("{}: {}", language.code(), quoted(name[language].as_deref()?)))
            });
            text += &format!("{id}:\n  name: {{ {} }}\n", names.collect::<Vec<_>>().join(", "));
        }
        Some(Change { path: path.to_owned(), text, added_at })
    }
}

fn written(words: &parse::Words) -> Localized<Option<String>> {
    let text = |language| words[language].as_ref().map(|text| text.value.trim().to_owned());
    Localized { sr: text(Language::Sr), en: text(Language::En) }
}

fn key(name: &Localized<Option<String>>) -> Key {
    let text = |text: &Option<String>| text.as_ref().map(|text| text.to_lowercase());
    Localized { sr: text(&name.sr), en: text(&name.en) }
}
