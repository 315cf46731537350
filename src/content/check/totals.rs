//! Limits what the whole catalogue repeats. The rows of activities repeat the names of everything that they and their
//! project refer to, and in the IATI report, projects repeat those who pay for their programme. A short file could fill
//! gigabytes of data.

use std::borrow::Cow;
use std::collections::HashMap;

use super::builder::Builder;
use crate::base::id::Kind;
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::content::parse::{
    AnyEntry, AnyFacts, DocumentRecord, Entry, FieldPath, FundingRecord, InstitutionRecord, Leaf, OneOrMore,
    OrganisationRecord, PostRecord, ProjectRecord, Records, Role, ShortOrLong, TextState, Walk, Words,
};

/// The maximum size in bytes of the names that the rows of all activities repeat, in both languages together.
const MOST_BYTES: usize = 128 << 20;

/// The maximum size in bytes of the rows in the files of all entries: the file of each organisation, for example,
/// repeats the rows of its activities.
const MOST_IN_FILES: usize = 640 << 20;

/// The size in bytes that a row has in these files besides names: in CSV and, with the keys of every value, in JSON.
const OF_ROW: usize = 1000;

/// The maximum size in bytes of the statements of funders on all pages, in both languages together.
const MOST_SAID: usize = 32 << 20;

/// The size in bytes that every activity adds to this.
const OF_ACTIVITY: usize = 128;

/// The size in bytes that every name adds to this, for its id and separators.
const OF_NAME: usize = 16;

/// The size in bytes that every amount of money adds to this.
const OF_AWARD: usize = 64;

/// The size in bytes that every file of a document adds to this.
const OF_FILE: usize = 64;

/// The size in bytes that every link of a short text adds to this: the path of the site can be this long.
const OF_LINK: usize = 300;

/// The maximum number of institutions that the projects of the IATI report may repeat.
const MOST_NAMES: usize = 1_000_000;

/// The maximum number of funders that the file of grants may repeat.
const MOST_FUNDERS: usize = 200_000;

/// A sum with its limit, and the largest part of it with its place.
struct Total {
    sum: usize,
    most: usize,
    largest: Option<(usize, Place)>,
}

impl Total {
    fn up_to(most: usize) -> Self {
        Total { sum: 0, most, largest: None }
    }

    fn add<T>(&mut self, entry: &Entry<T>, part: usize) {
        self.sum = self.sum.saturating_add(part);
        if self.largest.as_ref().is_none_or(|(largest, _)| part > *largest) {
            self.largest = Some((part, Place::start_of(&entry.first_file)));
        }
    }

    /// Returns whether the sum is within the limit. Otherwise reports it at its largest part. `message` gets the sum,
    /// and `help` the largest part.
    fn fits(
        self,
        message: impl Fn(usize) -> String,
        help: impl Fn(usize) -> String,
        problems: &mut Problems,
    ) -> bool {
        match self.largest {
            Some((largest, place)) if self.sum > self.most => {
                let problem = Problem::new(&rules::TOO_MANY_IN_ALL, place, message(self.sum));
                problems.push(problem.help(help(largest)));
                false
            }
            _ => true,
        }
    }
}

/// The sizes in bytes of the names of all entries, in both languages together. Places have several forms of their name,
/// and include those of what they are part of.
struct NameSizes<'r>(HashMap<(Kind, Cow<'r, str>), usize>);

impl<'r> NameSizes<'r> {
    fn of(records: &'r Records) -> Self {
        let mut sizes = NameSizes(HashMap::new());
        for entry in records.entries() {
            let wider = match entry.kind {
                Kind::Municipality | Kind::District => sizes.of_references(entry.facts).bytes,
                Kind::SubArea => entry.id.split_once('/').map_or(0, |(area, _)| sizes.get(Kind::Area, area)),
                _ => 0,
            };
            let own = match (entry.kind, entry.facts) {
                (Kind::Document, Some(facts)) => of_document(facts),
                _ => own_names(&entry),
            };
            let size = own + wider;
            sizes.0.insert((entry.kind, entry.id), size);
        }
        sizes
    }

    fn get(&self, kind: Kind, id: &str) -> usize {
        OF_NAME + self.0.get(&(kind, Cow::Borrowed(id))).copied().unwrap_or_default()
    }

    /// Returns what a record refers to: the size of the names, with the notes on organisations, and the number of entries
    /// that have files of their activities.
    fn of_references<W: Walk + ?Sized>(&self, record: Option<&W>) -> Named {
        let mut named = Named::default();
        if let Some(record) = record {
            record.each_text(&mut |path, leaf| match leaf {
                Leaf::Reference(kind, id) => {
                    named.bytes += self.get(kind, &id.value);
                    named.entries += usize::from(!matches!(kind, Kind::Document | Kind::Project));
                }
                Leaf::Marked(words) if is_party_note(path) => named.bytes += size_of_marked(words),
                _ => {}
            });
        }
        named
    }

