//! Maps, bar charts and timelines, drawn from the catalogue. Each comes with the same facts as text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::context::{Link, PageContext};
use super::marks::{AtPlace, Class, Counts, dot, shape, shape_of};
use super::templates::RenderError;
use crate::base::date::{self, Period};
use crate::base::id::Ref;
use crate::base::money::{Currency, Money, Totals};
use crate::content::catalogue::{Activity, Area, District, Municipality, Programme, Spending, Subject};
use crate::site::borders::Detail;
use crate::site::map::{Frame, Spot, Tile};
use crate::theme::locales::Argument;

/// The width of bars and timelines, in their own units.
const WIDTH: i32 = 1000;

/// The margin around the tile on the map of a district, in units of the map.
const MARGIN: i32 = 24;

/// The extent of a map, and what it links to.
#[derive(Clone, Copy)]
pub(super) enum Extent {
    /// The whole country. Districts and municipalities are links.
    Country,
    /// The whole country, small. Municipalities are links.
    Small,
    /// One district and its surroundings.
    District(Ref<District>),
}

/// A map of activities.
#[derive(Serialize)]
pub(super) struct MapView<'a> {
    view_box: String,
    is_small: bool,
    /// Whether districts have borders. If so, they are links, and marks are none for the keyboard.
    has_borders: bool,
    districts: Vec<TileView<'a>>,
    /// The outlines of the municipalities, on the map of a district.
    cells: Vec<&'a str>,
    /// The seats of municipalities without activities.
    dots: String,
    marks: Vec<MarkView<'a>>,
    legend: Vec<LegendView<'a>>,
    /// The classes of districts on the map, if it has borders.
    classes: Vec<ClassView>,
    rows: Vec<PlaceRow<'a>>,
    /// The number of activities that are in no single municipality, so they have no mark.
    elsewhere: usize,
}

/// A small map that shows where a municipality is.
#[derive(Serialize)]
pub(super) struct Locator<'a> {
    view_box: String,
    borders: &'a str,
    /// The district of the municipality.
    district: &'a str,
    mark: String,
}

#[derive(Serialize)]
struct TileView<'a> {
    path: &'a str,
    /// The colour level, from 0 for no activities to [`super::marks::LEVELS`], or the number of its class.
    level: usize,
    /// A circle for fingers around a district that is small.
    reach: Option<Reach>,
    /// The address that the tile links to, if any.
    href: Option<String>,
    title: String,
}

/// A circle in which a district can be tapped.
#[derive(Serialize)]
struct Reach {
    x: i32,
    y: i32,
    r: i32,
}

/// The mark of a municipality with activities.
#[derive(Serialize)]
struct MarkView<'a> {
    path: String,
    shape: usize,
    href: Cow<'a, str>,
    title: String,
}

#[derive(Serialize)]
struct LegendView<'a> {
    path: String,
    shape: usize,
    area: Link<'a>,
}

#[derive(Serialize)]
struct ClassView {
    level: usize,
    /// The numbers of activities.
    text: String,
}

/// A municipality in the table of a map.
#[derive(Serialize)]
struct PlaceRow<'a> {
    municipality: Link<'a>,
    district: Link<'a>,
    activities: usize,
}

/// A bar with its label and value.
#[derive(Serialize)]
pub(super) struct Bar<'a> {
    pub(super) link: Link<'a>,
    /// The formatted number.
    pub(super) value: String,
    /// The length in thousandths of the longest bar.
    pub(super) length: i32,
}

/// The bars of one currency. Amounts in different currencies are never compared.
#[derive(Serialize)]
pub(super) struct MoneyBars<'a> {
    currency: String,
    bars: Vec<Bar<'a>>,
}

/// A timeline of programmes.
#[derive(Serialize)]
pub(super) struct TimeLine<'a> {
    from: i16,
    to: i16,
    /// The positions at which years begin.
    years: Vec<i32>,
    rows: Vec<TimeRow<'a>>,
    /// Whether phases are drawn.
    has_phases: bool,
    /// Whether a programme or phase is drawn whose end is unknown.
    has_open: bool,
}

#[derive(Serialize)]
struct TimeRow<'a> {
    link: Link<'a>,
    period: String,
    stretch: Stretch,
    phases: Vec<Stretch>,
}

#[derive(Clone, Copy, Serialize)]
struct Stretch {
    x: i32,
    width: i32,
    /// Whether the end is unknown.
    is_open: bool,
}

