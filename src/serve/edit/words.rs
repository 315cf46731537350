//! The words of the forms, in Serbian and English.

use crate::base::id::Kind;
use crate::base::language::{Language, Locale, Localized};
use crate::theme::locales::{Argument, OwnMessages};

/// The messages, in the language that the editor chose.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    messages: &'a OwnMessages,
    pub(super) language: Language,
}

/// Returns the messages of the forms. A catalogue cannot replace them.
pub(super) fn messages() -> OwnMessages {
    OwnMessages::new(&Localized { sr: include_str!("sr.ftl"), en: include_str!("en.ftl") })
}

impl<'a> Words<'a> {
    pub(super) fn new(messages: &'a OwnMessages, language: Language) -> Self {
        Words { messages, language }
    }

    /// Returns the value of `lang`. Serbian is written in Latin.
    pub(super) fn tag(self) -> &'static str {
        match self.language {
            Language::Sr => Locale::SrLatn.tag(),
            Language::En => Locale::En.tag(),
        }
    }

    /// Returns a message; its id if there is none.
    pub(super) fn say(self, id: &str) -> String {
        self.find(id).unwrap_or_else(|| id.to_owned())
    }

    /// Returns a message with a name or another text in it.
    pub(super) fn say_with(self, id: &str, text: &str) -> String {
        let arguments = [("text", Argument::Text(text.to_owned()))];
        self.messages.format(self.language, id, &arguments).unwrap_or_else(|| id.to_owned())
    }

    /// Returns a message with a count.
    pub(super) fn say_count(self, id: &str, count: usize) -> String {
        let arguments = [("count", Argument::Count(count as u64))];
        self.messages.format(self.language, id, &arguments).unwrap_or_else(|| id.to_owned())
    }

    /// Returns a message, if there is one.
    pub(super) fn find(self, id: &str) -> Option<String> {
        self.messages.format(self.language, id, &[])
    }

    /// Returns the label of a key: a message, or the key in words.
    pub(super) fn label(self, key: &str) -> String {
        self.find(&format!("key-{}", key.replace('_', "-"))).unwrap_or_else(|| {
            let words = key.replace('_', " ");
            let mut letters = words.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        })
    }

    /// Returns the name of a kind, for one entry.
    pub(super) fn kind(self, kind: Kind) -> String {
        self.say(&format!("kind-{}", name_of(kind)))
    }

    /// Returns the name of a kind, for all its entries.
    pub(super) fn kinds(self, kind: Kind) -> String {
        self.say(&format!("kinds-{}", name_of(kind)))
    }
}

/// Returns the name of a kind in ids of messages and in addresses; that of a sub-area differs from that of an area.
pub(super) fn name_of(kind: Kind) -> &'static str {
    if kind == Kind::SubArea { "sub-area" } else { kind.word() }
}

/// Returns the ids of the messages that may say what a key means: for the record, and for all records.
pub(super) fn help_ids(what: &str, key: &str) -> [String; 2] {
    let record = what.trim_start_matches("a ").trim_start_matches("an ").trim_start_matches("the ");
    let key = key.replace('_', "-");
    [format!("help-{}-{key}", record.replace(' ', "-")), format!("help-{key}")]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::authoring::forms::Control;
    use crate::content::parse::{FILES, FrontMatter};

    /// Collects each key with the record that it belongs to.
    fn collect(control: &Control, found: &mut BTreeSet<(&'static str, &'static str)>) {
        match control {
            Control::Record(record) | Control::Shortened { record, .. } => {
                for field in &record.fields {
                    found.insert((record.what, field.key.name));
                    collect(&field.control, found);
                }
            }
            Control::List(items) | Control::OneOrMore(items) => collect(items, found),
            Control::Either(one, other) => [one, other].into_iter().for_each(|it| collect(it, found)),
            _ => {}
        }
    }

    #[test]
    fn every_key_has_a_label_and_a_meaning_in_serbian() {
        let messages = messages();
        let words = Words::new(&messages, Language::Sr);
        let mut found = BTreeSet::new();
        // Commands write these files, and no form shows them.
        let is_shown = |name| !["translations.yaml", "releases.yaml"].contains(&name);
        let files = FILES.iter().filter(|file| is_shown(file.name));
        for file in files {
            let mut shape = (file.shape)();
            if let crate::content::parse::Shape::Keyed(_, values) = shape {
                shape = *values;
            }
            collect(&Control::of(&shape), &mut found);
        }
        found.extend(FrontMatter::KEYS.iter().map(|key| ("front matter", key.name)));
        let lacks = |(what, key): &(&str, &str)| {
            let has_label = words.find(&format!("key-{}", key.replace('_', "-"))).is_some();
            !has_label || !help_ids(what, key).iter().any(|id| words.find(id).is_some())
        };
        let missing: Vec<_> = found.into_iter().filter(lacks).collect();
        assert!(missing.is_empty(), "src/serve/edit/sr.ftl lacks words for {missing:?}");
    }

    #[test]
    fn both_languages_have_the_same_messages() {
        let ids = |text: &str| -> BTreeSet<String> {
            let ids = text.lines().filter_map(|line| line.split_once(" = ").map(|(id, _)| id.to_owned()));
            ids.filter(|id| !id.starts_with(' ') && !id.starts_with("key-") && !id.starts_with("help-"))
                .collect()
        };
        assert_eq!(ids(include_str!("sr.ftl")), ids(include_str!("en.ftl")));
    }
}
