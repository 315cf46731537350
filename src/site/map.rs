//! The map: the shapes of districts, or without them a mosaic of the places in the catalogue. The only user of `spade`
//! and `i_overlay`.
//!
//! In a mosaic, each seat has a cell: the area that is nearer to it than to any other seat (its Voronoi cell), but no
//! further away than `REACH`. The cells of a district are joined. Such a map claims nothing about where borders run, and
//! needs no other data.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::Overlay;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use spade::handles::VoronoiVertex;
use spade::{DelaunayTriangulation, Point2, Triangulation};

use super::borders::{self, Borders, Contour, Detail};
use crate::base::id::Ref;
use crate::base::outline::Outline;
use crate::content::catalogue::{Catalogue, Coordinates, District, Municipality};

/// Units of the map in a degree of latitude.
const UNITS: f64 = borders::UNITS as f64;

/// A degree of longitude in degrees of latitude.
const LONGITUDE: f64 = borders::LONGITUDE as f64 / 100_000.0;

/// The maximum distance of a cell's border from its seat, in units: about 30 km.
const REACH: f64 = 0.27 * UNITS;

/// The number of corners of the polygon that approximates a circle around a seat.
const CORNERS: usize = 24;

/// Cosine and sine of the angle between two corners.
const TURN: (f64, f64) = (0.965_925_826_289_068_3, 0.258_819_045_102_520_74);

/// Seats of a district that are closer than this, in units, count as one.
const SAME_PLACE: f64 = 8.0;

/// A point of the map, in units from its north-west corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// To the east.
    pub x: i32,
    /// To the south.
    pub y: i32,
}

/// A rectangle of the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its north-west corner.
    pub from: Spot,
    /// Its south-east corner.
    pub to: Spot,
}

impl Frame {
    /// Returns whether the two have a point in common.
    pub fn meets(&self, other: &Frame) -> bool {
        self.from.x <= other.to.x
            && other.from.x <= self.to.x
            && self.from.y <= other.to.y
            && other.from.y <= self.to.y
    }

    /// Returns the frame with a margin on all sides.
    pub fn widened(self, margin: i32) -> Frame {
        let Frame { from, to } = self;
        Frame {
            from: Spot { x: from.x - margin, y: from.y - margin },
            to: Spot { x: to.x + margin, y: to.y + margin },
        }
    }

    fn of(points: impl IntoIterator<Item = Spot>) -> Option<Self> {
        points.into_iter().fold(None, |frame, at| {
            let Frame { from, to } = frame.unwrap_or(Frame { from: at, to: at });
            Some(Frame {
                from: Spot { x: from.x.min(at.x), y: from.y.min(at.y) },
                to: Spot { x: to.x.max(at.x), y: to.y.max(at.y) },
            })
        })
    }

    /// Returns the value of `viewBox`.
    pub fn view_box(&self) -> String {
        let Frame { from, to } = self;
        format!("{} {} {} {}", from.x, from.y, to.x - from.x, to.y - from.y)
    }
}

/// A closed shape of the map.
#[derive(Clone, Debug)]
pub struct Tile {
    /// The value of `d` of an SVG path.
    pub path: String,
    /// The smallest rectangle that contains it.
    pub frame: Frame,
}

/// The places of a catalogue on the map.
#[derive(Debug, Default)]
pub struct Mosaic {
    /// The whole map, or `None` if there are no places.
    pub frame: Option<Frame>,
    /// Whether districts have the shapes of the catalogue, not joined cells.
    pub has_borders: bool,
    /// All borders as the value of `d` of an SVG path, each once and in little detail.
    pub borders: String,
    /// The districts in each [`Detail`]. Cells have only one.
    districts: Vec<Vec<Option<Tile>>>,
    cells: Vec<Option<Tile>>,
    seats: Vec<Spot>,
}

impl Mosaic {
    /// Draws the shapes of a catalogue's districts, or the cells of its places.
    pub fn new(catalogue: &Catalogue) -> Self {
        match Borders::new(catalogue.districts.iter().map(|(_, district)| district.outline.as_deref())) {
            Some(borders) => Mosaic::of_borders(catalogue, &borders),
            None => Mosaic::of_cells(catalogue),
        }
    }

