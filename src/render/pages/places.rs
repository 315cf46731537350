//! The lists of municipalities and districts, and their pages.

use serde::Serialize;

use crate::base::id::{Id, Ref};
use crate::content::catalogue::{Activity, District, Municipality, Region, Subject};
use crate::render::context::{EntryName, Item, Link, PageContext, Shown};
use crate::render::details::DetailView;
use crate::render::figures::Extent;
use crate::render::filters::{self, Facet, FacetValue, Facets};
use crate::render::templates::{RenderError, View};
use crate::site::collation::{self};
use crate::site::route::Page;
use crate::theme::format;
use crate::theme::locales::Argument;

#[derive(Serialize)]
struct LetterGroup<'a> {
    letter: String,
    items: Vec<Item<'a>>,
}

/// The districts of a region.
#[derive(Serialize)]
pub(super) struct RegionGroup<'a> {
    region: EntryName<'a>,
    id: &'a str,
    former_ids: Vec<&'a str>,
    districts: Vec<Item<'a>>,
}

/// An activity in another municipality that names this one.
#[derive(Serialize)]
struct Mention<'a> {
    href: String,
    project: Shown<'a>,
    place: Shown<'a>,
}

/// The number of inhabitants of a municipality.
#[derive(Serialize)]
struct PopulationView<'a> {
    value: String,
    date: String,
    source: Option<Link<'a>>,
    /// The number of activities for each 1,000 inhabitants.
    share: String,
}

/// The addresses of comparisons with a municipality.
#[derive(Serialize)]
struct CompareHrefs {
    /// Where readers choose the others. The page needs a script.
    chosen: String,
    /// Where it is beside its neighbours.
    neighbours: String,
}

