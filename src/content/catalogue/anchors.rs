//! Lists the ids that pages give to their own parts. Headings of texts cannot use them; links can lead to them.

/// The ids of parts that any page may have. Templates use no others, except ids with `_`, which headings cannot have.
pub const PARTS: [&str; 27] = [
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
    "recipient",
    "map",
    "after-map",
    "recent",
    "phases",
    "objectives",
    "results",
    "indicators",
    "money",
    "documents",
    "updates",
    "related",
    "neighbours",
];

/// Returns the id of the row of an indicator.
pub fn indicator(id: &str) -> String {
    format!("indicator-{id}")
}

/// The ending of the id of a list of municipalities, after the id of the area.
const MUNICIPALITIES: &str = "-municipalities";

/// Returns the id of a programme's list of the municipalities of an area.
pub fn municipalities_of(area: &str) -> String {
    format!("{area}{MUNICIPALITIES}")
}

/// Returns the ids of the areas that a place on a programme's page may be about.
pub fn areas_of(anchor: &str) -> impl Iterator<Item = &str> {
    [Some(anchor), anchor.strip_suffix(MUNICIPALITIES)].into_iter().flatten()
}
