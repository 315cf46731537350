//! Text processing: Markdown, Serbian, and suggestions for misspelt names.

pub mod markdown;
pub mod serbian;
pub(crate) mod suggest;
