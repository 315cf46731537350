//! Short texts, in which links and emphasis are the only markup.
//!
//! They are one paragraph, whatever their lines begin with: `1. maj` is no list. What else Markdown has – pictures, code,
//! HTML, headings, lists – stays as it is written, and [`inline_survey`] reports it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::destinations::Destination;
use super::prose::escape_attribute;
use super::shield::shielded;
use super::{MAX_DEPTH, Resolved, Script};
use crate::base::bytes::has_byte;
use crate::base::language::{Language, Locale};
use crate::text::typography::{self, Typeset};

/// A short text with markup, read once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline<Target> {
    plain: String,
    language: Language,
    /// Its words and markup in their order. `None` if there are only words.
    pieces: Option<Box<[Piece<Target>]>>,
}

/// A part of a short text with markup.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece<Target> {
    /// These bytes of the plain text.
    Words(Range<usize>),
    Start(Element),
    Link(Link<Target>),
    End(Element),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Emphasis,
    Strong,
    Link,
}

impl Element {
    const fn name(self) -> &'static str {
        match self {
            Element::Emphasis => "em",
            Element::Strong => "strong",
            Element::Link => "a",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Link<Target> {
    Outside(String),
    Inside(Target),
    Broken,
}

impl<Target> Inline<Target> {
    /// Reads a text without spaces at its ends. Returns `None` if it has no markup and is shown as it is written.
    pub fn read(
        text: &str,
        language: Language,
        mut resolve: impl FnMut(&Destination) -> Resolved<Target>,
    ) -> Option<Self> {
        if !may_have_markup(text) {
            return None;
        }
        let mut plain = String::with_capacity(text.len());
        let mut pieces: Vec<Piece<Target>> = Vec::new();
        let mut has_markup = false;
        for step in steps(text, language) {
            match step {
                Step::Words(span) => {
                    let start = plain.len();
                    plain.push_str(&text[span]);
                    match pieces.last_mut() {
                        Some(Piece::Words(last)) => last.end = plain.len(),
                        _ => pieces.push(Piece::Words(start..plain.len())),
                    }
                }
                Step::Start(element) => pieces.push(Piece::Start(element)),
                Step::Link(destination) => pieces.push(Piece::Link(match resolve(&destination) {
                    Resolved::Outside => Link::Outside(destination.text),
                    Resolved::Inside(target) | Resolved::Picture(target, _) => Link::Inside(target),
                    Resolved::Broken => Link::Broken,
                })),
                Step::End(element) => {
                    has_markup = true;
                    pieces.push(Piece::End(element));
                }
                Step::Other(..) => {}
            }
        }
        let pieces = has_markup.then(|| pieces.into_boxed_slice());
        (has_markup || plain != text).then_some(Inline { plain, language, pieces })
    }

    /// Returns the text without markup.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// Returns whether it has links or emphasis. Otherwise, only some of its signs are written with a backslash.
    pub fn has_markup(&self) -> bool {
        self.pieces.is_some()
    }

    /// Returns the text as HTML with its words in `script`, and with each internal URL written by `url`.
    pub fn html(&self, script: Script<'_>, mut url: impl FnMut(&Target) -> String) -> String {
        let Typeset { changes, .. } = match typography::may_change(&self.plain) {
            true => typography::of_mask(&self.plain, self.language),
            false => Typeset::default(),
        };
        let mut changes = changes.into_iter().peekable();
        let mut html = String::with_capacity(2 * self.plain.len());
        for piece in self.pieces.iter().flatten() {
            match piece {
                Piece::Words(span) => {
                    while changes.next_if(|change| change.span().start < span.start).is_some() {}
                    let within =
                        std::iter::from_fn(|| changes.next_if(|change| change.span().end <= span.end));
                    let words = typography::changed(&self.plain[span.clone()], span.start, within);
                    push_words(&words, script, &mut html);
                }
                Piece::Start(element) => html.push_str(&format!("<{}>", element.name())),
                Piece::Link(link) => {
                    let address = match link {
                        Link::Outside(address) => Cow::Borrowed(address.as_str()),
                        Link::Inside(target) => Cow::Owned(url(target)),
                        Link::Broken => Cow::Borrowed(""),
                    };
                    html.push_str(&format!("<a href=\"{}\">", escape_attribute(&address)));
                }
                Piece::End(element) => html.push_str(&format!("</{}>", element.name())),
            }
        }
        html
    }
}

/// Adds words, with foreign ones among them marked as Latin script.
fn push_words(words: &str, script: Script<'_>, html: &mut String) {
    let converted = script(words);
    let mut at = 0;
    for foreign in &converted.foreign {
        html.push_str(&escape_attribute(&converted.text[at..foreign.start]));
        html.push_str(&format!("<span lang=\"{}\">", Locale::SrLatn.tag()));
        html.push_str(&escape_attribute(&converted.text[foreign.clone()]));
        html.push_str("</span>");
        at = foreign.end;
    }
    html.push_str(&escape_attribute(&converted.text[at..]));
}

/// Markup that short texts do not have, so that readers see it as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A picture.
    Picture,
    /// Code between backticks.
    Code,
    /// A tag, a comment or an entity.
    Html,
    /// The title of a link, which is left out.
    Title,
    /// A sign that begins a heading, list item, quotation or block of code.
    Block,
    /// Emphasis nested deeper than [`MAX_DEPTH`].
    Nested,
}

/// The structure of a short text as its author wrote it. All ranges are byte ranges of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InlineSurvey {
    /// The text without markup.
    pub plain: String,
    /// The words. Adjacent ranges are joined.
    pub words: Vec<Range<usize>>,
    /// The links.
    pub destinations: Vec<Destination>,
    /// Markup that is shown as it is written.
    pub foreign: Vec<(Foreign, Range<usize>)>,
    /// Straight quotation marks without a partner.
    pub unpaired: Vec<Range<usize>>,
}

