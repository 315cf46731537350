//! Decodes YAML trees into records. Checks keys and types, reports every mistake, and keeps everything else.

use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::blank::{BLANK, without_blanks};
use super::limits::{is_short, within_limits};
use super::node::Node;
use super::written::{EntryIds, Sort};
use crate::base::date::PartialDate;
use crate::base::id::Kind;
use crate::base::invisible::{code, first_hidden};
use crate::base::language::Localized;
use crate::base::money::{Amount, Currency};
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::text::suggest::did_you_mean;

/// A type that can be decoded from a YAML value.
pub(super) trait Decode: Sized {
    /// Decodes a value, or reports why it is not valid.
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self>;

    /// Returns how the value is written.
    fn shape() -> Shape;
}

/// The way in which a value is written, for schemas and documentation.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A single value, such as a text, id, date or number.
    Scalar(Scalar),
    /// One of these words.
    Word {
        /// What it is, with an article: `a role`.
        what: &'static str,
        /// The words.
        choices: Vec<Choice>,
    },
    /// A text in both languages, below [`LANGUAGES`].
    Words,
    /// A list of values.
    List(Box<Shape>),
    /// A group of keys.
    Record {
        /// What it is, with an article: `a phase`.
        what: &'static str,
        /// Its description, in one sentence.
        about: &'static str,
        /// The keys that it may have.
        keys: &'static [Key],
    },
    /// A group whose keys are ids or other names. The first shape is that of the keys, the second that of the values.
    Keyed(Box<Shape>, Box<Shape>),
}

/// The way in which a single value is written: as text, or as what YAML reads as a number.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// Its name: `date`.
    pub name: String,
    /// The ECMA 262 pattern that its text matches. `None` if it is never text.
    pub pattern: Option<String>,
    /// The numbers that it can be.
    pub numbers: Numbers,
    /// Advice to editors on what to write.
    pub help: String,
    /// The kind of entry that it names by id, if it names one.
    pub refers_to: Option<Kind>,
}

impl Scalar {
    /// Creates the shape of a text with a pattern, which is never a number.
    pub(super) fn text(name: &str, pattern: impl Into<String>, help: &str) -> Scalar {
        Scalar {
            name: name.to_owned(),
            pattern: Some(pattern.into()),
            numbers: Numbers::None,
            help: help.to_owned(),
            refers_to: None,
        }
    }
}

/// The numbers that a value can be.
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    /// None.
    None,
    /// Any number, because it is read as text.
    Any,
    /// Whole numbers without a sign, because they are read as text.
    Unsigned,
    /// Whole numbers in a range.
    Whole(RangeInclusive<i64>),
    /// Numbers in a range.
    Between(RangeInclusive<f64>),
}

/// A word of a closed set.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// The word, as written.
    pub word: &'static str,
    /// Its meaning.
    pub doc: &'static str,
}

/// A key of a record, with its documentation.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key, as written.
    pub name: &'static str,
    /// Whether the record requires it.
    pub required: bool,
    /// Whether its value is a proper name, which need not be translated.
    pub is_name: bool,
    /// Its description for editors.
    pub doc: &'static str,
    /// The shape of its value.
    pub shape: fn() -> Shape,
}

/// Reports that `node` is not of the expected type.
fn wrong_type<T>(node: &Placed<Node>, expected: &str, help: &str, problems: &mut Problems) -> Option<T> {
    let message = format!("expected {expected}, found {}", node.value.description());
    problems.push(Problem::new(&rules::WRONG_TYPE, node.place.clone(), message).help(help));
    None
}

/// Reports that a value is not valid.
fn wrong_value<T>(place: Place, message: String, help: &str, problems: &mut Problems) -> Option<T> {
    problems.push(Problem::new(&rules::WRONG_VALUE, place, message).help(help));
    None
}

