//! Decodes the keys of a record one by one, so that no mistake hides another.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::blank::without_blanks;
use super::decode::{Decode, shorten, wrong_type};
use super::hints::period as period_meant;
use super::languages::LANGUAGES;
use super::limits::within_limits;
use super::node::Node;
use super::shape::{Key, Shape};
use super::slips::{known_key, spaceless_key};
use super::synonyms;
use crate::base::id::Kind;
use crate::base::invisible::code;
use crate::base::odd::{as_meant, is_odd_space};
use crate::base::problem::{Place, Placed, Problem, Problems, Sought, Way, some_of};
use crate::base::rules;
use crate::text::suggest::did_you_mean;

/// A key and its value.
type Entry = (Placed<String>, Placed<Node>);

/// The fields of a record that is being decoded.
pub(super) struct Fields {
    entries: Vec<(Placed<String>, Option<Placed<Node>>)>,
    /// Whether a key is unknown or its value could not be read.
    broken: bool,
    /// Whether a value is still to be written.
    has_blanks: bool,
    /// The keys that unknown ones stand for. They are not missing.
    meant: BTreeSet<&'static str>,
}

/// Keys that are to belong to the key above them, but are indented too little.
struct NotIndented {
    /// The position of the key above.
    parent: usize,
    /// The positions of the keys.
    keys: Range<usize>,
}

impl NotIndented {
    fn problem(&self, entries: &[Entry]) -> Problem {
        let name = |at: usize| entries.get(at).map_or("", |(key, _)| key.value.as_str());
        let place = &entries[self.keys.start].0.place;
        let names: Vec<String> = self.keys.clone().map(|at| format!("`{}`", shorten(name(at)))).collect();
        let (first, parent) = (&names[0], name(self.parent));
        let (message, help) = match last_group(&entries[self.parent].1.value).and_then(|group| group.first())
        {
            None => (
                format!("{first} belongs below `{parent}`, but is not indented"),
                format!("write two more spaces before {}", some_of(&names, " and ")),
            ),
            Some((sibling, _)) => (
                format!("{first} belongs to `{parent}`, but is indented too little"),
                format!(
                    "write more spaces before {}, until it begins below the `{}` of `{parent}`",
                    some_of(&names, " and "),
                    shorten(&sibling.value)
                ),
            ),
        };
        Problem::new(&rules::UNKNOWN_KEY, place.clone(), message).help(help)
    }

    /// Moves the keys to where they belong, so that nothing else seems to be missing.
    fn put_right(self, entries: &mut Vec<Entry>) {
        let lost: Vec<Entry> = entries.drain(self.keys).collect();
        let (key, value) = &mut entries[self.parent];
        if value.value.is_null() {
            *value = Placed::new(Node::Map(Vec::new()), key.place.clone());
        }
        if let Some(group) = last_group_mut(&mut value.value) {
            group.extend(lost);
        }
    }
}

/// Returns the entries of a group, or of the last group of a list.
fn last_group(value: &Node) -> Option<&Vec<Entry>> {
    match value {
        Node::Map(entries) => Some(entries),
        Node::List(items) => last_group(&items.last()?.value),
        _ => None,
    }
}

fn last_group_mut(value: &mut Node) -> Option<&mut Vec<Entry>> {
    match value {
        Node::Map(entries) => Some(entries),
        Node::List(items) => last_group_mut(&mut items.last_mut()?.value),
        _ => None,
    }
}

/// Finds keys that are unknown here, but known to the key above them, which lacks them.
fn not_indented(entries: &[Entry], keys: &[Key]) -> Option<NotIndented> {
    let is_known = |keys: &[Key], name: &str| keys.iter().any(|key| key.name == name);
    let strangers = entries.iter().enumerate().filter(|(_, (key, _))| !is_known(keys, &key.value));
    strangers.take(MOST_EXPLAINED).find_map(|(first, _)| {
        let parent = first.checked_sub(1)?;
        let (key, value) = &entries[parent];
        let known = keys.iter().find(|known| known.name == key.value)?;
        let own = inner_keys(&(known.shape)())?;
        let group = last_group(&value.value);
        if group.is_none() && !value.value.is_null() {
            return None;
        }
        let written: BTreeSet<&str> =
            group.into_iter().flatten().map(|(key, _)| key.value.as_str()).collect();
        let is_lost = |name: &str| is_known(own, name) && !written.contains(name);
        // Behind a key without a value, keys that are known here too may be its own.
        let is_own = |name: &str| is_lost(name) && (group.is_none() || !is_known(keys, name));
        let count = entries[first..].iter().take_while(|(key, _)| is_own(&key.value)).count();
        (count > 0).then_some(NotIndented { parent, keys: first..first + count })
    })
}

