//! Finds values in a former format, which `katalog migrate` rewrites.

use std::ops::Range;

use super::decode::Decode;
use super::node::Node;
use super::readable::tree;
use super::words::Words;
use crate::base::problem::{Placed, Problems};
use crate::content::read::SourceFile;

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
