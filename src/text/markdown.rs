//! Converts Markdown to [`Prose`]: allowed links, no raw HTML, headings with ids. The only user of `pulldown-cmark`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
    html,
};

use crate::base::invisible::{first_hidden_in_lines, is_hidden_in_lines};
use crate::base::language::{Language, Locale};
use crate::text::language::{Converted, in_latin, slug};
use crate::text::line_starts;
use crate::text::typography::{self, BLOCK, Change, MARKUP, PARAGRAPH, SIGN, THING, Typeset};

/// A rendered text with placeholders for links to other pages, so that each locale can fill in its own URLs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose<Target> {
    pieces: Vec<Fragment<Target>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fragment<Target> {
    Html(Box<str>),
    /// The value of an `href` or `src`.
    Url(Target),
    /// The accessible name of a link to or from the note with this number.
    Note(NoteLink, usize),
}

/// A link between a text and one of its notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteLink {
    /// The number in the text, which leads to the note.
    There,
    /// The sign behind the note, which leads back to the text.
    Back,
}

impl<Target> Prose<Target> {
    /// Returns whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Returns the HTML, with each internal URL written by `url`. Links to notes and back are named in no language.
    pub fn html(&self, url: impl FnMut(&Target) -> String) -> String {
        self.html_with_notes(url, |link, number| match link {
            NoteLink::There => number.to_string(),
            NoteLink::Back => format!("{BACK} {number}"),
        })
    }

    /// Returns the HTML like [`Prose::html`]. `name` names the links to the note with a number and back.
    pub fn html_with_notes(
        &self,
        mut url: impl FnMut(&Target) -> String,
        mut name: impl FnMut(NoteLink, usize) -> String,
    ) -> String {
        let mut html = String::new();
        for piece in &self.pieces {
            match piece {
                Fragment::Html(part) => html.push_str(part),
                Fragment::Url(target) => html.push_str(&escape_attribute(&url(target))),
                Fragment::Note(link, number) => html.push_str(&escape_attribute(&name(*link, *number))),
            }
        }
        html
    }

    /// Returns the text without tags. Different blocks are on different lines.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut tag = None;
        for piece in &self.pieces {
            if let Fragment::Html(part) = piece {
                push_text(part, &mut tag, &mut text);
            }
        }
        if text.contains(BACK) { text.replace(&format!(" {BACK}"), "") } else { text }
    }
}

/// A tag that is being skipped: its name, and the quote that encloses the current attribute value.
#[derive(Default)]
struct OpenTag {
    name: String,
    is_named: bool,
    quote: Option<char>,
}

/// Appends the text of a piece of HTML made here, which may begin and end within a tag.
fn push_text(html: &str, tag: &mut Option<OpenTag>, text: &mut String) {
    let start = text.len();
    let mut rest = html.chars();
    loop {
        if tag.is_none() {
            // Most of the HTML is text, so it is copied up to the next tag at once.
            let (words, behind) = rest.as_str().split_once('<').unwrap_or((rest.as_str(), ""));
            text.push_str(words);
            if words.len() == rest.as_str().len() {
                break;
            }
            *tag = Some(OpenTag::default());
            rest = behind.chars();
        }
        let (Some(open), Some(c)) = (tag.as_mut(), rest.next()) else { break };
        match (open.quote, c) {
            (Some(quote), _) if quote == c => open.quote = None,
            (Some(_), _) => {}
            (None, '>') => {
                if !INLINE_TAGS.contains(&open.name.trim_start_matches('/')) {
                    text.push('\n');
                }
                *tag = None;
            }
            (None, '"' | '\'') => open.quote = Some(c),
            (None, _) if c.is_whitespace() => open.is_named = true,
            (None, _) if !open.is_named => open.name.push(c),
            (None, _) => {}
        }
    }
    if text[start..].contains('&') {
        let plain =
            ENTITIES.iter().fold(text[start..].to_owned(), |text, (entity, c)| text.replace(entity, c));
        text.replace_range(start.., &plain);
    }
}

/// Tags that do not separate words.
const INLINE_TAGS: [&str; 6] = ["a", "code", "del", "em", "strong", "sup"];

/// The entities used in HTML made here. `&amp;` is last, so that nothing is decoded twice.
const ENTITIES: [(&str, &str); 4] = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];

fn escape_attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// A violation of a rule in a text, with its byte range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Raw HTML, which is never output.
    RawHtml(Range<usize>),
    /// A heading of the first level, which is reserved for the title.
    HeadingLevel(Range<usize>),
    /// An invisible character that is not needed, written as an entity.
    Hidden(Range<usize>, char),
    /// Lists, quotes or emphasis nested deeper than [`MAX_DEPTH`]. Such a text is not rendered at all.
    TooDeep(Range<usize>),
}

/// The syntax extensions to CommonMark. [`typography`] does what the parser's smart punctuation would.
const SYNTAX: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// The maximum depth of nested lists, quotes, emphasis and the like.
pub const MAX_DEPTH: usize = 32;

