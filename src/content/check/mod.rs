//! Checks [`Records`] and builds a [`Catalogue`]. The types of the catalogue keep the results of the checks.

mod addresses;
mod aliases;
mod facts;
mod names;
mod texts;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use url::Url;

use crate::base::colour::{Accent, AccentFault};
use crate::base::date::Period;
use crate::base::id::{Id, Ref};
use crate::base::kept::renew;
use crate::base::language::{Language, Locale};
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::content::catalogue::*;
use crate::content::parse::{
    self, CatalogueRecord, ColourText, Entry, Keyed, MunicipalityRecord, PictureName, ProgrammeRecord,
    ProjectRecord, Records,
};
use crate::text::serbian::Acronyms;
use crate::text::suggest::did_you_mean;
use addresses::web_address;
use names::Names;
use texts::{AnchorLink, Texts};

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
        let Basis { names, keep, reports_to_iati, .. } = &basis;
        problems.extend(basis.problems.clone());
        aliases::check(records, &mut problems);
        let builder =
            Builder { records, texts: Texts { names, keep, reports_to_iati: *reports_to_iati }, names };
        let mut findings = Findings { problems, ..Findings::default() };
        let catalogue = builder.catalogue(&mut self.folders, &mut findings);
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
    reports_to_iati: bool,
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
            reports_to_iati: reports_to_iati(records),
        }
    }

    /// Returns whether these records would give the same basis.
    fn is_of(&self, records: &Records) -> bool {
        names::are_alike(&self.records, records)
            && *self.keep == records.acronyms()
            && self.reports_to_iati == reports_to_iati(records)
    }
}

fn reports_to_iati(records: &Records) -> bool {
    records.catalogue.as_ref().is_some_and(|record| record.iati.is_some())
}

/// The cached results of all folders, in the order of their ids.
#[derive(Default)]
struct Folders {
    municipalities: Vec<Built<MunicipalityRecord, Municipality>>,
    programmes: Vec<Built<ProgrammeRecord, Programme>>,
    /// The parents with which the projects were built.
    parents: Option<Vec<Parent>>,
    projects: Vec<Built<ProjectRecord, Undertaking>>,
}

/// A folder and the result of building it.
struct Built<R, T> {
    entry: Arc<Entry<R>>,
    item: Option<Arc<T>>,
    findings: Arc<Findings>,
}

/// A project and its activities, which have no positions yet.
type Undertaking = (Project, Vec<Activity>);

/// The parts of a programme that its projects inherit or refer to.
#[derive(PartialEq)]
struct Parent {
    id: Id,
    phases: Vec<(Id, Option<Period>)>,
}

impl Parent {
    fn new(programme: &Programme) -> Self {
        Parent {
            id: programme.id.clone(),
            phases: programme.phases.iter().map(|phase| (phase.id.clone(), phase.period)).collect(),
        }
    }
}

/// The findings from checking a part of the catalogue.
#[derive(Default)]
struct Findings {
    problems: Problems,
    anchors: Vec<AnchorLink>,
    headings: Vec<(TextOf, Headings)>,
    /// The findings of folders, whose problems are already included above.
    of_folders: Vec<Arc<Findings>>,
}

/// The text of a page in one language.
type TextOf = (Subject, Language);

/// The ids of the headings of a text. `None` if it could not be read.
type Headings = Option<Vec<String>>;

impl Findings {
    fn add_folder(&mut self, of_folder: &Arc<Findings>) {
        self.problems.extend(of_folder.problems.clone());
        self.of_folders.push(Arc::clone(of_folder));
    }

    fn anchors(&self) -> impl Iterator<Item = &AnchorLink> {
        self.of_folders.iter().flat_map(|folder| &folder.anchors).chain(&self.anchors)
    }

    fn headings(&self) -> impl Iterator<Item = &(TextOf, Headings)> {
        self.of_folders.iter().flat_map(|folder| &folder.headings).chain(&self.headings)
    }
}

struct Builder<'a> {
    records: &'a Records,
    names: &'a Names,
    texts: Texts<'a>,
}

