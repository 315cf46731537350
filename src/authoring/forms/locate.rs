//! Finds the field of a form for a place in a file.

use std::sync::Arc;

use super::control::{Control, Field};
use super::value::{FIRST, SECOND, Value};
use super::want::joined;
use super::{BODY, FACTS, Form, Sent, TEXT, within};
use crate::base::language::Language;
use crate::base::problem::Problem;
use crate::base::rules;
use crate::content::parse::{Parts, Structure, Structures, markdown_start};

/// A search for the field of a place.
struct Search<'p> {
    /// The byte.
    at: usize,
    /// The key that a record lacks, if that is the problem.
    lacks: Option<&'p str>,
}

/// Returns the first key that a message says is missing.
fn lacking(problem: &Problem) -> Option<&str> {
    let rest = problem.message.split_once(" lacks ")?.1;
    rest.split('`').nth(1).filter(|_| problem.rule == &rules::MISSING_KEY)
}

impl Form {
    /// Returns the name of the field that a problem concerns: empty if it concerns the entry as a whole, `None` if it
    /// concerns another one. `sent` are the values of the form, and `files` those that they make.
    pub fn field_of(&self, problem: &Problem, sent: &Sent, files: &Structures<'_>) -> Option<String> {
        let file = &problem.place.file;
        let text = files.text(file);
        let search = Search { at: problem.place.span.start, lacks: lacking(problem) };
        if let Some(facts) = self.facts.as_ref().filter(|facts| *facts.file.path == **file) {
            let structure = files.facts(file);
            let part = structure.as_ref().and_then(|structure| within(structure, &facts.keys));
            return match part {
                Some(part) if facts.keys.is_empty() || search.is_in(part) => {
                    Some(search.field(&facts.control, &sent.facts, part, FACTS))
                }
                // In a list, the other entries are somebody else's.
                _ => facts.keys.is_empty().then(String::new),
            };
        }
        let texts = self.texts.as_ref()?;
        let language = Language::ALL.into_iter().find(|at| *texts[*at].file.path == **file);
        let Some(language) = language else { return self.folder_has(file).then(String::new) };
        let path = format!("{TEXT}.{}", language.code());
        let Some(text) = text else { return Some(String::new()) };
        if search.at >= markdown_start(text) && search.lacks.is_none() {
            return Some(joined(&path, BODY));
        }
        let structure = files.front_matter(file);
        let control = &texts[language].control;
        Some(match structure {
            Some(structure) => search.field(control, &sent.texts[language].0, &structure, &path),
            None => String::new(),
        })
    }

    /// Returns whether a file is in the folder of the entry.
    fn folder_has(&self, file: &Arc<str>) -> bool {
        let folder = self.texts.as_ref().and_then(|texts| texts[Language::Sr].file.path.rsplit_once('/'));
        folder.is_some_and(|(folder, _)| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    }
}

impl Search<'_> {
    fn is_in(&self, part: &Structure) -> bool {
        (part.span.start..=part.span.end).contains(&self.at)
    }

    /// Returns the path of the deepest field that contains the byte.
    fn field(&self, control: &Control, value: &Value, now: &Structure, path: &str) -> String {
        match control {
            Control::Words { .. } | Control::Record(_) => self.of_group(control, value, now, path),
            Control::Shortened { short, .. } => match now.parts {
                Parts::Group(_) => self.of_group(control, value, now, path),
                _ => joined(path, short),
            },
            Control::List(items) => self.of_list(items, value, now, path),
            Control::OneOrMore(items) => match now.parts {
                Parts::List(_) => self.of_list(items, value, now, path),
                _ => self.of_list(items, value, &now.as_single_item(), path),
            },
            Control::Either(one, other) => match Value::written(one, Some(now)) {
                Value::Kept => self.field(other, value.get(SECOND), now, &joined(path, SECOND)),
                _ => self.field(one, value.get(FIRST), now, &joined(path, FIRST)),
            },
            Control::Pairs(..) => {
                let Parts::Group(entries) = &now.parts else { return path.to_owned() };
                let at = entries.iter().rposition(|(_, key, _)| key.start <= self.at);
                let mut names = value.items().iter().filter(|item| !item.value.is_nothing());
                let name = at.and_then(|at| names.nth(at));
                name.map_or_else(|| path.to_owned(), |item| joined(&joined(path, &item.name), SECOND))
            }
            Control::Single(_) | Control::Word { .. } | Control::Entries => path.to_owned(),
        }
    }

    fn of_group(&self, control: &Control, value: &Value, now: &Structure, path: &str) -> String {
        let Parts::Group(entries) = &now.parts else { return path.to_owned() };
        let fields = control.fields();
        let lacks = self.lacks.filter(|_| now.span.start == self.at);
        if let Some(lacking) =
            fields.iter().find(|field| lacks == Some(field.key.name) && now.get(field.key.name).is_none())
        {
            return to_fill_in(lacking, value, path);
        }
        let Some((name, _, written)) = entries.iter().rfind(|(_, key, _)| key.start <= self.at) else {
            return path.to_owned();
        };
        match fields.iter().find(|field| field.key.name == name) {
            Some(Field { key, control }) => {
                let path = joined(path, key.name);
                match self.at >= written.span.start {
                    true => self.field(control, value.get(key.name), written, &path),
                    false => path,
                }
            }
            None => path.to_owned(),
        }
    }

    fn of_list(&self, items: &Control, value: &Value, now: &Structure, path: &str) -> String {
        let Parts::List(written) = &now.parts else { return path.to_owned() };
        let Some(at) = written.iter().rposition(|item| item.span.start <= self.at) else {
            return path.to_owned();
        };
        // Blanks stay in the file only if nothing was sent in their place.
        let all = value.items().iter();
        let mut given = all.clone().filter(|item| !item.value.is_nothing());
        let item = match given.clone().count() == written.len() {
            true => given.nth(at),
            false => all.clone().nth(at),
        };
        match item {
            Some(item) => self.field(items, &item.value, &written[at], &joined(path, &item.name)),
            None => path.to_owned(),
        }
    }
}

/// Returns the path of what is to be filled in if a key is missing: of the empty item of a list, or of the key itself.
fn to_fill_in(field: &Field, group: &Value, path: &str) -> String {
    let path = joined(path, field.key.name);
    match field.control.items() {
        Some(Control::Single(_) | Control::Word { .. }) => {
            joined(&path, &group.get(field.key.name).empty_item())
        }
        _ => path,
    }
}
