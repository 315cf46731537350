//! Inserts soft hyphens into the long words of headings and labels, since browsers have no dictionary for Serbian.

use std::iter::Peekable;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::base::language::{Language, Locale};

/// Returns the length in letters from which the words of an element are divided, if it has a heading or label.
fn divided_from(element: &str) -> Option<usize> {
    match element {
        "h1" | "h2" | "h3" | "h4" | "th" => Some(14),
        "dt" => Some(8),
        _ => None,
    }
}

/// Returns whether the content of an element is not divided: readers copy it, or it is no text.
fn is_whole(element: &str) -> bool {
    matches!(element, "code" | "pre" | "script" | "style" | "svg" | "textarea" | "title")
}

/// Returns whether an element has no end tag.
fn is_void(element: &str) -> bool {
    matches!(element, "br" | "hr" | "img" | "input" | "link" | "meta")
}

/// The minimum number of letters before and after a soft hyphen.
const LEAST: usize = 3;

const LANGUAGE: &str = " lang=\"";

static LANGUAGES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(LANGUAGE));

const SOFT_HYPHEN: char = '\u{ad}';

/// Inserts soft hyphens into the headings and labels of a page.
pub(super) fn hyphenate(html: &str, locale: Locale) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 64);
    let mut languages = Languages { page: locale.language(), inner: Vec::new() };
    let mut label: Option<(&str, usize)> = None;
    let mut telling = Telling { html, languages: LANGUAGES.find_iter(html.as_bytes()).peekable() };
    let mut at = 0;
    loop {
        let is_plain = label.is_none() && languages.inner.is_empty();
        let next = if is_plain {
            telling.next(at)
        } else {
            memchr::memchr(b'<', &html.as_bytes()[at..]).map(|tag| at + tag)
        };
        let Some(tag) = next else { break };
        push_text(&html[at..tag], label.map(|(_, least)| least), languages.here(), &mut out);
        let end = html[tag..].strip_prefix("</");
        let name = name_of(end.unwrap_or(&html[tag + 1..]));
        at = tag + markup_length(&html[tag..], name);
        let markup = &html[tag..at];
        match end {
            Some(_) => {
                languages.leave(name);
                label = label.filter(|(label, _)| *label != name);
            }
            None => {
                languages.enter(name, markup);
                label = divided_from(name).map(|least| (name, least)).or(label);
            }
        }
        out.push_str(markup);
    }
    out.push_str(&html[at..]);
    out
}

/// The tags that matter outside of labels. Most tags of a page don't, and need not be read.
struct Telling<'a, Languages: Iterator<Item = usize>> {
    html: &'a str,
    /// Where the languages of elements stand.
    languages: Peekable<Languages>,
}

impl<Languages: Iterator<Item = usize>> Telling<'_, Languages> {
    /// Returns where the next such tag begins: that of a label, of an element whose content is not divided, of an element
    /// with a language, or a comment.
    fn next(&mut self, from: usize) -> Option<usize> {
        while self.languages.next_if(|language| *language < from).is_some() {}
        let language = self.languages.peek().copied();
        let mut before = None;
        for tag in memchr::memchr_iter(b'<', &self.html.as_bytes()[from..]).map(|tag| from + tag) {
            if language.is_some_and(|language| language < tag) && before.is_some() {
                return before;
            }
            let name = name_of(&self.html[tag + 1..]);
            if divided_from(name).is_some() || is_whole(name) || self.html[tag..].starts_with("<!--") {
                return Some(tag);
            }
            before = Some(tag);
        }
        before.filter(|_| language.is_some())
    }
}

/// The languages of the elements around a place.
struct Languages<'a> {
    page: Language,
    /// The elements with a language of their own: their names, their languages if the catalogue has them, and how many
    /// elements of the same name are open from there on.
    inner: Vec<(&'a str, Option<Language>, usize)>,
}

impl<'a> Languages<'a> {
    fn here(&self) -> Option<Language> {
        self.inner.last().map_or(Some(self.page), |(_, language, _)| *language)
    }

    fn enter(&mut self, name: &'a str, tag: &'a str) {
        let after = LANGUAGES.find(tag.as_bytes()).map(|at| &tag[at + LANGUAGE.len()..]);
        let language = after.and_then(|after| after.split('"').next());
        match (language, self.inner.last_mut()) {
            // That of the page is known.
            (Some(_), _) if name == "html" => {}
            (Some(language), _) if !is_void(name) => self.inner.push((name, language_of(language), 1)),
            (_, Some((outer, _, open))) if *outer == name && !is_whole(name) => *open += 1,
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) {
        if let Some((_, _, open)) = self.inner.last_mut().filter(|(outer, ..)| *outer == name) {
            *open -= 1;
            if *open == 0 {
                self.inner.pop();
            }
        }
    }
}

/// Returns the name of an element. `tag` begins with it.
fn name_of(tag: &str) -> &str {
    let end = tag.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tag.len());
    &tag[..end]
}

