//! Links of a page without a server: relative, and to files.

use std::ops::Range;

use super::{ROOT, SCRIPT};

/// The attributes that contain links to pages and files, besides those of the theme's scripts: `data-…`.
const WITH_LINKS: [&str; 4] = ["href", "src", "srcset", "action"];

/// The attributes that name pages. A server answers for a folder with its page, a disk does not.
const TO_PAGES: [&str; 2] = ["href", "action"];

/// The elements whose content is text for browsers, whatever it looks like.
const TEXTS: [&str; 4] = ["script", "style", "title", "textarea"];

/// Makes the links of a page relative. `path` is that of the page, relative to the top of the copy.
///
/// Only whole values of attributes are links. Anything else that looks like one is a text of the content.
pub(super) fn relative(html: &str, path: &str) -> String {
    let up = "../".repeat(path.matches('/').count());
    let mut text = String::with_capacity(html.len());
    let mut written = 0;
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|length| at + length) {
        if !html[start + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            at = start + 1;
            continue;
        }
        // Browsers show nothing of a tag that does not end, nor of what follows.
        let Some(tag) = Tag::at(html, start) else { break };
        at = match TEXTS.iter().find(|name| *name == &tag.name) {
            Some(name) => end_of_text(html, tag.end, name),
            None => tag.end,
        };
        if !tag.attributes.iter().any(|attribute| attribute.value.contains(ROOT)) {
            continue;
        }
        text.push_str(&html[written..start]);
        written = tag.end;
        if tag.is_early() {
            continue;
        }
        match tag.module() {
            Some(name) => {
                text.push_str(&format!("<script defer src=\"{up}{SCRIPT}\" data-module=\"{name}\">"));
            }
            None => tag.write(html, start, &up, &mut text),
        }
    }
    text.push_str(&html[written..]);
    text
}

/// A start tag.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<Attribute<'a>>,
    /// The byte behind its `>`.
    end: usize,
}

struct Attribute<'a> {
    name: &'a str,
    value: &'a str,
    /// The bytes of the value, without quotation marks.
    span: Range<usize>,
}

impl<'a> Tag<'a> {
    /// Reads the start tag at a `<`, as browsers do. Returns `None` if it does not end.
    fn at(html: &'a str, start: usize) -> Option<Self> {
        let bytes = html.as_bytes();
        let until = |from: usize, is_end: &dyn Fn(u8) -> bool| {
            let rest = bytes.get(from..).unwrap_or_default();
            rest.iter().position(|byte| is_end(*byte)).map_or(bytes.len(), |length| from + length)
        };
        let is_space = |byte: u8| byte.is_ascii_whitespace();
        let mut at = until(start + 1, &|byte| is_space(byte) || matches!(byte, b'/' | b'>'));
        let mut tag = Tag { name: &html[start + 1..at], attributes: Vec::new(), end: 0 };
        loop {
            at = until(at, &|byte| !is_space(byte) && byte != b'/');
            if *bytes.get(at)? == b'>' {
                tag.end = at + 1;
                return Some(tag);
            }
            // A `=` at the beginning belongs to the name.
            let end = until(at + 1, &|byte| is_space(byte) || matches!(byte, b'/' | b'>' | b'='));
            let name = &html[at..end];
            at = until(end, &|byte| !is_space(byte));
            if bytes.get(at) != Some(&b'=') {
                continue;
            }
            at = until(at + 1, &|byte| !is_space(byte));
            let span = match *bytes.get(at)? {
                mark @ (b'"' | b'\'') => at + 1..until(at + 1, &|byte| byte == mark),
                _ => at..until(at, &|byte| is_space(byte) || byte == b'>'),
            };
            let is_quoted = span.start > at;
            at = span.end + usize::from(is_quoted);
            tag.attributes.push(Attribute { name, value: &html[span.clone()], span });
        }
    }

