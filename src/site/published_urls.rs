//! The published addresses of the last release, which must keep working in the next one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::base::id::Kind;
use crate::base::language::Locale;
use crate::base::problem::{MOST_ALIKE, Placed, Problem, Problems};
use crate::base::rules;
use crate::content::read::{ADDRESSES, Source};
use crate::site::route::{self, Site};
use crate::text::suggest::Suggestions;

/// The first line of the list, for people who find the file.
const HEAD: &str =
    "# Written by `katalog urls`: the published addresses, relative to the site's. Each must keep working.\n";

/// What a vanished address belonged to. Each gets one problem, whatever the number of its addresses.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Lost<'a> {
    Locale(Locale),
    Entry(Kind, String),
    /// A part of the page of an entry.
    Part(Kind, String),
    Other(&'a str),
}

/// Returns the list of a site's addresses, including former ones that still work.
pub fn list(site: &Site) -> String {
    let mut list = HEAD.to_owned();
    for address in site.addresses() {
        list.push_str(&address);
        list.push('\n');
        for anchor in site.lasting_anchors(&address) {
            list.push_str(&format!("{address}#{anchor}\n"));
        }
    }
    list
}

/// Returns whether the list of published addresses names a feed.
pub(crate) fn has_feeds(source: &Source) -> bool {
    let list = source.file(ADDRESSES).and_then(|file| file.content.text());
    list.is_some_and(|list| {
        list.lines().any(|address| address.trim().rsplit('/').next() == Some(route::FEED))
    })
}

/// Reports the published addresses that do not work on `site`.
pub fn check(published: &[Placed<String>], site: &Site) -> Problems {
    let mut problems = Problems::default();
    if published.is_empty() {
        return problems;
    }
    let answered = site.addresses();
    let mut lost: BTreeMap<Lost<'_>, Vec<&Placed<String>>> = BTreeMap::new();
    let mut parts: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for address in published {
        let (page, anchor) = route::split_anchor(&address.value);
        let is_page_lost = !answered.contains(page);
        let is_part_lost = anchor.is_some_and(|anchor| {
            let parts = parts.entry(page).or_insert_with(|| site.lasting_anchors(page));
            !parts.contains(anchor)
        });
        if is_page_lost || is_part_lost {
            lost.entry(Lost::of(&address.value, is_page_lost, site)).or_default().push(address);
        }
    }
    let newcomers = newcomers(published, site);
    let mut suggestions = Suggestions::default();
    // In the order of the list, as they are reported.
    let mut lost: Vec<_> = lost.into_iter().collect();
    lost.sort_by_key(|(_, addresses)| addresses.first().map(|first| first.place.span.start));
    for (at, (lost, addresses)) in lost.into_iter().enumerate() {
        let [first, others @ ..] = &addresses[..] else { continue };
        let mut message =
            format!("the address `{}` would stop working", crate::content::parse::shorten(&first.value));
        if !others.is_empty() {
            message.push_str(&format!(", and {} more with it", others.len()));
        }
        let problem = Problem::new(&rules::VANISHED_URL, first.place.clone(), message);
        let problem = problem.label("published with the last release");
        problems.push(match at < MOST_ALIKE {
            true => problem.help(lost.advice(&newcomers, &mut suggestions)),
            // It is only counted.
            false => problem,
        });
    }
    problems
}

impl<'a> Lost<'a> {
    fn of(address: &'a str, is_page_lost: bool, site: &Site) -> Self {
        let locale = route::locale_of(address).filter(|locale| !site.locales().contains(locale));
        match (locale, route::entry_of(address)) {
            (Some(locale), _) => Lost::Locale(locale),
            (None, Some((kind, id))) if is_page_lost => Lost::Entry(kind, id),
            (None, Some((kind, id))) => Lost::Part(kind, id),
            (None, None) => Lost::Other(address),
        }
    }

    /// Returns what an editor can do. `newcomers` are the entries that were not published before.
    fn advice(&self, newcomers: &Newcomers, suggestions: &mut Suggestions) -> String {
        match self {
            Lost::Locale(locale) => format!(
                "publish `{locale}` again, under `locales:` in content/catalogue.yaml; if it is gone for good, remove the lines that begin with `{}/` from {ADDRESSES}",
                locale.prefix()
            ),
            Lost::Entry(kind, id) => {
                let (folder, alias) = folder_and_name(id);
                let fit = newcomers.get(&(*kind, folder.to_owned())).map_or(&[][..], Vec::as_slice);
                let near = suggestions.near(id, fit.iter().map(String::as_str));
                let only = fit.first().map(String::as_str).filter(|_| fit.len() == 1);
                let now = match near.or(only) {
                    Some(now) => {
                        format!("if the {} `{id}` is now called `{now}`, give that one", kind.noun())
                    }
                    None => format!("if the {} `{id}` was renamed, give the renamed entry", kind.noun()),
                };
                format!(
                    "{now} the key `aliases: [{alias}]`; if it is gone for good, remove its lines from {ADDRESSES}"
                )
            }
            Lost::Part(kind, id) => format!(
                "this part of the page of the {} `{id}` was an activity: restore it, or, if its place was renamed, give the place its former id under `aliases:`; if the activity is gone for good, remove these lines from {ADDRESSES}",
                kind.noun()
            ),
            Lost::Other(_) => format!(
                "restore what was published there; if it is gone for good, remove this line from {ADDRESSES}"
            ),
        }
    }
}

/// The entries that have pages now and had none in the last release, by their kind and, for sub-areas, area.
type Newcomers = BTreeMap<(Kind, String), Vec<String>>;

fn newcomers(published: &[Placed<String>], site: &Site) -> Newcomers {
    let known: BTreeSet<_> = published.iter().filter_map(|address| route::entry_of(&address.value)).collect();
    let entries = site.own_addresses().filter_map(|address| route::entry_of(&address));
    let new: BTreeSet<_> = entries.filter(|entry| !known.contains(entry)).collect();
    let mut newcomers = Newcomers::new();
    for (kind, id) in new {
        let folder = folder_and_name(&id).0.to_owned();
        newcomers.entry((kind, folder)).or_default().push(id);
    }
    newcomers
}

/// Returns the area of a sub-area, empty for other entries, and the last part of the id.
fn folder_and_name(id: &str) -> (&str, &str) {
    id.rsplit_once('/').unwrap_or(("", id))
}
