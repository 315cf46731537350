//! The ids that pages give to their own parts. No heading of a text may take one, and links may lead to them.

/// Those of parts that a page may have, whatever it is about. Templates use no others, but for ids with `_`, which no
/// heading can have.
pub const PARTS: [&str; 22] = [
    "content",
    "activities",
    "municipalities",
    "programmes",
    "areas",
    "districts",
    "sources",
    "organisations",
    "elsewhere",
    "sub-areas",
    "active",
    "other",
    "implementer",
    "partner",
    "map",
    "after-map",
    "recent",
    "phases",
    "money",
    "documents",
    "related",
    "neighbours",
];

/// What follows the id of an area where its municipalities are listed.
const MUNICIPALITIES: &str = "-municipalities";

/// The place where a programme lists the municipalities of an area.
pub fn municipalities_of(area: &str) -> String {
    format!("{area}{MUNICIPALITIES}")
}

/// The area that a place in a programme's list is about: its activities, or its municipalities.
pub fn areas_of(anchor: &str) -> impl Iterator<Item = &str> {
    [Some(anchor), anchor.strip_suffix(MUNICIPALITIES)].into_iter().flatten()
}