impl Builder<'_> {
    /// Builds the catalogue. Builds every table even after errors, so one run finds all problems.
    fn catalogue(&self, kept: &mut Folders, found: &mut Findings) -> Option<Catalogue> {
        let records = self.records;
        let settings =
            records.catalogue.as_ref().and_then(|record| self.settings(record, &mut found.problems));
        let regions = self.keyed(&records.regions, self.names.regions.as_slice(), found, Self::region);
        let districts =
            self.keyed(&records.districts, self.names.districts.as_slice(), found, Self::district);
        let (areas, sub_areas) = self.areas(found);
        let support_types = self.keyed(
            &records.support_types,
            self.names.support_types.as_slice(),
            found,
            Self::support_type,
        );
        let organisations = self.keyed(
            &records.organisations,
            self.names.organisations.as_slice(),
            found,
            Self::organisation,
        );
        let sources = self.keyed(&records.sources, self.names.sources.as_slice(), found, Self::source);
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
        let parents = kept.parents.as_deref();
        let projects = self.folders(
            &records.projects,
            self.names.projects.as_slice(),
            &mut kept.projects,
            found,
            |builder, entry, id, at, found| builder.project(entry, id, at, parents, found),
        );
        let pages = self.standing_texts(found);
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
            organisations: organisations?,
            sources: sources?,
            programmes: table(&programmes?),
            projects,
            activities,
            pages: pages?,
            files: self.files(),
            index: ActivityIndex::default(),
        };
        catalogue.index = ActivityIndex::new(&catalogue);
        Some(catalogue)
    }

    /// Builds the table of a list, in the order of its ids.
    fn keyed<R, T>(
        &self,
        list: &Keyed<R>,
        ids: &[Id],
        found: &mut Findings,
        build: impl Fn(&Self, &R, Id, &mut Problems) -> Option<T>,
    ) -> Option<Table<T>> {
        let by_id: BTreeMap<&str, &R> =
            list.0.iter().rev().map(|(key, record)| (key.value.as_str(), record)).collect();
        let built: Vec<Option<T>> = ids
            .iter()
            .map(|id| build(self, by_id.get(id.as_str())?, id.clone(), &mut found.problems))
            .collect();
        built.into_iter().collect::<Option<Vec<T>>>().map(Table::new)
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

    fn settings(&self, record: &CatalogueRecord, problems: &mut Problems) -> Option<Settings> {
        let title = record.title.as_ref().and_then(|words| self.texts.short(words, problems));
        let publisher = record.publisher.as_ref().and_then(|words| self.texts.short(words, problems));
        let base_url = record.base_url.as_ref().and_then(|address| base_url(address, problems));
        let locales = record.locales.as_ref().and_then(|list| locales(list, &record.place, problems));
        let licence = record.licence.as_ref();
        let licence_name = licence
            .and_then(|licence| licence.name.as_ref())
            .and_then(|words| self.texts.short(words, problems));
        let licence_url =
            licence.and_then(|licence| licence.url.as_ref()).and_then(|url| web_address(url, problems));
        let accent = record.accent.as_ref().and_then(|written| accent(written, problems));
        let logo = record.logo.as_ref().and_then(|name| self.logo(name, problems));
        let iati = record.iati.as_ref().map(|record| facts::iati(record, problems));
        Some(Settings {
            title: title?,
            base_url: base_url?,
            locales: locales?,
            publisher: publisher?,
            licence: licence_name?,
            licence_url: licence_url?,
            accent,
            logo,
            acronyms: Arc::clone(self.texts.keep),
            iati: match iati {
                Some(iati) => Some(iati?),
                None => None,
            },
        })
    }

    /// Returns the file of the logo. SVG is not accepted, because an SVG file that is opened directly can run scripts.
    fn logo(&self, name: &Placed<String>, problems: &mut Problems) -> Option<FilePath> {
        let ending = name.value.rsplit_once('.').map(|(_, ending)| ending);
        let is_picture = ending.is_some_and(|ending| PictureName::ENDINGS.contains(&ending));
        if let Some(logo) = self.records.logo.as_ref().filter(|_| is_picture) {
            return Some(FilePath(logo.name.clone()));
        }
        let (rule, message) = match is_picture {
            true => (&rules::MISSING_FILE, format!("there is no `content/{}`", parse::shorten(&name.value))),
            false => (&rules::WRONG_VALUE, format!("`{}` is not a picture", parse::shorten(&name.value))),
        };
        let help = format!(
            "put the picture next to `catalogue.yaml`; its name must end in {}",
            PictureName::ENDINGS.join(", ")
        );
        problems.push(Problem::new(rule, name.place.clone(), message).help(help));
        None
    }

    fn region(&self, record: &parse::RegionRecord, id: Id, problems: &mut Problems) -> Option<Region> {
        let name = self.texts.short(record.name.as_ref()?, problems);
        Some(Region { id, name: name? })
    }

    fn place_name(
        &self,
        name: &Option<parse::PlacedWords>,
        genitive: &Option<Placed<String>>,
        locative: &Option<Placed<String>>,
        problems: &mut Problems,
    ) -> Option<PlaceName> {
        let name = self.texts.short(name.as_ref()?, problems)?;
        let genitive = self.texts.serbian_form(genitive.as_ref()?, &name);
        let locative = self.texts.serbian_form(locative.as_ref()?, &name);
        Some(PlaceName { name, genitive, locative })
    }

    fn district(&self, record: &parse::DistrictRecord, id: Id, problems: &mut Problems) -> Option<District> {
        let name = self.place_name(&record.name, &record.genitive, &record.locative, problems);
        let region = record.region.as_ref().and_then(|region| self.names.regions.resolve(region, problems));
        let seat = record.seat.as_ref().and_then(|seat| self.names.municipalities.resolve(seat, problems));
        let coordinates = record.coordinates.as_ref().and_then(|record| facts::coordinates(record, problems));
        Some(District {
            id,
            aliases: aliases::kept(&record.aliases),
            name: name?,
            region: region?,
            seat,
            iso: record.iso.as_ref()?.value.clone(),
            coordinates: coordinates?,
        })
    }

    fn areas(&self, found: &mut Findings) -> (Option<Table<Area>>, Option<Table<SubArea>>) {
        let mut sub_areas: Vec<Option<SubArea>> = Vec::new();
        let problems = &mut found.problems;
        let mut areas: Vec<Option<Area>> = Vec::new();
        for (at, id) in self.names.areas.as_slice().iter().enumerate() {
            let record = self.records.areas.0.iter().find(|(key, _)| key.value == id.as_str());
            let Some((_, record)) = record else { continue };
            let name = record.name.as_ref().and_then(|words| self.texts.short(words, problems));
            let description = record.description.as_ref().and_then(|words| self.texts.short(words, problems));
            let start = sub_areas.len();
            let prefix = format!("{id}/");
            for full in self.names.sub_areas.as_slice().iter().filter(|full| full.starts_with(&prefix)) {
                let list = record.sub_areas.as_ref().map(|list| list.0.as_slice()).unwrap_or_default();
                let sub_id = &full[prefix.len()..];
                let Some((_, sub_record)) = list.iter().find(|(key, _)| key.value == sub_id) else {
                    continue;
                };
                let name = sub_record.name.as_ref().and_then(|words| self.texts.short(words, problems));
                let description =
                    sub_record.description.as_ref().and_then(|words| self.texts.short(words, problems));
                sub_areas.push((|| {
                    Some(SubArea {
                        id: Id::new(sub_id)?,
                        aliases: aliases::kept(&sub_record.aliases),
                        area: Ref::new(at),
                        name: name?,
                        description: description?,
                        dac: sub_record.dac.map(|code| code.0),
                    })
                })());
            }
            let sub_areas = start..sub_areas.len();
            let aliases = aliases::kept(&record.aliases);
            let dac = record.dac.map(|code| code.0);
            areas.push((|| {
                Some(Area { id: id.clone(), aliases, name: name?, description: description?, dac, sub_areas })
            })());
        }
        let whole = |list: Vec<Option<Area>>| list.into_iter().collect::<Option<Vec<_>>>().map(Table::new);
        (whole(areas), sub_areas.into_iter().collect::<Option<Vec<_>>>().map(Table::new))
    }

    fn support_type(
        &self,
        record: &parse::SupportTypeRecord,
        id: Id,
        problems: &mut Problems,
    ) -> Option<SupportType> {
        let name = record.name.as_ref().and_then(|words| self.texts.short(words, problems));
        let description = record.description.as_ref().and_then(|words| self.texts.short(words, problems));
        let aliases = aliases::kept(&record.aliases);
        let aid_type = record.aid_type.as_ref().and_then(|code| facts::aid_type(code, problems));
        let finance_type = record.finance_type.map(|code| code.0);
        Some(SupportType { id, aliases, name: name?, description: description?, aid_type, finance_type })
    }

    fn organisation(
        &self,
        record: &parse::OrganisationRecord,
        id: Id,
        problems: &mut Problems,
    ) -> Option<Organisation> {
        let name = record.name.as_ref().and_then(|words| self.texts.short(words, problems));
        let municipality = record
            .municipality
            .as_ref()
            .and_then(|reference| self.names.municipalities.resolve(reference, problems));
        let url = record.url.as_ref().and_then(|address| web_address(address, problems));
        let iati = record.iati.as_ref().and_then(|id| facts::iati_id(id, problems));
        let aliases = aliases::kept(&record.aliases);
        Some(Organisation { id, aliases, name: name?, kind: record.kind?, municipality, url, iati })
    }

    fn source(&self, record: &parse::SourceRecord, id: Id, problems: &mut Problems) -> Option<Source> {
        let name = record.name.as_ref().and_then(|words| self.texts.short(words, problems));
        let publisher = record.publisher.as_ref().and_then(|words| self.texts.short(words, problems));
        let url = record.url.as_ref().and_then(|address| web_address(address, problems));
        let note = record.note.as_ref().and_then(|words| self.texts.short(words, problems));
        let published = record.published.as_ref().map(|date| date.value);
        Some(Source { id, name: name?, publisher, published, url, note })
    }

    fn municipality(
        &self,
        entry: &Entry<parse::MunicipalityRecord>,
        id: Id,
        at: usize,
        found: &mut Findings,
    ) -> Option<Municipality> {
        let has_text =
            Language::ALL.iter().any(|language| !matches!(entry.texts[*language], parse::TextState::Absent));
        let subject = Subject::Municipality(Ref::new(at));
        let taken = municipality_anchors(self.names);
        let words = if has_text { Some(self.words(entry, subject, taken, found)) } else { None };
        let problems = &mut found.problems;
        let record = entry.facts.as_ref()?;
        let name = self.place_name(&record.name, &record.genitive, &record.locative, problems);
        let district =
            record.district.as_ref().and_then(|reference| self.names.districts.resolve(reference, problems));
        let coordinates = record.coordinates.as_ref().and_then(|record| facts::coordinates(record, problems));
        Some(Municipality {
            id,
            aliases: aliases::kept(&record.aliases),
            name: name?,
            municipality_type: record.municipality_type?,
            district: district?,
            coordinates: coordinates?,
            words: match words {
                Some(words) => Some(words?),
                None => None,
            },
        })
    }

    fn words<T>(
        &self,
        entry: &Entry<T>,
        subject: Subject,
        taken: BTreeSet<String>,
        found: &mut Findings,
    ) -> Option<Words> {
        let taken = Arc::new(taken);
        let words = self.texts.words(entry, subject, &taken, &mut found.anchors, &mut found.problems);
        let (words, mut headings) = words.unzip();
        for language in Language::ALL {
            let headings = match (&entry.texts[language], &mut headings) {
                (parse::TextState::Absent, _) => Some(Vec::new()),
                (parse::TextState::Written(_), Some(headings)) => {
                    Some(std::mem::take(&mut headings[language]))
                }
                _ => None,
            };
            found.headings.push(((subject, language), headings));
        }
        words
    }

    fn programme(
        &self,
        entry: &Entry<ProgrammeRecord>,
        id: Id,
        at: usize,
        found: &mut Findings,
    ) -> Option<Programme> {
        let taken = programme_anchors(entry.facts.as_ref(), self.names);
        let words = self.words(entry, Subject::Programme(Ref::new(at)), taken, found);
        let record = entry.facts.as_ref()?;
        let problems = &mut found.problems;
        let short = |words: &Option<Vec<parse::PlacedWords>>, problems: &mut Problems| -> Vec<Text> {
            words.iter().flatten().filter_map(|words| self.texts.short(words, problems)).collect()
        };
        let acronym = record.acronym.as_ref().map(|acronym| {
            let both =
                crate::base::language::Localized { sr: acronym.value.clone(), en: acronym.value.clone() };
            Text::new(crate::base::language::Translated::Both(both), self.texts.keep)
        });
        let areas = record
            .areas
            .as_ref()
            .map(|list| self.names.areas.resolve_all(list, problems))
            .unwrap_or_default();
        let regions = record
            .regions
            .as_ref()
            .map(|list| self.names.regions.resolve_all(list, problems))
            .unwrap_or_default();
        let follows = record
            .follows
            .as_ref()
            .map(|list| self.names.programmes.resolve_all(list, problems))
            .unwrap_or_default();
        let sources = record
            .sources
            .as_ref()
            .map(|list| self.names.sources.resolve_all(list, problems))
            .unwrap_or_default();
        let institutions: Vec<Institution> = record
            .institutions
            .iter()
            .flatten()
            .filter_map(|record| {
                let organisation = self.names.organisations.resolve(record.organisation.as_ref()?, problems);
                let funding = record.funding.as_ref().and_then(facts::money);
                Some(Institution { organisation: organisation?, role: record.role.as_ref()?.value, funding })
            })
            .collect();
        let phases = self.phases(record, problems);
        let period = record.period.as_ref().and_then(|record| facts::period(record, problems));
        Some(Programme {
            id,
            aliases: aliases::kept(&record.aliases),
            acronym,
            status: record.status.as_ref().map(|status| status.value),
            period,
            areas,
            institutions,
            budget: record.budget.as_ref().and_then(facts::money),
            regions,
            sdgs: record.sdgs.iter().flatten().map(|goal| goal.value).collect(),
            target_groups: short(&record.target_groups, problems),
            phases: phases?,
            objectives: short(&record.objectives, problems),
            results: short(&record.results, problems),
            follows,
            sources,
            words: words?,
        })
    }

    /// Builds the phases. Returns `None` if one of them is incomplete.
    fn phases(&self, record: &ProgrammeRecord, problems: &mut Problems) -> Option<Vec<Phase>> {
        let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
        let mut phases = Vec::new();
        for phase in record.phases.iter().flatten() {
            let Some(written) = &phase.id else {
                phases.push(None);
                continue;
            };
            if let Some(first) = seen.insert(&written.value, &written.place) {
                let message = format!("two phases have the id `{}`", parse::shorten(&written.value));
                problems.push(
                    Problem::new(&rules::DUPLICATE_ID, written.place.clone(), message)
                        .related(first.clone(), "the other one")
                        .help("give each phase an id of its own"),
                );
            }
            let id = Id::new(&written.value);
            if page_anchors().contains(&written.value) || self.names.areas.find(&written.value).is_some() {
                let message =
                    format!("`{}` is the name of another part of the page", parse::shorten(&written.value));
                problems.push(
                    Problem::new(&rules::DUPLICATE_ID, written.place.clone(), message)
                        .help("give the phase another id"),
                );
            }
            if id.is_none() {
                let message = format!("`{}` cannot be the id of a phase", parse::shorten(&written.value));
                problems.push(Problem::new(&rules::BAD_ID, written.place.clone(), message).help(Id::GRAMMAR));
            }
            let name = phase.name.as_ref().and_then(|words| self.texts.short(words, problems));
            let period = phase.period.as_ref().and_then(|record| facts::period(record, problems));
            let note = phase.note.as_ref().and_then(|words| self.texts.short(words, problems));
            phases.push((|| Some(Phase { id: id?, name: name?, period, note }))());
        }
        phases.into_iter().collect()
    }

    fn project(
        &self,
        entry: &Entry<ProjectRecord>,
        id: Id,
        at: usize,
        parents: Option<&[Parent]>,
        found: &mut Findings,
    ) -> Option<Undertaking> {
        let taken = project_anchors(entry.facts.as_ref());
        let words = self.words(entry, Subject::Project(Ref::new(at)), taken, found);
        let record = entry.facts.as_ref()?;
        let problems = &mut found.problems;
        facts::check_activities(record, problems);
        let programme = record
            .programme
            .as_ref()
            .and_then(|reference| self.names.programmes.resolve(reference, problems));
        let parent = programme.zip(parents).map(|(at, parents)| &parents[at.index()]);
        let phase = match (&record.phase, parent) {
            (Some(reference), Some(parent)) => phase_of(reference, parent, problems),
            _ => None,
        };
        let sub_area =
            record.area.as_ref().and_then(|reference| self.names.sub_areas.resolve(reference, problems));
        let support = record
            .support
            .as_ref()
            .and_then(|reference| self.names.support_types.resolve(reference, problems));
        let own_period = record.period.as_ref().and_then(|record| facts::period(record, problems));
        let phase_period = parent.zip(phase).and_then(|(parent, at)| parent.phases[at].1);
        // The period and the status of the programme are not those of the project, which may be a few months of it.
        let period = own_period.or(phase_period);
        let status = record.status.as_ref().map(|status| status.value);
        let organisations = |list: &Option<Vec<parse::Reference<parse::OrganisationRecord>>>,
                             problems: &mut Problems| {
            list.as_ref().map(|list| self.names.organisations.resolve_all(list, problems)).unwrap_or_default()
        };
        let inherited = facts::Inherited {
            support,
            implementers: organisations(&record.implementers, problems),
            partners: organisations(&record.partners, problems),
            status,
            period,
            sources: record
                .sources
                .as_ref()
                .map(|list| self.names.sources.resolve_all(list, problems))
                .unwrap_or_default(),
        };
        let reference = Ref::new(at);
        let mut short =
            |words: &parse::PlacedWords, problems: &mut Problems| self.texts.short(words, problems);
        let built: Vec<Option<Activity>> = record
            .activities
            .iter()
            .flatten()
            .map(|activity| {
                facts::activity(activity, reference, &inherited, self.names, &mut short, problems)
            })
            .collect();
        let mut activities = built.into_iter().collect::<Option<Vec<Activity>>>()?;
        activities.sort_by_key(|activity| activity.municipality);
        let project = Project {
            id,
            aliases: aliases::kept(&record.aliases),
            programme: programme?,
            phase,
            sub_area: sub_area?,
            support: support?,
            words: words?,
            status,
            period,
            sources: inherited.sources,
            activities: 0..0,
        };
        Some((project, activities))
    }

    fn standing_texts(&self, found: &mut Findings) -> Option<StandingTexts> {
        for entry in &self.records.pages {
            if !PAGES.iter().any(|(name, _)| *name == &*entry.id) {
                let known = PAGES.map(|(name, _)| name);
                let help = match did_you_mean(&entry.id, known.into_iter()) {
                    Some(near) => format!("did you mean `content/pages/{near}/`?"),
                    None => format!("the pages are: {}", known.join(", ")),
                };
                let message = format!("there is no page `{}`", entry.id);
                found.problems.push(
                    Problem::new(&rules::UNKNOWN_FILE, Place::start_of(&entry.first_file), message)
                        .help(help),
                );
            }
        }
        let [home, about, data, accessibility] =
            PAGES.map(|(name, subject)| match self.records.pages.iter().find(|entry| &*entry.id == name) {
                Some(entry) => self.words(entry, subject, page_anchors(), found),
                None if subject == Subject::Accessibility => None,
                None => {
                    let folder: Arc<str> = format!("content/pages/{name}/sr.md").into();
                    let message = format!("the page `{name}` has no text");
                    found.problems.push(
                        Problem::new(&rules::MISSING_FILE, Place::start_of(&folder), message).help(format!(
                            "write `content/pages/{name}/sr.md` and `content/pages/{name}/en.md`"
                        )),
                    );
                    None
                }
            });
        Some(StandingTexts { home: home?, about: about?, data: data?, accessibility })
    }

    /// Checks links to places on pages, which are headings or parts of pages.
    fn check_anchors(&self, folders: &Folders, found: &mut Findings) {
        let links: Vec<&AnchorLink> = found.anchors().collect();
        let linked: BTreeSet<TextOf> = links.iter().map(|link| (link.subject, link.language)).collect();
        let headings: BTreeMap<TextOf, &Headings> = found
            .headings()
            .filter(|(text, _)| linked.contains(text))
            .map(|(text, headings)| (*text, headings))
            .collect();
        let anchors = |subject: Subject, language: Language| {
            let headings = match headings.get(&(subject, language)) {
                Some(headings) => (*headings).clone()?,
                None => Vec::new(),
            };
            Some(headings.into_iter().chain(self.parts(subject, folders)?).collect())
        };
        let mut problems = Problems::default();
        texts::check_anchors(&links, &anchors, &mut problems);
        found.problems.extend(problems);
    }

    /// Returns the ids that a page gives to its parts, or `None` if its facts could not be read.
    fn parts(&self, subject: Subject, folders: &Folders) -> Option<Vec<String>> {
        Some(match subject {
            Subject::Project(at) => {
                let facts = folders.projects.get(at.index())?.entry.facts.as_ref()?;
                project_places(facts).chain(strings(&["activities", "sources"])).collect()
            }
            Subject::Programme(at) => {
                let facts = folders.programmes.get(at.index())?.entry.facts.as_ref()?;
                let id = self.names.programmes.as_slice().get(at.index())?;
                phase_ids(facts)
                    .chain(self.programme_parts(id.as_str()))
                    .chain(strings(&["sources"]))
                    .collect()
            }
            Subject::Organisation(at) => {
                let id = self.names.organisations.as_slice().get(at.index())?;
                strings(if self.takes_part(id.as_str()) { &["activities"] } else { &[] }).collect()
            }
            Subject::Municipality(_) => strings(&["activities"]).collect(),
            Subject::Home => strings(&["programmes", "areas", "districts"]).collect(),
            Subject::District(_) | Subject::SubArea(_) | Subject::SupportType(_) => {
                strings(&["activities", "municipalities"]).collect()
            }
            Subject::Area(_) => strings(&["activities", "municipalities", "sub-areas"]).collect(),
            Subject::Municipalities => strings(&["active"]).collect(),
            Subject::Districts => self.names.regions.as_slice().iter().map(Id::to_string).collect(),
            Subject::About
            | Subject::Data
            | Subject::Accessibility
            | Subject::Programmes
            | Subject::Projects
            | Subject::Areas
            | Subject::SupportTypes
            | Subject::Organisations
            | Subject::Changes
            | Subject::Search
            | Subject::NotFound => Vec::new(),
        })
    }

    /// Returns whether an organisation carries out an activity or takes part in one.
    fn takes_part(&self, organisation: &str) -> bool {
        let names = |list: &Option<Vec<parse::Reference<parse::OrganisationRecord>>>| {
            list.iter().flatten().any(|id| id.value == organisation)
        };
        self.records.projects.iter().filter_map(|entry| entry.facts.as_ref()).any(|project| {
            let mut activities = project.activities.iter().flatten();
            names(&project.implementers)
                || names(&project.partners)
                || activities.any(|activity| names(&activity.implementers) || names(&activity.partners))
        })
    }

    /// Returns the ids of the lists on a programme's page, which exist if it has projects.
    fn programme_parts(&self, programme: &str) -> impl Iterator<Item = String> {
        let projects = self.records.projects.iter().filter_map(|entry| entry.facts.as_ref());
        let own =
            projects.filter(|project| project.programme.as_ref().is_some_and(|id| id.value == programme));
        let areas: BTreeSet<&str> =
            own.filter_map(|project| project.area.as_ref()?.value.split('/').next()).collect();
        let lists: &[&str] = if areas.is_empty() { &[] } else { &["activities", "municipalities"] };
        let of_areas: Vec<String> =
            areas.into_iter().flat_map(|area| [area.to_owned(), anchors::municipalities_of(area)]).collect();
        of_areas.into_iter().chain(strings(lists))
    }

    fn files(&self) -> Vec<PublishedFile> {
        let records = self.records;
        let mut files: Vec<PublishedFile> = Vec::new();
        files.extend(records.municipalities.iter().flat_map(|entry| texts::published_files(entry)));
        files.extend(records.programmes.iter().flat_map(|entry| texts::published_files(entry)));
        files.extend(records.projects.iter().flat_map(|entry| texts::published_files(entry)));
        files.extend(records.pages.iter().flat_map(|entry| texts::published_files(entry)));
        files.extend(records.logo.iter().map(|logo| PublishedFile {
            path: FilePath(logo.name.clone()),
            from: logo.from.clone(),
            size: logo.size,
        }));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }
}