    /// Returns the size of a document on all pages that it is about, and on that of its publisher.
    fn of_document_pages(&self, entry: &Entry<DocumentRecord>) -> usize {
        let Some(document) = &entry.facts else { return 0 };
        let about = document.about.as_ref().map_or(0, Vec::len);
        let publisher = usize::from(matches!(document.publisher, Some(ShortOrLong::Short(_))));
        (about + publisher) * self.get(Kind::Document, &entry.id)
    }

    /// Returns the size of a post on all pages that it is about, and of the documents on its own page.
    fn of_post_pages(&self, entry: &Entry<PostRecord>) -> usize {
        let Some(post) = &entry.facts else { return 0 };
        let about = post.about.as_ref().map_or(0, Vec::len) * self.get(Kind::Post, &entry.id);
        let documents = post.documents.iter().chain(&post.sources).flatten();
        documents.fold(about, |sum, id| sum.saturating_add(self.get(Kind::Document, &id.value)))
    }

    /// Returns the size of the names in the rows of a project's activities, and of those rows in the files of all
    /// entries that they name.
    fn of_rows(&self, entry: &Entry<ProjectRecord>, project: &ProjectRecord) -> (usize, usize) {
        let all = self.of_references(Some(project));
        let activities = || project.activities.iter().flatten();
        let own: Vec<Named> = activities().map(|activity| self.of_references(Some(activity))).collect();
        let shared = Named {
            bytes: all.bytes - own.iter().map(|named| named.bytes).sum::<usize>()
                + self.get(Kind::Project, &entry.id)
                + of_awards(&project.funding)
                + OF_ACTIVITY,
            entries: all.entries - own.iter().map(|named| named.entries).sum::<usize>(),
        };
        // A project without activities has one row, which says its scope.
        let wide = project.scope.iter().map(|_| Named::default());
        let awards = activities().map(|activity| of_awards(&activity.funding));
        let own =
            own.iter().zip(awards).map(|(named, awards)| Named { bytes: named.bytes + awards, ..*named });
        let rows = own.chain(wide).map(|own| (own.bytes + shared.bytes, own.entries + shared.entries));
        rows.fold((0, 0), |(sum, in_files): (usize, usize), (row, files)| {
            (sum.saturating_add(row), in_files.saturating_add((row + OF_ROW).saturating_mul(files)))
        })
    }
}

/// The entries that a record refers to.
#[derive(Clone, Copy, Default)]
struct Named {
    /// The size of their names.
    bytes: usize,
    /// The number of those that have files of their activities.
    entries: usize,
}

/// Returns the size of the names of an entry.
fn own_names(entry: &AnyEntry<'_>) -> usize {
    let mut size = 0;
    if let Some(facts) = entry.facts {
        facts.each_text(&mut |path, leaf| {
            if path.depth() == 1 && path.last().is_some_and(|key| NAMES.contains(&key.name)) {
                size += match leaf {
                    Leaf::Words(words) => size_of(words),
                    Leaf::Text(text) => text.value.len(),
                    _ => 0,
                };
            }
        });
    }
    let texts = entry.folder.map(|folder| folder.texts);
    for text in texts.iter().flat_map(|texts| [&texts.sr, &texts.en]) {
        if let TextState::Written(text) = text {
            size += text.front.title.as_ref().map_or(0, |title| title.value.len());
        }
    }
    size
}

/// Returns the size of the amounts of an activity or project.
fn of_awards(funding: &Option<OneOrMore<FundingRecord>>) -> usize {
    OF_AWARD * funding.as_ref().map_or(0, |funding| funding.0.len())
}

/// Returns the size of a document in a list of documents, and in the IATI report, which repeats its title for each file.
fn of_document(facts: &dyn AnyFacts) -> usize {
    let (mut title, mut others, mut files) = (0, 0, 0);
    facts.each_text(&mut |path, leaf| match leaf {
        Leaf::Words(words) if path.last().is_some_and(|key| key.name == "title") => title = size_of(words),
        Leaf::Words(words) => others += size_of(words),
        Leaf::Marked(words) => others += size_of_marked(words),
        Leaf::File(address) | Leaf::Address(address) => {
            files += 1;
            others += address.value.len();
        }
        _ => {}
    });
    title + others + files * (title + OF_FILE)
}

