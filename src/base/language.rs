//! The languages of the content ([`Language`]) and the locales of the site ([`Locale`]).

use std::fmt;
use std::ops::{Index, IndexMut};
use std::str::FromStr;

/// A language that editors write content in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Serbian, in Latin or Cyrillic.
    Sr,
    /// English.
    En,
}

impl Language {
    /// All languages, in the order used by problems and files.
    pub const ALL: [Language; 2] = [Language::Sr, Language::En];

    /// The code used for file names (`sr.md`) and keys (`sr:`).
    pub const fn code(self) -> &'static str {
        match self {
            Language::Sr => "sr",
            Language::En => "en",
        }
    }

    /// Returns the language with a code.
    pub fn of_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The language's English name, for messages to editors.
    pub const fn english_name(self) -> &'static str {
        match self {
            Language::Sr => "Serbian",
            Language::En => "English",
        }
    }

    /// The quotation marks of the language.
    pub const fn quotes(self) -> Quotes {
        match self {
            Language::Sr => Quotes { double: ('„', '“'), single: ('’', '’') },
            Language::En => Quotes { double: ('“', '”'), single: ('‘', '’') },
        }
    }

    /// The other language.
    pub const fn other(self) -> Language {
        match self {
            Language::Sr => Language::En,
            Language::En => Language::Sr,
        }
    }
}

/// The opening and closing quotation marks of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotes {
    /// The marks of a quotation.
    pub double: (char, char),
    /// The marks of a quotation within another.
    pub single: (char, char),
}

/// A language and script that the site is published in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// Serbian in Latin script, below `/sr/`.
    SrLatn,
    /// Serbian in Cyrillic script, below `/sr-cyrl/`.
    SrCyrl,
    /// English, below `/en/`.
    En,
}

impl Locale {
    /// All locales, in the order of the language links.
    pub const ALL: [Locale; 3] = [Locale::SrLatn, Locale::SrCyrl, Locale::En];

    /// The language of this locale.
    pub const fn language(self) -> Language {
        match self {
            Locale::SrLatn | Locale::SrCyrl => Language::Sr,
            Locale::En => Language::En,
        }
    }

    /// The BCP 47 tag for `lang`, `hreflang` and feeds. Browsers take plain `sr` for Cyrillic.
    pub const fn tag(self) -> &'static str {
        match self {
            Locale::SrLatn => "sr-Latn",
            Locale::SrCyrl => "sr-Cyrl",
            Locale::En => "en",
        }
    }

    /// The first segment of this locale's URLs.
    pub const fn prefix(self) -> &'static str {
        match self {
            Locale::SrLatn => "sr",
            Locale::SrCyrl => "sr-cyrl",
            Locale::En => "en",
        }
    }

    /// The locale's name in its own language and script, as the language links show it.
    pub const fn endonym(self) -> &'static str {
        match self {
            Locale::SrLatn => "Srpski (latinica)",
            Locale::SrCyrl => "Српски (ћирилица)",
            Locale::En => "English",
        }
    }

    /// A short form of [`Locale::endonym`].
    pub const fn short_endonym(self) -> &'static str {
        match self {
            Locale::SrLatn => "Lat",
            Locale::SrCyrl => "Ћир",
            Locale::En => "En",
        }
    }

    /// The locale in which this locale shows a text of `language`.
    pub const fn showing(self, language: Language) -> Locale {
        match (self, language) {
            (Locale::SrLatn | Locale::SrCyrl, Language::Sr) => self,
            (Locale::En, Language::Sr) => Locale::SrLatn,
            (_, Language::En) => Locale::En,
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Locale {
    type Err = ();

    /// Parses a BCP 47 tag written by [`Locale::tag`].
    fn from_str(tag: &str) -> Result<Self, ()> {
        Locale::ALL.into_iter().find(|locale| locale.tag() == tag).ok_or(())
    }
}

/// One value for each language. There is no default language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Localized<T> {
    /// The Serbian value.
    pub sr: T,
    /// The English value.
    pub en: T,
}

impl<T> Localized<T> {
    /// Makes one value for each language.
    pub fn from_fn(mut make: impl FnMut(Language) -> T) -> Self {
        Localized { sr: make(Language::Sr), en: make(Language::En) }
    }
}

impl<T> Index<Language> for Localized<T> {
    type Output = T;

    fn index(&self, language: Language) -> &T {
        match language {
            Language::Sr => &self.sr,
            Language::En => &self.en,
        }
    }
}

impl<T> IndexMut<Language> for Localized<T> {
    fn index_mut(&mut self, language: Language) -> &mut T {
        match language {
            Language::Sr => &mut self.sr,
            Language::En => &mut self.en,
        }
    }
}

/// One value for each locale.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PerLocale<T>([T; 3]);

impl<T> PerLocale<T> {
    /// Makes one value for each locale.
    pub fn from_fn(make: impl FnMut(Locale) -> T) -> Self {
        PerLocale(Locale::ALL.map(make))
    }

    /// Makes one value for each locale, in parallel.
    pub fn from_fn_at_once(make: impl Fn(Locale) -> T + Sync) -> Self
    where
        T: Send,
    {
        let [latin, cyrillic, english] = Locale::ALL;
        let (latin, (cyrillic, english)) =
            rayon::join(|| make(latin), || rayon::join(|| make(cyrillic), || make(english)));
        PerLocale([latin, cyrillic, english])
    }
}

impl<T, E> PerLocale<Result<T, E>> {
    /// Returns the values, or the first error.
    ///
    /// # Errors
    /// When one of the values is an error.
    pub fn transpose(self) -> Result<PerLocale<T>, E> {
        let [latin, cyrillic, english] = self.0;
        Ok(PerLocale([latin?, cyrillic?, english?]))
    }
}

impl<T> Index<Locale> for PerLocale<T> {
    type Output = T;

    fn index(&self, locale: Locale) -> &T {
        &self.0[locale as usize]
    }
}

impl<T> IndexMut<Locale> for PerLocale<T> {
    fn index_mut(&mut self, locale: Locale) -> &mut T {
        &mut self.0[locale as usize]
    }
}

/// Something written in at least one of the two languages. A missing translation is explicit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Translated<T> {
    /// Written in both languages.
    Both(Localized<T>),
    /// Written in one language only.
    Only(Language, T),
}

impl<T> Translated<T> {
    /// Makes it from the written values; `None` if there are none.
    pub fn new(written: Localized<Option<T>>) -> Option<Self> {
        match (written.sr, written.en) {
            (Some(sr), Some(en)) => Some(Translated::Both(Localized { sr, en })),
            (Some(sr), None) => Some(Translated::Only(Language::Sr, sr)),
            (None, Some(en)) => Some(Translated::Only(Language::En, en)),
            (None, None) => None,
        }
    }

    /// Returns the value in `language`, or else in the other language, with the language it is in.
    pub fn prefer(&self, language: Language) -> (&T, Language) {
        match self {
            Translated::Both(both) => (&both[language], language),
            Translated::Only(only, value) => (value, *only),
        }
    }

    /// Returns whether it is written in `language`.
    pub fn is_in(&self, language: Language) -> bool {
        match self {
            Translated::Both(_) => true,
            Translated::Only(only, _) => *only == language,
        }
    }

    /// Converts each written value with `change`, which also gets its language.
    pub fn map<U>(self, mut change: impl FnMut(Language, T) -> U) -> Translated<U> {
        match self {
            Translated::Both(both) => Translated::Both(Localized {
                sr: change(Language::Sr, both.sr),
                en: change(Language::En, both.en),
            }),
            Translated::Only(only, value) => Translated::Only(only, change(only, value)),
        }
    }
}
