//! Simplifies the shapes of districts for maps, so that districts with a common border still have one afterwards.
//!
//! 1. Junctions are the points where borders meet: the points before and after them differ from ring to ring.
//! 2. The rings are cut into lines at the junctions. A border of two districts is one line of both.
//! 3. Each corner of a line gets a weight: the area that the line loses without it, if the corners with less weight have
//!    gone before (Visvalingam and Whyatt 1993).
//! 4. A map uses the corners whose weight reaches its limit, rounded to whole units.
//!
//! All numbers are whole, so every machine draws the same map.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::base::outline::{Outline, Point, Ring};

/// Units of the map in a degree of latitude.
pub(super) const UNITS: i32 = 200;

/// A degree of longitude in hundred-thousandths of a degree of latitude at 44° N, the middle of Serbia.
pub(super) const LONGITUDE: i32 = 71_934;

/// Parts of a unit in which corners are weighed.
const FINE: i64 = 16;

/// The margin around the borders, in units, for half of their width.
pub(super) const MARGIN: i32 = 3;

/// How exact the borders on a map are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// On the map of a district, which is enlarged.
    Fine,
    /// On the map of the country.
    Usual,
    /// On a small map.
    Coarse,
}

impl Detail {
    /// All of them, in order.
    pub const ALL: [Detail; 3] = [Detail::Fine, Detail::Usual, Detail::Coarse];

    /// Returns the least area of a corner in hundredths of a square unit, and the most corners of a map. Strangers may
    /// write borders of any length, and pages repeat them.
    const fn limits(self) -> (i64, usize) {
        match self {
            Detail::Fine => (30, 8000),
            Detail::Usual => (1200, 1500),
            Detail::Coarse => (1800, 700),
        }
    }
}

/// A closed line of a map, in units to the east and south of its north-west corner. The last point is not the first
/// one again.
pub type Contour = Vec<[i32; 2]>;

/// The borders of districts, ready to be drawn in any detail.
#[derive(Debug)]
pub struct Borders {
    /// The north-west corner, in fine units.
    corner: [i64; 2],
    lines: Vec<Line>,
    /// The rings of each district, the one with the largest area first.
    districts: Vec<Vec<RingOfLines>>,
}

/// A line between two junctions, or a whole ring without any.
#[derive(Debug)]
struct Line {
    corners: Vec<Corner>,
}

#[derive(Clone, Copy, Debug)]
struct Corner {
    /// In fine units.
    at: [i64; 2],
    /// Twice the area that is lost without it, in square fine units. `i64::MAX` if it must stay.
    weight: i64,
}

/// A ring as a list of lines, each with whether it is followed backwards.
type RingOfLines = Vec<(usize, bool)>;

impl Borders {
    /// Cuts and weighs the borders of districts. Returns `None` if no district has a shape.
    pub fn new<'a>(outlines: impl IntoIterator<Item = Option<&'a Outline>>) -> Option<Self> {
        let rings: Vec<Vec<Ring>> =
            outlines.into_iter().map(|outline| outline.map(rings).unwrap_or_default()).collect();
        let points = || rings.iter().flatten().flatten().map(|point| projected(*point));
        let corner = [points().map(|[x, _]| x).min()?, points().map(|[_, y]| y).min()?];
        let junctions = junctions(rings.iter().flatten());
        let mut cutter = Cutter::default();
        let districts = rings
            .iter()
            .map(|rings| rings.iter().map(|ring| cutter.cut(ring, &junctions)).collect())
            .collect();
        Some(Borders { corner, lines: cutter.weighed(), districts })
    }

    /// Returns where a point is on the map, in units.
    pub fn spot(&self, point: Point) -> [i32; 2] {
        self.rounded(projected(point))
    }

    /// Returns the contours of each district, with fewer corners for less detail. A district that has a shape keeps one.
    pub fn contours(&self, detail: Detail) -> Vec<Vec<Contour>> {
        let limit = self.limit(detail);
        let contour = |ring: &RingOfLines| {
            let mut contour = Contour::new();
            for (at, is_backwards) in ring {
                let kept = self.lines[*at].corners.iter().filter(|corner| corner.weight >= limit);
                let kept = kept.map(|corner| self.rounded(corner.at));
                if *is_backwards { contour.extend(kept.rev()) } else { contour.extend(kept) }
            }
            // Lines end where the next one begins.
            contour.dedup();
            if contour.len() > 1 && contour.first() == contour.last() {
                contour.pop();
            }
            contour
        };
        let of_district = |rings: &Vec<RingOfLines>| {
            let all: Vec<Contour> = rings.iter().map(contour).collect();
            let first = all.first().and_then(|contour| contour.first()).copied();
            let drawn: Vec<Contour> = all.into_iter().filter(|contour| doubled_area(contour) != 0).collect();
            match first {
                Some(at) if drawn.is_empty() => vec![square(at)],
                _ => drawn,
            }
        };
        self.districts.iter().map(of_district).collect()
    }

    /// Returns every line once, as exact as the contours.
    pub fn lines(&self, detail: Detail) -> Vec<Contour> {
        let limit = self.limit(detail);
        let line = |line: &Line| -> Contour {
            let kept = line.corners.iter().filter(|corner| corner.weight >= limit);
            let mut line: Contour = kept.map(|corner| self.rounded(corner.at)).collect();
            line.dedup();
            line
        };
        self.lines.iter().map(line).filter(|line| line.len() > 1).collect()
    }

    /// Returns the least weight of the corners that a map keeps.
    fn limit(&self, detail: Detail) -> i64 {
        let (area, most) = detail.limits();
        let mut weights: Vec<i64> =
            self.lines.iter().flat_map(|line| &line.corners).map(|corner| corner.weight).collect();
        weights.retain(|weight| *weight < i64::MAX);
        weights.sort_unstable_by_key(|weight| Reverse(*weight));
        let of_area = 2 * area * FINE * FINE / 100;
        weights.get(most).map_or(of_area, |weight| of_area.max(weight + 1))
    }

    #[allow(clippy::cast_possible_truncation, reason = "a map is a few thousand units wide")]
    fn rounded(&self, [x, y]: [i64; 2]) -> [i32; 2] {
        let round = |at: i64| (at + FINE / 2).div_euclid(FINE) as i32;
        [round(x - self.corner[0]), round(y - self.corner[1])]
    }
}

