//! The table of documents: one row for each.

use super::{Cell, Column, Value, former_ids, optional_text, text, url};
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Document, DocumentFile, Location, Publisher, Subject};
use crate::site::route::Site;

/// The columns of the table of documents.
pub(super) const DOCUMENTS: &[Column<Document>] = &[
    Column::once("id", |site, at| (&document(site, at).id).into()).of(Value::Id),
    Column::by_locale("title", |site, at, locale| text(&document(site, at).title, locale)),
    Column::once("kind", |site, at| Cell::Text(document(site, at).kind.word())),
    Column::once("date", |site, at| document(site, at).date.map(|date| date.to_string()).into())
        .of(Value::Date),
    Column::once("publisher", |site, at| match document(site, at).publisher {
        Some(Publisher::Organisation(at)) => (&site.catalogue.organisations[at].id).into(),
        Some(Publisher::Named(_)) | None => Cell::Empty,
    })
    .of(Value::Reference(Kind::Organisation)),
    Column::by_locale("publisher_name", |site, at, locale| match &document(site, at).publisher {
        Some(Publisher::Organisation(at)) => text(&site.catalogue.organisations[*at].name, locale),
        Some(Publisher::Named(name)) => text(name, locale),
        None => Cell::Empty,
    }),
    Column::once("files", |site, at| each(site, at, |site, file| Cell::Own(file_url(site, file))))
        .of(Value::Address)
        .list(),
    Column::once("file_languages", |site, at| {
        each(site, at, |_, file| file.language.map(|language| language.word()).into())
    })
    .list(),
    Column::once("about", |site, at| {
        let about = document(site, at).about.iter();
        Cell::Several(about.filter_map(|subject| site.catalogue.typed_id(*subject)).map(Cell::Own).collect())
    })
    .list(),
    Column::once("citations", |site, at| Cell::Count(site.catalogue.document_index.citing(at).len()))
        .of(Value::Count),
    Column::by_locale("note", |site, at, locale| optional_text(document(site, at).note.as_ref(), locale)),
    Column::by_locale("url", |site, at, locale| Cell::Own(url(site, Subject::Document(at), locale)))
        .of(Value::Address),
    Column::once("former_ids", |site, at| former_ids(site, Subject::Document(at))).list(),
];

fn document(site: &Site, at: Ref<Document>) -> &Document {
    &site.catalogue.documents[at]
}

/// Makes a cell with a part for each file. What is not known is empty.
fn each<'a>(
    site: &'a Site,
    at: Ref<Document>,
    fill: impl Fn(&'a Site, &'a DocumentFile) -> Cell<'a>,
) -> Cell<'a> {
    Cell::Several(document(site, at).files.iter().map(|file| fill(site, file)).collect())
}

/// Returns the address of a file with scheme and host.
pub fn file_url(site: &Site, file: &DocumentFile) -> String {
    match &file.location {
        Location::Folder { path, .. } => site.absolute(&site.file_href(path)),
        Location::Web(address) => address.to_string(),
    }
}
