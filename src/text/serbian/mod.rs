//! Serbian: two scripts, one language.
//!
//! Text is written once, in either script; the other is derived from it word by word:
//!
//! 1. `scan` cuts the text into what stays (addresses, code, tags, link targets), the author's marks, and words.
//! 2. [`to_cyrillic`] decides for each word whether it stays too: the [`Acronyms`] of the site, a foreign letter
//!    or a digit in it, a unit (`units`), a Roman numeral (`roman`). Everything else goes letter by letter (`letters`).
//! 3. [`to_latin`] needs no such decisions: Cyrillic words go by a plain table.
//!
//! [`fold()`] and [`slug`] forget the script altogether: one key for search, one path for URLs.
//!
//! Every function here is total: any text goes in, text comes out, in time linear in its length.

mod acronyms;
mod fold;
mod letters;
mod nearby;
mod roman;
mod scan;
mod scripts;
mod units;

pub use acronyms::Acronyms;
pub use fold::{fold, slug};
pub use scripts::{Converted, cyrillic, strip_marks, to_cyrillic, to_latin};
