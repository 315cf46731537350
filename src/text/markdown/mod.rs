//! Converts Markdown to [`Prose`]: allowed links, no raw HTML, headings with ids. This folder is the only user of
//! `pulldown-cmark`.

mod destinations;
mod events;
mod html;
mod ids;
mod inline;
mod minify;
mod notes;
mod placeholders;
mod prose;
mod shield;
mod survey;
mod typeset;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, Options, Tag, TagEnd};

use crate::base::language::Language;
use crate::text::language::{Converted, in_latin, slug};
use crate::text::typography::Change;
pub use destinations::{Destination, OUTSIDE, destinations};
pub use events::Slip;
use events::{Link, Step, steps};
use html::rendered;
use ids::Ids;
pub use ids::Taken;
pub use inline::{Foreign, Inline, InlineSurvey, escaped, inline_survey, plain};
use minify::minify;
use placeholders::{BACK_NUMBER, MARK, THERE_NUMBER, numbered};
use prose::Fragment;
pub use prose::{NoteLink, Prose};
use shield::shielded;
pub use survey::{Accident, Survey, survey};
use typeset::typeset;

/// The syntax extensions to CommonMark. [`crate::text::typography`] does what the parser's smart punctuation would.
const SYNTAX: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// The maximum depth of nested lists, quotes, emphasis and the like.
pub const MAX_DEPTH: usize = 32;

/// The maximum number of references to notes in a text.
pub const MAX_NOTE_REFERENCES: usize = 1_000;

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

/// A heading of a text.
#[derive(Clone, Debug)]
pub struct Heading {
    /// Its level, from 1 to 6.
    pub level: u8,
    /// Its id on the page.
    pub id: String,
    /// Its words, in the script in which they are written.
    pub words: String,
}

/// A Markdown text with resolved links. It is rendered only when a page needs it, because checking a catalogue needs
/// no HTML.
#[derive(Clone, Debug)]
pub struct Markdown<Target> {
    text: Arc<str>,
    span: Range<usize>,
    language: Language,
    taken: Arc<Taken>,
    /// The targets of its links and pictures, in the order of the text.
    resolved: Vec<Resolved<Target>>,
    /// Its headings, in order.
    headings: Vec<Heading>,
    /// What its typography changes.
    changes: Box<[Change]>,
    /// Whether it is too much to be rendered.
    is_excessive: bool,
}

impl<Target: Clone> Markdown<Target> {
    /// Reads `text[span]`, which is in `language`, and returns the rule violations in it too. `taken` are the ids that
    /// the page itself uses.
    pub fn read(
        text: &Arc<str>,
        span: Range<usize>,
        language: Language,
        taken: &Arc<Taken>,
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
        let mut titles: Vec<(u8, String)> = Vec::new();
        let mut title: Option<(u8, String)> = None;
        let link = |link: Link<'_>| {
            let Link { written, link_type, span, is_image } = link;
            resolved.push(resolve(&Destination::new(&written, link_type, body, span, is_image)));
            CowStr::Borrowed("")
        };
        let changes = typeset(body, language).changes.into_boxed_slice();
        for step in steps(body, language, &changes, &mut ids, link) {
            match step {
                Step::Slip(slip) => slips.push(slip),
                Step::Event(Event::Start(Tag::Heading { level, .. })) => {
                    title = Some((level as u8, String::new()));
                }
                Step::Event(Event::End(TagEnd::Heading(_))) => titles.extend(title.take()),
                Step::Event(Event::Text(words) | Event::Code(words)) => {
                    title.iter_mut().for_each(|(_, title)| title.push_str(&words));
                }
                Step::Event(Event::SoftBreak | Event::HardBreak) => {
                    title.iter_mut().for_each(|(_, title)| title.push(' '));
                }
                Step::Event(_) => {}
            }
        }
        // These are kept for all texts at once, so they should not waste memory.
        resolved.shrink_to_fit();
        slips.shrink_to_fit();
        let is_excessive = matches!(slips.last(), Some(Slip::TooDeep(_) | Slip::TooManyNotes(_)));
        let headings = titles.into_iter().map(|(level, words)| Heading {
            level,
            id: ids.unused(&slug(&in_latin(&words))),
            words,
        });
        let headings = if is_excessive { Vec::new() } else { headings.collect() };
        let taken = Arc::clone(taken);
        (Markdown { text, span, language, taken, resolved, headings, changes, is_excessive }, slips)
    }

    /// Its headings, in order.
    pub fn headings(&self) -> &[Heading] {
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
        if self.is_excessive {
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
                let id = headings.next().map(|heading| CowStr::Borrowed(heading.id.as_str()));
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
                Resolved::Inside(target) => Some(Fragment::Url(target.clone())),
                Resolved::Picture(target, _) => Some(Fragment::Picture(target.clone())),
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