/// The standing pages by the names of their folders.
const PAGES: [(&str, Subject); 4] = [
    ("home", Subject::Home),
    ("about", Subject::About),
    ("data", Subject::Data),
    ("accessibility", Subject::Accessibility),
];

fn strings(ids: &[&str]) -> impl Iterator<Item = String> + use<> {
    ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>().into_iter()
}

/// Returns the municipalities in which a project has activities.
fn project_places(record: &ProjectRecord) -> impl Iterator<Item = String> {
    let activities = record.activities.iter().flatten().filter_map(|activity| activity.municipality.as_ref());
    activities.map(|at| at.value.clone())
}

fn phase_ids(record: &ProgrammeRecord) -> impl Iterator<Item = String> {
    let phases = record.phases.iter().flatten().filter_map(|phase| phase.id.as_ref());
    phases.map(|id| id.value.clone())
}

/// Returns the ids of parts that any page may have. Headings of texts cannot use them.
fn page_anchors() -> BTreeSet<String> {
    anchors::PARTS.map(str::to_owned).into()
}

/// Returns the ids that a project's page may give to its parts.
fn project_anchors(record: Option<&ProjectRecord>) -> BTreeSet<String> {
    record.into_iter().flat_map(project_places).chain(page_anchors()).collect()
}

/// Returns the ids that a municipality's page may give to its parts.
fn municipality_anchors(names: &Names) -> BTreeSet<String> {
    names.areas.as_slice().iter().map(Id::to_string).chain(page_anchors()).collect()
}

