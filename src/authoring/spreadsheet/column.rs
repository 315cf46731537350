//! The columns of a sheet, made from the declarations of records: each shows one key, or a key of a group.

use super::kind::SheetKind;
use super::names::Names;
use crate::authoring::forms::{Control, Field, Form, Item, Value, facts_of, front_matter_of};
use crate::authoring::values;
use crate::authoring::workbook::MOST_CHARACTERS;
use crate::base::form::nfc;
use crate::base::id::Kind;
use crate::base::language::Language;
use crate::content::parse::{Choice, Key, LANGUAGES, Numbers, Scalar, most_items};

/// What stands in a cell for a value that a cell cannot show. Such a value is edited in its file.
pub(super) const ELSEWHERE: &str = "…";

/// A column that shows values of the content.
pub(super) struct Column {
    /// Its heading: the keys, with points between them.
    pub(super) heading: String,
    /// The key that it shows.
    pub(super) key: &'static Key,
    /// How a value is written.
    pub(super) leaf: Leaf,
    /// Whether it is in a text, and in which language. `None` if it is in the facts.
    pub(super) language: Option<Language>,
    /// The keys that lead to its values.
    keys: Vec<&'static str>,
    number: Count,
}

/// How a value of a column is written.
pub(super) enum Leaf {
    Single(Scalar),
    Word(Vec<Choice>),
    Text,
}

/// How many values a cell shows.
#[derive(Clone, Copy, PartialEq)]
enum Count {
    One,
    /// Those of a list, with a separator. If its items are groups, the key whose values are shown.
    Several {
        separator: char,
        part: Option<&'static str>,
        sort: Sort,
    },
}

/// What the items of a list are.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    /// Values that are recognised when they move.
    Values,
    /// Groups, whose other keys are in other columns: values at the same position belong together.
    Aligned,
}

/// What a cell is to say.
pub(super) enum Wanted {
    /// What the content says.
    Same,
    /// Nothing, although the content says something.
    Nothing,
    /// These values.
    Values(Vec<String>),
}

/// Returns the columns of a sheet.
pub(super) fn columns(sheet: &SheetKind) -> Vec<Column> {
    let mut columns = Vec::new();
    let Some(record) = sheet.entries.first().and_then(|kind| facts_of(*kind)) else { return columns };
    let fields = match sheet.list {
        None => {
            let texts = sheet.entries.first().and_then(|kind| front_matter_of(*kind));
            for field in texts.iter().flat_map(|record| &record.fields) {
                for language in Language::ALL {
                    let before = columns.len();
                    collect(field, &mut vec![field.key.name], &mut columns);
                    for column in &mut columns[before..] {
                        column.language = Some(language);
                        column.heading = format!("{}.{}", column.heading, language.code());
                    }
                }
            }
            record.fields
        }
        Some(list) => match record.field(list.key).and_then(|field| field.control.items()) {
            Some(items) => items.fields(),
            None => Vec::new(),
        },
    };
    let fixed = sheet.list.and_then(|list| list.fixed);
    for field in fields.iter().filter(|field| Some(field.key.name) != fixed) {
        collect(field, &mut vec![field.key.name], &mut columns);
    }
    columns
}

/// Adds the columns of a field. Lists of groups that contain groups have none: they are edited in their file.
fn collect(field: &Field, keys: &mut Vec<&'static str>, columns: &mut Vec<Column>) {
    if field.key.is_former {
        return;
    }
    let mut add = |leaf, number, part: Option<&'static Key>| {
        let name = part.map(|part| part.name);
        let heading = keys.iter().copied().chain(name).collect::<Vec<_>>().join(".");
        let key = part.unwrap_or(field.key);
        columns.push(Column { heading, key, leaf, language: None, keys: keys.clone(), number });
    };
    match &field.control {
        Control::List(items) | Control::OneOrMore(items) => match &**items {
            Control::Shortened { short, record } => {
                let number = Count::Several { separator: ';', part: Some(short), sort: Sort::Values };
                let leaf = record.field(short).and_then(|field| leaf(&field.control));
                leaf.into_iter().for_each(|leaf| add(leaf, number, None));
            }
            Control::Record(record) if record.fields.iter().all(|field| leaf(&field.control).is_some()) => {
                for field in &record.fields {
                    let part = field.key.name;
                    let number = Count::Several { separator: ';', part: Some(part), sort: Sort::Aligned };
                    leaf(&field.control).into_iter().for_each(|leaf| add(leaf, number, Some(field.key)));
                }
            }
            Control::Words { .. } => {
                for part in LANGUAGES {
                    let (separator, sort) = ('\n', Sort::Aligned);
                    let number = Count::Several { separator, part: Some(part.name), sort };
                    add(Leaf::Text, number, Some(part));
                }
            }
            items => {
                let number = Count::Several { separator: ';', part: None, sort: Sort::Values };
                leaf(items).into_iter().for_each(|leaf| add(leaf, number, None));
            }
        },
        Control::Record(record) => {
            for part in &record.fields {
                keys.push(part.key.name);
                collect(part, keys, columns);
                keys.pop();
            }
        }
        Control::Words { .. } => {
            for part in field.control.fields() {
                keys.push(part.key.name);
                collect(&Field { key: field.key, ..part }, keys, columns);
                keys.pop();
            }
        }
        control => leaf(control).into_iter().for_each(|leaf| add(leaf, Count::One, None)),
    }
}

