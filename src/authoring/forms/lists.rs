//! Adds, removes and moves the items of a list.

use std::ops::Range;

use super::lines::{Unwritable, after_line, has_comment, line_start};
use super::want::Want;
use super::yaml::{Layout, flow, item};
use crate::authoring::change::Replacement;
use crate::content::parse::{Parts, Structure};

/// Writes the items of a list in another order, without some of them, or with new ones. Items that stay are not changed.
pub(super) fn rearranged(
    text: &str,
    list: &Structure,
    written: &[Structure],
    wanted: &[(Option<usize>, Want)],
    line_break: &'static str,
) -> Result<Replacement, Unwritable> {
    match list.is_flow(text) {
        true => within_brackets(text, list, written, wanted),
        false => on_lines(text, list, written, wanted, line_break),
    }
}

fn within_brackets(
    text: &str,
    list: &Structure,
    written: &[Structure],
    wanted: &[(Option<usize>, Want)],
) -> Result<Replacement, Unwritable> {
    if has_comment(&text[list.span.clone()]) {
        return Err(Unwritable::Odd(list.span.clone()));
    }
    let items = wanted.iter().map(|(from, want)| match from.and_then(|from| written.get(from)) {
        Some(item) => text[item.span.clone()].to_owned(),
        None => flow(want, true),
    });
    let items: Vec<String> = items.collect();
    let (Some(first), Some(last)) = (written.first(), written.last()) else {
        let inside = list.span.start + 1..list.span.end - 1;
        return Ok(Replacement::new(inside, items.join(", ")));
    };
    let between = match written {
        [first, second, ..] => &text[first.span.end..second.span.start],
        _ => ", ",
    };
    Ok(Replacement::new(first.span.start..last.span.end, items.join(between)))
}

/// The lines of an item, with the comments above it.
fn chunks(text: &str, written: &[Structure], hyphens: &[usize]) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    for (at, hyphen) in hyphens.iter().enumerate() {
        let mut start = line_start(text, *hyphen);
        let indent = hyphen - start;
        let least = at.checked_sub(1).map_or(start, |before| after_line(text, written[before].span.end));
        while start > least {
            let above = line_start(text, start - 1);
            let line = &text[above..start];
            let is_comment = line.trim_start().starts_with('#');
            if !is_comment || line.len() - line.trim_start_matches(' ').len() != indent {
                break;
            }
            start = above;
        }
        starts.push(start);
    }
    let ends = starts.iter().skip(1).copied();
    let last = written.last().map_or(text.len(), |last| after_line(text, last.span.end));
    let ends: Vec<usize> = ends.chain([last]).collect();
    starts.into_iter().zip(ends).map(|(start, end)| start..end).collect()
}

fn on_lines(
    text: &str,
    list: &Structure,
    written: &[Structure],
    wanted: &[(Option<usize>, Want)],
    line_break: &'static str,
) -> Result<Replacement, Unwritable> {
    let odd = || Unwritable::Odd(list.span.clone());
    let hyphen = |item: &Structure| {
        let before = text[..item.span.start].trim_end_matches([' ', '\n', '\r']);
        let at = before.strip_suffix('-')?.len();
        text[line_start(text, at)..at].bytes().all(|byte| byte == b' ').then_some(at)
    };
    let hyphens: Vec<usize> = written.iter().map(hyphen).collect::<Option<_>>().ok_or_else(odd)?;
    let chunks = chunks(text, written, &hyphens);
    let (Some(first), Some(last)) = (chunks.first(), chunks.last()) else { return Err(odd()) };
    let indent = hyphens[0] - line_start(text, hyphens[0]);
    let is_flow = written.last().filter(|item| matches!(item.parts, Parts::Group(_)));
    let is_flow = is_flow.map(|item| item.is_flow(text));
    let mut lines = String::new();
    for (from, want) in wanted {
        match from.and_then(|from| chunks.get(from)) {
            Some(chunk) => lines.push_str(&text[chunk.clone()]),
            None => {
                let layout = Layout { indent: indent + 2, line_break };
                lines.push_str(&format!("{}- {}", " ".repeat(indent), item(want, is_flow, layout)));
            }
        }
        if !lines.ends_with('\n') {
            lines.push_str(line_break);
        }
    }
    if !text[..last.end].ends_with('\n') {
        lines.truncate(lines.len() - line_break.len());
    }
    Ok(Replacement::new(first.start..last.end, lines))
}
