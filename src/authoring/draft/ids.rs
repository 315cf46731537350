//! Makes the id of a new entry from its title.

use std::collections::HashSet;

use super::known::Known;
use super::{NewEntry, Refusal};
use crate::base::id::{Id, Kind};
use crate::text::language::slug;

/// Makes an id from a title or name: its words in ASCII, cut between two words if it is too long.
pub fn id_from(title: &str) -> Option<String> {
    const LONGEST: usize = 64;
    let mut id = slug(title);
    while id.len() > LONGEST {
        let cut = id[..=LONGEST].rfind('-').unwrap_or(LONGEST);
        id.truncate(cut);
    }
    Id::new(&id).map(|id| id.to_string())
}

/// Checks that an id is free for a new entry, and returns it as written in references.
///
/// # Errors
/// If it breaks the grammar of ids, or an entry of the same kind already has it.
pub fn free_id(order: &NewEntry, id: &str, known: &Known) -> Result<String, Refusal> {
    let kind = order.form.kind;
    let (parent, own) = match (kind, id.split_once('/')) {
        (Kind::SubArea, Some((area, own))) => (Some(area.to_owned()), own),
        (Kind::SubArea, None) => (order.answers.get("area").and_then(|area| area.first()).cloned(), id),
        _ => (None, id),
    };
    if Id::new(own).is_none() {
        let help = match id_from(own) {
            Some(id) if id != own => format!("write `{id}`; {}", Id::GRAMMAR),
            _ => Id::GRAMMAR.to_owned(),
        };
        return Err(Refusal::new(format!("`{}` cannot be an id", crate::content::parse::shorten(own)), help));
    }
    let full = |own: &str| parent.as_ref().map_or_else(|| own.to_owned(), |area| format!("{area}/{own}"));
    let id = full(own);
    match known.taken(kind, &id) {
        None => Ok(id),
        Some(there) => {
            let stem = own[..own.len().min(60)].trim_end_matches('-');
            let taken: HashSet<String> =
                known.of(kind).iter().map(|choice| choice.id.to_lowercase()).collect();
            let other = (2..).map(|n| format!("{stem}-{n}")).find(|other| !taken.contains(&full(other)));
            let message = format!("there is already {} `{there}` in `{}`", kind.with_article(), kind.home());
            // There is one municipality of a name, so a second one would hardly be meant.
            let help = match kind {
                Kind::Municipality => {
                    "if it is the same one, there is nothing to do; otherwise choose another id".to_owned()
                }
                _ => format!("choose another id, such as `{}`", other.unwrap_or_default()),
            };
            Err(Refusal::new(message, help))
        }
    }
}