/// Returns the number of bytes of the tag or comment that `html` begins with. A start tag of an element that [is
/// whole](is_whole) counts up to the end tag. `name` is that of the element.
fn markup_length(html: &str, name: &str) -> usize {
    let until = |end: &str| html.find(end).unwrap_or(html.len());
    if html.starts_with("<!--") {
        return (until("-->") + 3).min(html.len());
    }
    let mut quote = None;
    let is_end = |at: &usize| {
        let byte = html.as_bytes()[*at];
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
        quote.is_none() && byte == b'>'
    };
    let tag =
        memchr::memchr3_iter(b'>', b'"', b'\'', html.as_bytes()).find(is_end).map_or(html.len(), |at| at + 1);
    match is_whole(name) && !html.starts_with("</") {
        true => until(&format!("</{name}")).max(tag),
        false => tag,
    }
}

/// Appends a text. Words of at least `least` letters are divided.
fn push_text(text: &str, least: Option<usize>, language: Option<Language>, out: &mut String) {
    let Some(least) = least.filter(|least| text.len() >= *least) else { return out.push_str(text) };
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (before, word) = rest.split_at(start);
        let end = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        out.push_str(before);
        match language.filter(|_| word.chars().count() >= least) {
            Some(language) => {
                for (number, part) in language.divide(word, LEAST).into_iter().enumerate() {
                    if number > 0 {
                        out.push(SOFT_HYPHEN);
                    }
                    out.push_str(part);
                }
            }
            None => out.push_str(word),
        }
        rest = after;
    }
    out.push_str(rest);
}

/// Returns the language of a tag, if the catalogue has it.
fn language_of(tag: &str) -> Option<Language> {
    Language::ALL.into_iter().find(|language| tag.split('-').next() == Some(language.code()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_of_headings_and_labels_are_divided() {
        for (locale, html, shown) in [
            (Locale::SrLatn, "<h1>Aktivnosti</h1>", "<h1>Aktivnosti</h1>"),
            (Locale::SrLatn, "<dt>Aktivnosti</dt>", "<dt>Aktiv-no-sti</dt>"),
            (Locale::SrCyrl, "<dt class=\"a>b\">Активности</dt>", "<dt class=\"a>b\">Актив-но-сти</dt>"),
            (Locale::SrLatn, "<dt>Samoupravljanje</dt>", "<dt>Samo-u-pra-vljanje</dt>"),
            (
                Locale::SrLatn,
                "<h2><a href=\"/\">Najugroženijima</a></h2>",
                "<h2><a href=\"/\">Naj-u-gro-že-ni-jima</a></h2>",
            ),
            (
                Locale::En,
                "<h3>Intermunicipal</h3><p>Intermunicipal</p>",
                "<h3>Inter-mu-nic-i-pal</h3><p>Intermunicipal</p>",
            ),
            (
                Locale::SrLatn,
                "<dt><span lang=\"en\">Implementation</span> implementacija</dt>",
                "<dt><span lang=\"en\">Imple-men-ta-tion</span> imple-men-ta-cija</dt>",
            ),
            (
                Locale::SrLatn,
                "<div lang=\"de\"><div></div><th>Veranstaltungen</th></div>",
                "<div lang=\"de\"><div></div><th>Veranstaltungen</th></div>",
            ),
            (Locale::En, "<th><code>implementation</code></th>", "<th><code>implementation</code></th>"),
            (
                Locale::En,
                "<script>\"<th>implementation\"</script><th>",
                "<script>\"<th>implementation\"</script><th>",
            ),
            (Locale::En, "<!-- <th> -->implementation", "<!-- <th> -->implementation"),
            (
                Locale::En,
                "<html lang=\"en\"><p> lang=\"<a href=\"/\" lang=\"sr-Latn\">Srpski</a><th>Intermunicipal</th> lang=\"x",
                "<html lang=\"en\"><p> lang=\"<a href=\"/\" lang=\"sr-Latn\">Srpski</a><th>Inter-mu-nic-i-pal</th> lang=\"x",
            ),
            (Locale::En, "<th>implementation", "<th>implementation"),
            (Locale::En, "<th", "<th"),
        ] {
            assert_eq!(hyphenate(html, locale).replace(SOFT_HYPHEN, "-"), shown);
        }
    }
}
