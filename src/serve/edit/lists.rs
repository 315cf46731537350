//! What the fields of a form can choose from.

use std::collections::{BTreeMap, BTreeSet};

use super::html::Html;
use super::words::name_of;
use crate::authoring::draft::Known;
use crate::base::id::Kind;
use crate::content::parse::Codelist;

/// What the fields of a form can choose from.
#[derive(Default)]
pub(super) struct Lists {
    /// The kinds whose entries can be chosen.
    pub(super) kinds: BTreeSet<Kind>,
    /// Whether an entry of any kind can be chosen.
    pub(super) is_any: bool,
    /// The codelists whose codes can be chosen, by the ids of their elements.
    pub(super) codelists: BTreeMap<String, &'static Codelist>,
}

impl Lists {
    /// Writes them for browsers and for the search by name.
    pub(super) fn write(&self, html: &mut Html, known: &Known) {
        let mut list = |id: &str, choices: &mut dyn Iterator<Item = (String, &str)>| {
            html.open("datalist", &[("id", id)]);
            for (value, label) in choices {
                html.open("option", &[("value", &value), ("label", label)]);
                html.close("option");
            }
            html.close("datalist");
        };
        for kind in &self.kinds {
            let mut choices = known.of(*kind).iter().map(|choice| (choice.id.clone(), &*choice.name));
            list(&format!("list-{}", name_of(*kind)), &mut choices);
        }
        if self.is_any {
            let linked = Kind::ALL.iter().filter(|kind| Kind::of_reference(kind.word(), "x").is_some());
            let mut choices = linked.flat_map(|kind| {
                let with_kind = |id: &str| format!("{}:{id}", kind.word());
                known.of(*kind).iter().map(move |choice| (with_kind(&choice.id), &*choice.name))
            });
            list("list-any", &mut choices);
        }
        for (id, codes) in &self.codelists {
            let in_use = codes.codes().iter().filter(|code| code.withdrawn.is_none());
            list(id, &mut in_use.map(|code| (code.code.to_owned(), code.name)));
        }
    }
}
