//! Requests to the forms, and the answers.

use crate::authoring::forms::Posted;
use crate::base::language::Language;

/// A request that the guard let pass.
pub(super) struct Asked {
    /// The path behind `/_edit/`.
    pub(super) path: String,
    /// The parameters of the address.
    pub(super) query: Posted,
    /// The form that was sent; `None` if it only asks for a page.
    pub(super) posted: Option<Posted>,
    /// The language of the form.
    pub(super) language: Language,
}

/// An answer.
pub(super) enum Reply {
    /// A page, with its status.
    Page(u16, String),
    /// Data for the script of the form.
    Data(String),
    /// Another address.
    Elsewhere(String),
    /// A script or style sheet.
    File(&'static str, &'static str),
}

/// Reads the pairs of a form or of an address.
pub(super) fn pairs(text: &[u8]) -> Posted {
    let pairs = url::form_urlencoded::parse(text).take(MOST_PAIRS);
    Posted::new(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())))
}

/// Returns the first value of a name in an address.
pub(super) fn parameter(query: &[u8], name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query);
    pairs.find(|(other, _)| other == name).map(|(_, value)| value.into_owned())
}

/// The maximum number of pairs of a form: more than that of the largest entry.
const MOST_PAIRS: usize = 60_000;
