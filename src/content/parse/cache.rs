//! Parses the files of a source, and keeps what was parsed until a file changes.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::assets::picture;
use super::borders::{Borders, borders};
use super::files::Facts;
use super::folders::{Folder, collection};
use super::former::former_lists;
use super::keyed::Keyed;
use super::readable::{addresses, read_yaml};
use super::strays::report_strays;
use super::{
    AreaRecord, CatalogueRecord, DistrictRecord, DocumentRecord, MunicipalityRecord, OrganisationRecord,
    PageRecord, PostRecord, ProgrammeRecord, ProjectRecord, Records, RegionRecord, ReleaseName,
    ReleaseRecord, SupportTypeRecord, TargetGroupRecord, TranslationsRecord,
};
use crate::base::form::nfc;
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::content::read::{ADDRESSES, BORDERS, Source, SourceFile};

/// Parses every file of `source`.
pub fn parse(source: &Source) -> (Records, Problems) {
    ParseCache::default().parse(source)
}

/// Caches the records of each file and folder until it changes.
///
/// After a small change, only the changed files are parsed again.
#[derive(Default)]
pub struct ParseCache {
    catalogue: Option<List<CatalogueRecord>>,
    regions: Option<List<Keyed<RegionRecord>>>,
    districts: Option<List<Keyed<DistrictRecord>>>,
    areas: Option<List<Keyed<AreaRecord>>>,
    support_types: Option<List<Keyed<SupportTypeRecord>>>,
    target_groups: Option<List<Keyed<TargetGroupRecord>>>,
    organisations: Option<List<Keyed<OrganisationRecord>>>,
    translations: Option<List<TranslationsRecord>>,
    releases: Option<List<Keyed<ReleaseRecord, ReleaseName>>>,
    municipalities: Vec<Folder<MunicipalityRecord>>,
    programmes: Vec<Folder<ProgrammeRecord>>,
    projects: Vec<Folder<ProjectRecord>>,
    documents: Vec<Folder<DocumentRecord>>,
    posts: Vec<Folder<PostRecord>>,
    pages: Vec<Folder<PageRecord>>,
    borders: Option<List<Borders>>,
    published: Option<List<Vec<Placed<String>>>>,
}

impl ParseCache {
    /// Works like [`parse`], but parses only the files that have changed since the last call.
    pub fn parse(&mut self, source: &Source) -> (Records, Problems) {
        let mut problems = Problems::default();
        let mut records = Records::default();
        let mut lists = Lists { source, problems: &mut problems, broken: Vec::new() };
        records.catalogue = lists.read(&mut self.catalogue);
        records.regions = lists.read(&mut self.regions).unwrap_or_default();
        records.districts = lists.read(&mut self.districts).unwrap_or_default();
        records.areas = lists.read(&mut self.areas).unwrap_or_default();
        records.support_types = lists.read(&mut self.support_types).unwrap_or_default();
        records.target_groups = lists.read(&mut self.target_groups).unwrap_or_default();
        records.organisations = lists.read(&mut self.organisations).unwrap_or_default();
        records.translations = lists.read(&mut self.translations);
        records.releases = lists.read(&mut self.releases).unwrap_or_default();
        records.broken_lists = lists.broken;
        records.broken_lists.extend(former_lists(source));
        records.municipalities = collection(source, &mut self.municipalities, &mut problems);
        records.programmes = collection(source, &mut self.programmes, &mut problems);
        records.projects = collection(source, &mut self.projects, &mut problems);
        records.documents = collection(source, &mut self.documents, &mut problems);
        records.posts = collection(source, &mut self.posts, &mut problems);
        records.pages = collection(source, &mut self.pages, &mut problems);
        let of_catalogue = records.catalogue.iter().filter_map(|catalogue| catalogue.logo.as_ref());
        let of_organisations = records.organisations.0.iter().filter_map(|(_, record)| record.logo.as_ref());
        let logos = of_catalogue.chain(of_organisations);
        let names: BTreeSet<Cow<'_, str>> = logos.map(|name| nfc(&name.value)).collect();
        records.logos = names.iter().filter_map(|name| picture(source, name, &mut problems)).collect();
        records.borders =
            List::read(&mut self.borders, source.file(BORDERS), &mut problems, |file, problems| {
                file.and_then(|file| borders(file, problems))
            });
        records.published =
            List::read(&mut self.published, source.file(ADDRESSES), &mut problems, |file, problems| {
                file.map(|file| addresses(file, problems))
            })
            .unwrap_or_default();
        report_strays(source, &records, &mut problems);
        (records, problems)
    }
}

/// The cached content of a file that is directly in `content/`.
struct List<T> {
    /// The file. `None` if it did not exist.
    file: Option<SourceFile>,
    read: Option<Arc<T>>,
    problems: Problems,
}

impl<T> List<T> {
    /// Returns the content of `file`. Reuses `kept` if the file is unchanged.
    fn read(
        kept: &mut Option<Self>,
        file: Option<&SourceFile>,
        problems: &mut Problems,
        read: impl FnOnce(Option<&SourceFile>, &mut Problems) -> Option<T>,
    ) -> Option<Arc<T>> {
        let is_same = |kept: &Self| match (&kept.file, file) {
            (Some(before), Some(now)) => now.is(before),
            (before, now) => before.is_none() && now.is_none(),
        };
        let list = match kept.take().filter(is_same) {
            Some(list) => list,
            None => {
                let mut problems = Problems::default();
                let read = read(file, &mut problems).map(Arc::new);
                List { file: file.cloned(), read, problems }
            }
        };
        let List { read, problems: found, .. } = kept.insert(list);
        problems.extend(found.clone());
        read.clone()
    }
}

struct Lists<'a> {
    source: &'a Source,
    problems: &'a mut Problems,
    broken: Vec<&'static str>,
}

impl Lists<'_> {
    fn read<T: Facts>(&mut self, kept: &mut Option<List<T>>) -> Option<Arc<T>> {
        let name = T::FILE.name;
        let path = format!("content/{name}");
        let file = self.source.file(&path);
        let read = List::read(kept, file, self.problems, |file, problems| {
            if let Some(file) = file {
                return read_yaml(file, problems);
            }
            if T::FILE.is_optional {
                return None;
            }
            let place = Place::start_of(&path.as_str().into());
            problems.push(
                Problem::new(&rules::MISSING_FILE, place, format!("there is no `{path}`"))
                    .help("every catalogue has this file; README.md shows its content"),
            );
            None
        });
        if read.is_none() && (file.is_some() || !T::FILE.is_optional) {
            self.broken.push(name);
        }
        read
    }
}