/// Surveys the structure of a short text. Returns `None` if it is plain.
pub fn inline_survey(text: &str, language: Language) -> Option<InlineSurvey> {
    let blocks = block_signs(text);
    let is_sought = |byte: u8| is_sign(byte) | (byte == b'`') | (byte == b'&');
    if blocks.is_empty() && !has_byte(text, is_sought) {
        return None;
    }
    let trimmed = text.trim();
    let offset = text.len() - text.trim_start().len();
    let moved = |span: Range<usize>| offset + span.start..offset + span.end;
    let mut survey = InlineSurvey::default();
    // Where each run of words is in the plain text and in the written one.
    let mut runs: Vec<(usize, Range<usize>)> = Vec::new();
    for step in steps(trimmed, language) {
        match step {
            Step::Words(span) => {
                runs.push((survey.plain.len(), moved(span.clone())));
                survey.plain.push_str(&trimmed[span.clone()]);
                let span = moved(span);
                match survey.words.last_mut() {
                    Some(last) if last.end == span.start => last.end = span.end,
                    _ => survey.words.push(span),
                }
            }
            Step::Link(destination) => {
                let span = moved(destination.span);
                survey.destinations.push(Destination { span, ..destination });
            }
            Step::Other(foreign, span) => survey.foreign.push((foreign, moved(span))),
            Step::Start(_) | Step::End(_) => {}
        }
    }
    let is_plain = survey.destinations.is_empty() && survey.foreign.is_empty() && survey.plain == trimmed;
    if is_plain && blocks.is_empty() {
        return None;
    }
    survey.foreign.extend(blocks.into_iter().map(|span| (Foreign::Block, span)));
    survey.foreign.sort_by_key(|(_, span)| span.start);
    let written = |at: usize| {
        let run = runs.partition_point(|(start, _)| *start <= at).checked_sub(1)?;
        let (start, span) = &runs[run];
        Some(span.start + at - start)
    };
    let unpaired = typography::unpaired(&survey.plain, language).into_iter();
    survey.unpaired =
        unpaired.filter_map(|mark| written(mark.start).map(|start| start..start + mark.len())).collect();
    Some(survey)
}

/// Returns a short text that is read as these words, without markup.
pub fn escaped(words: &str, language: Language) -> Cow<'_, str> {
    let is_plain = Inline::<()>::read(words.trim(), language, |_| Resolved::Broken).is_none();
    if is_plain {
        return Cow::Borrowed(words);
    }
    let mut text = String::with_capacity(words.len() + 8);
    for c in words.chars() {
        if matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '`') {
            text.push('\\');
        }
        text.push(c);
    }
    text.into()
}

/// Returns the words of a short text without their markup.
pub fn plain(text: &str, language: Language) -> Cow<'_, str> {
    match Inline::<()>::read(text.trim(), language, |_| Resolved::Broken) {
        Some(inline) => inline.plain.into(),
        None => Cow::Borrowed(text),
    }
}

