//! Finds values in a former format, which `katalog migrate` rewrites.

use std::ops::Range;

use super::declare::record;
use super::decode::{Decode, wrong_type};
use super::fields::report_duplicates;
use super::node::Node;
use super::readable::{read_yaml, tree};
use super::records::{DocumentRecord, PlacedWords};
use super::words::Words;
use super::written::{WebAddress, Written};
use crate::base::date::PartialDate;
use crate::base::problem::{Placed, Problems};
use crate::content::read::{FileContent, Source, SourceFile};

/// A target group as programmes once wrote it: a text in both languages instead of an id.
#[derive(Debug)]
pub struct FormerGroup {
    /// The bytes of the text with its braces, or of its lines.
    pub span: Range<usize>,
    /// The text.
    pub words: Words,
}

/// Returns the target groups of a programme that are written as texts. There are none if the file cannot be read.
pub fn former_groups(file: &SourceFile) -> Vec<FormerGroup> {
    let (Some(text), Some(Placed { value: Node::Map(entries), .. })) =
        (file.content.text(), tree(file, &mut Problems::default()))
    else {
        return Vec::new();
    };
    let groups = entries.into_iter().find(|(key, _)| key.value == "target_groups");
    let Some((_, Placed { value: Node::List(items), .. })) = groups else { return Vec::new() };
    items.into_iter().filter_map(|item| former_group(item, text)).collect()
}

fn former_group(item: Placed<Node>, text: &str) -> Option<FormerGroup> {
    let Node::Map(entries) = &item.value else { return None };
    let last = entries.iter().map(|(_, value)| value.place.span.end).max()?;
    let start = item.place.span.start;
    let end = match text[start..].starts_with('{') {
        true => last + text[last..].find('}')? + 1,
        false => last,
    };
    let words: Placed<Words> = Decode::decode(item, &mut Problems::default())?;
    Some(FormerGroup { span: start..end, words: words.value })
}

/// The former list of sources, which are documents now.
pub const FORMER_SOURCES: &str = "sources.yaml";

record! {
    /// An entry of the former `sources.yaml`.
    "a source" FormerSourceRecord {
        /// The name of the document.
        required name: PlacedWords = name,
        /// Who published it.
        optional publisher: PlacedWords = name,
        /// When it was published.
        optional published: Placed<PartialDate>,
        /// Its address.
        optional url: Written<WebAddress>,
        /// A remark for readers.
        optional note: PlacedWords,
    }
}

/// A key of a source and its value, by their bytes in the file.
#[derive(Debug)]
pub struct FormerKey {
    /// The key.
    pub name: String,
    /// The bytes of the key.
    pub key: Range<usize>,
    /// The bytes of the value.
    pub value: Range<usize>,
}

/// An entry of the former `sources.yaml`.
#[derive(Debug)]
pub struct FormerSource {
    /// Its id.
    pub id: Placed<String>,
    /// Its facts.
    pub record: FormerSourceRecord,
    /// Its keys, in their order.
    pub keys: Vec<FormerKey>,
}

/// Returns the entries of the former `sources.yaml`. `None` if it cannot be read, which is reported.
pub fn former_sources(file: &SourceFile, problems: &mut Problems) -> Option<Vec<FormerSource>> {
    let tree = tree(file, problems)?;
    let entries = match tree.value {
        Node::Map(entries) => entries,
        Node::Null(_) => Vec::new(),
        _ => return wrong_type(&tree, "a group of records", "write one id per line", problems),
    };
    report_duplicates(&entries, problems);
    let sources = entries.into_iter().map(|(id, node)| {
        let keys = match &node.value {
            Node::Map(keys) => keys.iter().map(|(key, value)| former_key(key, value)).collect(),
            _ => Vec::new(),
        };
        Some(FormerSource { id, record: Decode::decode(node, problems)?, keys })
    });
    let sources: Vec<Option<FormerSource>> = sources.collect();
    sources.into_iter().collect()
}

fn former_key(key: &Placed<String>, value: &Placed<Node>) -> FormerKey {
    FormerKey { name: key.value.clone(), key: key.place.span.clone(), value: value.place.span.clone() }
}

impl FormerSource {
    /// Returns whether the text of a `document.yaml` says the same.
    pub fn is_told_by(&self, document: &str) -> bool {
        let path = format!("content/documents/{}/document.yaml", self.id.value);
        let file = SourceFile { path: path.into(), content: FileContent::Text(document.into()) };
        let mut problems = Problems::default();
        let Some(told) = read_yaml::<DocumentRecord>(&file, &mut problems) else { return false };
        let publisher = match &told.publisher {
            Some(super::ShortOrLong::Long(words)) => Some(&**words),
            _ => None,
        };
        let files = told.files.as_deref().unwrap_or_default();
        let url = files.first().and_then(|file| file.url.as_ref());
        let record = &self.record;
        problems.is_empty()
            && same_words(told.title.as_ref(), record.name.as_ref())
            && same_words(publisher, record.publisher.as_ref())
            && same_words(told.note.map(|note| note.plain()).as_ref(), record.note.as_ref())
            && told.date.map(|date| date.value) == record.published.as_ref().map(|date| date.value)
            && url.map(|url| &url.value) == record.url.as_ref().map(|url| &url.value)
    }
}

fn same_words(a: Option<&PlacedWords>, b: Option<&PlacedWords>) -> bool {
    let texts = |words: Option<&PlacedWords>| {
        let text = |text: &Option<Placed<String>>| text.as_ref().map(|text| text.value.clone());
        words.map(|words| (text(&words.value.sr), text(&words.value.en)))
    };
    texts(a) == texts(b)
}

/// Returns the folders and lists of which a catalogue still has the former format, so that their ids are not known.
pub(super) fn former_lists(source: &Source) -> impl Iterator<Item = &'static str> + use<> {
    let path = format!("content/{FORMER_SOURCES}");
    source.file(&path).map(|_| FORMER_SOURCES).into_iter()
}