impl<T: Decode> Decode for Placed<T> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let place = node.place.clone();
        Some(Placed::new(T::decode(node, problems)?, place))
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl Decode for String {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match node.value {
            Node::Text(text) if text.trim().is_empty() => wrong_value(
                node.place,
                "this text is empty".to_owned(),
                "write the text, or remove the key if it is not required",
                problems,
            ),
            // YAML reads a title such as 2030 as a number, but its author means text.
            Node::Text(text) | Node::Number(text) => {
                if let Some((_, c)) = text.split('\n').find_map(first_hidden) {
                    let message = format!("this text contains the invisible character {}", code(c));
                    problems.push(
                        Problem::new(&rules::CONTROL_CHARACTER, node.place, message)
                            .help(format!("delete it, or its escape, such as `\\u{:04X}`", u32::from(c))),
                    );
                    return None;
                }
                is_short(&text, &node.place, problems).then_some(text)
            }
            Node::Null => wrong_value(
                node.place,
                "nothing is written here".to_owned(),
                "write the text, or remove the key if it is not required",
                problems,
            ),
            Node::Bool | Node::List(_) | Node::Map(_) => wrong_type(
                &node,
                "text",
                "write one text; put it in double quotes if it contains special characters",
                problems,
            ),
        }
    }

    fn shape() -> Shape {
        // Not empty, not a blank, and without hidden characters except line breaks.
        const PATTERN: &str = r"^(?!\s*$)(?!_{3,}$)[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufeff]*$";
        let help = format!("write a text; `{BLANK}` marks one that is still to be written");
        Shape::Scalar(Scalar { numbers: Numbers::Any, ..Scalar::text("text", PATTERN, &help) })
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match node.value {
            Node::List(items) => {
                Some(items.into_iter().filter_map(|item| T::decode(item, problems)).collect())
            }
            _ => {
                wrong_type(&node, "a list", "write a list: `[one, two]`, or one `- item` per line", problems)
            }
        }
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// The entries of a group, in their order. Keys are ids, or names of the format `K`.
#[derive(Clone, Debug)]
pub struct Keyed<T, K = EntryIds>(pub Vec<(Placed<String>, T)>, PhantomData<fn() -> K>);

impl<T, K> Default for Keyed<T, K> {
    fn default() -> Self {
        Keyed(Vec::new(), PhantomData)
    }
}

impl<T: Decode, K: Sort> Decode for Keyed<T, K> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match node.value {
            Node::Map(entries) => {
                report_duplicates(&entries, problems);
                let decode = |(key, value): (Placed<String>, _)| {
                    let value = T::decode(value, problems)?;
                    is_short(&key.value, &key.place, problems).then_some((key, value))
                };
                Some(Keyed(entries.into_iter().filter_map(decode).collect(), PhantomData))
            }
            _ => wrong_type(
                &node,
                "a group of records",
                "write one id per line, followed by `:` and its keys",
                problems,
            ),
        }
    }

    fn shape() -> Shape {
        Shape::Keyed(Box::new(K::shape()), Box::new(T::shape()))
    }
}

/// A text in one or both languages, as authored.
pub type Words = Localized<Option<Placed<String>>>;

/// The keys of a text in both languages.
pub const LANGUAGES: &[Key] = &[
    Key {
        name: "sr",
        required: false,
        is_name: false,
        doc: "In Serbian, Latin or Cyrillic.",
        shape: String::shape,
    },
    Key { name: "en", required: false, is_name: false, doc: "In English.", shape: String::shape },
];

impl Decode for Placed<Words> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let place = node.place.clone();
        let Node::Map(entries) = node.value else {
            return wrong_type(
                &node,
                "a text in both languages",
                "write `{ sr: \"…\", en: \"…\" }`",
                problems,
            );
        };
        let mut words = Words::default();
        let mut fields = Fields::new(entries, LANGUAGES, problems);
        words.sr = fields.take("sr", problems);
        words.en = fields.take("en", problems);
        // A text that was reported must not also count as missing.
        let is_lost = |language: &str, text: &Option<Placed<String>>| {
            text.is_none() && fields.place_of(language).is_some()
        };
        if fields.has_blanks || is_lost("sr", &words.sr) || is_lost("en", &words.en) {
            return None;
        }
        Some(Placed::new(words, place))
    }

    fn shape() -> Shape {
        Shape::Words
    }
}