/// Returns the rings of an outline without repeated points, the largest first.
fn rings(outline: &Outline) -> Vec<Ring> {
    let mut rings: Vec<Ring> = outline.rings().cloned().collect();
    for ring in &mut rings {
        ring.dedup();
        while ring.len() > 1 && ring.first() == ring.last() {
            ring.pop();
        }
    }
    rings.retain(|ring| !ring.is_empty());
    rings.sort_by_cached_key(|ring| Reverse(area(ring)));
    rings
}

/// Returns a measure of the area within a ring.
fn area(ring: &Ring) -> u64 {
    let fine: Vec<[i64; 2]> = ring.iter().map(|point| projected(*point)).collect();
    let Some(origin) = fine.first() else { return 0 };
    let pairs = fine.windows(2).map(|pair| doubled_triangle(*origin, pair[0], pair[1]));
    pairs.sum::<i64>().unsigned_abs()
}

/// Returns a point in fine units to the east of Greenwich and to the south of the equator.
fn projected(Point { east, north }: Point) -> [i64; 2] {
    const PARTS: i64 = 10_000_000;
    let units = i64::from(UNITS) * FINE;
    [
        (i64::from(east) * units * i64::from(LONGITUDE)).div_euclid(PARTS * 100_000),
        (-i64::from(north) * units).div_euclid(PARTS),
    ]
}

/// Returns the points where borders meet.
fn junctions<'a>(rings: impl Iterator<Item = &'a Ring>) -> BTreeSet<Point> {
    let mut neighbours: BTreeMap<Point, [Point; 2]> = BTreeMap::new();
    let mut junctions = BTreeSet::new();
    for ring in rings {
        for (at, point) in ring.iter().enumerate() {
            let mut own = [ring[(at + ring.len() - 1) % ring.len()], ring[(at + 1) % ring.len()]];
            own.sort_unstable();
            if *neighbours.entry(*point).or_insert(own) != own {
                junctions.insert(*point);
            }
        }
    }
    junctions
}

/// Cuts rings into lines. Each line is kept once, whichever ring it is from and wherever that begins.
#[derive(Default)]
struct Cutter {
    lines: BTreeMap<Vec<Point>, usize>,
}

impl Cutter {
    fn cut(&mut self, ring: &Ring, junctions: &BTreeSet<Point>) -> RingOfLines {
        let is_junction = |at: &usize| junctions.contains(&ring[*at]);
        let all = 0..ring.len();
        let start =
            all.clone().find(is_junction).or_else(|| all.min_by_key(|at| ring[*at])).unwrap_or_default();
        let mut lines = RingOfLines::new();
        let mut line = Vec::new();
        for point in ring.iter().cycle().skip(start).take(ring.len() + 1) {
            line.push(*point);
            if line.len() > 1 && junctions.contains(point) {
                lines.push(self.line(std::mem::replace(&mut line, vec![*point])));
            }
        }
        if line.len() > 1 {
            lines.push(self.line(line));
        }
        lines
    }

    /// Returns the number of a line, and whether it is known in the other direction.
    fn line(&mut self, line: Vec<Point>) -> (usize, bool) {
        let is_backwards = line.iter().rev().lt(line.iter());
        let line = if is_backwards { line.into_iter().rev().collect() } else { line };
        let next = self.lines.len();
        (*self.lines.entry(line).or_insert(next), is_backwards)
    }

