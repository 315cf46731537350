//! A catalogue in a neutral format that belongs to no tool, and a generator of synthetic ones.
//!
//! Everything is invented except the names of districts and municipalities.

use std::collections::BTreeSet;

use katalog::text::serbian::slug;
use serde::{Deserialize, Serialize};

use super::Outcome;
use super::dice::Dice;

/// A line of the catalogue.
#[derive(Debug, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Record {
    Area(Named),
    SubArea(SubArea),
    Support(Named),
    District(Named),
    Municipality(Municipality),
    Project(Box<Project>),
}

/// A text in both languages.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Both {
    pub(crate) sr: String,
    pub(crate) en: String,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Named {
    pub(crate) slug: String,
    pub(crate) name: Both,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct SubArea {
    pub(crate) slug: String,
    pub(crate) name: Both,
    pub(crate) area: String,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Municipality {
    pub(crate) slug: String,
    pub(crate) name: Both,
    pub(crate) district: String,
    pub(crate) population: usize,
    pub(crate) body: Both,
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Project {
    pub(crate) id: String,
    pub(crate) slug: String,
    pub(crate) title: Both,
    pub(crate) summary: Both,
    pub(crate) body: Both,
    pub(crate) area: String,
    pub(crate) subarea: String,
    pub(crate) support: String,
    pub(crate) municipalities: Vec<String>,
    pub(crate) districts: Vec<String>,
    pub(crate) implementer: String,
    pub(crate) partners: Vec<String>,
    pub(crate) funding_eur: usize,
    pub(crate) start: String,
    pub(crate) end: String,
}

/// The content of `words.json`: names, and parts of sentences, in the same order in both languages.
#[derive(Deserialize)]
struct Words {
    districts: Vec<DistrictWords>,
    areas: Vec<AreaWords>,
    supports: Vec<Word>,
    organisations: Vec<String>,
    organisation_names: Vec<String>,
    village: [Vec<String>; 3],
    sr: Parts,
    en: Parts,
}

#[derive(Deserialize)]
struct Word {
    id: String,
    name: Both,
}

#[derive(Deserialize)]
struct DistrictWords {
    id: String,
    name: Both,
    municipalities: Vec<String>,
}

#[derive(Deserialize)]
struct AreaWords {
    id: String,
    name: Both,
    sub_areas: Vec<Word>,
}

#[derive(Deserialize)]
struct Parts {
    what: Vec<String>,
    #[serde(rename = "for")]
    for_whom: Vec<String>,
    open: Vec<String>,
    subj: Vec<String>,
    verb: Vec<String>,
    obj: Vec<String>,
    goal: Vec<String>,
    item: Vec<String>,
    bold: Vec<String>,
    link: Vec<String>,
    res: String,
    more: String,
    muni: String,
}

/// Makes a catalogue with this number of projects, and a suitable number of municipalities.
///
/// # Errors
/// When `words.json` cannot be parsed.
pub(crate) fn catalogue(projects: usize) -> Outcome<Vec<Record>> {
    let words: Words = serde_json::from_str(include_str!("words.json"))?;
    let mut dice = Dice::new(projects as u64);
    let municipalities = municipalities(&words, projects);
    let mut records = lists(&words);
    records.extend(
        municipalities.iter().map(|(name, district)| municipality(&words, name, district, &mut dice)),
    );
    let places: Vec<(String, &str)> =
        municipalities.iter().map(|(name, district)| (slug(name), district.id.as_str())).collect();
    records.extend((0..projects).map(|at| project(&words, at, &places, &mut dice)));
    Ok(records)
}

fn lists(words: &Words) -> Vec<Record> {
    let named = |word: &Word| Named { slug: word.id.clone(), name: word.name.clone() };
    let mut records = Vec::new();
    for area in &words.areas {
        records.push(Record::Area(Named { slug: area.id.clone(), name: area.name.clone() }));
        records.extend(area.sub_areas.iter().map(|word| {
            let Named { slug, name } = named(word);
            Record::SubArea(SubArea { slug, name, area: area.id.clone() })
        }));
    }
    records.extend(words.supports.iter().map(|word| Record::Support(named(word))));
    records.extend(
        words
            .districts
            .iter()
            .map(|it| Record::District(Named { slug: it.id.clone(), name: it.name.clone() })),
    );
    records
}

/// Returns municipalities with their districts: one of each district, then a second one of each, and so on.
fn municipalities(words: &Words, projects: usize) -> Vec<(&str, &DistrictWords)> {
    let most = words.districts.iter().map(|district| district.municipalities.len()).max().unwrap_or_default();
    let in_turn = (0..most).flat_map(|turn| {
        words.districts.iter().filter_map(move |it| Some((it.municipalities.get(turn)?.as_str(), it)))
    });
    in_turn.take((projects / 3).max(words.districts.len())).collect()
}

fn municipality(words: &Words, name: &str, district: &DistrictWords, dice: &mut Dice) -> Record {
    let body = Both {
        sr: format!("{name} {} „{}“.\n", words.sr.muni, district.name.sr),
        en: format!("{name} {} in the {}.\n", words.en.muni, district.name.en),
    };
    Record::Municipality(Municipality {
        slug: slug(name),
        name: Both { sr: name.to_owned(), en: name.to_owned() },
        district: district.id.clone(),
        population: dice.from(2000, 180_000),
        body,
    })
}

fn project(words: &Words, at: usize, places: &[(String, &str)], dice: &mut Dice) -> Record {
    let id = format!("p{:06}", at + 1);
    let (what, for_whom) = (dice.below(words.sr.what.len()), dice.below(words.sr.for_whom.len()));
    let villages: [String; 3] = std::array::from_fn(|_| village(words, dice));
    let in_both = |text: &dyn Fn(&Parts) -> String| Both { sr: text(&words.sr), en: text(&words.en) };
    let title =
        in_both(&|parts| format!("{} {} – {}", parts.what[what], parts.for_whom[for_whom], villages[0]));
    let chosen = chosen_places(at, places, dice);
    let area = dice.choose(&words.areas);
    let (subj, verb, obj) =
        (dice.below(words.sr.subj.len()), dice.below(words.sr.verb.len()), dice.below(words.sr.obj.len()));
    let summary = in_both(&|parts| {
        format!("{} {} {}, {}.", capital(&parts.subj[subj]), parts.verb[verb], parts.obj[obj], villages[1])
    });
    let (seed, url) = (dice.seed(), format!("https://example.org/dokumenti/{id}.pdf"));
    let year = dice.from(2014, 2025);
    let organisation = |dice: &mut Dice| {
        let (form, name) = (dice.choose(&words.organisations), dice.choose(&words.organisation_names));
        format!("{form} „{name}“ {}", villages[2])
    };
    Record::Project(Box::new(Project {
        slug: format!("{id}-{}", slug(&title.sr)),
        title,
        summary,
        body: in_both(&|parts| body(seed, parts, &villages, &url)),
        area: area.id.clone(),
        subarea: dice.choose(&area.sub_areas).id.clone(),
        support: dice.choose(&words.supports).id.clone(),
        districts: chosen
            .iter()
            .map(|(_, district)| (*district).to_owned())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        municipalities: chosen.into_iter().map(|(id, _)| id.clone()).collect(),
        implementer: organisation(dice),
        partners: (0..dice.below(4)).map(|_| organisation(dice)).collect(),
        funding_eur: dice.from(8, 900) * 500,
        start: day(year, dice),
        end: day(year + dice.from(1, 3), dice),
        id,
    }))
}

/// Chooses one place for most projects, two or three for some. Each place gets a project if there are enough.
fn chosen_places<'a>(
    at: usize,
    places: &'a [(String, &'a str)],
    dice: &mut Dice,
) -> Vec<&'a (String, &'a str)> {
    let count = match dice.below(100) {
        0..80 => 1,
        80..95 => 2,
        _ => 3,
    };
    let mut chosen: Vec<&(String, &str)> = places.get(at).into_iter().collect();
    while chosen.len() < count {
        let place = dice.choose(places);
        if chosen.iter().all(|other| other.0 != place.0) {
            chosen.push(place);
        }
    }
    chosen
}

