//! Checks details: facts that are only shown.

use super::addresses::web_address;
use super::builder::Builder;
use super::facts;
use super::names::Missing;
use crate::base::id::Kind;
use crate::base::problem::{Placed, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::{Detail, Fact, Subject};
use crate::content::parse::{Leaf, MailAddress, PhoneNumber, Register, Walk, shorten};

impl Builder<'_> {
    /// Collects the details of a record, in the order of its declaration.
    pub(super) fn details(&self, record: &impl Walk, problems: &mut Problems) -> Vec<Detail> {
        let mut details: Vec<Detail> = Vec::new();
        record.each_text(&mut |path, leaf| {
            if !path.is_detail() {
                return;
            }
            let Some(fact) = self.fact(leaf, problems) else { return };
            let name = path.joined();
            match details.last_mut().filter(|last| last.name == name) {
                Some(last) => last.values.push(fact),
                None => details.push(Detail { name, values: vec![fact] }),
            }
        });
        details
    }

    fn fact(&self, leaf: Leaf<'_>, problems: &mut Problems) -> Option<Fact> {
        match leaf {
            // No detail is declared with markup.
            Leaf::Words(words) | Leaf::Marked(words) => self.texts.short(words, problems).map(Fact::Text),
            Leaf::Reference(kind, id) => self.subject(kind, id, problems).map(Fact::Entry),
            Leaf::Text(text) | Leaf::Entry(text) | Leaf::File(text) => {
                Some(Fact::Code { code: text.value.trim().to_owned(), register: None })
            }
            Leaf::Address(address) => web_address(address, problems).map(Fact::Address),
            Leaf::Mail(address) => mail(address, problems),
            Leaf::Phone(number) => phone(number, problems),
            Leaf::Code(register, code) => registered(register, code, problems),
            Leaf::Listed(list, code) => {
                let code = facts::listed(list, code, problems)?;
                Some(Fact::Code { code: code.code.to_owned(), register: None })
            }
            Leaf::Date(date) => Some(Fact::Date(date)),
            Leaf::Count(count) => Some(Fact::Count(count)),
            // No detail is declared as an amount or a measured value.
            Leaf::Units(_) => None,
        }
    }

    /// Resolves a reference to an entry with a page. Others have none to link to, so no detail may be
    /// declared as a reference to one.
    fn subject(&self, kind: Kind, id: &Placed<String>, problems: &mut Problems) -> Option<Subject> {
        match self.names.find_linked(kind, &id.value) {
            Ok(subject) => Some(subject),
            Err(Missing::NotFound(not_found)) => {
                problems.push(not_found.at(&rules::UNKNOWN_REFERENCE, id.place.clone()));
                None
            }
            Err(Missing::Unknown) => None,
        }
    }
}

fn mail(address: &Placed<String>, problems: &mut Problems) -> Option<Fact> {
    let text = address.value.trim();
    if MailAddress::is_valid(text) {
        return Some(Fact::Mail(text.to_owned()));
    }
    refuse(address, "an e-mail address", MailAddress::HELP, problems)
}

fn phone(number: &Placed<String>, problems: &mut Problems) -> Option<Fact> {
    match PhoneNumber::digits(number.value.trim()) {
        Some(digits) => Some(Fact::Phone { written: number.value.trim().to_owned(), digits }),
        None => {
            refuse(number, "a telephone number with the code of the country", PhoneNumber::HELP, problems)
        }
    }
}

fn registered(register: &'static Register, code: &Placed<String>, problems: &mut Problems) -> Option<Fact> {
    if !register.has(&code.value) {
        return refuse(code, register.what, register.help, problems);
    }
    Some(Fact::Code { code: code.value.clone(), register: Some(register) })
}

fn refuse(text: &Placed<String>, what: &str, help: &str, problems: &mut Problems) -> Option<Fact> {
    let message = format!("`{}` is not {what}", shorten(&text.value));
    problems.push(Problem::new(&rules::WRONG_VALUE, text.place.clone(), message).help(help.to_owned()));
    None
}
