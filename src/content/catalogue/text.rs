//! Texts of the catalogue, in the script of each reader.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::Target;
use crate::base::language::{Language, Locale, PerLocale, Translated};
use crate::text::markdown::{Markdown, Prose};
use crate::text::serbian::{self, Acronyms, Converted};

/// A short text, in the form of each locale.
#[derive(Clone, PartialEq, Eq)]
pub struct Text(Arc<Forms>);

/// Not cloned, however often the text is.
struct Forms {
    written: Translated<String>,
    keep: Arc<Acronyms>,
    /// In each locale's own language and script, once a page has asked for it.
    shown: PerLocale<OnceLock<Shown>>,
}

struct Shown {
    text: Box<str>,
    /// Bytes of `text` that are not in the language of `locale`.
    foreign: Box<[Range<usize>]>,
    locale: Locale,
}

impl PartialEq for Forms {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written && self.keep == other.keep
    }
}

impl Eq for Forms {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(Locale::ALL.map(|locale| self.get(locale))).finish()
    }
}

impl Text {
    /// Takes what is written, in either script. `keep` are the words that stay in Latin.
    pub fn new(written: Translated<String>, keep: &Arc<Acronyms>) -> Self {
        Text(Arc::new(Forms { written, keep: Arc::clone(keep), shown: PerLocale::default() }))
    }

    fn shown(&self, reader: Locale) -> &Shown {
        self.0.shown[reader].get_or_init(|| {
            let (text, language) = self.0.written.prefer(reader.language());
            let locale = reader.showing(language);
            let Converted { text, foreign } = in_script(text, locale, &self.0.keep);
            Shown { text: text.into(), foreign: foreign.into(), locale }
        })
    }

    /// The text that a reader of `locale` sees.
    pub fn get(&self, locale: Locale) -> &str {
        &self.shown(locale).text
    }

    /// The bytes of that text that stayed in Latin because they are not Serbian.
    pub fn foreign_in(&self, locale: Locale) -> &[Range<usize>] {
        &self.shown(locale).foreign
    }

    /// The locale whose language and script that text is in: another one where a translation is missing.
    pub fn shown_in(&self, locale: Locale) -> Locale {
        self.shown(locale).locale
    }

    /// Whether it is written in `language`.
    pub fn is_in(&self, language: Language) -> bool {
        self.0.written.is_in(language)
    }
}

/// A text in the script of `locale`, authors' marks resolved.
pub fn in_script(text: &str, locale: Locale, keep: &Acronyms) -> Converted {
    let as_it_is = |text: String| Converted { text, foreign: Vec::new() };
    match locale {
        Locale::SrCyrl => serbian::cyrillic(text, keep),
        Locale::SrLatn => as_it_is(serbian::to_latin(text)),
        Locale::En => as_it_is(text.to_owned()),
    }
}

/// A longer text, ready for every locale but for the addresses in it.
#[derive(Clone, Debug)]
pub struct Body(Arc<Prepared>);

/// Not cloned, however often the text is: what was rendered of it once need not be rendered again.
#[derive(Debug)]
struct Prepared {
    written: Translated<Markdown<Target>>,
    keep: Arc<Acronyms>,
    /// In each locale's own language and script, once a page has asked for it.
    rendered: PerLocale<OnceLock<Prose<Target>>>,
}

impl Body {
    /// Takes what is written. `keep` are the words that stay in Latin.
    pub fn new(written: Translated<Markdown<Target>>, keep: &Arc<Acronyms>) -> Self {
        Body(Arc::new(Prepared { written, keep: Arc::clone(keep), rendered: PerLocale::default() }))
    }

    /// The text that a reader of `locale` sees, and the locale it is in.
    pub fn shown(&self, locale: Locale) -> (&Prose<Target>, Locale) {
        let (written, locale) = self.written_for(locale);
        let render = || written.prose(&|text| in_script(text, locale, &self.0.keep));
        (self.0.rendered[locale].get_or_init(render), locale)
    }

    /// The same with all white space between its tags, made anew.
    pub fn unminified(&self, locale: Locale) -> (Prose<Target>, Locale) {
        let (written, locale) = self.written_for(locale);
        (written.unminified(&|text| in_script(text, locale, &self.0.keep)), locale)
    }

    fn written_for(&self, locale: Locale) -> (&Markdown<Target>, Locale) {
        let (written, language) = self.0.written.prefer(locale.language());
        (written, locale.showing(language))
    }
}

/// The words of a page: title, summary and text.
#[derive(Clone, Debug)]
pub struct Words {
    /// Its title.
    pub title: Text,
    /// What it says, in one or two sentences.
    pub summary: Text,
    /// The text.
    pub body: Body,
}

impl Words {
    /// Whether the page is written in `language`.
    pub fn is_in(&self, language: Language) -> bool {
        self.title.is_in(language)
    }
}