impl Extent {
    /// Returns how exact the borders of districts are.
    fn detail(self) -> Detail {
        match self {
            Extent::Country => Detail::Usual,
            Extent::Small => Detail::Coarse,
            Extent::District(_) => Detail::Fine,
        }
    }
}

impl<'a> PageContext<'a> {
    /// Makes a map of activities, or `None` if there is nothing to show.
    pub(super) fn map(
        &self,
        activities: &[Ref<Activity>],
        extent: Extent,
    ) -> Result<Option<MapView<'a>>, RenderError> {
        let catalogue = self.catalogue();
        let frame = match extent {
            Extent::Country | Extent::Small => self.mosaic.frame,
            Extent::District(at) => {
                self.mosaic.district(at, extent.detail()).map(|tile| tile.frame.widened(MARGIN))
            }
        };
        let Some(frame) = frame.filter(|_| !activities.is_empty()) else { return Ok(None) };
        let counts = Counts::of(catalogue, activities);
        if counts.is_empty() {
            return Ok(None);
        }
        let legend = self.legend(&counts);
        let has_borders = self.mosaic.has_borders;
        let mut map = MapView {
            view_box: frame.view_box(),
            is_small: matches!(extent, Extent::Small),
            has_borders,
            districts: Vec::new(),
            cells: Vec::new(),
            dots: String::new(),
            marks: Vec::new(),
            legend,
            classes: Vec::new(),
            rows: Vec::new(),
            elsewhere: counts.elsewhere,
        };
        for district in self.order().districts.all() {
            let tile = self.mosaic.district(*district, extent.detail());
            let Some(tile) = tile.filter(|tile| tile.frame.meets(&frame)) else { continue };
            let reach =
                Reach::of(tile, &frame).filter(|_| has_borders && !matches!(extent, Extent::District(_)));
            map.districts.push(TileView { reach, ..self.tile(*district, tile, &counts, extent)? });
        }
        // The circles around small districts lie above their neighbours.
        map.districts.sort_by_key(|tile| tile.reach.is_some());
        if has_borders && !matches!(extent, Extent::District(_)) {
            map.classes = self.classes(&counts, map.districts.iter().any(|tile| tile.level == 0))?;
        }
        for municipality in self.order().municipalities.all() {
            let is_own = match extent {
                Extent::District(at) => catalogue.municipalities[*municipality].district == at,
                Extent::Country | Extent::Small => true,
            };
            if !is_own {
                continue;
            }
            if matches!(extent, Extent::District(_)) {
                map.cells.extend(self.mosaic.cell(*municipality).map(|tile| tile.path.as_str()));
            }
            let seat = self.mosaic.seat(*municipality);
            match counts.at(*municipality) {
                Some(count) => {
                    map.marks.push(self.mark(*municipality, seat, count)?);
                    map.rows.push(self.place_row(*municipality, count.all));
                }
                None => map.dots.push_str(&dot(seat)),
            }
        }
        Ok(Some(map))
    }

    /// Makes a map that shows where a municipality is, or `None` if its district has no shape.
    pub(super) fn locator(&self, at: Ref<Municipality>) -> Option<Locator<'a>> {
        let district = self.mosaic.district(self.catalogue().municipalities[at].district, Detail::Coarse)?;
        Some(Locator {
            view_box: self.mosaic.frame.filter(|_| self.mosaic.has_borders)?.view_box(),
            borders: &self.mosaic.borders,
            district: &district.path,
            mark: shape(0, self.mosaic.seat(at), 14),
        })
    }

    fn tile(
        &self,
        district: Ref<District>,
        tile: &'a Tile,
        counts: &Counts,
        extent: Extent,
    ) -> Result<TileView<'a>, RenderError> {
        let has_borders = self.mosaic.has_borders;
        let is_link = match extent {
            Extent::Country => true,
            Extent::Small => has_borders,
            // Large neighbours reach beyond the frame, where they would be too close to other links for fingers.
            Extent::District(own) => own != district && !has_borders,
        };
        let name = self.catalogue().districts[district].name.name.get(self.locale);
        Ok(TileView {
            path: &tile.path,
            level: match extent {
                Extent::District(own) if own != district => 0,
                Extent::District(_) => {
                    if has_borders {
                        1
                    } else {
                        3
                    }
                }
                _ if has_borders => counts.class(district),
                Extent::Country | Extent::Small => counts.level(district),
            },
            reach: None,
            href: is_link.then(|| self.href(Subject::District(district))),
            title: match extent {
                Extent::Country => self.place_title(name, counts.in_district(district))?,
                Extent::Small if has_borders => self.place_title(name, counts.in_district(district))?,
                Extent::Small | Extent::District(_) => name.to_owned(),
            },
        })
    }

    fn mark(&self, at: Ref<Municipality>, seat: Spot, count: &AtPlace) -> Result<MarkView<'a>, RenderError> {
        let name = self.catalogue().municipalities[at].name.name.get(self.locale);
        let (shape, path) = count.mark(seat);
        Ok(MarkView {
            path,
            shape,
            href: self.municipality(at).href,
            title: match self.mosaic.has_borders {
                true => self.mark_title(name, count)?,
                false => self.place_title(name, count.all)?,
            },
        })
    }

    /// Returns the title of a mark, which tells the areas that its shape does not show.
    fn mark_title(&self, name: &str, count: &AtPlace) -> Result<String, RenderError> {
        let place = self.place_title(name, count.all)?;
        let areas = count.areas();
        if areas.len() < 2 {
            return Ok(place);
        }
        let area = |(area, count): (Ref<Area>, usize)| {
            let name = self.catalogue().areas[area].name.get(self.locale).to_owned();
            self.message(
                "map-area",
                &[("area", Argument::Text(name)), ("count", Argument::Count(count as u64))],
            )
        };
        let areas = areas.into_iter().map(area).collect::<Result<Vec<String>, RenderError>>()?.join(", ");
        self.message("map-mark", &[("place", Argument::Text(place)), ("areas", Argument::Text(areas))])
    }

    fn place_title(&self, name: &str, count: usize) -> Result<String, RenderError> {
        self.message(
            "map-place",
            &[("name", Argument::Text(name.to_owned())), ("count", Argument::Count(count as u64))],
        )
    }

    /// Returns the classes of districts, the one without activities first if there is such a district.
    fn classes(&self, counts: &Counts, has_none: bool) -> Result<Vec<ClassView>, RenderError> {
        let none = has_none.then_some(Class { from: 0, to: 0 });
        let numbered =
            none.into_iter().map(|class| (0, class)).chain((1..).zip(counts.classes.iter().copied()));
        let class = |(level, Class { from, to }): (usize, Class)| {
            let text = match from == to {
                true => self.message("number", &[("count", Argument::Count(to as u64))])?,
                false => self.message(
                    "map-class",
                    &[("from", Argument::Count(from as u64)), ("to", Argument::Count(to as u64))],
                )?,
            };
            Ok(ClassView { level, text })
        };
        numbered.map(class).collect()
    }

    fn place_row(&self, at: Ref<Municipality>, count: usize) -> PlaceRow<'a> {
        PlaceRow {
            municipality: self.municipality(at),
            district: self.district(self.catalogue().municipalities[at].district),
            activities: count,
        }
    }

    /// Returns the shapes on a map, with the areas that they represent.
    fn legend(&self, counts: &Counts) -> Vec<LegendView<'a>> {
        let entry = |area: &Ref<Area>| {
            let kind = shape_of(*area);
            LegendView { path: shape(kind, Spot { x: 10, y: 10 }, 8), shape: kind, area: self.area(*area) }
        };
        self.order().areas.all().iter().filter(|area| counts.is_main(**area)).map(entry).collect()
    }

    /// Makes a bar chart of numbers of activities.
    pub(super) fn activity_bars(
        &self,
        of: impl IntoIterator<Item = (Link<'a>, usize)>,
    ) -> Result<Vec<Bar<'a>>, RenderError> {
        let counted: Vec<(Link<'a>, usize)> = of.into_iter().collect();
        let most = counted.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let bar = |(link, count): (Link<'a>, usize)| {
            let value = self.message("number", &[("count", Argument::Count(count as u64))])?;
            Ok(Bar { link, value, length: share(count, most) })
        };
        counted.into_iter().map(bar).collect()
    }

    /// Makes bar charts of money, one for each currency, the largest amount first.
    pub(super) fn money_bars(&self, of: impl IntoIterator<Item = (Link<'a>, Totals)>) -> Vec<MoneyBars<'a>> {
        let mut by_currency: BTreeMap<Currency, Vec<(Link<'a>, Money)>> = BTreeMap::new();
        for (link, totals) in of {
            for money in totals.iter() {
                by_currency.entry(money.currency).or_default().push((link.clone(), money));
            }
        }
        let bars = |(currency, mut amounts): (Currency, Vec<(Link<'a>, Money)>)| {
            amounts.sort_by_key(|(_, money)| std::cmp::Reverse(money.amount));
            let most = amounts[0].1.amount;
            let bar = |(link, money): (Link<'a>, Money)| Bar {
                link,
                value: self.money(money),
                length: i32::try_from(money.amount.thousandths_of(most)).unwrap_or(WIDTH),
            };
            MoneyBars { currency: currency.code().to_owned(), bars: amounts.into_iter().map(bar).collect() }
        };
        by_currency.into_iter().map(bars).collect()
    }

    /// Adds up the money of activities, grouped by the key that `place` returns.
    pub(super) fn totals_by<K: Ord>(
        &self,
        activities: &[Ref<Activity>],
        place: impl Fn(&Activity) -> K,
    ) -> BTreeMap<K, Totals> {
        let mut groups: BTreeMap<K, Vec<&Activity>> = BTreeMap::new();
        for activity in activities.iter().map(|at| &self.catalogue().activities[*at]) {
            groups.entry(place(activity)).or_default().push(activity);
        }
        groups.into_iter().map(|(key, group)| (key, Spending::of(self.catalogue(), group).totals)).collect()
    }

    /// Makes a timeline of the programmes with a known period, the earliest first.
    pub(super) fn time_line(
        &self,
        programmes: impl IntoIterator<Item = Ref<Programme>>,
    ) -> Option<TimeLine<'a>> {
        let period = |at| Some((at, self.catalogue().programmes[at].period?));
        let mut programmes: Vec<(Ref<Programme>, Period)> =
            programmes.into_iter().filter_map(period).collect();
        programmes.sort_by_key(|(_, period)| period.start().first_day());
        let last =
            |(_, period): &(Ref<Programme>, Period)| period.end().unwrap_or(period.start()).last_day().year();
        let from = programmes.first()?.1.start().first_day().year();
        let to = programmes.iter().map(last).max()?.max(from);
        let scale = Scale { from, to };
        let row = |(at, period): &(Ref<Programme>, Period)| {
            let phases = self.catalogue().programmes[*at].phases.iter();
            TimeRow {
                link: self.programme(*at),
                period: self.period(Some(*period)).unwrap_or_default(),
                stretch: scale.stretch(*period),
                phases: phases.filter_map(|phase| phase.period).map(|period| scale.stretch(period)).collect(),
            }
        };
        let rows: Vec<TimeRow<'a>> = programmes.iter().map(row).collect();
        let is_open = |row: &TimeRow<'_>| row.phases.iter().chain([&row.stretch]).any(|part| part.is_open);
        Some(TimeLine {
            from,
            to,
            years: (from + 1..=to).map(|year| scale.at(i32::from(year) * 1000)).collect(),
            has_phases: rows.iter().any(|row| !row.phases.is_empty()),
            has_open: rows.iter().any(is_open),
            rows,
        })
    }
}

impl Reach {
    /// Returns the circle of a district that is smaller than a finger on the map of a phone.
    fn of(tile: &Tile, frame: &Frame) -> Option<Reach> {
        let size = |Frame { from, to }: &Frame| (to.x - from.x, to.y - from.y);
        let ((width, height), (map_width, map_height)) = (size(&tile.frame), size(frame));
        // A finger needs 40 pixels. A map is at least 320 wide and at most 416 high.
        let finger = (map_width / 8).max(map_height / 10);
        let Spot { x, y } = tile.frame.from;
        (width.min(height) < finger).then(|| Reach { x: x + width / 2, y: y + height / 2, r: finger / 2 })
    }
}

/// Converts years to positions on a timeline.
struct Scale {
    from: i16,
    to: i16,
}

impl Scale {
    fn at(&self, time: i32) -> i32 {
        let (start, years) = (i32::from(self.from) * 1000, i32::from(self.to - self.from) + 1);
        ((time - start) / years).clamp(0, WIDTH)
    }

    fn stretch(&self, period: Period) -> Stretch {
        let x = self.at(date::on_time_line(period.start().first_day()));
        let end = period.end().map_or(WIDTH, |end| self.at(date::on_time_line(end.last_day()) + 3));
        Stretch { x, width: (end - x).max(8), is_open: period.end().is_none() }
    }
}

/// Returns `count` in thousandths of `most`.
fn share(count: usize, most: usize) -> i32 {
    let share = count * 1000 / most.max(1);
    i32::try_from(share).unwrap_or(WIDTH)
}