impl<'a> PageContext<'a> {
    pub(super) fn municipalities_page(&self, page: Page) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct Municipalities<'a> {
            count: usize,
            active_count: usize,
            active: Vec<LetterGroup<'a>>,
            other: Vec<Item<'a>>,
        }
        let (active, other): (Vec<Ref<Municipality>>, Vec<_>) = self
            .order()
            .municipalities
            .all()
            .iter()
            .partition(|at| !self.catalogue().index.of(Subject::Municipality(**at)).is_empty());
        let traits: Vec<Facets> =
            active.iter().chain(&other).map(|at| self.municipality_traits(*at)).collect();
        let is_narrowed = filters::is_long(traits.len());
        let with_traits = |mut item: Item<'a>, at: Ref<Municipality>| {
            if is_narrowed {
                item.traits = self.municipality_traits(at).attributes(self);
            }
            item
        };
        let choices = if is_narrowed { self.choices(&traits)? } else { Vec::new() };
        let letter = |at: &Ref<Municipality>| {
            collation::letter(self.locale, self.catalogue().municipalities[*at].name.name.get(self.locale))
        };
        let groups = active.chunk_by(|a, b| letter(a) == letter(b)).map(|group| LetterGroup {
            letter: letter(&group[0]),
            items: group.iter().map(|at| with_traits(self.municipality_item(*at), *at)).collect(),
        });
        let list = Municipalities {
            count: active.len() + other.len(),
            active_count: active.len(),
            active: groups.collect(),
            other: other.iter().map(|at| with_traits(Item::new(self.municipality(*at)), *at)).collect(),
        };
        let title = self.menu_name(page.subject)?;
        let description = self.message(
            "municipalities-description",
            &[
                ("count", Argument::Count(list.count as u64)),
                ("active", Argument::Count(list.active_count as u64)),
            ],
        )?;
        let view = self.view(page, Shown::Own(title), &description)?;
        Ok(view.with("list", &list).with("choices", &choices))
    }

    /// Returns the facets of a municipality in a list. It is in its district even without activities. The municipality
    /// itself is not a choice.
    fn municipality_traits(&self, at: Ref<Municipality>) -> Facets {
        let mut traits = self.traits(self.catalogue().index.of(Subject::Municipality(at)));
        let district = Subject::District(self.catalogue().municipalities[at].district);
        traits.set(Facet::District, [FacetValue::Entry(district)]);
        traits.set(Facet::Municipality, []);
        traits
    }

    pub(super) fn municipality_page(&self, page: Page, at: Ref<Municipality>) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct MunicipalityView<'a> {
            title: Option<Shown<'a>>,
            summary: Option<Shown<'a>>,
            body: Option<String>,
            municipality_type: String,
            district: Link<'a>,
            region: EntryName<'a>,
            activities: usize,
            projects: usize,
            population: Option<PopulationView<'a>>,
            details: Vec<DetailView<'a>>,
            mentioned: Vec<Mention<'a>>,
            organisations: Vec<Link<'a>>,
        }
        let catalogue = self.catalogue();
        let municipality = &catalogue.municipalities[at];
        let activities = catalogue.index.of(Subject::Municipality(at));
        let district = &catalogue.districts[municipality.district];
        let organisations = catalogue.index.seated[at.index()].iter().copied();
        let details = MunicipalityView {
            title: municipality.words.as_ref().map(|words| self.shown(&words.title)),
            summary: municipality.words.as_ref().map(|words| self.shown(&words.summary)),
            body: municipality.words.as_ref().map(|words| self.body(words)).transpose()?,
            municipality_type: self.municipality_type(municipality.municipality_type)?,
            district: self.district(municipality.district),
            region: self.region(district.region),
            activities: activities.len(),
            projects: self.project_count(activities),
            population: municipality.population.map(|population| PopulationView {
                value: format::number(population.value.into(), self.locale),
                date: format::date(population.date, self.locale),
                source: population.source.map(|at| self.document(at)),
                share: format::quantity(population.per_thousand(activities.len()), self.locale),
            }),
            details: self.details(&municipality.details)?,
            mentioned: self.mentioning(at)?,
            organisations: self
                .order()
                .organisations
                .sort(organisations)
                .into_iter()
                .map(|body| self.organisation(body))
                .collect(),
        };
        let description = self.message(
            "municipality-description",
            &[
                ("loc", Argument::Text(municipality.name.locative.get(self.locale).to_owned())),
                ("count", Argument::Count(activities.len() as u64)),
            ],
        )?;
        Ok(self
            .view(page, self.shown(&municipality.name.name), &description)?
            .with("municipality", &details)
            .with("sources", &self.sources_of(page.subject)?)
            .with("genitive", &municipality.name.genitive.get(self.locale))
            .with("locative", &municipality.name.locative.get(self.locale))
            .with("number", &if municipality.name.is_plural { "plural" } else { "singular" })
            .with("district_locative", &district.name.locative.get(self.locale))
            .with("tiles", &self.tiles(page.subject)?)
            .with("locator", &self.locator(at))
            .with("compare", &self.compare_hrefs(at))
            .with("neighbours", &self.neighbours(at))
            .with("groups", &self.groups(page)?))
    }

    /// Returns where a municipality is compared with others, if it is.
    fn compare_hrefs(&self, at: Ref<Municipality>) -> Option<CompareHrefs> {
        let catalogue = self.catalogue();
        let is_compared = !catalogue.index.of(Subject::Municipality(at)).is_empty();
        let id = &catalogue.municipalities[at].id;
        (is_compared && catalogue.has_page(Subject::Comparisons)).then(|| CompareHrefs {
            chosen: format!("{}?a={id}", self.href(Subject::Comparisons)),
            neighbours: self.href(Subject::Comparison(at)),
        })
    }

    /// Returns the other municipalities in the district of a municipality.
    fn neighbours(&self, at: Ref<Municipality>) -> Vec<Item<'a>> {
        let mut district = self.municipalities_in(self.catalogue().municipalities[at].district);
        district.retain(|other| *other != at);
        district.into_iter().map(|other| self.municipality_item(other)).collect()
    }

    /// Returns activities in other municipalities that name this one as a partner or a location.
    fn mentioning(&self, at: Ref<Municipality>) -> Result<Vec<Mention<'a>>, RenderError> {
        let catalogue = self.catalogue();
        let mut found = catalogue.index.naming[at.index()].clone();
        found.sort_by_key(|activity| {
            let activity = &catalogue.activities[*activity];
            (self.order().projects.rank(activity.project), self.order().scope_rank(activity.scope))
        });
        let link = |activity: Ref<Activity>| {
            let of = &catalogue.activities[activity];
            Ok(Mention {
                href: self.activity_href(activity),
                project: self.shown(&catalogue.projects[of.project].words.title),
                place: self.scope_name(of.scope)?,
            })
        };
        found.into_iter().map(link).collect()
    }

    pub(super) fn districts(&self, page: Page) -> Result<View, RenderError> {
        let regions = self.region_groups();
        let count = self.catalogue().districts.len();
        let title = self.menu_name(page.subject)?;
        let has_city = self.catalogue().districts.iter().any(|(_, district)| district.is_city_of_belgrade());
        let description = self.message(
            "districts-description",
            &[
                ("count", Argument::Count((count - usize::from(has_city)) as u64)),
                ("belgrade", Argument::Text(yes_or_no(has_city))),
            ],
        )?;
        let view = self.view(page, Shown::Own(title), &description)?;
        Ok(view.with("regions", &regions).with("count", &count))
    }

    pub(super) fn region_groups(&self) -> Vec<RegionGroup<'a>> {
        let group = |at: &Ref<Region>| RegionGroup {
            region: self.region(*at),
            id: self.catalogue().regions[*at].id.as_str(),
            former_ids: self.catalogue().regions[*at].aliases.iter().map(Id::as_str).collect(),
            districts: self.districts_in(*at),
        };
        self.order().regions.all().iter().map(group).filter(|group| !group.districts.is_empty()).collect()
    }

    /// Returns the districts of a region, each with the numbers of its municipalities and activities.
    fn districts_in(&self, region: Ref<Region>) -> Vec<Item<'a>> {
        let all = self.order().districts.all().iter();
        let own = all.filter(|at| self.catalogue().districts[**at].region == region);
        own.map(|at| self.district_item(*at)).collect()
    }

    fn district_item(&self, at: Ref<District>) -> Item<'a> {
        let subject = Subject::District(at);
        let mut item = Item::new(self.district(at));
        item.municipalities = Some(self.counter(self.municipalities_in(at).len(), subject, "municipalities"));
        item.activities = Some(self.counter(self.catalogue().index.of(subject).len(), subject, "activities"));
        item
    }

    fn municipalities_in(&self, district: Ref<District>) -> Vec<Ref<Municipality>> {
        let all = self.order().municipalities.all().iter().copied();
        all.filter(|at| self.catalogue().municipalities[*at].district == district).collect()
    }

    fn municipality_item(&self, at: Ref<Municipality>) -> Item<'a> {
        let subject = Subject::Municipality(at);
        let mut item = Item::new(self.municipality(at));
        item.activities = Some(self.counter(self.catalogue().index.of(subject).len(), subject, "activities"));
        item
    }

    pub(super) fn district_page(&self, page: Page, at: Ref<District>) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct DistrictView<'a> {
            region: EntryName<'a>,
            seat: Option<Link<'a>>,
            iso: &'a str,
            details: Vec<DetailView<'a>>,
            activities: usize,
            municipalities: Vec<Item<'a>>,
        }
        let catalogue = self.catalogue();
        let district = &catalogue.districts[at];
        let municipalities = self.municipalities_in(at);
        let activities = catalogue.index.of(Subject::District(at)).len();
        let description = self.message(
            "district-description",
            &[
                ("name", Argument::Text(district.name.name.get(self.locale).to_owned())),
                ("belgrade", Argument::Text(yes_or_no(district.is_city_of_belgrade()))),
                ("count", Argument::Count(municipalities.len() as u64)),
                ("activities", Argument::Count(activities as u64)),
            ],
        )?;
        let details = DistrictView {
            region: self.region(district.region),
            seat: district.seat.map(|seat| self.municipality(seat)),
            iso: &district.iso,
            details: self.details(&district.details)?,
            activities,
            municipalities: municipalities.into_iter().map(|at| self.municipality_item(at)).collect(),
        };
        Ok(self
            .view(page, self.shown(&district.name.name), &description)?
            .with("district", &details)
            .with("tiles", &self.tiles(page.subject)?)
            .with("map", &self.map(catalogue.index.of(Subject::District(at)), Extent::District(at))?)
            .with("groups", &self.groups(page)?))
    }
}

/// Returns the word by which a message tells two cases apart.
fn yes_or_no(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}
