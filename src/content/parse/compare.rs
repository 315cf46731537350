//! Compares two states of a file of an entry, key by key.
//!
//! The former state is as old as the history, and may be of any form. A value that is not what its key is for is compared
//! as the text that is written there, and a file that is not valid YAML is not compared at all.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::files::FILES;
use super::node::{Node, Yaml};
use super::records::FrontMatter;
use super::shape::{Choice, Key, Scalar, Shape};
use super::text::split;
use crate::base::date::PartialDate;
use crate::base::deadline::Deadline;
use crate::base::id::{Id, Kind};
use crate::base::invisible::is_hidden;
use crate::base::language::{Language, Localized};
use crate::base::money::{Amount, Currency, Money};
use crate::base::problem::{Placed, Problems};
use crate::base::quantity::Quantity;
use crate::text::markdown::plain;

/// The maximum number of differences of a file that are listed.
const MOST_DIFFERENCES: usize = 50;

/// The longest text that is shown whole, in characters. Of longer ones, the words that differ are shown.
const LONGEST: usize = 120;

/// The number of words that are shown before and after those that differ.
const WORDS_AROUND: usize = 3;

/// The longest text whose markup is removed, in bytes.
const LONGEST_MARKED: usize = 16 * 1024;

/// The steps of differences that are not in the keys of a record: the text of a page, and the files beside it.
pub const TEXT: &str = "text";
/// See [`TEXT`].
pub const FILE: &str = "file";

/// The state of a file at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState<'a> {
    /// There is no such file.
    Absent,
    /// Its content is not known.
    Unread,
    /// Its text.
    Text(&'a str),
}

/// A difference between two states of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The keys and list items that lead to what differs.
    pub path: Vec<Step>,
    /// The language, if it is a text in one.
    pub language: Option<Language>,
    /// How it differs.
    pub what: What,
}

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A key of a record.
    Key(&'static str),
    /// The item of a list with this name.
    Item(Fact),
}

/// How something differs.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The first value was replaced by the second.
    Replaced(Fact, Fact),
    /// These values were removed from a list or a key, and these were added.
    Listed {
        /// The removed values.
        removed: Vec<Fact>,
        /// The added values.
        added: Vec<Fact>,
    },
    /// So many lines of a text were added and removed. Lines that were only moved do not count.
    Lines {
        /// The number of added lines.
        added: usize,
        /// The number of removed lines.
        removed: usize,
    },
    /// It was added as a whole.
    Added,
    /// It was removed as a whole.
    Removed,
    /// It has the same items or lines in another order.
    Reordered,
    /// It was changed in another way.
    Changed,
}

/// A value of a file, by what it means to readers.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A text, as written.
    Text(String),
    /// A text in one or both languages.
    Words(Localized<Option<String>>),
    /// The id of an entry of this kind.
    Entry(Kind, String),
    /// A word of a closed set, with the beginning of the ids of their messages.
    Word(&'static str, &'static str),
    /// A date.
    Date(PartialDate),
    /// A deadline.
    Deadline(Deadline),
    /// Money.
    Money(Money),
    /// A measured value.
    Quantity(Quantity),
    /// A number of things.
    Count(u32),
    /// A Sustainable Development Goal, by its number.
    Goal(u8),
}

/// Compares two states of the file `name` in the folder of an entry.
pub fn compare(kind: Kind, name: &str, before: FileState<'_>, after: FileState<'_>) -> Vec<Difference> {
    let mut found = Differences::default();
    let is_here = |collection: &str| kind.home().split('/').nth(1) == Some(collection);
    let facts = FILES.iter().find(|file| file.name == name && file.collection.is_some_and(is_here));
    let language = Language::ALL.into_iter().find(|language| name == format!("{}.md", language.code()));
    match (facts, language, before, after) {
        (Some(file), _, FileState::Text(before), FileState::Text(after)) => {
            if let (Some(before), Some(after)) = (tree(before), tree(after)) {
                found.value(&(file.shape)(), Some(&before), Some(&after));
            }
        }
        // Without its facts, an entry does not exist.
        (Some(_), ..) => {}
        (None, Some(language), FileState::Text(before), FileState::Text(after)) => {
            found.text(language, before, after);
        }
        (None, language, before, after) => {
            found.path = match language {
                Some(_) => vec![Step::Key(TEXT)],
                None => vec![Step::Key(FILE), Step::Item(Fact::Text(shown(name)).cut())],
            };
            found.add(
                language,
                match (before, after) {
                    (FileState::Absent, _) => What::Added,
                    (_, FileState::Absent) => What::Removed,
                    _ => What::Changed,
                },
            );
        }
    }
    found.found
}

