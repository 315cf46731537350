//! How to cite a page.

use serde::Serialize;

use super::context::PageContext;
use crate::theme::format;

/// A reference to a page, for people and for programs that keep references.
#[derive(Serialize)]
pub(super) struct Citation {
    /// The reference as text, up to the version.
    text: String,
    /// The beginning of the id of the content's last commit, if it is known.
    version: Option<String>,
    /// The name of the newest release of the content, if there is one.
    release: Option<String>,
    /// An entry of BibTeX.
    bibtex: String,
}

impl PageContext<'_> {
    /// Makes the reference to a page about an entry. Its date and version are those of the last change of the content, if
    /// that is known: the page looks as it did then.
    pub(super) fn citation(&self, title: &str, address: &str) -> Citation {
        let settings = &self.catalogue().settings;
        let publisher = settings.publisher.get(self.locale);
        let site = settings.title.get(self.locale);
        let change_log = self.site.change_log.as_ref();
        let day = change_log.map(|known| known.last_change().day());
        let version = change_log.map(|known| known.version().to_owned());
        let shown_day = day.map(|day| format!(", {}", format::date(day, self.locale))).unwrap_or_default();
        let key = address.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let mut fields = vec![
            ("author", format!("{{{}}}", in_bibtex(publisher))),
            ("title", format!("{{{}}}", in_bibtex(title))),
            ("howpublished", in_bibtex(site)),
        ];
        fields.extend(day.map(|day| ("year", day.to_string().chars().take(4).collect())));
        fields.extend(day.map(|day| ("note", day.to_string())));
        fields.extend(version.clone().map(|version| ("version", version)));
        let release = self.catalogue().releases.first().map(|release| release.name.clone());
        fields.extend(release.as_deref().map(|release| ("edition", in_bibtex(release))));
        fields.push(("url", address.replace('^', "%5E")));
        let fields: String =
            fields.iter().map(|(name, value)| format!(",\n  {name} = {{{value}}}")).collect();
        Citation {
            text: format!("{publisher}. {title}. {site}{shown_day}"),
            version,
            release,
            bibtex: format!("@misc{{{key}{fields}\n}}"),
        }
    }
}

/// Escapes text in a field of BibTeX. Braces, which must balance, are left out.
fn in_bibtex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for c in line.chars().filter(|c| !matches!(c, '{' | '}' | '\\')) {
        match c {
            '%' | '&' | '#' | '_' | '$' => escaped.extend(['\\', c]),
            // TeX replaces `^^5c` by a backslash when it reads a line, before anything else.
            '^' => escaped.push_str("\\textasciicircum{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_bibtex_interprets() {
        for (text, escaped) in [
            ("Deca & mladi", "Deca \\& mladi"),
            ("50 % of #1_a $", "50 \\% of \\#1\\_a \\$"),
            ("a}{b\\", "ab"),
            ("two\nlines", "two lines"),
            (
                "10^6 ~ ^^5cinput",
                "10\\textasciicircum{}6 \\textasciitilde{} \\textasciicircum{}\\textasciicircum{}5cinput",
            ),
            ("Шабац", "Шабац"),
        ] {
            assert_eq!(in_bibtex(text), escaped);
        }
    }
}
