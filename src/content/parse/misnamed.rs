//! Files whose names are nearly those that are read: `sr.md.txt`, `EN.md`, `project.yml`, `sr (1).md`.

use super::files::FactsFile;
use crate::base::language::Language;
use crate::text::language::fold;

/// What a file with a wrong name was meant to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This file.
    File(String),
    /// A copy of this file.
    CopyOf(String),
}

/// What editors call the languages of texts.
const LANGUAGES: [(Language, &[&str]); 2] = [
    (
        Language::Sr,
        &["sr", "srp", "srpski", "serbian", "srb", "rs", "sr latn", "sr cyrl", "sr rs", "srpski tekst"],
    ),
    (Language::En, &["en", "eng", "engleski", "english", "en gb", "en us", "engleski tekst"]),
];

/// Endings that a program adds to the names of texts.
const ADDED: [&str; 7] = [".txt", ".md", ".yaml", ".yml", ".bak", ".rtf", ".text"];

/// Returns the name of a file in lower case, without the signs of a copy and without added endings, and whether it had
/// signs of a copy.
fn bare(name: &str, is_facts: bool) -> (String, bool) {
    let mut name = name.trim().to_lowercase();
    let ending = if is_facts { ".yaml" } else { ".md" };
    while let Some(shorter) = ADDED.iter().find_map(|added| name.strip_suffix(added)) {
        name = shorter.to_owned();
    }
    for other in [".markdown", ".mdown", ".mkd"] {
        name = name.strip_suffix(other).map_or(name.clone(), str::to_owned);
    }
    let stem = name.trim_end_matches(ending).to_owned();
    let copied = without_copy(&stem).map(str::to_owned);
    let is_copy = copied.is_some();
    (copied.unwrap_or(stem), is_copy)
}

/// Returns the name of the file of which this name is that of a copy.
fn without_copy(stem: &str) -> Option<&str> {
    const SIGNS: [&str; 10] =
        ["copy", "kopija", "kopija 2", "copy 2", "copy (2)", "kopija (2)", "final", "novo", "new", "stari"];
    let is_between = |c: char| matches!(c, ' ' | '-' | '_');
    if let Some((before, number)) = stem.strip_suffix(')').and_then(|rest| rest.rsplit_once('('))
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Some(before.trim_end_matches(is_between));
    }
    SIGNS.iter().find_map(|sign| {
        let before = stem.strip_suffix(sign)?;
        before.ends_with(is_between).then(|| before.trim_end_matches(is_between))
    })
}

/// Returns what a text or file of facts with a wrong name was meant to be, in a folder with such facts.
pub(super) fn meant(name: &str, facts: &FactsFile) -> Option<Meant> {
    let lower = name.to_lowercase();
    let is_text = [".md", ".markdown", ".mdown", ".mkd"].iter().any(|ending| lower.contains(ending));
    let is_facts = lower.contains(".yaml") || lower.contains(".yml");
    let (stem, is_copy) = bare(name, is_facts);
    let file = if is_facts {
        let known = facts.name.trim_end_matches(".yaml");
        (stem == known || crate::text::suggest::did_you_mean(&stem, [known].into_iter()).is_some())
            .then(|| facts.name.to_owned())
    } else if is_text && facts.has_texts {
        language(&stem).map(|language| format!("{}.md", language.code()))
    } else {
        None
    }?;
    Some(if is_copy { Meant::CopyOf(file) } else { Meant::File(file) })
}

fn language(stem: &str) -> Option<Language> {
    let folded = fold(stem).replace(['-', '_', '.'], " ");
    LANGUAGES.iter().find(|(_, names)| names.contains(&folded.trim())).map(|(language, _)| *language)
}

/// Returns the text that a document was meant to be: a Word file called `sr.docx`.
pub(crate) fn document_of_text(name: &str) -> Option<String> {
    const ENDINGS: [&str; 5] = [".docx", ".doc", ".odt", ".rtf", ".txt"];
    let lower = name.to_lowercase();
    let stem = ENDINGS.iter().find_map(|ending| lower.strip_suffix(ending))?;
    language(without_copy(stem).unwrap_or(stem)).map(|language| format!("{}.md", language.code()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::parse::FILES;

    #[test]
    fn names_are_recognised_in_many_forms() {
        let project = FILES.iter().find(|file| file.name == "project.yaml").expect("a kind of file");
        let file = |name: &str| Some(Meant::File(name.to_owned()));
        let copy = |name: &str| Some(Meant::CopyOf(name.to_owned()));
        for (name, expected) in [
            ("sr.md.txt", file("sr.md")),
            ("EN.md", file("en.md")),
            ("SR.MD", file("sr.md")),
            ("srpski.md", file("sr.md")),
            ("srp.md", file("sr.md")),
            ("sr.markdown", file("sr.md")),
            ("sr.md.md", file("sr.md")),
            ("sr (1).md", copy("sr.md")),
            ("sr - Copy.md", copy("sr.md")),
            ("en - kopija.md", copy("en.md")),
            ("project.yml", file("project.yaml")),
            ("Project.yaml", file("project.yaml")),
            ("project.yaml.txt", file("project.yaml")),
            ("project.yaml.yaml", file("project.yaml")),
            ("projekat.yaml", file("project.yaml")),
            ("notes.md", None),
            ("other.yaml", None),
            ("sr.pdf", None),
            ("report.docx", None),
        ] {
            assert_eq!(meant(name, project), expected, "{name}");
        }
        assert_eq!(document_of_text("sr.docx").as_deref(), Some("sr.md"));
        assert_eq!(document_of_text("English.odt").as_deref(), Some("en.md"));
        assert_eq!(document_of_text("sr.pdf"), None);
    }
}
