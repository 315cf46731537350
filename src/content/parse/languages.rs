//! The keys of a text in both languages.

use super::decode::Decode;
use super::shape::Key;

/// The keys of a text in both languages.
pub const LANGUAGES: &[Key] = &[
    Key {
        name: "sr",
        required: false,
        is_usual: false,
        is_name: false,
        is_detail: false,
        is_former: false,
        doc: "In Serbian, Latin or Cyrillic.",
        shape: String::shape,
    },
    Key {
        name: "en",
        required: false,
        is_usual: false,
        is_name: false,
        is_detail: false,
        is_former: false,
        doc: "In English.",
        shape: String::shape,
    },
];
