//! Collects the words of each document, with the weight of each word.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use rayon::prelude::*;

use super::documents::{Document, Documents};
use super::synonyms::List;
use super::words::{compounds, words};
use crate::base::date::Period;
use crate::base::id::Ref;
use crate::base::language::{Language, Locale};
use crate::content::catalogue::{
    self, Activity, Aims, Award, Catalogue, Detail, Fact, Indicator, Municipality, MunicipalityType,
    PlaceName, Programme, Project, Publisher, Scope, Subject, TargetGroup, Text, Words,
};
use crate::site::route::Site;

/// The weight of a word in a document, which depends on where the word occurs. The numbers are part of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// The word is in the text.
    Text = 1,
    /// The word is in the summary, in the name of something that many documents share, or beside the own name of an
    /// organisation.
    Context = 2,
    /// The word is in the name of an implementer, a partner, the sub-area or a nearby place, or it is an amount.
    Organisation = 3,
    /// The word is one of several in the name of its place, in any grammatical case.
    PlacePart = 4,
    /// The word is the whole name of its place, in any grammatical case, or another word for one in the title.
    Place = 5,
    /// The word is in the title.
    Title = 6,
    /// The word is the whole title.
    Name = 7,
}

/// The documents of each word. Words and documents are sorted.
pub(super) type Inverted = Vec<(String, Vec<Posting>)>;

/// The number of a document that contains a word, and the weight of the word in it. There are so many of them that their
/// size counts.
pub(super) type Posting = (u32, Weight);

/// The number of documents that one thread indexes.
const DOCUMENTS_AT_ONCE: usize = 16_384;

/// Indexes every document in `language`.
pub(super) fn inverted(site: &Site, documents: &Documents, synonyms: &List, language: Language) -> Inverted {
    let locale = match language {
        Language::Sr => Locale::SrLatn,
        Language::En => Locale::En,
    };
    let shares: Vec<(u32, &[Document])> = (0..).zip(documents.all.chunks(DOCUMENTS_AT_ONCE)).collect();
    let index = |(share, documents): (u32, &[Document])| {
        let first = share * u32::try_from(DOCUMENTS_AT_ONCE).unwrap_or_default();
        Reader::new(&site.catalogue, synonyms, locale).index(first, documents)
    };
    joined(shares.into_par_iter().map(index).collect())
}

/// Joins the indexes of consecutive documents.
fn joined(indexes: Vec<Inverted>) -> Inverted {
    let mut all: Inverted = indexes.into_iter().flatten().collect();
    // Equal words, and so their documents, stay in their order.
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.dedup_by(|later, earlier| {
        let is_same = later.0 == earlier.0;
        if is_same {
            earlier.1.append(&mut later.1);
        }
        is_same
    });
    all
}

/// A word, with the documents that contain it.
struct Term {
    word: String,
    /// The last document, whose weight may still increase.
    latest: Posting,
    before: Vec<Posting>,
    /// The terms of other words for the subject of this one, once they are needed.
    others: Option<Rc<[usize]>>,
}

impl Term {
    fn add(&mut self, number: u32, weight: Weight) {
        if self.latest.0 == number {
            self.latest.1 = weight.max(self.latest.1);
        } else {
            self.before.push(self.latest);
            self.latest = (number, weight);
        }
    }

    fn finish(mut self) -> (String, Vec<Posting>) {
        self.before.push(self.latest);
        (self.word, self.before)
    }
}

/// Collects the words of one document after another.
struct Reader<'a> {
    catalogue: &'a Catalogue,
    synonyms: &'a List,
    locale: Locale,
    number: u32,
    terms: Vec<Term>,
    known: HashMap<String, usize>,
    /// A cache of texts between spaces, with the range of their terms in `parts`. Most of them occur more than once.
    seen: HashMap<String, Range<usize>>,
    parts: Vec<usize>,
    /// Whether the document is about many subjects.
    is_wide: bool,
    /// Whether the document is an organisation whose name says more than who it is.
    is_organisation: bool,
}

