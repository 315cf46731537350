//! Adds entries to a list without changing any other byte of its file.

use std::collections::BTreeMap;
use std::ops::Range;

use super::yaml;

/// A list within a file: the entries of the file, the sub-areas of one area, or the activities of a project.
pub(super) struct List<'a> {
    /// The file's whole text.
    pub(super) text: &'a str,
    /// The ids in file order, with the position of each key; for an activity, the position of its hyphen.
    pub(super) entries: Vec<(&'a str, usize)>,
}

/// Lines to add, and the range of bytes that they replace. The range is empty unless they replace an empty list.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Addition {
    pub(super) lines: String,
    pub(super) at: Range<usize>,
}

impl List<'_> {
    /// Adds each entry at its alphabetical place, or at the end if the list is not in alphabetical order.
    ///
    /// Comments stay with their entry: those just above its key, and those that are indented deeper.
    pub(super) fn add_all<'e>(
        &self,
        added: impl Iterator<Item = (&'e str, &'e [String])>,
    ) -> Result<Vec<Addition>, &'static str> {
        let indents: Option<Vec<&str>> = self.entries.iter().map(|(_, at)| self.indent(*at)).collect();
        let indents = indents.ok_or("its entries do not begin on lines of their own")?;
        let indent = *indents.first().ok_or("it has no entry yet")?;
        if indents.iter().any(|other| *other != indent) {
            return Err("its entries do not begin in the same column");
        }
        let end = self.below(indent.len()).ok_or("it has no entry yet")?;
        let is_sorted = self.entries.is_sorted_by(|(a, _), (b, _)| a < b);
        let line_break = line_break(self.text);
        // The insertion point before each existing entry that gets new ones before it.
        let mut places: BTreeMap<usize, usize> = BTreeMap::new();
        let addition = |(id, lines): (&str, &[String])| {
            let next = match is_sorted {
                true => self.entries.partition_point(|(other, _)| *other <= id),
                false => self.entries.len(),
            };
            let at = match self.entries.get(next) {
                Some((_, key)) => {
                    *places.entry(next).or_insert_with(|| self.above(self.line_start(*key), indent.len()))
                }
                None => end,
            };
            let mut lines = yaml::indented(lines, indent, line_break);
            if at > 0 && !self.text[..at].ends_with('\n') {
                lines.insert_str(0, line_break);
            }
            Addition { lines, at: at..at }
        };
        Ok(added.map(addition).collect())
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |line_break| line_break + 1)
    }

    /// Returns the spaces before a key, or `None` if anything else precedes it on its line.
    fn indent(&self, key: usize) -> Option<&str> {
        let before = self.text[self.line_start(key)..key].trim_start_matches('\u{feff}');
        before.bytes().all(|byte| byte == b' ').then_some(before)
    }

    /// Returns the start of the comments that belong to the key whose line starts at `line`. Comments at the start of
    /// the file belong to the file.
    fn above(&self, line: usize, indent: usize) -> usize {
        let mut at = line;
        for before in self.text[..line].split_inclusive('\n').rev() {
            if indent_of_comment(before).is_none_or(|found| found > indent) {
                return at;
            }
            at -= before.len();
        }
        line
    }

    /// Returns the end of the last entry, including the comments that are indented deeper than its key.
    fn below(&self, indent: usize) -> Option<usize> {
        let (_, key) = self.entries.last()?;
        let mut at = self.line_start(*key);
        let mut end = at;
        for line in self.text[at..].split_inclusive('\n') {
            let is_key = at <= *key;
            let depth = line.len() - line.trim_start_matches(' ').len();
            at += line.len();
            if is_key || (depth > indent && !line.trim().is_empty()) {
                end = at;
            } else if !line.trim().is_empty() && indent_of_comment(line).is_none() {
                break;
            }
        }
        Some(end)
    }
}

/// Replaces the `{}` after the key `name` with the first entries. The key is within the bytes `within`.
pub(super) fn begin(
    text: &str,
    within: Range<usize>,
    name: &str,
    lines: &[String],
) -> Result<Addition, &'static str> {
    let key = format!("{name}:");
    let mut at = within.start;
    for line in text[within].split_inclusive('\n') {
        let content = line.trim_start();
        if let Some(value) = content.strip_prefix(&key).filter(|value| value.trim_start().starts_with("{}")) {
            let indent = &line[..line.len() - content.len()];
            let value_at = at + line.len() - value.len();
            let length = value.find("{}").unwrap_or_default() + "{}".len();
            let entry = yaml::indented(lines, &format!("{indent}  "), line_break(text));
            let lines = format!("{}{}", line_break(text), entry.trim_end());
            return Ok(Addition { lines, at: value_at..value_at + length });
        }
        at += line.len();
    }
    Err("it has no entry yet")
}

