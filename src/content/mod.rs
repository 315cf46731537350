//! Turns the files of a catalogue into the model: reading, parsing and checking.

pub(crate) mod called;
pub mod catalogue;
pub mod check;
pub mod git;
pub mod lint;
pub mod parse;
pub mod read;
pub mod references;
pub mod translations;
