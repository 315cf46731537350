//! Lines that begin in another column than the lines they belong to.

use super::lines::Line;
use super::words::{Sort, known_key};
use super::{Slip, Stop, shown};

/// The first line is indented, and the others are not.
pub(super) fn first_line(stop: &Stop<'_>) -> Option<Slip> {
    if !stop.is_said(&["document start"]) {
        return None;
    }
    let first = stop.lines.upwards().last()?;
    let last = stop.lines.last()?;
    let spaces = first.indent();
    if spaces == 0 || last.indent() >= spaces || first.start == last.start {
        return None;
    }
    let help = "delete the spaces before it";
    Some(Slip::new(
        first.start..first.start + spaces,
        "this line is indented, and the ones like it below are not",
        help,
    ))
}

/// A line is indented further than the one above, which has a value already.
pub(super) fn unlike_neighbour(stop: &Stop<'_>) -> Option<Slip> {
    if !stop.is_said(&["mapping values are not allowed"]) {
        return None;
    }
    let mut lines = stop.lines.upwards();
    let (last, above) = (lines.next()?, lines.next()?);
    last.key()?;
    above.value()?;
    let is_own_colon = last.start + last.column() + last.key()?.len() == stop.at;
    if !is_own_colon || last.indent() <= above.column() || above.is_open() {
        return None;
    }
    let before = lines.next();
    match before.filter(|before| before.column() == last.column() && above.column() < last.column()) {
        Some(_) => Some(misplaced(above, last.column(), "the lines around it")),
        None => Some(misplaced(last, above.column(), "the line above")),
    }
}

/// Reports that a line should begin in another column.
fn misplaced(line: Line<'_>, column: usize, others: &str) -> Slip {
    let own = line.indent();
    let message = format!("this line begins in column {}, {others} in column {}", own + 1, column + 1);
    let spaces = |count: usize| if count == 1 { "1 space".to_owned() } else { format!("{count} spaces") };
    let help = match column.checked_sub(own) {
        Some(more) => format!("add {} before it", spaces(more)),
        None => format!("delete {} before it", spaces(own - column)),
    };
    let start = line.start + own;
    let length = line.key().map_or(line.body().len(), |key| line.column() - own + key.len());
    Slip::new(start..start + length, message, help)
}

/// An entry of a list begins in another column than the ones above, or a line above or below it lacks its hyphen.
pub(super) fn entry(stop: &Stop<'_>) -> Option<Slip> {
    if !stop.is_said(&["expected key", "expected '-'", "block sequence entries", "document start"]) {
        return None;
    }
    let line = stop.lines.last()?;
    if line.is_entry() {
        let sibling = stop.lines.upwards().skip(1).find(|above| above.is_entry())?;
        let is_near = sibling.indent().abs_diff(line.indent()) <= 4;
        return (sibling.indent() != line.indent() && is_near)
            .then(|| misplaced(line, sibling.indent(), "the entries above"));
    }
    let above = stop.lines.upwards().skip(1).take_while(|above| above.indent() >= line.indent());
    let sibling = above.into_iter().find(|above| above.is_entry() && above.indent() == line.indent())?;
    let parent = stop
        .lines
        .upwards()
        .find(|above| above.start < sibling.start && above.column() < sibling.column() && above.is_open());
    let is_list = parent.and_then(|parent| parent.key()).and_then(known_key) == Some(Sort::Groups);
    Some(match is_list {
        true => {
            let start = line.start + line.indent();
            let length = line.key().map_or(line.body().len(), str::len);
            let key = shown(&line.text[line.indent()..line.indent() + length]);
            let message = "this line begins without `- `, unlike the entries above";
            let help = format!("write `- {key}` if it begins another entry; else add 2 spaces before it");
            Slip::new(start..start + length, message, help)
        }
        false => {
            let start = sibling.start + sibling.indent();
            let message = "this line begins with `- `, unlike the ones below";
            Slip::new(start..start + 2, message, "delete the `- `")
        }
    })
}

/// A line is not indented like the ones below that belong to the same group.
pub(super) fn dedented(stop: &Stop<'_>) -> Option<Slip> {
    if !stop.is_said(&["expected key", "expected '-'"]) {
        return None;
    }
    let line = stop.lines.last()?;
    let mut columns: Vec<usize> = Vec::new();
    let mut above: Vec<Line<'_>> = stop.lines.upwards().skip(1).collect();
    above.reverse();
    for line in above.iter().filter(|line| line.key().is_some() || line.is_entry()) {
        columns.retain(|column| *column < line.indent());
        columns.push(line.indent());
        if line.column() != line.indent() {
            columns.push(line.column());
        }
    }
    let own = line.indent();
    if columns.contains(&own) {
        return None;
    }
    // A line above that stands below a key without a value, in the same column.
    let lower = columns.iter().copied().rfind(|column| *column < own);
    let pairs = above.windows(2).rev();
    let child = pairs
        .map(|pair| (pair[0], pair[1]))
        .take_while(|(_, child)| Some(child.indent()) >= lower)
        .find(|(parent, child)| {
            Some(child.indent()) == lower && parent.is_open() && parent.column() == child.indent()
        });
    if let Some((_, child)) = child {
        return Some(misplaced(child, own, "the line below that belongs with it"));
    }
    // A line between lines of the same group.
    let pairs = above.windows(2).rev();
    let between = pairs.map(|pair| (pair[0], pair[1])).find(|(_, line)| Some(line.indent()) <= lower);
    if let Some((_, line)) =
        between.filter(|(before, line)| before.column() == own && line.has_content() && !line.is_open())
    {
        return Some(misplaced(line, own, "the lines around it"));
    }
    let near = columns.iter().copied().min_by_key(|column| column.abs_diff(own))?;
    Some(misplaced(line, near, "the lines above"))
}
