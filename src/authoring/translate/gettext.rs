//! Texts for translators as messages of GNU gettext. The only user of `polib`.

use std::io::BufWriter;

use polib::catalog::Catalog;
use polib::message::{Message, MessageFlags};
use polib::metadata::CatalogMetadata;
use polib::po_file;

use super::{Job, Returned, Unit};
use crate::base::language::Language;

/// Writes the texts as messages. A stale text has its present translation and is fuzzy.
pub(super) fn write(job: &Job) -> Result<Vec<u8>, String> {
    let mut metadata = CatalogMetadata::new();
    metadata.project_id_version = "katalog".to_owned();
    metadata.mime_version = "1.0".to_owned();
    metadata.content_type = "text/plain; charset=UTF-8".to_owned();
    metadata.content_transfer_encoding = "8bit".to_owned();
    metadata.language = job.language.code().to_owned();
    let mut catalog = Catalog::new(metadata);
    job.units.iter().map(message).for_each(|message| catalog.append_or_update(message));
    let mut writer = BufWriter::new(Vec::new());
    po_file::write(&catalog, &mut writer).map_err(|error| error.to_string())?;
    writer.into_inner().map_err(|error| error.to_string())
}

fn message(unit: &Unit) -> Message {
    let mut message = Message::build_singular();
    message.with_msgctxt(unit.id.clone()).with_msgid(unit.source.clone());
    let mut comments: Vec<String> = unit.page.iter().cloned().collect();
    comments.extend(unit.suggestion.as_ref().map(|text| format!("translated elsewhere: {text}")));
    message.with_extracted_comments(comments.join("\n"));
    if let Some(target) = &unit.target {
        let mut flags = MessageFlags::new();
        flags.add_flag("fuzzy");
        message.with_msgstr(target.clone()).with_flags(flags);
    }
    message.done()
}

/// Reads the messages. Fuzzy ones are not finished, and count as not translated.
pub(super) fn read(file: &[u8]) -> Result<(Language, Vec<Returned>), String> {
    let catalog = po_file::parse_from_reader(file).map_err(|error| error.to_string())?;
    let code = &catalog.metadata.language;
    let language =
        Language::of_code(code).ok_or_else(|| format!("its `Language:` is `{code}`, not sr or en"))?;
    let returned = catalog.messages().map(|message| {
        let id = message.msgctxt().unwrap_or_default().to_owned();
        let target = if message.is_fuzzy() { "" } else { message.msgstr().unwrap_or_default() };
        Returned {
            at: format!("message {id}"),
            id,
            source: message.msgid().to_owned(),
            target: target.to_owned(),
        }
    });
    Ok((language, returned.collect()))
}
