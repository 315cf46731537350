//! The change log.

use serde::Serialize;

use crate::base::id::Kind;
use crate::render::context::{Link, PageContext, Shown};
use crate::render::templates::{RenderError, View};
use crate::site::change_log::{Day, Entry};
use crate::site::route::Page;
use crate::theme::format;

/// The changes of one day.
#[derive(Serialize)]
struct DayView<'a> {
    day: String,
    /// ISO 8601.
    machine_day: String,
    added: ChangeList<ChangeView<'a>>,
    changed: ChangeList<ChangeView<'a>>,
    removed: ChangeList<RemovedView>,
}

/// The first changes of a kind on a day, and the number of further ones.
#[derive(Serialize)]
struct ChangeList<T> {
    shown: Vec<T>,
    more: usize,
}

impl<T> ChangeList<T> {
    fn of(count: usize, shown: impl Iterator<Item = Result<T, RenderError>>) -> Result<Self, RenderError> {
        let shown = shown.take(CHANGES_SHOWN).collect::<Result<Vec<T>, _>>()?;
        Ok(ChangeList { more: count - shown.len(), shown })
    }
}

/// The maximum number of changes of a kind that are listed for a day.
const CHANGES_SHOWN: usize = 50;

#[derive(Serialize)]
struct ChangeView<'a> {
    kind: String,
    link: Link<'a>,
}

/// An entry that no longer exists.
#[derive(Serialize)]
struct RemovedView {
    kind: String,
    id: String,
}

impl<'a> PageContext<'a> {
    /// Builds the change log: additions, changes and removals, day by day.
    pub(super) fn changes(&self, page: Page) -> Result<View, RenderError> {
        let days = self.site.change_log.as_ref().map(|change_log| {
            change_log.days().iter().map(|day| self.day_of_changes(day)).collect::<Result<Vec<_>, _>>()
        });
        let title = self.message("changes", &[])?;
        let description = self.message("changes-description", &[])?;
        let view = self.view(page, Shown::Own(title), &description)?;
        Ok(view.with("days", &days.transpose()?))
    }

    fn day_of_changes(&self, day: &Day) -> Result<DayView<'a>, RenderError> {
        let entries = |entries: &[Entry]| -> Result<ChangeList<ChangeView<'a>>, RenderError> {
            // Every locale shows the same changes, in its own order.
            let mut shown: Vec<Entry> = entries.iter().copied().take(CHANGES_SHOWN).collect();
            shown.sort_by_key(|entry| match *entry {
                Entry::Programme(at) => (Kind::Programme, self.order().programmes.rank(at)),
                Entry::Project(at) => (Kind::Project, self.order().projects.rank(at)),
                Entry::Municipality(at) => (Kind::Municipality, self.order().municipalities.rank(at)),
                Entry::Document(at) => (Kind::Document, self.order().documents.rank(at)),
                Entry::Post(at) => (Kind::Post, self.order().posts.rank(at)),
            });
            ChangeList::of(
                entries.len(),
                shown.iter().map(|entry| {
                    let (kind, link) = match *entry {
                        Entry::Programme(at) => (Kind::Programme, self.programme(at)),
                        Entry::Project(at) => (Kind::Project, self.project(at)),
                        Entry::Municipality(at) => (Kind::Municipality, self.municipality(at)),
                        Entry::Document(at) => (Kind::Document, self.document(at)),
                        Entry::Post(at) => (Kind::Post, self.post(at)),
                    };
                    Ok(ChangeView { kind: self.message(kind.word(), &[])?, link })
                }),
            )
        };
        let removed = day
            .removed
            .iter()
            .map(|(kind, id)| Ok(RemovedView { kind: self.message(kind.word(), &[])?, id: id.clone() }));
        Ok(DayView {
            day: format::date(day.day, self.locale),
            machine_day: day.day.to_string(),
            added: entries(&day.added)?,
            changed: entries(&day.changed)?,
            removed: ChangeList::of(day.removed.len(), removed)?,
        })
    }
}
