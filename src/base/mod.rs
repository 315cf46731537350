//! Basic types used everywhere: ids, dates, money, problems, and safe access to files.

pub(crate) mod cells;
pub mod colour;
pub mod date;
pub mod folder;
pub mod hash;
pub mod id;
pub(crate) mod invisible;
pub mod language;
pub mod money;
pub mod problem;
pub mod rules;
pub mod visible;