fn village(words: &Words, dice: &mut Dice) -> String {
    words.village.iter().map(|syllables| dice.choose(syllables).as_str()).collect()
}

fn day(year: usize, dice: &mut Dice) -> String {
    format!("{year}-{:02}-{:02}", dice.from(1, 12), dice.from(1, 28))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn sentence(dice: &mut Dice, parts: &Parts, village: &str) -> String {
    if dice.below(10) < 7 {
        let (open, subj) = (dice.choose(&parts.open), dice.choose(&parts.subj));
        let (verb, obj) = (dice.choose(&parts.verb), dice.choose(&parts.obj));
        format!("{open}, {subj} {verb} {obj} {}.", dice.choose(&parts.goal))
    } else {
        let (subj, verb) = (capital(dice.choose::<String>(&parts.subj)), dice.choose(&parts.verb));
        format!("{subj} {verb} {} ({village}, {}).", dice.choose(&parts.obj), dice.from(2016, 2026))
    }
}

/// Makes two paragraphs with a list between them, a few hundred words long, with the same structure in both languages.
fn body(seed: u64, parts: &Parts, villages: &[String; 3], url: &str) -> String {
    let mut dice = Dice::new(seed);
    let mut first = sentence(&mut dice, parts, &villages[0]);
    let (bold, obj) = (dice.choose(&parts.bold), dice.choose(&parts.obj));
    first += &format!(" **{bold}:** {obj} {}.", dice.choose(&parts.goal));
    let items: String = villages
        .iter()
        .map(|village| {
            let item = dice.choose(&parts.item).replace("{v}", village);
            format!("- {}\n", item.replace("{n}", &dice.from(3, 940).to_string()))
        })
        .collect();
    first += &format!(" {}", sentence(&mut dice, parts, &villages[0]));
    let second: String = (0..4).map(|at| sentence(&mut dice, parts, &villages[at % 3]) + " ").collect();
    let (res, more) = (&parts.res, &parts.more);
    format!("{first}\n\n{res}\n\n{items}\n{second}{more} [{}]({url}).\n", dice.choose(&parts.link))
}
