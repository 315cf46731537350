//! Details: facts of an entry that pages, data and search only show. They follow from the declarations of the records, so
//! a new one needs no code.

use url::Url;

use super::{Subject, Text};
use crate::base::date::PartialDate;
use crate::content::parse::Register;

/// The values of one key.
#[derive(Clone, Debug)]
pub struct Detail {
    /// The key with those that contain it: `contact_email`.
    pub name: String,
    /// Its values, at least one.
    pub values: Vec<Fact>,
}

/// A value of a detail.
#[derive(Clone, Debug)]
pub enum Fact {
    /// A text in both languages.
    Text(Text),
    /// An entry with a page.
    Entry(Subject),
    /// A web address.
    Address(Url),
    /// The e-mail address of an office.
    Mail(String),
    /// A telephone number.
    Phone {
        /// The number as written.
        written: String,
        /// Its digits.
        digits: String,
    },
    /// A code.
    Code {
        /// The code.
        code: String,
        /// The register that gave it, if it is from one.
        register: Option<&'static Register>,
    },
    /// A date.
    Date(PartialDate),
    /// A number of things.
    Count(u32),
}

impl Fact {
    /// Returns the address that identifies what has a code, if its register has one.
    pub fn identity(&self) -> Option<String> {
        match self {
            Fact::Code { code, register } => register.and_then(|register| register.address_of(code)),
            _ => None,
        }
    }
}

/// Returns the code that an entry with these details has in a register.
pub fn code_in<'a>(details: &'a [Detail], register: &Register) -> Option<&'a str> {
    let mut facts = details.iter().flat_map(|detail| &detail.values);
    facts.find_map(|fact| match fact {
        Fact::Code { code, register: Some(own) } if own.what == register.what => Some(code.as_str()),
        _ => None,
    })
}
