//! The structure of a text as its author wrote it, for checks that need no HTML.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};

use super::destinations::Destination;
use super::shield::shielded;
use super::typeset::typeset;
use super::{MAX_DEPTH, SYNTAX};
use crate::base::language::Language;

/// Something that Markdown takes for markup, or leaves out, and that its author probably meant otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accident {
    /// Four spaces, which make the line code.
    IndentedCode,
    /// Hyphens below a line, which make the line a heading.
    UnderlinedHeading,
    /// Hyphens before what people say, which make the lines a list.
    Dialogue,
    /// Cells for which the table has no column, and how many columns it has. Readers do not see them.
    SurplusCells(usize),
    /// The beginning of code that has no end, so that all that follows is code.
    UnclosedCode,
    /// A paragraph of a few bold words, which looks like a heading.
    BoldHeading,
    /// A heading without words.
    EmptyHeading,
    /// A heading of this level, of which the one above is more than one level higher.
    SkippedLevel(u8),
    /// A link to a picture, on a line of its own or behind an exclamation mark.
    LinkedPicture,
    /// A link without words, which readers do not see.
    EmptyLink,
}

/// The structure of a text as its author wrote it. All ranges are byte ranges of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The words, without code and addresses. Adjacent ranges are joined.
    pub words: Vec<Range<usize>>,
    /// Where paragraphs, headings, list items and cells begin: the numbers of their first ranges of words.
    pub starts: Vec<usize>,
    /// Inline code, with its backticks.
    pub code: Vec<Range<usize>>,
    /// The headings, each with its level.
    pub headings: Vec<(u8, Range<usize>)>,
    /// The list items.
    pub items: Vec<Range<usize>>,
    /// The tables, each with the number of its rows below the head.
    pub tables: Vec<(usize, Range<usize>)>,
    /// The links and pictures, except autolinks.
    pub destinations: Vec<Destination>,
    /// The pictures without a description.
    pub undescribed: Vec<Range<usize>>,
    /// The pictures whose description is only the name of a file, or a word for a picture.
    pub poorly_described: Vec<Range<usize>>,
    /// List items that readers see with another number than the one that is written, and that number.
    pub renumbered: Vec<(Range<usize>, u64)>,
    /// Notes that nothing refers to.
    pub unused_notes: Vec<Range<usize>>,
    /// Straight quotation marks without a partner.
    pub unpaired: Vec<Range<usize>>,
    /// Spaces, hyphens and strokes that probably do not do what their author meant.
    pub accidents: Vec<(Accident, Range<usize>)>,
    /// Whether reading stopped because of nesting deeper than [`MAX_DEPTH`].
    pub cut_short: bool,
}

impl Survey {
    /// Returns the words of each paragraph, heading, list item and cell.
    pub fn blocks(&self) -> impl Iterator<Item = &[Range<usize>]> {
        let ends = self.starts.iter().skip(1).copied().chain([self.words.len()]);
        let blocks = self.starts.iter().zip(ends).filter_map(|(start, end)| self.words.get(*start..end));
        blocks.filter(|words| !words.is_empty())
    }

    /// Notes that the words that follow are of another block.
    fn begin_block(&mut self) {
        let start = self.words.len();
        if self.starts.last() != Some(&start) {
            self.starts.push(start);
        }
    }

    /// Frees unused memory, because the surveys of all texts are kept at once.
    fn shrink_to_fit(&mut self) {
        let Survey {
            words,
            starts,
            code,
            headings,
            items,
            tables,
            destinations,
            undescribed,
            poorly_described,
            renumbered,
            unused_notes,
            unpaired,
            accidents,
            cut_short: _,
        } = self;
        [words, code, items, undescribed, poorly_described, unused_notes, unpaired]
            .into_iter()
            .for_each(Vec::shrink_to_fit);
        starts.shrink_to_fit();
        renumbered.shrink_to_fit();
        accidents.shrink_to_fit();
        headings.shrink_to_fit();
        tables.shrink_to_fit();
        destinations.shrink_to_fit();
    }
}

