//! The further pages of an entry whose list is long.

use crate::base::id::Kind;
use crate::content::catalogue::Subject;
use crate::render::context::PageContext;
use crate::render::templates::{RenderError, View};
use crate::site::route::Page;
use crate::theme::locales::Argument;

impl PageContext<'_> {
    /// Continues the list of an entry. Only its first page describes the entry: a description may be long, and there
    /// may be very many pages.
    pub(super) fn continuation(&self, page: Page) -> Result<View, RenderError> {
        let title = self.name_of(page.subject);
        let description = self.message(
            "continuation-description",
            &[
                ("name", Argument::Text(title.plain().to_owned())),
                ("part", Argument::Count(page.part as u64)),
                ("parts", Argument::Count(self.site.part_count(page.subject) as u64)),
            ],
        )?;
        Ok(self
            .view(page, title, &description)?
            .with("kind", &page.subject.entry_kind().map(Kind::word))
            .with("first", &self.entry(page.subject))
            .with("locative", &self.locative(page.subject))
            .with("groups", &self.groups(page)?))
    }

    /// The name of a municipality after "in". Empty for other entries.
    fn locative(&self, subject: Subject) -> &str {
        match subject {
            Subject::Municipality(at) => self.catalogue().municipalities[at].name.locative.get(self.locale),
            _ => "",
        }
    }
}
