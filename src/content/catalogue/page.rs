//! The texts of the standing pages, and the pages that a catalogue adds.

use super::text::Words;
use crate::base::id::{Id, Ref};
use crate::content::parse::Menu;

/// The texts of the standing pages.
#[derive(Debug)]
pub struct StandingTexts {
    /// The home page.
    pub home: Words,
    /// The page about the catalogue.
    pub about: Words,
    /// The page on open data.
    pub data: Words,
    /// The page on accessibility, if it is written.
    pub accessibility: Option<Words>,
}

/// A page of free text that the catalogue adds to the standing ones.
#[derive(Debug)]
pub struct OwnPage {
    /// Its id, which is also its address.
    pub id: Id,
    /// Title, summary and text.
    pub words: Words,
    /// The menu that links to it.
    pub menu: Menu,
    /// Its position in the menu: lower numbers come first, then pages without one.
    pub order: Option<u32>,
    /// The page that it belongs to.
    pub below: Option<Ref<OwnPage>>,
    /// The pages that belong to it, in their order.
    pub pages_below: Vec<Ref<OwnPage>>,
}

impl OwnPage {
    /// Returns the position in its menu.
    pub fn rank(&self) -> (u32, &Id) {
        (self.order.unwrap_or(u32::MAX), &self.id)
    }
}