impl<'a> Reader<'a> {
    fn new(catalogue: &'a Catalogue, synonyms: &'a List, locale: Locale) -> Self {
        Reader {
            catalogue,
            synonyms,
            locale,
            number: 0,
            terms: Vec::new(),
            known: HashMap::new(),
            seen: HashMap::new(),
            parts: Vec::new(),
            is_wide: false,
            is_organisation: false,
        }
    }

    /// Indexes documents, the first of which has the number `first`.
    fn index(mut self, first: u32, documents: &[Document]) -> Inverted {
        for (number, document) in (first..).zip(documents) {
            self.number = number;
            self.document(*document);
        }
        self.terms.into_iter().map(Term::finish).collect()
    }

    fn document(&mut self, document: Document) {
        let catalogue = self.catalogue;
        let organisation = match document {
            Document::Entry(Subject::Organisation(at)) => {
                Some(catalogue.organisations[at].name.get(self.locale))
            }
            _ => None,
        };
        self.is_organisation =
            organisation.is_some_and(|name| name.split_whitespace().count() > SHORTEST_ORGANISATION);
        self.is_wide = match document {
            Document::Entry(Subject::Area(_)) => true,
            // A ministry whose name lists what it is responsible for.
            _ => organisation.is_some_and(|name| name.contains(',')),
        };
        match document {
            Document::Project(at) => self.project(&catalogue.projects[at]),
            Document::Activity(at) => self.activity(&catalogue.activities[at]),
            Document::Entry(subject) => self.entry(subject),
        }
    }

    fn entry(&mut self, subject: Subject) {
        let catalogue = self.catalogue;
        match subject {
            Subject::Municipality(at) => {
                let municipality = &catalogue.municipalities[at];
                self.place(&municipality.name, Weight::Title, Weight::Name);
                self.official_name(municipality);
                let district = &catalogue.districts[municipality.district];
                self.text(&district.name.name, Weight::Text);
                self.text(&catalogue.regions[district.region].name, Weight::Text);
                if let Some(words) = &municipality.words {
                    self.text(&words.summary, Weight::Text);
                    self.body(words);
                }
                self.details(&municipality.details);
            }
            Subject::District(at) => {
                let district = &catalogue.districts[at];
                self.place(&district.name, Weight::Title, Weight::Name);
                self.text(&catalogue.regions[district.region].name, Weight::Text);
                self.details(&district.details);
            }
            Subject::Area(at) => {
                let area = &catalogue.areas[at];
                self.title(&area.name);
                self.text(&area.description, Weight::Text);
                for sub_area in area.sub_areas() {
                    self.text(&catalogue.sub_areas[sub_area].name, Weight::Context);
                }
            }
            Subject::SubArea(at) => {
                let sub_area = &catalogue.sub_areas[at];
                self.title(&sub_area.name);
                self.text(&sub_area.description, Weight::Text);
                self.text(&catalogue.areas[sub_area.area].name, Weight::Context);
            }
            Subject::Programme(at) => self.programme(&catalogue.programmes[at]),
            Subject::SupportType(at) => {
                let support = &catalogue.support_types[at];
                self.title(&support.name);
                self.text(&support.description, Weight::Text);
            }
            Subject::TargetGroup(at) => {
                let group = &catalogue.target_groups[at];
                self.title(&group.name);
                if let Some(description) = &group.description {
                    self.text(description, Weight::Text);
                }
            }
            Subject::Document(at) => self.document_words(&catalogue.documents[at]),
            Subject::Post(at) => self.post(&catalogue.posts[at]),
            Subject::Organisation(at) => {
                let organisation = &catalogue.organisations[at];
                self.organisation(&organisation.name, Weight::Title, Weight::Context);
                if let Some(seat) = organisation.municipality {
                    self.place(&catalogue.municipalities[seat].name, Weight::Context, Weight::Context);
                }
                self.details(&organisation.details);
            }
            other => {
                if let Some(entry) = catalogue.entry(other) {
                    self.title(entry.name);
                }
            }
        }
    }

