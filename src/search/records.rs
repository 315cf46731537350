//! Files for showing, filtering and sorting results: titles, texts, columns, orders.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::documents::{Document, Documents};
use super::encode;
use super::part::Part;
use crate::base::id::{Kind, Ref};
use crate::base::language::Locale;
use crate::content::catalogue::{Activity, Catalogue, Named, Project, Scope, Subject, Text, Words};
use crate::content::parse::Status;
use crate::site::collation;
use crate::site::route::Site;
use crate::text::language::slug;

/// The minimum number of projects, or other entries, in a file.
const LEAST: usize = 8;

/// The minimum number of projects in a file of titles. The search loads those of a small catalogue before it knows which
/// of them it needs.
const LEAST_TITLES: usize = 24;

/// The number of files of titles, texts and names in a large catalogue. With more files, a query fetches less.
const TITLE_FILES: usize = 350;
const TEXT_FILES: usize = 180;
const NAME_FILES: usize = 30;

/// The maximum number of words, besides place names, that typos are compared with.
const SPELLINGS: usize = 4_000;

/// The minimum length of these words, in characters.
const SHORTEST_SPELLING: usize = 4;

/// The files of one locale.
pub(super) struct Records {
    /// The number of projects in a file of titles.
    pub(super) title_step: usize,
    /// The number of projects in a file of texts.
    pub(super) text_step: usize,
    /// The number of entries in a file of names.
    pub(super) name_step: usize,
    parts: Vec<Part>,
}

impl Records {
    pub(super) fn new(site: &Site, documents: &Documents, locale: Locale) -> Self {
        let writer = Writer { catalogue: &site.catalogue, documents, locale };
        let entries = documents.entries();
        let about =
            entries.iter().take_while(|entry| !matches!(entry, Document::Entry(Subject::Organisation(_))));
        let step = |items: usize, files, least| items.div_ceil(files).max(least);
        let title_step = step(documents.projects.len(), TITLE_FILES, LEAST_TITLES);
        let text_step = step(documents.projects.len(), TEXT_FILES, LEAST);
        let (listed, others) = entries.split_at(documents.listed());
        let name_step = step(others.len(), NAME_FILES, LEAST);
        let names = |entries: &[Document]| entries.iter().map(|entry| writer.name_line(*entry)).collect();
        let mut files = vec![
            // The texts of all entries except organisations.
            Part::new("about", about.map(|entry| writer.about_line(*entry)).collect()),
            Part::new("spelling", writer.spellings()),
            Part::new("by-name", writer.by_name()),
            // By these, results are narrowed.
            Part::new("names", names(listed)),
        ];
        // Projects with their activities, then their texts, then all other entries.
        files.extend(parts("titles", title_step, &documents.projects, |projects| writer.titles(projects)));
        files.extend(parts("texts", text_step, &documents.projects, |projects| {
            projects.iter().map(|at| writer.project_texts(*at)).collect()
        }));
        files.extend(parts("names", name_step, others, names));
        Records { title_step, text_step, name_step, parts: files }
    }

    pub(super) fn into_parts(self) -> impl Iterator<Item = Part> {
        self.parts.into_iter()
    }
}

/// Makes a file for every `step` items.
fn parts<T>(
    name: &str,
    step: usize,
    items: &[T],
    text: impl Fn(&[T]) -> String,
) -> impl Iterator<Item = Part> {
    let chunks = items.chunks(step).enumerate();
    chunks.map(move |(number, chunk)| Part::new(format!("{name}-{number}"), text(chunk)))
}

/// Writes the files of one locale.
struct Writer<'a> {
    catalogue: &'a Catalogue,
    documents: &'a Documents,
    locale: Locale,
}

impl<'a> Writer<'a> {
    /// Writes the entries that the projects refer to, each with its position, then an empty line, then the projects.
    fn titles(&self, projects: &[Ref<Project>]) -> String {
        let mut named = BTreeSet::new();
        let lines: String = projects.iter().map(|at| self.project_line(*at, &mut named)).collect();
        let entries = self.documents.entries();
        let named: String =
            named.into_iter().map(|at| format!("{at}\t{}", self.named_line(entries[at]))).collect();
        format!("{named}\n{lines}")
    }

