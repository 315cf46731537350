//! The values of records that can be visited.

use super::codelist::Codelist;
use super::words::Words;
use crate::base::date::PartialDate;
use crate::base::id::Kind;
use crate::base::problem::Placed;

/// A value that is visited.
#[derive(Clone, Copy)]
pub enum Leaf<'a> {
    /// A text in both languages.
    Words(&'a Placed<Words>),
    /// A text in both languages that may contain links and emphasis.
    Marked(&'a Placed<Words>),
    /// A reference by id to an entry of this kind.
    Reference(Kind, &'a Placed<String>),
    /// The kind and id of an entry with a page: `municipality:bor`.
    Entry(&'a Placed<String>),
    /// The name of a file in the folder of the entry.
    File(&'a Placed<String>),
    /// A web address.
    Address(&'a Placed<String>),
    /// An e-mail address.
    Mail(&'a Placed<String>),
    /// A telephone number.
    Phone(&'a Placed<String>),
    /// A code in a register.
    Code(&'static Register, &'a Placed<String>),
    /// A code of a codelist.
    Listed(&'static Codelist, &'a Placed<String>),
    /// A date.
    Date(PartialDate),
    /// A number of things.
    Count(u32),
    /// The whole units of an amount or measured value.
    Units(u64),
    /// Any other text.
    Text(&'a Placed<String>),
}

/// A register that gives things codes.
#[derive(Debug)]
pub struct Register {
    /// What a code of it is, with an article.
    pub what: &'static str,
    /// The ECMA 262 pattern of its codes.
    pub pattern: &'static str,
    /// Advice to editors on what to write.
    pub help: &'static str,
    /// The beginning of the address that identifies a thing: the code follows. `None` if the register has none.
    pub(super) address: Option<&'static str>,
    pub(super) is_valid: fn(&str) -> bool,
}

impl Register {
    /// Returns whether a text can be a code of the register.
    pub fn has(&self, code: &str) -> bool {
        (self.is_valid)(code)
    }

    /// Returns the address that identifies the thing with this code, if the register has one.
    pub fn address_of(&self, code: &str) -> Option<String> {
        self.address.map(|start| format!("{start}{code}"))
    }
}