/// The destination of a link as written: `[…](municipality:bor)`, `[…](rulebook.pdf)`, `[…](https://…)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The destination as written, with entities decoded.
    pub text: String,
    /// Its byte range in the Markdown.
    pub span: Range<usize>,
    /// Whether it is the source of a picture, not of a link.
    pub is_image: bool,
}

impl Destination {
    /// Finds the destination in `text[span]`, the whole link or picture.
    fn new(written: &str, link_type: LinkType, text: &str, span: Range<usize>, is_image: bool) -> Self {
        let written = match link_type {
            // The parser leaves out the scheme of e-mail addresses; rendering adds it.
            LinkType::Email => format!("mailto:{written}"),
            _ => written.to_owned(),
        };
        let at = text[span.clone()].rfind(written.as_str());
        let span = at.map_or(span.clone(), |at| span.start + at..span.start + at + written.len());
        Destination { text: written, span, is_image }
    }
}

/// Returns every destination in `text`, in the order of the text. A destination in a definition (`[label]: …`) is
/// returned once, at the definition.
///
/// The span covers exactly the destination. If that is written with escapes, it includes what follows too.
pub fn destinations(text: &str) -> Vec<Destination> {
    let mut parser = Parser::new_ext(text, SYNTAX).into_offset_iter();
    let mut found = Vec::new();
    let mut open: Vec<OpenLink<'_>> = Vec::new();
    for (event, span) in parser.by_ref() {
        let closed = match &event {
            Event::End(TagEnd::Link | TagEnd::Image) => open.pop(),
            _ => None,
        };
        found.extend(closed.and_then(|link| link.destination(text)));
        if let Some(link) = open.last_mut() {
            link.label_end = link.label_end.max(span.end);
        }
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let label_end = span.start + 1;
                open.push(OpenLink { link_type, dest_url, span, label_end, is_image: false });
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                let label_end = span.start + 2;
                open.push(OpenLink { link_type, dest_url, span, label_end, is_image: true });
            }
            _ => {}
        }
    }
    for (_, definition) in parser.reference_definitions().iter() {
        found.extend(behind("]:", &definition.dest, text, definition.span.clone(), false));
    }
    found.sort_by_key(|destination| destination.span.start);
    found
}

/// A link whose end has not been read yet.
struct OpenLink<'a> {
    link_type: LinkType,
    dest_url: CowStr<'a>,
    span: Range<usize>,
    /// The end of the last element in its brackets.
    label_end: usize,
    is_image: bool,
}

impl OpenLink<'_> {
    /// Returns its destination, unless it is in a definition or is an e-mail address.
    fn destination(&self, text: &str) -> Option<Destination> {
        match self.link_type {
            LinkType::Inline => {
                behind("](", &self.dest_url, text, self.label_end..self.span.end, self.is_image)
            }
            LinkType::Autolink => behind("<", &self.dest_url, text, self.span.clone(), self.is_image),
            _ => None,
        }
    }
}

/// Returns the first destination after a mark in `span`. `reads` is its decoded text.
fn behind(mark: &str, reads: &str, text: &str, span: Range<usize>, is_image: bool) -> Option<Destination> {
    let start = span.start + text[span.clone()].find(mark)? + mark.len();
    let span = match text[start..span.end].find(reads) {
        Some(at) => start + at..start + at + reads.len(),
        None => start..span.end,
    };
    Some(Destination { text: reads.to_owned(), span, is_image })
}

/// Where a destination leads, as the caller resolved it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved<Target> {
    /// To an external URL with an allowed scheme.
    Outside,
    /// To a page or file of this site.
    Inside(Target),
    /// To a picture of this site, with its width and height.
    Picture(Target, (u32, u32)),
    /// Nowhere; the caller has reported it.
    Broken,
}

/// Converts the words of a text to the script of a locale, or leaves them unchanged.
pub type Script<'a> = &'a dyn Fn(&str) -> Converted;

/// A Markdown text with resolved links. It is rendered only when a page needs it, because checking a catalogue needs
/// no HTML.
#[derive(Clone, Debug)]
pub struct Markdown<Target> {
    text: Arc<str>,
    span: Range<usize>,
    language: Language,
    taken: Arc<BTreeSet<String>>,
    /// The targets of its links and pictures, in the order of the text.
    resolved: Vec<Resolved<Target>>,
    /// The ids of its headings, in order.
    headings: Vec<String>,
    /// What its typography changes.
    changes: Box<[Change]>,
    too_deep: bool,
}