    /// Writes id, title, sub-area, programme, activities, summary, and the language of the title if it differs.
    fn project_line(&self, at: Ref<Project>, named: &mut BTreeSet<usize>) -> String {
        let project = &self.catalogue.projects[at];
        let mut entry = |subject: Subject| {
            let at = self.documents.position(subject)?;
            named.insert(at);
            Some(at.to_string())
        };
        let sub_area = entry(Subject::SubArea(project.sub_area)).unwrap_or_default();
        let programme = entry(Subject::Programme(project.programme)).unwrap_or_default();
        let activities: Vec<String> = project
            .activities()
            .map(|at| {
                let activity = &self.catalogue.activities[at];
                let place = activity.scope.subject().and_then(&mut entry);
                // If the browser has no entry for the place, it links to it without its name.
                let place = place.unwrap_or_else(|| self.catalogue.scope_id(activity.scope).to_owned());
                let amounts = activity.funding.iter().map(|award| award.money.total());
                amounts
                    .fold(place, |line, total| format!("{line} {} {}", total.amount, total.currency.code()))
            })
            .collect();
        let title = one_line(project.words.title.get(self.locale));
        let id = short_id(project.id.as_str(), &title);
        let summary = one_line(project.words.summary.get(self.locale));
        let cells = [id.as_str(), &title, &sub_area, &programme, &activities.join(","), &summary];
        self.line(&project.words.title, &cells)
    }

    /// Writes what results show about an entry that a project refers to: for a place, only its id and name.
    fn named_line(&self, document: Document) -> String {
        if is_place(document) {
            let name = one_line(self.title(document).get(self.locale));
            return format!("{}\t{name}\n", short_id(self.id(document), &name));
        }
        self.line_of(document, "")
    }

    /// Writes a line with the summary of an entry, except of a municipality: there are many of them.
    fn name_line(&self, document: Document) -> String {
        let catalogue = self.catalogue;
        let Document::Entry(subject) = document else { return self.line_of(document, "") };
        let summary = match subject {
            Subject::Area(at) => Some(&catalogue.areas[at].description),
            Subject::SubArea(at) => Some(&catalogue.sub_areas[at].description),
            Subject::SupportType(at) => Some(&catalogue.support_types[at].description),
            Subject::TargetGroup(at) => catalogue.target_groups[at].description.as_ref(),
            Subject::Document(at) => catalogue.documents[at].note.as_ref(),
            Subject::Programme(at) => Some(&catalogue.programmes[at].words.summary),
            Subject::Post(at) => Some(&catalogue.posts[at].words.summary),
            _ => None,
        };
        let summary = summary.map(|summary| one_line(summary.get(self.locale))).unwrap_or_default();
        self.line_of(document, &summary)
    }

    /// Writes id, name, the name of the parent, the summary, and the language of the name if it differs. The id of a
    /// sub-area begins with that of its area.
    fn line_of(&self, document: Document, summary: &str) -> String {
        let catalogue = self.catalogue;
        let above = match document {
            Document::Entry(Subject::Municipality(at)) => {
                Some(&catalogue.districts[catalogue.municipalities[at].district].name.name)
            }
            Document::Entry(Subject::SubArea(at)) => {
                Some(&catalogue.areas[catalogue.sub_areas[at].area].name)
            }
            Document::Entry(Subject::Organisation(at)) => {
                catalogue.organisations[at].municipality.map(|seat| &catalogue.municipalities[seat].name.name)
            }
            _ => None,
        };
        let above = above.map(|above| one_line(above.get(self.locale))).unwrap_or_default();
        let id = match document {
            Document::Entry(Subject::SubArea(at)) => {
                format!("{}/{}", catalogue.areas[catalogue.sub_areas[at].area].id, catalogue.sub_areas[at].id)
            }
            _ => self.id(document).to_owned(),
        };
        let text = self.title(document);
        let name = one_line(text.get(self.locale));
        self.line(text, &[&short_id(&id, &name), &name, &above, summary])
    }

    fn line(&self, text: &Text, cells: &[&str]) -> String {
        let mut line = cells.join("\t");
        let shown_in = text.shown_in(self.locale);
        if shown_in != self.locale {
            line.push('\t');
            line.push_str(shown_in.tag());
        }
        line.push('\n');
        line
    }

    /// Writes the text of a project, then the notes of its activities, each on a line.
    fn project_texts(&self, at: Ref<Project>) -> String {
        let project = &self.catalogue.projects[at];
        let mut lines = self.body_of(&project.words) + "\n";
        for at in project.activities() {
            let note = self.catalogue.activities[at].note.as_ref();
            lines.push_str(&note.map(|note| one_line(note.get(self.locale))).unwrap_or_default());
            lines.push('\n');
        }
        lines
    }

    /// Writes the text of an entry on one line, for municipalities with the summary.
    fn about_line(&self, document: Document) -> String {
        let mut text = match document {
            Document::Entry(Subject::Municipality(at)) => {
                self.catalogue.municipalities[at].words.as_ref().map(|words| {
                    format!("{}\u{2028}{}", one_line(words.summary.get(self.locale)), self.body_of(words))
                })
            }
            Document::Entry(Subject::Programme(at)) => {
                Some(self.body_of(&self.catalogue.programmes[at].words))
            }
            Document::Entry(Subject::Post(at)) => Some(self.body_of(&self.catalogue.posts[at].words)),
            _ => None,
        }
        .unwrap_or_default();
        text.push('\n');
        text
    }

