//! Checks the answers that a new entry is made from.

use super::form::{Field, Takes};
use super::known::Known;
use super::{NewEntry, Refusal, form};
use crate::base::invisible::is_hidden;
use crate::content::parse::BLANK;
use crate::text::suggest::did_you_mean;

/// Parses and checks the values from the command line; splits lists into their items.
///
/// # Errors
/// If a value is invalid, or a flag that takes one value is given twice.
pub fn read_answers(order: &mut NewEntry, known: &Known) -> Result<(), Refusal> {
    for field in order.form.fields {
        let Some(given) = order.answers.get(field.flag) else { continue };
        if given.len() > 1 && !matches!(field.takes, Takes::Many(_)) {
            let message = format!("`--{}` is given twice", field.flag);
            return Err(Refusal::new(message, "keep one of the two"));
        }
        let read: Result<Vec<Vec<String>>, Refusal> =
            given.iter().map(|value| answer(field, value, known)).collect();
        order.answers.insert(field.flag, read?.concat());
    }
    Ok(())
}

/// Parses the value of a field: one value, or several separated by commas if the field is a list.
///
/// # Errors
/// If the value is invalid, for example an id that does not exist or an unknown word.
pub fn answer(field: &Field, given: &str, known: &Known) -> Result<Vec<String>, Refusal> {
    let values: Vec<&str> = match field.takes {
        Takes::Many(_) => given.split(',').map(str::trim).filter(|value| !value.is_empty()).collect(),
        _ => vec![given.trim()],
    };
    for value in &values {
        if *value != BLANK {
            check_value(field, value, known)?;
        }
    }
    if values.first().is_none_or(|value| value.is_empty()) {
        let message = format!("`--{}` has no value", field.flag);
        return Err(Refusal::new(message, format!("leave it out, or write `{BLANK}` to fill it in later")));
    }
    Ok(values.into_iter().map(str::to_owned).collect())
}

pub(super) fn check_value(field: &Field, value: &str, known: &Known) -> Result<(), Refusal> {
    let (kind, ids): (&str, Vec<&str>) = match field.takes {
        Takes::One(kind) | Takes::Many(kind) => {
            (kind.noun(), known.of(kind).iter().map(|choice| choice.id.as_str()).collect())
        }
        Takes::Word(what, words) => (what, words.to_vec()),
        Takes::Text | Takes::Words(_) | Takes::Number => {
            if value.chars().any(is_hidden) {
                let message = format!("`--{}` contains a line break or a control character", field.flag);
                return Err(Refusal::new(message, "write it on one line"));
            }
            if field.takes == Takes::Number && value.parse::<f64>().is_err() {
                let message = format!("`{value}` is not a number");
                return Err(Refusal::new(message, "write digits with a decimal point: `44.75`"));
            }
            return Ok(());
        }
    };
    if ids.contains(&value) {
        return Ok(());
    }
    let help = match (did_you_mean(value, ids.iter().copied()), field.takes) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, Takes::One(of) | Takes::Many(of)) => {
            let adds = form::form(of).map(|form| format!("; `{}` adds one", form.command()));
            format!("the ids of this kind are in `{}`{}", of.home(), adds.unwrap_or_default())
        }
        (None, _) => format!("one of: {}", ids.join(", ")),
    };
    Err(Refusal::new(format!("there is no {kind} `{}`", crate::content::parse::shorten(value)), help))
}