/// Surveys the structure of `text` without rendering it.
pub fn survey(text: &str, language: Language) -> Survey {
    let text = &*shielded(text, language);
    let mut survey = Survey::default();
    let mut in_code_block = false;
    let mut columns = 0;
    let mut pictures: Vec<(Range<usize>, bool)> = Vec::new();
    let mut links: Vec<(Range<usize>, bool)> = Vec::new();
    let mut depth = 0_usize;
    // Of each list that is open: the number of its next item, if it has numbers.
    let mut numbers: Vec<Option<u64>> = Vec::new();
    // Of each list that is open: the first line of each of its items.
    let mut lines: Vec<Vec<Range<usize>>> = Vec::new();
    let mut notes: Vec<(CowStr<'_>, Range<usize>)> = Vec::new();
    let mut references: BTreeSet<String> = BTreeSet::new();
    for (event, span) in Parser::new_ext(text, SYNTAX).into_offset_iter() {
        if begins_block(&event) {
            survey.begin_block();
        }
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => {
                survey.accidents.extend(bold_heading(text, &span).map(|line| (Accident::BoldHeading, line)));
            }
            Event::Start(Tag::List(first)) => {
                depth += 1;
                numbers.push(first);
                lines.push(Vec::new());
            }
            Event::End(TagEnd::List(_)) => {
                depth -= 1;
                numbers.pop();
                let items = lines.pop().filter(|_| language == Language::Sr).unwrap_or_default();
                survey.accidents.extend(dialogue(text, &items).map(|line| (Accident::Dialogue, line)));
            }
            Event::Start(Tag::BlockQuote(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_)) => depth -= 1,
            Event::FootnoteReference(label) => _ = references.insert(label.into_string()),
            Event::Start(Tag::FootnoteDefinition(label)) => notes.push((label, span)),
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code_block = true;
                if kind == CodeBlockKind::Indented {
                    let first = text[span.clone()].lines().next().unwrap_or_default();
                    survey.accidents.push((Accident::IndentedCode, span.start..span.start + first.len()));
                } else {
                    survey
                        .accidents
                        .extend(open_fence(text, &span).map(|line| (Accident::UnclosedCode, line)));
                }
            }
            Event::End(TagEnd::CodeBlock) => in_code_block = false,
            Event::Start(Tag::Heading { level, .. }) => {
                let underline = underline(text, &span).filter(|_| level == HeadingLevel::H2);
                survey.accidents.extend(underline.map(|line| (Accident::UnderlinedHeading, line)));
                let written = text[span.clone()].trim_end();
                if written.trim_matches(['#', ' ', '\t']).is_empty() {
                    survey.accidents.push((Accident::EmptyHeading, span.start..span.start + written.len()));
                }
                let above = survey.headings.last().map_or(1, |(level, _)| *level);
                if level as u8 > above + 1 {
                    let accident = Accident::SkippedLevel(level as u8);
                    survey.accidents.push((accident, span.start..span.start + written.len()));
                }
                survey.headings.push((level as u8, span));
            }
            Event::Start(Tag::Table(alignments)) => {
                columns = alignments.len();
                survey.tables.push((0, span));
            }
            Event::Start(Tag::TableRow) => {
                survey.tables.last_mut().into_iter().for_each(|(rows, _)| *rows += 1);
                let surplus = surplus_cells(text, span.start, columns);
                survey.accidents.extend(surplus.map(|cells| (Accident::SurplusCells(columns), cells)));
            }
            Event::Start(Tag::Item) => {
                if let Some(Some(number)) = numbers.last_mut() {
                    survey
                        .renumbered
                        .extend(renumbered(text, &span, *number).map(|digits| (digits, *number)));
                    *number += 1;
                }
                if let Some(lines) = lines.last_mut() {
                    let first = text[span.clone()].lines().next().unwrap_or_default();
                    lines.push(span.start..span.start + first.trim_end().len());
                }
                survey.items.push(span);
            }
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {}
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                if link_type == LinkType::Inline && is_meant_as_picture(text, &span, &dest_url) {
                    survey.accidents.push((Accident::LinkedPicture, span.clone()));
                }
                links.push((span.clone(), false));
                survey.destinations.push(Destination::new(&dest_url, link_type, text, span, false));
            }
            Event::End(TagEnd::Link) => {
                let empty = links.pop().filter(|(link, has_words)| !has_words && *link == span);
                survey.accidents.extend(empty.map(|(link, _)| (Accident::EmptyLink, link)));
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                // A picture is something to see, so a link around it is not empty.
                links.last_mut().into_iter().for_each(|(_, has_words)| *has_words = true);
                pictures.push((span.clone(), false));
                survey.destinations.push(Destination::new(&dest_url, link_type, text, span, true));
            }
            Event::End(TagEnd::Image) => {
                let Some((picture, has_words)) = pictures.pop() else { continue };
                // The words of a picture also describe the one around it.
                pictures.last_mut().into_iter().for_each(|(_, around)| *around |= has_words);
                if !has_words {
                    survey.undescribed.push(picture);
                } else if is_poorly_described(&text[picture.clone()]) {
                    survey.poorly_described.push(picture);
                }
            }
            Event::Text(words) if !in_code_block => {
                let described = !words.trim().is_empty();
                let around = pictures.last_mut().into_iter().chain(links.last_mut());
                around.for_each(|(_, has_words)| *has_words |= described);
                match survey.words.last_mut() {
                    Some(last) if last.end == span.start => last.end = span.end,
                    _ => survey.words.push(span),
                }
            }
            Event::Code(_) => {
                let around = pictures.last_mut().into_iter().chain(links.last_mut());
                around.for_each(|(_, has_words)| *has_words = true);
                survey.code.push(span);
            }
            _ => {}
        }
        if depth > MAX_DEPTH {
            survey.cut_short = true;
            break;
        }
    }
    let unused = notes.into_iter().filter(|(label, _)| !references.contains(&**label));
    survey.unused_notes =
        unused.map(|(label, note)| note.start..note.start + label.len() + "[^]".len()).collect();
    if !survey.cut_short {
        survey.unpaired = typeset(text, language).unpaired;
    }
    survey.shrink_to_fit();
    survey
}

