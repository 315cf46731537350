//! Text processing: Markdown, Serbian, typography, and suggestions for misspelt names.

pub(crate) mod guess;
pub mod language;
mod line_starts;
pub mod markdown;
pub(crate) mod mojibake;
pub mod serbian;
pub mod spaces;
pub(crate) mod suggest;
pub mod typography;
