//! Finds the heading that a text has and its translation lacks, by what stands between the headings.

use std::ops::Range;

use super::content::{Text, span_of};
use super::targets::target;

/// A heading that the other text lacks.
pub(super) struct Missing {
    /// Where it is.
    pub(super) heading: Range<usize>,
    /// What it should stand above in the other text; `None` if that lacks the whole section.
    pub(super) above: Option<Range<usize>>,
}

/// What stands below a heading, up to the next one.
#[derive(Clone, Default)]
struct Section {
    level: u8,
    blocks: Vec<Range<usize>>,
    items: usize,
    links: Vec<String>,
}

impl Section {
    /// Returns how much of it is the same in another text.
    fn likeness(&self, other: &Section) -> usize {
        2 * usize::from(self.level == other.level)
            + usize::from(self.blocks.len() == other.blocks.len())
            + usize::from(self.items == other.items)
            + usize::from(self.links == other.links)
    }

    /// Returns the section that it would be without the heading of the next one.
    fn with(&self, next: &Section) -> Section {
        let mut whole = self.clone();
        whole.blocks.extend(next.blocks.iter().cloned());
        whole.items += next.items;
        whole.links.extend(next.links.iter().cloned());
        whole
    }
}

/// Returns the only heading without which a text would be most like another one that has one heading less.
pub(super) fn missing_heading(text: &Text<'_>, other: &Text<'_>) -> Option<Missing> {
    /// Longer texts are not compared, because each heading is tried.
    const MOST: usize = 50;
    let headings = &text.survey.headings;
    if headings.len() != other.survey.headings.len() + 1 || headings.len() > MOST {
        return None;
    }
    let (own, there) = (sections(text), sections(other));
    let likeness = |sections: &[Section]| -> usize {
        sections.iter().zip(&there).map(|(one, other)| one.likeness(other)).sum()
    };
    let mut best: Vec<(usize, usize, bool)> = Vec::new();
    for at in 1..own.len() {
        let mut without_heading = own.clone();
        let section = without_heading.remove(at);
        let without_section = likeness(&without_heading);
        without_heading[at - 1] = without_heading[at - 1].with(&section);
        best.push((likeness(&without_heading), at, true));
        // A heading with nothing below it is a section too.
        if !section.blocks.is_empty() {
            best.push((without_section, at, false));
        }
    }
    let most = best.iter().map(|(likeness, ..)| *likeness).max()?;
    let mut found = best.into_iter().filter(|(likeness, ..)| *likeness == most);
    let (_, at, is_heading_alone) = found.next().filter(|_| found.next().is_none())?;
    let (_, heading) = headings.get(at - 1)?;
    let above = || there.get(at - 1)?.blocks.get(own.get(at - 1)?.blocks.len()).cloned();
    let above = if is_heading_alone { Some(above()?) } else { None };
    Some(Missing { heading: heading.clone(), above })
}

/// Returns the sections of a text; the first one stands above all headings.
fn sections(text: &Text<'_>) -> Vec<Section> {
    let headings = &text.survey.headings;
    let mut sections = vec![Section::default()];
    sections.extend(headings.iter().map(|(level, _)| Section { level: *level, ..Section::default() }));
    let number = |at: usize| headings.partition_point(|(_, heading)| heading.start <= at);
    for span in text.survey.blocks().map(span_of) {
        let is_heading = |number: usize| number > 0 && headings[number - 1].1.contains(&span.start);
        let number = number(span.start);
        if !is_heading(number) {
            sections[number].blocks.push(span);
        }
    }
    text.survey.items.iter().for_each(|item| sections[number(item.start)].items += 1);
    for link in &text.survey.destinations {
        sections[number(link.span.start)].links.push(target(link));
    }
    sections
}