/// Returns the keys of a group in a shape.
fn inner_keys(shape: &Shape) -> Option<&'static [Key]> {
    match shape {
        Shape::Record { keys, .. } => Some(keys),
        Shape::Words | Shape::MarkedWords => Some(LANGUAGES),
        Shape::List(items) => inner_keys(items),
        Shape::Either(one, other) => inner_keys(one).or_else(|| inner_keys(other)),
        Shape::Scalar(_) | Shape::Word { .. } | Shape::Rule | Shape::Keyed(..) => None,
    }
}

/// How many times keys of a group are moved to where they belong. A file with more slips has another fault.
const MOST_PUT_RIGHT: usize = 20;

/// How many unknown keys of a group are compared with the known ones. A file with more has another fault.
const MOST_EXPLAINED: usize = 200;

/// Reports the unknown keys of a group. Returns the known ones that they stand for; `None` if there are no unknown keys.
fn report_unknown(
    entries: &[Entry],
    keys: &[Key],
    problems: &mut Problems,
) -> Option<BTreeSet<&'static str>> {
    let known = |name: &str| keys.iter().find(|known| known.name == name).map(|known| known.name);
    let taken: BTreeSet<&str> = entries.iter().filter_map(|(key, _)| known(&key.value)).collect();
    let unknown = entries.iter().filter(|(key, _)| known(&key.value).is_none());
    let mut meant = None;
    for (number, (key, _)) in unknown.enumerate() {
        let meant = meant.get_or_insert_with(BTreeSet::new);
        if let Some((problem, key)) = oddly_indented(key) {
            meant.extend(known(key));
            problems.push(problem);
            continue;
        }
        let message = format!("unknown key `{}`", shorten(&key.value));
        let mut problem = Problem::new(&rules::UNKNOWN_KEY, key.place.clone(), message);
        if number < MOST_EXPLAINED {
            let (help, known) = explained(&key.value, &taken, keys);
            meant.extend(known);
            problem = problem.help(help);
        }
        problems.push(problem);
    }
    meant
}

/// Returns the problem of a key that is indented with other characters than spaces, and the key.
fn oddly_indented(key: &Placed<String>) -> Option<(Problem, &str)> {
    let name = key.value.trim_start_matches(is_odd_space);
    let count = key.value[..key.value.len() - name.len()].chars().count();
    let first = key.value.chars().next().filter(|_| count > 0)?;
    let (spaces, them) = if count == 1 { ("space", "it") } else { ("spaces", "them") };
    let message = format!("this line begins with {count} {spaces} of an unusual kind ({})", code(first));
    let typed = if count == 1 { "a space".to_owned() } else { format!("{count} spaces") };
    let help = format!("delete {them}, and type {typed} with the space bar");
    let start = key.place.span.start;
    let span = start..start + key.value.len() - name.len();
    let place = Place { span, ..key.place.clone() };
    Some((Problem::new(&rules::UNKNOWN_KEY, place, message).help(help), name))
}

/// Returns what to do about an unknown key, and the known one that it stands for. `taken` are the known keys that are
/// written beside it.
fn explained(name: &str, taken: &BTreeSet<&str>, keys: &[Key]) -> (String, Option<&'static str>) {
    let known = |name: &str| keys.iter().find(|known| known.name == name).map(|known| known.name);
    let is_free = |name: &str| known(name).is_some() && !taken.contains(name);
    let did_you = |near: &'static str| (format!("did you mean `{near}`?"), Some(near));
    let near = did_you_mean(name, keys.iter().map(|known| known.name)).and_then(known);
    if let Some((meant, odd)) = as_meant(name)
        && let Some(meant) = known(&meant)
    {
        (format!("write `{meant}`: here stands {}", odd.what()), Some(meant))
    } else if let Some(near) = near {
        did_you(near)
    } else if let Some(near) = synonyms::key(name, is_free) {
        did_you(near)
    } else if let Some(home) = home_of(name, keys) {
        (home, None)
    } else {
        let known: Vec<&str> = keys.iter().map(|known| known.name).collect();
        (format!("known here: {}", known.join(", ")), None)
    }
}

