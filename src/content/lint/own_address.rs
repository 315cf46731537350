//! Finds links to pages of this site by their web addresses.

use std::collections::BTreeSet;

use super::said_addresses::OwnAddress;
use super::whole::Content;
use super::{CheckAll, Lint, always};
use crate::base::id::Kind;
use crate::base::problem::{Problem, Problems, Rule};
use crate::content::parse::shorten;

pub(super) static LINTS: &[Lint<CheckAll>] = &[always(&OWN_ADDRESS, own_page_addresses)];

pub(super) static OWN_ADDRESS: Rule =
    Rule::warning("own-address", "No link leads to a page of this site by its web address.");

/// Reports links to pages of the site by their addresses, which lead to one locale only and to nothing in a preview.
fn own_page_addresses(content: &Content<'_>) -> Problems {
    let mut problems = Problems::default();
    let links: Vec<&OwnAddress> = content.said.iter().flat_map(|said| &said.own_addresses).collect();
    if links.is_empty() {
        return problems;
    }
    let entries = content.records.entries();
    let known: BTreeSet<(Kind, &str)> = entries.iter().map(|entry| (entry.kind, &*entry.id)).collect();
    for link in links {
        let message = format!("`{}` is a page of this catalogue", shorten(&link.address));
        let help = match entry_of(&link.path, &known) {
            Some(entry) => format!("write `{entry}`: it leads to the page in the language and script of the reader"),
            None => "write the kind and the id of its entry, such as `project:open-libraries`, or `page:about` for a page: they lead to the page in the language and script of the reader".to_owned(),
        };
        problems.push(Problem::new(&OWN_ADDRESS, link.place.clone(), message).help(help));
    }
    problems
}

/// Returns the entry to which a path of the site leads, as links name it: `en/projects/open-libraries/`.
fn entry_of(path: &str, known: &BTreeSet<(Kind, &str)>) -> Option<String> {
    let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor)));
    let path = path.split('?').next().unwrap_or(path).trim_end_matches('/');
    let mut parts = path.rsplit('/');
    let (last, before) = (parts.next()?, parts.next().unwrap_or_default());
    let sub_area = format!("{before}/{last}");
    // The names of most lists begin like the kind, in each language; ids of several kinds may be equal.
    let is_listed = |kind: Kind| {
        let list = kind.plural().replace(' ', "-");
        before == list || before == kind.word()
    };
    let has = |kind: &&Kind| known.contains(&(**kind, last));
    let mut found = Kind::ALL.iter().filter(|kind| **kind != Kind::SubArea).filter(has);
    let named = found.clone().find(|kind| is_listed(**kind));
    let entry = match named.or_else(|| found.next().filter(|_| found.next().is_none())) {
        Some(kind) => format!("{}:{last}", kind.word()),
        None if known.contains(&(Kind::SubArea, &*sub_area)) => {
            format!("{}:{sub_area}", Kind::SubArea.word())
        }
        None => return None,
    };
    Some(match anchor {
        Some(anchor) if !anchor.is_empty() => format!("{entry}#{anchor}"),
        _ => entry,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_pages_name_their_entry() {
        let known: BTreeSet<(Kind, &str)> = [
            (Kind::Project, "bor"),
            (Kind::Municipality, "bor"),
            (Kind::SubArea, "health/care"),
            (Kind::Programme, "lip"),
        ]
        .into();
        for (path, entry) in [
            ("en/projects/bor/", Some("project:bor")),
            ("sr/opstine-i-gradovi/bor/", None),
            ("sr/programi/lip/#faza", Some("programme:lip#faza")),
            ("en/areas/health/care/?a", Some("area:health/care")),
            ("en/", None),
        ] {
            assert_eq!(entry_of(path, &known).as_deref(), entry, "{path}");
        }
    }
}