impl<Target: Clone> Markdown<Target> {
    /// Reads `text[span]`, which is in `language`, and returns the rule violations in it too. `taken` are the ids that
    /// the page itself uses.
    pub fn read(
        text: &Arc<str>,
        span: Range<usize>,
        language: Language,
        taken: &Arc<BTreeSet<String>>,
        mut resolve: impl FnMut(&Destination) -> Resolved<Target>,
    ) -> (Self, Vec<Slip>) {
        let (text, span) = match shielded(&text[span.clone()], language) {
            Cow::Borrowed(_) => (Arc::clone(text), span),
            Cow::Owned(shielded) => (Arc::from(shielded.as_str()), 0..shielded.len()),
        };
        let body = &text[span.clone()];
        let mut ids = Ids::new(taken);
        let mut resolved = Vec::new();
        let mut slips = Vec::new();
        let mut titles = Vec::new();
        let mut title: Option<String> = None;
        let link = |link: Link<'_>| {
            let Link { written, link_type, span, is_image } = link;
            resolved.push(resolve(&Destination::new(&written, link_type, body, span, is_image)));
            CowStr::Borrowed("")
        };
        let changes = typeset(body, language).changes.into_boxed_slice();
        for step in steps(body, language, &changes, &mut ids, link) {
            match step {
                Step::Slip(slip) => slips.push(slip),
                Step::Event(Event::Start(Tag::Heading { .. })) => title = Some(String::new()),
                Step::Event(Event::End(TagEnd::Heading(_))) => titles.extend(title.take()),
                Step::Event(Event::Text(words) | Event::Code(words)) => {
                    title.iter_mut().for_each(|title| title.push_str(&words));
                }
                Step::Event(Event::SoftBreak | Event::HardBreak) => {
                    title.iter_mut().for_each(|title| title.push(' '));
                }
                Step::Event(_) => {}
            }
        }
        // These are kept for all texts at once, so they should not waste memory.
        resolved.shrink_to_fit();
        slips.shrink_to_fit();
        let too_deep = matches!(slips.last(), Some(Slip::TooDeep(_)));
        let headings = titles.iter().map(|title| ids.unused(&slug(&in_latin(title))));
        let headings = if too_deep { Vec::new() } else { headings.collect() };
        let taken = Arc::clone(taken);
        (Markdown { text, span, language, taken, resolved, headings, changes, too_deep }, slips)
    }

    /// The ids of its headings, in order.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// Renders the text with its words in `script`, minified.
    pub fn prose(&self, script: Script<'_>) -> Prose<Target> {
        self.cut(&minify(self.html(script)))
    }

    /// Renders the text like [`Markdown::prose`], but keeps the white space between tags.
    pub fn unminified(&self, script: Script<'_>) -> Prose<Target> {
        self.cut(&self.html(script))
    }

    /// Renders HTML in which numbers stand for the targets within the site.
    fn html(&self, script: Script<'_>) -> String {
        if self.too_deep {
            return String::new();
        }
        let mut ids = Ids::new(&self.taken);
        let mut links = self.resolved.iter().enumerate();
        let address = |link: Link<'_>| match links.next() {
            Some((_, Resolved::Outside)) => CowStr::from(link.written.into_string()),
            Some((number, Resolved::Inside(_) | Resolved::Picture(..))) => numbered(number).into(),
            Some((_, Resolved::Broken)) | None => "".into(),
        };
        let mut headings = self.headings.iter();
        let written = steps(&self.text[self.span.clone()], self.language, &self.changes, &mut ids, address);
        let named = written.filter_map(|step| match step {
            Step::Slip(_) => None,
            Step::Event(Event::Start(Tag::Heading { level, classes, attrs, .. })) => {
                let id = headings.next().map(|id| CowStr::Borrowed(id.as_str()));
                Some(Event::Start(Tag::Heading { level, id, classes, attrs }))
            }
            Step::Event(event) => Some(event),
        });
        let pixels =
            |address: &str| match self.resolved.get(address.trim_matches(MARK).parse::<usize>().ok()?)? {
                Resolved::Picture(_, pixels) => Some(*pixels),
                _ => None,
            };
        rendered(named, &pixels, script)
    }

    /// Splits the HTML at the numbers that stand for targets.
    fn cut(&self, rendered: &str) -> Prose<Target> {
        let target = |part: &str| {
            for (sign, link) in [(THERE_NUMBER, NoteLink::There), (BACK_NUMBER, NoteLink::Back)] {
                if let Some(number) = part.trim().strip_prefix(sign) {
                    return Some(Fragment::Note(link, number.parse().ok()?));
                }
            }
            match self.resolved.get(part.trim().parse::<usize>().ok()?)? {
                Resolved::Inside(target) | Resolved::Picture(target, _) => {
                    Some(Fragment::Url(target.clone()))
                }
                Resolved::Outside | Resolved::Broken => None,
            }
        };
        let mut pieces = Vec::new();
        for (at, part) in rendered.split(MARK).enumerate() {
            match (at % 2 == 1).then(|| target(part)).flatten() {
                Some(target) => pieces.push(target),
                None if part.is_empty() => {}
                None => pieces.push(Fragment::Html(part.into())),
            }
        }
        Prose { pieces }
    }
}

/// A parser event or a rule violation.
enum Step<'a> {
    Event(Event<'a>),
    Slip(Slip),
}

/// A link or picture whose address is needed.
struct Link<'a> {
    written: CowStr<'a>,
    link_type: LinkType,
    span: Range<usize>,
    is_image: bool,
}