/// Returns whether what follows an event is another paragraph, heading, list item or cell than what precedes it.
fn begins_block(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(
            Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::TableCell
                | Tag::CodeBlock(_)
                | Tag::FootnoteDefinition(_)
        )
    )
}

/// The most letters of a paragraph that may be meant as a heading, in bytes.
const LONGEST_BOLD_HEADING: usize = 100;

/// A paragraph that is one line in bold without a sign at its end.
fn bold_heading(text: &str, paragraph: &Range<usize>) -> Option<Range<usize>> {
    let line = text[paragraph.clone()].trim_end();
    if line.len() > LONGEST_BOLD_HEADING || line.contains('\n') {
        return None;
    }
    let words = line.strip_prefix("**")?.strip_suffix("**")?;
    let ends_sentence = words.ends_with(['.', '!', '?', ':', ',', ';', '…', '”', '“', ')']);
    let is_heading = !words.contains(['*', '[', '|', '.']) && !ends_sentence && !words.trim().is_empty();
    is_heading.then(|| paragraph.start..paragraph.start + line.len())
}

/// The ends of the names of pictures.
const PICTURES: [&str; 6] = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg"];

/// Returns whether a link to a picture of this folder stands behind an exclamation mark, or alone in its line.
fn is_meant_as_picture(text: &str, link: &Range<usize>, address: &str) -> bool {
    if address.contains(':') || !PICTURES.iter().any(|ending| address.ends_with(ending)) {
        return false;
    }
    let before = text[..link.start].trim_end_matches(' ');
    let begins = before.is_empty() || before.ends_with('\n');
    let ends = text[link.end..].trim_start_matches([' ', '\r']);
    let line = text[link.clone()].strip_prefix('[').is_some_and(|words| !words.starts_with('!'));
    line && (before.ends_with('!') || (begins && (ends.is_empty() || ends.starts_with('\n'))))
}

/// The first line of a code block between fences of which the last is missing.
fn open_fence(text: &str, block: &Range<usize>) -> Option<Range<usize>> {
    let written = text[block.clone()].trim_end();
    let first = written.lines().next().unwrap_or_default();
    let last = written.lines().next_back().unwrap_or_default().trim_start_matches([' ', '\t', '>']);
    let has_end = written.len() > first.len() && (last.starts_with("```") || last.starts_with("~~~"));
    (!has_end).then(|| block.start..block.start + first.trim_end().len())
}