    fn document_words(&mut self, document: &catalogue::Document) {
        self.title(&document.title);
        match &document.publisher {
            Some(Publisher::Organisation(at)) => {
                let name = &self.catalogue.organisations[*at].name;
                self.organisation(name, Weight::Context, Weight::Context);
            }
            Some(Publisher::Named(name)) => self.text(name, Weight::Context),
            None => {}
        }
        if let Some(note) = &document.note {
            self.text(note, Weight::Text);
        }
        if let Some(date) = document.date {
            self.years(Period::new(date, None));
        }
    }

    fn post(&mut self, post: &catalogue::Post) {
        self.title(&post.words.title);
        self.text(&post.words.summary, Weight::Context);
        self.body(&post.words);
        self.years(Period::new(post.date, None));
    }

    /// Adds the words of a project. They also apply to its activities, to which the browser passes them on.
    fn project(&mut self, project: &Project) {
        let catalogue = self.catalogue;
        let sub_area = &catalogue.sub_areas[project.sub_area];
        self.title(&project.words.title);
        self.text(&project.words.summary, Weight::Context);
        self.body(&project.words);
        self.text(&sub_area.name, Weight::Organisation);
        self.text(&catalogue.areas[sub_area.area].name, Weight::Context);
        for at in &project.support {
            self.text(&catalogue.support_types[*at].name, Weight::Context);
        }
        self.programme_name(project.programme);
        self.groups(&project.target_groups);
        self.indicators(&project.indicators);
        self.years(project.period);
        self.awards(&project.funding);
        self.aims(&project.aims);
        self.details(&project.details);
    }

    fn indicators(&mut self, indicators: &[Indicator]) {
        for indicator in indicators {
            self.text(&indicator.name, Weight::Text);
        }
    }

    fn groups(&mut self, groups: &[Ref<TargetGroup>]) {
        for at in groups {
            let name = self.catalogue.target_groups[*at].name.get(self.locale);
            self.words_and_others(name, Weight::Text, Some(Weight::Text));
        }
    }

    fn awards(&mut self, awards: &[Award]) {
        for award in awards {
            let total = award.money.total();
            self.words(&total.amount.to_string(), Weight::Organisation);
            self.words(total.currency.code(), Weight::Context);
        }
    }

    fn activity(&mut self, activity: &Activity) {
        let catalogue = self.catalogue;
        let project = &catalogue.projects[activity.project];
        if let Some(municipality) = activity.municipality() {
            self.place(&catalogue.municipalities[municipality].name, Weight::PlacePart, Weight::Place);
        }
        if let Some(district) = catalogue.district_of(activity) {
            self.text(&catalogue.districts[district].name.name, Weight::Organisation);
        }
        if let Scope::Region(region) = activity.scope {
            self.text(&catalogue.regions[region].name, Weight::Organisation);
        }
        for at in activity.organisations() {
            self.organisation(&catalogue.organisations[at].name, Weight::Organisation, Weight::Context);
        }
        for note in
            activity.implementers.iter().chain(&activity.partners).filter_map(|party| party.note.as_ref())
        {
            self.text(note, Weight::Text);
        }
        for at in activity.partner_municipalities.iter().chain(&activity.locations) {
            self.place(&catalogue.municipalities[*at].name, Weight::Context, Weight::Organisation);
        }
        if activity.support != project.support {
            for at in &activity.support {
                self.text(&catalogue.support_types[*at].name, Weight::Context);
            }
        }
        if activity.target_groups != project.target_groups {
            self.groups(&activity.target_groups);
        }
        if activity.period != project.period {
            self.years(activity.period);
        }
        self.awards(&activity.funding);
        if let Some(note) = &activity.note {
            self.text(note, Weight::Text);
        }
    }

    fn programme(&mut self, programme: &Programme) {
        let catalogue = self.catalogue;
        if let Some(acronym) = &programme.acronym {
            self.title(acronym);
        }
        self.title(&programme.words.title);
        self.text(&programme.words.summary, Weight::Context);
        self.body(&programme.words);
        for institution in &programme.institutions {
            self.text(&catalogue.organisations[institution.organisation].name, Weight::Organisation);
        }
        for at in &programme.areas {
            self.text(&catalogue.areas[*at].name, Weight::Context);
        }
        self.groups(&programme.target_groups);
        self.indicators(&programme.indicators);
        for phase in &programme.phases {
            self.text(&phase.name, Weight::Text);
        }
        self.aims(&programme.aims);
        for phase in &programme.phases {
            self.aims(&phase.aims);
            self.details(&phase.details);
        }
        self.years(programme.period);
        self.details(&programme.details);
    }

