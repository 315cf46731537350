//! Finds beginnings of lines that their author meant as a heading, a list or a table.

use std::borrow::Cow;
use std::ops::Range;

/// A beginning of lines that is shown as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LineLeftover {
    /// `##Title`, or with a non-breaking space.
    Heading,
    /// `•`, or dashes before the lines of one paragraph.
    Bullet,
    /// `-item`.
    HyphenWithoutSpace,
    /// `1.Item` or `1)Item`.
    NumberWithoutSpace,
    /// Lines with strokes, which are no table.
    Table,
    /// Lines of cells with tabs between them, of which the first one has this number.
    Sheet(usize),
    /// Several items of a list in one line.
    JoinedItems,
    /// The line below the head of a table, which has this number of cells.
    BelowHead(usize),
    /// A row of a table with tabs between its cells, and the row as it is written with strokes.
    TabbedRow(String),
}

impl LineLeftover {
    /// What is wrong, and what to do.
    pub(super) fn explanation(self) -> (&'static str, Cow<'static, str>) {
        let (message, help) = match self {
            LineLeftover::BelowHead(cells) => {
                let help = format!("write `|{}`, with as many cells as the head", " --- |".repeat(cells));
                return ("this line has another number of cells than the head above it", Cow::Owned(help));
            }
            LineLeftover::TabbedRow(row) => {
                let help = Cow::Owned(format!("write `{row}`, with strokes in place of the tabs"));
                return ("this row of the table has only one cell: tabs do not divide it", help);
            }
            LineLeftover::Sheet(cells) => {
                let help = format!(
                    "write `|` between the cells, and below the first line `|{}`",
                    " --- |".repeat(cells)
                );
                return (
                    "these lines come from a spreadsheet, and are shown as one paragraph",
                    Cow::Owned(help),
                );
            }
            LineLeftover::Heading => {
                ("this is no heading: no plain space follows the signs", "write one space behind `##`")
            }
            LineLeftover::Bullet => (
                "these lines make no list: they are joined to one paragraph",
                "write a hyphen and a space, `- `, in place of the sign that begins each line, and leave a line free above the first",
            ),
            LineLeftover::JoinedItems => {
                ("several items of a list stand in this line", "begin a line with `- ` for each of them")
            }
            LineLeftover::HyphenWithoutSpace => (
                "this line is no item of a list: no space follows the hyphen",
                "write a space behind it: `- `",
            ),
            LineLeftover::NumberWithoutSpace => (
                "this line is no item of a list: no space follows the number",
                "write a space behind it, as in `1. `",
            ),
            LineLeftover::Table => (
                "these lines make no table: the second one does not separate its head",
                "write strokes between cells, and below the first line one that has `---` for each of its cells: `| --- | --- |`",
            ),
        };
        (message, Cow::Borrowed(help))
    }
}

/// The number of hyphens between spaces in an item from which on they are no dashes.
const MOST_DASHES: usize = 3;

/// The beginnings of lines within a paragraph, of which the words are given.
pub(super) fn leftovers(body: &str, block: &[Range<usize>]) -> Vec<(Range<usize>, LineLeftover)> {
    let mut found: Vec<_> = tabbed_row(body, block).into_iter().collect();
    let starts = block.iter().filter(|words| begins_line(body, words.start));
    let lines: Vec<(usize, &str)> = starts.map(|words| (words.start, &body[words.clone()])).collect();
    if let Some(first) = neighbours(&lines, is_row) {
        let kind = sheet(&body[first.clone()]).unwrap_or(LineLeftover::Table);
        found.push(below_head(&lines).unwrap_or((first, kind)));
    }
    // People who talk ask and call.
    let is_dialogue = lines.iter().any(|(_, line)| line.contains(['?', '!', '“', '”']));
    let dashes = neighbours(&lines, |line| line.starts_with(['–', '—'])).filter(|_| !is_dialogue);
    let bullet = lines.iter().find(|(_, line)| is_bullet(line)).map(|(at, line)| span(*at, line));
    found.extend(bullet.or(dashes).map(|line| (line, LineLeftover::Bullet)));
    if let (Some(first), Some(last)) = (block.first(), block.last())
        && body[..first.start].ends_with("- ")
        && body[first.start..last.end].matches(" - ").count() >= MOST_DASHES
    {
        found.push((first.start..last.end, LineLeftover::JoinedItems));
    }
    for (at, line) in &lines {
        found.extend(start_of_line(line).map(|leftover| (span(*at, line), leftover)));
    }
    found
}