const DATE_HELP: &str = "write year, year-month or year-month-day: `2023`, `2023-03` or `2023-03-01`";

impl Decode for PartialDate {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Node::Text(text) | Node::Number(text) => PartialDate::parse(text).or_else(|| {
                wrong_value(
                    node.place.clone(),
                    format!("`{}` is not a date", shorten(text)),
                    DATE_HELP,
                    problems,
                )
            }),
            _ => wrong_type(&node, "a date", DATE_HELP, problems),
        }
    }

    fn shape() -> Shape {
        let numbers = Numbers::Whole(0..=9999);
        Shape::Scalar(Scalar { numbers, ..Scalar::text("date", PartialDate::PATTERN, DATE_HELP) })
    }
}

const AMOUNT_HELP: &str = "write the amount in digits, with at most two decimals after a point and no separators: `18460` or `18460.50`";

impl Decode for Amount {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Node::Text(text) | Node::Number(text) => Amount::parse(text).or_else(|| {
                wrong_value(
                    node.place.clone(),
                    format!("`{}` is not an amount", shorten(text)),
                    AMOUNT_HELP,
                    problems,
                )
            }),
            _ => wrong_type(&node, "an amount", AMOUNT_HELP, problems),
        }
    }

    fn shape() -> Shape {
        let numbers = Numbers::Between(0.0..=Amount::MAXIMUM as f64);
        Shape::Scalar(Scalar { numbers, ..Scalar::text("amount", Amount::PATTERN, AMOUNT_HELP) })
    }
}

const CURRENCY_HELP: &str = "write the three capital letters of ISO 4217: `EUR`, `CHF`, `RSD`";

impl Decode for Currency {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Node::Text(text) => Currency::parse(text).or_else(|| {
                wrong_value(
                    node.place.clone(),
                    format!("`{}` is not a currency", shorten(text)),
                    CURRENCY_HELP,
                    problems,
                )
            }),
            _ => wrong_type(&node, "a currency", CURRENCY_HELP, problems),
        }
    }

    fn shape() -> Shape {
        Shape::Scalar(Scalar::text("currency", Currency::PATTERN, CURRENCY_HELP))
    }
}

/// Degrees of latitude or longitude (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Degrees<A> {
    /// The number.
    pub value: f64,
    axis: PhantomData<A>,
}

/// The axis of [`Degrees`]: latitude or longitude.
pub trait Axis {
    /// Its name.
    const NAME: &'static str;
    /// The degrees of Serbia and its surroundings. Others reveal a swapped latitude and longitude.
    const WITHIN_SERBIA: RangeInclusive<f64>;
}

/// Degrees north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Latitude {}

impl Axis for Latitude {
    const NAME: &'static str = "latitude";
    const WITHIN_SERBIA: RangeInclusive<f64> = 41.0..=47.0;
}

/// Degrees east.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Longitude {}

impl Axis for Longitude {
    const NAME: &'static str = "longitude";
    const WITHIN_SERBIA: RangeInclusive<f64> = 18.0..=24.0;
}

const DEGREES_HELP: &str = "write degrees with a decimal point: `44.75`";

impl<A: Axis> Decode for Degrees<A> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Node::Text(text) | Node::Number(text) => {
                match text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= 180.0) {
                    Some(value) => Some(Degrees { value, axis: PhantomData }),
                    None => wrong_value(
                        node.place.clone(),
                        format!("`{}` is not a number of degrees", shorten(text)),
                        DEGREES_HELP,
                        problems,
                    ),
                }
            }
            _ => wrong_type(&node, "degrees", DEGREES_HELP, problems),
        }
    }

    fn shape() -> Shape {
        const PATTERN: &str = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$";
        let numbers = Numbers::Between(A::WITHIN_SERBIA);
        Shape::Scalar(Scalar { numbers, ..Scalar::text(A::NAME, PATTERN, DEGREES_HELP) })
    }
}

