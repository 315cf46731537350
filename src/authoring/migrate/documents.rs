//! The entries of the former `sources.yaml` become documents, each in a folder of its own.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::authoring::draft::yaml::quoted;
use crate::authoring::draft::{Change, Draft};
use crate::base::file_type::Published;
use crate::base::id::{Id, Kind};
use crate::base::language::Language;
use crate::base::problem::{Problem, Problems};
use crate::base::rules;
use crate::content::parse::{
    DocumentKind, FORMER_SOURCES, FormerKey, FormerSource, PlacedWords, Records, former_sources, shorten,
};
use crate::content::read::{FileContent, Source, SourceFile};
use crate::text::markdown::escaped;

/// Adds a document for each source, and removes the list of sources.
pub(super) fn migrate(records: &Records, source: &Source, draft: &mut Draft) -> Result<(), Problems> {
    let path = format!("content/{FORMER_SOURCES}");
    let Some(file) = source.file(&path) else { return Ok(()) };
    let mut problems = Problems::default();
    let sources = former_sources(file, &mut problems);
    let sources = sources.unwrap_or_default();
    check_ids(&sources, records, &mut problems);
    if problems.has_errors() {
        return Err(problems);
    }
    let text = text_of(file);
    let starts: Vec<usize> = sources.iter().map(|source| source.id.place.span.start).collect();
    let mut from = 0;
    for (at, former) in sources.iter().enumerate() {
        let to = starts.get(at + 1).map_or(text.len(), |next| start_of_comments(text, starts[at]..*next));
        let path = format!("{}{}/document.yaml", Kind::Document.home(), former.id.value);
        draft.changes.push(Change { path, text: document(former, text, from..to), added_at: None });
        from = to;
    }
    draft.removed.push(path);
    Ok(())
}

fn text_of(file: &SourceFile) -> &str {
    match &file.content {
        FileContent::Text(text) => text,
        _ => "",
    }
}

/// Reports sources that cannot become documents: their id is not one, or a document has it.
fn check_ids(sources: &[FormerSource], records: &Records, problems: &mut Problems) {
    let taken: BTreeSet<String> = records.documents.iter().map(|entry| entry.id.to_lowercase()).collect();
    for FormerSource { id, .. } in sources {
        let shown = shorten(&id.value);
        if Id::new(&id.value).is_none() {
            let message = format!("`{shown}` cannot be the id of a document");
            problems.push(Problem::new(&rules::BAD_ID, id.place.clone(), message).help(Id::GRAMMAR));
        } else if taken.contains(&id.value) {
            let message = format!("there is a document `{shown}` already");
            problems.push(
                Problem::new(&rules::DUPLICATE_ID, id.place.clone(), message)
                    .help("give one of the two another id, or remove the source if they are the same"),
            );
        }
    }
}

/// Returns where the lines of comments begin that belong to the entry after one that has the bytes `entry`: those directly
/// before it, and empty lines between them.
fn start_of_comments(text: &str, entry: Range<usize>) -> usize {
    let line_before = |end: usize| text[entry.start..end].rfind('\n').map(|at| entry.start + at + 1);
    let Some(mut start) = line_before(entry.end) else { return entry.end };
    while let Some(before) = line_before(start - 1) {
        let line = text[before..start].trim_end();
        if !(line.is_empty() || line.starts_with('#')) {
            break;
        }
        start = before;
    }
    start
}

/// Returns the text of the document that a source becomes. `region` are the bytes of its lines.
fn document(former: &FormerSource, text: &str, region: Range<usize>) -> String {
    let rewritten = rewritten(former, text, region.clone());
    match rewritten.filter(|document| former.is_told_by(document)) {
        Some(document) => document,
        None => comments(text, region) + &written_anew(former),
    }
}

/// Rewrites the lines of a source: other keys, one level less of indentation. `None` if it is not written in lines.
fn rewritten(former: &FormerSource, text: &str, region: Range<usize>) -> Option<String> {
    let first = former.keys.first()?.key.start;
    let id = former.id.place.span.clone();
    // Only up to the first key, because the rest of the text may have no other line.
    let end_of_id_line = id.end + text.get(id.end..first)?.find('\n')? + 1;
    let behind_id = text[id.end..end_of_id_line].trim_start_matches(['"', '\'']).trim().strip_prefix(':')?;
    let line_start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line_start..first];
    if !indent.bytes().all(|byte| byte == b' ') {
        return None;
    }
    let mut document = text[region.start..id.start].to_owned();
    document.extend(Some(behind_id.trim()).filter(|comment| !comment.is_empty()).map(|it| format!("{it}\n")));
    let body = edited(former, text, end_of_id_line..region.end)?;
    for line in body.split_inclusive('\n') {
        let rest = line.strip_prefix(indent);
        document.push_str(rest.or_else(|| is_comment(line).then(|| line.trim_start_matches(' ')))?);
    }
    if !document.ends_with('\n') {
        document.push('\n');
    }
    Some(document)
}

