//! Serbian: two scripts, one language.
//!
//! Text is written once, in either script. The other script is derived from it word by word:
//!
//! 1. `scan` splits the text into parts that stay unchanged (URLs, code, tags, link targets), the author's marks, and
//!    words.
//! 2. [`to_cyrillic`] decides for each word whether it stays unchanged too: it does if it is one of the site's
//!    [`Acronyms`], has a foreign letter or a digit, is a known foreign word or looks like one (`foreign`), or is a unit
//!    (`units`), a formula (`formula`) or a Roman numeral (`roman`). All other words are converted letter by letter
//!    (`letters`).
//! 3. [`to_latin`] needs no such decisions: it converts Cyrillic words with a simple table.
//!
//! [`fold()`] and [`slug`] give the same result for both scripts: one key for search, one path segment for URLs.
//!
//! Every function here accepts any text and runs in time linear in its length.

mod acronyms;
mod fold;
mod foreign;
mod formula;
mod letters;
mod nearby;
mod numbered;
mod place_names;
mod roman;
mod scan;
mod scripts;
mod syllables;
mod units;

pub use acronyms::Acronyms;
pub use fold::{fold, slug};
pub use foreign::{Doubt, doubts};
pub use place_names::{
    Cases, is_plural_locative, of_city, of_city_municipality, of_district, of_municipality,
};
pub(crate) use scan::plain_parts;
pub use scripts::{Converted, cyrillic, strip_marks, to_cyrillic, to_latin};
pub(crate) use syllables::divide;