    fn body_of(&self, words: &Words) -> String {
        let (prose, _) = words.body.shown(self.locale);
        one_line(&prose.text())
    }

    /// Writes the original words of titles: first those of places, then the most common others.
    fn spellings(&self) -> String {
        let mut places = BTreeSet::new();
        let mut counted: Vec<(&'a str, usize)> = Vec::new();
        let mut known: HashMap<&'a str, usize> = HashMap::new();
        for document in &self.documents.all {
            if let Document::Activity(_) = document {
                continue;
            }
            let is_place = is_place(*document);
            let words = self.title(*document).get(self.locale).split(|c: char| !c.is_alphabetic());
            for word in words.filter(|word| word.chars().count() >= SHORTEST_SPELLING) {
                if is_place {
                    places.insert(word);
                } else {
                    let at = *known.entry(word).or_insert(counted.len());
                    match counted.get_mut(at) {
                        Some((_, count)) => *count += 1,
                        None => counted.push((word, 1)),
                    }
                }
            }
        }
        counted.retain(|(word, _)| !places.contains(word));
        counted.sort_unstable_by_key(|(word, count)| (Reverse(*count), *word));
        counted.truncate(SPELLINGS);
        let others: BTreeSet<&str> = counted.into_iter().map(|(word, _)| word).collect();
        places.into_iter().chain(others).collect::<Vec<_>>().join(" ")
    }

    fn by_name(&self) -> String {
        let named = self.documents.all.iter().enumerate();
        let named: Vec<(usize, &Document)> =
            named.filter(|(_, document)| !matches!(document, Document::Activity(_))).collect();
        let names: Vec<&str> =
            named.iter().map(|(_, document)| self.title(**document).get(self.locale)).collect();
        encode::numbers(collation::by_name(self.locale, &names).into_iter().map(|at| named[at].0))
    }

    fn title(&self, document: Document) -> &'a Text {
        self.named(document).map_or(&self.catalogue.settings.title, |entry| entry.name)
    }

    fn id(&self, document: Document) -> &'a str {
        self.named(document).map_or("", |entry| entry.id.as_str())
    }

    /// Returns the entry that names a document. Every document has one.
    fn named(&self, document: Document) -> Option<Named<'a>> {
        self.catalogue.entry(match document {
            Document::Project(at) => Subject::Project(at),
            Document::Activity(at) => Subject::Project(self.catalogue.activities[at].project),
            Document::Entry(subject) => subject,
        })
    }
}

fn is_place(document: Document) -> bool {
    matches!(document, Document::Entry(subject) if subject.entry_kind().is_some_and(Kind::is_place))
}

/// The letters other than ASCII that the browser can turn into slugs.
const LETTERS: &str = "čćđšžабвгдђежзијклљмнњопрстћуфхцчџш";

/// The minimum number of characters that are worth a reference.
const SHORTEST_REFERENCE: usize = 4;

/// Shortens an id that ends with the beginning of its title's slug: `*` stands for the whole slug, `*n` for its first
/// `n` characters.
fn short_id(id: &str, title: &str) -> String {
    let is_unknown = |c: char| c.is_alphanumeric() && !c.is_ascii() && !LETTERS.contains(c);
    let mut others = title.chars().filter(|c| !c.is_ascii()).flat_map(char::to_lowercase);
    if others.any(is_unknown) {
        return id.to_owned();
    }
    let slug = slug(title);
    let mut ends = id.char_indices().map(|(at, _)| id.split_at(at));
    match ends.find(|(_, end)| slug.starts_with(end)) {
        Some((start, end)) if end.len() == slug.len() && title.ends_with(char::is_alphanumeric) => {
            format!("{start}*")
        }
        Some((start, end)) if end.len() >= SHORTEST_REFERENCE => format!("{start}*{}", end.len()),
        _ => id.to_owned(),
    }
}

/// Returns whether the only white space of a line is single spaces between words.
fn is_plain(line: &str) -> bool {
    let is_other_space = |c: char| c.is_whitespace() && c != ' ';
    !line.starts_with(' ') && !line.ends_with(' ') && !line.contains("  ") && !line.contains(is_other_space)
}

/// Joins the lines of a text with U+2028, which does not separate records.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let mut between = if out.is_empty() { "" } else { "\u{2028}" };
        if is_plain(line) {
            out.push_str(if line.is_empty() { "" } else { between });
            out.push_str(line);
            continue;
        }
        for word in line.split_whitespace() {
            out.push_str(between);
            out.push_str(word);
            between = " ";
        }
    }
    out
}