/// Returns the size of a text in both languages together.
fn size_of(words: &Placed<Words>) -> usize {
    [&words.value.sr, &words.value.en].into_iter().flatten().map(|text| text.value.len()).sum()
}

/// Returns the size of a text with links in both languages together.
fn size_of_marked(words: &Placed<Words>) -> usize {
    let texts = [&words.value.sr, &words.value.en].into_iter().flatten();
    texts.map(|text| text.value.len() + text.value.matches("](").count() * OF_LINK).sum()
}

/// Returns whether a text is a note on an organisation that takes part. Activities inherit these from their project.
fn is_party_note(path: &FieldPath) -> bool {
    path.depth() >= 2 && path.last().is_some_and(|key| key.name == "note") && {
        let path = path.to_string();
        path.ends_with("implementers.note") || path.ends_with("partners.note")
    }
}

/// The keys of names that rows repeat.
const NAMES: [&str; 4] = ["name", "genitive", "locative", "acronym"];

impl Builder<'_> {
    /// Returns whether the rows of all activities, and the IATI report, repeat few enough names. Reports too many.
    pub(super) fn check_totals(&self, problems: &mut Problems) -> bool {
        let sizes = NameSizes::of(self.records);
        let mut of_activities = Total::up_to(MOST_BYTES);
        let mut of_files = Total::up_to(MOST_IN_FILES);
        for entry in &self.records.projects {
            let (rows, in_files) =
                entry.facts.as_ref().map_or((0, 0), |project| sizes.of_rows(entry, project));
            of_activities.add(entry, rows);
            of_files.add(entry, in_files);
        }
        let megabytes = |bytes: usize| bytes.div_ceil(1 << 20);
        let activities_fit = of_activities.fits(
            |sum| {
                format!(
                    "the names that the activities and their projects refer to have {} MiB in all rows together, but \
                     there may be at most {}",
                    megabytes(sum),
                    megabytes(MOST_BYTES)
                )
            },
            |largest| {
                format!(
                    "name fewer organisations, places and documents; most of them, {} MiB, are in this project, whose \
                     activities repeat its lists unless they have their own",
                    megabytes(largest)
                )
            },
            problems,
        );
        let files_fit = of_files.fits(
            |sum| {
                format!(
                    "the rows of the activities have {} MiB in the files of all entries together, but there may be at \
                     most {}",
                    megabytes(sum),
                    megabytes(MOST_IN_FILES)
                )
            },
            |largest| {
                format!(
                    "name fewer organisations, target groups and kinds of support; the most, {} MiB, is due to this \
                     project",
                    megabytes(largest)
                )
            },
            problems,
        );
        let mut of_documents = Total::up_to(MOST_BYTES);
        for entry in &self.records.documents {
            of_documents.add(entry, sizes.of_document_pages(entry));
        }
        let documents_fit = of_documents.fits(
            |sum| {
                format!(
                    "the documents have {} MiB on the pages that they are about, but there may be at most {}",
                    megabytes(sum),
                    megabytes(MOST_BYTES)
                )
            },
            |largest| {
                format!(
                    "name fewer entries in `about`; the most, {} MiB, is due to this document",
                    megabytes(largest)
                )
            },
            problems,
        );
        let mut of_posts = Total::up_to(MOST_BYTES);
        for entry in &self.records.posts {
            of_posts.add(entry, sizes.of_post_pages(entry));
        }
        let posts_fit = of_posts.fits(
            |sum| {
                format!(
                    "the posts and their documents have {} MiB in lists, but there may be at most {}",
                    megabytes(sum),
                    megabytes(MOST_BYTES)
                )
            },
            |largest| {
                format!(
                    "name fewer entries in `about`, or fewer documents; the most, {} MiB, is due to this post",
                    megabytes(largest)
                )
            },
            problems,
        );
        activities_fit
            & files_fit
            & self.programmes_fit(&sizes, problems)
            & posts_fit
            & documents_fit
            & (!self.texts.published.iati || self.payers_fit(problems))
            & (!self.texts.published.grants || self.funders_fit(problems))
    }

    /// Returns whether the pages of programmes, their projects and what programmes refer to repeat few enough names, and
    /// statements of funders. Reports too many.
    fn programmes_fit(&self, sizes: &NameSizes<'_>, problems: &mut Problems) -> bool {
        let statement = |record: &OrganisationRecord| record.statement.as_ref().map_or(0, size_of);
        let organisations = self.records.organisations.0.iter();
        let by_organisation: HashMap<&str, usize> =
            organisations.map(|(id, record)| (id.value.as_str(), statement(record))).collect();
        let projects = self.projects_by_programme();
        let mut names = Total::up_to(MOST_BYTES);
        let mut statements = Total::up_to(MOST_SAID);
        for entry in &self.records.programmes {
            let Some(programme) = &entry.facts else { continue };
            let institutions = programme.institutions.iter().flatten();
            let funders =
                institutions.filter(|part| part.role.as_ref().is_some_and(|role| role.value == Role::Funder));
            let funders = funders.filter_map(|part| part.organisation.as_ref());
            let said: usize = funders.filter_map(|id| by_organisation.get(id.value.as_str())).sum();
            let pages = 1 + projects.get(&*entry.id).copied().unwrap_or_default();
            statements.add(entry, said.saturating_mul(pages));
            let named = sizes.of_references(Some(programme));
            names.add(entry, named.bytes + sizes.get(Kind::Programme, &entry.id) * named.entries);
        }
        let megabytes = |bytes: usize| bytes.div_ceil(1 << 20);
        let names_fit = names.fits(
            |sum| {
                format!(
                    "the names that programmes refer to have {} MiB on all pages, but there may be at most {}",
                    megabytes(sum),
                    megabytes(MOST_BYTES)
                )
            },
            |largest| {
                format!("name fewer entries; the most, {} MiB, is due to this programme", megabytes(largest))
            },
            problems,
        );
        let statements_fit = statements.fits(
            |sum| {
                format!(
                    "what funders want said has {} MiB on the pages of all programmes and their projects, but there may \
                     be at most {}",
                    megabytes(sum),
                    megabytes(MOST_SAID)
                )
            },
            |largest| {
                format!(
                    "shorten the statements of this programme's funders: its projects repeat them, {} MiB in all",
                    megabytes(largest)
                )
            },
            problems,
        );
        names_fit & statements_fit
    }

    /// Returns the number of projects of each programme.
    fn projects_by_programme(&self) -> HashMap<&str, usize> {
        let mut projects: HashMap<&str, usize> = HashMap::new();
        for project in self.records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
            if let Some(programme) = &project.programme {
                *projects.entry(programme.value.as_str()).or_default() += 1;
            }
        }
        projects
    }

    /// Returns whether the file of grants repeats few enough funders. Reports too many.
    fn funders_fit(&self, problems: &mut Problems) -> bool {
        let mut awards: HashMap<&str, usize> = HashMap::new();
        for project in self.records.projects.iter().filter_map(|entry| entry.facts.as_ref()) {
            let of_activities = project.activities.iter().flatten().map(|activity| &activity.funding);
            let funding = of_activities.chain([&project.funding]).flatten();
            if let Some(programme) = &project.programme {
                *awards.entry(programme.value.as_str()).or_default() +=
                    funding.map(|amounts| amounts.0.len()).sum::<usize>();
            }
        }
        let mut repeated = Total::up_to(MOST_FUNDERS);
        for entry in &self.records.programmes {
            let institutions = entry.facts.iter().flat_map(|facts| facts.institutions.iter().flatten());
            let funders =
                institutions.filter(|part| part.role.as_ref().is_some_and(|role| role.value == Role::Funder));
            repeated.add(entry, funders.count() * awards.get(&*entry.id).copied().unwrap_or_default());
        }
        repeated.fits(
            |names| {
                format!(
                    "the file of grants would repeat {names} funders of programmes, but there may be at most {MOST_FUNDERS}"
                )
            },
            |most| {
                format!(
                    "name fewer funders, or remove `grants` from `catalogue.yaml`; most of the names, {most}, are of this \
                     programme, whose grants repeat them"
                )
            },
            problems,
        )
    }

    /// Returns whether few enough institutions of programmes are repeated in the IATI report. Reports too many.
    fn payers_fit(&self, problems: &mut Problems) -> bool {
        let projects = self.projects_by_programme();
        let is_repeated = |part: &&InstitutionRecord| {
            let role = part.role.as_ref().map(|role| role.value);
            matches!(role, Some(Role::Funder | Role::ContractingAuthority | Role::Responsible))
        };
        let mut repeated = Total::up_to(MOST_NAMES);
        for entry in &self.records.programmes {
            let institutions = entry.facts.iter().flat_map(|facts| facts.institutions.iter().flatten());
            let projects = projects.get(&*entry.id).copied().unwrap_or_default();
            repeated.add(entry, institutions.filter(is_repeated).count() * projects);
        }
        repeated.fits(
            |names| {
                format!(
                    "the projects of the IATI report would repeat {names} institutions of programmes, but there may be \
                     at most {MOST_NAMES}"
                )
            },
            |most| {
                format!(
                    "name fewer institutions that pay or are responsible; most of the names, {most}, are of this \
                     programme, whose projects repeat them"
                )
            },
            problems,
        )
    }
}
