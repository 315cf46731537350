//! Single values: dates, amounts, currencies, degrees, goals and codes.

use std::marker::PhantomData;
use std::ops::RangeInclusive;

use super::decode::{Decode, shorten, without_odd_signs, wrong_type, wrong_value};
use super::hints;
use super::node::Node;
use super::shape::{Numbers, Scalar, Shape};
use crate::base::date::PartialDate;
use crate::base::deadline::Deadline;
use crate::base::money::{Amount, Currency};
use crate::base::problem::{Placed, Problems};
use crate::base::quantity::Quantity;

/// Returns the text of a value that may be text, or what YAML reads as a number.
fn text_or_number(node: &Node) -> Option<&str> {
    text(node).or_else(|| number(node))
}

fn text(node: &Node) -> Option<&str> {
    if let Node::Text(text) = node { Some(text) } else { None }
}

fn number(node: &Node) -> Option<&str> {
    if let Node::Number(text) = node { Some(text) } else { None }
}

/// Decodes a single value. `written` returns its text if it has the type `expected`, `parse` reads the text, `wrong` says
/// what is wrong with one that cannot be read, and `meant` returns what was meant by it.
fn single<T>(
    node: &Placed<Node>,
    written: fn(&Node) -> Option<&str>,
    parse: impl Fn(&str) -> Option<T>,
    expected: &str,
    (wrong, meant): (impl Fn(&str) -> String, impl Fn(&str) -> Option<String>),
    help: &str,
    problems: &mut Problems,
) -> Option<T> {
    let is_right = |text: &str| parse(text).is_some();
    let did_you_mean =
        |text| Some(format!("did you mean `{}`?", meant(text).filter(|meant| is_right(meant))?));
    let written_so = text_or_number(&node.value);
    let hint = written_so.and_then(|text| without_odd_signs(text, is_right).or_else(|| did_you_mean(text)));
    let help = hint.as_deref().unwrap_or(help);
    match written(&node.value) {
        Some(text) => {
            parse(text).or_else(|| wrong_value(node.place.clone(), wrong(&shorten(text)), help, problems))
        }
        None => wrong_type(node, expected, help, problems),
    }
}

/// What was meant by a value for which there are no hints.
fn nothing(_: &str) -> Option<String> {
    None
}

/// Says that a text is not what it should be, and why.
fn is_not(text: &str, what: &str, why: Option<String>) -> String {
    match why {
        Some(why) => format!("`{text}` is not {what}: {why}"),
        None => format!("`{text}` is not {what}"),
    }
}

/// What was meant by a number that cannot be negative.
fn positive(text: &str) -> Option<String> {
    hints::number(text).map(|number| number.trim_start_matches('-').to_owned())
}

const DATE_HELP: &str =
    "write year, year-month or year-month-day, from 1900 to 2100: `2023`, `2023-03` or `2023-03-01`";

impl Decode for PartialDate {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let wrong = |text: &str| is_not(text, "a date", hints::no_such_day(text));
        single(&node, text_or_number, PartialDate::parse, "a date", (wrong, hints::date), DATE_HELP, problems)
    }

    fn shape() -> Shape {
        let years = PartialDate::YEARS;
        let numbers = Numbers::Whole(i64::from(*years.start())..=i64::from(*years.end()));
        Shape::Scalar(Scalar { numbers, ..Scalar::text("date", PartialDate::PATTERN, DATE_HELP) })
    }
}

const DEADLINE_HELP: &str =
    "write the day, or the day and the local time: `2023-06-09` or `2023-06-09T16:00`";

impl Decode for Deadline {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let wrong = |text: &str| is_not(text, "a deadline", hints::no_such_day(text));
        single(&node, text, Deadline::parse, "a day", (wrong, hints::deadline), DEADLINE_HELP, problems)
    }

    fn shape() -> Shape {
        Shape::Scalar(Scalar::text("deadline", Deadline::PATTERN, DEADLINE_HELP))
    }
}

const AMOUNT_HELP: &str = "write the amount in digits, with at most two decimals after a point and no separators: `18460` or `18460.50`";