/// A Sustainable Development Goal of the United Nations, 1 to 17.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sdg(pub u8);

impl Sdg {
    /// The numbers of all goals.
    const ALL: RangeInclusive<u8> = 1..=17;
}

const SDG_HELP: &str = "write the number of a Sustainable Development Goal, 1 to 17";

impl Decode for Sdg {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Node::Number(text) => match text.parse::<u8>().ok().filter(|goal| Sdg::ALL.contains(goal)) {
                Some(goal) => Some(Sdg(goal)),
                None => wrong_value(
                    node.place.clone(),
                    format!("there is no goal {}", shorten(text)),
                    SDG_HELP,
                    problems,
                ),
            },
            _ => wrong_type(&node, "a number", SDG_HELP, problems),
        }
    }

    fn shape() -> Shape {
        Shape::Scalar(Scalar {
            name: "goal".to_owned(),
            pattern: None,
            numbers: Numbers::Whole(i64::from(*Sdg::ALL.start())..=i64::from(*Sdg::ALL.end())),
            help: SDG_HELP.to_owned(),
            refers_to: None,
        })
    }
}

/// A code of `N` digits that does not begin with 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digits<const N: usize>(pub u32);

impl<const N: usize> Decode for Digits<N> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let help = format!("write {N} digits");
        let is_code = |text: &str| {
            text.len() == N && !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
        };
        match &node.value {
            Node::Text(text) | Node::Number(text) => {
                match text.parse::<u32>().ok().filter(|_| is_code(text)) {
                    Some(code) => Some(Digits(code)),
                    None => wrong_value(
                        node.place.clone(),
                        format!("`{}` is not a code of {N} digits", shorten(text)),
                        &help,
                        problems,
                    ),
                }
            }
            _ => wrong_type(&node, "a code", &help, problems),
        }
    }

    fn shape() -> Shape {
        let whole = 10_i64.pow(N as u32 - 1)..=10_i64.pow(N as u32) - 1;
        let code = Scalar::text(
            &format!("code of {N} digits"),
            format!("^[1-9][0-9]{{{}}}$", N - 1),
            &format!("write {N} digits"),
        );
        Shape::Scalar(Scalar { numbers: Numbers::Whole(whole), ..code })
    }
}

/// Cuts a long text after 60 characters, and replaces control characters with spaces, for messages.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 60;
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match flat.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &flat[..cut]),
        None => flat,
    }
}

fn report_duplicates(entries: &[(Placed<String>, Placed<Node>)], problems: &mut Problems) {
    let mut seen: std::collections::BTreeMap<&str, &Place> = std::collections::BTreeMap::new();
    for (key, _) in entries {
        match seen.get(key.value.as_str()) {
            None => {
                seen.insert(&key.value, &key.place);
            }
            Some(first) => problems.push(
                Problem::new(
                    &rules::DUPLICATE_KEY,
                    key.place.clone(),
                    format!("the key `{}` is written twice", shorten(&key.value)),
                )
                .label("second time")
                .related((*first).clone(), "first time")
                .help("keep one of the two"),
            ),
        }
    }
}

/// The fields of a record that is being decoded.
pub(super) struct Fields {
    entries: Vec<(Placed<String>, Option<Placed<Node>>)>,
    /// Whether a key is unknown or its value could not be read.
    broken: bool,
    /// Whether a value is still to be written.
    has_blanks: bool,
}