/// Returns the ids that a programme's page may give to its parts.
fn programme_anchors(record: Option<&ProgrammeRecord>, names: &Names) -> BTreeSet<String> {
    let phases = record.into_iter().flat_map(phase_ids);
    let areas = names
        .areas
        .as_slice()
        .iter()
        .flat_map(|id| [id.to_string(), anchors::municipalities_of(id.as_str())]);
    phases.chain(areas).chain(page_anchors()).collect()
}

fn phase_of(
    reference: &parse::Written<parse::PhaseId>,
    programme: &Parent,
    problems: &mut Problems,
) -> Option<usize> {
    let found = programme.phases.iter().position(|(id, _)| id.as_str() == reference.value);
    if found.is_none() {
        let known = || programme.phases.iter().map(|(id, _)| id.as_str());
        let help = match did_you_mean(&reference.value, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if programme.phases.is_empty() => "this programme has no phases: remove the key".to_owned(),
            None => format!("its phases are: {}", known().collect::<Vec<_>>().join(", ")),
        };
        let message =
            format!("the programme `{}` has no phase `{}`", programme.id, parse::shorten(&reference.value));
        problems.push(Problem::new(&rules::UNKNOWN_REFERENCE, reference.place.clone(), message).help(help));
    }
    found
}

/// Creates a table from the results of folders. They are cloned, because the cache keeps them too.
fn table<T: Clone>(built: &[Arc<T>]) -> Table<T> {
    Table::new(built.iter().map(|item| T::clone(item)).collect())
}

