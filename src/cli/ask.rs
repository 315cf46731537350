//! Asks at the terminal for what was not told. The only user of `inquire`.

use std::fmt;

use inquire::validator::{ErrorMessage, Validation};
use inquire::{CustomUserError, InquireError, MultiSelect, Select, Text};
use katalog::authoring::draft::{self, Choice, Field, Known, Need, NewEntry, Refusal, Takes};
use katalog::base::visible;
use katalog::content::parse::BLANK;
use katalog::text::serbian::to_latin;

/// Asks for every field that was not told, then for the id. Where nothing is answered, a blank is left, or nothing is
/// written if that is possible.
pub(crate) fn complete(order: &mut NewEntry, known: &Known) -> Result<(), InquireError> {
    let has_area = order.id.as_deref().is_some_and(|id| id.contains('/'));
    for field in order.form.fields {
        if order.answers.contains_key(field.flag) || (field.key.is_empty() && has_area) {
            continue;
        }
        let told = match field.takes {
            Takes::Many(kind) => ask_many(field, known.of(kind))?,
            Takes::One(kind) => ask_one(field, known.of(kind).to_vec())?,
            Takes::Word(_, words) => {
                let word = |word: &&str| Choice { id: (*word).to_owned(), name: String::new() };
                ask_one(field, words.iter().map(word).collect())?
            }
            Takes::Words(_) | Takes::Text | Takes::Number => ask_text(field, order, known)?,
        };
        if !told.is_empty() {
            order.answers.insert(field.flag, told);
        } else if field.need == Need::Told {
            order.answers.insert(field.flag, vec![BLANK.to_owned()]);
        }
    }
    if order.id.is_none() {
        order.id = Some(ask_id(order, known)?);
    }
    Ok(())
}

/// Something to choose, as it is shown.
struct Offer(Choice);

impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (id, name) = (visible::name(&self.0.id), visible::name(&self.0.name));
        if name.is_empty() { f.write_str(&id) } else { write!(f, "{id}  {name}") }
    }
}

/// What is written filters what is offered; near misses count too.
fn score(written: &str, offer: &Offer, _: &str, _: usize) -> Option<i64> {
    draft::nearness(written, &offer.0).map(i64::from)
}

fn ask_one(field: &Field, choices: Vec<Choice>) -> Result<Vec<String>, InquireError> {
    let nothing = match field.need {
        _ if field.key.is_empty() => None,
        Need::Optional => Some(("", "leave it out")),
        Need::Told | Need::Blank => Some((BLANK, "to be filled in later")),
    };
    let nothing = nothing.map(|(id, name)| Choice { id: id.to_owned(), name: name.to_owned() });
    let offers: Vec<Offer> = nothing.into_iter().chain(choices).map(Offer).collect();
    let chosen = Select::new(&format!("{}:", field.asks), offers)
        .with_scorer(&score)
        .with_help_message("write to search, arrows and Enter to choose")
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
        .with_help_message("write to search, Space to mark, Enter when done; none: to be filled in later")
        .prompt()?;
    Ok(chosen.into_iter().map(|offer| offer.0.id).collect())
}

fn ask_text(field: &'static Field, order: &NewEntry, known: &Known) -> Result<Vec<String>, InquireError> {
    let help = if field.need == Need::Optional { "empty: left out" } else { "empty: to be filled in later" };
    let known = known.clone();
    let validator = move |told: &str| -> Result<Validation, CustomUserError> {
        Ok(if told.trim().is_empty() {
            Validation::Valid
        } else {
            verdict(draft::answer(field, told, &known))
        })
    };
    // The English name of a place is mostly the Serbian one in Latin letters.
    let is_place_name = field.flag == "name-en" && order.form.has("genitive");
    let usual = order.answers.get("name-sr").filter(|_| is_place_name).and_then(|name| name.first());
    let usual = usual.map(|name| to_latin(name)).unwrap_or_default();
    let told = Text::new(&format!("{}:", field.asks))
        .with_help_message(help)
        .with_initial_value(&usual)
        .with_validator(validator)
        .prompt()?;
    Ok(Some(told.trim().to_owned()).filter(|told| !told.is_empty()).into_iter().collect())
}

fn ask_id(order: &NewEntry, known: &Known) -> Result<String, InquireError> {
    let usual = order.id_from_title().unwrap_or_default();
    let (order, known) = (order.clone(), known.clone());
    let validator = move |told: &str| -> Result<Validation, CustomUserError> {
        Ok(verdict(draft::free_id(&order, told.trim(), &known)))
    };
    let told = Text::new("Id, the same for ever:")
        .with_help_message("lower-case letters a-z, digits and single hyphens")
        .with_initial_value(&usual)
        .with_validator(validator)
        .prompt()?;
    Ok(told.trim().to_owned())
}

fn verdict<T>(result: Result<T, Refusal>) -> Validation {
    match result {
        Ok(_) => Validation::Valid,
        Err(Refusal { message, help }) => Validation::Invalid(ErrorMessage::Custom(
            visible::brief(&format!("{message}; {help}")).into_owned(),
        )),
    }
}