    /// Returns all lines with the weights of their corners.
    fn weighed(self) -> Vec<Line> {
        let ends = |line: &[Point]| {
            let (first, last) = (line[0], line[line.len() - 1]);
            (first.min(last), first.max(last))
        };
        let mut with_ends: BTreeMap<(Point, Point), usize> = BTreeMap::new();
        for line in self.lines.keys() {
            *with_ends.entry(ends(line)).or_default() += 1;
        }
        let mut lines: Vec<(usize, Line)> = Vec::new();
        for (line, number) in &self.lines {
            let (first, last) = ends(line);
            // A ring stays a triangle, and of two lines between the same ends one stays bent.
            let least = match with_ends.get(&(first, last)) {
                _ if first == last => 2,
                Some(1) => 0,
                _ => 1,
            };
            lines.push((
                *number,
                Line { corners: weigh(line.iter().map(|point| projected(*point)).collect(), least) },
            ));
        }
        lines.sort_by_key(|(number, _)| *number);
        lines.into_iter().map(|(_, line)| line).collect()
    }
}

/// Weighs the corners of a line. Its ends and at least `least` other corners must stay.
fn weigh(points: Vec<[i64; 2]>, least: usize) -> Vec<Corner> {
    let last = points.len() - 1;
    let mut before: Vec<usize> = (0..points.len()).map(|at| at.saturating_sub(1)).collect();
    let mut after: Vec<usize> = (0..points.len()).map(|at| (at + 1).min(last)).collect();
    let area = |before: &[usize], after: &[usize], at: usize| {
        doubled_triangle(points[before[at]], points[at], points[after[at]]).abs()
    };
    let mut areas: Vec<i64> = (0..points.len()).map(|at| area(&before, &after, at)).collect();
    let mut weights = vec![i64::MAX; points.len()];
    let mut smallest: BinaryHeap<Reverse<(i64, usize)>> =
        (1..last).map(|at| Reverse((areas[at], at))).collect();
    let mut left = last.saturating_sub(1);
    let mut weight = 0;
    while let Some(Reverse((own, at))) = smallest.pop() {
        if left <= least {
            break;
        }
        // Its neighbours changed since, so it is in the heap again.
        if own != areas[at] || weights[at] != i64::MAX {
            continue;
        }
        weight = weight.max(own);
        weights[at] = weight;
        left -= 1;
        let (earlier, later) = (before[at], after[at]);
        (after[earlier], before[later]) = (later, earlier);
        for next in [earlier, later].into_iter().filter(|next| (1..last).contains(next)) {
            areas[next] = area(&before, &after, next);
            smallest.push(Reverse((areas[next], next)));
        }
    }
    points.into_iter().zip(weights).map(|(at, weight)| Corner { at, weight }).collect()
}

/// Returns twice the area of a triangle, with a sign that tells its direction.
fn doubled_triangle(a: [i64; 2], b: [i64; 2], c: [i64; 2]) -> i64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
}

/// Returns twice the area within a contour, with a sign that tells its direction.
fn doubled_area(contour: &Contour) -> i64 {
    let Some(origin) = contour.first() else { return 0 };
    let wide = |at: [i32; 2]| at.map(i64::from);
    contour.windows(2).map(|pair| doubled_triangle(wide(*origin), wide(pair[0]), wide(pair[1]))).sum()
}

