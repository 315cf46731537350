//! Links of a page without a server: relative, and to files.

use super::{ROOT, SCRIPT};

/// The attributes that name pages. A server answers for a folder with its page, a disk does not.
const TO_PAGES: [&str; 4] = ["href=\"", "href=", "action=\"", "action="];

/// How the templates begin the element of a module.
const MODULE: &str = "<script type=\"module\" src=\"";

/// How the templates begin elements that let a browser fetch a file early. Browsers fetch none from a disk.
const EARLY: [&str; 2] = ["<link rel=\"preload\"", "<link rel=\"modulepreload\""];

/// Makes the links of a page relative. `path` is that of the page, relative to the top of the copy.
pub(super) fn relative(html: &str, path: &str) -> String {
    let up = "../".repeat(path.matches('/').count());
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(ROOT) {
        let (before, link) = (&rest[..at], &rest[at + ROOT.len()..]);
        let element = before.rfind('<').unwrap_or(at);
        if EARLY.iter().any(|early| before[element..].starts_with(early)) {
            text.push_str(&before[..element]);
            rest = link.split_once('>').map_or("", |(_, after)| after);
            continue;
        }
        let end = link.find(ends_path).unwrap_or(link.len());
        match before.strip_suffix(MODULE) {
            Some(before) => {
                let name = link[..end].rsplit('/').next().unwrap_or_default();
                text.push_str(&format!("{before}<script defer src=\"{up}{SCRIPT}\" data-module=\"{name}"));
            }
            None => {
                text.push_str(before);
                text.push_str(&up);
                text.push_str(&link[..end]);
                let is_folder = end == 0 || link[..end].ends_with('/');
                if is_folder && TO_PAGES.iter().any(|attribute| before.ends_with(attribute)) {
                    text.push_str("index.html");
                }
            }
        }
        rest = &link[end..];
    }
    text + rest
}

/// Returns whether a character ends the path of a link. Paths are written with letters, digits and percent signs.
fn ends_path(c: char) -> bool {
    matches!(c, '"' | '\'' | '#' | '?' | '<' | '>' | ' ' | ',' | ')' | '\n')
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
            ("a<link rel=\"preload\" as=\"fetch\" href=\"/~katalog-offline~/search/en.json\">b", "ab"),
            ("<a href=\"https://example.org/sr/\">", "<a href=\"https://example.org/sr/\">"),
        ] {
            assert_eq!(relative(html, "sr/projekti/index.html"), expected);
        }
    }
}
