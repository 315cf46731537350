//! The published addresses of the last release, which must keep working in the next one.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::id::Kind;
use crate::base::language::Locale;
use crate::base::problem::{Placed, Problem, Problems};
use crate::base::rules;
use crate::content::read::ADDRESSES;
use crate::site::route::{self, Site};
use crate::text::suggest::did_you_mean;

/// The first line of the list, for people who find the file.
const HEAD: &str =
    "# Written by `katalog urls`: the published addresses, relative to the site's. Each must keep working.\n";

/// What a vanished address belonged to. Each gets one problem, whatever the number of its addresses.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Lost<'a> {
    Locale(Locale),
    Entry(Kind, String),
    Other(&'a str),
}

/// Returns the list of a site's addresses, including former ones that still work.
pub fn list(site: &Site) -> String {
    let mut list = HEAD.to_owned();
    for address in site.addresses() {
        list.push_str(&address);
        list.push('\n');
    }
    list
}

/// Reports the published addresses that do not work on `site`.
pub fn check(published: &[Placed<String>], site: &Site) -> Problems {
    let mut problems = Problems::default();
    if published.is_empty() {
        return problems;
    }
    let answered = site.addresses();
    let mut lost: BTreeMap<Lost<'_>, Vec<&Placed<String>>> = BTreeMap::new();
    for address in published.iter().filter(|address| !answered.contains(&address.value)) {
        lost.entry(Lost::of(&address.value, site)).or_default().push(address);
    }
    let newcomers = newcomers(published, site);
    for (lost, addresses) in lost {
        let [first, others @ ..] = &addresses[..] else { continue };
        let mut message =
            format!("the address `{}` would stop working", crate::content::parse::shorten(&first.value));
        if !others.is_empty() {
            message.push_str(&format!(", and {} more with it", others.len()));
        }
        let problem = Problem::new(&rules::VANISHED_URL, first.place.clone(), message);
        problems.push(problem.label("published with the last release").help(lost.advice(&newcomers)));
    }
    problems
}

impl<'a> Lost<'a> {
    fn of(address: &'a str, site: &Site) -> Self {
        let locale = route::locale_of(address).filter(|locale| !site.locales().contains(locale));
        match (locale, route::entry_of(address)) {
            (Some(locale), _) => Lost::Locale(locale),
            (None, Some((kind, id))) => Lost::Entry(kind, id),
            (None, None) => Lost::Other(address),
        }
    }

    /// Returns what an editor can do. `newcomers` are the entries that were not published before.
    fn advice(&self, newcomers: &BTreeSet<(Kind, String)>) -> String {
        match self {
            Lost::Locale(locale) => format!(
                "publish `{locale}` again, under `locales:` in content/catalogue.yaml; if it is gone for good, remove the lines that begin with `{}/` from {ADDRESSES}",
                locale.prefix()
            ),
            Lost::Entry(kind, id) => {
                let (folder, alias) =
                    id.rsplit_once('/').map_or(("", id.as_str()), |(area, last)| (area, last));
                let is_fit = |(other, new): &&(Kind, String)| {
                    other == kind && new.rsplit_once('/').map_or("", |(area, _)| area) == folder
                };
                let fit: Vec<&str> = newcomers.iter().filter(is_fit).map(|(_, new)| new.as_str()).collect();
                let near = did_you_mean(id, fit.iter().copied());
                let only = fit.first().copied().filter(|_| fit.len() == 1);
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
            Lost::Other(_) => format!(
                "restore what was published there; if it is gone for good, remove this line from {ADDRESSES}"
            ),
        }
    }
}

/// Returns the entries that have pages now and had none in the last release.
fn newcomers(published: &[Placed<String>], site: &Site) -> BTreeSet<(Kind, String)> {
    let known: BTreeSet<_> = published.iter().filter_map(|address| route::entry_of(&address.value)).collect();
    let entries = site.own_addresses().filter_map(|address| route::entry_of(&address));
    entries.filter(|entry| !known.contains(entry)).collect()
}
