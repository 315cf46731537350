//! Changes a YAML text so that it says what is wanted, and nothing else: comments, order and style stay.
//!
//! First the keys and items change, then the single values. A list or group changes its own keys or items before anything
//! in it, and the text is read again in between. Different entries and items change at once. In the end, what the text
//! says is compared with what was wanted.

use std::collections::HashMap;
use std::ops::Range;

use super::lines::{Unwritable, after_line, has_comment, line_end, line_start};
use super::lists::rearranged;
use super::want::Want;
use super::yaml::{Layout, block_of, entry, flow, item, restyled};
use crate::authoring::change::{Replacement, replaced};
use crate::content::parse::{Parts, Structure};

/// The maximum number of times that a text is read: more than one form can need.
const MOST_STEPS: usize = 4_000;

/// Returns the text changed so that it says what is wanted. `read` finds the structure in it.
pub(super) fn merged(
    text: &str,
    read: fn(&str) -> Option<Structure>,
    want: &Want,
) -> Result<String, Unwritable> {
    let before = read(text).ok_or(Unwritable::Unreadable)?;
    let mut wanted = want.clone();
    let mut now = text.to_owned();
    for _ in 0..MOST_STEPS {
        let structure = read(&now).ok_or(Unwritable::Odd(0..0))?;
        let file = File { text: &now };
        let mut changes = Vec::new();
        file.parts(&structure, &mut wanted, false, &mut changes)?;
        if changes.is_empty() {
            file.singles(&structure, &wanted, false, &mut changes)?;
        }
        if changes.is_empty() {
            let is_met = want.is_met(Some(&before), Some(&structure));
            return if is_met { Ok(now) } else { Err(Unwritable::Odd(structure.span)) };
        }
        now = replaced(&now, changes);
    }
    Err(Unwritable::Odd(before.span))
}

/// Returns whether a value is a list or group on lines of its own.
fn is_block(text: &str, value: &Structure) -> bool {
    !value.parts.is_scalar() && !value.is_flow(text)
}

/// Returns whether a value is of the kind that is wanted.
fn is_of_kind(value: &Structure, want: &Want) -> bool {
    matches!(
        (&value.parts, want),
        (_, Want::Kept | Want::Nothing)
            | (Parts::Scalar, Want::Single(..))
            | (Parts::List(_), Want::List(_))
            | (Parts::Group(_), Want::Group(_))
    )
}

type Entries = [(String, Range<usize>, Structure)];

/// Returns where the keys of a group are among its entries, the first of each.
fn positions(entries: &Entries) -> HashMap<&str, usize> {
    entries.iter().enumerate().rev().map(|(at, (name, ..))| (name.as_str(), at)).collect()
}

struct File<'a> {
    text: &'a str,
}

