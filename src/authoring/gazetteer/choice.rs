//! The places that a new catalogue starts with.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::{BORDERS, Gazetteer, KnownPlace, file_of, listed, place, places};
use crate::base::id::Kind;
use crate::content::read;

/// Some of the known places, as they are named on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceChoice {
    /// All of them.
    All,
    /// Those of a region or a district, or one municipality.
    Within(Kind, &'static str),
}

/// The kinds that contain municipalities, from the largest, and municipalities themselves.
const KINDS: [Kind; 3] = [Kind::Region, Kind::District, Kind::Municipality];

/// The reason why a text names no known places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchPlaces(String);

impl fmt::Display for NoSuchPlaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoSuchPlaces {}

impl FromStr for PlaceChoice {
    type Err = NoSuchPlaces;

    fn from_str(text: &str) -> Result<Self, NoSuchPlaces> {
        const FORMS: &str = "write `all`, `region:ID`, `district:ID` or `municipality:ID`";
        let gazetteer = Gazetteer::built_in();
        if text == "all" {
            return Ok(PlaceChoice::All);
        }
        let Some((word, id)) = text.split_once(':') else {
            let meant = KINDS.iter().rev().find_map(|kind| {
                let found = gazetteer.find(*kind, text).map(|place| place.id);
                Some(proposal(*kind, found.or_else(|| Gazetteer::near(*kind, text))?))
            });
            return Err(NoSuchPlaces(format!("{FORMS}{}", meant.unwrap_or_default())));
        };
        let Some(kind) = KINDS.into_iter().find(|kind| kind.word() == word) else {
            return Err(NoSuchPlaces(format!("there are no places of the kind `{word}`; {FORMS}")));
        };
        match gazetteer.find(kind, id) {
            Some(place) => Ok(PlaceChoice::Within(kind, place.id)),
            None => {
                let near = Gazetteer::near(kind, id).map(|near| proposal(kind, near));
                let ids = || places(kind).map(|place| place.id).collect::<Vec<_>>().join(", ");
                let near = near.unwrap_or_else(|| format!("; the ids of this kind are: {}", ids()));
                Err(NoSuchPlaces(format!("the program knows no {} `{id}`{near}", kind.noun())))
            }
        }
    }
}

fn proposal(kind: Kind, id: &str) -> String {
    format!("; did you mean `{}:{id}`?", kind.word())
}

/// Places with everything that they refer to: municipalities, their districts, and the regions of these.
#[derive(Debug, Default)]
pub struct Selection {
    regions: BTreeSet<&'static str>,
    districts: BTreeSet<&'static str>,
    municipalities: BTreeSet<&'static str>,
    has_borders: bool,
}

impl Selection {
    /// Selects places; without a choice, all districts and regions but no municipalities.
    pub fn new(choices: &[PlaceChoice]) -> Self {
        let mut selection = Selection::default();
        if choices.is_empty() {
            places(Kind::District).for_each(|district| selection.add(district));
        }
        for choice in choices {
            let is_chosen = |place: &KnownPlace| choice.includes(*place);
            KINDS.into_iter().flat_map(places).filter(is_chosen).for_each(|place| selection.add(place));
            selection.has_borders |= *choice == PlaceChoice::All;
        }
        selection
    }

    /// Adds a municipality, if the program knows it.
    pub(crate) fn add_municipality(&mut self, id: &str) {
        place(Kind::Municipality, id).into_iter().for_each(|place| self.add(place));
    }

    /// Adds a place and the places that contain it.
    fn add(&mut self, place: KnownPlace) {
        let gazetteer = Gazetteer::built_in();
        let (chosen, above) = match place.kind {
            Kind::Municipality => (&mut self.municipalities, gazetteer.district_of(place.id)),
            Kind::District => (&mut self.districts, gazetteer.region_of(place.id)),
            _ => (&mut self.regions, None),
        };
        chosen.insert(place.id);
        above.into_iter().for_each(|above| self.add(above));
    }

    /// Returns the files of the content that contain the places. A district has its seat if that municipality is there.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let gazetteer = Gazetteer::built_in();
        let lists =
            [(Kind::Region, &self.regions, REGIONS_HEAD), (Kind::District, &self.districts, DISTRICTS_HEAD)];
        let lists = lists.map(|(kind, ids, head)| {
            let entries = places(kind).filter(|place| ids.contains(place.id)).map(|place| {
                let has_seat =
                    gazetteer.seat_of(place.id).is_some_and(|seat| self.municipalities.contains(seat));
                listed(place, if has_seat { &[] } else { &["seat"] })
            });
            (kind.home().to_owned(), format!("{head}{}", entries.collect::<String>()))
        });
        let municipalities = places(Kind::Municipality)
            .filter(|place| self.municipalities.contains(place.id))
            .map(|place| (file_of(place.id), place.facts.to_owned()));
        let borders = self.has_borders.then(|| (read::BORDERS.to_owned(), BORDERS.to_owned()));
        lists.into_iter().chain(municipalities).chain(borders).collect()
    }
}

/// The comment at the beginning of the regions of a new catalogue.
const REGIONS_HEAD: &str = "# The NUTS 2 regions.\n";

/// The comment at the beginning of the districts of a new catalogue.
const DISTRICTS_HEAD: &str = "# The districts; the City of Belgrade counts as one. `iso` is the code of ISO 3166-2, \
    `coordinates` the position of the seat (WGS 84).\n\
    # When you add the municipality where a district has its seat, add `seat:` with its id here.\n";

impl PlaceChoice {
    /// Returns whether a place is among those chosen.
    fn includes(&self, place: KnownPlace) -> bool {
        let gazetteer = Gazetteer::built_in();
        let PlaceChoice::Within(kind, id) = self else { return true };
        let above = match place.kind {
            Kind::Municipality => gazetteer.district_of(place.id),
            Kind::District => gazetteer.region_of(place.id),
            _ => None,
        };
        (place.kind, place.id) == (*kind, *id) || above.is_some_and(|above| self.includes(above))
    }
}
