//! Spaces that YAML does not take for spaces, such as non-breaking ones.

use super::lines::Line;
use super::{Slip, Stop};
use crate::base::invisible::code;
use crate::base::odd::is_odd_space;

/// A line begins with non-breaking spaces, or has one behind its key or its hyphen.
pub(super) fn odd_space(stop: &Stop<'_>) -> Option<Slip> {
    stop.lines.near().find_map(|line| before_line(stop, line).or_else(|| behind_sign(line)))
}

fn before_line(stop: &Stop<'_>, line: Line<'_>) -> Option<Slip> {
    let space = &line.text[..line.text.len() - line.text.trim_start().len()];
    let first = space.find(is_odd_space)?;
    let length = space[first..].find(|c| !is_odd_space(c)).unwrap_or(space.len() - first);
    let odd = &space[first..first + length];
    let start = line.start + first;
    let slip = named(start..start + length, odd, "this line begins with");
    let has_only_odd = space.len() == odd.len();
    match indent_of_likes(stop, line.text.trim_start()).filter(|count| has_only_odd && *count > 0) {
        Some(count) => Some(Slip {
            help: format!("write {count} plain spaces in place of them, as in the lines above"),
            ..slip
        }),
        None => Some(slip),
    }
}

fn behind_sign(line: Line<'_>) -> Option<Slip> {
    let text = line.text;
    let is_behind = |at: usize| text[at..].starts_with(is_odd_space);
    let dash = line.column();
    let behind_dash = text[dash..].starts_with('-').then_some(dash + 1);
    let mut colons = text.match_indices(':').map(|(at, _)| at + 1);
    let at = behind_dash.filter(|at| is_behind(*at)).or_else(|| colons.find(|at| is_behind(*at)))?;
    let length = text[at..].find(|c| !is_odd_space(c)).unwrap_or(text.len() - at);
    let sign = if text[..at].ends_with('-') { "behind the hyphen stands" } else { "behind the colon stands" };
    Some(named(line.start + at..line.start + at + length, &text[at..at + length], sign))
}

/// The slip that unusual spaces stand somewhere.
fn named(span: std::ops::Range<usize>, spaces: &str, place: &str) -> Slip {
    let first = spaces.chars().next().unwrap_or(' ');
    let kind = if matches!(first, '\u{a0}' | '\u{202f}') { "non-breaking space" } else { "unusual space" };
    match spaces.chars().count() {
        1 => Slip::new(
            span,
            format!("{place} a {kind} ({})", code(first)),
            "delete it, and type a space with the space bar",
        ),
        count => Slip::new(
            span,
            format!("{place} {count} {kind}s ({})", code(first)),
            "delete them, and type spaces with the space bar",
        ),
    }
}

/// Returns the spaces before the nearest line above that begins like a text: an entry of a list, or a key.
fn indent_of_likes(stop: &Stop<'_>, text: &str) -> Option<usize> {
    let is_entry = text.starts_with("- ");
    let mut above = stop
        .lines
        .upwards()
        .filter(|line| line.has_content() && !line.text.trim_start_matches(' ').starts_with('\t'));
    let like = above.find(|line| line.is_entry() == is_entry || !is_entry)?;
    Some(if is_entry { like.indent() } else { like.column() })
}