impl File<'_> {
    fn line_break(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// Returns the layout of lines that begin where a key does.
    fn layout_at(&self, at: usize) -> Layout {
        let before = self.text[line_start(self.text, at)..at].trim_start_matches('\u{feff}');
        Layout { indent: before.chars().count(), line_break: self.line_break() }
    }

    /// Collects changes of keys, items and kinds of values that can be made at once.
    fn parts(
        &self,
        now: &Structure,
        want: &mut Want,
        in_flow: bool,
        found: &mut Vec<Replacement>,
    ) -> Result<(), Unwritable> {
        let in_flow = in_flow || now.is_flow(self.text);
        match (want, &now.parts) {
            (Want::Group(keys), Parts::Group(entries)) => {
                let changes = self.own_changes(now, entries, keys)?;
                if changes.is_empty() {
                    return self.parts_of_values(now, keys, in_flow, found);
                }
                found.extend(changes);
                Ok(())
            }
            (want @ Want::Group(_), Parts::Scalar) if now.value.is_none() => {
                found.extend(self.begin(now, want));
                want.settle();
                Ok(())
            }
            (Want::List(items), Parts::List(written)) => {
                let is_same = items.len() == written.len()
                    && items.iter().enumerate().all(|(at, (from, _))| *from == Some(at));
                if !is_same {
                    let change = rearranged(self.text, now, written, items, self.line_break())?;
                    for (at, (from, want)) in items.iter_mut().enumerate() {
                        if from.replace(at).is_none() {
                            want.settle();
                        }
                    }
                    found.push(change);
                    return Ok(());
                }
                for (written, (_, want)) in written.iter().zip(items) {
                    if is_of_kind(written, want) {
                        self.parts(written, want, in_flow, found)?;
                    } else {
                        found.push(self.other_item(written, want, in_flow)?);
                        want.settle();
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Returns the values of a group that become values of another kind, if there are any, or else its new keys, or else
    /// the removals of keys.
    fn own_changes(
        &self,
        group: &Structure,
        entries: &Entries,
        keys: &mut [(String, Want)],
    ) -> Result<Vec<Replacement>, Unwritable> {
        let positions = positions(entries);
        let position = |name: &str| positions.get(name).copied();
        let mut changes = Vec::new();
        for (name, want) in keys.iter_mut() {
            let Some(at) = position(name).filter(|at| !is_of_kind(&entries[*at].2, want)) else { continue };
            let (_, key, value) = &entries[at];
            changes.push(self.other_value(group, key, value, (name, want))?);
            want.settle();
        }
        if !changes.is_empty() {
            return Ok(changes);
        }
        let is_new = |(name, want): &(String, Want)| {
            position(name).is_none() && !matches!(want, Want::Kept | Want::Nothing)
        };
        if keys.iter().any(is_new) {
            return Ok(self.new_keys(group, entries, keys, is_new));
        }
        let unwanted = keys.iter().filter(|(_, want)| *want == Want::Nothing);
        // One that shares its comma or its line with another is removed in a later step.
        unwanted
            .filter_map(|(name, _)| position(name))
            .map(|at| self.without_key(group, entries, at))
            .collect()
    }

    /// Adds the keys that are new, each behind those that precede it in the declaration.
    fn new_keys(
        &self,
        group: &Structure,
        entries: &Entries,
        keys: &mut [(String, Want)],
        is_new: impl Fn(&(String, Want)) -> bool,
    ) -> Vec<Replacement> {
        let ranks: HashMap<&str, usize> =
            keys.iter().enumerate().map(|(rank, (name, _))| (name.as_str(), rank)).collect();
        // The lowest rank of each entry and those below it. Keys that are not declared rank lowest.
        let mut lowest: Vec<Option<usize>> =
            entries.iter().map(|(name, ..)| ranks.get(name.as_str()).copied()).collect();
        for at in (1..lowest.len()).rev() {
            lowest[at - 1] = lowest[at - 1].min(lowest[at]);
        }
        let mut changes = Vec::new();
        for (rank, key) in keys.iter_mut().enumerate() {
            if is_new(key) {
                let (name, want) = key;
                let before = lowest.partition_point(|lowest| *lowest < Some(rank)).checked_sub(1);
                changes.push(self.with_key(group, entries, (name, want), before));
                want.settle();
            }
        }
        if entries.is_empty() {
            // The first key of `{}` takes the whole place between the braces.
            changes.truncate(1);
        }
        changes
    }

    /// Collects the changes of the values of a group, whose own keys do not change.
    fn parts_of_values(
        &self,
        group: &Structure,
        keys: &mut [(String, Want)],
        in_flow: bool,
        found: &mut Vec<Replacement>,
    ) -> Result<(), Unwritable> {
        let values = group.values();
        for (name, want) in keys {
            if let Some(value) = values.get(name.as_str()) {
                self.parts(value, want, in_flow, found)?;
            }
        }
        Ok(())
    }

    /// Writes the first keys of a file that has none.
    fn begin(&self, now: &Structure, want: &Want) -> Option<Replacement> {
        let Want::Group(keys) = want else { return None };
        let is_given = |(_, want): &&(String, Want)| !matches!(want, Want::Kept | Want::Nothing);
        let layout = Layout { indent: 0, line_break: self.line_break() };
        let lines: Vec<String> =
            keys.iter().filter(is_given).map(|(name, want)| entry(name, want, layout)).collect();
        if lines.is_empty() {
            return None;
        }
        // Between the lines of `---`, or at the end of a file that contains comments only.
        let at = now.span.end.max(self.text.len() - self.text.trim_start_matches('\u{feff}').len());
        let at = if self.text[at..].trim_start().starts_with("---") { at } else { self.text.len() };
        let lead =
            if at == 0 || self.text[..at].ends_with(['\n', '\u{feff}']) { "" } else { layout.line_break };
        let lines = lines.join(layout.line_break);
        Some(Replacement::new(at..at, format!("{lead}{lines}{}", layout.line_break)))
    }

    /// Adds a key behind the entry at `before`.
    fn with_key(
        &self,
        group: &Structure,
        entries: &Entries,
        (name, want): (&str, &Want),
        before: Option<usize>,
    ) -> Replacement {
        let before = before.map(|at| &entries[at]);
        if group.is_flow(self.text) {
            let new = format!("{name}: {}", flow(want, true));
            let inside = group.span.start + 1;
            return match (before, entries.is_empty()) {
                (Some((.., value)), _) => {
                    Replacement::new(value.span.end..value.span.end, format!(", {new}"))
                }
                (None, true) => Replacement::new(inside..group.span.end - 1, format!(" {new} ")),
                (None, false) => Replacement::new(inside..inside, format!(" {new},")),
            };
        }
        let first = entries.first().map_or(group.span.start, |(_, first, _)| first.start);
        let layout = self.layout_at(first);
        let new = entry(name, want, layout);
        let Some((.., value)) = before else {
            return Replacement::new(first..first, format!("{new}{}", layout.next_line()));
        };
        let at = self.end_with_comments(value.span.end, layout.indent);
        Replacement::new(at..at, format!("{}{new}", layout.next_line()))
    }

    /// Returns the end of the line where a value ends, or of the comments below that are indented deeper than its key.
    fn end_with_comments(&self, at: usize, indent: usize) -> usize {
        let mut end = line_end(self.text, at);
        let mut next = after_line(self.text, at);
        while next < self.text.len() {
            let line = &self.text[next..line_end(self.text, next)];
            let depth = line.len() - line.trim_start_matches(' ').len();
            if depth <= indent || !line.trim_start().starts_with('#') {
                break;
            }
            end = line_end(self.text, next);
            next = after_line(self.text, next);
        }
        end
    }

    fn without_key(
        &self,
        group: &Structure,
        entries: &Entries,
        at: usize,
    ) -> Result<Replacement, Unwritable> {
        let (_, key, value) = &entries[at];
        let end = value.span.end.max(key.end);
        let next = entries.get(at + 1).map(|(_, key, _)| key.start);
        if group.is_flow(self.text) {
            let span = match (at.checked_sub(1).map(|before| entries[before].2.span.end), next) {
                (Some(before), _) => before..end,
                (None, Some(next)) => key.start..next,
                (None, None) => group.span.start + 1..group.span.end - 1,
            };
            let part = &self.text[span.clone()];
            return if has_comment(part) {
                Err(Unwritable::Odd(span))
            } else {
                Ok(Replacement::new(span, ""))
            };
        }
        let start = line_start(self.text, key.start);
        let lead = self.text[start..key.start].trim_start_matches('\u{feff}');
        if lead.chars().all(|c| c == ' ') {
            let start = key.start - lead.len();
            return Ok(Replacement::new(start..after_line(self.text, end), ""));
        }
        // The first key of an item, behind its hyphen: the next one takes its place.
        let next = next.ok_or_else(|| Unwritable::Odd(key.clone()))?;
        let span = key.start..next;
        let is_clear = !has_comment(&self.text[end..next]);
        if is_clear { Ok(Replacement::new(span, "")) } else { Err(Unwritable::Odd(span)) }
    }

    /// Replaces a value by one of another kind.
    fn other_value(
        &self,
        group: &Structure,
        key: &Range<usize>,
        value: &Structure,
        (name, want): (&str, &Want),
    ) -> Result<Replacement, Unwritable> {
        let span = value.span.clone();
        if group.is_flow(self.text) {
            let lead = if span.is_empty() { " " } else { "" };
            return self.without_comments(span, format!("{lead}{}", flow(want, true)));
        }
        let layout = self.layout_at(key.start);
        let new = entry(name, want, layout);
        if is_block(self.text, value) {
            return self.without_comments(key.start..span.end, new);
        }
        let line = new.strip_prefix(name).and_then(|rest| rest.strip_prefix(": "));
        match line.filter(|_| !new.contains('\n')) {
            Some(line) if span.is_empty() => Ok(Replacement::new(span, format!(" {line}"))),
            Some(line) => self.without_comments(span, line.to_owned()),
            None => self.without_comments(key.start..span.end.max(key.end), new),
        }
    }

    fn other_item(&self, now: &Structure, want: &Want, in_flow: bool) -> Result<Replacement, Unwritable> {
        let span = now.span.clone();
        if span.is_empty() {
            return Err(Unwritable::Odd(span));
        }
        let new = match in_flow {
            true => flow(want, true),
            false => match want {
                Want::List(_) => block_of(want, self.layout_at(span.start)).trim_start().to_owned(),
                want => item(want, None, self.layout_at(span.start)),
            },
        };
        self.without_comments(span, new)
    }

    /// Replaces some bytes, unless a comment is among them.
    fn without_comments(&self, span: Range<usize>, new: String) -> Result<Replacement, Unwritable> {
        let is_clear = !has_comment(&self.text[span.clone()]);
        if is_clear { Ok(Replacement::new(span, new)) } else { Err(Unwritable::Odd(span)) }
    }

    /// Collects the single values that differ.
    fn singles(
        &self,
        now: &Structure,
        want: &Want,
        in_flow: bool,
        found: &mut Vec<Replacement>,
    ) -> Result<(), Unwritable> {
        let in_flow = in_flow || now.is_flow(self.text);
        match (want, &now.parts) {
            (Want::Single(text, sort), Parts::Scalar) => {
                let span = now.span.clone();
                if now.value.as_ref().is_some_and(|value| value.trim() == text) {
                    return Ok(());
                }
                if span.is_empty() {
                    let new = super::yaml::single(text, *sort, in_flow);
                    found.push(Replacement::new(span, format!(" {new}")));
                    return Ok(());
                }
                let new = restyled(&self.text[span.clone()], text, *sort, in_flow);
                found.push(Replacement::new(span, new));
            }
            (Want::List(items), Parts::List(written)) => {
                for (written, (_, want)) in written.iter().zip(items) {
                    self.singles(written, want, in_flow, found)?;
                }
            }
            (Want::Group(keys), Parts::Group(_)) => {
                let values = now.values();
                for (name, want) in keys {
                    if let Some(value) = values.get(name.as_str()) {
                        self.singles(value, want, in_flow, found)?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}