/// Returns whether a byte can be the beginning of markup.
const fn is_sign(byte: u8) -> bool {
    (byte == b'*') | (byte == b'_') | (byte == b'[') | (byte == b'<') | (byte == b'\\')
}

fn may_have_markup(text: &str) -> bool {
    has_byte(text, is_sign)
}

enum Step {
    /// These bytes of the text, which readers see.
    Words(Range<usize>),
    /// The beginning of an emphasis.
    Start(Element),
    /// The beginning of a link.
    Link(Destination),
    End(Element),
    /// Markup that is none here. Its bytes are words too.
    Other(Foreign, Range<usize>),
}

/// Reads a text as one paragraph.
fn steps(text: &str, language: Language) -> Vec<Step> {
    // Behind a comma, no sign begins a block, and emphasis begins as it does at the beginning of a line.
    let line: String = std::iter::once(',').chain(text.chars()).collect();
    let line = line.replace(['\n', '\r'], " ");
    let line = shielded(&line, language);
    let mut steps = Vec::new();
    let mut depth = 0_usize;
    // The number of pictures around the current event, which are shown as they are written.
    let mut pictures = 0_usize;
    for (event, span) in Parser::new_ext(&line, Options::empty()).into_offset_iter() {
        let written = span.start.saturating_sub(1)..span.end.saturating_sub(1);
        match event {
            Event::Start(Tag::Image { .. }) => {
                pictures += 1;
                if pictures == 1 {
                    steps.push(Step::Other(Foreign::Picture, written.clone()));
                    steps.push(Step::Words(written));
                }
            }
            Event::End(TagEnd::Image) => pictures = pictures.saturating_sub(1),
            _ if pictures > 0 => {}
            Event::Start(Tag::Emphasis) => {
                depth += 1;
                steps.push(Step::Start(Element::Emphasis));
            }
            Event::Start(Tag::Strong) => {
                depth += 1;
                steps.push(Step::Start(Element::Strong));
            }
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                depth += 1;
                let mut destination = Destination::new(&dest_url, link_type, &line, span, false);
                destination.span = destination.span.start - 1..destination.span.end - 1;
                if !title.is_empty() && link_type == LinkType::Inline {
                    steps.push(Step::Other(Foreign::Title, destination.span.clone()));
                }
                steps.push(Step::Link(destination));
            }
            Event::End(TagEnd::Emphasis) => {
                depth -= 1;
                steps.push(Step::End(Element::Emphasis));
            }
            Event::End(TagEnd::Strong) => {
                depth -= 1;
                steps.push(Step::End(Element::Strong));
            }
            Event::End(TagEnd::Link) => {
                depth -= 1;
                steps.push(Step::End(Element::Link));
            }
            Event::Start(_) | Event::End(_) => {}
            Event::Code(_) => {
                steps.push(Step::Other(Foreign::Code, written.clone()));
                steps.push(Step::Words(written));
            }
            Event::InlineHtml(_) | Event::Html(_) => {
                steps.push(Step::Other(Foreign::Html, written.clone()));
                steps.push(Step::Words(written));
            }
            Event::Text(words) => {
                if line[span].starts_with('&') && words.chars().count() < 3 && words.len() < written.len() {
                    steps.push(Step::Other(Foreign::Html, written.clone()));
                }
                steps.push(Step::Words(written));
            }
            _ => steps.push(Step::Words(written)),
        }
        if depth > MAX_DEPTH {
            let whole = 0..text.len();
            return vec![Step::Other(Foreign::Nested, whole.clone()), Step::Words(whole)];
        }
    }
    steps
}