impl Fields {
    /// Creates the fields from the entries of a group. Reports keys that are unknown or written twice, and blanks.
    pub(super) fn new(
        entries: Vec<(Placed<String>, Placed<Node>)>,
        keys: &[Key],
        problems: &mut Problems,
    ) -> Self {
        report_duplicates(&entries, problems);
        let mut broken = false;
        for (key, _) in &entries {
            if !keys.iter().any(|known| known.name == key.value) {
                broken = true;
                let message = format!("unknown key `{}`", shorten(&key.value));
                let help = match did_you_mean(&key.value, keys.iter().map(|known| known.name)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => {
                        let known: Vec<&str> = keys.iter().map(|known| known.name).collect();
                        format!("known here: {}", known.join(", "))
                    }
                };
                problems.push(Problem::new(&rules::UNKNOWN_KEY, key.place.clone(), message).help(help));
            }
        }
        let mut has_blanks = false;
        let entries = entries.into_iter().map(|(key, value)| {
            let Some(known) = keys.iter().find(|known| known.name == key.value) else {
                return (key, Some(value));
            };
            let (value, had_blanks) = without_blanks(value, known, problems);
            has_blanks |= had_blanks;
            let had_value = value.is_some();
            let value = value.and_then(|value| within_limits(value, known, problems));
            broken |= had_value && value.is_none();
            (key, value)
        });
        let entries = entries.collect();
        Fields { entries, broken: broken || has_blanks, has_blanks }
    }

    /// Returns whether something in the record was reported. If so, missing values may not be truly missing.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Returns the place of a key, if it is written.
    pub(super) fn place_of(&self, name: &str) -> Option<&Place> {
        self.entries.iter().find(|(key, _)| key.value == name).map(|(key, _)| &key.place)
    }

