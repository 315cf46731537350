//! Texts for translators as messages of GNU gettext. The only user of `polib`, which writes them; it panics on some files, and
//! cuts long lines, so it does not read them.

use std::io::BufWriter;

use polib::catalog::Catalog;
use polib::message::{Message, MessageFlags};
use polib::metadata::CatalogMetadata;
use polib::po_file;

use super::{Job, Returned, Unit};
use crate::base::language::Language;
use crate::content::parse::shorten;

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
    message.with_extracted_comments(comments.join("\n").replace('\r', " "));
    if let Some(target) = &unit.target {
        let mut flags = MessageFlags::new();
        flags.add_flag("fuzzy");
        message.with_msgstr(target.clone()).with_flags(flags);
    }
    message.done()
}

/// A message that is being read.
#[derive(Default)]
struct Open {
    id: String,
    source: String,
    target: String,
    is_fuzzy: bool,
}

/// Reads the messages. Fuzzy ones are not finished, and count as not translated.
pub(super) fn read(file: &[u8]) -> Result<(Language, Vec<Returned>), String> {
    let text = str::from_utf8(file).map_err(|_| "it is not UTF-8")?;
    let mut messages = Vec::new();
    let (mut open, mut keyword) = (Open::default(), "");
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        let may_begin = ["#", "msgctxt", "msgid"].iter().any(|start| line.starts_with(start));
        let begins_message = keyword == "msgstr" && may_begin;
        if begins_message {
            super::refuse_many(messages.len())?;
            messages.push(std::mem::take(&mut open));
            keyword = "";
        }
        if let Some(comment) = line.strip_prefix('#') {
            open.is_fuzzy |= comment.starts_with(',') && comment.contains("fuzzy");
            continue;
        }
        let quoted = match line.split_once(|c: char| c.is_whitespace()) {
            Some((word, quoted)) if matches!(word, "msgctxt" | "msgid" | "msgstr") => {
                keyword = word;
                quoted.trim_start()
            }
            _ => line,
        };
        if quoted.is_empty() {
            continue;
        }
        let text =
            unquoted(quoted).ok_or_else(|| format!("line {}: this is no line of a PO file", at + 1))?;
        match keyword {
            "msgctxt" => open.id.push_str(&text),
            "msgid" => open.source.push_str(&text),
            "msgstr" => open.target.push_str(&text),
            _ => return Err(format!("line {}: this text belongs to no message", at + 1)),
        }
    }
    messages.push(open);
    let header = messages.iter().find(|message| message.source.is_empty() && !message.target.is_empty());
    let code =
        header.and_then(|header| header.target.lines().find_map(|line| line.strip_prefix("Language:")));
    let code = code.unwrap_or_default().trim();
    let language = Language::of_code(code)
        .ok_or_else(|| format!("its `Language:` is `{}`, not sr or en", shorten(code)))?;
    let messages = messages.into_iter().filter(|message| !message.source.is_empty());
    let returned = messages.map(|Open { id, source, target, is_fuzzy }| Returned {
        at: format!("message {}", shorten(&id)),
        id,
        source,
        target: if is_fuzzy { String::new() } else { target },
    });
    Ok((language, returned.collect()))
}

/// Returns the text between quotation marks, without its escapes.
fn unquoted(quoted: &str) -> Option<String> {
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return None,
            '\\' => text.push(match chars.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other @ ('"' | '\\') => other,
                _ => return None,
            }),
            c => text.push(c),
        }
    }
    Some(text)
}
