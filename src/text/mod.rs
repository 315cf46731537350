//! What depends on a language: Markdown, Serbian, and suggestions for misspelt words.

pub mod markdown;
pub mod serbian;
pub(crate) mod suggest;