/// Puts the activities of all projects into one table, project by project.
fn number_activities(built: &[Arc<Undertaking>]) -> (Table<Project>, Table<Activity>) {
    let mut projects = Vec::with_capacity(built.len());
    let mut all = Vec::with_capacity(built.iter().map(|undertaking| undertaking.1.len()).sum());
    for undertaking in built {
        let (project, activities) = &**undertaking;
        let start = all.len();
        all.extend_from_slice(activities);
        projects.push(Project { activities: start..all.len(), ..project.clone() });
    }
    (Table::new(projects), Table::new(all))
}

/// Checks that links in this colour are readable.
fn accent(written: &parse::Written<ColourText>, problems: &mut Problems) -> Option<Accent> {
    let (message, help) = match Accent::parse(&written.value) {
        Ok(accent) => return Some(accent),
        Err(AccentFault::NotAColour) => {
            (format!("`{}` is not a colour", parse::shorten(&written.value)), ColourText::HELP.to_owned())
        }
        Err(AccentFault::TooPale { contrast, darker }) => (
            format!("`{}` is too pale for links: its contrast is {contrast:.1}, below 4.5", written.value),
            format!(
                "use a darker shade, such as `\"{darker}\"`; it is lightened automatically for the dark theme"
            ),
        ),
    };
    problems.push(Problem::new(&rules::WRONG_VALUE, written.place.clone(), message).help(help));
    None
}