/// Parses YAML. `None` if it is not valid.
fn tree(text: &str) -> Option<Placed<Node>> {
    let yaml = Yaml { file: &Arc::from(""), text, span: 0..text.len() };
    yaml.parse(&mut Problems::default())
}

/// The differences that were found, and the way to the value that is compared.
#[derive(Default)]
struct Differences {
    path: Vec<Step>,
    found: Vec<Difference>,
}

impl Differences {
    fn add(&mut self, language: Option<Language>, what: What) {
        if self.found.len() < MOST_DIFFERENCES {
            self.found.push(Difference { path: self.path.clone(), language, what });
        }
    }

    /// Adds the difference between two values, of which one may be missing.
    fn add_values(&mut self, language: Option<Language>, before: Option<Fact>, after: Option<Fact>) {
        match (before, after) {
            // They only differ in what readers do not see.
            (Some(before), Some(after)) if before == after => {}
            (Some(before), Some(after)) => {
                let (before, after) = before.beside(after);
                self.add(language, What::Replaced(before, after));
            }
            (None, None) => {}
            (before, after) => {
                let cut = |fact: Option<Fact>| fact.map(Fact::cut).into_iter().collect();
                self.add_listed(language, cut(before), cut(after));
            }
        }
    }

    fn add_listed(&mut self, language: Option<Language>, removed: Vec<Fact>, added: Vec<Fact>) {
        self.add(language, What::Listed { removed, added });
    }

    /// Compares two texts: front matter, then lines.
    fn text(&mut self, language: Language, before: &str, after: &str) {
        let (parts, others) = (split(before), split(after));
        if let (Some((before_front, _)), Some((after_front, _))) = (&parts, &others)
            && let (Some(before), Some(after)) =
                (tree(&before[before_front.clone()]), tree(&after[after_front.clone()]))
        {
            for key in FrontMatter::KEYS {
                let said = |node| member(node, key.name).and_then(scalar).map(|text| Fact::Text(shown(text)));
                self.path.push(Step::Key(key.name));
                self.add_values(Some(language), said(&before), said(&after));
                self.path.pop();
            }
        }
        let body = |text, parts: Option<(_, std::ops::Range<usize>)>| -> &str {
            let text: &str = text;
            parts.map_or(text, |(_, body)| &text[body])
        };
        let (before, after) = (body(before, parts), body(after, others));
        if before.trim() == after.trim() {
            return;
        }
        let mut lines: BTreeMap<&str, i64> = BTreeMap::new();
        let written = |text| str::lines(text).map(str::trim_end).filter(|line| !line.is_empty());
        let is_moved = !written(before).eq(written(after));
        written(after).for_each(|line| *lines.entry(line).or_default() += 1);
        written(before).for_each(|line| *lines.entry(line).or_default() -= 1);
        let sum = |sign: i64| lines.values().map(|count| (sign * count).max(0).unsigned_abs() as usize).sum();
        self.path.push(Step::Key(TEXT));
        self.add(
            Some(language),
            match (sum(1), sum(-1)) {
                (0, 0) if is_moved => What::Reordered,
                (0, 0) => What::Changed,
                (added, removed) => What::Lines { added, removed },
            },
        );
        self.path.pop();
    }

