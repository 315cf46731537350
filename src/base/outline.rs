//! Areas on the map: points, rings and polygons in whole numbers, so that every machine computes the same.

/// Parts of a degree in which points are given. One is about a centimetre.
const PARTS: f64 = 1e7;

/// A point (WGS 84), in ten-millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Degrees east.
    pub east: i32,
    /// Degrees north.
    pub north: i32,
}

impl Point {
    /// Makes a point from degrees between -180 and 180.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "180 degrees fit, and others become the nearest that fit"
    )]
    pub fn of_degrees(longitude: f64, latitude: f64) -> Self {
        Point { east: (longitude * PARTS).round() as i32, north: (latitude * PARTS).round() as i32 }
    }

    /// Returns longitude and latitude in degrees.
    pub fn degrees(self) -> [f64; 2] {
        [f64::from(self.east) / PARTS, f64::from(self.north) / PARTS]
    }
}

/// A closed line. The last point is not the first one again.
pub type Ring = Vec<Point>;

/// An outer ring, followed by the rings of its holes.
pub type Polygon = Vec<Ring>;

/// The area of a place: one polygon or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Its polygons.
    pub polygons: Vec<Polygon>,
}

impl Outline {
    /// Iterates over the rings of all polygons.
    pub fn rings(&self) -> impl Iterator<Item = &Ring> {
        self.polygons.iter().flatten()
    }

    /// Returns whether a point is inside, or outside by at most `tolerance` ten-millionths of a degree of latitude.
    pub fn contains(&self, point: Point, tolerance: i32) -> bool {
        // A point in a hole crosses two rings.
        let crossed = self.rings().flat_map(edges).filter(|(a, b)| is_crossed(*a, *b, point)).count();
        crossed % 2 == 1
            || self.rings().flat_map(edges).any(|(a, b)| distance(a, b, point) <= f64::from(tolerance))
    }
}

/// Iterates over the lines between the points of a ring.
fn edges(ring: &Ring) -> impl Iterator<Item = (Point, Point)> {
    ring.iter().copied().zip(ring.iter().copied().cycle().skip(1))
}

/// Returns whether a line from the point to the east crosses the line between `a` and `b`.
fn is_crossed(a: Point, b: Point, point: Point) -> bool {
    if (a.north > point.north) == (b.north > point.north) {
        return false;
    }
    let (low, high) = if a.north < b.north { (a, b) } else { (b, a) };
    let [along, up] = offset(low, high);
    let [east, north] = offset(low, point);
    // The point is to the left of the line that goes up.
    along * north > up * east
}

/// Returns how far `to` is from `from`, in degrees east and north.
fn offset(from: Point, to: Point) -> [i64; 2] {
    [i64::from(to.east) - i64::from(from.east), i64::from(to.north) - i64::from(from.north)]
}

/// Returns the distance of a point from the line between `a` and `b`, in parts of a degree of latitude.
#[allow(clippy::cast_precision_loss, reason = "the differences of degrees in parts are exact as floats")]
fn distance(a: Point, b: Point, point: Point) -> f64 {
    /// A degree of longitude in degrees of latitude, in the middle of Serbia.
    const LONGITUDE: f64 = 0.72;
    let flat = |[east, north]: [i64; 2]| (east as f64 * LONGITUDE, north as f64);
    let ((x, y), (px, py)) = (flat(offset(a, b)), flat(offset(a, point)));
    let length = x * x + y * y;
    let along = if length > 0.0 { ((px * x + py * y) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (dx, dy) = (px - along * x, py - along * y);
    (dx * dx + dy * dy).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Ring {
        points.iter().map(|(east, north)| Point::of_degrees(*east, *north)).collect()
    }

    #[test]
    fn holes_are_outside_and_islands_inside() {
        let square = |from: f64, to: f64| ring(&[(from, from), (to, from), (to, to), (from, to)]);
        let outline = Outline {
            polygons: vec![vec![square(20.0, 21.0), square(20.4, 20.6)], vec![square(22.0, 22.1)]],
        };
        let contains = |at: f64, tolerance| outline.contains(Point::of_degrees(at, at), tolerance);
        for (at, is_inside) in [(20.2, true), (20.5, false), (22.05, true), (21.5, false), (19.9, false)] {
            assert_eq!(contains(at, 0), is_inside, "{at}");
        }
        // 0.05 degrees from the ring.
        assert!(outline.contains(Point::of_degrees(20.5, 21.05), 500_000));
        assert!(!outline.contains(Point::of_degrees(20.5, 21.05), 400_000));
    }

    #[test]
    fn degrees_stay_as_they_are_written() {
        for degrees in [20.395, -45.065, 18.0, 21.123_456_7] {
            assert_eq!(Point::of_degrees(degrees, degrees).degrees(), [degrees, degrees]);
        }
    }
}