    fn aims(&mut self, aims: &Aims) {
        for text in aims.objectives.iter().chain(&aims.results) {
            self.text(text, Weight::Text);
        }
    }

    fn details(&mut self, details: &[Detail]) {
        for fact in details.iter().flat_map(|detail| &detail.values) {
            match fact {
                Fact::Text(text) => self.text(text, Weight::Text),
                Fact::Entry(subject) => {
                    if let Some(entry) = self.catalogue.entry(*subject) {
                        self.text(entry.name, Weight::Text);
                    }
                }
                Fact::Mail(text) | Fact::Phone { written: text, .. } | Fact::Code { code: text, .. } => {
                    self.words(text, Weight::Text);
                }
                Fact::Address(_) | Fact::Date(_) | Fact::Count(_) => {}
            }
        }
    }

    fn programme_name(&mut self, at: Ref<Programme>) {
        let programme = &self.catalogue.programmes[at];
        self.text(&programme.words.title, Weight::Context);
        if let Some(acronym) = &programme.acronym {
            self.text(acronym, Weight::Organisation);
        }
    }

    /// Adds a name in every grammatical case, also to the English index, because its readers type Serbian forms too.
    fn place(&mut self, name: &PlaceName, part: Weight, whole: Weight) {
        let weight = if is_one_word(name.name.get(self.locale)) { whole } else { part };
        self.text(&name.name, weight);
        for form in [&name.name, &name.genitive, &name.locative] {
            self.words(form.get(Locale::SrLatn), weight);
        }
    }

    /// Adds the words of the official name of a municipality before its own: Grad Užice, City of Užice. They count as
    /// much as a name, because an organisation of that name must not come before the place.
    fn official_name(&mut self, municipality: &Municipality) {
        let kind = official_words(municipality.municipality_type, self.locale.language());
        self.words(kind, Weight::Name);
    }

    fn title(&mut self, title: &Text) {
        let is_name = is_one_word(title.get(self.locale));
        self.text(title, if is_name { Weight::Name } else { Weight::Title });
    }

    /// Adds the name of an organisation. Beside a name in quotation marks, the other words only say what it is: a reader
    /// who asks for a subject is not looking for an association that has it in its name.
    fn organisation(&mut self, name: &Text, own: Weight, other: Weight) {
        let text = name.get(self.locale);
        if !text.contains(QUOTATION_MARKS) {
            let weight = match (own, text.split_whitespace().count()) {
                (Weight::Title, 1) => Weight::Name,
                (Weight::Title, count) if count > LONGEST_ORGANISATION => Weight::PlacePart,
                _ => own,
            };
            return self.words(text, weight);
        }
        for (at, part) in text.split(QUOTATION_MARKS).enumerate() {
            self.words(part, if at % 2 == 1 { own } else { other });
        }
    }

    fn years(&mut self, period: Option<Period>) {
        let Some(period) = period else { return };
        for date in [Some(period.start()), period.end()].into_iter().flatten() {
            self.words(&date.first_day().year().to_string(), Weight::Context);
        }
    }

    fn body(&mut self, words: &Words) {
        let (prose, _) = words.body.shown(self.locale);
        self.words(&prose.text(), Weight::Text);
    }

    fn text(&mut self, text: &Text, weight: Weight) {
        self.words(text.get(self.locale), weight);
    }

    /// Adds words, and other words for the subjects of a title or summary.
    fn words(&mut self, text: &str, weight: Weight) {
        // In a long text, or in the name of somebody who takes part, a word is not yet the subject.
        let others = match weight {
            Weight::Title | Weight::Name if !self.is_organisation => Some(Weight::Place),
            Weight::Title | Weight::Name if self.is_wide => Some(Weight::Text),
            Weight::Title | Weight::Name => Some(Weight::Context),
            Weight::Context if !self.is_wide => Some(Weight::Context),
            _ => None,
        };
        self.words_and_others(text, weight, others);
    }