/// Iterates over the events of a text, without what violates the rules, and over the violations. A list of all events
/// would need many times the memory of the text. `address` returns the address to write for each link.
fn steps<'a>(
    text: &'a str,
    language: Language,
    changes: &[Change],
    ids: &mut Ids<'_>,
    mut address: impl FnMut(Link<'a>) -> CowStr<'a>,
) -> impl Iterator<Item = Step<'a>> {
    let parser = Parser::new_ext(text, SYNTAX).into_offset_iter();
    let mut changes = changes.iter().copied().peekable();
    let typeset = parser.map(move |(event, span)| {
        let written = &text[span.clone()];
        let event = match unshielded(event, written) {
            Event::Text(words) => {
                while changes.next_if(|change| change.span().start < span.start).is_some() {}
                let within = std::iter::from_fn(|| changes.next_if(|change| change.span().end <= span.end));
                let mut within = within.peekable();
                match within.peek() {
                    Some(_) => Event::Text(typography::changed(&words, span.start, within).into()),
                    None => Event::Text(words),
                }
            }
            event => with_title(event, written, language),
        };
        (event, span)
    });
    let mut events = TextMergeWithOffset::new(typeset);
    let mut footnotes = BTreeMap::new();
    let mut defined = BTreeSet::new();
    let mut depth = 0_usize;
    // The event to return after a violation: a reported first-level heading, for example, is still a heading.
    let mut held = None;
    std::iter::from_fn(move || {
        if let Some(event) = held.take() {
            return Some(Step::Event(event));
        }
        loop {
            let (event, span) = events.next().filter(|_| depth <= MAX_DEPTH)?;
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > MAX_DEPTH {
                return Some(Step::Slip(Slip::TooDeep(span)));
            }
            let mut link = |written, link_type, is_image| {
                address(Link { written, link_type, span: span.clone(), is_image })
            };
            return Some(Step::Event(match event {
                Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) => {
                    return Some(Step::Slip(Slip::RawHtml(span)));
                }
                Event::Html(_) | Event::End(TagEnd::HtmlBlock) => continue,
                Event::FootnoteReference(label) => {
                    Event::FootnoteReference(footnote_id(&label, &mut footnotes, ids))
                }
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    let id = footnote_id(&label, &mut footnotes, ids);
                    // A second definition of the same footnote gets an id that nothing refers to.
                    let is_first = defined.insert(id.to_string());
                    let own = id.split(' ').next().unwrap_or_default();
                    let id = if is_first { id } else { format!("{} ", ids.unused(own)).into() };
                    Event::Start(Tag::FootnoteDefinition(id))
                }
                Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                    held = Some(event);
                    return Some(Step::Slip(Slip::HeadingLevel(span)));
                }
                Event::Text(words) => match first_hidden_in_lines(&words) {
                    Some((_, c)) => {
                        held = Some(Event::Text(visible(words)));
                        return Some(Step::Slip(Slip::Hidden(entity(text, span, c), c)));
                    }
                    None => Event::Text(words),
                },
                Event::Code(code) => Event::Code(visible(code)),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let hidden = first_hidden_in_lines(&info);
                    let event = Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(visible(info))));
                    if let Some((_, c)) = hidden {
                        held = Some(event);
                        return Some(Step::Slip(Slip::Hidden(entity(text, span, c), c)));
                    }
                    event
                }
                Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                    let dest_url = link(dest_url, link_type, false);
                    let hidden = first_hidden_in_lines(&title);
                    let event = Event::Start(Tag::Link { link_type, dest_url, title: visible(title), id });
                    if let Some((_, c)) = hidden {
                        held = Some(event);
                        return Some(Step::Slip(Slip::Hidden(entity(text, span, c), c)));
                    }
                    event
                }
                Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                    let dest_url = link(dest_url, link_type, true);
                    let hidden = first_hidden_in_lines(&title);
                    let event = Event::Start(Tag::Image { link_type, dest_url, title: visible(title), id });
                    if let Some((_, c)) = hidden {
                        held = Some(event);
                        return Some(Step::Slip(Slip::Hidden(entity(text, span, c), c)));
                    }
                    event
                }
                event => event,
            }));
        }
    })
}

