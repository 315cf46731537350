//! The lists that pages show: activities by project, a hundred rows on each page.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::base::id::Ref;
use crate::base::language::{Locale, PerLocale};
use crate::content::catalogue::{Activity, ActivitySubset, Area, Catalogue, Part, Project, Subject};
use crate::site::collation::Collation;

/// The maximum number of rows on a page. Longer lists continue on further pages.
pub const ROWS_PER_PART: usize = 100;

/// Lists with more pages than this are not filtered in place, since the filter loads all pages: their form leads to the
/// search.
pub const MOST_FILTERED_PARTS: usize = 9;

/// A heading within a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The list has no headings.
    Whole,
    /// Activities in one area.
    Area(Ref<Area>),
    /// Activities in which an organisation has this part.
    Part(Part),
}

/// A row of a list: a project, and those of its activities that belong to the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The heading that the row is under.
    pub section: Section,
    /// The project.
    pub project: Ref<Project>,
    /// The activities, by municipality.
    pub activities: Vec<Ref<Activity>>,
}

/// The lists that are longer than a page. Each is sorted once for a locale, for all of its pages.
#[derive(Debug, Default)]
pub struct Listings(BTreeMap<Subject, Long>);

#[derive(Debug)]
struct Long {
    parts: usize,
    rows: PerLocale<OnceLock<Vec<Row>>>,
}

impl Listings {
    /// Finds the long lists among those of `subjects`.
    pub fn new(catalogue: &Catalogue, subjects: &[Subject]) -> Self {
        let long = subjects.iter().filter_map(|subject| {
            let parts = row_count(catalogue, *subject).div_ceil(ROWS_PER_PART);
            (parts > 1).then(|| (*subject, Long { parts, rows: PerLocale::default() }))
        });
        Listings(long.collect())
    }

    /// Returns the number of pages of a subject.
    pub fn part_count(&self, subject: Subject) -> usize {
        self.0.get(&subject).map_or(1, |long| long.parts)
    }

    /// Returns all rows of a subject in the order of `locale`.
    pub fn rows(
        &self,
        catalogue: &Catalogue,
        order: &PerLocale<Collation>,
        subject: Subject,
        locale: Locale,
    ) -> Cow<'_, [Row]> {
        let sort = || rows(catalogue, &order[locale], subject);
        match self.0.get(&subject) {
            Some(long) => Cow::Borrowed(long.rows[locale].get_or_init(sort)),
            None => Cow::Owned(sort()),
        }
    }
}

fn row_count(catalogue: &Catalogue, subject: Subject) -> usize {
    let count = |list: &[Ref<Activity>]| list.chunk_by(|a, b| same_project(catalogue, *a, *b)).count();
    match (subject, ActivitySubset::of(subject)) {
        (Subject::Projects, _) => catalogue.projects.len(),
        (Subject::Organisations, _) => catalogue.organisations.len(),
        (Subject::Documents, _) => catalogue.documents.len(),
        (Subject::Posts, _) => catalogue.posts.len(),
        (Subject::PostGroup(group), _) => catalogue.posts_of(group).count(),
        // A project may be under both headings.
        (Subject::Organisation(_), _) => {
            activity_lists(catalogue, subject).iter().map(|(_, list)| count(list)).sum()
        }
        (_, slice) => slice.map_or(0, |slice| count(slice.activities(&catalogue.index))),
    }
}

fn same_project(catalogue: &Catalogue, a: Ref<Activity>, b: Ref<Activity>) -> bool {
    catalogue.activities[a].project == catalogue.activities[b].project
}

/// Returns the activities of a subject under each heading, in the order of the catalogue: project by project.
fn activity_lists(catalogue: &Catalogue, subject: Subject) -> Vec<(Section, Vec<Ref<Activity>>)> {
    let index = &catalogue.index;
    let by_area = |list: &[Ref<Activity>]| {
        let area_of = |at: &Ref<Activity>| {
            catalogue.sub_areas[catalogue.projects[catalogue.activities[*at].project].sub_area].area
        };
        let mut sections: BTreeMap<Ref<Area>, Vec<Ref<Activity>>> = BTreeMap::new();
        for at in list {
            sections.entry(area_of(at)).or_default().push(*at);
        }
        sections.into_iter().map(|(area, list)| (Section::Area(area), list)).collect()
    };
    let whole = |list: &[Ref<Activity>]| vec![(Section::Whole, list.to_vec())];
    match subject {
        Subject::Projects => vec![(Section::Whole, catalogue.activities.refs().collect())],
        Subject::Programme(_) | Subject::Municipality(_) => by_area(index.of(subject)),
        Subject::Organisation(at) => {
            let list = index.of(subject);
            let part_in = |activity: Ref<Activity>| catalogue.activities[activity].part_of(at);
            let of = |part| list.iter().copied().filter(|activity| part_in(*activity) == part).collect();
            Part::ALL.map(|part| (Section::Part(part), of(part))).into()
        }
        _ if subject.lists_activities() => whole(index.of(subject)),
        _ => Vec::new(),
    }
}

fn rows(catalogue: &Catalogue, order: &Collation, subject: Subject) -> Vec<Row> {
    let mut lists = activity_lists(catalogue, subject);
    lists.sort_by_key(|(section, _)| match section {
        Section::Area(area) => order.areas.rank(*area),
        Section::Whole => 0,
        Section::Part(part) => *part as u32,
    });
    let mut rows = Vec::new();
    for (section, list) in lists {
        let start = rows.len();
        for activities in list.chunk_by(|a, b| same_project(catalogue, *a, *b)) {
            let project = catalogue.activities[activities[0]].project;
            let mut activities = activities.to_vec();
            activities.sort_by_key(|at| order.scope_rank(catalogue.activities[*at].scope));
            rows.push(Row { section, project, activities });
        }
        rows[start..].sort_by_key(|row: &Row| order.projects.rank(row.project));
    }
    rows
}

/// Returns up to five other projects to link from the page of `project`. They are those that follow it in `all`, a list
/// of activities in the order of the catalogue, so that the links differ from page to page.
pub fn beside(catalogue: &Catalogue, all: &[Ref<Activity>], project: Ref<Project>) -> Vec<Ref<Project>> {
    const SHOWN: usize = 5;
    let project_of = |at: &Ref<Activity>| catalogue.activities[*at].project;
    let from = all.partition_point(|at| project_of(at) <= project);
    let mut found: Vec<Ref<Project>> = Vec::new();
    for other in all[from..].iter().chain(&all[..from]).map(project_of) {
        if other != project && found.last() != Some(&other) {
            if found.len() == SHOWN || found.first() == Some(&other) {
                break;
            }
            found.push(other);
        }
    }
    found
}

/// Returns the rows, or other items, on one page of a list. Pages are counted from 1.
pub fn part<T>(rows: &[T], part: usize) -> &[T] {
    rows.chunks(ROWS_PER_PART).nth(part - 1).unwrap_or_default()
}