/// Returns the kind of a line whose cells have only tabs between them.
fn sheet(line: &str) -> Option<LineLeftover> {
    /// More cells have another fault.
    const MOST: usize = 30;
    let cells = line.trim().split('\t').count();
    ((2..=MOST).contains(&cells) && !line.contains('|')).then_some(LineLeftover::Sheet(cells))
}

/// Finds a row that has tabs between its cells and stands below the head of a table.
fn tabbed_row(body: &str, block: &[Range<usize>]) -> Option<(Range<usize>, LineLeftover)> {
    /// Longer rows are not repeated.
    const LONGEST: usize = 200;
    /// More rows have no head.
    const MOST: usize = 200;
    let words = block.first()?;
    // A cell of a table has no tab in it.
    let has_tab = |words: &Range<usize>| body[words.clone()].contains('\t');
    if !block.iter().any(has_tab) {
        return None;
    }
    let line = line_around(body, words.start, LONGEST)?;
    let (start, line) = (line.start, &body[line]);
    let row = line.trim();
    if !row.contains('\t') || row.contains('|') {
        return None;
    }
    let mut above = body[..start].lines().rev().take(MOST).take_while(|line| !line.trim().is_empty());
    if !above.any(divides_table) {
        return None;
    }
    let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
    let at = start + line.len() - line.trim_start().len();
    Some((at..at + row.len(), LineLeftover::TabbedRow(format!("| {} |", cells.join(" | ")))))
}

/// Returns the line around a byte, unless it is longer than `longest` before or behind it.
fn line_around(body: &str, at: usize, longest: usize) -> Option<Range<usize>> {
    let before = &body.as_bytes()[at.saturating_sub(longest)..at];
    let behind = &body.as_bytes()[at..body.len().min(at + longest)];
    let is_first = at <= longest;
    let is_last = at + longest >= body.len();
    let start = match before.iter().rposition(|byte| *byte == b'\n') {
        Some(newline) => at - before.len() + newline + 1,
        None => is_first.then_some(0)?,
    };
    let end = match behind.iter().position(|byte| *byte == b'\n') {
        Some(newline) => at + newline,
        None => is_last.then_some(body.len())?,
    };
    Some(start..end)
}