fn is_comment(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// Returns some lines of a source with the keys of a document.
fn edited(former: &FormerSource, text: &str, region: Range<usize>) -> Option<String> {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for FormerKey { name, key, value } in &former.keys {
        let written = text.get(value.clone())?.trim_end();
        match name.as_str() {
            "name" => {
                edits.push((key.clone(), "title".to_owned()));
                let end = end_of_words(former.record.name.as_ref()?);
                let line_end = end + text[end..].find('\n').map_or(text.len() - end, |at| at + 1);
                let indent = " ".repeat(key.start - text[..key.start].rfind('\n').map_or(0, |at| at + 1));
                edits.push((line_end..line_end, format!("{indent}kind: {}\n", kind(former).word())));
            }
            "published" => edits.push((key.clone(), "date".to_owned())),
            "url" => {
                edits.push((key.clone(), "files".to_owned()));
                let end = value.start + written.len();
                edits.push((value.start..end, format!("[{{ url: {} }}]", in_braces(written))));
            }
            _ => {}
        }
    }
    edits.sort_by_key(|(span, _)| span.start);
    let mut result = text[region.clone()].to_owned();
    if edits.iter().any(|(span, _)| span.start < region.start || span.end > region.end) {
        return None;
    }
    if !result.ends_with('\n') {
        result.push('\n');
    }
    for (span, new) in edits.into_iter().rev() {
        let at = (span.start - region.start).min(result.len());
        result.replace_range(at..(span.end - region.start).min(result.len()), &new);
    }
    Some(result)
}

/// Returns an address as it can be written between braces, where some characters need quotes.
fn in_braces(address: &str) -> String {
    let is_quoted = address.starts_with(['"', '\'']);
    if is_quoted || !address.contains([',', '{', '}', '[', ']', '#', '&', '*', '?']) {
        address.to_owned()
    } else {
        quoted(address)
    }
}

fn end_of_words(words: &PlacedWords) -> usize {
    let texts = Language::ALL.into_iter().filter_map(|language| words.value[language].as_ref());
    texts.map(|text| text.place.span.end).max().unwrap_or(words.place.span.end)
}

/// Returns the kind that is most likely: the former format had none.
fn kind(former: &FormerSource) -> DocumentKind {
    let address = former.record.url.as_ref().and_then(|address| url::Url::parse(&address.value).ok());
    match address {
        Some(address) if Published::of(address.path()).is_none() => DocumentKind::WebPage,
        _ => DocumentKind::Other,
    }
}

/// Returns the comments among some lines.
fn comments(text: &str, region: Range<usize>) -> String {
    let lines = text[region].lines().filter_map(|line| {
        let is_whole = line.trim_start().starts_with('#');
        let start = if is_whole { line.find('#') } else { line.find(" #").map(|at| at + 1) };
        start.map(|at| format!("{}\n", line[at..].trim_end()))
    });
    lines.collect()
}

/// Writes the facts of a source as those of a document.
fn written_anew(former: &FormerSource) -> String {
    let record = &former.record;
    let words = |key: &str, words: &Option<PlacedWords>| {
        let texts = words.as_ref().map(|words| {
            let text = |language: Language| {
                let text = &words.value[language].as_ref()?.value;
                // Only the note of a document has markup, which that of a source had not.
                let text = if key == "note" { escaped(text, language) } else { text.into() };
                Some(format!("{}: {}", language.code(), quoted(&text)))
            };
            Language::ALL.into_iter().filter_map(text).collect::<Vec<_>>().join(", ")
        });
        texts.map(|texts| format!("{key}: {{ {texts} }}\n")).unwrap_or_default()
    };
    let date = record.published.as_ref().map(|date| format!("date: {}\n", date.value));
    let url = record.url.as_ref().map(|url| format!("files: [{{ url: {} }}]\n", quoted(&url.value)));
    [
        words("title", &record.name),
        format!("kind: {}\n", kind(former).word()),
        date.unwrap_or_default(),
        words("publisher", &record.publisher),
        url.unwrap_or_default(),
        words("note", &record.note),
    ]
    .concat()
}
