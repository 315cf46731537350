//! Writes neutral records as content for Hugo, for the theme in `benches/hugo/`.

use std::path::Path;

use serde_json::{Map, json};

use super::Outcome;
use super::content::{put, quoted};
use super::records::{Both, Project, Record};

/// A language: the folder of its content, and the function that returns its version of a text.
struct Language {
    folder: &'static str,
    half: fn(&Both) -> &str,
}

const LANGUAGES: [Language; 2] =
    [Language { folder: "sr", half: |both| &both.sr }, Language { folder: "en", half: |both| &both.en }];

/// The folders, their titles in Serbian and English, and further lines of front matter. Two have no pages of their own.
const SECTIONS: [(&str, &str, &str, &str); 6] = [
    ("", "Veliki katalog", "Large Catalogue", ""),
    ("areas", "Oblasti", "Areas", ""),
    ("districts", "Okruzi", "Districts", ""),
    ("municipalities", "Opštine i gradovi", "Municipalities", ""),
    ("projects", "Projekti", "Projects", "build:\n  render: never\n"),
    (
        "supports",
        "Vrste podrške",
        "Types of support",
        "cascade:\n  build:\n    render: never\nbuild:\n  render: never\n",
    ),
];

/// Writes the content and the data of a site.
pub(crate) fn write(records: &[Record], site: &Path) -> Outcome<()> {
    for language in &LANGUAGES {
        let content = site.join("content").join(language.folder);
        for (section, sr, en, lines) in SECTIONS {
            let title = Both { sr: sr.to_owned(), en: en.to_owned() };
            list(&content.join(section), language, &title, lines, "")?;
        }
        for record in records {
            entry(&content, language, record)?;
        }
    }
    put(&site.join("data/subareas.json"), &sub_areas(records))
}

/// Makes the names of sub-areas in both languages, because sub-areas have no pages here.
fn sub_areas(records: &[Record]) -> String {
    let names = records.iter().filter_map(|record| match record {
        Record::SubArea(it) => Some((it.slug.clone(), json!(it.name))),
        _ => None,
    });
    json!(names.collect::<Map<_, _>>()).to_string()
}

fn entry(content: &Path, language: &Language, record: &Record) -> Outcome<()> {
    match record {
        Record::SubArea(_) => Ok(()),
        Record::Area(it) => list(&content.join("areas").join(&it.slug), language, &it.name, "", ""),
        Record::District(it) => list(&content.join("districts").join(&it.slug), language, &it.name, "", ""),
        Record::Support(it) => list(&content.join("supports").join(&it.slug), language, &it.name, "", ""),
        Record::Municipality(it) => {
            let lines = format!("params:\n  district: {}\n  population: {}\n", it.district, it.population);
            let folder = content.join("municipalities").join(&it.slug);
            list(&folder, language, &it.name, &lines, (language.half)(&it.body))
        }
        Record::Project(it) => put(&content.join(format!("projects/{}.md", it.slug)), &project(language, it)),
    }
}

/// Writes a page that lists others, with further lines of front matter.
fn list(folder: &Path, language: &Language, title: &Both, lines: &str, body: &str) -> Outcome<()> {
    let title = quoted((language.half)(title));
    put(&folder.join("_index.md"), &format!("---\ntitle: {title}\n{lines}---\n\n{body}"))
}

fn project(language: &Language, it: &Project) -> String {
    let partners: Vec<String> = it.partners.iter().map(|partner| quoted(partner)).collect();
    format!(
        "---\ntitle: {}\nsummary: {}\ndate: {}\nareas: [{}]\nsupports: [{}]\nmunicipalities: [{}]\n\
         districts: [{}]\nparams:\n  subarea: {}\n  implementer: {}\n  partners: [{}]\n  funding_eur: {}\n  \
         end: {}\n---\n\n{}",
        quoted((language.half)(&it.title)),
        quoted((language.half)(&it.summary)),
        it.start,
        it.area,
        it.support,
        it.municipalities.join(", "),
        it.districts.join(", "),
        it.subarea,
        quoted(&it.implementer),
        partners.join(", "),
        it.funding_eur,
        it.end,
        (language.half)(&it.body)
    )
}
