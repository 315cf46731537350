//! The regions, districts and municipalities.

use std::sync::Arc;

use super::Document;
use super::detail::Detail;
use super::text::{Text, Words};
use crate::base::date::PartialDate;
use crate::base::id::{Id, Ref};
use crate::base::outline::{Outline, Point};
use crate::base::quantity::Quantity;
use crate::content::parse::MunicipalityType;

/// A point (WGS 84).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coordinates {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

impl Coordinates {
    /// Returns them as a point that areas can be compared with.
    pub fn point(self) -> Point {
        Point::of_degrees(self.longitude, self.latitude)
    }
}

/// The name of a place with the cases that sentences need.
#[derive(Clone, Debug)]
pub struct PlaceName {
    /// In the nominative.
    pub name: Text,
    /// iz *Šapca*; in English the name itself.
    pub genitive: Text,
    /// u *Šapcu*; in English the name itself.
    pub locative: Text,
    /// Whether the Serbian name is in the plural and takes such a verb: *Vladimirci su opština*.
    pub is_plural: bool,
}

/// A NUTS 2 region.
#[derive(Debug)]
pub struct Region {
    /// Its id.
    pub id: Id,
    /// Its former ids, the oldest first.
    pub aliases: Vec<Id>,
    /// Its name.
    pub name: Text,
}

/// A district or the City of Belgrade.
#[derive(Debug)]
pub struct District {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: PlaceName,
    /// Its region.
    pub region: Ref<Region>,
    /// Its seat, if that is a municipality of the catalogue.
    pub seat: Option<Ref<Municipality>>,
    /// Its ISO 3166-2 code.
    pub iso: String,
    /// The position of its seat.
    pub coordinates: Coordinates,
    /// Its area, if the catalogue has the shapes of districts.
    pub outline: Option<Arc<Outline>>,
    /// Facts that are only shown.
    pub details: Vec<Detail>,
}

impl District {
    /// Returns whether it is the City of Belgrade, which has the rank of a district and is none.
    pub fn is_city_of_belgrade(&self) -> bool {
        self.iso == "RS-00"
    }
}

/// A unit of local self-government.
#[derive(Clone, Debug)]
pub struct Municipality {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: PlaceName,
    /// Its legal type.
    pub municipality_type: MunicipalityType,
    /// Its district.
    pub district: Ref<District>,
    /// The position of its seat.
    pub coordinates: Coordinates,
    /// The number of its inhabitants.
    pub population: Option<Population>,
    /// Facts that are only shown.
    pub details: Vec<Detail>,
    /// Its title, summary and text, if they are written.
    pub words: Option<Words>,
}

/// A number of inhabitants.
#[derive(Clone, Copy, Debug)]
pub struct Population {
    /// The number, at least 1.
    pub value: u32,
    /// When they were counted.
    pub date: PartialDate,
    /// The document that says so.
    pub source: Option<Ref<Document>>,
}

impl Population {
    /// Returns how many things there are for each 1,000 inhabitants.
    pub fn per_thousand(&self, count: usize) -> Quantity {
        // Thousandths of a thing for a thousand inhabitants, rounded.
        let things = u128::try_from(count).unwrap_or(u128::MAX).saturating_mul(1_000_000);
        let people = u128::from(self.value.max(1));
        Quantity::of_thousandths(i64::try_from((things + people / 2) / people).unwrap_or(i64::MAX))
    }
}
