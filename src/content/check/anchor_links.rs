//! Checks links to places on pages, and compares those of both languages.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::base::language::{Language, Localized};
use crate::base::problem::{MOST_ALIKE, Place, Problem, Problems, some_of_many};
use crate::base::rules;
use crate::content::catalogue::Subject;
use crate::content::parse::shorten;
use crate::text::suggest::Suggestions;

/// A link to a place on a page, which is checked when all pages are known.
pub(super) struct AnchorLink {
    pub(super) subject: Subject,
    pub(super) language: Language,
    pub(super) anchor: String,
    /// What is written before the `#`.
    pub(super) page: String,
    pub(super) place: Place,
}

impl AnchorLink {
    /// Makes the link to an anchor of a page that is written like this.
    pub(super) fn new(
        subject: Subject,
        language: Language,
        written: &str,
        anchor: &str,
        place: Place,
    ) -> Self {
        let page = written.split('#').next().unwrap_or_default().to_owned();
        AnchorLink { subject, language, anchor: anchor.to_owned(), page, place }
    }

    /// Returns the whole link to another anchor of the page.
    fn to(&self, anchor: &str) -> String {
        format!("{}#{anchor}", self.page)
    }

    /// Returns the text of which it is a part, whatever its language.
    fn text(&self) -> &str {
        let file = &*self.place.file;
        file.strip_suffix(".md").and_then(|file| file.rsplit_once('/')).map_or(file, |(folder, _)| folder)
    }
}

/// What is known of the pages to which links lead.
pub(super) struct Pages<'a> {
    /// Returns the ids of a page, or `None` if it could not be read.
    pub(super) anchors: &'a dyn Fn(Subject, Language) -> Option<BTreeSet<String>>,
    /// Returns the ids of the headings of its text, in their order.
    pub(super) headings: &'a dyn Fn(Subject, Language) -> &'a [String],
}

/// The numbers of the headings of pages.
struct Numbers<'a> {
    pages: &'a Pages<'a>,
    of_pages: HashMap<(Subject, Language), HashMap<&'a str, usize>>,
}

impl<'a> Numbers<'a> {
    /// Returns the number of a heading on a page, if the page has as many headings in both languages.
    fn get(&mut self, subject: Subject, language: Language, anchor: &str) -> Option<usize> {
        let headings = self.pages.headings;
        let numbers = self.of_pages.entry((subject, language)).or_insert_with(|| {
            let own = headings(subject, language);
            let has_as_many = own.len() == headings(subject, language.other()).len();
            let numbered = own.iter().enumerate().filter(|_| has_as_many);
            numbered.map(|(number, heading)| (heading.as_str(), number)).collect()
        });
        numbers.get(anchor).copied()
    }

    /// Returns the anchor in the other language of that to which a link leads.
    fn counterpart(&mut self, link: &AnchorLink) -> Option<&'a str> {
        let number = self.get(link.subject, link.language, &link.anchor)?;
        (self.pages.headings)(link.subject, link.language.other()).get(number).map(String::as_str)
    }
}