/// Checks the site's address: an origin and a path, ending in `/`.
fn base_url(address: &parse::Written<parse::SiteAddress>, problems: &mut Problems) -> Option<Url> {
    let url = web_address(address, problems)?;
    match crate::content::catalogue::base_url(url) {
        Ok(url) => Some(url),
        Err(reason) => {
            problems.push(
                Problem::new(&rules::WRONG_VALUE, address.place.clone(), reason)
                    .help(parse::SiteAddress::HELP),
            );
            None
        }
    }
}

fn locales(
    list: &[parse::Written<parse::LocaleTag>],
    whole: &Place,
    problems: &mut Problems,
) -> Option<Vec<Locale>> {
    let mut locales = Vec::new();
    for written in list {
        match written.value.parse::<Locale>() {
            Ok(locale) if locales.contains(&locale) => problems.push(
                Problem::new(
                    &rules::REPEATED_REFERENCE,
                    written.place.clone(),
                    format!("`{locale}` is in this list twice"),
                )
                .help("keep one of the two"),
            ),
            Ok(locale) => locales.push(locale),
            Err(()) => problems.push(
                Problem::new(
                    &rules::WRONG_VALUE,
                    written.place.clone(),
                    format!("`{}` is not a locale", parse::shorten(&written.value)),
                )
                .help(format!("the locales are: {}", Locale::ALL.map(Locale::tag).join(", "))),
            ),
        }
    }
    if list.is_empty() {
        problems.push(
            Problem::new(&rules::WRONG_VALUE, whole.clone(), "the site has no locale")
                .help(format!("name at least one: {}", Locale::ALL.map(Locale::tag).join(", "))),
        );
        return None;
    }
    Some(locales)
}