impl Decode for Amount {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let why = |text: &str| text.starts_with('-').then(|| "it is less than nothing".to_owned());
        let wrong = |text: &str| is_not(text, "an amount", why(text));
        single(&node, text_or_number, Amount::parse, "an amount", (wrong, positive), AMOUNT_HELP, problems)
    }

    fn shape() -> Shape {
        let numbers = Numbers::Between(0.0..=Amount::MAXIMUM as f64);
        Shape::Scalar(Scalar { numbers, ..Scalar::text("amount", Amount::PATTERN, AMOUNT_HELP) })
    }
}

const QUANTITY_HELP: &str =
    "write a number with at most three decimals after a point, without separators: `20`, `12.5`";

impl Decode for Quantity {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let wrong = |text: &str| format!("`{text}` is not a value");
        single(
            &node,
            text_or_number,
            Quantity::parse,
            "a value",
            (wrong, hints::number),
            QUANTITY_HELP,
            problems,
        )
    }

    fn shape() -> Shape {
        let most = Quantity::MAXIMUM as f64;
        let numbers = Numbers::Between(-most..=most);
        Shape::Scalar(Scalar { numbers, ..Scalar::text("value", Quantity::PATTERN, QUANTITY_HELP) })
    }
}

const CURRENCY_HELP: &str = "write the three capital letters of ISO 4217: `EUR`, `CHF`, `RSD`";

impl Decode for Currency {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let parse = |text: &str| Currency::parse(text).filter(Currency::exists);
        let wrong = |text: &str| match Currency::parse(text) {
            Some(_) => format!("there is no currency `{text}` in ISO 4217"),
            None => format!("`{text}` is not a currency"),
        };
        let meant = |text: &str| hints::currency(text).map(str::to_owned);
        single(&node, text, parse, "a currency", (wrong, meant), CURRENCY_HELP, problems)
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

/// What was meant by degrees: three digits behind a comma are decimals.
fn degrees(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(['°', ' ', 'N', 'E']);
    let point = text.replace(',', ".");
    point.parse::<f64>().is_ok().then_some(point)
}

const DEGREES_HELP: &str = "write degrees with a decimal point: `44.75`";

impl<A: Axis> Decode for Degrees<A> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let parse = |text: &str| {
            let value = text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= 180.0)?;
            Some(Degrees { value, axis: PhantomData })
        };
        let wrong = |text: &str| format!("`{text}` is not a number of degrees");
        single(&node, text_or_number, parse, "degrees", (wrong, degrees), DEGREES_HELP, problems)
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
        let parse = |text: &str| text.parse::<u8>().ok().filter(|goal| Sdg::ALL.contains(goal)).map(Sdg);
        let wrong = |text: &str| format!("there is no goal {text}");
        single(&node, number, parse, "a number", (wrong, nothing), SDG_HELP, problems)
    }

    fn shape() -> Shape {
        Shape::Scalar(Scalar {
            name: "goal".to_owned(),
            pattern: None,
            numbers: Numbers::Whole(i64::from(*Sdg::ALL.start())..=i64::from(*Sdg::ALL.end())),
            help: SDG_HELP.to_owned(),
            refers_to: None,
            codes: None,
        })
    }
}

/// A number of things, 1 to 100,000,000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count(pub u32);

impl Count {
    const ALL: RangeInclusive<u32> = 1..=100_000_000;
}

const COUNT_HELP: &str = "write a whole number without separators: `15`";

impl Decode for Count {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let parse =
            |text: &str| text.parse::<u32>().ok().filter(|count| Count::ALL.contains(count)).map(Count);
        let wrong = |text: &str| format!("`{text}` is not a number of things");
        single(&node, number, parse, "a number", (wrong, positive), COUNT_HELP, problems)
    }

    fn shape() -> Shape {
        Shape::Scalar(Scalar {
            name: "count".to_owned(),
            pattern: None,
            numbers: Numbers::Whole(i64::from(*Count::ALL.start())..=i64::from(*Count::ALL.end())),
            help: COUNT_HELP.to_owned(),
            refers_to: None,
            codes: None,
        })
    }
}