/// Renders events as HTML, with the words in `script`. `pixels` returns the width and height of a picture.
fn rendered<'a>(
    mut written: impl Iterator<Item = Event<'a>>,
    pixels: &dyn Fn(&str) -> Option<(u32, u32)>,
    script: Script<'_>,
) -> String {
    let mut in_code_block = false;
    let mut image: Option<(String, String)> = None;
    let mut images_within = 0_usize;
    let mut numbers = NoteNumbers::new();
    let attribute = |title: &str| match title {
        "" => String::new(),
        title => format!(" title=\"{}\"", escape_attribute(&script(title).text)),
    };
    let mut queue = VecDeque::new();
    let events = std::iter::from_fn(|| {
        while queue.is_empty() {
            let event = written.next()?;
            match &event {
                Event::Start(Tag::CodeBlock(_)) => in_code_block = true,
                Event::End(TagEnd::CodeBlock) => in_code_block = false,
                _ => {}
            }
            match (event, &mut image) {
                (Event::Start(Tag::Image { dest_url, title, .. }), None) => {
                    let size = pixels(&dest_url).map_or_else(String::new, |(width, height)| {
                        format!(" width=\"{width}\" height=\"{height}\"")
                    });
                    image = Some((
                        format!("<img src=\"{}\"{size}{}", spaced(&dest_url), attribute(&title)),
                        String::new(),
                    ));
                }
                (Event::Start(Tag::Image { .. }), Some(_)) => images_within += 1,
                (Event::End(TagEnd::Image), Some(_)) if images_within > 0 => images_within -= 1,
                (Event::End(TagEnd::Image), Some((tag, alt))) => {
                    let alt = escape_attribute(&script(alt).text);
                    queue.push_back(Event::InlineHtml(format!("{tag} alt=\"{alt}\">").into()));
                    image = None;
                }
                (Event::Text(text) | Event::Code(text), Some((_, alt))) => alt.push_str(&text),
                (_, Some(_)) => {}
                (Event::Start(Tag::Link { link_type, dest_url, title, .. }), None) => {
                    let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                    let (address, title) = (spaced(&dest_url), attribute(&title));
                    queue.push_back(Event::InlineHtml(
                        format!("<a href=\"{scheme}{address}\"{title}>").into(),
                    ));
                }
                (Event::Start(Tag::Table(alignments)), None) => {
                    queue.push_back(Event::InlineHtml("<div class=\"table\">".into()));
                    queue.push_back(Event::Start(Tag::Table(alignments)));
                }
                (event @ Event::End(TagEnd::Table), None) => {
                    queue.push_back(event);
                    queue.push_back(Event::InlineHtml("</div>".into()));
                }
                (Event::FootnoteReference(ids), None) => {
                    let next = numbers.len() + 1;
                    let is_first = !numbers.contains_key(&*ids);
                    let number = *numbers.entry(ids.to_string()).or_insert(next);
                    let (id, back) = ids.split_once(' ').unwrap_or((&ids, ""));
                    let place = if is_first { format!(" id=\"{back}\"") } else { String::new() };
                    queue.push_back(Event::InlineHtml(
                        format!(
                            "<sup class=\"footnote-reference\"><a href=\"#{id}\"{place} aria-label=\"{}\">{number}</a></sup>",
                            name_of(NoteLink::There, number)
                        )
                        .into(),
                    ));
                }
                (Event::Start(Tag::FootnoteDefinition(ids)), None) => {
                    queue.push_back(Event::InlineHtml(format!("{NOTE}{ids}{NOTE}").into()));
                }
                (Event::End(TagEnd::FootnoteDefinition), None) => {
                    queue.push_back(Event::InlineHtml(NOTE_END.to_string().into()));
                }
                (Event::Text(text), None) if !in_code_block => push_words(&script(&text), &mut queue),
                (other, None) => queue.push_back(other),
            }
        }
        queue.pop_front()
    });
    let mut rendered = String::new();
    html::push_html(&mut rendered, events);
    with_notes_last(with_classes(rendered), &numbers)
}

