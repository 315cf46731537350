//! Reads the severities that the catalogue gives to rules.

use std::collections::BTreeMap;

use super::all_rules;
use crate::base::problem::{Placed, Problem, Problems, Rule, Severity};
use crate::base::rules;
use crate::content::parse::{self, Records, Weight};
use crate::text::suggest::did_you_mean;

/// The severities that `rules:` in `catalogue.yaml` sets.
#[derive(Default, PartialEq, Eq)]
pub(super) struct Weights(BTreeMap<&'static str, Option<Severity>>);

impl Weights {
    /// Reads the severities. Reports unknown rules and rules whose severity cannot be changed.
    pub(super) fn read(records: &Records, problems: &mut Problems) -> Self {
        let mut weights = BTreeMap::new();
        let written = records.catalogue.as_ref().and_then(|catalogue| catalogue.rules.as_ref());
        for (name, weight) in written.into_iter().flat_map(|list| &list.0) {
            let Some(rule) = all_rules().find(|rule| rule.name == name.value) else {
                problems.push(unknown(name));
                continue;
            };
            if rule.can_be_set() {
                weights.insert(rule.name, severity(weight.value));
            } else if weight.value != Weight::Error {
                problems.push(always_an_error(rule, weight));
            }
        }
        Weights(weights)
    }

    /// Returns whether the severity of any rule is set to error.
    pub(super) fn make_errors(&self) -> bool {
        self.0.values().any(|weight| *weight == Some(Severity::Error))
    }

    /// Returns the severity of `rule`, or `None` if the rule is off.
    pub(super) fn of(&self, rule: &Rule) -> Option<Severity> {
        self.0.get(rule.name).copied().unwrap_or(Some(rule.severity))
    }
}

fn severity(weight: Weight) -> Option<Severity> {
    match weight {
        Weight::Error => Some(Severity::Error),
        Weight::Warning => Some(Severity::Warning),
        Weight::Off => None,
    }
}

fn unknown(name: &Placed<String>) -> Problem {
    let message = format!("there is no rule `{}`", parse::shorten(&name.value));
    let help = match did_you_mean(&name.value, all_rules().map(|rule| rule.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`katalog check --list` shows all rules".to_owned(),
    };
    Problem::new(&rules::UNKNOWN_KEY, name.place.clone(), message).help(help)
}

fn always_an_error(rule: &Rule, weight: &Placed<Weight>) -> Problem {
    let message =
        format!("the rule `{}` cannot be set to `{}`: it is always an error", rule.name, weight.value.word());
    Problem::new(&rules::WRONG_VALUE, weight.place.clone(), message)
        .help("remove this line; only rules that `katalog check --list` shows as warnings can be set")
}
