//! The cities, municipalities, districts and regions of Serbia that the program knows: those of the catalogue in its own
//! repository. The build script embeds their facts.

mod choice;

use std::sync::LazyLock;

pub use choice::{PlaceChoice, Selection};

use crate::base::id::Kind;
use crate::base::problem::Placed;
use crate::content::called::key;
use crate::content::parse::{self, MunicipalityRecord, PlacedWords, Records};
use crate::content::read::{FileContent, Source, SourceFile};
use crate::text::suggest::did_you_mean;

/// The facts of all places, as lines of YAML.
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/gazetteer.rs"));
}

/// The shapes of all districts.
pub(crate) const BORDERS: &str = include_str!("../../../content/districts.geojson");

/// The known places.
#[derive(Debug)]
pub struct Gazetteer {
    records: Records,
}

/// A known place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KnownPlace {
    /// Its kind: a municipality, a district or a region.
    pub(crate) kind: Kind,
    /// Its id.
    pub(crate) id: &'static str,
    /// Its facts, as lines of YAML: those of `municipality.yaml`, or those below its key in a list.
    pub(crate) facts: &'static str,
}

impl KnownPlace {
    /// Returns the keys of its facts, each with its lines.
    pub(crate) fn keys(self) -> Vec<(&'static str, String)> {
        let mut keys: Vec<(&str, String)> = Vec::new();
        for line in self.facts.lines() {
            match (line.split_once(':'), keys.last_mut()) {
                (_, Some((_, lines))) if line.starts_with(' ') => {
                    lines.push('\n');
                    lines.push_str(line);
                }
                (Some((key, _)), _) => keys.push((key, line.to_owned())),
                (None, _) => {}
            }
        }
        keys
    }
}

/// Returns the places of a kind, ordered by id. Only municipalities, districts and regions are places.
fn embedded_of(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Municipality => embedded::MUNICIPALITIES,
        Kind::District => embedded::DISTRICTS,
        Kind::Region => embedded::REGIONS,
        _ => &[],
    }
}

/// Returns the places of a kind, ordered by id.
pub(crate) fn places(kind: Kind) -> impl Iterator<Item = KnownPlace> {
    embedded_of(kind).iter().map(move |(id, facts)| KnownPlace { kind, id, facts })
}

/// Returns the place with an id.
pub(crate) fn place(kind: Kind, id: &str) -> Option<KnownPlace> {
    places(kind).find(|place| place.id == id)
}

/// Returns the entry of a list for a place: its id, and below it its facts without those keys.
pub(crate) fn listed(place: KnownPlace, without: &[&str]) -> String {
    let keys = place.keys().into_iter().filter(|(key, _)| !without.contains(key));
    let lines =
        keys.flat_map(|(_, lines)| lines.lines().map(|line| format!("  {line}\n")).collect::<Vec<_>>());
    format!("{}:\n{}", place.id, lines.collect::<String>())
}

impl Gazetteer {
    /// Returns the gazetteer, which is read on first use.
    pub fn built_in() -> &'static Gazetteer {
        static BUILT_IN: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::read);
        &BUILT_IN
    }

    fn read() -> Self {
        let list = |kind: Kind| {
            let entries: String = places(kind).map(|place| listed(place, &[])).collect();
            (kind.home().to_owned(), entries)
        };
        let folders = places(Kind::Municipality).map(|place| (file_of(place.id), place.facts.to_owned()));
        let files = folders
            .chain([list(Kind::District), list(Kind::Region)])
            .map(|(path, text)| SourceFile { path: path.into(), content: FileContent::Text(text.into()) });
        let (records, _) = parse::parse(&Source::from_files(files.collect()));
        Gazetteer { records }
    }

    /// Returns the place of a kind that a person means: by its id or one of its names, in either script, with or without
    /// accents.
    pub(crate) fn find(&self, kind: Kind, written: &str) -> Option<KnownPlace> {
        let meant = key(written);
        let named = |place: &KnownPlace| self.names(*place).iter().any(|name| key(name) == meant);
        places(kind).find(|place| key(place.id) == meant).or_else(|| places(kind).find(named))
    }

    /// Returns the place of a kind whose id is nearest to what is written, if it looks like a slip.
    pub(crate) fn near(kind: Kind, written: &str) -> Option<&'static str> {
        did_you_mean(written, embedded_of(kind).iter().map(|(id, _)| *id))
    }

    /// Returns the names of a place in both languages.
    fn names(&self, place: KnownPlace) -> Vec<&str> {
        let words = match place.kind {
            Kind::Municipality => self.municipality(place.id).map(|record| &record.name),
            Kind::District => of(&self.records.districts.0, place.id).map(|record| &record.name),
            Kind::Region => of(&self.records.regions.0, place.id).map(|record| &record.name),
            _ => None,
        };
        let words = words.and_then(|words: &Option<PlacedWords>| words.as_ref()).map(|words| &words.value);
        let both = words.into_iter().flat_map(|words| words.sr.iter().chain(&words.en));
        both.map(|name| name.value.as_str()).collect()
    }

    /// Returns the facts of a municipality.
    pub(crate) fn municipality(&self, id: &str) -> Option<&MunicipalityRecord> {
        self.records.municipalities.iter().find(|entry| &*entry.id == id)?.facts.as_ref()
    }

    /// Returns the district of a municipality.
    pub(crate) fn district_of(&self, municipality: &str) -> Option<KnownPlace> {
        let district = self.municipality(municipality)?.district.as_ref()?;
        place(Kind::District, &district.value)
    }

    /// Returns the region of a district.
    pub(crate) fn region_of(&self, district: &str) -> Option<KnownPlace> {
        let region = of(&self.records.districts.0, district)?.region.as_ref()?;
        place(Kind::Region, &region.value)
    }

    /// Returns the code of a district in ISO 3166-2.
    pub(crate) fn iso_of(&self, district: &str) -> Option<&str> {
        Some(of(&self.records.districts.0, district)?.iso.as_ref()?.value.as_str())
    }

    /// Returns the municipality where a district has its seat.
    pub(crate) fn seat_of(&self, district: &str) -> Option<&str> {
        Some(of(&self.records.districts.0, district)?.seat.as_ref()?.value.as_str())
    }
}

/// Returns the path of the facts of a municipality.
pub(crate) fn file_of(municipality: &str) -> String {
    let kind = Kind::Municipality;
    format!("{}{municipality}/{}.yaml", kind.home(), kind.noun())
}

fn of<'a, T>(list: &'a [(Placed<String>, T)], id: &str) -> Option<&'a T> {
    list.iter().find(|(key, _)| key.value == id).map(|(_, record)| record)
}