/// The alignment of cells as the writer of HTML says it, and as the style sheet knows it: the policy of pages allows no
/// styles within them. Texts hold no such quotation marks, since they are written as entities.
const ALIGNMENTS: [(&str, &str); 3] = [
    (r#" style="text-align: left""#, ""),
    (r#" style="text-align: center""#, r#" class="center""#),
    (r#" style="text-align: right""#, r#" class="right""#),
];

fn with_classes(html: String) -> String {
    if !html.contains("<table>") {
        return html;
    }
    ALIGNMENTS.into_iter().fold(html, |html, (style, class)| html.replace(style, class))
}

/// Replaces hidden characters, which entities such as `&#1;` can produce. Control characters mark targets here.
fn visible(text: CowStr<'_>) -> CowStr<'_> {
    match first_hidden_in_lines(&text) {
        Some(_) => text.replace(is_hidden_in_lines, "\u{fffd}").into(),
        None => text,
    }
}

/// Finds the numeric entity of a character in `text[span]`. Returns the whole span if it is written in another way.
fn entity(text: &str, span: Range<usize>, c: char) -> Range<usize> {
    let within = &text[span.clone()];
    let found = within.match_indices("&#").find_map(|(at, mark)| {
        let (number, _) = within[at + mark.len()..].split_once(';')?;
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let start = span.start + at;
        (code == Ok(u32::from(c))).then(|| start..start + mark.len() + number.len() + ";".len())
    });
    found.unwrap_or(span)
}

/// Adds a text, with foreign words in it marked as Latin script.
fn push_words(converted: &Converted, events: &mut VecDeque<Event<'_>>) {
    let mut at = 0;
    for foreign in &converted.foreign {
        events.push_back(Event::Text(converted.text[at..foreign.start].to_owned().into()));
        events.push_back(Event::InlineHtml(format!("<span lang=\"{}\">", Locale::SrLatn.tag()).into()));
        events.push_back(Event::Text(converted.text[foreign.clone()].to_owned().into()));
        events.push_back(Event::InlineHtml("</span>".into()));
        at = foreign.end;
    }
    events.push_back(Event::Text(converted.text[at..].to_owned().into()));
}

/// The character that encloses the number of a target. No text contains it: files with control characters are rejected.
const MARK: char = '\u{1}';

/// Precede the number of a note whose link needs a name, where the number of a target could be.
const THERE_NUMBER: char = 't';
const BACK_NUMBER: char = 'b';

/// Stands for the name of a link. The space makes the minifier keep the quotes around it.
fn name_of(link: NoteLink, number: usize) -> String {
    let kind = match link {
        NoteLink::There => THERE_NUMBER,
        NoteLink::Back => BACK_NUMBER,
    };
    format!("{MARK} {kind}{number}{MARK}")
}

/// The sign of a link from a note back to the text. The selector keeps it from being drawn as a picture.
const BACK: &str = "↩\u{fe0e}";

/// Encloses the ids of a note, which its HTML follows.
const NOTE: char = '\u{3}';

/// Ends the HTML of a note.
const NOTE_END: char = '\u{4}';

fn numbered(target: usize) -> String {
    format!("{MARK}{target}{MARK}")
}

/// Puts a space into the number of a target, so that the minifier keeps the quotes around it; escapes other addresses.
fn spaced(url: &str) -> String {
    match url.strip_prefix(MARK) {
        Some(rest) => format!("{MARK} {rest}"),
        None => escape_attribute(url),
    }
}

/// The event with the signs that were taken out of its text so that they are no markup.
fn unshielded<'a>(event: Event<'a>, written: &str) -> Event<'a> {
    let spaced = |text: CowStr<'a>| -> CowStr<'a> {
        if line_starts::is_shielded(&text) { line_starts::unshielded(&text).into() } else { text }
    };
    match event {
        Event::Text(text) if line_starts::is_shielded(written) => Event::Text(spaced(text)),
        Event::Code(text) if line_starts::is_shielded(written) => Event::Code(spaced(text)),
        // A title may be written elsewhere, with the address.
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url, title: spaced(title), id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url, title: spaced(title), id })
        }
        event => event,
    }
}

/// The text, in which words that Markdown would take for markup are none.
fn shielded(text: &str, language: Language) -> Cow<'_, str> {
    line_starts::shielded(text, language, &inert(text))
}

/// Returns the asterisks within words of paragraphs in which these make emphasis by accident (`građani*ke i
/// radnici*e`), and the tildes that stand alone.
fn inert(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_alone = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        before != Some(&bytes[at]) && before != Some(&b'\\') && bytes.get(at + 1) != Some(&bytes[at])
    };
    let is_inside = |at: usize, length: usize| {
        text[..at].ends_with(char::is_alphanumeric) && text[at + length..].starts_with(char::is_alphanumeric)
    };
    let could_be = |at: usize| match bytes[at] {
        b'~' => is_alone(at),
        b'*' => is_alone(at) && is_inside(at, 1),
        _ => false,
    };
    let signs = |span: Range<usize>| span.filter(|at| could_be(*at));
    let mut found = Vec::new();
    if signs(0..text.len()).next().is_none() {
        return found;
    }
    let mut asterisks = Vec::new();
    let mut is_accident = false;
    let mut in_code_block = false;
    // A link that is defined elsewhere is found by its words, so they must not change.
    let mut in_label = 0_usize;
    for (event, span) in Parser::new_ext(text, SYNTAX).into_offset_iter() {
        let add = |within: Range<usize>, found: &mut Vec<usize>, asterisks: &mut Vec<usize>| {
            for at in signs(within) {
                if bytes[at] == b'*' { asterisks.push(at) } else { found.push(at) }
            }
        };
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code_block = true,
            Event::End(TagEnd::CodeBlock) => in_code_block = false,
            Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) => {
                in_label += usize::from(in_label > 0 || !matches!(link_type, LinkType::Inline));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => in_label = in_label.saturating_sub(1),
            _ if in_label > 0 || in_code_block => {}
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                let length = if text[span.clone()].starts_with("**") { 2 } else { 1 };
                let (first, last) = (span.start, span.end - length);
                let makes_sense = || {
                    let words = &text[first + length..last];
                    let is_split = is_inside(first, length) || is_inside(last, length);
                    !is_split || words.chars().all(char::is_alphabetic)
                };
                if bytes[first] == b'~' || length == 1 && !makes_sense() {
                    is_accident |= bytes[first] == b'*';
                    add(first..first + 1, &mut found, &mut asterisks);
                    add(last..last + 1, &mut found, &mut asterisks);
                }
            }
            Event::Text(_) => add(span, &mut found, &mut asterisks),
            Event::Start(_) => {
                if std::mem::take(&mut is_accident) {
                    found.append(&mut asterisks);
                }
                asterisks.clear();
            }
            _ => {}
        }
    }
    if is_accident {
        found.append(&mut asterisks);
    }
    found
}