    /// Adds words with a weight, and other words for their subjects with that of `others`, if it has one.
    fn words_and_others(&mut self, text: &str, weight: Weight, others: Option<Weight>) {
        // Only ASCII spaces separate: the spaces between thousands are kept.
        for chunk in text.split_ascii_whitespace() {
            let parts = match self.seen.get(chunk) {
                Some(parts) => parts.clone(),
                None => self.see(chunk, weight),
            };
            for at in parts {
                let term = self.parts[at];
                self.terms[term].add(self.number, weight);
                let Some(worth) = others else { continue };
                for other in self.others(term, worth).iter() {
                    self.terms[*other].add(self.number, worth);
                }
            }
        }
    }

    fn see(&mut self, chunk: &str, weight: Weight) -> Range<usize> {
        let start = self.parts.len();
        for word in words(chunk).into_iter().chain(compounds(chunk)) {
            let term = self.term(word, weight);
            self.parts.push(term);
        }
        let parts = start..self.parts.len();
        self.seen.insert(chunk.to_owned(), parts.clone());
        parts
    }

    /// Returns the terms of other words for the subject of a term. New ones begin with this document and `weight`.
    fn others(&mut self, term: usize, weight: Weight) -> Rc<[usize]> {
        if let Some(others) = &self.terms[term].others {
            return Rc::clone(others);
        }
        let synonyms = self.synonyms;
        let words: Vec<String> =
            synonyms.others(&self.terms[term].word).into_iter().map(str::to_owned).collect();
        let others: Rc<[usize]> = words.into_iter().map(|word| self.term(word, weight)).collect();
        self.terms[term].others = Some(Rc::clone(&others));
        others
    }

    fn term(&mut self, word: String, weight: Weight) -> usize {
        if let Some(at) = self.known.get(&word) {
            return *at;
        }
        let at = self.terms.len();
        let latest = (self.number, weight);
        self.terms.push(Term { word: word.clone(), latest, before: Vec::new(), others: None });
        self.known.insert(word, at);
        at
    }
}

/// The maximum number of words in the name of an organisation that all count as a title. A longer one lists what the
/// organisation is responsible for.
const LONGEST_ORGANISATION: usize = 5;

/// The maximum number of words in the name of an organisation that can also be found by synonyms like a title.
const SHORTEST_ORGANISATION: usize = 2;

/// The marks around a name, in both languages.
const QUOTATION_MARKS: [char; 3] = ['„', '“', '”'];

fn is_one_word(text: &str) -> bool {
    text.split_whitespace().count() == 1
}

/// Returns the words that precede the name of a municipality in official names, in the cases of sentences.
fn official_words(kind: MunicipalityType, language: Language) -> &'static str {
    match (kind, language) {
        (MunicipalityType::City, Language::Sr) => "grad grada gradu gradom",
        (MunicipalityType::Municipality, Language::Sr) => "opština opštine opštini opštinu",
        (MunicipalityType::CityMunicipality, Language::Sr) => {
            "gradska opština gradske opštine gradskoj opštini gradsku opštinu"
        }
        (MunicipalityType::City, Language::En) => "city of",
        (MunicipalityType::Municipality, Language::En) => "municipality of",
        (MunicipalityType::CityMunicipality, Language::En) => "city municipality of",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_of_a_word_stay_in_order() {
        let index = |words: &[(&str, u32)]| -> Inverted {
            words.iter().map(|(word, at)| ((*word).to_owned(), vec![(*at, Weight::Text)])).collect()
        };
        let joined = joined(vec![index(&[("reka", 1), ("obala", 0)]), index(&[("voda", 2), ("reka", 3)])]);
        let shown: Vec<(&str, Vec<u32>)> = joined
            .iter()
            .map(|(word, postings)| (word.as_str(), postings.iter().map(|(at, _)| *at).collect()))
            .collect();
        assert_eq!(shown, [("obala", vec![0]), ("reka", vec![1, 3]), ("voda", vec![2])]);
    }
}
