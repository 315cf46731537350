//! Values that everything knows: ids, dates, money, problems, and files that are opened safely.

pub(crate) mod cells;
pub mod colour;
pub mod date;
pub mod file_type;
pub mod folder;
pub(crate) mod form;
pub mod hash;
pub mod id;
pub(crate) mod invisible;
pub mod language;
pub(crate) mod leftovers;
pub mod money;
pub mod problem;
pub mod rules;
pub mod visible;
