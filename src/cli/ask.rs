//! Asks at the terminal for missing answers. The only user of `inquire`.

use std::fmt;

use inquire::validator::{ErrorMessage, Validation};
use inquire::{Confirm, CustomUserError, InquireError, MultiSelect, Select, Text};
use katalog::authoring::draft::{self, Choice, Field, Known, Need, NewEntry, Refusal, Takes};
use katalog::base::visible;
use katalog::content::parse::BLANK;
use katalog::text::language::in_latin;

/// Asks for every field without an answer, then for the id. If the user gives no answer, an optional field is left out
/// and any other field gets a blank.
pub(crate) fn complete(entry: &mut NewEntry, known: &Known) -> Result<(), InquireError> {
    let has_area = entry.id.as_deref().is_some_and(|id| id.contains('/'));
    for field in entry.form.fields {
        if entry.answers.contains_key(field.flag) || (field.key.is_empty() && has_area) {
            continue;
        }
        let answer = match field.takes {
            Takes::Many(kind) => ask_many(field, known.of(kind))?,
            Takes::One(kind) => ask_one(field, known.of(kind).to_vec())?,
            Takes::Word(_, words) => {
                let word = |word: &&str| Choice { id: (*word).to_owned(), name: String::new() };
                ask_one(field, words.iter().map(word).collect())?
            }
            Takes::Words(_) | Takes::Text | Takes::Number => ask_text(field, entry, known)?,
        };
        if !answer.is_empty() {
            entry.answers.insert(field.flag, answer);
        } else if field.need == Need::Told {
            entry.answers.insert(field.flag, vec![BLANK.to_owned()]);
        }
    }
    if entry.id.is_none() {
        entry.id = Some(ask_id(entry, known)?);
    }
    Ok(())
}

/// Asks a question that is answered with yes or no.
pub(crate) fn confirm(question: &str) -> Result<bool, InquireError> {
    Confirm::new(question).with_default(false).prompt()
}

/// A choice as shown in a list.
struct Offer(Choice);

impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, name) = (visible::name(&self.0.id), visible::name(&self.0.name));
        if name.is_empty() { f.write_str(&id) } else { write!(f, "{id}  {name}") }
    }
}

/// Scores a choice by how well it matches the typed text. Near misses match too.
fn score(written: &str, offer: &Offer, _: &str, _: usize) -> Option<i64> {
    draft::nearness(written, &offer.0).map(i64::from)
}

fn ask_one(field: &Field, choices: Vec<Choice>) -> Result<Vec<String>, InquireError> {
    let nothing = match field.need {
        _ if field.key.is_empty() => None,
        Need::Optional => Some(("", "leave out")),
        Need::Told | Need::Blank => Some((BLANK, "to be filled in later")),
    };
    let nothing = nothing.map(|(id, name)| Choice { id: id.to_owned(), name: name.to_owned() });
    let offers: Vec<Offer> = nothing.into_iter().chain(choices).map(Offer).collect();
    let chosen = Select::new(&format!("{}:", field.asks), offers)
        .with_scorer(&score)
        .with_help_message("type to search, arrows and Enter to choose")
        .prompt()?;
    Ok(Some(chosen.0.id).filter(|id| !id.is_empty()).into_iter().collect())
}

fn ask_many(field: &Field, choices: &[Choice]) -> Result<Vec<String>, InquireError> {
    let offers: Vec<Offer> = choices.iter().cloned().map(Offer).collect();
    let chosen = MultiSelect::new(&format!("{}:", field.asks), offers)
        .with_scorer(&score)
        .with_keep_filter(false)
        .with_formatter(&|chosen| {
            chosen.iter().map(|offer| visible::name(&offer.value.0.id)).collect::<Vec<_>>().join(", ")
        })
        .with_help_message("type to search, Space to select, Enter when done; none: to be filled in later")
        .prompt()?;
    Ok(chosen.into_iter().map(|offer| offer.0.id).collect())
}

fn ask_text(field: &'static Field, entry: &NewEntry, known: &Known) -> Result<Vec<String>, InquireError> {
    let help = if field.need == Need::Optional { "empty: left out" } else { "empty: to be filled in later" };
    let known = known.clone();
    let validator = move |answer: &str| -> Result<Validation, CustomUserError> {
        Ok(if answer.trim().is_empty() {
            Validation::Valid
        } else {
            verdict(draft::answer(field, answer, &known))
        })
    };
    // The English name of a place is usually the Serbian one in Latin script.
    let is_place_name = field.flag == "name-en" && entry.form.has("genitive");
    let suggestion = entry.answers.get("name-sr").filter(|_| is_place_name).and_then(|name| name.first());
    let suggestion = suggestion.map(|name| in_latin(name)).unwrap_or_default();
    let answer = Text::new(&format!("{}:", field.asks))
        .with_help_message(help)
        .with_initial_value(&suggestion)
        .with_validator(validator)
        .prompt()?;
    Ok(Some(answer.trim().to_owned()).filter(|answer| !answer.is_empty()).into_iter().collect())
}

fn ask_id(entry: &NewEntry, known: &Known) -> Result<String, InquireError> {
    let suggestion = entry.id_from_title().unwrap_or_default();
    let (entry, known) = (entry.clone(), known.clone());
    let validator = move |answer: &str| -> Result<Validation, CustomUserError> {
        Ok(verdict(draft::free_id(&entry, answer.trim(), &known)))
    };
    let answer = Text::new("Id (must not change later):")
        .with_help_message("lower-case letters a-z, digits and single hyphens")
        .with_initial_value(&suggestion)
        .with_validator(validator)
        .prompt()?;
    Ok(answer.trim().to_owned())
}

fn verdict<T>(result: Result<T, Refusal>) -> Validation {
    match result {
        Ok(_) => Validation::Valid,
        Err(Refusal { message, help }) => Validation::Invalid(ErrorMessage::Custom(
            visible::brief(&format!("{message}; {help}")).into_owned(),
        )),
    }
}