    /// Decodes the value of a key, if it is written.
    pub(super) fn take<T: Decode>(&mut self, name: &str, problems: &mut Problems) -> Option<T> {
        let (key, value) = self.entries.iter_mut().find(|(key, _)| key.value == name)?;
        let mut value = value.take()?;
        if value.value == Node::Null {
            // There is nothing to underline, so point at the key.
            value.place = key.place.clone();
        }
        let decoded = T::decode(value, problems);
        self.broken |= decoded.is_none();
        decoded
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
    for key in keys.iter().filter(|key| key.required && fields.place_of(key.name).is_none()) {
        let start = Place { file: Arc::clone(&place.file), span: place.span.start..place.span.start };
        problems.push(
            Problem::new(&rules::MISSING_KEY, start, format!("{what} lacks `{}`", key.name)).help(format!(
                "add `{}:` – {}",
                key.name,
                lower_first(key.doc.trim().trim_end_matches('.'))
            )),
        );
    }
}

pub(super) fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Declares a record: its keys with their documentation. Fields are decoded one by one, so no mistake hides another.
///
/// Every field is an `Option`: a value that could not be read has been reported, and the others are still checked.
macro_rules! record {
    (
        $(#[doc = $about:literal])*
        $what:literal $name:ident {
            $( $(#[doc = $doc:literal])+ $need:ident $field:ident $(as $key:literal)? : $type:ty $(= $role:ident)?, )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug)]
        pub struct $name {
            /// Its place.
            pub place: $crate::base::problem::Place,
            /// Whether a part of it was reported. If so, missing values may not be truly missing.
            pub broken: bool,
            $( $(#[doc = $doc])+ pub $field: Option<$type>, )*
        }

        impl $name {
            /// The keys that the record may have.
            pub const KEYS: &[$crate::content::parse::decode::Key] = &[
                $( $crate::content::parse::decode::Key {
                    name: record!(@key $field $(as $key)?),
                    required: record!(@required $need),
                    is_name: record!(@is_name $($role)?),
                    doc: concat!($($doc),+),
                    shape: <$type as $crate::content::parse::decode::Decode>::shape,
                }, )*
            ];
        }

        impl $crate::content::parse::decode::Decode for $name {
            fn decode(
                node: $crate::base::problem::Placed<$crate::content::parse::node::Node>,
                problems: &mut $crate::base::problem::Problems,
            ) -> Option<Self> {
                let place = node.place.clone();
                let entries = $crate::content::parse::decode::entries_of(node, $what, Self::KEYS, problems)?;
                let mut fields = $crate::content::parse::decode::Fields::new(entries, Self::KEYS, problems);
                $crate::content::parse::decode::report_missing(&fields, Self::KEYS, $what, &place, problems);
                $( let $field = fields.take(record!(@key $field $(as $key)?), problems); )*
                Some($name { place, broken: fields.is_broken(), $( $field, )* })
            }

            fn shape() -> $crate::content::parse::decode::Shape {
                $crate::content::parse::decode::Shape::Record {
                    what: $what,
                    about: concat!($($about),*),
                    keys: Self::KEYS,
                }
            }
        }

        impl $crate::content::parse::walk::Walk for $name {
            fn walk<'a>(
                &'a self,
                path: &mut $crate::content::parse::walk::FieldPath,
                visit: &mut $crate::content::parse::walk::Visit<'_, 'a>,
            ) {
                let mut keys = Self::KEYS.iter();
                $(
                    if let Some(key) = keys.next() {
                        path.push(key);
                        $crate::content::parse::walk::Walk::walk(&self.$field, path, visit);
                        path.pop();
                    }
                )*
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident as $key:literal) => { $key };
    (@required required) => { true };
    (@required optional) => { false };
    (@is_name) => { false };
    (@is_name name) => { true };
}

/// Declares a closed set of words, each with its documentation.
macro_rules! choice {
    (
        $(#[doc = $about:literal])*
        $what:literal $name:ident {
            $( $(#[doc = $doc:literal])+ $variant:ident = $word:literal, )*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[doc = $doc])+ $variant, )*
        }

        impl $name {
            /// All members, in the order in which lists show them.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// Returns the word for it in content and data.
            pub const fn word(self) -> &'static str {
                match self { $( $name::$variant => $word, )* }
            }
        }

        impl $crate::content::parse::decode::Decode for $name {
            fn decode(
                node: $crate::base::problem::Placed<$crate::content::parse::node::Node>,
                problems: &mut $crate::base::problem::Problems,
            ) -> Option<Self> {
                let place = node.place.clone();
                let word = <String as $crate::content::parse::decode::Decode>::decode(node, problems)?;
                let found = Self::ALL.iter().copied().find(|member| member.word() == word);
                if found.is_none() {
                    $crate::content::parse::decode::report_choice($what, &word, &[$($word),*], place, problems);
                }
                found
            }

            fn shape() -> $crate::content::parse::decode::Shape {
                $crate::content::parse::decode::Shape::Word {
                    what: $what,
                    choices: vec![
                        $( $crate::content::parse::decode::Choice { word: $word, doc: concat!($($doc),+) }, )*
                    ],
                }
            }
        }

        impl $crate::content::parse::walk::Value for $name {}

        impl $crate::content::parse::walk::Walk for $name {
            fn walk<'a>(
                &'a self,
                _: &mut $crate::content::parse::walk::FieldPath,
                _: &mut $crate::content::parse::walk::Visit<'_, 'a>,
            ) {
            }
        }
    };
}

/// Returns the entries of a group of keys, or reports that the value is not a group. An empty value is an empty group.
pub(super) fn entries_of(
    node: Placed<Node>,
    what: &str,
    keys: &[Key],
    problems: &mut Problems,
) -> Option<Vec<(Placed<String>, Placed<Node>)>> {
    match node.value {
        Node::Map(entries) => Some(entries),
        Node::Null => Some(Vec::new()),
        _ => {
            let shown: Vec<String> = keys.iter().take(3).map(|key| format!("{}: …", key.name)).collect();
            let help = format!(
                "write its keys and their values: `{{ {} }}`, or one `key: value` per line",
                shown.join(", ")
            );
            wrong_type(&node, what, &help, problems)
        }
    }
}

/// Reports an unknown word, and suggests known ones.
pub(super) fn report_choice(
    what: &str,
    word: &str,
    known: &[&'static str],
    place: Place,
    problems: &mut Problems,
) {
    let help = match did_you_mean(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of: {}", known.join(", ")),
    };
    problems.push(
        Problem::new(&rules::WRONG_VALUE, place, format!("`{}` is not {what}", shorten(word))).help(help),
    );
}

pub(super) use {choice, record};
