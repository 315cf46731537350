//! The documents in the folder of an entry.

use serde::Serialize;

use crate::base::language::Locale;
use crate::content::catalogue::{FilePath, PublishedFile};
use crate::render::context::PageContext;
use crate::theme::format;

/// A document in the folder of an entry.
#[derive(Serialize)]
pub(super) struct Attachment<'a> {
    href: String,
    name: &'a str,
    /// `PDF`
    kind: String,
    size: String,
    /// The locale tag of the three texts, if it differs from that of the page.
    lang: Option<&'static str>,
}

impl<'a> PageContext<'a> {
    /// Returns the documents in the folder of an entry, without pictures.
    pub(super) fn attachments(&self, collection: &str, id: &str) -> Vec<Attachment<'a>> {
        const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "avif"];
        let files = &self.catalogue().files;
        let folder = format!("{collection}/{id}/");
        let first = files.partition_point(|file| *file.path.0 < *folder);
        let own = files[first..].iter().take_while(|file| file.path.0.starts_with(&folder));
        let view = |file: &'a PublishedFile| {
            let FilePath(path) = &file.path;
            let name = &path[folder.len()..];
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
            let is_document = !PICTURES.contains(&ending.as_str());
            is_document.then(|| Attachment {
                href: self.site.file_href(&file.path),
                name,
                kind: ending.to_ascii_uppercase(),
                size: format::file_size(file.size, self.locale),
                lang: (self.locale == Locale::SrCyrl).then(|| Locale::SrLatn.tag()),
            })
        };
        own.filter_map(view).collect()
    }
}
