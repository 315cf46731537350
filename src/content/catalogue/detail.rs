//! Details: facts of an entry that pages, data and search only show. They follow from the declarations of the records, so
//! a new one needs no code.

use url::Url;

use super::{Subject, Text};
use crate::base::date::PartialDate;

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
    /// A code in a register.
    Code {
        /// The code.
        code: String,
        /// The address that identifies the thing, if the register has one.
        address: Option<String>,
    },
    /// A date.
    Date(PartialDate),
    /// A number of things.
    Count(u32),
}
