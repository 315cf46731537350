//! The levels and marks of maps: how many activities are where, and the shapes that show it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::base::id::Ref;
use crate::content::catalogue::{Activity, Area, Catalogue, District, Municipality};
use crate::site::map::Spot;

/// The number of colour levels of a map.
pub(super) const LEVELS: usize = 5;

/// The number of classes of districts on a map with borders.
pub(super) const CLASSES: usize = 4;

/// The number of shapes of marks. Further areas share the last one.
pub(super) const SHAPES: usize = 6;

/// The activities of one municipality.
#[derive(Default)]
pub(super) struct AtPlace {
    pub(super) all: usize,
    areas: BTreeMap<Ref<Area>, usize>,
}

impl AtPlace {
    /// Returns the area with the most activities. If several have equally many, it is the first.
    fn main_area(&self) -> Ref<Area> {
        let most = self.areas.iter().rev().max_by_key(|(_, count)| **count);
        most.map_or(Ref::new(0), |(area, _)| *area)
    }

    /// Returns the areas with their numbers of activities, the largest number first.
    pub(super) fn areas(&self) -> Vec<(Ref<Area>, usize)> {
        let mut areas: Vec<(Ref<Area>, usize)> =
            self.areas.iter().map(|(area, count)| (*area, *count)).collect();
        areas.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        areas
    }

    /// Returns the number of its shape, and the shape at `seat` as the value of `d` of an SVG path.
    pub(super) fn mark(&self, seat: Spot) -> (usize, String) {
        let kind = shape_of(self.main_area());
        (kind, shape(kind, seat, radius(self.all)))
    }
}

/// A class of districts with similar numbers of activities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Class {
    /// The least number in a district of the class.
    pub(super) from: usize,
    /// The largest number.
    pub(super) to: usize,
}

impl Class {
    /// Divides numbers into at most [`CLASSES`] classes with about equally many of them. Equal numbers are in one class.
    fn divide(mut numbers: Vec<usize>) -> Vec<Class> {
        numbers.sort_unstable();
        let mut classes: Vec<Class> = Vec::new();
        for number in 1..=CLASSES {
            let Some(to) =
                (numbers.len() * number).div_ceil(CLASSES).checked_sub(1).map(|last| numbers[last])
            else {
                continue;
            };
            let above = classes.last().map_or(0, |class| class.to);
            if let Some(from) = numbers.iter().copied().find(|from| *from > above && *from <= to) {
                classes.push(Class { from, to });
            }
        }
        classes
    }
}

/// The numbers of activities in districts and municipalities.
pub(super) struct Counts {
    districts: BTreeMap<Ref<District>, usize>,
    municipalities: BTreeMap<Ref<Municipality>, AtPlace>,
    /// The number of activities that are in no single municipality.
    pub(super) elsewhere: usize,
    most_in_district: usize,
    /// The classes of the districts that have activities.
    pub(super) classes: Vec<Class>,
}

impl Counts {
    pub(super) fn of(catalogue: &Catalogue, activities: &[Ref<Activity>]) -> Self {
        let mut districts: BTreeMap<Ref<District>, usize> = BTreeMap::new();
        let mut municipalities: BTreeMap<Ref<Municipality>, AtPlace> = BTreeMap::new();
        let mut elsewhere = 0;
        for at in activities {
            let activity = &catalogue.activities[*at];
            let area = catalogue.sub_areas[catalogue.projects[activity.project].sub_area].area;
            if let Some(district) = catalogue.district_of(activity) {
                *districts.entry(district).or_default() += 1;
            }
            let Some(municipality) = activity.municipality() else {
                elsewhere += 1;
                continue;
            };
            let place = municipalities.entry(municipality).or_default();
            place.all += 1;
            *place.areas.entry(area).or_default() += 1;
        }
        let most_in_district = districts.values().copied().max().unwrap_or(0);
        let classes = Class::divide(districts.values().copied().collect());
        Counts { districts, municipalities, elsewhere, most_in_district, classes }
    }

    /// Returns whether no activity has a place on the map.
    pub(super) fn is_empty(&self) -> bool {
        self.districts.is_empty()
    }

    pub(super) fn in_district(&self, at: Ref<District>) -> usize {
        self.districts.get(&at).copied().unwrap_or(0)
    }

    /// Returns the colour level of a district, from 0 for no activities to [`LEVELS`].
    pub(super) fn level(&self, at: Ref<District>) -> usize {
        (self.in_district(at) * LEVELS).div_ceil(self.most_in_district.max(1))
    }

    /// Returns the class of a district, counted from 1, or 0 if it has no activities.
    pub(super) fn class(&self, at: Ref<District>) -> usize {
        match self.in_district(at) {
            0 => 0,
            count => 1 + self.classes.partition_point(|class| class.to < count),
        }
    }

    /// Returns the activities of a municipality, or `None` if it has none.
    pub(super) fn at(&self, at: Ref<Municipality>) -> Option<&AtPlace> {
        self.municipalities.get(&at)
    }

    /// Returns whether an area is the main area of a municipality.
    pub(super) fn is_main(&self, area: Ref<Area>) -> bool {
        self.municipalities.values().any(|place| place.main_area() == area)
    }
}

/// Returns the radius of a mark. Its area grows with the number, up to a limit that keeps marks apart.
pub(super) fn radius(count: usize) -> i32 {
    let size = (0..).take_while(|size| size * size < 16 * count.min(36)).count();
    5 + i32::try_from(size / 2).unwrap_or(0)
}

/// Returns the shape of an area, which is the same on every map and in every locale.
pub(super) fn shape_of(area: Ref<Area>) -> usize {
    area.index().min(SHAPES - 1)
}

/// Draws the seat of a municipality without activities, as the value of `d` of an SVG path.
pub(super) fn dot(seat: Spot) -> String {
    shape(0, seat, 3)
}

/// Draws a mark at a spot. Areas have different shapes, so that readers need not rely on colours.
pub(super) fn shape(kind: usize, Spot { x, y }: Spot, r: i32) -> String {
    let corners = |corners: &[(i32, i32)]| {
        let mut path = String::new();
        for (number, (dx, dy)) in corners.iter().enumerate() {
            let _ = write!(path, "{}{} {}", if number == 0 { 'M' } else { 'L' }, x + dx, y + dy);
        }
        path + "z"
    };
    match kind {
        0 => format!("M{} {y}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0z", x - r, d = 2 * r),
        1 => corners(&[(-r, -r), (r, -r), (r, r), (-r, r)]),
        2 => corners(&[(0, -r - 1), (r + 1, r), (-r - 1, r)]),
        3 => corners(&[(0, -r - 2), (r + 2, 0), (0, r + 2), (-r - 2, 0)]),
        4 => corners(&[(0, r + 1), (r + 1, -r), (-r - 1, -r)]),
        _ => corners(&[(-r, 0), (-r / 2, -r), (r / 2, -r), (r, 0), (r / 2, r), (-r / 2, r)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_have_about_equally_many_districts() {
        let classes = |numbers: &[usize]| -> Vec<(usize, usize)> {
            Class::divide(numbers.to_vec()).into_iter().map(|class| (class.from, class.to)).collect()
        };
        assert_eq!(classes(&[9, 1, 2, 40, 3, 4, 5, 6]), [(1, 2), (3, 4), (5, 6), (9, 40)]);
        assert_eq!(classes(&[1, 1, 1, 1, 1, 7]), [(1, 1), (7, 7)]);
        assert_eq!(classes(&[2, 5]), [(2, 2), (5, 5)]);
        assert_eq!(classes(&[]), []);
    }
}
