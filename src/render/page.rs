//! Builds the variables for the template of each kind of page.

use std::cell::Cell;

use serde::Serialize;

use super::figures::{Bar, Extent};
use super::narrow::{Facets, Trait};
use super::shared::SharedRow;
use super::templates::{Fragment, RenderError, View};
use super::view::{Alternate, Counter, Item, LanguageLink, Link, PageContext, Shown, SourceView};
use crate::base::id::{Kind, Ref};
use crate::base::language::Locale;
use crate::base::money::Totals;
use crate::content::catalogue::{
    Activity, Area, District, FilePath, Municipality, MunicipalityType, Organisation, OrganisationKind,
    Programme, Project, PublishedFile, Role, Status, SubArea, Subject, SupportType, Text, Words, anchors,
};
use crate::site::change_log::{Day, Entry};
use crate::site::collation;
use crate::site::listing::{self, Row, Section};
use crate::site::route::Page;
use crate::site::tables;
use crate::theme::format;
use crate::theme::locales::Argument;

/// The rows of a list under one heading.
#[derive(Serialize)]
struct Group<'a> {
    /// The anchor of the group.
    id: Option<String>,
    title: Option<Link<'a>>,
    /// The number of its activities, on all pages of the list together.
    activities: usize,
    municipalities: Vec<Link<'a>>,
    /// The anchor of the list of those municipalities.
    municipalities_id: Option<String>,
    /// Whether the group begins on this page of the list.
    begins_here: bool,
    /// The rows, each made from a [`RowView`].
    rows: Vec<Fragment>,
}

/// A project in a list, with the places of its activities.
#[derive(Serialize)]
struct RowView<'a> {
    project: Link<'a>,
    programme: Link<'a>,
    sub_area: Link<'a>,
    /// The number of activities in the row. It links to the project's list only if the row contains all of them.
    activities: usize,
    all_activities: Option<String>,
    places: Vec<Fragment>,
    /// The money, if the row has only one activity.
    money: Option<String>,
    traits: Vec<Trait>,
}

/// An activity on its project's page.
#[derive(Serialize)]
struct ActivityView<'a> {
    id: &'a str,
    municipality: Link<'a>,
    district: Link<'a>,
    support: Option<Link<'a>>,
    implementers: Vec<Link<'a>>,
    partners: Vec<Link<'a>>,
    partner_municipalities: Vec<Link<'a>>,
    locations: Vec<Link<'a>>,
    total: Option<String>,
    split: Option<SplitView>,
    status: Option<String>,
    period: Option<String>,
    note: Option<Shown<'a>>,
    /// The sources, if they differ from those of the project.
    sources: Vec<SourceView<'a>>,
    traits: Vec<Trait>,
}

#[derive(Serialize)]
struct SplitView {
    programme: String,
    co_funding: String,
}

/// The numbers of one area within a programme.
#[derive(Serialize)]
struct AreaCounts<'a> {
    area: Link<'a>,
    municipalities: Counter,
    activities: Counter,
}

/// A programme on the home page.
#[derive(Serialize)]
struct ProgrammeCounts<'a> {
    item: Item<'a>,
    areas: Vec<AreaCounts<'a>>,
}

#[derive(Serialize)]
struct InstitutionGroup<'a> {
    role: String,
    institutions: Vec<InstitutionView<'a>>,
}

#[derive(Serialize)]
struct InstitutionView<'a> {
    organisation: Link<'a>,
    money: Option<String>,
}

#[derive(Serialize)]
struct PhaseView<'a> {
    id: &'a str,
    name: Shown<'a>,
    period: Option<String>,
    note: Option<Shown<'a>>,
    projects: Vec<Link<'a>>,
}

#[derive(Serialize)]
struct LetterGroup<'a> {
    letter: String,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct RegionGroup<'a> {
    region: Shown<'a>,
    id: &'a str,
    districts: Vec<Item<'a>>,
}

/// A recently changed project.
#[derive(Serialize)]
struct Recent<'a> {
    project: Link<'a>,
    programme: Link<'a>,
    day: String,
    /// ISO 8601.
    machine_day: String,
}

/// The changes of one day.
#[derive(Serialize)]
struct DayView<'a> {
    day: String,
    /// ISO 8601.
    machine_day: String,
    added: ChangeList<ChangeView<'a>>,
    changed: ChangeList<ChangeView<'a>>,
    removed: ChangeList<RemovedView>,
}

/// The first changes of a kind on a day, and the number of further ones.
#[derive(Serialize)]
struct ChangeList<T> {
    shown: Vec<T>,
    more: usize,
}

/// The maximum number of changes of a kind that are listed for a day.
const CHANGES_SHOWN: usize = 50;

impl<T> ChangeList<T> {
    fn of(count: usize, shown: impl Iterator<Item = Result<T, RenderError>>) -> Result<Self, RenderError> {
        let shown = shown.take(CHANGES_SHOWN).collect::<Result<Vec<T>, _>>()?;
        Ok(ChangeList { more: count - shown.len(), shown })
    }
}

#[derive(Serialize)]
struct ChangeView<'a> {
    kind: String,
    link: Link<'a>,
}

/// An entry that no longer exists.
#[derive(Serialize)]
struct RemovedView {
    kind: String,
    id: String,
}

/// A document in the folder of an entry.
#[derive(Serialize)]
struct DocumentView<'a> {
    href: String,
    name: &'a str,
    /// `PDF`
    kind: String,
    size: String,
    /// The locale tag of the three texts, if it differs from that of the page.
    lang: Option<&'static str>,
}

/// Links from a project to related ones.
#[derive(Serialize)]
struct Related<'a> {
    sub_area: Vec<Link<'a>>,
    district: Option<(Link<'a>, Vec<Link<'a>>)>,
}

/// An activity in another municipality that names this one.
#[derive(Serialize)]
struct Mention<'a> {
    href: String,
    project: Shown<'a>,
    place: Shown<'a>,
}

/// The role of an organisation in a programme.
#[derive(Serialize)]
struct RoleView<'a> {
    programme: Link<'a>,
    role: String,
    money: Option<String>,
}

