//! Defines the texts of the catalogue, which are shown in the language and script of each locale.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::Target;
use crate::base::language::{Language, Locale, Localized, PerLocale, Translated};
use crate::text::language::{Acronyms, Converted};
use crate::text::markdown::{Heading, Inline, Markdown, Prose};
use crate::text::spaces::bound;
use crate::text::typography::typeset;

/// A short text, with typographic marks and converted for each locale on demand.
#[derive(Clone, PartialEq, Eq)]
pub struct Text(Arc<Forms>);

/// The shared content of a text, which is not cloned with it.
struct Forms {
    written: Translated<String>,
    /// The same with links and emphasis, in the languages in which it has some.
    marked: Option<Box<Marked>>,
    keep: Arc<Acronyms>,
    /// The result for each locale, computed on first use.
    shown: PerLocale<OnceLock<Shown>>,
}

/// A text with links and emphasis, in the languages in which it has some.
type Marked = Localized<Option<Inline<Target>>>;

struct Shown {
    plain: Form,
    /// The form for pages, if it differs.
    bound: Option<Form>,
    locale: Locale,
}

struct Form {
    text: Box<str>,
    /// The bytes of `text` that are not in the language of the locale.
    foreign: Box<[Range<usize>]>,
}

impl From<Converted> for Form {
    fn from(Converted { text, foreign }: Converted) -> Self {
        Form { text: text.into(), foreign: foreign.into() }
    }
}

impl PartialEq for Forms {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written && self.marked == other.marked && self.keep == other.keep
    }
}

impl Eq for Forms {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(Locale::ALL.map(|locale| self.get(locale))).finish()
    }
}

impl Text {
    /// Creates a text from its source, in either script. The words in `keep` stay in Latin.
    pub fn new(written: Translated<String>, keep: &Arc<Acronyms>) -> Self {
        Self::with_markup(written, Marked::default(), keep)
    }

    /// Creates a text from its source without markup, and with it in the languages in which it has some.
    pub fn with_markup(written: Translated<String>, marked: Marked, keep: &Arc<Acronyms>) -> Self {
        let marked = (marked.sr.is_some() || marked.en.is_some()).then(|| Box::new(marked));
        Text(Arc::new(Forms { written, marked, keep: Arc::clone(keep), shown: PerLocale::default() }))
    }

    fn shown(&self, reader: Locale) -> &Shown {
        self.0.shown[reader].get_or_init(|| {
            let (text, language) = self.0.written.prefer(reader.language());
            let locale = reader.showing(language);
            let text = typeset(text, language);
            let form = |text: &str| Form::from(locale.in_script(text, &self.0.keep));
            let bound = match bound(&text) {
                Cow::Borrowed(_) => None,
                Cow::Owned(bound) => Some(form(&bound)),
            };
            Shown { plain: form(&text), bound, locale }
        })
    }

    /// Returns the text for `locale`.
    pub fn get(&self, locale: Locale) -> &str {
        &self.shown(locale).plain.text
    }

    /// Returns the text for a page in `locale`, in which amounts and dates do not break, and the bytes of it that stayed
    /// in Latin because they are not Serbian.
    pub fn on_page(&self, locale: Locale) -> (&str, &[Range<usize>]) {
        let shown = self.shown(locale);
        let form = shown.bound.as_ref().unwrap_or(&shown.plain);
        (&form.text, &form.foreign)
    }

    /// Returns the text for a page in `locale` as HTML, if it has links or emphasis. `url` returns the address of a target.
    pub fn html(&self, locale: Locale, url: impl FnMut(&Target) -> String) -> Option<String> {
        let marked = self.0.marked.as_ref()?;
        let (_, language) = self.0.written.prefer(locale.language());
        let locale = locale.showing(language);
        Some(marked[language].as_ref()?.html(&|words| locale.in_script(&bound(words), &self.0.keep), url))
    }

    /// Returns the locale whose language and script are shown. It differs from `locale` if a translation is missing.
    pub fn shown_in(&self, locale: Locale) -> Locale {
        self.shown(locale).locale
    }

    /// Returns whether the text is written in `language`.
    pub fn is_in(&self, language: Language) -> bool {
        self.0.written.is_in(language)
    }
}

/// A longer text, rendered for each locale on demand, except for the addresses of its links.
#[derive(Clone, Debug)]
pub struct Body(Arc<Prepared>);

/// The shared content of a body, which is not cloned with it, so each locale is rendered only once.
#[derive(Debug)]
struct Prepared {
    written: Translated<Markdown<Target>>,
    keep: Arc<Acronyms>,
    /// The result for each locale, computed on first use.
    rendered: PerLocale<OnceLock<Prose<Target>>>,
}

impl Body {
    /// Creates a body from its source. The words in `keep` stay in Latin.
    pub fn new(written: Translated<Markdown<Target>>, keep: &Arc<Acronyms>) -> Self {
        Body(Arc::new(Prepared { written, keep: Arc::clone(keep), rendered: PerLocale::default() }))
    }

    /// Returns the text for `locale`, and the locale whose language and script are shown.
    pub fn shown(&self, locale: Locale) -> (&Prose<Target>, Locale) {
        let (written, locale) = self.written_for(locale);
        let render = || written.prose(&|text| locale.in_script(&bound(text), &self.0.keep));
        (self.0.rendered[locale].get_or_init(render), locale)
    }

    /// Renders the same with all white space between tags. The result is not cached.
    pub fn unminified(&self, locale: Locale) -> (Prose<Target>, Locale) {
        let (written, locale) = self.written_for(locale);
        (written.unminified(&|text| locale.in_script(&bound(text), &self.0.keep)), locale)
    }

    /// Returns the headings of the second level that are shown for `locale`: ids and words, and the locale whose language
    /// and script are shown.
    pub fn sections(&self, locale: Locale) -> (Vec<(&str, String)>, Locale) {
        let (written, locale) = self.written_for(locale);
        let is_named = |heading: &&Heading| heading.level == 2 && !heading.words.trim().is_empty();
        let sections = written.headings().iter().filter(is_named);
        let named = sections.map(|heading| {
            (heading.id.as_str(), locale.in_script(&bound(&heading.words), &self.0.keep).text)
        });
        (named.collect(), locale)
    }

    fn written_for(&self, locale: Locale) -> (&Markdown<Target>, Locale) {
        let (written, language) = self.0.written.prefer(locale.language());
        (written, locale.showing(language))
    }
}

/// The title, summary and text of a page.
#[derive(Clone, Debug)]
pub struct Words {
    /// Its title.
    pub title: Text,
    /// Its summary, in one or two sentences.
    pub summary: Text,
    /// The text.
    pub body: Body,
}

impl Words {
    /// Returns whether the page is written in `language`.
    pub fn is_in(&self, language: Language) -> bool {
        self.title.is_in(language)
    }
}
