//! Tabs in the indentation, which YAML does not take for spaces.

use std::ops::Range;

use super::{Slip, Stop};

/// The longest file for which the right indentation is tried, in bytes.
const LONGEST: usize = 50_000;

/// The most spaces that a tab stands for. A longer step is none.
const WIDEST: usize = 8;

/// The most lines of which each is shown.
const MOST: usize = 20;

/// How wide a tab is.
#[derive(Clone, Copy)]
enum Tab {
    /// As many spaces, wherever it stands.
    Fixed(usize),
    /// Up to the next multiple of as many columns.
    Stop(usize),
}

impl Tab {
    /// Returns the column behind an indentation.
    fn column(self, space: &str) -> usize {
        space.chars().fold(0, |column, c| match (c, self) {
            ('\t', Tab::Fixed(width)) => column + width,
            ('\t', Tab::Stop(width)) => (column / width + 1) * width,
            _ => column + 1,
        })
    }
}

/// Lines are indented with tabs: all of them are told at once, each with the spaces to write.
pub(super) fn tab(stop: &Stop<'_>) -> Option<Slip> {
    let stands_at_tab = || stop.lines.last().is_some_and(|line| indentation(line.text).contains('\t'));
    if !stop.is_said(&["found a tab", "tabs disallowed", "tab"]) && !stands_at_tab() {
        return None;
    }
    let lines = tabbed(stop.yaml);
    let tab = width(stop);
    let (first, rest) = lines.split_first()?;
    let spaces = |span: &Range<usize>| match tab.column(&stop.yaml[span.clone()]) {
        0 => "no space".to_owned(),
        1 => "1 space".to_owned(),
        count => format!("{count} spaces"),
    };
    let here = spaces(first);
    let (message, mut help) = match rest.len() {
        0 => (
            "a tab in the indentation".to_owned(),
            format!("write {here} before this line, in place of the tab and the spaces beside it"),
        ),
        more => (
            format!("tabs in the indentation of {} lines", more + 1),
            format!(
                "write {here} before this line, in place of the tabs and the spaces beside them, and before each other line as many as are noted there"
            ),
        ),
    };
    if rest.len() > MOST {
        let all = match tab {
            Tab::Fixed(0) => "deletes all tabs".to_owned(),
            Tab::Fixed(count) | Tab::Stop(count) => {
                format!("replaces every tab of the file by {count} spaces")
            }
        };
        help.push_str(&format!("; with so many lines, it is quicker if your editor {all}"));
    }
    let slip = Slip::new(first.clone(), message, help);
    Some(rest.iter().take(MOST).fold(slip, |slip, span| {
        let remark = spaces(span);
        slip.related(span.clone(), format!("write {remark}"))
    }))
}

fn indentation(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Returns the indentation of each line that has tabs in it.
fn tabbed(yaml: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in yaml.split_inclusive('\n') {
        let space = indentation(line);
        if space.contains('\t') && !line.trim().is_empty() {
            found.push(start..start + space.len());
        }
        start += line.len();
    }
    found
}

/// Returns the width of tabs with which the file is valid; else that of a step of the other lines.
fn width(stop: &Stop<'_>) -> Tab {
    let others = stop.yaml.lines().filter(|line| !line.trim().is_empty());
    let steps = others.map(indentation).filter(|space| !space.contains('\t')).map(str::len);
    let step = steps.filter(|step| (1..=WIDEST).contains(step)).min().unwrap_or(2);
    if stop.yaml.len() > LONGEST {
        return Tab::Fixed(step);
    }
    let fixed = [step, 2, 4, 8, 0, 6, 3, 1].map(Tab::Fixed);
    let mut widths = fixed.into_iter().chain([Tab::Stop(4), Tab::Stop(8), Tab::Stop(2)]);
    widths.find(|tab| (stop.is_valid)(&with_spaces(stop.yaml, *tab))).unwrap_or(Tab::Fixed(step))
}

/// Returns the YAML with spaces in the place of tabs.
fn with_spaces(yaml: &str, tab: Tab) -> String {
    let mut written = String::with_capacity(yaml.len());
    for line in yaml.split_inclusive('\n') {
        let space = indentation(line);
        written.extend(std::iter::repeat_n(' ', tab.column(space)));
        written.push_str(&line[space.len()..]);
    }
    written
}