impl<'a> PageContext<'a> {
    /// Returns the template of a page.
    pub(super) fn template(&self, page: Page) -> &'static str {
        match page.subject {
            Subject::Home => "home.html",
            Subject::Programmes => "programmes.html",
            Subject::SupportTypes => "support-types.html",
            Subject::Organisations => "organisations.html",
            Subject::Programme(_) => "programme.html",
            Subject::Projects => "projects.html",
            Subject::Project(_) => "project.html",
            Subject::Municipalities => "municipalities.html",
            Subject::Municipality(_) => "municipality.html",
            Subject::Districts => "districts.html",
            Subject::District(_) => "district.html",
            Subject::Areas => "areas.html",
            Subject::Area(_) => "area.html",
            Subject::SubArea(_) => "sub-area.html",
            Subject::SupportType(_) => "support-type.html",
            Subject::Organisation(_) => "organisation.html",
            Subject::Data => "data.html",
            Subject::About | Subject::Accessibility => "text.html",
            Subject::Changes => "changes.html",
            Subject::Search => "search.html",
            Subject::NotFound => "404.html",
        }
    }

    /// Builds the variables for the template of a page.
    pub(super) fn context(&self, page: Page) -> Result<View, RenderError> {
        match page.subject {
            Subject::Home => self.home(page),
            Subject::Programmes => self.programmes(page),
            Subject::Programme(at) => self.programme_page(page, at),
            Subject::Projects => self.projects(page),
            Subject::Project(at) => self.project_page(page, at),
            Subject::Municipalities => self.municipalities_page(page),
            Subject::Municipality(at) => self.municipality_page(page, at),
            Subject::Districts => self.districts(page),
            Subject::District(at) => self.district_page(page, at),
            Subject::Areas => self.areas(page),
            Subject::Area(at) => self.area_page(page, at),
            Subject::SubArea(at) => self.sub_area_page(page, at),
            Subject::SupportTypes => self.support_types(page),
            Subject::SupportType(at) => self.support_type_page(page, at),
            Subject::Organisations => self.organisations_page(page),
            Subject::Organisation(at) => self.organisation_page(page, at),
            Subject::Data => self.data_page(page),
            Subject::About => self.text_page(page, &self.catalogue().pages.about),
            Subject::Accessibility => match &self.catalogue().pages.accessibility {
                Some(words) => self.text_page(page, words),
                None => self.not_found(page),
            },
            Subject::Changes => self.changes(page),
            Subject::Search => self.search(page),
            Subject::NotFound => self.not_found(page),
        }
    }

    /// Builds the variables for the pages that belong to no locale.
    pub(super) fn shared(&self) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct Welcome<'a> {
            link: LanguageLink,
            site_title: Shown<'a>,
            site_name: &'a str,
            summary: Shown<'a>,
            summary_text: &'a str,
            not_found_title: String,
            not_found_text: String,
        }
        #[derive(Serialize)]
        struct Shared<'a> {
            root: String,
            canonical: String,
            locales: Vec<Welcome<'a>>,
            alternates: Vec<Alternate>,
            og_locale: &'static str,
            og_locale_alternates: Vec<&'static str>,
            picture: &'a Fragment,
            linked_data: String,
        }
        let mut locales = Vec::new();
        for locale in self.site.locales() {
            let viewer = PageContext { locale: *locale, foreign: Cell::new(false), ..*self };
            locales.push(Welcome {
                link: LanguageLink {
                    name: locale.endonym(),
                    lang: locale.tag(),
                    href: viewer.href(Subject::Home),
                    current: false,
                },
                site_title: viewer.shown(&self.catalogue().settings.title),
                site_name: self.catalogue().settings.title.get(*locale),
                summary: viewer.shown(&self.catalogue().pages.home.summary),
                summary_text: self.catalogue().pages.home.summary.get(*locale),
                not_found_title: viewer.message("not-found-title", &[])?,
                not_found_text: viewer.message("not-found-text", &[])?,
            });
        }
        let root = self.site.root_href();
        let (og_locale, og_locale_alternates) = self.open_graph_locales(self.site.locales());
        View::new(&Shared {
            canonical: self.site.absolute(&root),
            alternates: self.alternates(Page::first(Subject::Home)),
            og_locale,
            og_locale_alternates,
            picture: self.picture(Subject::Home)?,
            linked_data: self.linked_data_of_site(),
            root,
            locales,
        })
    }

    /// Builds the variables for the redirect to a page.
    pub(super) fn moved(&self, page: Page) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct Redirect<'a> {
            lang: &'static str,
            site_name: &'a str,
            canonical: String,
            page: Link<'a>,
        }
        let href = self.site.href(page, self.locale);
        View::new(&Redirect {
            lang: self.locale.tag(),
            site_name: self.catalogue().settings.title.get(self.locale),
            canonical: self.site.absolute(&href),
            page: Link::new(href, self.name_of(page.subject)),
        })
    }

    /// Returns the name of a subject, as links to its page show it.
    fn name_of(&self, subject: Subject) -> Shown<'a> {
        let catalogue = self.catalogue();
        let text = catalogue.entry(subject).map_or(&catalogue.settings.title, |entry| entry.name);
        self.shown(text)
    }

    fn home(&self, page: Page) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct Home<'a> {
            summary: Shown<'a>,
            body: String,
            programmes_count: Counter,
            projects_count: Counter,
            municipalities_count: Counter,
            activities_count: Counter,
            programmes: Vec<ProgrammeCounts<'a>>,
            areas: Vec<Item<'a>>,
            regions: Vec<RegionGroup<'a>>,
            recent: Vec<Recent<'a>>,
            data: String,
        }
        let catalogue = self.catalogue();
        let words = &catalogue.pages.home;
        let all: Vec<Ref<Activity>> = catalogue.activities.refs().collect();
        let home = Home {
            summary: self.shown(&words.summary),
            body: self.body(words)?,
            programmes_count: self.counter(catalogue.programmes.len(), Subject::Programmes, ""),
            projects_count: self.counter(catalogue.projects.len(), Subject::Projects, ""),
            municipalities_count: self.counter(
                self.municipalities_of(&all).len(),
                Subject::Municipalities,
                "active",
            ),
            activities_count: self.counter(all.len(), Subject::Projects, ""),
            programmes: self.order().programmes.all().iter().map(|at| self.programme_counts(*at)).collect(),
            areas: self.area_items(),
            regions: self.region_groups(),
            recent: self.recent(),
            data: self.href(Subject::Data),
        };
        let map = self.map(page, &all, Extent::Country)?;
        let area_bars = self.area_bars()?;
        let time_line = self.time_line(self.order().programmes.all().iter().copied());
        let description = words.summary.get(self.locale);
        Ok(self
            .view(page, self.shown(&words.title), description, Vec::new())?
            .with("home", &home)
            .with("map", &map)
            .with("area_bars", &area_bars)
            .with("time_line", &time_line))
    }

    /// Returns the most recently changed projects.
    fn recent(&self) -> Vec<Recent<'a>> {
        const SHOWN: usize = 5;
        let changed = self.site.chronicle.iter().flat_map(|chronicle| chronicle.recent_projects());
        let found = changed.map(|(at, moment)| Recent {
            project: self.project(*at),
            programme: self.programme_short(self.catalogue().projects[*at].programme),
            day: format::date(moment.day(), self.locale),
            machine_day: moment.day().to_string(),
        });
        found.take(SHOWN).collect()
    }

    fn programme_item(&self, at: Ref<Programme>) -> Item<'a> {
        let programme = &self.catalogue().programmes[at];
        let activities = &self.catalogue().index.programme[at.index()];
        let subject = Subject::Programme(at);
        let mut item = Item::new(self.programme(at));
        item.summary = Some(self.shown(&programme.words.summary));
        item.detail = self.period(programme.period).map(Shown::Own);
        if !activities.is_empty() {
            item.projects = Some(self.counter(self.project_count(activities), subject, "activities"));
            item.municipalities =
                Some(self.counter(self.municipalities_of(activities).len(), subject, "municipalities"));
            item.activities = Some(self.counter(activities.len(), subject, "activities"));
        }
        item
    }

    /// Counts a programme's activities by area, with links to the places in the programme's list.
    fn programme_counts(&self, at: Ref<Programme>) -> ProgrammeCounts<'a> {
        let subject = Subject::Programme(at);
        let rows = self.site.rows(subject, self.locale);
        let mut areas = Vec::new();
        let mut first = 0;
        for group in rows.chunk_by(|a, b| a.section == b.section) {
            if let Section::Area(area) = group[0].section {
                let activities = activities_of(group);
                let id = &self.catalogue().areas[area].id;
                let municipalities = self.municipalities_of(&activities).len();
                areas.push(AreaCounts {
                    area: self.area(area),
                    municipalities: Counter {
                        count: municipalities,
                        href: self.row_href(subject, first, &anchors::municipalities_of(id.as_str())),
                    },
                    activities: Counter {
                        count: activities.len(),
                        href: self.row_href(subject, first, id.as_str()),
                    },
                });
            }
            first += group.len();
        }
        ProgrammeCounts { item: self.programme_item(at), areas }
    }

    fn area_items(&self) -> Vec<Item<'a>> {
        let item = |at: &Ref<Area>| {
            let activities = &self.catalogue().index.area[at.index()];
            let mut item = self.counted(self.area(*at), Subject::Area(*at), activities);
            item.summary = Some(self.shown(&self.catalogue().areas[*at].description));
            item
        };
        self.order().areas.all().iter().map(item).collect()
    }

    fn area_bars(&self) -> Result<Vec<Bar<'a>>, RenderError> {
        let count = |at: &Ref<Area>| self.catalogue().index.area[at.index()].len();
        self.activity_bars(self.order().areas.all().iter().map(|at| (self.area(*at), count(at))))
    }

    /// Makes a list entry with the numbers of projects, municipalities and activities on its page.
    fn counted(&self, link: Link<'a>, subject: Subject, activities: &[Ref<Activity>]) -> Item<'a> {
        let mut item = Item::new(link);
        item.projects = Some(self.counter(self.project_count(activities), subject, "activities"));
        item.municipalities =
            Some(self.counter(self.municipalities_of(activities).len(), subject, "municipalities"));
        item.activities = Some(self.counter(activities.len(), subject, "activities"));
        item
    }

    fn region_groups(&self) -> Vec<RegionGroup<'a>> {
        let catalogue = self.catalogue();
        let group = |at: &Ref<crate::content::catalogue::Region>| {
            let districts = self
                .order()
                .districts
                .all()
                .iter()
                .filter(|district| catalogue.districts[**district].region == *at);
            RegionGroup {
                region: self.shown(&catalogue.regions[*at].name),
                id: catalogue.regions[*at].id.as_str(),
                districts: districts.map(|district| self.district_item(*district)).collect(),
            }
        };
        self.order().regions.all().iter().map(group).filter(|group| !group.districts.is_empty()).collect()
    }

    fn district_item(&self, at: Ref<District>) -> Item<'a> {
        let subject = Subject::District(at);
        let mut item = Item::new(self.district(at));
        item.municipalities = Some(self.counter(self.municipalities_in(at).len(), subject, "municipalities"));
        item.activities =
            Some(self.counter(self.catalogue().index.district[at.index()].len(), subject, "activities"));
        item
    }

    fn municipalities_in(&self, district: Ref<District>) -> Vec<Ref<Municipality>> {
        let all = self.order().municipalities.all().iter().copied();
        all.filter(|at| self.catalogue().municipalities[*at].district == district).collect()
    }

    fn municipality_item(&self, at: Ref<Municipality>) -> Item<'a> {
        let mut item = Item::new(self.municipality(at));
        let activities = self.catalogue().index.municipality[at.index()].len();
        item.activities = Some(self.counter(activities, Subject::Municipality(at), "activities"));
        item
    }

    fn programmes(&self, page: Page) -> Result<View, RenderError> {
        let items: Vec<Item<'a>> =
            self.order().programmes.all().iter().map(|at| self.programme_item(*at)).collect();
        let title = self.message("nav-programmes", &[])?;
        let description =
            self.message("programmes-description", &[("count", Argument::Count(items.len() as u64))])?;
        let catalogue = self.catalogue();
        let all: Vec<Ref<Activity>> = catalogue.activities.refs().collect();
        let mut totals = self.totals_by(&all, |activity| catalogue.projects[activity.project].programme);
        let order = self.order().programmes.all();
        let money = order.iter().filter_map(|at| Some((self.programme(*at), totals.remove(at)?)));
        let money = self.money_bars(money);
        Ok(self
            .list(page, title, &description, &items, items.len())?
            .with("time_line", &self.time_line(order.iter().copied()))
            .with("money", &money))
    }

    /// Builds an index page: a title, the number of entries, and the entries with their numbers.
    fn list(
        &self,
        page: Page,
        title: String,
        description: &str,
        items: &[Item<'a>],
        count: usize,
    ) -> Result<View, RenderError> {
        let view = self.view(page, Shown::Own(title), description, Vec::new())?;
        Ok(view.with("items", &items).with("count", &count))
    }

    fn projects(&self, page: Page) -> Result<View, RenderError> {
        let title = self.message("nav-projects", &[])?;
        let count = self.catalogue().projects.len();
        let description = self.message(
            "projects-description",
            &[
                ("count", Argument::Count(count as u64)),
                ("activities", Argument::Count(self.catalogue().activities.len() as u64)),
            ],
        )?;
        let mut groups = self.groups(page);
        let mut choices = Vec::new();
        if self.is_narrowed(count, self.site.part_count(page.subject)) {
            let rows = self.site.rows(page.subject, self.locale);
            let traits: Vec<Facets> = rows.iter().map(|row| self.traits(&row.activities)).collect();
            let shown = listing::part(&rows, page.part).iter().zip(listing::part(&traits, page.part));
            for (place, (row, traits)) in groups.iter_mut().flat_map(|group| &mut group.rows).zip(shown) {
                *place = Fragment::of(&RowView { traits: traits.attributes(self), ..self.row_view(row) });
            }
            choices = self.choices(&traits)?;
        }
        let view = self.view(page, Shown::Own(title), &description, Vec::new())?;
        Ok(view.with("groups", &groups).with("count", &count).with("choices", &choices))
    }

    fn support_types(&self, page: Page) -> Result<View, RenderError> {
        let item = |at: &Ref<SupportType>| {
            let activities = &self.catalogue().index.support_type[at.index()];
            let mut item = self.counted(self.support(*at), Subject::SupportType(*at), activities);
            item.summary = Some(self.shown(&self.catalogue().support_types[*at].description));
            item
        };
        let items: Vec<Item<'a>> = self.order().support_types.all().iter().map(item).collect();
        let title = self.message("nav-support", &[])?;
        let description =
            self.message("support-description", &[("count", Argument::Count(items.len() as u64))])?;
        let count = |at: &Ref<SupportType>| self.catalogue().index.support_type[at.index()].len();
        let all = self.order().support_types.all();
        let bars = self.activity_bars(all.iter().map(|at| (self.support(*at), count(at))))?;
        Ok(self.list(page, title, &description, &items, items.len())?.with("bars", &bars))
    }

    fn organisations_page(&self, page: Page) -> Result<View, RenderError> {
        let mut items = Vec::new();
        let all = self.order().organisations.all();
        let traits: Vec<Facets> = if self.is_narrowed(all.len(), self.site.part_count(page.subject)) {
            all.iter().map(|at| self.organisation_traits(*at)).collect()
        } else {
            Vec::new()
        };
        let mut shown = listing::part(&traits, page.part).iter();
        for at in listing::part(all, page.part) {
            let mut item = Item::new(self.organisation(*at));
            let activities = self.catalogue().index.organisation[at.index()].len();
            item.activities =
                (activities > 0).then(|| self.counter(activities, Subject::Organisation(*at), "activities"));
            item.detail = Some(Shown::Own(self.organisation_kind(self.catalogue().organisations[*at].kind)?));
            item.traits = shown.next().map(|traits| traits.attributes(self)).unwrap_or_default();
            items.push(item);
        }
        let title = self.message("nav-organisations", &[])?;
        let description =
            self.message("organisations-description", &[("count", Argument::Count(all.len() as u64))])?;
        Ok(self.list(page, title, &description, &items, all.len())?.with("choices", &self.choices(&traits)?))
    }

    fn organisation_traits(&self, at: Ref<Organisation>) -> Facets {
        let kind = self.catalogue().organisations[at].kind;
        let mut traits = self.traits(&self.catalogue().index.organisation[at.index()]);
        traits.kind = Some(kind);
        traits
    }

    fn areas(&self, page: Page) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct AreaEntry<'a> {
            item: Item<'a>,
            sub_areas: Vec<Item<'a>>,
        }
        let entries: Vec<AreaEntry<'a>> = self
            .order()
            .areas
            .all()
            .iter()
            .zip(self.area_items())
            .map(|(at, item)| AreaEntry { item, sub_areas: self.sub_area_items(*at) })
            .collect();
        let title = self.message("nav-areas", &[])?;
        let description =
            self.message("areas-description", &[("count", Argument::Count(entries.len() as u64))])?;
        let count = entries.len();
        let bars = self.area_bars()?;
        Ok(self
            .view(page, Shown::Own(title), &description, Vec::new())?
            .with("bars", &bars)
            .with("areas", &entries)
            .with("count", &count))
    }

    fn sub_area_items(&self, area: Ref<Area>) -> Vec<Item<'a>> {
        let sub_areas = self.order().sub_areas.sort(self.catalogue().areas[area].sub_areas());
        let item = |at: Ref<SubArea>| {
            let activities = &self.catalogue().index.sub_area[at.index()];
            let mut item = self.counted(self.sub_area(at), Subject::SubArea(at), activities);
            item.summary = Some(self.shown(&self.catalogue().sub_areas[at].description));
            item
        };
        sub_areas.into_iter().map(item).collect()
    }

    fn municipalities_page(&self, page: Page) -> Result<View, RenderError> {
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
            .partition(|at| !self.catalogue().index.municipality[at.index()].is_empty());
        let traits: Vec<Facets> =
            active.iter().chain(&other).map(|at| self.municipality_traits(*at)).collect();
        let is_narrowed = self.is_narrowed(traits.len(), 1);
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
        let title = self.message("nav-municipalities", &[])?;
        let description = self.message(
            "municipalities-description",
            &[
                ("count", Argument::Count(list.count as u64)),
                ("active", Argument::Count(list.active_count as u64)),
            ],
        )?;
        let view = self.view(page, Shown::Own(title), &description, Vec::new())?;
        Ok(view.with("list", &list).with("choices", &choices))
    }

    /// Returns the facets of a municipality in a list. It is in its district even without activities. The municipality
    /// itself is not a choice.
    fn municipality_traits(&self, at: Ref<Municipality>) -> Facets {
        let mut traits = self.traits(&self.catalogue().index.municipality[at.index()]);
        traits.districts = [self.catalogue().municipalities[at].district].into();
        traits.municipalities.clear();
        traits
    }

    fn districts(&self, page: Page) -> Result<View, RenderError> {
        let regions = self.region_groups();
        let count = self.catalogue().districts.len();
        let title = self.message("nav-districts", &[])?;
        let description =
            self.message("districts-description", &[("count", Argument::Count(count as u64))])?;
        let view = self.view(page, Shown::Own(title), &description, Vec::new())?;
        Ok(view.with("regions", &regions).with("count", &count))
    }

    /// Makes the breadcrumb of a page in a collection.
    fn trail(&self, subject: Subject, title: String) -> Vec<Link<'a>> {
        vec![Link::new(self.href(subject), Shown::Own(title))]
    }

    fn programme_page(&self, page: Page, at: Ref<Programme>) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct ProgrammeView<'a> {
            summary: Shown<'a>,
            body: String,
            acronym: Option<Shown<'a>>,
            status: Option<String>,
            period: Option<String>,
            areas: Vec<Link<'a>>,
            institutions: Vec<InstitutionGroup<'a>>,
            budget: Option<String>,
            regions: Vec<Shown<'a>>,
            target_groups: Vec<Shown<'a>>,
            sdgs: Vec<Goal>,
            phases: Vec<PhaseView<'a>>,
            objectives: Vec<Shown<'a>>,
            results: Vec<Shown<'a>>,
            follows: Vec<Link<'a>>,
            followed_by: Vec<Link<'a>>,
        }
        #[derive(Serialize)]
        struct Goal {
            number: u8,
            name: String,
        }
        let catalogue = self.catalogue();
        let programme = &catalogue.programmes[at];
        let mut sdgs = Vec::new();
        for goal in &programme.sdgs {
            sdgs.push(Goal { number: goal.0, name: self.message(&format!("sdg-{}", goal.0), &[])? });
        }
        let followed_by = catalogue
            .programmes
            .iter()
            .filter(|(_, other)| other.follows.contains(&at))
            .map(|(other, _)| other);
        let details = ProgrammeView {
            summary: self.shown(&programme.words.summary),
            body: self.body(&programme.words)?,
            acronym: programme.acronym.as_ref().map(|text| self.shown(text)),
            status: self.status(programme.status)?,
            period: self.period(programme.period),
            areas: self
                .order()
                .areas
                .sort(programme.areas.iter().copied())
                .into_iter()
                .map(|at| self.area(at))
                .collect(),
            institutions: self.institutions(programme)?,
            budget: programme.budget.map(|money| self.money(money)),
            regions: self
                .order()
                .regions
                .sort(programme.regions.iter().copied())
                .into_iter()
                .map(|at| self.shown(&catalogue.regions[at].name))
                .collect(),
            target_groups: self.all_shown(&programme.target_groups),
            sdgs,
            phases: self.phases(at),
            objectives: self.all_shown(&programme.objectives),
            results: self.all_shown(&programme.results),
            follows: self
                .order()
                .programmes
                .sort(programme.follows.iter().copied())
                .into_iter()
                .map(|at| self.programme(at))
                .collect(),
            followed_by: self
                .order()
                .programmes
                .sort(followed_by)
                .into_iter()
                .map(|at| self.programme(at))
                .collect(),
        };
        let breadcrumb = self.trail(Subject::Programmes, self.message("nav-programmes", &[])?);
        let activities = &catalogue.index.programme[at.index()];
        let mut totals = self.totals_by(activities, |activity| activity.municipality);
        let order = self.order().municipalities.all();
        let money = order.iter().filter_map(|at| Some((self.municipality(*at), totals.remove(at)?)));
        let money = self.money_bars(money);
        let has_phases = programme.phases.iter().any(|phase| phase.period.is_some());
        let time_line = self.time_line(has_phases.then_some(at));
        Ok(self
            .view(
                page,
                self.shown(&programme.words.title),
                programme.words.summary.get(self.locale),
                breadcrumb,
            )?
            .with("programme", &details)
            .with("groups", &self.groups(page))
            .with("municipalities", &self.municipalities(self.municipalities_of(activities)))
            .with("activities", &activities.len())
            .with("map", &self.map(page, activities, Extent::Small)?)
            .with("money", &money)
            .with("time_line", &time_line)
            .with("documents", &self.documents("programmes", programme.id.as_str()))
            .with("sources", &self.sources(&programme.sources)))
    }

    fn institutions(&self, programme: &'a Programme) -> Result<Vec<InstitutionGroup<'a>>, RenderError> {
        let mut groups = Vec::new();
        for role in Role::ALL {
            let mut taking_part: Vec<_> =
                programme.institutions.iter().filter(|institution| institution.role == *role).collect();
            taking_part.sort_by_key(|institution| self.order().organisations.rank(institution.organisation));
            if !taking_part.is_empty() {
                let view = |institution: &&'a crate::content::catalogue::Institution| InstitutionView {
                    organisation: self.organisation(institution.organisation),
                    money: institution.funding.map(|money| self.money(money)),
                };
                groups.push(InstitutionGroup {
                    role: self.role(*role, taking_part.len())?,
                    institutions: taking_part.iter().map(view).collect(),
                });
            }
        }
        Ok(groups)
    }

    fn phases(&self, at: Ref<Programme>) -> Vec<PhaseView<'a>> {
        let catalogue = self.catalogue();
        let in_phase = |number: usize| {
            let projects = catalogue
                .projects
                .iter()
                .filter(|(_, project)| project.programme == at && project.phase == Some(number));
            self.order().projects.sort(projects.map(|(project, _)| project))
        };
        let phases = catalogue.programmes[at].phases.iter().enumerate();
        phases
            .map(|(number, phase)| PhaseView {
                id: phase.id.as_str(),
                name: self.shown(&phase.name),
                period: self.period(phase.period),
                note: phase.note.as_ref().map(|text| self.shown(text)),
                projects: in_phase(number).into_iter().map(|project| self.project(project)).collect(),
            })
            .collect()
    }

    fn project_page(&self, page: Page, at: Ref<Project>) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct ProjectView<'a> {
            summary: Shown<'a>,
            body: String,
            programme: Link<'a>,
            phase: Option<Shown<'a>>,
            area: Link<'a>,
            sub_area: Link<'a>,
            support: Link<'a>,
            status: Option<String>,
            period: Option<String>,
            implementers: Vec<Link<'a>>,
            partners: Vec<Link<'a>>,
            totals: Vec<String>,
            activities: Vec<ActivityView<'a>>,
        }
        let catalogue = self.catalogue();
        let project = &catalogue.projects[at];
        let activities: Vec<&'a Activity> =
            project.activities().map(|at| &catalogue.activities[at]).collect();
        let same_implementers =
            activities.windows(2).all(|pair| pair[0].implementers == pair[1].implementers);
        let same_partners = activities.windows(2).all(|pair| pair[0].partners == pair[1].partners);
        let common = |same: bool, list: fn(&Activity) -> &Vec<Ref<Organisation>>| match activities.first() {
            Some(first) if same => self.organisations(list(first)),
            _ => Vec::new(),
        };
        let mut sorted: Vec<Ref<Activity>> = project.activities().collect();
        sorted.sort_by_key(|at| self.order().municipalities.rank(catalogue.activities[*at].municipality));
        let traits: Vec<Facets> = sorted.iter().map(|at| self.traits(&[*at])).collect();
        let choices = match self.is_narrowed(sorted.len(), 1) {
            true => self.choices(&traits)?,
            false => Vec::new(),
        };
        let mut views = Vec::new();
        for (at, traits) in sorted.into_iter().zip(traits) {
            let mut view = self.activity(at, project, same_implementers, same_partners)?;
            if !choices.is_empty() {
                view.traits = traits.attributes(self);
            }
            views.push(view);
        }
        let totals = Totals::of(
            activities.iter().filter_map(|activity| activity.funding).map(|funding| funding.total()),
        );
        let programme = &catalogue.programmes[project.programme];
        let area = catalogue.sub_areas[project.sub_area].area;
        let details = ProjectView {
            summary: self.shown(&project.words.summary),
            body: self.body(&project.words)?,
            programme: self.programme(project.programme),
            phase: project.phase.map(|number| self.shown(&programme.phases[number].name)),
            area: self.area(area),
            sub_area: self.sub_area(project.sub_area),
            support: self.support(project.support),
            status: self.status(project.status)?,
            period: self.period(project.period),
            implementers: common(same_implementers, |activity| &activity.implementers),
            partners: common(same_partners, |activity| &activity.partners),
            totals: totals.iter().map(|money| self.money(money)).collect(),
            activities: views,
        };
        let mut breadcrumb = self.trail(Subject::Programmes, self.message("nav-programmes", &[])?);
        breadcrumb.push(self.programme_short(project.programme));
        Ok(self
            .view(page, self.shown(&project.words.title), project.words.summary.get(self.locale), breadcrumb)?
            .with("project", &details)
            .with("choices", &choices)
            .with("documents", &self.documents("projects", project.id.as_str()))
            .with("related", &self.related(at))
            .with("sources", &self.sources(&project.sources)))
    }

    /// Returns the documents in the folder of an entry, without pictures.
    fn documents(&self, collection: &str, id: &str) -> Vec<DocumentView<'a>> {
        const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "avif"];
        let files = &self.catalogue().files;
        let folder = format!("{collection}/{id}/");
        let first = files.partition_point(|file| *file.path.0 < *folder);
        let own = files[first..].iter().take_while(|file| file.path.0.starts_with(&folder));
        let view = |file: &'a PublishedFile| {
            let FilePath(path) = &file.path;
            let name = &path[folder.len()..];
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
            let is_document = !PICTURES.contains(&ending.as_str());
            is_document.then(|| DocumentView {
                href: self.site.file_href(&file.path),
                name,
                kind: ending.to_ascii_uppercase(),
                size: format::file_size(file.size, self.locale),
                lang: (self.locale == Locale::SrCyrl).then(|| Locale::SrLatn.tag()),
            })
        };
        own.filter_map(view).collect()
    }

    /// Returns other projects of the same sub-area. If the project is in only one district, also others of that
    /// district.
    fn related(&self, at: Ref<Project>) -> Related<'a> {
        let catalogue = self.catalogue();
        let project = &catalogue.projects[at];
        let district_of =
            |at: Ref<Activity>| catalogue.municipalities[catalogue.activities[at].municipality].district;
        let mut districts = project.activities().map(district_of);
        let district = districts.next().filter(|first| districts.all(|other| other == *first));
        let links = |all: &[Ref<Activity>]| -> Vec<Link<'a>> {
            listing::beside(catalogue, all, at).into_iter().map(|other| self.project(other)).collect()
        };
        Related {
            sub_area: links(&catalogue.index.sub_area[project.sub_area.index()]),
            district: district
                .map(|district| (self.district(district), links(&catalogue.index.district[district.index()])))
                .filter(|(_, links)| !links.is_empty()),
        }
    }

    /// Makes an activity on its project's page, without the facts that are shown for the whole project.
    fn activity(
        &self,
        at: Ref<Activity>,
        project: &Project,
        same_implementers: bool,
        same_partners: bool,
    ) -> Result<ActivityView<'a>, RenderError> {
        let catalogue = self.catalogue();
        let activity = &catalogue.activities[at];
        let municipality = &catalogue.municipalities[activity.municipality];
        let own =
            |same: bool, list: &[Ref<Organisation>]| if same { Vec::new() } else { self.organisations(list) };
        let split = activity.funding.and_then(|funding| Some((funding.total().currency, funding.split()?)));
        let in_currency = |currency, amount| self.money(crate::base::money::Money { currency, amount });
        Ok(ActivityView {
            id: municipality.id.as_str(),
            municipality: self.municipality(activity.municipality),
            district: self.district(municipality.district),
            support: (activity.support != project.support).then(|| self.support(activity.support)),
            implementers: own(same_implementers, &activity.implementers),
            partners: own(same_partners, &activity.partners),
            partner_municipalities: self.municipalities(activity.partner_municipalities.iter().copied()),
            locations: self.municipalities(activity.locations.iter().copied()),
            total: activity.funding.map(|funding| self.money(funding.total())),
            split: split.map(|(currency, split)| SplitView {
                programme: in_currency(currency, split.programme),
                co_funding: in_currency(currency, split.co_funding),
            }),
            status: if activity.status == project.status { None } else { self.status(activity.status)? },
            period: if activity.period == project.period { None } else { self.period(activity.period) },
            note: activity.note.as_ref().map(|text| self.shown(text)),
            sources: if activity.sources == project.sources {
                Vec::new()
            } else {
                self.sources(&activity.sources)
            },
            traits: Vec::new(),
        })
    }

    fn municipality_page(&self, page: Page, at: Ref<Municipality>) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct MunicipalityView<'a> {
            title: Option<Shown<'a>>,
            summary: Option<Shown<'a>>,
            body: Option<String>,
            municipality_type: String,
            district: Link<'a>,
            region: Shown<'a>,
            activities: usize,
            projects: usize,
            totals: Vec<String>,
            mentioned: Vec<Mention<'a>>,
            organisations: Vec<Link<'a>>,
        }
        let catalogue = self.catalogue();
        let municipality = &catalogue.municipalities[at];
        let activities = &catalogue.index.municipality[at.index()];
        let district = &catalogue.districts[municipality.district];
        let funded = activities.iter().filter_map(|at| catalogue.activities[*at].funding);
        let organisations = catalogue.index.seated[at.index()].iter().copied();
        let details = MunicipalityView {
            title: municipality.words.as_ref().map(|words| self.shown(&words.title)),
            summary: municipality.words.as_ref().map(|words| self.shown(&words.summary)),
            body: municipality.words.as_ref().map(|words| self.body(words)).transpose()?,
            municipality_type: self.municipality_type(municipality.municipality_type)?,
            district: self.district(municipality.district),
            region: self.shown(&catalogue.regions[district.region].name),
            activities: activities.len(),
            projects: self.project_count(activities),
            totals: Totals::of(funded.map(|funding| funding.total()))
                .iter()
                .map(|money| self.money(money))
                .collect(),
            mentioned: self.mentioning(at),
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
        let mut breadcrumb = self.trail(Subject::Districts, self.message("nav-districts", &[])?);
        breadcrumb.push(self.district(municipality.district));
        Ok(self
            .view(page, self.shown(&municipality.name.name), &description, breadcrumb)?
            .with("municipality", &details)
            .with("genitive", &municipality.name.genitive.get(self.locale))
            .with("locative", &municipality.name.locative.get(self.locale))
            .with("district_locative", &district.name.locative.get(self.locale))
            .with("neighbours", &self.neighbours(at))
            .with("groups", &self.groups(page)))
    }

    /// Returns the other municipalities in the district of a municipality.
    fn neighbours(&self, at: Ref<Municipality>) -> Vec<Item<'a>> {
        let mut district = self.municipalities_in(self.catalogue().municipalities[at].district);
        district.retain(|other| *other != at);
        district.into_iter().map(|other| self.municipality_item(other)).collect()
    }

    /// Returns activities in other municipalities that name this one as a partner or a location.
    fn mentioning(&self, at: Ref<Municipality>) -> Vec<Mention<'a>> {
        let catalogue = self.catalogue();
        let mut found = catalogue.index.naming[at.index()].clone();
        found.sort_by_key(|activity| {
            let activity = &catalogue.activities[*activity];
            (
                self.order().projects.rank(activity.project),
                self.order().municipalities.rank(activity.municipality),
            )
        });
        let link = |activity: Ref<Activity>| {
            let of = &catalogue.activities[activity];
            Mention {
                href: self.activity_href(activity),
                project: self.shown(&catalogue.projects[of.project].words.title),
                place: self.shown(&catalogue.municipalities[of.municipality].name.name),
            }
        };
        found.into_iter().map(link).collect()
    }

    fn district_page(&self, page: Page, at: Ref<District>) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct DistrictView<'a> {
            region: Shown<'a>,
            seat: Option<Link<'a>>,
            iso: &'a str,
            activities: usize,
            municipalities: Vec<Item<'a>>,
        }
        let catalogue = self.catalogue();
        let district = &catalogue.districts[at];
        let municipalities = self.municipalities_in(at);
        let activities = catalogue.index.district[at.index()].len();
        let description = self.message(
            "district-description",
            &[
                ("name", Argument::Text(district.name.name.get(self.locale).to_owned())),
                ("count", Argument::Count(municipalities.len() as u64)),
                ("activities", Argument::Count(activities as u64)),
            ],
        )?;
        let details = DistrictView {
            region: self.shown(&catalogue.regions[district.region].name),
            seat: district.seat.map(|seat| self.municipality(seat)),
            iso: &district.iso,
            activities,
            municipalities: municipalities.into_iter().map(|at| self.municipality_item(at)).collect(),
        };
        let breadcrumb = self.trail(Subject::Districts, self.message("nav-districts", &[])?);
        Ok(self
            .view(page, self.shown(&district.name.name), &description, breadcrumb)?
            .with("district", &details)
            .with("map", &self.map(page, &catalogue.index.district[at.index()], Extent::District(at))?)
            .with("groups", &self.groups(page)))
    }

    /// Builds a page with a name, a description and a list of activities.
    fn topic(
        &self,
        page: Page,
        name: &'a Text,
        description: &'a Text,
        activities: &[Ref<Activity>],
        breadcrumb: Vec<Link<'a>>,
    ) -> Result<View, RenderError> {
        Ok(self
            .view(page, self.shown(name), description.get(self.locale), breadcrumb)?
            .with("summary", &self.shown(description))
            .with("map", &self.map(page, activities, Extent::Small)?)
            .with("activities", &activities.len())
            .with("projects", &self.project_count(activities))
            .with("municipalities", &self.municipalities(self.municipalities_of(activities)))
            .with("groups", &self.groups(page)))
    }

    fn area_page(&self, page: Page, at: Ref<Area>) -> Result<View, RenderError> {
        let area = &self.catalogue().areas[at];
        let breadcrumb = self.trail(Subject::Areas, self.message("nav-areas", &[])?);
        let programmes =
            self.catalogue().programmes.iter().filter(|(_, programme)| programme.areas.contains(&at));
        let programmes = self.order().programmes.sort(programmes.map(|(programme, _)| programme));
        let programmes: Vec<Link<'a>> =
            programmes.into_iter().map(|programme| self.programme(programme)).collect();
        Ok(self
            .topic(page, &area.name, &area.description, &self.catalogue().index.area[at.index()], breadcrumb)?
            .with("sub_areas", &self.sub_area_items(at))
            .with("programmes", &programmes))
    }

    fn sub_area_page(&self, page: Page, at: Ref<SubArea>) -> Result<View, RenderError> {
        let sub_area = &self.catalogue().sub_areas[at];
        let mut breadcrumb = self.trail(Subject::Areas, self.message("nav-areas", &[])?);
        breadcrumb.push(self.area(sub_area.area));
        let activities = &self.catalogue().index.sub_area[at.index()];
        self.topic(page, &sub_area.name, &sub_area.description, activities, breadcrumb)
    }

    fn support_type_page(&self, page: Page, at: Ref<SupportType>) -> Result<View, RenderError> {
        let support = &self.catalogue().support_types[at];
        let breadcrumb = self.trail(Subject::SupportTypes, self.message("nav-support", &[])?);
        let activities = &self.catalogue().index.support_type[at.index()];
        self.topic(page, &support.name, &support.description, activities, breadcrumb)
    }

    fn organisation_page(&self, page: Page, at: Ref<Organisation>) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct OrganisationView<'a> {
            kind: String,
            municipality: Option<Link<'a>>,
            url: Option<&'a str>,
            roles: Vec<RoleView<'a>>,
            activities: usize,
        }
        let catalogue = self.catalogue();
        let organisation = &catalogue.organisations[at];
        let mut roles = Vec::new();
        for programme in self.order().programmes.all() {
            for institution in
                catalogue.programmes[*programme].institutions.iter().filter(|part| part.organisation == at)
            {
                roles.push(RoleView {
                    programme: self.programme(*programme),
                    role: self.role(institution.role, 1)?,
                    money: institution.funding.map(|money| self.money(money)),
                });
            }
        }
        let activities = catalogue.index.organisation[at.index()].len();
        let details = OrganisationView {
            kind: self.organisation_kind(organisation.kind)?,
            municipality: organisation.municipality.map(|municipality| self.municipality(municipality)),
            url: organisation.url.as_ref().map(url::Url::as_str),
            roles,
            activities,
        };
        let description = self.message(
            "organisation-description",
            &[
                ("name", Argument::Text(organisation.name.get(self.locale).to_owned())),
                ("count", Argument::Count(activities as u64)),
            ],
        )?;
        let breadcrumb = self.trail(Subject::Organisations, self.message("nav-organisations", &[])?);
        Ok(self
            .view(page, self.shown(&organisation.name), &description, breadcrumb)?
            .with("organisation", &details)
            .with("groups", &self.groups(page)))
    }

    /// Builds the page about the data: its text, the files, and the meaning of their columns.
    fn data_page(&self, page: Page) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct FileView {
            name: &'static str,
            href: String,
            meaning: String,
        }
        #[derive(Serialize)]
        struct TableView {
            files: Vec<&'static str>,
            columns: Vec<ColumnView>,
        }
        #[derive(Serialize)]
        struct ColumnView {
            headings: Vec<String>,
            meaning: String,
        }
        let mut files = Vec::new();
        for file in self.catalogue().data_files() {
            let meaning = self.message(&format!("data-file-{}", file.name().replace('.', "-")), &[])?;
            files.push(FileView { name: file.name(), href: self.site.data_href(file), meaning });
        }
        let mut views = Vec::new();
        for table in tables::descriptions() {
            let mut columns = Vec::new();
            for (name, headings) in table.columns {
                let meaning = self.message(&format!("column-{}", name.replace('_', "-")), &[])?;
                columns.push(ColumnView { headings, meaning });
            }
            views.push(TableView { files: table.files.iter().map(|file| file.name()).collect(), columns });
        }
        let view = self.text_page(page, &self.catalogue().pages.data)?;
        Ok(view.with("files", &files).with("tables", &views))
    }

    fn text_page(&self, page: Page, words: &'a Words) -> Result<View, RenderError> {
        Ok(self
            .view(page, self.shown(&words.title), words.summary.get(self.locale), Vec::new())?
            .with("summary", &self.shown(&words.summary))
            .with("body", &self.body(words)?))
    }

    /// Builds the change log: additions, changes and removals, day by day.
    fn changes(&self, page: Page) -> Result<View, RenderError> {
        let days = self.site.chronicle.as_ref().map(|chronicle| {
            chronicle.days().iter().map(|day| self.day_of_changes(day)).collect::<Result<Vec<_>, _>>()
        });
        let title = self.message("changes", &[])?;
        let description = self.message("changes-description", &[])?;
        let view = self.view(page, Shown::Own(title), &description, Vec::new())?;
        Ok(view.with("days", &days.transpose()?))
    }

    fn day_of_changes(&self, day: &Day) -> Result<DayView<'a>, RenderError> {
        let entries = |entries: &[Entry]| -> Result<ChangeList<ChangeView<'a>>, RenderError> {
            // Every locale shows the same changes, in its own order.
            let mut shown: Vec<Entry> = entries.iter().copied().take(CHANGES_SHOWN).collect();
            shown.sort_by_key(|entry| match *entry {
                Entry::Programme(at) => (Kind::Programme, self.order().programmes.rank(at)),
                Entry::Project(at) => (Kind::Project, self.order().projects.rank(at)),
                Entry::Municipality(at) => (Kind::Municipality, self.order().municipalities.rank(at)),
            });
            ChangeList::of(
                entries.len(),
                shown.iter().map(|entry| {
                    let (kind, link) = match *entry {
                        Entry::Programme(at) => (Kind::Programme, self.programme(at)),
                        Entry::Project(at) => (Kind::Project, self.project(at)),
                        Entry::Municipality(at) => (Kind::Municipality, self.municipality(at)),
                    };
                    Ok(ChangeView { kind: self.message(kind.word(), &[])?, link })
                }),
            )
        };
        let removed = day
            .removed
            .iter()
            .map(|(kind, id)| Ok(RemovedView { kind: self.message(kind.word(), &[])?, id: id.clone() }));
        Ok(DayView {
            day: format::date(day.day, self.locale),
            machine_day: day.day.to_string(),
            added: entries(&day.added)?,
            changed: entries(&day.changed)?,
            removed: ChangeList::of(day.removed.len(), removed)?,
        })
    }

    /// Builds the search page, with links to the lists for readers who prefer to browse.
    fn search(&self, page: Page) -> Result<View, RenderError> {
        #[derive(Serialize)]
        struct List {
            title: String,
            counter: Counter,
        }
        let catalogue = self.catalogue();
        let list = |title, subject, count| List { title, counter: self.counter(count, subject, "") };
        let message = |id| self.message(id, &[]);
        let lists = [
            list(message("nav-programmes")?, Subject::Programmes, catalogue.programmes.len()),
            list(message("nav-projects")?, Subject::Projects, catalogue.projects.len()),
            list(message("nav-municipalities")?, Subject::Municipalities, catalogue.municipalities.len()),
            list(message("nav-districts")?, Subject::Districts, catalogue.districts.len()),
            list(message("nav-areas")?, Subject::Areas, catalogue.areas.len()),
            list(message("nav-support")?, Subject::SupportTypes, catalogue.support_types.len()),
            list(message("nav-organisations")?, Subject::Organisations, catalogue.organisations.len()),
        ];
        let title = self.message("search", &[])?;
        let description = self.message("search-description", &[])?;
        Ok(self.view(page, Shown::Own(title), &description, Vec::new())?.with("lists", &lists))
    }

    fn not_found(&self, page: Page) -> Result<View, RenderError> {
        let title = self.message("not-found-title", &[])?;
        let text = self.message("not-found-text", &[])?;
        self.view(page, Shown::Own(title), &text, Vec::new())
    }

    /// Returns the rows of a subject's list that a page shows, under their headings.
    fn groups(&self, page: Page) -> Vec<Group<'a>> {
        let rows = self.site.rows(page.subject, self.locale);
        let from = (page.part - 1) * listing::ROWS_PER_PART;
        let to = (from + listing::ROWS_PER_PART).min(rows.len());
        let mut groups = Vec::new();
        let mut start = 0;
        for group in rows.chunk_by(|a, b| a.section == b.section) {
            let end = start + group.len();
            let (first, last) = (start.max(from), end.min(to));
            if first < last {
                groups.push(self.group(page, group, first - start..last - start));
            }
            start = end;
        }
        groups
    }

    fn group(&self, page: Page, all: &[Row], shown: std::ops::Range<usize>) -> Group<'a> {
        let catalogue = self.catalogue();
        let activities = activities_of(all);
        let (id, title) = match all[0].section {
            Section::Area(area) => (Some(catalogue.areas[area].id.to_string()), Some(self.area(area))),
            Section::Implementer => (Some("implementer".to_owned()), None),
            Section::Partner => (Some("partner".to_owned()), None),
            Section::Whole => (None, None),
        };
        let is_programme = matches!(page.subject, Subject::Programme(_));
        let municipalities = if is_programme && shown.start == 0 {
            self.municipalities(self.municipalities_of(&activities))
        } else {
            Vec::new()
        };
        Group {
            municipalities_id: id.as_deref().map(anchors::municipalities_of),
            id,
            title,
            activities: activities.len(),
            municipalities,
            begins_here: shown.start == 0,
            rows: all[shown].iter().map(|row| self.row(row)).collect(),
        }
    }

    fn row(&self, row: &Row) -> Fragment {
        if row.activities.len() < self.catalogue().projects[row.project].activities.len() {
            return Fragment::of(&self.row_view(row));
        }
        let shared = self.shared.of(self.locale).row(row.project).get_or_init(|| {
            let viewer = PageContext { foreign: Cell::new(false), ..*self };
            let piece = Fragment::of(&viewer.row_view(row));
            SharedRow { piece, is_foreign: viewer.foreign.get() }
        });
        if shared.is_foreign {
            self.foreign.set(true);
        }
        shared.piece.clone()
    }

    fn row_view(&self, row: &Row) -> RowView<'a> {
        let catalogue = self.catalogue();
        let project = &catalogue.projects[row.project];
        let place = |at: &Ref<Activity>| {
            let municipality = catalogue.activities[*at].municipality;
            Fragment::link(
                &self.activity_href(*at),
                &self.shown(&catalogue.municipalities[municipality].name.name),
            )
        };
        let only = if let [only] = row.activities[..] { catalogue.activities[only].funding } else { None };
        RowView {
            project: self.project(row.project),
            programme: self.programme_short(project.programme),
            sub_area: self.sub_area(project.sub_area),
            activities: row.activities.len(),
            all_activities: (row.activities.len() == project.activities.len()).then(|| {
                self.counter(row.activities.len(), Subject::Project(row.project), "activities").href
            }),
            places: row.activities.iter().map(place).collect(),
            money: only.map(|funding| self.money(funding.total())),
            traits: Vec::new(),
        }
    }

    fn status(&self, status: Option<Status>) -> Result<Option<String>, RenderError> {
        status.map(|status| self.message(&format!("status-{}", status.word()), &[])).transpose()
    }

    /// Returns the name of a role for `count` organisations.
    fn role(&self, role: Role, count: usize) -> Result<String, RenderError> {
        self.message(&format!("role-{}", role.word()), &[("count", Argument::Count(count as u64))])
    }

    pub(super) fn organisation_kind(&self, kind: OrganisationKind) -> Result<String, RenderError> {
        self.message(&format!("organisation-{}", kind.word()), &[])
    }

    fn municipality_type(&self, kind: MunicipalityType) -> Result<String, RenderError> {
        self.message(&format!("type-{}", kind.word()), &[])
    }
}

fn activities_of(rows: &[Row]) -> Vec<Ref<Activity>> {
    rows.iter().flat_map(|row| row.activities.iter().copied()).collect()
}