/// Returns how a value is written, if it is a single one.
fn leaf(control: &Control) -> Option<Leaf> {
    match control {
        Control::Single(scalar) => Some(Leaf::Single(scalar.clone())),
        Control::Word { choices, .. } => Some(Leaf::Word(choices.clone())),
        _ => None,
    }
}

impl Column {
    /// Returns the value that it shows of an entry, or of an item of its list.
    pub(super) fn value<'f>(&self, form: &'f Form, item: Option<&'f Value>) -> &'f Value {
        let whole = match (self.language, item) {
            (Some(language), _) => form.texts.as_ref().map(|texts| &texts[language].value),
            (None, Some(item)) => Some(item),
            (None, None) => form.facts.as_ref().map(|facts| &facts.value),
        };
        whole.map_or(&Value::Nothing, |value| value.at(&self.keys))
    }

    /// Returns the keys that lead to its values.
    pub(super) fn keys(&self) -> &[&'static str] {
        &self.keys
    }

    /// Returns the kind of entry that its values refer to, if they do.
    pub(super) fn refers_to(&self) -> Option<Kind> {
        match &self.leaf {
            Leaf::Single(scalar) => scalar.refers_to,
            Leaf::Word(_) | Leaf::Text => None,
        }
    }

    /// Returns whether a cell shows one value at most.
    pub(super) fn is_of_one(&self) -> bool {
        self.number == Count::One
    }