    /// Compares two values of a shape, of which one may be missing.
    fn value(&mut self, shape: &Shape, before: Option<&Placed<Node>>, after: Option<&Placed<Node>>) {
        let is_written = |node: &&Placed<Node>| !node.value.is_null();
        let (before, after) = (before.filter(is_written), after.filter(is_written));
        if self.found.len() >= MOST_DIFFERENCES || is_same(before, after) {
            return;
        }
        if let Some(shape) = item_shape(shape) {
            return self.list(shape, &items(before), &items(after));
        }
        let form = |node: Option<&Placed<Node>>| node.map(|node| form(shape, node));
        match (form(before), form(after)) {
            (Some(Shape::Record { keys, .. }), _) | (_, Some(Shape::Record { keys, .. })) => {
                self.record(keys, before, after);
            }
            (Some(Shape::Words | Shape::MarkedWords), _) | (_, Some(Shape::Words | Shape::MarkedWords)) => {
                self.words(words(before), words(after));
            }
            _ => {
                let fact = |node: Option<&Placed<Node>>| node.and_then(|node| name(shape, node));
                self.add_values(None, fact(before), fact(after));
            }
        }
    }

    /// Compares two groups of keys, of which one may be written short, as the value of the first key. Amounts are compared
    /// with their currency.
    fn record<'n>(
        &mut self,
        keys: &'static [Key],
        before: Option<&'n Placed<Node>>,
        after: Option<&'n Placed<Node>>,
    ) {
        let has =
            |key: &&Key, sort: &str| matches!((key.shape)(), Shape::Scalar(scalar) if scalar.name == sort);
        let currency = keys.iter().find(|key| has(key, CURRENCY));
        let money = |node: Option<&Placed<Node>>, key: &Key| {
            let currency = Currency::parse(scalar(member(node?, currency?.name)?)?)?;
            let amount = Amount::parse(scalar(member(node?, key.name)?)?)?;
            Some(Fact::Money(Money { currency, amount }))
        };
        for key in keys.iter().filter(|key| !has(key, CURRENCY)) {
            self.path.push(Step::Key(key.name));
            if currency.is_some() && has(&key, AMOUNT) {
                self.add_values(None, money(before, key), money(after, key));
            } else {
                let is_first = keys.first().is_some_and(|first| first.name == key.name);
                let of = |node: Option<&'n Placed<Node>>| {
                    let node = node?;
                    scalar(node).filter(|_| is_first).map(|_| node).or_else(|| member(node, key.name))
                };
                self.value(&(key.shape)(), of(before), of(after));
            }
            self.path.pop();
        }
    }

    /// Compares a text in both languages, each by itself.
    fn words(&mut self, before: Localized<Option<String>>, after: Localized<Option<String>>) {
        let is_once = |words: &Localized<Option<String>>| words.sr == words.en;
        if is_once(&before) && is_once(&after) {
            let fact = |words: Localized<Option<String>>| words.sr.is_some().then_some(Fact::Words(words));
            return self.add_values(None, fact(before), fact(after));
        }
        for language in Language::ALL {
            let text = |words: &Localized<Option<String>>| words[language].clone().map(Fact::Text);
            self.add_values(Some(language), text(&before), text(&after));
        }
    }

    /// Compares two lists, whose items have the shape `shape`. Items with the same name are the same.
    fn list(&mut self, shape: &Shape, before: &[&Placed<Node>], after: &[&Placed<Node>]) {
        let mut former: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (at, item) in before.iter().enumerate() {
            former.entry(identity(shape, item)).or_default().push_back(at);
        }
        let mut is_left = vec![true; before.len()];
        let (mut pairs, mut added) = (Vec::new(), Vec::new());
        for item in after {
            match former.get_mut(&identity(shape, item)).and_then(VecDeque::pop_front) {
                Some(at) => {
                    is_left[at] = false;
                    pairs.push((at, *item));
                }
                None => added.push(*item),
            }
        }
        let mut removed: Vec<&Placed<Node>> =
            before.iter().zip(is_left).filter(|(_, is_left)| *is_left).map(|(item, _)| *item).collect();
        let is_one = before.len() <= 1 && after.len() <= 1;
        let is_reordered = !pairs.is_sorted_by_key(|(at, _)| *at);
        for (at, item) in pairs {
            self.item(shape, Some(before[at]), Some(item), is_one);
        }
        let is_record = |node: &Placed<Node>| matches!(form(shape, node), Shape::Record { .. });
        let is_text = |node: &Placed<Node>| matches!(form(shape, node), Shape::Words | Shape::MarkedWords);
        if removed.len() == 1 && added.len() == 1 && is_record(removed[0]) && is_record(added[0]) {
            self.item(shape, removed.pop(), added.pop(), is_one);
        }
        if removed.iter().chain(&added).any(|node| is_text(node)) {
            let most = removed.len().max(added.len());
            for at in 0..most {
                self.words(words(removed.get(at).copied()), words(added.get(at).copied()));
            }
            return;
        }
        // Items without a name are groups such as amounts, and all that is in them is shown.
        let (named, unnamed): (Vec<_>, Vec<_>) =
            added.into_iter().partition(|item| name(shape, item).is_some());
        unnamed.into_iter().for_each(|item| self.item(shape, None, Some(item), true));
        let (gone, unnamed): (Vec<_>, Vec<_>) =
            removed.into_iter().partition(|item| name(shape, item).is_some());
        unnamed.into_iter().for_each(|item| self.item(shape, Some(item), None, true));
        if !named.is_empty() || !gone.is_empty() {
            let names = |items: Vec<&Placed<Node>>| -> Vec<Fact> {
                items.into_iter().filter_map(|item| Some(name(shape, item)?.cut())).collect()
            };
            self.add_listed(None, names(gone), names(named));
        }
        if is_reordered {
            self.add(None, What::Reordered);
        }
    }

    /// Compares two items of a list. The item of a list of one needs no name.
    fn item(
        &mut self,
        shape: &Shape,
        before: Option<&Placed<Node>>,
        after: Option<&Placed<Node>>,
        is_one: bool,
    ) {
        let step = before.or(after).and_then(|item| name(shape, item)).filter(|_| !is_one);
        let depth = self.path.len();
        self.path.extend(step.map(|name| Step::Item(name.cut())));
        self.value(shape, before, after);
        self.path.truncate(depth);
    }
}

