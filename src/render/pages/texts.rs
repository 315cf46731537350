//! Pages of text: about, accessibility, data, search, and the page for wrong addresses.

use serde::Serialize;
use url::Url;

use crate::base::id::Ref;
use crate::content::catalogue::{DataFile, DataSet, OwnPage, Release, Subject, Words};
use crate::render::context::{Counter, Link, PageContext, Shown};
use crate::render::templates::{RenderError, View};
use crate::site::route::Page;
use crate::site::tables;
use crate::theme::format;

/// A release of the content.
#[derive(Serialize)]
struct ReleaseView<'a> {
    name: &'a str,
    machine_date: String,
    date: String,
    note: Option<Shown<'a>>,
    url: Option<&'a str>,
    sha256: &'a str,
}

impl<'a> PageContext<'a> {
    pub(super) fn text_page(&self, page: Page, words: &'a Words) -> Result<View, RenderError> {
        Ok(self
            .view(page, self.shown(&words.title), words.summary.get(self.locale))?
            .with("summary", &self.shown(&words.summary))
            .with("body", &self.body(words)?))
    }

    /// Builds a page of the catalogue's own, with links to the pages below it.
    pub(super) fn own_page(&self, page: Page, at: Ref<OwnPage>) -> Result<View, RenderError> {
        let own = &self.catalogue().own_pages[at];
        let below: Vec<Link<'a>> = own.pages_below.iter().map(|at| self.own_page_link(*at)).collect();
        let documents = self.attachments("pages", own.id.as_str());
        let view = self.text_page(page, &own.words)?;
        Ok(view.with("below", &below).with("documents", &documents))
    }

    /// Builds the page about the data: its text, the files, and the meaning of their columns.
    pub(super) fn data_page(&self, page: Page) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct SetView {
            name: String,
            about: String,
            files: Vec<FileView>,
        }
        #[derive(Serialize)]
        struct FileView {
            /// The forms of the file, the one for people first.
            forms: Vec<FormView>,
            meaning: String,
        }
        #[derive(Serialize)]
        struct FormView {
            name: &'static str,
            href: String,
        }
        #[derive(Serialize)]
        struct TableView {
            files: Vec<&'static str>,
            columns: Vec<ColumnView>,
        }
        #[derive(Serialize)]
        struct ColumnView {
            headings: Vec<String>,
            meaning: String,
        }
        let described: Vec<DataFile> = self.catalogue().data_files().collect();
        let file_views = |is_wanted: &dyn Fn(DataFile) -> bool| {
            let wanted: Vec<DataFile> = described.iter().copied().filter(|file| is_wanted(*file)).collect();
            let forms = wanted.chunk_by(|a, b| a.message() == b.message()).map(|forms| {
                let meaning = self.message(&format!("data-file-{}", forms[0].message()), &[])?;
                let form = |file: &DataFile| FormView { name: file.name(), href: self.site.data_href(*file) };
                Ok(FileView { forms: forms.iter().map(form).collect(), meaning })
            });
            forms.collect::<Result<Vec<_>, RenderError>>()
        };
        let mut sets = Vec::new();
        for set in DataSet::ALL {
            let files = file_views(&|file| file.set() == *set && !file.is_description())?;
            if !files.is_empty() {
                let name = self.message(&format!("data-set-{}", set.name()), &[])?;
                let about = self.message(&format!("data-set-about-{}", set.name()), &[])?;
                sets.push(SetView { name, about, files });
            }
        }
        let descriptions = file_views(&DataFile::is_description)?;
        let mut views = Vec::new();
        let is_published =
            |file: &DataFile| self.catalogue().data_files().any(|published| published == *file);
        for table in tables::descriptions().into_iter().filter(|table| table.files.iter().any(is_published)) {
            let mut columns = Vec::new();
            for column in table.columns {
                let meaning = self.message(&column.message, &[])?;
                let headings = column.headings.into_iter().map(|(heading, _)| heading).collect();
                columns.push(ColumnView { headings, meaning });
            }
            views.push(TableView { files: table.files.iter().map(|file| file.name()).collect(), columns });
        }
        let releases: Vec<ReleaseView<'_>> =
            self.catalogue().releases.iter().map(|release| self.release(release)).collect();
        let view = self.text_page(page, &self.catalogue().pages.data)?.with("releases", &releases);
        Ok(view.with("sets", &sets).with("descriptions", &descriptions).with("tables", &views))
    }

    fn release(&self, release: &'a Release) -> ReleaseView<'a> {
        ReleaseView {
            name: &release.name,
            machine_date: release.date.to_string(),
            date: format::date(release.date, self.locale),
            note: release.note.as_ref().map(|note| self.shown(note)),
            url: release.url.as_ref().map(Url::as_str),
            sha256: &release.sha256,
        }
    }

    /// Builds the search page, with links to the lists for readers who prefer to browse.
    pub(super) fn search(&self, page: Page) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct List {
            title: String,
            counter: Counter,
        }
        let list = |list: Subject| {
            let count = list.listed_kinds().first().map_or(0, |kind| self.catalogue().count(*kind));
            Ok(List { title: self.menu_name(list)?, counter: self.counter(count, list, "") })
        };
        let lists = self.catalogue().lists().map(list).collect::<Result<Vec<_>, RenderError>>()?;
        let title = self.message("search", &[])?;
        let description = self.message("search-description", &[])?;
        Ok(self.view(page, Shown::Own(title), &description)?.with("lists", &lists))
    }

    pub(super) fn not_found(&self, page: Page) -> Result<View, RenderError> {
        let title = self.message("not-found-title", &[])?;
        let text = self.message("not-found-text", &[])?;
        self.view(page, Shown::Own(title), &text)
    }
}