    /// Returns the value of an attribute.
    fn value(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value)
    }

    /// Returns whether it lets a browser fetch a file early. Browsers fetch none from a disk.
    fn is_early(&self) -> bool {
        self.name == "link" && matches!(self.value("rel"), Some("preload" | "modulepreload"))
    }

    /// Returns the name of the file, if it loads a module.
    fn module(&self) -> Option<&'a str> {
        let source = self.value("src").filter(|_| self.name == "script")?.strip_prefix(ROOT)?;
        (self.value("type") == Some("module")).then(|| source.rsplit('/').next().unwrap_or_default())
    }

    /// Writes the tag with relative links. `up` leads to the top of the copy.
    fn write(&self, html: &str, start: usize, up: &str, text: &mut String) {
        let mut written = start;
        for Attribute { name, value, span } in &self.attributes {
            if !(WITH_LINKS.contains(name) || name.starts_with("data-")) || !value.contains(ROOT) {
                continue;
            }
            text.push_str(&html[written..span.start]);
            written = span.end;
            let links = value.split(", ").map(|link| match link.strip_prefix(ROOT) {
                Some(link) => format!("{up}{}", file_of(link, TO_PAGES.contains(name))),
                None => link.to_owned(),
            });
            text.push_str(&links.collect::<Vec<_>>().join(", "));
        }
        text.push_str(&html[written..self.end]);
    }
}

/// Returns a link with the name of the file of a page, if it leads to a folder.
fn file_of(link: &str, is_to_page: bool) -> String {
    let (path, rest) = link.split_at(link.find(['#', '?']).unwrap_or(link.len()));
    match is_to_page && (path.is_empty() || path.ends_with('/')) {
        true => format!("{path}index.html{rest}"),
        false => link.to_owned(),
    }
}

/// Returns where the text of an element ends that begins at a byte.
fn end_of_text(html: &str, start: usize, name: &str) -> usize {
    let end = format!("</{name}");
    html[start..].find(&end).map_or(html.len(), |length| start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_from_the_folder_of_the_page() {
        for (html, expected) in [
            ("<a href=\"/~katalog-offline~/\">", "<a href=\"../../index.html\">"),
            ("<a href=/~katalog-offline~/en/about/>", "<a href=../../en/about/index.html>"),
            ("<a href=\"/~katalog-offline~/sr/x/#a\">", "<a href=\"../../sr/x/index.html#a\">"),
            ("<form action=\"/~katalog-offline~/sr/x/?y\">", "<form action=\"../../sr/x/index.html?y\">"),
            ("<a href=\"/~katalog-offline~/data/x.csv\">", "<a href=\"../../data/x.csv\">"),
            ("<form data-index=\"/~katalog-offline~/\">", "<form data-index=\"../../\">"),
            (
                "<img srcset=\"/~katalog-offline~/a 1x, /~katalog-offline~/b 2x\">",
                "<img srcset=\"../../a 1x, ../../b 2x\">",
            ),
            (
                "<script type=\"module\" src=\"/~katalog-offline~/assets/find.1.js\"></script>",
                "<script defer src=\"../../offline.js\" data-module=\"find.1.js\"></script>",
            ),
            // Texts of the content stay what they are.
            (
                "<img alt='<link rel=\"preload\" /~katalog-offline~/ x' src=/~katalog-offline~/a.png> ' onerror=x ",
                "<img alt='<link rel=\"preload\" /~katalog-offline~/ x' src=../../a.png> ' onerror=x ",
            ),
            (
                "<p title=\"/~katalog-offline~/\">/~katalog-offline~/</p>",
                "<p title=\"/~katalog-offline~/\">/~katalog-offline~/</p>",
            ),
            (
                "<title><a href=\"/~katalog-offline~/\"></title><a href=/~katalog-offline~/>",
                "<title><a href=\"/~katalog-offline~/\"></title><a href=../../index.html>",
            ),
            ("<a href=\"/~katalog-offline~/\">b</a><a x=\"", "<a href=\"../../index.html\">b</a><a x=\""),
            ("<a <a <a ", "<a <a <a "),
            ("a < b <a href=\"/~katalog-offline~/", "a < b <a href=\"/~katalog-offline~/"),
            ("<a =x href = '/~katalog-offline~/'/>", "<a =x href = '../../index.html'/>"),
            ("a<link rel=\"preload\" as=\"fetch\" href=\"/~katalog-offline~/search/en.json\">b", "ab"),
            ("<a href=\"https://example.org/sr/\">", "<a href=\"https://example.org/sr/\">"),
        ] {
            assert_eq!(relative(html, "sr/projekti/index.html"), expected);
        }
    }
}