/// The names of the shapes of single values.
const CURRENCY: &str = "currency";
const AMOUNT: &str = "amount";

impl Fact {
    /// Returns two texts as they are shown beside each other: of long ones, the words that differ.
    fn beside(self, other: Self) -> (Self, Self) {
        match (self, other) {
            (Fact::Text(one), Fact::Text(other)) => {
                let (one, other) = excerpts(one, other);
                (Fact::Text(one), Fact::Text(other))
            }
            (Fact::Words(one), Fact::Words(other)) => {
                let (sr, other_sr) = excerpts_of_both(one.sr, other.sr);
                let (en, other_en) = excerpts_of_both(one.en, other.en);
                (Fact::Words(Localized { sr, en }), Fact::Words(Localized { sr: other_sr, en: other_en }))
            }
            (one, other) => (one.cut(), other.cut()),
        }
    }

    /// Cuts a long text.
    fn cut(self) -> Self {
        match self {
            Fact::Text(text) => Fact::Text(cut(text)),
            Fact::Words(Localized { sr, en }) => Fact::Words(Localized { sr: sr.map(cut), en: en.map(cut) }),
            fact => fact,
        }
    }
}

/// Cuts a long text.
fn cut(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// Returns the words that differ in two texts, with some words around them, if one of the texts is long. Long excerpts are
/// cut.
fn excerpts(one: String, other: String) -> (String, String) {
    let is_long = |text: &String| text.chars().nth(LONGEST).is_some();
    if !is_long(&one) && !is_long(&other) {
        return (one, other);
    }
    let words: [Vec<&str>; 2] = [&one, &other].map(|text| text.split(' ').collect());
    let count = |equal: &mut dyn Iterator<Item = (&&str, &&str)>| equal.take_while(|(a, b)| a == b).count();
    let before = count(&mut words[0].iter().zip(&words[1]));
    let shorter = words[0].len().min(words[1].len());
    let after = count(&mut words[0].iter().rev().zip(words[1].iter().rev())).min(shorter - before);
    let [one, other] = words.map(|words| {
        let start = before.saturating_sub(WORDS_AROUND);
        let end = (words.len() - after + WORDS_AROUND).min(words.len());
        let (first, last) = (if start > 0 { "… " } else { "" }, if end < words.len() { " …" } else { "" });
        cut(format!("{first}{}{last}", words[start..end].join(" ")))
    });
    (one, other)
}

/// Returns the excerpts of two texts. If there is only one, it is cut.
fn excerpts_of_both(one: Option<String>, other: Option<String>) -> (Option<String>, Option<String>) {
    match (one, other) {
        (Some(one), Some(other)) => {
            let (one, other) = excerpts(one, other);
            (Some(one), Some(other))
        }
        (one, other) => (one.map(cut), other.map(cut)),
    }
}

/// Returns a text as it can be shown: on one line, without invisible characters.
fn shown(text: &str) -> String {
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    spaced.chars().filter(|c| !is_hidden(*c)).collect()
}

/// Returns the text of a single value.
fn scalar(node: &Placed<Node>) -> Option<&str> {
    match &node.value {
        Node::Text(text) | Node::Number(text) => Some(text),
        Node::Null(_) | Node::Bool | Node::List(_) | Node::Map(_) => None,
    }
}

/// Returns the value of a key of a group.
fn member<'n>(node: &'n Placed<Node>, key: &str) -> Option<&'n Placed<Node>> {
    let Node::Map(entries) = &node.value else { return None };
    entries.iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
}