    fn of_borders(catalogue: &Catalogue, borders: &Borders) -> Self {
        let tiles = |detail| borders.contours(detail).iter().map(|contours| tile(contours)).collect();
        let districts: Vec<Vec<Option<Tile>>> = Detail::ALL.into_iter().map(tiles).collect();
        let corners = districts.iter().flatten().flatten().flat_map(|tile| [tile.frame.from, tile.frame.to]);
        let seat =
            |(_, municipality): (_, &Municipality)| spot(borders.spot(municipality.coordinates.point()));
        let frame = Frame::of(corners);
        Mosaic {
            frame: frame.map(|frame| frame.widened(borders::MARGIN)),
            has_borders: true,
            borders: borders.lines(Detail::Coarse).iter().map(|line| path(line)).collect(),
            districts,
            cells: catalogue.municipalities.iter().map(|_| None).collect(),
            seats: catalogue.municipalities.iter().map(seat).collect(),
        }
    }

    fn of_cells(catalogue: &Catalogue) -> Self {
        let places = places(catalogue);
        let (west, north) = places.iter().fold((f64::MAX, f64::MAX), |(west, north), place| {
            (west.min(place.at.x - REACH), north.min(place.at.y - REACH))
        });
        let places: Vec<Place> = places
            .into_iter()
            .map(|place| Place { at: Point2::new(place.at.x - west, place.at.y - north), ..place })
            .collect();
        let cells: Vec<Contours> = cells(&places);
        let joined = |district: Ref<District>| {
            let own = places.iter().zip(&cells).filter(|(place, _)| place.district == district);
            let own: Contours = own.flat_map(|(_, cell)| cell.iter().cloned()).collect();
            tile(&lines(&overlay(&own, &Vec::new(), OverlayRule::Union)))
        };
        let districts: Vec<Option<Tile>> = catalogue.districts.refs().map(joined).collect();
        let seats = places.iter().filter(|place| place.municipality.is_some());
        Mosaic {
            frame: Frame::of(districts.iter().flatten().flat_map(|tile| [tile.frame.from, tile.frame.to])),
            has_borders: false,
            borders: String::new(),
            districts: vec![districts],
            seats: seats.clone().map(|place| spot(line(point(place.at.x, place.at.y)))).collect(),
            cells: places
                .iter()
                .zip(&cells)
                .filter(|(place, _)| place.municipality.is_some())
                .map(|(_, cell)| tile(&lines(cell)))
                .collect(),
        }
    }

    /// Returns the area of a district, or `None` if it has no shape and no places.
    pub fn district(&self, at: Ref<District>, detail: Detail) -> Option<&Tile> {
        let details = self.districts.len().saturating_sub(1);
        self.districts.get(details.min(detail as usize))?[at.index()].as_ref()
    }

    /// Returns the cell of a municipality, or `None` if another one has the same seat or the map has borders.
    pub fn cell(&self, at: Ref<Municipality>) -> Option<&Tile> {
        self.cells[at.index()].as_ref()
    }

    /// Returns the seat of a municipality.
    pub fn seat(&self, at: Ref<Municipality>) -> Spot {
        self.seats[at.index()]
    }
}

/// Returns whether two catalogues have the same places, so that one mosaic fits both.
pub fn has_same_places(a: &Catalogue, b: &Catalogue) -> bool {
    let outlines = |catalogue: &Catalogue| -> Vec<Option<Arc<Outline>>> {
        catalogue.districts.iter().map(|(_, district)| district.outline.clone()).collect()
    };
    outlines(a) == outlines(b) && places(a) == places(b)
}

/// Closed lines of whole units.
type Contours = Vec<Vec<IntPoint<i32>>>;

/// A seat on the map. The municipalities come first, in their order, then the seats of districts that are no
/// municipality's.
#[derive(PartialEq)]
struct Place {
    at: Point2<f64>,
    district: Ref<District>,
    municipality: Option<Ref<Municipality>>,
}

fn places(catalogue: &Catalogue) -> Vec<Place> {
    let municipality = |(at, municipality): (Ref<Municipality>, &Municipality)| Place {
        at: projected(municipality.coordinates),
        district: municipality.district,
        municipality: Some(at),
    };
    let mut places: Vec<Place> = catalogue.municipalities.iter().map(municipality).collect();
    let municipalities = places.len();
    for (district, record) in catalogue.districts.iter() {
        let at = projected(record.coordinates);
        let is_same_place = |place: &Place| (place.at.x - at.x).hypot(place.at.y - at.y) < SAME_PLACE;
        let mut own = places[..municipalities].iter().filter(|place| place.district == district);
        if own.clone().next().is_some() && !own.any(is_same_place) {
            places.push(Place { at, district, municipality: None });
        }
    }
    places
}