/// Returns the signs at the beginnings of lines with which Markdown begins a block: `# `, `- `, `> `, three backticks; and
/// the first number of a list.
fn block_signs(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut numbers = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start();
        let start = at + line.len() - rest.len();
        at += line.len();
        let sign = rest.split([' ', '\n']).next().unwrap_or_default();
        let behind = rest[sign.len()..].trim_start();
        let is_heading = (1..=6).contains(&sign.len()) && sign.bytes().all(|byte| byte == b'#');
        let is_item = matches!(sign, "-" | "*" | ">")
            || sign == "+" && !behind.starts_with(|c: char| c.is_ascii_digit());
        let is_fence = rest.starts_with("```") || rest.starts_with("~~~");
        let digits = sign.trim_end_matches(['.', ')']);
        if (is_heading || is_item) && !behind.is_empty() || is_fence {
            found.push(start..start + if is_fence { 3 } else { sign.len() });
        } else if digits.len() + 1 == sign.len()
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
        {
            numbers.push(start..start + sign.len());
        }
    }
    if numbers.len() > 1 {
        found.extend(numbers.into_iter().next());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::language::Acronyms;

    fn html(text: &str) -> String {
        let read = Inline::read(text, Language::Sr, |link| Resolved::Inside(link.text.clone()));
        let keep = Acronyms::default();
        read.map_or_else(
            || format!("= {text}"),
            |inline| match inline.has_markup() {
                true => inline.html(&|words| Locale::SrCyrl.in_script(words, &keep), Clone::clone),
                false => format!("~ {}", inline.plain()),
            },
        )
    }

    #[test]
    fn only_links_and_emphasis_are_markup() {
        for (text, read) in [
            (
                "[Pirot](municipality:pirot) i *Bor*",
                "<a href=\"municipality:pirot\">Пирот</a> и <em>Бор</em>",
            ),
            (
                "**Pirot**: \"[plan](document:plan)\"",
                "<strong>Пирот</strong>: „<a href=\"document:plan\">план</a>“",
            ),
            (
                "<https://example.org/a> & više",
                "<a href=\"https://example.org/a\">https://example.org/a</a> &amp; више",
            ),
            ("a `*b*` c", "= a `*b*` c"),
            ("a ![b](c.png) <b>", "= a ![b](c.png) <b>"),
            (
                "2 * 3 * 4, a_b_c, [1], [x] (y), x < y, C:\\dir",
                "= 2 * 3 * 4, a_b_c, [1], [x] (y), x < y, C:\\dir",
            ),
            ("građani*ke i radnici*e", "= građani*ke i radnici*e"),
            ("# a\n- b\n1. c\n2. d", "= # a\n- b\n1. c\n2. d"),
            ("2\\*, \\[1\\]", "~ 2*, [1]"),
            ("", "= "),
        ] {
            assert_eq!(html(text), read, "{text}");
        }
        let nested = "*a ".repeat(MAX_DEPTH + 1) + &"b* ".repeat(MAX_DEPTH + 1);
        assert_eq!(html(nested.trim()), format!("= {}", nested.trim()));
    }

    #[test]
    fn other_markup_is_reported_where_it_is_written() {
        let text = " - a `b` ![c](d.png) <i>e</i> &nbsp; [f](area:g \"h\") **\n";
        let survey = inline_survey(text, Language::En).expect("it has markup");
        let found: Vec<(Foreign, &str)> =
            survey.foreign.iter().map(|(foreign, span)| (*foreign, &text[span.clone()])).collect();
        assert_eq!(
            found,
            [
                (Foreign::Block, "-"),
                (Foreign::Code, "`b`"),
                (Foreign::Picture, "![c](d.png)"),
                (Foreign::Html, "<i>"),
                (Foreign::Html, "</i>"),
                (Foreign::Html, "&nbsp;"),
                (Foreign::Title, "area:g"),
            ]
        );
        assert_eq!(survey.plain, "- a `b` ![c](d.png) <i>e</i> &nbsp; f **");
        assert_eq!(inline_survey("1. maj, + 381 11 2020, A & B - C", Language::Sr), None);
    }

    #[test]
    fn a_straight_mark_is_found_behind_markup() {
        let text = "*a* [b](area:c) \"d";
        let survey = inline_survey(text, Language::En).expect("it has markup");
        assert_eq!(survey.unpaired.iter().map(|span| &text[span.clone()]).collect::<Vec<_>>(), ["\""]);
        assert_eq!(survey.unpaired[0].start, text.len() - 2);
    }

    #[test]
    fn escaped_words_are_read_as_they_are() {
        for words in [
            "*a*",
            "_a_ \\*",
            "[a](b)",
            "`*a*`",
            "<https://a.b>",
            "\\\\*a*",
            "a*b_c[d]",
            "![a](b)",
            "\\",
            "*\\",
            "a\\_b*",
            "&amp; *a*",
        ] {
            assert_eq!(plain(&escaped(words, Language::Sr), Language::Sr), words);
        }
    }
}
