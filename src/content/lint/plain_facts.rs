//! The dates and numbers among the facts of an entry, with which those that differ between its texts are compared.

use super::said_dates::SaidDate;
use crate::base::date::PartialDate;
use crate::base::language::{Language, Localized};
use crate::base::problem::{Place, Problem, Rule};
use crate::content::parse::{Leaf, Walk};

/// The dates and numbers of an entry.
#[derive(Default)]
pub(super) struct PlainFacts {
    dates: Vec<PartialDate>,
    numbers: Vec<u64>,
}

impl PlainFacts {
    pub(super) fn of<W: Walk + ?Sized>(record: &W) -> Self {
        let mut facts = PlainFacts::default();
        record.each_text(&mut |_, leaf| match leaf {
            Leaf::Date(date) => facts.dates.push(date),
            Leaf::Count(count) => facts.numbers.push(u64::from(count)),
            Leaf::Units(units) => facts.numbers.push(units),
            _ => {}
        });
        facts
    }

    /// Returns whether a date of a text is one of them, as far as both are known. A year alone does not tell.
    pub(super) fn have_date(&self, said: SaidDate) -> bool {
        let mut exact = self.dates.iter().filter(|date| !matches!(date, PartialDate::Year(_)));
        exact.any(|date| said.is_within(*date))
    }

    /// Returns whether a number is one of them.
    pub(super) fn have_number(&self, number: u64) -> bool {
        self.numbers.contains(&number)
    }
}

/// What each language says in the place of the other one.
pub(super) struct Differing {
    /// Where each language says it.
    pub(super) places: Localized<Place>,
    /// What each language says.
    pub(super) said: Localized<String>,
    /// Whether the facts say the same as each language.
    pub(super) is_fact: Localized<bool>,
}

impl Differing {
    /// Returns the problem, at the text that differs from the facts. If the facts say neither or both, it is at the text
    /// that comes later.
    pub(super) fn problem(&self, rule: &'static Rule) -> Problem {
        let Differing { places, said, is_fact } = self;
        let order = |place: &Place| (place.file.clone(), place.span.start);
        let wrong = match (is_fact.sr, is_fact.en) {
            (true, false) => Language::En,
            (false, true) => Language::Sr,
            _ if order(&places.sr) < order(&places.en) => Language::En,
            _ => Language::Sr,
        };
        let (right, is_known) = (wrong.other(), is_fact.sr != is_fact.en);
        let message = match is_known {
            true => format!(
                "the {} text says {}, but the {} one and the facts say {}",
                wrong.english_name(),
                said[wrong],
                right.english_name(),
                said[right]
            ),
            false => format!("the Serbian text says {}, and the English one {}", said.sr, said.en),
        };
        let help = match is_known {
            true => format!(
                "correct this one: the facts of the entry and the {} text agree",
                right.english_name()
            ),
            false => "find out which of the two is right, as either may be wrong, and correct the other one"
                .to_owned(),
        };
        Problem::new(rule, places[wrong].clone(), message)
            .related(places[right].clone(), format!("the {} text", right.english_name()))
            .help(help)
    }
}
