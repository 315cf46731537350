//! The site: the catalogue arranged as pages, lists and tables.

pub mod borders;
pub mod change_log;
pub mod collation;
pub mod figures;
pub mod listing;
pub mod map;
pub mod plan;
pub mod published_urls;
pub mod route;
pub mod tables;
