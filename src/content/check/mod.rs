//! Checks [`Records`] and builds a [`Catalogue`]. The types of the catalogue keep the results of the checks.

mod addresses;
mod aliases;
mod anchor_links;
mod anchors;
mod area_anchors;
mod borders;
mod builder;
mod details;
mod documents;
mod facts;
mod gone;
mod ids;
mod indicators;
mod lists;
mod meant;
mod moved;
mod names;
mod pages;
mod places;
mod posts;
mod programmes;
mod projects;
mod releases;
mod settings;
mod texts;
mod totals;
mod translations;

use std::collections::HashMap;
use std::sync::Arc;

use crate::base::id::Id;
use crate::base::kept::renew;
use crate::base::problem::Problems;
use crate::content::catalogue::*;
use crate::content::parse::{
    DocumentRecord, Entry, MunicipalityRecord, PostRecord, ProgrammeRecord, ProjectRecord, Records,
};
use crate::text::language::Acronyms;
use builder::{Builder, Findings, Parent, Undertaking};
use names::Names;
use projects::number_activities;
use texts::Texts;

/// Builds the catalogue. Returns `None` for it if there are errors, from this stage or earlier ones.
pub fn check(records: &Records, problems: Problems) -> (Option<Catalogue>, Problems) {
    CheckCache::default().check(records, problems)
}

/// Caches the result for each folder until its record changes.
///
/// After a small change, only the changed folders are built again.
#[derive(Default)]
pub struct CheckCache {
    basis: Option<Basis>,
    folders: Folders,
}

impl CheckCache {
    /// Works like [`check`], but builds only the folders that have changed since the last call.
    pub fn check(&mut self, records: &Records, mut problems: Problems) -> (Option<Catalogue>, Problems) {
        let basis = match self.basis.take().filter(|basis| basis.is_of(records)) {
            Some(basis) => Basis { records: records.clone(), ..basis },
            None => {
                self.folders = Folders::default();
                Basis::new(records)
            }
        };
        let Basis { names, keep, .. } = &basis;
        let published = basis.published;
        problems.extend(basis.problems.clone());
        aliases::check(records, &mut problems);
        translations::check(records, &mut problems);
        let title = records.catalogue.as_ref().and_then(|catalogue| catalogue.title.as_ref());
        let texts = Texts { names, title, keep, published };
        let builder = Builder { records, texts, names };
        let mut findings = Findings { problems, ..Findings::default() };
        let catalogue = builder.catalogue(&mut self.folders, &mut findings);
        names.suggest(records, &mut findings.problems);
        let catalogue = catalogue.filter(|_| !findings.problems.has_errors());
        self.basis = Some(basis);
        (catalogue, findings.problems)
    }
}

/// The data that the build of every folder needs.
struct Basis {
    /// The records from which it was built.
    records: Records,
    names: Names,
    /// The problems of the names.
    problems: Problems,
    keep: Arc<Acronyms>,
    published: PublishedParts,
}

impl Basis {
    fn new(records: &Records) -> Self {
        let mut problems = Problems::default();
        let names = Names::new(records, &mut problems);
        Basis {
            records: records.clone(),
            names,
            problems,
            keep: Arc::new(records.acronyms()),
            published: published(records),
        }
    }

    /// Returns whether these records would give the same basis.
    fn is_of(&self, records: &Records) -> bool {
        names::are_alike(&self.records, records)
            && *self.keep == records.acronyms()
            && self.published == published(records)
    }
}

/// Returns the parts that the catalogue will publish.
fn published(records: &Records) -> PublishedParts {
    let settings = records.catalogue.as_ref();
    PublishedParts {
        iati: settings.is_some_and(|record| record.iati.is_some()),
        grants: settings.is_some_and(|record| record.grants.is_some()),
        releases: !records.releases.0.is_empty(),
        borders: records.borders.as_ref().is_some_and(|borders| !borders.shapes.is_empty()),
        left_out: settings
            .map(|record| settings::left_out(record, &mut Problems::default()))
            .unwrap_or_default(),
    }
}

/// The cached results of all folders, in the order of their ids.
#[derive(Default)]
struct Folders {
    municipalities: Vec<Built<MunicipalityRecord, Municipality>>,
    programmes: Vec<Built<ProgrammeRecord, Programme>>,
    /// The parents with which the projects were built.
    parents: Option<Vec<Parent>>,
    projects: Vec<Built<ProjectRecord, Undertaking>>,
    documents: Vec<Built<DocumentRecord, Document>>,
    posts: Vec<Built<PostRecord, Post>>,
}

/// A folder and the result of building it.
struct Built<R, T> {
    entry: Arc<Entry<R>>,
    item: Option<Arc<T>>,
    findings: Arc<Findings>,
}

