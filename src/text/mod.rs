//! What depends on a language: Markdown, Serbian, and suggestions for misspelt words.

mod line_starts;
pub mod markdown;
pub mod serbian;
pub(crate) mod suggest;