/// Says where a key belongs that is known elsewhere.
fn home_of(name: &str, keys: &[Key]) -> Option<String> {
    if ["title", "summary"].contains(&name) {
        return Some(format!(
            "`{name}` belongs in the texts, `sr.md` and `en.md`, between their lines of `---`"
        ));
    }
    let of =
        |key: &&Key| inner_keys(&(key.shape)()).is_some_and(|inner| inner.iter().any(|key| key.name == name));
    let homes: Vec<String> = keys.iter().filter(of).map(|key| format!("`{}`", key.name)).collect();
    if !homes.is_empty() {
        return Some(format!("`{name}` belongs in {}", some_of(&homes, " or ")));
    }
    // A word for a key of a group here.
    keys.iter().find_map(|key| {
        let inner = inner_keys(&(key.shape)())?;
        let meant = synonyms::key(name, |word| inner.iter().any(|key| key.name == word))?;
        Some(format!("did you mean `{meant}`? It belongs in `{}`", key.name))
    })
}

impl Fields {
    /// Creates the fields from the entries of a group. Reports keys that are unknown or written twice, and blanks.
    pub(super) fn new(entries: Vec<Entry>, keys: &[Key], problems: &mut Problems) -> Self {
        report_duplicates(&entries, problems);
        let mut entries = entries;
        let mut broken = false;
        for _ in 0..MOST_PUT_RIGHT {
            let Some(lost) = not_indented(&entries, keys) else { break };
            problems.push(lost.problem(&entries));
            lost.put_right(&mut entries);
            broken = true;
        }
        let unknown = report_unknown(&entries, keys, problems);
        broken |= unknown.is_some();
        let meant = unknown.unwrap_or_default();
        let mut has_blanks = false;
        let entries = entries.into_iter().map(|(key, value)| {
            let Some(known) = keys.iter().find(|known| known.name == key.value) else {
                return (key, Some(value));
            };
            if let Some(problem) = without_reference(&key, &value, known) {
                problems.push(problem);
                broken = true;
                return (key, None);
            }
            let (value, had_blanks) = without_blanks(value, known, problems);
            has_blanks |= had_blanks;
            let had_value = value.is_some();
            let value = value.and_then(|value| within_limits(value, known, problems));
            broken |= had_value && value.is_none();
            (key, value)
        });
        let entries = entries.collect();
        Fields { entries, broken: broken || has_blanks, has_blanks, meant }
    }

    /// Returns whether something in the record was reported. If so, missing values may not be truly missing.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Returns whether a value is still to be written.
    pub(super) fn has_blanks(&self) -> bool {
        self.has_blanks
    }

    /// Returns the place of a key, if it is written.
    pub(super) fn place_of(&self, name: &str) -> Option<&Place> {
        self.entries.iter().find(|(key, _)| key.value == name).map(|(key, _)| &key.place)
    }

    /// Reports that none or several of the keys are written of which a record has exactly one.
    pub(super) fn report_other_than_one(
        &mut self,
        keys: &[&str],
        what: &str,
        place: &Place,
        problems: &mut Problems,
    ) {
        let all: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let all = all.join(", ");
        if keys.iter().any(|key| self.meant.contains(key)) {
            return;
        }
        let mut written = keys.iter().filter_map(|key| Some((key, self.place_of(key)?)));
        let problem = match (written.next(), written.next()) {
            (None, _) => {
                let start = Place { file: Arc::clone(&place.file), span: place.span.start..place.span.start };
                Problem::new(&rules::MISSING_KEY, start, format!("{what} lacks one of {all}"))
                    .help("add the one that fits")
            }
            (Some((first, at)), Some((other, place))) => {
                let message = format!("{what} has both `{first}` and `{other}`");
                Problem::new(&rules::WRONG_VALUE, place.clone(), message)
                    .related(at.clone(), "the other key")
                    .help(format!("keep exactly one of {all}"))
            }
            _ => return,
        };
        problems.push(problem);
        self.broken = true;
    }

    /// Decodes the value of a key, if it is written.
    pub(super) fn take<T: Decode>(&mut self, name: &str, problems: &mut Problems) -> Option<T> {
        let (key, value) = self.entries.iter_mut().find(|(key, _)| key.value == name)?;
        let mut value = value.take()?;
        if let Node::Null(comment) = &value.value {
            // There is nothing to underline, so point at the comment or at the key.
            value.place = comment.as_ref().map_or(&key.place, |comment| &comment.place).clone();
        }
        let decoded = T::decode(value, problems);
        self.broken |= decoded.is_none();
        decoded
    }
}

