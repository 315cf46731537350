//! Asks at the terminal for what was not told. The only user of `inquire`.

use std::sync::Arc;

use inquire::autocompletion::Replacement;
use inquire::validator::{ErrorMessage, Validation};
use inquire::{Autocomplete, CustomUserError, InquireError, Text};
use katalog::draft::{self, Choice, Field, Known, Need, Order, Takes};
use katalog::parse::BLANK;
use katalog::serbian::{fold, to_latin};

/// Asks for every field that was not told, then for the id. An empty answer leaves a blank, or leaves out what may
/// be left out.
pub(crate) fn complete(order: &mut Order, known: &Known) -> Result<(), InquireError> {
    let known = Arc::new(known.clone());
    let has_area = order.id.as_deref().is_some_and(|id| id.contains('/'));
    for field in order.form.fields {
        if order.answers.contains_key(field.flag) || (field.key.is_empty() && has_area) {
            continue;
        }
        let told = ask(field, order, &known)?;
        if told.trim().is_empty() {
            if field.need == Need::Told {
                order.answers.insert(field.flag, vec![BLANK.to_owned()]);
            }
        } else if let Ok(values) = draft::answer(field, &told, &known) {
            order.answers.insert(field.flag, values);
        }
    }
    if order.id.is_none() {
        order.id = Some(ask_id(order, &known)?);
    }
    Ok(())
}

fn ask(field: &'static Field, order: &Order, known: &Arc<Known>) -> Result<String, InquireError> {
    let label = format!("{}:", field.asks);
    let choices: Vec<Choice> = match field.takes {
        Takes::One(kind) | Takes::Many(kind) => known.of(kind).to_vec(),
        Takes::Word(_, words) => {
            words.iter().map(|word| Choice { id: (*word).to_owned(), name: String::new() }).collect()
        }
        _ => Vec::new(),
    };
    let is_list = matches!(field.takes, Takes::Many(_));
    let needs_area = field.key.is_empty();
    let help = match (field.need, choices.is_empty(), is_list) {
        _ if needs_area => "Tab takes the marked one",
        (Need::Optional, true, _) => "empty: left out",
        (Need::Optional, false, _) => "Tab takes the marked one; empty: left out",
        (_, true, _) => "empty: a blank to fill in later",
        (_, false, false) => "Tab takes the marked one; empty: a blank to fill in later",
        (_, false, true) => {
            "Tab takes the marked one, commas between several; empty: a blank to fill in later"
        }
    };
    let validator = {
        let known = Arc::clone(known);
        move |told: &str| -> Result<Validation, CustomUserError> {
            if told.trim().is_empty() && !needs_area {
                return Ok(Validation::Valid);
            }
            Ok(match draft::answer(field, told, &known) {
                Ok(_) => Validation::Valid,
                Err(refusal) => Validation::Invalid(ErrorMessage::Custom(format!(
                    "{}; {}",
                    refusal.message, refusal.help
                ))),
            })
        }
    };
    // The English name of a place is mostly the Serbian one in Latin letters.
    let usual = order.answers.get("name-sr").filter(|_| field.flag == "name-en" && order.has("genitive"));
    let usual = usual.and_then(|name| name.first()).map(|name| to_latin(name)).unwrap_or_default();
    Text::new(&label)
        .with_help_message(help)
        .with_initial_value(&usual)
        .with_validator(validator)
        .with_autocomplete(Offers { choices: choices.into(), is_list })
        .prompt()
}

fn ask_id(order: &Order, known: &Arc<Known>) -> Result<String, InquireError> {
    let validator = {
        let (order, known) = (order.clone(), Arc::clone(known));
        move |told: &str| -> Result<Validation, CustomUserError> {
            Ok(match draft::free_id(&order, told.trim(), &known) {
                Ok(_) => Validation::Valid,
                Err(refusal) => Validation::Invalid(ErrorMessage::Custom(format!(
                    "{}; {}",
                    refusal.message, refusal.help
                ))),
            })
        }
    };
    let usual = order.id_from_title().unwrap_or_default();
    Text::new("Id, a part of its address for ever:")
        .with_help_message("small letters a-z, digits and single hyphens")
        .with_initial_value(&usual)
        .with_validator(validator)
        .prompt()
        .map(|id| id.trim().to_owned())
}

/// What is offered while someone writes.
#[derive(Clone)]
struct Offers {
    choices: Arc<[Choice]>,
    is_list: bool,
}

impl Offers {
    /// What was written before the last comma, and what is being written.
    fn parts<'a>(&self, input: &'a str) -> (&'a str, &'a str) {
        let cut = if self.is_list { input.rfind(',').map_or(0, |comma| comma + 1) } else { 0 };
        input.split_at(cut)
    }
}

impl Autocomplete for Offers {
    fn get_suggestions(&mut self, input: &str) -> Result<Vec<String>, CustomUserError> {
        let key = fold(self.parts(input).1.trim());
        let fits = |choice: &&Choice| choice.id.contains(&key) || fold(&choice.name).contains(&key);
        let shown = |choice: &Choice| match choice.name.as_str() {
            "" => choice.id.clone(),
            name => format!("{}  {name}", choice.id),
        };
        Ok(self.choices.iter().filter(fits).map(shown).collect())
    }

    fn get_completion(
        &mut self,
        input: &str,
        marked: Option<String>,
    ) -> Result<Replacement, CustomUserError> {
        let (before, written) = self.parts(input);
        let only = self.get_suggestions(written)?;
        let taken = marked.or_else(|| only.into_iter().next());
        let id = taken.as_deref().and_then(|shown| shown.split("  ").next());
        let space = if before.is_empty() { "" } else { " " };
        Ok(id.map(|id| format!("{before}{space}{id}")))
    }
}
