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

/// Reads the pairs of a form or of an address. `None` if there are too many: an entry without those that were left out
/// would lose what they say.
pub(super) fn pairs(text: &[u8]) -> Option<Posted> {
    let pairs: Vec<_> = url::form_urlencoded::parse(text).take(MOST_PAIRS + 1).collect();
    let posted = || Posted::new(pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())));
    (pairs.len() <= MOST_PAIRS).then(posted)
}

/// Returns the first value of a name in an address.
pub(super) fn parameter(query: &[u8], name: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query);
    pairs.find(|(other, _)| other == name).map(|(_, value)| value.into_owned())
}

/// The maximum number of pairs of a form. Each takes memory, and an empty one has a single byte.
const MOST_PAIRS: usize = 200_000;
