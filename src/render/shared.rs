//! Parts that many pages share: links, rows of lists, entries of the navigation, pictures. They are made for each
//! locale when the first page needs them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::templates::Fragment;
use crate::base::id::{PerKind, Ref};
use crate::base::language::{Locale, PerLocale};
use crate::content::catalogue::{Catalogue, Document, Menu, OwnPage, Picture, Project, Subject};

/// The parts that pages share.
pub struct Shared(PerLocale<Pieces>);

/// The parts that the pages of one locale share. Those of each kind are in the order of their table.
pub(super) struct Pieces {
    links: PerKind<Box<[OnceLock<SharedLink>]>>,
    /// The links to programmes by their short names.
    short_programmes: Box<[OnceLock<SharedLink>]>,
    rows: Box<[OnceLock<SharedEntry>]>,
    documents: Box<[OnceLock<SharedEntry>]>,
    /// Each link in three forms: for pages in other sections, in its section, and for its own page.
    pub(super) navigation: OnceLock<Vec<[Fragment; 3]>>,
    /// The links at the foot of every page.
    pub(super) footer: OnceLock<Vec<Fragment>>,
    /// The catalogue's own pages in each menu, in its order.
    pub(super) menus: OnceLock<BTreeMap<Menu, Vec<Ref<OwnPage>>>>,
    /// The choices for lists that the search narrows.
    pub(super) search_choices: OnceLock<Fragment>,
    picture: OnceLock<Fragment>,
    programme_pictures: Box<[OnceLock<Fragment>]>,
}

/// A link to an entry.
pub(super) struct SharedLink {
    pub(super) href: String,
    pub(super) piece: Fragment,
}

/// An entry in a list: a project with all of its activities, or a document.
pub(super) struct SharedEntry {
    pub(super) piece: Fragment,
    /// Whether it contains a text in another language.
    pub(super) is_foreign: bool,
}

/// Whether a link uses the short name of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    ByName,
    Short,
}

impl Shared {
    /// Makes room for the parts that the pages of a catalogue share.
    pub fn new(catalogue: &Catalogue) -> Self {
        Shared(PerLocale::from_fn(|_| Pieces::new(catalogue)))
    }

    pub(super) fn of(&self, locale: Locale) -> &Pieces {
        &self.0[locale]
    }
}

impl Pieces {
    fn new(catalogue: &Catalogue) -> Self {
        Pieces {
            links: PerKind::from_fn(|kind| room(catalogue.count(kind))),
            short_programmes: room(catalogue.programmes.len()),
            rows: room(catalogue.projects.len()),
            documents: room(catalogue.documents.len()),
            navigation: OnceLock::new(),
            footer: OnceLock::new(),
            menus: OnceLock::new(),
            search_choices: OnceLock::new(),
            picture: OnceLock::new(),
            programme_pictures: room(catalogue.programmes.len()),
        }
    }

    /// Returns the link to an entry. Lists have none.
    pub(super) fn link(&self, subject: Subject, called: Called) -> Option<&OnceLock<SharedLink>> {
        match subject {
            Subject::Programme(at) if called == Called::Short => self.short_programmes.get(at.index()),
            _ => subject.among(&self.links),
        }
    }

    pub(super) fn row(&self, project: Ref<Project>) -> &OnceLock<SharedEntry> {
        &self.rows[project.index()]
    }

    pub(super) fn document(&self, document: Ref<Document>) -> &OnceLock<SharedEntry> {
        &self.documents[document.index()]
    }

    pub(super) fn picture(&self, picture: Picture) -> &OnceLock<Fragment> {
        match picture {
            Picture::Catalogue => &self.picture,
            Picture::Programme(at) => &self.programme_pictures[at.index()],
        }
    }
}

fn room<T>(count: usize) -> Box<[OnceLock<T>]> {
    (0..count).map(|_| OnceLock::new()).collect()
}

/// Returns the value in `cell`, or makes it. If that fails, the cell stays empty.
pub(super) fn get_or_try_make<T, E>(
    cell: &OnceLock<T>,
    make: impl FnOnce() -> Result<T, E>,
) -> Result<&T, E> {
    match cell.get() {
        Some(made) => Ok(made),
        None => {
            let made = make()?;
            Ok(cell.get_or_init(|| made))
        }
    }
}