/// Checks the links, and that those of both languages lead to the same sections.
pub(super) fn check<'a>(links: &[&AnchorLink], pages: &'a Pages<'a>, problems: &mut Problems) {
    let pairs = pairs(links);
    let mut partners: BTreeMap<usize, usize> = BTreeMap::new();
    for (sr, en) in pairs.iter().flatten() {
        partners.extend([(*sr, *en), (*en, *sr)]);
    }
    let mut known: BTreeMap<(Subject, Language), Option<BTreeSet<String>>> = BTreeMap::new();
    let mut missing: BTreeMap<&Arc<str>, usize> = BTreeMap::new();
    let mut suggestions = Suggestions::default();
    let mut numbers = Numbers { pages, of_pages: HashMap::new() };
    for (at, link) in links.iter().enumerate() {
        let page = (link.subject, link.language);
        let anchors = known.entry(page).or_insert_with(|| (pages.anchors)(link.subject, link.language));
        let Some(anchors) = anchors else { continue };
        if anchors.contains(&link.anchor) {
            continue;
        }
        let message = format!("the page has no place `#{}`", shorten(&link.anchor));
        let problem = Problem::new(&rules::BROKEN_LINK, link.place.clone(), message);
        let so_far = missing.entry(&link.place.file).or_default();
        *so_far += 1;
        if *so_far > MOST_ALIKE {
            // It is not shown, so finding a similar heading is not worth the time.
            problems.push(problem);
            continue;
        }
        let partner = partners.get(&at).map(|partner| links[*partner]);
        let meant = partner.and_then(|other| Some((other, numbers.counterpart(other)?)));
        problems.push(match meant {
            Some((other, meant)) => {
                let help = format!(
                    "write `{}`, the counterpart of `#{}` in the {} text",
                    link.to(meant),
                    shorten(&other.anchor),
                    other.language.english_name()
                );
                problem.related(other.place.clone(), "its counterpart").help(help)
            }
            None => match suggestions.near(&link.anchor, anchors.iter().map(String::as_str)) {
                Some(near) => problem.help(format!("did you mean `{}`?", link.to(near))),
                None => problem.help(one_of(link, anchors)),
            },
        });
    }
    for pairs in pairs {
        other_sections(&pairs, links, &mut numbers, problems);
    }
}

/// Returns the help that names the places of a page.
fn one_of(link: &AnchorLink, anchors: &BTreeSet<String>) -> String {
    if anchors.is_empty() {
        return match link.page.is_empty() {
            true => "the page has no places: remove the link, and keep its words".to_owned(),
            false => format!("the page has no places: write `{}`", shorten(&link.page)),
        };
    }
    let places = anchors.iter().map(|anchor| format!("`{}`", link.to(anchor)));
    format!("write one of these: {}", some_of_many(places, anchors.len(), ", "))
}

/// The numbers of a link in the Serbian text and of its counterpart in the English one.
type Pair = (usize, usize);

/// Returns the links that both languages of a text have at the same position, for each text and page. There are none if
/// one language has more links to the page.
fn pairs(links: &[&AnchorLink]) -> Vec<Vec<Pair>> {
    let mut of_texts: BTreeMap<(&str, Subject), Localized<Vec<usize>>> = BTreeMap::new();
    for (at, link) in links.iter().enumerate() {
        of_texts.entry((link.text(), link.subject)).or_default()[link.language].push(at);
    }
    let both = of_texts.into_values().filter(|both| both.sr.len() == both.en.len());
    both.map(|mut both| {
        for language in Language::ALL {
            both[language].sort_by_key(|at| links[*at].place.span.start);
        }
        both.sr.into_iter().zip(both.en).collect()
    })
    .collect()
}

/// Reports the links of a text that lead to other sections in one language than in the other, unless only their order
/// differs.
fn other_sections(pairs: &[Pair], links: &[&AnchorLink], numbers: &mut Numbers<'_>, problems: &mut Problems) {
    let mut number = |at: usize| {
        let link = links[at];
        numbers.get(link.subject, link.language, &link.anchor)
    };
    let sections: Vec<(Option<usize>, Option<usize>)> =
        pairs.iter().map(|(sr, en)| (number(*sr), number(*en))).collect();
    let serbian: BTreeSet<usize> = sections.iter().filter_map(|(sr, _)| *sr).collect();
    let english: BTreeSet<usize> = sections.iter().filter_map(|(_, en)| *en).collect();
    for ((sr, en), sections) in pairs.iter().zip(&sections) {
        let (Some(of_sr), Some(of_en)) = sections else { continue };
        if of_sr == of_en || (english.contains(of_sr) && serbian.contains(of_en)) {
            continue;
        }
        let (sr, en) = (links[*sr], links[*en]);
        let (Some(for_sr), Some(for_en)) = (numbers.counterpart(en), numbers.counterpart(sr)) else {
            continue;
        };
        let message = "the Serbian link leads to another section of the page than the English one";
        let help = format!(
            "write `{}` here if the English link is right, or `{}` there if this one is",
            sr.to(for_sr),
            en.to(for_en)
        );
        problems.push(
            Problem::new(&rules::OTHER_SECTION, sr.place.clone(), message)
                .related(en.place.clone(), "the English link")
                .help(help),
        );
    }
}