/// Returns the indentation of a line that contains only a comment.
fn indent_of_comment(line: &str) -> Option<usize> {
    let content = line.trim_start();
    content.starts_with('#').then(|| line.len() - content.len())
}

fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

impl Addition {
    /// Returns the text with the lines added.
    pub(super) fn applied_to(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.at.start], self.lines, &text[self.at.end..])
    }
}

/// Returns the text with all additions made. Additions at the same position keep their order.
pub(super) fn apply_all(mut additions: Vec<Addition>, text: &str) -> String {
    additions.sort_by_key(|addition| addition.at.start);
    let mut applied = String::with_capacity(text.len());
    let mut at = 0;
    for addition in additions {
        applied.push_str(&text[at..addition.at.start]);
        let is_on_new_line = applied.is_empty() || applied.ends_with('\n');
        let is_lines = addition.at.is_empty() && is_on_new_line;
        applied.push_str(if is_lines {
            addition.lines.trim_start_matches(['\r', '\n'])
        } else {
            &addition.lines
        });
        at = addition.at.end;
    }
    applied.push_str(&text[at..]);
    applied
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds `id` to a list whose keys are the lines that start with a lower-case letter.
    fn added(text: &str, id: &str) -> String {
        let mut at = 0;
        let mut entries = Vec::new();
        for line in text.split_inclusive('\n') {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                entries.push((line.split(':').next().unwrap_or_default(), at));
            }
            at += line.len();
        }
        let list = List { text, entries };
        let lines = yaml::entry(id, &["x: 1".to_owned()]);
        list.add_all(std::iter::once((id, lines.as_slice())))
            .map_or_else(str::to_owned, |additions| apply_all(additions, text))
    }

    #[test]
    fn an_entry_goes_to_its_alphabetical_place() {
        assert_eq!(added("b:\n  x: 1\nd:\n  x: 1\n", "a"), "a:\n  x: 1\nb:\n  x: 1\nd:\n  x: 1\n");
        assert_eq!(added("b:\n  x: 1\nd:\n  x: 1\n", "c"), "b:\n  x: 1\nc:\n  x: 1\nd:\n  x: 1\n");
        assert_eq!(added("b:\n  x: 1\nd:\n  x: 1\n", "e"), "b:\n  x: 1\nd:\n  x: 1\ne:\n  x: 1\n");
    }

    #[test]
    fn a_list_in_another_order_is_extended_at_its_end() {
        assert_eq!(added("d:\n  x: 1\nb:\n  x: 1\n", "a"), "d:\n  x: 1\nb:\n  x: 1\na:\n  x: 1\n");
    }

    #[test]
    fn comments_stay_with_what_they_belong_to() {
        let text = "# the list\nb:\n  x: 1\n  # y: 2\n\n# about d\nd:\n  x: 1\n  # y: 2\n\n# the end\n";
        assert_eq!(added(text, "a"), text.replace("b:", "a:\n  x: 1\nb:"));
        assert_eq!(added(text, "c"), text.replace("# about d", "c:\n  x: 1\n# about d"));
        assert_eq!(added(text, "e"), text.replace("\n\n# the end", "\ne:\n  x: 1\n\n# the end"));
    }

    #[test]
    fn a_list_ends_where_its_group_ends() {
        let text = "a:\n  in:\n    b:\n      x: 1\n  # y\n  z: 1\n";
        let list = List { text, entries: vec![("b", text.find("b:").unwrap_or_default())] };
        let lines = yaml::entry("c", &["x: 1".to_owned()]);
        let added = list.add_all(std::iter::once(("c", lines.as_slice())));
        let added = added.map(|additions| apply_all(additions, text));
        assert_eq!(added, Ok(text.replace("  # y", "    c:\n      x: 1\n  # y")));
    }

    #[test]
    fn line_breaks_are_those_of_the_file() {
        assert_eq!(added("b:\r\n  x: 1", "c"), "b:\r\n  x: 1\r\nc:\r\n  x: 1\r\n");
        assert_eq!(added("b:\n  x: 1", "c"), "b:\n  x: 1\nc:\n  x: 1\n");
    }

    #[test]
    fn an_empty_group_becomes_the_first_entry() {
        let text = "a:\n  sub_areas: {}   # none\nb: {}\n";
        let added = begin(text, 0..text.len(), "sub_areas", &yaml::entry("c", &["x: 1".to_owned()]));
        let added = added.map(|addition| addition.applied_to(text));
        assert_eq!(added.as_deref(), Ok("a:\n  sub_areas:\n    c:\n      x: 1   # none\nb: {}\n"));
        assert!(begin(text, 0..text.len(), "areas", &[]).is_err());
    }
}
