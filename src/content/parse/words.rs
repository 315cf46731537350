//! Texts in both languages.

use super::decode::{Decode, wrong_type};
use super::fields::Fields;
use super::languages::LANGUAGES;
use super::node::Node;
use super::shape::Shape;
use crate::base::language::Localized;
use crate::base::problem::{Placed, Problem, Problems};
use crate::base::rules;
use crate::text::markdown::plain;

/// A text in one or both languages, as authored.
pub type Words = Localized<Option<Placed<String>>>;

impl Decode for Placed<Words> {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        let place = node.place.clone();
        let Node::Map(mut entries) = node.value else {
            return wrong_type(
                &node,
                "a text in both languages",
                "write `{ sr: \"…\", en: \"…\" }`",
                problems,
            );
        };
        take_for_other_language(&mut entries, problems);
        let mut words = Words::default();
        let mut fields = Fields::new(entries, LANGUAGES, problems);
        words.sr = fields.take("sr", problems);
        words.en = fields.take("en", problems);
        // A text that was reported must not also count as missing.
        let is_lost = |language: &str, text: &Option<Placed<String>>| {
            text.is_none() && fields.place_of(language).is_some()
        };
        if fields.has_blanks() || is_lost("sr", &words.sr) || is_lost("en", &words.en) {
            return None;
        }
        Some(Placed::new(words, place))
    }

    fn shape() -> Shape {
        Shape::Words
    }
}

/// Reports two texts of one language and none of the other, and takes the second one for that.
fn take_for_other_language(entries: &mut [(Placed<String>, Placed<Node>)], problems: &mut Problems) {
    let [(first, _), (second, _)] = entries else { return };
    let other = match first.value.as_str() {
        "sr" => "en",
        "en" => "sr",
        _ => return,
    };
    if second.value == first.value {
        let message = format!("`{}` is written twice, and `{other}` is missing", first.value);
        problems.push(
            Problem::new(&rules::DUPLICATE_KEY, second.place.clone(), message)
                .related(first.place.clone(), "first time")
                .help(format!("write `{other}:` before the text of that language")),
        );
        second.value = other.to_owned();
    }
}

/// A text in both languages that may contain links and emphasis, in Markdown.
#[derive(Clone, Debug)]
pub struct MarkedWords(pub Placed<Words>);

impl MarkedWords {
    /// Returns the text without markup.
    pub fn plain(&self) -> Placed<Words> {
        let words = Localized::from_fn(|language| {
            let text = self.0.value[language].as_ref()?;
            Some(Placed::new(plain(&text.value, language).into_owned(), text.place.clone()))
        });
        Placed::new(words, self.0.place.clone())
    }
}

impl Decode for MarkedWords {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        Decode::decode(node, problems).map(MarkedWords)
    }

    fn shape() -> Shape {
        Shape::MarkedWords
    }
}

/// A text that is usually the same in both languages: written once, or once for each language.
#[derive(Clone, Debug)]
pub struct SharedWords {
    /// The text in both languages.
    pub words: Placed<Words>,
    /// The text, if it is written once.
    pub(super) once: Option<Placed<String>>,
}

impl SharedWords {
    /// Returns the text if it is written once.
    pub fn once(&self) -> Option<&str> {
        self.once.as_ref().map(|text| text.value.trim())
    }

    /// Returns the text in each language in which it is written; one that is written once, once.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        let Localized { sr, en } = &self.words.value;
        let en = en.as_ref().filter(|_| self.once.is_none());
        [sr.as_ref(), en].into_iter().flatten().map(|text| text.value.as_str())
    }
}

impl Decode for SharedWords {
    fn decode(node: Placed<Node>, problems: &mut Problems) -> Option<Self> {
        if matches!(node.value, Node::Map(_)) {
            return Some(SharedWords { words: Decode::decode(node, problems)?, once: None });
        }
        let text: Placed<String> = Decode::decode(node, problems)?;
        let both = Words { sr: Some(text.clone()), en: Some(text.clone()) };
        Some(SharedWords { words: Placed::new(both, text.place.clone()), once: Some(text) })
    }

    fn shape() -> Shape {
        Shape::Either(Box::new(String::shape()), Box::new(Shape::Words))
    }
}
