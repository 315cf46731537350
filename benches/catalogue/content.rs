//! Writes neutral records as a folder `content/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use katalog::text::serbian::slug;

use super::Outcome;
use super::records::{Both, Municipality, Named, Project, Record, SubArea};

const SETTINGS: &str = "\
title: { sr: Veliki katalog, en: Large Catalogue }
base_url: https://example.org/
locales: [LOCALES]
publisher: { sr: Urednici Velikog kataloga, en: Editors of the Large Catalogue }
licence:
  name: { sr: Creative Commons Autorstvo 4.0, en: Creative Commons Attribution 4.0 }
  url: https://creativecommons.org/licenses/by/4.0/
";
const REGIONS: &str = "serbia:\n  name: { sr: Srbija, en: Serbia }\n";
const DOCUMENT: &str = "title: { sr: Izmišljeni podaci, en: Made-up data }\nkind: data\n";

/// Writes the catalogue of a site in `locales`, replacing existing files.
pub(crate) fn write(records: &[Record], locales: &[&str], root: &Path) -> Outcome<()> {
    let content = root.join("content");
    put(&content.join("catalogue.yaml"), &SETTINGS.replace("LOCALES", &locales.join(", ")))?;
    put(&content.join("regions.yaml"), REGIONS)?;
    put(&content.join("documents/made-up/document.yaml"), DOCUMENT)?;
    put(&content.join("districts.yaml"), &districts(records))?;
    put(&content.join("areas.yaml"), &areas(records))?;
    put(&content.join("support-types.yaml"), &support_types(records))?;
    put(&content.join("organisations.yaml"), &organisations(records))?;
    for page in ["home", "about", "data"] {
        let title = Both { sr: format!("Stranica {page}"), en: format!("Page {page}") };
        let body = Both { sr: "Sve je izmišljeno.\n".to_owned(), en: "All of it is made up.\n".to_owned() };
        texts(&content.join("pages").join(page), &title, &body, &body)?;
    }
    for record in records {
        match record {
            Record::Municipality(it) => municipality(&content.join("municipalities").join(&it.slug), it)?,
            Record::Area(area) => programme(&content.join("programmes").join(&area.slug), area)?,
            Record::Project(it) => project(&content.join("projects").join(short(&it.slug)), it)?,
            Record::SubArea(_) | Record::Support(_) | Record::District(_) => {}
        }
    }
    Ok(())
}

pub(crate) fn put(path: &Path, text: &str) -> Outcome<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, text)?)
}

/// Removes the last words of a slug that is too long for an id.
fn short(slug: &str) -> &str {
    let most = slug.len().min(64);
    let end = if slug.len() > most { slug[..=most].rfind('-').unwrap_or(most) } else { most };
    &slug[..end]
}

/// Returns a text as YAML in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn both(text: &Both) -> String {
    format!("{{ sr: {}, en: {} }}", quoted(&text.sr), quoted(&text.en))
}

/// Returns something like the genitive and the locative of a name, with the endings of most names.
fn cases(name: &str) -> [String; 2] {
    let endings = match name.chars().next_back() {
        Some('a') => ["e", "i"],
        _ => ["a", "u"],
    };
    let stem = name.trim_end_matches(['a', 'e', 'i', 'o']);
    endings.map(|ending| quoted(&format!("{stem}{ending}")))
}

fn projects_in(name: &Both) -> Both {
    Both { sr: format!("Projekti: {}.", name.sr), en: format!("Projects: {}.", name.en) }
}

fn districts(records: &[Record]) -> String {
    let districts = records.iter().filter_map(|record| match record {
        Record::District(district) => Some(district),
        _ => None,
    });
    let mut yaml = String::new();
    for (number, Named { slug, name }) in districts.enumerate() {
        let (words, [genitive, locative]) = (both(name), cases(&name.sr));
        let _ = writeln!(
            yaml,
            "{slug}:\n  name: {words}\n  genitive: {genitive}\n  locative: {locative}\n  region: serbia\n  iso: RS-{number:02}\n  \
             coordinates: {{ latitude: 44.{number:02}, longitude: 20.{number:02} }}"
        );
    }
    yaml
}