fn projected(coordinates: Coordinates) -> Point2<f64> {
    Point2::new(coordinates.longitude * LONGITUDE * UNITS, -coordinates.latitude * UNITS)
}

/// Returns the cell of each place: the area that is nearest to it, within its reach.
fn cells(places: &[Place]) -> Vec<Contours> {
    let mut triangulation: DelaunayTriangulation<Point2<f64>> = DelaunayTriangulation::new();
    let mut at: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, place) in places.iter().enumerate() {
        // Only coordinates that are not finite cannot be inserted, and a catalogue has none.
        if let Ok(vertex) = triangulation.insert(place.at) {
            at.entry(vertex.index()).or_insert(number);
        }
    }
    // Points far away close the cells of all places.
    let far = places.iter().fold(REACH, |far, place| far.max(place.at.x.abs()).max(place.at.y.abs())) * 10.0;
    for (x, y) in [(-far, -far), (far, -far), (far, far), (-far, far)] {
        let _ = triangulation.insert(Point2::new(x, y));
    }
    let mut cells = vec![Contours::new(); places.len()];
    for face in triangulation.voronoi_faces() {
        let Some(number) = at.get(&face.as_delaunay_vertex().index()) else { continue };
        let corners = face.adjacent_edges().filter_map(|edge| match edge.from() {
            VoronoiVertex::Inner(face) => Some(face.circumcenter()),
            VoronoiVertex::Outer(_) => None,
        });
        let cell: Vec<IntPoint<i32>> = corners.map(|corner| point(corner.x, corner.y)).collect();
        let around = vec![circle(places[*number].at)];
        cells[*number] = overlay(&vec![cell], &around, OverlayRule::Intersect);
    }
    cells
}

fn circle(centre: Point2<f64>) -> Vec<IntPoint<i32>> {
    let (cos, sin) = TURN;
    let mut arm = (REACH, 0.0);
    (0..CORNERS)
        .map(|_| {
            let corner = point(centre.x + arm.0, centre.y + arm.1);
            arm = (arm.0 * cos - arm.1 * sin, arm.0 * sin + arm.1 * cos);
            corner
        })
        .collect()
}

#[allow(clippy::cast_possible_truncation, reason = "a map is a few thousand units wide")]
fn point(x: f64, y: f64) -> IntPoint<i32> {
    IntPoint::new(x.round() as i32, y.round() as i32)
}

fn line(point: IntPoint<i32>) -> [i32; 2] {
    [point.x, point.y]
}

fn lines(contours: &Contours) -> Vec<Contour> {
    contours.iter().map(|contour| contour.iter().copied().map(line).collect()).collect()
}

fn spot([x, y]: [i32; 2]) -> Spot {
    Spot { x, y }
}

fn overlay(a: &Contours, b: &Contours, rule: OverlayRule) -> Contours {
    let shapes = Overlay::from_subj_and_clip(a, b).overlay(rule, FillRule::NonZero);
    shapes.into_iter().flatten().collect()
}

/// Draws a line with steps relative to its start, which are short.
fn path(line: &[[i32; 2]]) -> String {
    let Some([x, y]) = line.first() else { return String::new() };
    let mut path = format!("M{x} {y}l");
    let mut is_first = true;
    for pair in line.windows(2) {
        for step in [pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]] {
            if step >= 0 && !is_first {
                path.push(' ');
            }
            is_first = false;
            let _ = write!(path, "{step}");
        }
    }
    path
}

fn tile(contours: &[Contour]) -> Option<Tile> {
    let frame = Frame::of(contours.iter().flatten().map(|point| spot(*point)))?;
    let path =
        contours.iter().filter(|contour| !contour.is_empty()).map(|contour| path(contour) + "z").collect();
    Some(Tile { path, frame })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_short_and_closed() {
        let tile = tile(&[vec![[3, 4], [13, 4], [13, 14], [3, 14]]]).unwrap();
        assert_eq!(tile.path, "M3 4l10 0 0 10-10 0z");
        assert_eq!(tile.frame.view_box(), "3 4 10 10");
    }

    #[test]
    fn touching_cells_are_joined() {
        let square = |x: i32| {
            vec![
                IntPoint::new(x, 0),
                IntPoint::new(x + 10, 0),
                IntPoint::new(x + 10, 10),
                IntPoint::new(x, 10),
            ]
        };
        let joined = overlay(&vec![square(0), square(10)], &Vec::new(), OverlayRule::Union);
        assert_eq!(joined.len(), 1);
        assert_eq!(tile(&lines(&joined)).unwrap().frame.view_box(), "0 0 20 10");
    }
}