/// Returns whether two values mean the same, wherever they are written.
fn is_same(one: Option<&Placed<Node>>, other: Option<&Placed<Node>>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return one.is_none() && other.is_none() };
    match (&one.value, &other.value) {
        (Node::List(one), Node::List(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(Some(one), Some(other)))
        }
        (Node::Map(one), Node::Map(other)) => {
            fn sorted(map: &[(Placed<String>, Placed<Node>)]) -> BTreeMap<&str, &Placed<Node>> {
                map.iter().map(|(key, value)| (key.value.as_str(), value)).collect()
            }
            let (one, other) = (sorted(one), sorted(other));
            one.len() == other.len()
                && one.iter().all(|(key, value)| is_same(Some(value), other.get(key).copied()))
        }
        (Node::Null(_), Node::Null(_)) | (Node::Bool, Node::Bool) => true,
        _ => scalar(one).is_some() && scalar(one) == scalar(other),
    }
}

/// Returns the shape of the items, if a value is a list or may be one.
fn item_shape(shape: &Shape) -> Option<&Shape> {
    match shape {
        Shape::List(items) => Some(items),
        Shape::Either(_, long) => {
            if let Shape::List(items) = &**long {
                Some(items)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// Returns the items of a list, or the one value that is written instead.
fn items(node: Option<&Placed<Node>>) -> Vec<&Placed<Node>> {
    match node {
        Some(Placed { value: Node::List(items), .. }) => items.iter().collect(),
        one => one.into_iter().collect(),
    }
}

/// Returns which of several shapes a value has.
fn form(shape: &Shape, node: &Placed<Node>) -> Shape {
    let is_group = |shape: &Shape| matches!(shape, Shape::Record { .. } | Shape::Words | Shape::MarkedWords);
    match shape {
        Shape::Either(short, long) => {
            let fits = |shape: &Shape| is_group(shape) == matches!(node.value, Node::Map(_));
            let fitting = if fits(short) { short } else { long };
            form(fitting, node)
        }
        shape => shape.clone(),
    }
}

/// Returns the text by which an item of a list is known again.
fn identity(shape: &Shape, node: &Placed<Node>) -> String {
    match form(shape, node) {
        Shape::Record { keys, exactly_one, .. } => identifying(keys, exactly_one, node)
            .and_then(|(_, value)| scalar(value))
            .unwrap_or_default()
            .to_owned(),
        Shape::Words | Shape::MarkedWords => {
            let Localized { sr, en } = words(Some(node));
            format!("{}\n{}", sr.unwrap_or_default(), en.unwrap_or_default())
        }
        _ => scalar(node).unwrap_or_default().to_owned(),
    }
}

/// Returns the key that tells items apart, with its value: the first, or the one of which a record has exactly one.
fn identifying<'n>(
    keys: &'static [Key],
    exactly_one: &[&str],
    node: &'n Placed<Node>,
) -> Option<(&'static Key, &'n Placed<Node>)> {
    let is_meant = |key: &&Key| exactly_one.is_empty() || exactly_one.contains(&key.name);
    let limit = if exactly_one.is_empty() { 1 } else { keys.len() };
    let mut written = keys.iter().filter(is_meant).take(limit);
    written.find_map(|key| Some((key, member(node, key.name)?)))
}

/// Returns a value as readers see it. A group of keys has the name that is written in it, or that of the key that tells it
/// apart from others, except for amounts.
fn name(shape: &Shape, node: &Placed<Node>) -> Option<Fact> {
    match form(shape, node) {
        Shape::Record { keys, exactly_one, .. } => {
            let is_name = |key: &&Key| key.name == "name" && matches!((key.shape)(), Shape::Words);
            if let Some(words) = keys.iter().find(is_name).and_then(|key| member(node, key.name)) {
                return Some(Fact::Words(self::words(Some(words))));
            }
            let (key, value) = identifying(keys, exactly_one, node)?;
            let shape = (key.shape)();
            let is_currency = matches!(&shape, Shape::Scalar(scalar) if scalar.name == CURRENCY);
            if is_currency { None } else { name(&shape, value) }
        }
        Shape::Words | Shape::MarkedWords => Some(Fact::Words(words(Some(node)))),
        Shape::Scalar(sort) => Some(single(&sort, scalar(node)?)),
        Shape::Word { choices, messages: Some(messages), .. } => {
            let text = scalar(node)?;
            let word = choices.iter().find(|Choice { word, .. }| *word == text);
            Some(word.map_or_else(|| Fact::Text(shown(text)), |choice| Fact::Word(messages, choice.word)))
        }
        _ => scalar(node).map(|text| Fact::Text(shown(text))),
    }
}

/// Returns what a single value means. One that is not valid is a text.
fn single(sort: &Scalar, text: &str) -> Fact {
    // Former texts may have anything in place of an id. Sub-areas have the ids of their areas before their own.
    let entry = |kind: Kind, id: &str| {
        let is_id = id.splitn(2, '/').all(|part| Id::new(part).is_some());
        is_id.then(|| Fact::Entry(kind, id.to_owned()))
    };
    let any_entry = || {
        let (word, id) = text.split_once(':')?;
        entry(Kind::of_reference(word, id)?, id)
    };
    let fact = match (&*sort.name, sort.refers_to) {
        (_, Some(kind)) => entry(kind, text),
        ("date", _) => PartialDate::parse(text).map(Fact::Date),
        ("deadline", _) => Deadline::parse(text).map(Fact::Deadline),
        ("value", _) => Quantity::parse(text).map(Fact::Quantity),
        ("count", _) => text.parse().ok().map(Fact::Count),
        ("goal", _) => text.parse().ok().filter(|goal| (1..=17).contains(goal)).map(Fact::Goal),
        ("entry", _) => any_entry(),
        _ => None,
    };
    fact.unwrap_or_else(|| Fact::Text(shown(text)))
}

/// Returns a text in each language, without markup. One that is written once is the same in both.
fn words(node: Option<&Placed<Node>>) -> Localized<Option<String>> {
    Localized::from_fn(|language| {
        let node = node?;
        let text = match &node.value {
            Node::Map(_) => member(node, language.code()).and_then(scalar)?,
            _ => scalar(node)?,
        };
        let is_short = text.len() <= LONGEST_MARKED;
        Some(if is_short { shown(&plain(text, language)) } else { shown(text) })
    })
}