/// The event with the title of its link or picture as readers see it. A title with escapes or entities, or one that is
/// written elsewhere, stays as it is.
fn with_title<'a>(event: Event<'a>, written: &str, language: Language) -> Event<'a> {
    let set = |title: CowStr<'a>| -> CowStr<'a> {
        match typography::typeset(&title, language) {
            Cow::Owned(shown) if written.contains(&*title) => shown.into(),
            _ => title,
        }
    };
    match event {
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Link { link_type, dest_url, title: set(title), id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            Event::Start(Tag::Image { link_type, dest_url, title: set(title), id })
        }
        event => event,
    }
}

/// Returns the typography of a text, which has been shielded.
fn typeset(text: &str, language: Language) -> Typeset {
    if typography::may_change(text) { typography::of_mask(&mask(text), language) } else { Typeset::default() }
}

/// Returns the words of a text at their places, with signs in place of everything else.
fn mask(text: &str) -> String {
    let mut mask = vec![MARKUP as u8; text.len()];
    let mut in_code_block = false;
    let mut in_address = false;
    for (event, span) in Parser::new_ext(text, SYNTAX).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code_block = true,
            Event::End(TagEnd::CodeBlock) => in_code_block = false,
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                in_address = true;
            }
            Event::End(TagEnd::Link) => in_address = false,
            Event::Start(
                Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough,
            ) => {}
            Event::Start(tag) => {
                let sign = if tag == Tag::Paragraph { PARAGRAPH } else { BLOCK };
                // The byte before a block is never part of a text.
                if let Some(before) = span.start.checked_sub(1).and_then(|at| mask.get_mut(at)) {
                    *before = sign as u8;
                }
            }
            Event::SoftBreak | Event::HardBreak => mask[span].fill(b' '),
            Event::Code(_) => mask[span].fill(THING as u8),
            Event::Text(_) if in_address => mask[span].fill(THING as u8),
            Event::Text(words) if !in_code_block => {
                if text[span.clone()] != *words {
                    let sign = match words.chars().next() {
                        Some(c) if c.is_whitespace() => ' ',
                        Some(c) if c.is_alphanumeric() => THING,
                        _ => SIGN,
                    };
                    mask[span].fill(sign as u8);
                    continue;
                }
                let is_escaped = text[..span.start].ends_with('\\')
                    && mask.get(span.start.wrapping_sub(1)) == Some(&(MARKUP as u8));
                mask[span.clone()].copy_from_slice(words.as_bytes());
                if is_escaped && let Some(first) = mask.get_mut(span.start) {
                    *first = SIGN as u8;
                }
            }
            _ => {}
        }
    }
    String::from_utf8(mask).unwrap_or_default()
}

/// Returns the id of a footnote, made from its label and unique on the page, and that of the place that refers to it.
fn footnote_id<'a>(label: &str, footnotes: &mut BTreeMap<String, String>, ids: &mut Ids<'_>) -> CowStr<'a> {
    let both = footnotes.entry(label.to_owned()).or_insert_with(|| {
        let id = ids.unused(&format!("note-{}", slug(&in_latin(label))));
        format!("{id} {}", ids.unused(&format!("{id}-back")))
    });
    both.clone().into()
}

/// The numbers of notes by their ids, in the order in which the text refers to them.
type NoteNumbers = BTreeMap<String, usize>;

/// Returns the HTML with its notes behind everything else, in the order of their numbers, each with a link back.
fn with_notes_last(html: String, numbers: &NoteNumbers) -> String {
    if !html.contains(NOTE) {
        return html;
    }
    let mut text = String::with_capacity(html.len());
    let mut notes: Vec<(usize, &str, String)> = Vec::new();
    // Notes within notes.
    let mut open: Vec<(&str, String)> = Vec::new();
    let mut rest = &html[..];
    while let Some(at) = rest.find([NOTE, NOTE_END]) {
        open.last_mut().map_or(&mut text, |(_, note)| note).push_str(&rest[..at]);
        let is_end = rest[at..].starts_with(NOTE_END);
        rest = &rest[at + NOTE.len_utf8()..];
        if is_end {
            let note = open.pop();
            let number = |ids: &str| numbers.get(ids).copied().unwrap_or(usize::MAX);
            notes.extend(note.map(|(ids, note)| (number(ids), ids, note)));
        } else if let Some((ids, behind)) = rest.split_once(NOTE) {
            open.push((ids, String::new()));
            rest = behind;
        }
    }
    text.push_str(rest);
    notes.sort_by_key(|(number, ..)| *number);
    for (at, (number, ids, note)) in notes.iter().enumerate() {
        let (id, back) = ids.split_once(' ').unwrap_or((ids, ""));
        let label = if *number == usize::MAX { at + 1 } else { *number };
        text.push_str(&format!(
            "<div class=\"footnote-definition\" id=\"{id}\"><sup class=\"footnote-definition-label\">{label}</sup>\n"
        ));
        let link = match *number {
            usize::MAX => String::new(),
            _ => {
                format!(" <a href=\"#{back}\" aria-label=\"{}\">{BACK}</a>", name_of(NoteLink::Back, *number))
            }
        };
        match note.trim_end().strip_suffix("</p>") {
            Some(paragraphs) => text.push_str(&format!("{paragraphs}{link}</p>\n</div>\n")),
            None => text.push_str(&format!("{note}{link}</div>\n")),
        }
    }
    text
}