/// The files that all locales share: the facts by which results are filtered, and the order by amount.
pub(super) struct Columns {
    /// A line for each fact, with a number for each project or activity. The last lines give the areas of sub-areas, the
    /// districts of municipalities, the sets of support types and of target groups, and the statuses.
    columns: Part,
    /// The activities with money, sorted by currency, the most common first, then by amount, the largest first.
    by_amount: Part,
}

impl Columns {
    pub(super) fn new(site: &Site, documents: &Documents) -> Self {
        let catalogue = &site.catalogue;
        let projects = || documents.projects.iter().map(|at| &catalogue.projects[*at]);
        let activities = || {
            documents.all.iter().filter_map(|document| match document {
                Document::Activity(at) => Some(&catalogue.activities[*at]),
                _ => None,
            })
        };
        let support =
            Sets::of(catalogue.support_types.len(), activities().map(|activity| activity.support.as_slice()));
        let groups = Sets::of(
            catalogue.target_groups.len(),
            activities().map(|activity| activity.target_groups.as_slice()),
        );
        let status = |activity: &Activity| {
            let status = activity.status.and_then(|own| Status::ALL.iter().position(|known| *known == own));
            status.map_or(0, |at| at + 1)
        };
        let year = |activity: &Activity| {
            let year = activity.period.map(|period| period.start().first_day().year());
            year.and_then(|year| usize::try_from(year).ok()).unwrap_or_default()
        };
        // Municipalities, then districts, then all other places.
        let (municipalities, districts) = (catalogue.municipalities.len(), catalogue.districts.len());
        let place = |activity: &Activity| match activity.scope {
            Scope::Municipality(at) => at.index(),
            Scope::District(at) => municipalities + at.index(),
            Scope::Region(_) | Scope::National | Scope::Unknown => municipalities + districts,
        };
        let lines = [
            encode::numbers(projects().map(|project| project.programme.index())),
            encode::numbers(projects().map(|project| project.sub_area.index())),
            encode::numbers(activities().map(place)),
            encode::numbers(activities().map(|activity| support.number(&activity.support))),
            encode::numbers(activities().map(|activity| groups.number(&activity.target_groups))),
            encode::numbers(activities().map(status)),
            encode::numbers(activities().map(year)),
            encode::numbers(activities().map(|activity| usize::from(catalogue.has_money(activity)))),
            encode::numbers(catalogue.sub_areas.iter().map(|(_, sub_area)| sub_area.area.index())),
            encode::numbers(catalogue.municipalities.iter().map(|(_, place)| place.district.index())),
            support.line(),
            groups.line(),
            Status::ALL.iter().map(|status| status.word()).collect::<Vec<_>>().join(" "),
        ];
        Columns {
            columns: Part::new("columns", lines.join("\n")),
            by_amount: Part::new("by-amount", by_amount(catalogue, documents)),
        }
    }

    pub(super) fn into_parts(self) -> impl Iterator<Item = Part> {
        [self.columns, self.by_amount].into_iter()
    }
}

/// The sets of several support types, or target groups, that activities have. Their numbers follow those of single
/// ones, which begin with one: an activity with none has zero.
struct Sets<'a, T> {
    numbers: BTreeMap<&'a [Ref<T>], usize>,
}

impl<'a, T> Sets<'a, T> {
    /// Numbers the sets of several of `count` things.
    fn of(count: usize, all: impl Iterator<Item = &'a [Ref<T>]>) -> Self {
        let several: BTreeSet<_> = all.filter(|set| set.len() > 1).collect();
        Sets { numbers: several.into_iter().zip(count + 1..).collect() }
    }

    /// Returns the number of one thing, or of a set of them.
    fn number(&self, set: &[Ref<T>]) -> usize {
        match set {
            [one] => one.index() + 1,
            _ => self.numbers.get(set).copied().unwrap_or_default(),
        }
    }

    /// Writes the things of each set: `0.2 1.2.5`.
    fn line(&self) -> String {
        let set = |set: &&[Ref<T>]| set.iter().map(|at| at.index().to_string()).collect::<Vec<_>>().join(".");
        self.numbers.keys().map(set).collect::<Vec<_>>().join(" ")
    }
}

fn by_amount(catalogue: &Catalogue, documents: &Documents) -> String {
    let totals = documents.all.iter().enumerate().filter_map(|(number, document)| match document {
        // Of several amounts, the first one counts.
        Document::Activity(at) => Some((number, catalogue.activities[*at].funding.first()?.money.total())),
        _ => None,
    });
    let totals: Vec<_> = totals.collect();
    let mut common = BTreeMap::new();
    for (_, total) in &totals {
        *common.entry(total.currency).or_insert(0_usize) += 1;
    }
    let mut order = totals;
    order.sort_by_key(|(_, total)| {
        (Reverse(common.get(&total.currency).copied()), total.currency, Reverse(total.amount))
    });
    encode::numbers(order.into_iter().map(|(number, _)| number))
}
