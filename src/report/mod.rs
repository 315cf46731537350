//! Reports: problems for people and programs, one format per module, and translations for people.

pub mod github;
mod human;
pub mod json;
mod parts;
pub mod sarif;

pub use human::{Style, human, rules, translations};
pub use parts::{Base, totals};
