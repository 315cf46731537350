//! Basic types used everywhere: ids, dates, money, problems, and safe access to files.

pub(crate) mod address;
pub mod allowance;
pub(crate) mod bytes;
pub(crate) mod cache;
pub(crate) mod cells;
pub mod colour;
pub mod date;
pub mod deadline;
pub mod file_type;
pub mod folder;
pub(crate) mod form;
pub mod hash;
pub mod id;
pub(crate) mod invisible;
pub(crate) mod kept;
pub mod language;
pub(crate) mod leftovers;
pub mod money;
pub(crate) mod odd;
pub mod outline;
pub(crate) mod own_files;
pub(crate) mod phrases;
pub mod problem;
pub mod quantity;
pub mod rules;
pub mod visible;
