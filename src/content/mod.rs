//! From the files of a catalogue to the model: reading, parsing, checking.

pub mod catalogue;
pub mod check;
pub mod git;
pub mod lint;
pub mod parse;
pub mod read;
pub mod references;
pub mod translations;