    /// Returns the key whose values it shows of the groups in a list, if it does.
    pub(super) fn part(&self) -> Option<&'static str> {
        if let Count::Several { part, .. } = self.number { part } else { None }
    }

    /// Returns the maximum number of values of a cell.
    pub(super) fn most_values(&self) -> usize {
        if self.is_of_one() { 1 } else { self.keys.last().map_or(1, |list| most_items(list)) }
    }

    /// Returns whether its values belong to those of other columns with the same keys.
    pub(super) fn is_aligned(&self) -> bool {
        matches!(self.number, Count::Several { sort: Sort::Aligned, .. })
    }

    /// Returns what a cell shows of a value; `None` if it cannot show it.
    pub(super) fn shown(&self, value: &Value) -> Option<String> {
        let texts = self.texts(value)?;
        let Count::Several { separator, .. } = self.number else { return texts.first().cloned() };
        if texts.iter().all(String::is_empty) {
            return Some(String::new());
        }
        let between = if separator == '\n' { "\n".to_owned() } else { format!("{separator} ") };
        let shown = texts.join(&between).trim().to_owned();
        (shown.encode_utf16().count() <= MOST_CHARACTERS && self.split(&shown) == texts).then_some(shown)
    }

    /// Returns the values of a cell. `None` if it cannot show them.
    fn texts(&self, value: &Value) -> Option<Vec<String>> {
        let single = |value: &Value| match value {
            Value::Nothing => Some(String::new()),
            Value::Text(text) if is_plain(text) => Some(text.clone()),
            _ => None,
        };
        match (self.number, value) {
            (_, Value::Nothing) => Some(vec![String::new()]),
            (Count::One, value) => single(value).map(|text| vec![text]),
            (Count::Several { part, .. }, Value::List(items)) => {
                let part = |item: &Item| single(part.map_or(&item.value, |part| item.value.get(part)));
                items.iter().map(part).collect()
            }
            _ => None,
        }
    }

    /// Splits the text of a cell into values.
    pub(super) fn split(&self, text: &str) -> Vec<String> {
        match self.number {
            Count::One => vec![text.to_owned()],
            Count::Several { separator: '\n', .. } => {
                text.split('\n').map(|part| part.trim().to_owned()).collect()
            }
            Count::Several { separator, .. } => {
                text.split([separator, '\n']).map(|part| part.trim().to_owned()).collect()
            }
        }
    }

    /// Compares the text of a cell with what the content says.
    pub(super) fn wanted(&self, cell: &str, content: &str, names: &Names) -> Wanted {
        if cell == content {
            return Wanted::Same;
        }
        if cell.is_empty() {
            return Wanted::Nothing;
        }
        let values = |text: &str| -> Vec<String> {
            self.split(text).iter().flat_map(|part| self.canonical(part, names)).collect()
        };
        let mut wanted = values(cell);
        if !self.is_of_one() && !self.is_aligned() {
            wanted.retain(|value| !value.is_empty());
        }
        if wanted == values(content) { Wanted::Same } else { Wanted::Values(wanted) }
    }

    /// Returns a value as the content writes it: an id for a name, a date, an amount. Several, if they are listed with
    /// commas.
    fn canonical(&self, text: &str, names: &Names) -> Vec<String> {
        let text = nfc(text);
        let known = |text: &str| match &self.leaf {
            Leaf::Single(Scalar { refers_to: Some(kind), .. }) => names.id(*kind, text),
            Leaf::Word(choices) => {
                let same = |choice: &&Choice| choice.word.eq_ignore_ascii_case(text);
                choices.iter().find(same).map(|choice| choice.word.to_owned())
            }
            Leaf::Single(scalar) => values::as_written(scalar, text),
            Leaf::Text => None,
        };
        if let Some(known) = known(&text) {
            return vec![known];
        }
        let is_of_words = match &self.leaf {
            Leaf::Single(scalar) => scalar.refers_to.is_some(),
            Leaf::Word(_) => true,
            Leaf::Text => false,
        };
        if is_of_words && !self.is_of_one() && !self.is_aligned() && text.contains(',') {
            let parts: Option<Vec<String>> = text.split(',').map(|part| known(part.trim())).collect();
            if let Some(parts) = parts {
                return parts;
            }
        }
        vec![text.into_owned()]
    }

    /// Returns a value of the form that says what a cell says. `before` is the present one.
    pub(super) fn applied(&self, before: &Value, values: &[String]) -> Value {
        let text = |text: &str| match text {
            "" => Value::Nothing,
            text => Value::Text(text.to_owned()),
        };
        let Count::Several { part, sort, .. } = self.number else {
            return text(values.first().map_or("", String::as_str));
        };
        let mut left: Vec<Option<&Item>> = before.items().iter().map(Some).collect();
        let shown = |item: &Item| part.map_or(&item.value, |part| item.value.get(part)).text().to_owned();
        let items = values.iter().enumerate().map(|(at, value)| {
            let found = match sort {
                Sort::Aligned => left.get_mut(at).and_then(Option::take),
                Sort::Values => left
                    .iter_mut()
                    .find(|item| item.is_some_and(|item| shown(item) == *value))
                    .and_then(Option::take),
            };
            let mut item = found.cloned().unwrap_or(Item { name: format!("n{at}"), value: Value::Nothing });
            match (part, sort) {
                (Some(part), Sort::Aligned) => item.value.set(&[part], text(value)),
                (Some(part), Sort::Values) if item.value.get(part).text() != value => {
                    item.value = Value::Group(vec![(part, text(value))]);
                }
                (None, _) => item.value = text(value),
                _ => {}
            }
            item
        });
        Value::List(items.collect())
    }
}

/// Returns whether a cell shows a text as it is.
fn is_plain(text: &str) -> bool {
    text.trim() == text && !text.contains('\r') && nfc(text) == text
}

impl Leaf {
    /// Returns whether a text may be a number with three decimals, or thousands with a separator.
    pub(super) fn is_doubtful(&self, text: &str) -> bool {
        matches!(self, Leaf::Single(scalar) if values::is_doubtful(scalar, text))
    }

    /// Returns the number that a cell shows; `None` if it is none, or another number would be read back.
    pub(super) fn number(&self, text: &str) -> Option<f64> {
        let Leaf::Single(scalar) = self else { return None };
        if scalar.name == "date" || !matches!(scalar.numbers, Numbers::Between(_) | Numbers::Whole(_)) {
            return None;
        }
        let value: f64 = text.parse().ok().filter(|value: &f64| value.is_finite())?;
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        (decimals <= 6 && digits <= 15).then_some(value)
    }
}
