//! Texts of the interface that data files contain, in every published locale.

use crate::base::language::Locale;
use crate::content::catalogue::{DataFile, DataSet};
use crate::site::route::Site;
use crate::theme::locales::{Argument, Locales};

/// The texts of the interface of a site.
#[derive(Clone, Copy)]
pub(super) struct Wording<'a> {
    site: &'a Site,
    locales: &'a Locales,
}

impl<'a> Wording<'a> {
    pub(super) fn new(site: &'a Site, locales: &'a Locales) -> Self {
        Wording { site, locales }
    }

    /// Returns a message in every published locale.
    pub(super) fn message(&self, id: &str) -> Vec<(Locale, String)> {
        self.site.locales().iter().map(|locale| (*locale, self.message_in(*locale, id, &[]))).collect()
    }

    /// Returns a message that a page has too.
    pub(super) fn message_in(&self, locale: Locale, id: &str, arguments: &[(&str, Argument)]) -> String {
        // If a message of a page cannot be formatted, no site is built.
        self.locales.message(locale, id, arguments).unwrap_or_default()
    }

    /// Returns the locale of files that can have a text in only one: English, if the site has it.
    pub(super) fn main_locale(&self) -> Locale {
        let locales = self.site.locales();
        locales.iter().copied().find(|locale| *locale == Locale::En).unwrap_or(locales[0])
    }

    /// Chooses a text in that locale.
    pub(super) fn main(&self, texts: Vec<(Locale, String)>) -> String {
        let main = self.main_locale();
        texts.into_iter().find(|(locale, _)| *locale == main).map(|(_, text)| text).unwrap_or_default()
    }

    /// Returns the name of a data set.
    pub(super) fn set(&self, set: DataSet) -> Vec<(Locale, String)> {
        self.message(&format!("data-set-{}", set.name()))
    }

    /// Returns what a data set contains, as a sentence.
    pub(super) fn set_contents(&self, set: DataSet) -> Vec<(Locale, String)> {
        self.message(&format!("data-set-about-{}", set.name()))
    }

    /// Returns what a file contains.
    pub(super) fn file(&self, file: DataFile) -> Vec<(Locale, String)> {
        self.message(&format!("data-file-{}", file.message()))
    }
}