/// Words for a picture, which say nothing about this one, in small letters.
const NO_DESCRIPTIONS: [&str; 14] = [
    "slika",
    "slike",
    "fotografija",
    "foto",
    "photo",
    "picture",
    "image",
    "img",
    "alt",
    "слика",
    "фотографија",
    "opis",
    "description",
    "untitled",
];

/// How cameras and programs begin the names of pictures, in small letters.
const NAMES_OF_CAMERAS: [&str; 6] = ["img_", "img-", "dsc_", "dscn", "screenshot", "whatsapp image"];

/// The longest description that may be a name of a file, in bytes.
const LONGEST_FILE_NAME: usize = 100;

/// Returns whether the description of a picture, which is written as `![description](file)`, is no description.
fn is_poorly_described(picture: &str) -> bool {
    let Some(picture) = picture.strip_prefix("![") else { return false };
    // Pictures may lie within each other, so the end of a long description is not sought.
    let mut pairs = picture.as_bytes().windows(2).take(LONGEST_FILE_NAME + 1);
    let Some(end) = pairs.position(|pair| pair == b"](") else { return false };
    let (alt, file) = (&picture[..end], &picture[end + 2..]);
    let file = file.split(['"', ' ', ')']).next().unwrap_or_default();
    // A link that leads elsewhere has its own problem.
    if file.contains(':') {
        return false;
    }
    let alt = alt.trim().to_lowercase();
    let name = file.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_name =
        |name: &str| !name.is_empty() && name.len() <= LONGEST_FILE_NAME && name.to_lowercase() == alt;
    let has_ending = PICTURES.iter().any(|ending| alt.ends_with(ending));
    let bare = alt.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '.' | '_' | '-'));
    is_name(name)
        || is_name(stem)
        || has_ending
        || NO_DESCRIPTIONS.contains(&bare)
        || NAMES_OF_CAMERAS.iter().any(|beginning| alt.starts_with(beginning))
}

/// The digits of an item that readers see with another number. Items may also all be written with `1.`.
fn renumbered(text: &str, item: &Range<usize>, number: u64) -> Option<Range<usize>> {
    let digits = text[item.clone()].bytes().take_while(u8::is_ascii_digit).count();
    let span = item.start..item.start + digits;
    let written = text[span.clone()].parse::<u64>().ok()?;
    (written != number && written != 1).then_some(span)
}

/// The first question of a list with hyphens, unless all its items are questions: between people who talk, an answer
/// follows, or the text goes on.
fn dialogue(text: &str, items: &[Range<usize>]) -> Option<Range<usize>> {
    let is_question = |item: &&Range<usize>| {
        let line = &text[(*item).clone()];
        let said = line.trim_end_matches(['“', '"']).ends_with('?') || line.contains("? - ");
        line.starts_with("- ") && said
    };
    let questions = items.iter().filter(is_question).count();
    let is_list = questions == items.len() && questions > 1;
    items.iter().find(is_question).filter(|_| !is_list).cloned()
}

/// The hyphens below a heading that is written without `#`.
fn underline(text: &str, heading: &Range<usize>) -> Option<Range<usize>> {
    let written = text[heading.clone()].trim_end();
    if written.starts_with('#') {
        return None;
    }
    let line = written.rsplit('\n').next()?.trim_start_matches([' ', '\t', '>']);
    let end = heading.start + written.len();
    Some(end - line.len()..end)
}

/// The cells of a row, which begins at `start`, behind its last column, unless they are empty.
fn surplus_cells(text: &str, start: usize, columns: usize) -> Option<Range<usize>> {
    let line = text[start..].lines().next()?.trim_end();
    let inner = line.trim_start_matches([' ', '\t']).strip_prefix('|').unwrap_or(line);
    let first = start + line.len() - inner.len();
    let strokes = inner.match_indices('|').filter(|(at, _)| !inner[..*at].ends_with('\\'));
    let (last, _) = strokes.clone().nth(columns.checked_sub(1)?)?;
    let surplus = &inner[last + 1..];
    let words = surplus.trim_start();
    let is_empty = surplus.split('|').all(|cell| cell.trim().is_empty());
    let begin = first + last + 1 + surplus.len() - words.len();
    (!is_empty).then(|| begin..begin + words.trim_end_matches([' ', '|']).len())
}