/// Returns whether a line separates the head of a table from its rows.
fn divides_table(line: &str) -> bool {
    line.contains("--")
        && line.contains('|')
        && line.trim().chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// Finds a line of hyphens with another number of cells than the line above it.
fn below_head(lines: &[(usize, &str)]) -> Option<(Range<usize>, LineLeftover)> {
    /// More cells have another fault.
    const MOST: usize = 30;
    let cells = |line: &str| line.trim().trim_matches('|').split('|').count();
    let is_separator =
        |line: &str| line.contains("--") && line.trim().chars().all(|c| matches!(c, '|' | '-' | ':' | ' '));
    let pair = lines.windows(2).find(|pair| is_row(pair[0].1) && is_separator(pair[1].1))?;
    let head = cells(pair[0].1);
    let (at, line) = pair[1];
    (head != cells(line) && head <= MOST).then(|| (span(at, line), LineLeftover::BelowHead(head)))
}

/// Signs that office programs write before the items of lists, among them those of their own fonts.
const BULLETS: [char; 12] = ['•', '●', '▪', '■', '‣', '◦', '·', '○', '➢', '\u{f0b7}', '\u{f0a7}', '\u{f0d8}'];

fn span(at: usize, line: &str) -> Range<usize> {
    at..at + line.trim_end().len()
}

/// Returns whether only signs of quotations and spaces stand before a byte in its line.
fn begins_line(body: &str, at: usize) -> bool {
    let before = body[..at].trim_end_matches([' ', '>']);
    // An item or heading begins with a sign of its own.
    before.is_empty() || before.ends_with('\n')
}

/// Returns whether a line begins with a sign of office programs for the items of lists. The letter stands for a circle.
fn is_bullet(line: &str) -> bool {
    line.starts_with(BULLETS) || line.starts_with("o\t")
}

/// Returns whether a line is a row of cells. A tab behind the sign of an item makes no cell.
fn is_row(line: &str) -> bool {
    if is_bullet(line) || line.starts_with(['–', '—']) {
        return false;
    }
    let tabs = line.trim().bytes().filter(|byte| *byte == b'\t').count();
    let strokes = line.bytes().filter(|byte| *byte == b'|').count();
    tabs + strokes > 0
}

/// The first of two lines that follow each other and are alike.
fn neighbours(lines: &[(usize, &str)], is_sought: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    let pair = lines.windows(2).find(|pair| pair.iter().all(|(_, line)| is_sought(line)))?;
    pair.first().map(|(at, line)| span(*at, line))
}

fn start_of_line(line: &str) -> Option<LineLeftover> {
    let is_word = |rest: &str| rest.starts_with(char::is_alphabetic);
    let signs = line.len() - line.trim_start_matches('#').len();
    let behind = &line[signs..];
    if (2..=6).contains(&signs) && (is_word(behind) || behind.starts_with('\u{a0}')) {
        return Some(LineLeftover::Heading);
    }
    if line.strip_prefix('-').is_some_and(is_word) {
        return Some(LineLeftover::HyphenWithoutSpace);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let behind = line[digits..].strip_prefix(['.', ')']);
    let begins_item = |rest: &str| is_word(rest) || rest.starts_with(['[', '*', '„']);
    ((1..=2).contains(&digits) && behind.is_some_and(begins_item)).then_some(LineLeftover::NumberWithoutSpace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_behind_a_bullet_makes_no_cell() {
        let kinds = |body: &str| -> Vec<LineLeftover> {
            let mut at = 0;
            let lines = body.split('\n').map(|line| {
                at += line.len() + 1;
                at - line.len() - 1..at - 1
            });
            let lines: Vec<_> = lines.collect();
            leftovers(body, &lines).into_iter().map(|(_, kind)| kind).collect()
        };
        for body in ["•\tone\n•\ttwo", "o\tone\no\ttwo", "–\tone\n–\ttwo", "·\ta\tb\n·\tc\td"] {
            assert_eq!(kinds(body), [LineLeftover::Bullet], "{body}");
        }
        assert_eq!(kinds("one\ttwo\nthree\tfour"), [LineLeftover::Sheet(2)]);
        assert_eq!(kinds("one | two\nthree | four"), [LineLeftover::Table]);
    }

    #[test]
    fn signs_without_a_space_begin_nothing() {
        assert_eq!(start_of_line("##Naslov"), Some(LineLeftover::Heading));
        assert_eq!(start_of_line("##\u{a0}Naslov"), Some(LineLeftover::Heading));
        assert_eq!(start_of_line("1)Prva"), Some(LineLeftover::NumberWithoutSpace));
        assert_eq!(start_of_line("3.[Prva](x)"), Some(LineLeftover::NumberWithoutSpace));
        assert_eq!(start_of_line("12.**Prva**"), Some(LineLeftover::NumberWithoutSpace));
        assert_eq!(start_of_line("-prva"), Some(LineLeftover::HyphenWithoutSpace));
        for line in ["", "#1", "-5", "1.5 km", "2021.godine", "prva"] {
            assert_eq!(start_of_line(line), None, "{line}");
        }
    }
}