impl Builder<'_> {
    /// Builds the catalogue. Builds every table even after errors, so one run finds all problems. Only if the tables
    /// would be too large, it builds none of projects.
    fn catalogue(&self, kept: &mut Folders, found: &mut Findings) -> Option<Catalogue> {
        let records = self.records;
        let settings =
            records.catalogue.as_ref().and_then(|record| self.settings(record, &mut found.problems));
        let regions = self.keyed(&records.regions, self.names.regions.as_slice(), found, Self::region);
        let districts =
            self.keyed(&records.districts, self.names.districts.as_slice(), found, Self::district);
        let districts = self.with_outlines(districts, &mut found.problems);
        let (areas, sub_areas) = self.areas(found);
        let support_types = self.keyed(
            &records.support_types,
            self.names.support_types.as_slice(),
            found,
            Self::support_type,
        );
        let target_groups = self.keyed(
            &records.target_groups,
            self.names.target_groups.as_slice(),
            found,
            Self::target_group,
        );
        let organisations = self.keyed(
            &records.organisations,
            self.names.organisations.as_slice(),
            found,
            Self::organisation,
        );
        let municipalities = self.folders(
            &records.municipalities,
            self.names.municipalities.as_slice(),
            &mut kept.municipalities,
            found,
            Self::municipality,
        );
        let programmes = self.folders(
            &records.programmes,
            self.names.programmes.as_slice(),
            &mut kept.programmes,
            found,
            Self::programme,
        );
        let parents = programmes
            .as_ref()
            .map(|programmes| programmes.iter().map(|programme| Parent::new(programme)).collect());
        if parents != kept.parents {
            kept.parents = parents;
            kept.projects = Vec::new();
        }
        if !self.check_totals(&mut found.problems) {
            kept.projects = Vec::new();
            return None;
        }
        let parents = kept.parents.as_deref();
        let projects = self.folders(
            &records.projects,
            self.names.projects.as_slice(),
            &mut kept.projects,
            found,
            |builder, entry, id, at, found| builder.project(entry, id, at, parents, found),
        );
        let documents = self.folders(
            &records.documents,
            self.names.documents.as_slice(),
            &mut kept.documents,
            found,
            Self::document,
        );
        let posts =
            self.folders(&records.posts, self.names.posts.as_slice(), &mut kept.posts, found, Self::post);
        self.check_wholes(&mut found.problems);
        let pages = self.standing_texts(found);
        let own_pages = self.own_pages(found);
        let releases = self.releases(&mut found.problems);
        self.check_anchors(kept, found);
        let (projects, activities) = number_activities(&projects?);
        let mut catalogue = Catalogue {
            settings: settings?,
            regions: regions?,
            districts: districts?,
            municipalities: table(&municipalities?),
            areas: areas?,
            sub_areas: sub_areas?,
            support_types: support_types?,
            target_groups: target_groups?,
            organisations: organisations?,
            programmes: table(&programmes?),
            projects,
            documents: table(&documents?),
            posts: table(&posts?),
            activities,
            indicators: Table::new(Vec::new()),
            programme_years: Table::new(Vec::new()),
            pages: pages?,
            own_pages: own_pages?,
            files: self.files(),
            index: ActivityIndex::default(),
            document_index: DocumentIndex::default(),
            post_index: PostIndex::default(),
            money_columns: MoneyColumns::default(),
            releases: releases?,
            former_ids: self.names.former_ids(records),
        };
        catalogue.index = ActivityIndex::new(&catalogue);
        catalogue.document_index = DocumentIndex::new(&catalogue);
        catalogue.post_index = PostIndex::new(&catalogue);
        catalogue.money_columns = MoneyColumns::new(&catalogue);
        catalogue.indicators = Table::new(catalogue.list_indicators());
        catalogue.programme_years = Table::new(catalogue.list_programme_years());
        if let Some(record) = &records.catalogue {
            settings::check_grants(record, &catalogue, &mut found.problems);
        }
        Some(catalogue)
    }

    /// Builds the folders of a collection in parallel, in the order of their ids. Reuses unchanged ones from `kept`.
    fn folders<R: Send + Sync, T: Send + Sync>(
        &self,
        entries: &[Arc<Entry<R>>],
        ids: &[Id],
        kept: &mut Vec<Built<R, T>>,
        found: &mut Findings,
        build: impl Fn(&Self, &Entry<R>, Id, usize, &mut Findings) -> Option<T> + Sync,
    ) -> Option<Vec<Arc<T>>> {
        let by_id: HashMap<&str, &Arc<Entry<R>>> = entries.iter().map(|entry| (&*entry.id, entry)).collect();
        let folders = ids.iter().filter_map(|id| Some((id, *by_id.get(id.as_str())?)));
        renew(
            kept,
            folders,
            |built, (id, _)| (*built.entry.id).cmp(id.as_str()),
            |built, (_, entry)| Arc::ptr_eq(&built.entry, entry),
            |at, (id, entry)| {
                let mut findings = Findings::default();
                let item = build(self, entry, id.clone(), at, &mut findings).map(Arc::new);
                Built { entry: Arc::clone(entry), item, findings: Arc::new(findings) }
            },
        );
        // Collect the findings of every folder, even after one that could not be built.
        kept.iter().for_each(|built| found.add_folder(&built.findings));
        kept.iter().map(|built| built.item.clone()).collect()
    }
}

/// Creates a table from the results of folders. They are cloned, because the cache keeps them too.
fn table<T: Clone>(built: &[Arc<T>]) -> Table<T> {
    Table::new(built.iter().map(|item| T::clone(item)).collect())
}