/// The ids used on a page: its own, and those given to parts of a text, each with the last number appended to it.
struct Ids<'a> {
    taken: &'a BTreeSet<String>,
    given: BTreeMap<String, usize>,
}

impl<'a> Ids<'a> {
    fn new(taken: &'a BTreeSet<String>) -> Self {
        Ids { taken, given: BTreeMap::new() }
    }

    /// Returns the wanted id, with the first free number appended if it is already used.
    fn unused(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "section" } else { wanted };
        let mut id = wanted.to_owned();
        // The last number is remembered, so that many equal headings cost no more than as many different ones.
        while self.taken.contains(&id) || self.given.contains_key(&id) {
            let number = self.given.entry(wanted.to_owned()).or_insert(1);
            *number += 1;
            id = format!("{wanted}-{number}");
        }
        self.given.insert(id.clone(), 1);
        id
    }
}

/// The size in bytes above which texts are not minified: for texts with many tags, the minifier's tree is a hundred
/// times the size of the text.
#[cfg(feature = "minify")]
const LARGEST_MINIFIED: usize = 256 * 1024;

#[cfg(feature = "minify")]
fn minify(html: String) -> String {
    if html.len() > LARGEST_MINIFIED {
        return html;
    }
    let mut options = minify_html::Cfg::new();
    options.keep_closing_tags = true;
    options.keep_comments = false;
    String::from_utf8(minify_html::minify(html.as_bytes(), &options)).unwrap_or(html)
}

#[cfg(not(feature = "minify"))]
fn minify(html: String) -> String {
    html
}

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
}

/// The structure of a text as its author wrote it. All ranges are byte ranges of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The words, without code and addresses. Adjacent ranges are joined.
    pub words: Vec<Range<usize>>,
    /// Inline code, with its backticks.
    pub code: Vec<Range<usize>>,
    /// The headings, each with its level.
    pub headings: Vec<(u8, Range<usize>)>,
    /// The list items.
    pub items: Vec<Range<usize>>,
    /// The links and pictures, except autolinks.
    pub destinations: Vec<Destination>,
    /// The pictures without a description.
    pub undescribed: Vec<Range<usize>>,
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
    /// Frees unused memory, because the surveys of all texts are kept at once.
    fn shrink_to_fit(&mut self) {
        let Survey {
            words,
            code,
            headings,
            items,
            destinations,
            undescribed,
            renumbered,
            unused_notes,
            unpaired,
            accidents,
            cut_short: _,
        } = self;
        [words, code, items, undescribed, unused_notes, unpaired].into_iter().for_each(Vec::shrink_to_fit);
        renumbered.shrink_to_fit();
        accidents.shrink_to_fit();
        headings.shrink_to_fit();
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
    let mut depth = 0_usize;
    // Of each list that is open: the number of its next item, if it has numbers.
    let mut numbers: Vec<Option<u64>> = Vec::new();
    // Of each list that is open: the first line of each of its items.
    let mut lines: Vec<Vec<Range<usize>>> = Vec::new();
    let mut notes: Vec<(CowStr<'_>, Range<usize>)> = Vec::new();
    let mut references: BTreeSet<String> = BTreeSet::new();
    for (event, span) in Parser::new_ext(text, SYNTAX).into_offset_iter() {
        match event {
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
                }
            }
            Event::End(TagEnd::CodeBlock) => in_code_block = false,
            Event::Start(Tag::Heading { level, .. }) => {
                let underline = underline(text, &span).filter(|_| level == HeadingLevel::H2);
                survey.accidents.extend(underline.map(|line| (Accident::UnderlinedHeading, line)));
                survey.headings.push((level as u8, span));
            }
            Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
            Event::Start(Tag::TableRow) => {
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
                survey.destinations.push(Destination::new(&dest_url, link_type, text, span, false));
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                pictures.push((span.clone(), false));
                survey.destinations.push(Destination::new(&dest_url, link_type, text, span, true));
            }
            Event::End(TagEnd::Image) => {
                let undescribed = pictures.pop().filter(|(_, has_words)| !has_words);
                survey.undescribed.extend(undescribed.map(|(picture, _)| picture));
            }
            Event::Text(words) if !in_code_block => {
                let described = !words.trim().is_empty();
                pictures.iter_mut().for_each(|(_, has_words)| *has_words |= described);
                match survey.words.last_mut() {
                    Some(last) if last.end == span.start => last.end = span.end,
                    _ => survey.words.push(span),
                }
            }
            Event::Code(_) => {
                pictures.iter_mut().for_each(|(_, has_words)| *has_words = true);
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