/// Returns the problem of a required key that names an entry, if nothing is written behind it. The check says which entries
/// there are.
fn without_reference(key: &Placed<String>, value: &Placed<Node>, known: &Key) -> Option<Problem> {
    if !known.required || !matches!(value.value, Node::Null(None)) {
        return None;
    }
    let kind = referred_kind(&(known.shape)())?;
    let problem = Problem::new(&rules::WRONG_VALUE, key.place.clone(), "nothing is written here")
        .help(format!("write the id of {}", kind.with_article()));
    Some(Problem { sought: Some(Sought { way: Way::Unwritten, ..Sought::new(kind, "") }), ..problem })
}

/// Returns the kind of entry that a single value of a shape names.
fn referred_kind(shape: &Shape) -> Option<Kind> {
    match shape {
        Shape::Scalar(scalar) => scalar.refers_to,
        Shape::Either(one, other) => referred_kind(one).or_else(|| referred_kind(other)),
        _ => None,
    }
}

/// Reports each required key that is missing.
pub(super) fn report_missing(
    fields: &Fields,
    keys: &[Key],
    what: &str,
    place: &Place,
    problems: &mut Problems,
) {
    for key in keys
        .iter()
        .filter(|key| key.required && fields.place_of(key.name).is_none() && !fields.meant.contains(key.name))
    {
        let start = Place { file: Arc::clone(&place.file), span: place.span.start..place.span.start };
        problems.push(
            Problem::new(&rules::MISSING_KEY, start, format!("{what} lacks `{}`", key.name)).help(format!(
                "add `{}:` – {}",
                key.name,
                key.description()
            )),
        );
    }
}

/// Returns the entries of a group of keys, or reports that the value is not a group. An empty value is an empty group.
pub(super) fn entries_of(
    node: Placed<Node>,
    what: &str,
    keys: &[Key],
    problems: &mut Problems,
) -> Option<Vec<Entry>> {
    match node.value {
        Node::Map(entries) => Some(entries),
        Node::Null(Some(comment)) if keys.iter().any(|key| key.required) => {
            let message = "nothing is left here: `#` begins a comment";
            let help = format!("write {what} before it, {}", help_on_group(keys));
            problems.push(Problem::new(&rules::CUT_TEXT, comment.place, message).help(help));
            None
        }
        Node::Null(_) => Some(Vec::new()),
        _ => {
            if let Node::Text(text) = &node.value
                && let Some((start, end)) = period_meant(text).filter(|_| has_period(keys))
            {
                let help = format!("write `{{ start: {start}, end: {end} }}`");
                return wrong_type(&node, what, &help, problems);
            }
            if let Node::Text(text) = &node.value
                && let Some(length) =
                    spaceless_key(text).filter(|length| known_key(&text[..*length]).is_some())
            {
                let help = format!(
                    "write a space behind the colon: `{}: {}`",
                    &text[..length],
                    shorten(&text[length + 1..])
                );
                return wrong_type(&node, what, &help, problems);
            }
            let help = format!("write its keys and their values: {}", help_on_group(keys));
            wrong_type(&node, what, &help, problems)
        }
    }
}

/// Returns how a group with some keys is written.
fn help_on_group(keys: &[Key]) -> String {
    let shown: Vec<String> = keys.iter().take(3).map(|key| format!("{}: …", key.name)).collect();
    format!("`{{ {} }}`, or one `key: value` per line", shown.join(", "))
}

/// Returns whether a group is a period.
fn has_period(keys: &[Key]) -> bool {
    ["start", "end"].iter().all(|name| keys.iter().any(|key| key.name == *name))
}

pub(super) fn report_duplicates(entries: &[Entry], problems: &mut Problems) {
    let mut seen: BTreeMap<&str, (&Place, &Node)> = BTreeMap::new();
    for (key, value) in entries {
        match seen.get(key.value.as_str()) {
            None => {
                seen.insert(&key.value, (&key.place, &value.value));
            }
            Some((first, other)) => problems.push(
                Problem::new(
                    &rules::DUPLICATE_KEY,
                    key.place.clone(),
                    format!("the key `{}` is written twice", shorten(&key.value)),
                )
                .label("second time")
                .related((*first).clone(), "first time")
                .help(match (other, &value.value) {
                    (Node::Map(_), Node::Map(_)) if !other.is_like(&value.value) => {
                        "if the second one is another entry, give it an id of its own; if both are the same, put all that is right into the first and delete the second"
                    }
                    (Node::List(_), Node::List(_)) if !other.is_like(&value.value) => {
                        "put all items into the first list, and delete the second; or keep one of the two if the other is wrong"
                    }
                    _ => "keep one of the two",
                }),
            ),
        }
    }
}