/// Returns the smallest shape that can be seen.
fn square([x, y]: [i32; 2]) -> Contour {
    vec![[x - 1, y - 1], [x + 1, y - 1], [x + 1, y + 1], [x - 1, y + 1]]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Ring {
        points.iter().map(|(east, north)| Point::of_degrees(*east, *north)).collect()
    }

    fn outline(rings: &[Ring]) -> Outline {
        Outline { polygons: vec![rings.to_vec()] }
    }

    /// Returns the lines between the points of contours, without their directions.
    fn edges(contours: &[Contour]) -> BTreeSet<[[i32; 2]; 2]> {
        let of = |contour: &Contour| {
            let next = contour.iter().cycle().skip(1);
            let pairs: Vec<[[i32; 2]; 2]> =
                contour.iter().zip(next).map(|(a, b)| [*a.min(b), *a.max(b)]).collect();
            pairs
        };
        contours.iter().flat_map(of).collect()
    }

    /// Returns a border with many small bends, from south to north.
    fn winding() -> Vec<(f64, f64)> {
        (0..=100_u32)
            .map(|at| (20.5 + f64::from(at * at % 17) / 400.0, 44.0 + f64::from(at) / 100.0))
            .collect()
    }

    #[test]
    fn neighbours_share_their_border() {
        let border = winding();
        let mut west = vec![(20.0, 45.0), (20.0, 44.0)];
        west.extend(&border);
        let mut east = vec![(21.0, 44.0), (21.0, 45.0)];
        east.extend(border.iter().rev());
        // Where a ring begins does not matter.
        east.rotate_left(40);
        let (west, east) = (outline(&[ring(&west)]), outline(&[ring(&east)]));
        let borders = Borders::new([Some(&west), Some(&east)]).unwrap();
        assert_eq!(borders.lines.len(), 3);
        let mut before = usize::MAX;
        for detail in Detail::ALL {
            let contours = borders.contours(detail);
            let (west, east) = (edges(&contours[0]), edges(&contours[1]));
            let common = west.intersection(&east).count();
            assert!((1..before).contains(&common), "{detail:?}: {common}");
            assert_eq!(
                edges(&borders.contours(detail).concat()).len(),
                borders.lines(detail).iter().map(|line| line.len() - 1).sum::<usize>()
            );
            // All other lines are the three outer sides of each.
            assert_eq!((west.len() - common, east.len() - common), (3, 3), "{detail:?}");
            before = common + 1;
        }
    }

    #[test]
    fn holes_and_islands_stay() {
        let square = |from: f64, to: f64| {
            ring(&[(from, from + 24.0), (to, from + 24.0), (to, to + 24.0), (from, to + 24.0)])
        };
        let around = outline(&[square(20.0, 21.0), square(20.4, 20.6)]);
        let mut within = square(20.4, 20.6);
        within.reverse();
        within.rotate_left(1);
        let within = Outline { polygons: vec![vec![within], vec![square(21.2, 21.3)]] };
        let borders = Borders::new([Some(&around), None, Some(&within)]).unwrap();
        assert_eq!(borders.lines.len(), 3);
        for detail in Detail::ALL {
            let contours = borders.contours(detail);
            assert_eq!(contours.iter().map(Vec::len).collect::<Vec<_>>(), [2, 0, 2], "{detail:?}");
            // The hole is exactly the district within.
            assert_eq!(edges(&contours[0]).intersection(&edges(&contours[2])).count(), contours[2][0].len());
        }
    }

    #[test]
    fn two_lines_between_the_same_ends_stay_apart() {
        let west = outline(&[ring(&[(20.0, 44.0), (20.5, 44.0), (20.5, 45.0), (20.0, 45.0)])]);
        let bulge = outline(&[ring(&[(20.5, 44.0), (20.51, 44.5), (20.5, 45.0)])]);
        let borders = Borders::new([Some(&west), Some(&bulge)]).unwrap();
        for detail in Detail::ALL {
            assert_eq!(borders.contours(detail)[1][0].len(), 3, "{detail:?}");
        }
    }

    #[test]
    fn tiny_districts_do_not_vanish() {
        let large = outline(&[ring(&[(20.0, 44.0), (21.0, 44.0), (21.0, 45.0), (20.0, 45.0)])]);
        let dot = |east: f64| ring(&[(east, 44.0), (east + 0.000_1, 44.0), (east, 44.000_1)]);
        let tiny = Outline { polygons: vec![vec![dot(21.5)], vec![dot(21.6)]] };
        let flat = outline(&[ring(&[(22.0, 44.0), (22.0, 44.0), (22.0, 44.0)])]);
        let borders = Borders::new([Some(&large), Some(&tiny), Some(&flat)]).unwrap();
        for detail in Detail::ALL {
            let contours = borders.contours(detail);
            assert_eq!(contours.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1], "{detail:?}");
            assert_eq!(doubled_area(&contours[1][0]), 8);
        }
    }

    #[test]
    fn maps_have_a_limit_however_long_borders_are() {
        let waves = (0..20_000_u32).map(|at| {
            let height = if at % 2 == 0 { 44.5 } else { 45.0 + f64::from(at % 97) / 100.0 };
            (19.0 + f64::from(at) / 5000.0, height)
        });
        let line: Vec<(f64, f64)> = [(23.0, 44.0), (19.0, 44.0)].into_iter().chain(waves).collect();
        let borders = Borders::new([Some(&outline(&[ring(&line)]))]).unwrap();
        for detail in Detail::ALL {
            let corners = borders.contours(detail)[0][0].len();
            assert!(corners > 100 && corners <= detail.limits().1 + 4, "{detail:?}: {corners}");
        }
    }

    #[test]
    fn a_point_is_where_its_border_is() {
        let shape = outline(&[ring(&[(20.0, 44.0), (21.0, 44.0), (21.0, 45.0), (20.0, 45.0)])]);
        let borders = Borders::new([Some(&shape)]).unwrap();
        assert_eq!(borders.spot(Point::of_degrees(20.0, 45.0)), [0, 0]);
        assert_eq!(borders.spot(Point::of_degrees(21.0, 44.0)), [144, 200]);
        assert!(Borders::new([None]).is_none());
    }
}
