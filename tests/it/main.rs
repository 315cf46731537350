//! All tests that start the program or read what it writes, as one program, so that they are linked once.
//!
//! [README.md](../README.md) says what each file proves.

mod helps;
mod history;
mod support;

mod alphabet;
mod architecture;
mod awards;
mod borders;
mod changes;
mod content;
mod cyrillic;
mod data;
mod described;
mod discovery;
mod docs;
mod documents;
mod edit;
mod edit_commit;
mod everything;
mod fallback;
mod feeds;
mod files;
mod find;
mod formats;
mod former_addresses;
#[cfg(unix)]
mod git_trust;
mod goals;
mod hosts;
mod iati;
mod iati_facts;
mod import;
mod indicators;
mod inherited;
mod kept_history;
mod limits;
mod limits_tables;
mod look;
mod messages;
mod migrate;
mod money;
mod new;
mod nginx;
mod offline;
mod own_history;
mod own_pages;
mod pages;
mod pictures;
#[cfg(target_os = "linux")]
mod pipelines;
mod places;
mod posts;
mod problems;
mod publish;
mod rebuild;
mod releases;
mod rename;
mod rules;
mod schema;
mod search;
mod serbian;
mod serve;
mod short_texts;
mod site_links;
mod slips;
mod spreadsheet;
mod target_groups;
#[cfg(unix)]
mod terminal;
mod theme;
mod theme_limits;
#[cfg(unix)]
mod transaction;
mod translations;
mod typography;
#[cfg(unix)]
mod untrusted;
mod workbooks;