fn areas(records: &[Record]) -> String {
    let mut sub_areas: BTreeMap<&str, String> = BTreeMap::new();
    for record in records {
        if let Record::SubArea(SubArea { slug, name, area }) = record {
            let (words, about) = (both(name), both(&projects_in(name)));
            let entry = format!("    {slug}:\n      name: {words}\n      description: {about}\n");
            sub_areas.entry(area).or_default().push_str(&entry);
        }
    }
    let areas = records.iter().filter_map(|record| match record {
        Record::Area(area) => Some(area),
        _ => None,
    });
    areas
        .map(|Named { slug, name }| {
            let (words, about) = (both(name), both(&projects_in(name)));
            let within = sub_areas.get(slug.as_str()).map(String::as_str).unwrap_or_default();
            format!("{slug}:\n  name: {words}\n  description: {about}\n  sub_areas:\n{within}")
        })
        .collect()
}

fn support_types(records: &[Record]) -> String {
    let types = records.iter().filter_map(|record| match record {
        Record::Support(Named { slug, name }) => {
            let (words, about) = (both(name), both(&projects_in(name)));
            Some(format!("{slug}:\n  name: {words}\n  description: {about}\n"))
        }
        _ => None,
    });
    types.collect()
}

/// Returns the name of an organisation without its village. With villages, the list would exceed the limit of a file.
fn organisation(written: &str) -> &str {
    written.rfind('“').map_or(written, |at| &written[..at + '“'.len_utf8()])
}

fn organisations(records: &[Record]) -> String {
    let projects = records.iter().filter_map(|record| match record {
        Record::Project(project) => Some(project),
        _ => None,
    });
    let names: BTreeSet<&str> = projects
        .flat_map(|project| project.partners.iter().chain([&project.implementer]))
        .map(|written| organisation(written))
        .collect();
    let entry = |name: &str| {
        let words = Both { sr: name.to_owned(), en: name.replace('“', "”").replace('„', "“") };
        format!("{}:\n  name: {}\n  kind: civil-society\n", slug(name), both(&words))
    };
    names.into_iter().map(entry).collect()
}

fn texts(folder: &Path, title: &Both, summary: &Both, body: &Both) -> Outcome<()> {
    for (file, title, summary, body) in
        [("sr.md", &title.sr, &summary.sr, &body.sr), ("en.md", &title.en, &summary.en, &body.en)]
    {
        let (title, summary) = (quoted(title), quoted(summary.trim()));
        put(&folder.join(file), &format!("---\ntitle: {title}\nsummary: {summary}\n---\n\n{body}"))?;
    }
    Ok(())
}

fn municipality(folder: &Path, it: &Municipality) -> Outcome<()> {
    let Municipality { name, district, body, .. } = it;
    let (words, [genitive, locative]) = (both(name), cases(&name.sr));
    let facts = format!(
        "name: {words}\ngenitive: {genitive}\nlocative: {locative}\ntype: municipality\ndistrict: {district}\n\
         coordinates: {{ latitude: 44.1, longitude: 20.9 }}\n"
    );
    put(&folder.join("municipality.yaml"), &facts)?;
    texts(folder, name, body, body)
}

/// Writes one programme for each area, because the neutral records have no programmes.
fn programme(folder: &Path, area: &Named) -> Outcome<()> {
    let facts = format!("status: ongoing\nareas: [{}]\nsources: [made-up]\n", area.slug);
    put(&folder.join("programme.yaml"), &facts)?;
    let title = Both { sr: format!("Program: {}", area.name.sr), en: format!("Programme: {}", area.name.en) };
    let about = projects_in(&area.name);
    texts(folder, &title, &about, &about)
}

fn project(folder: &Path, it: &Project) -> Outcome<()> {
    let implementer = slug(organisation(&it.implementer));
    let partners: BTreeSet<String> = it.partners.iter().map(|name| slug(organisation(name))).collect();
    let partners: Vec<String> = partners.into_iter().filter(|partner| *partner != implementer).collect();
    let mut facts = format!(
        "programme: {0}\narea: {0}/{1}\nsupport: {2}\nimplementers: [{implementer}]\npartners: [{3}]\n\
         period: {{ start: {4}, end: {5} }}\nsources: [made-up]\nactivities:\n",
        it.area,
        it.subarea,
        it.support,
        partners.join(", "),
        it.start,
        it.end
    );
    for (at, municipality) in it.municipalities.iter().enumerate() {
        let _ = writeln!(facts, "  - municipality: {municipality}");
        if at == 0 {
            let _ = writeln!(facts, "    funding: {{ currency: EUR, total: {} }}", it.funding_eur);
        }
    }
    put(&folder.join("project.yaml"), &facts)?;
    // The number distinguishes projects with similar titles.
    let numbered = |title: &str| format!("{title} {}", it.id.to_uppercase());
    let title = Both { sr: numbered(&it.title.sr), en: numbered(&it.title.en) };
    texts(folder, &title, &it.summary, &it.body)
}
