//! Resolves the names of entries in the cells of a row to ids, and collects the entries that are new.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{NamedEntry, Reader, Said, how_to_write};
use crate::authoring::draft::id_from;
use crate::authoring::table::{Cell, SheetRow};
use crate::base::id::{Id, Kind};
use crate::base::language::Localized;
use crate::base::problem::{MOST_ALIKE, some_of};
use crate::base::rules;
use crate::content::called::{Meaning, SEVERAL};
use crate::content::parse::{BLANK, Column};
use crate::text::suggest::did_you_mean;

/// The columns whose cells may name several entries.
const LISTS: [Column; 7] = [
    Column::SupportType,
    Column::TargetGroups,
    Column::Implementers,
    Column::Partners,
    Column::PartnerMunicipalities,
    Column::Locations,
    Column::Sources,
];

impl Reader<'_> {
    pub(super) fn one(&mut self, row: &SheetRow, column: Column, kind: Kind) -> Option<Said> {
        let cell = self.cell(row, column)?;
        let names = name_columns(column).map(|(sr, en)| {
            let name = |column| self.words(row, column).map(|said| said.value);
            Localized { sr: name(sr), en: name(en) }
        });
        let value = self.entry(column, kind, &cell, names.unwrap_or_default(), "")?;
        Some(Said { value, cell })
    }

    /// Returns the ids of several entries that a text names, if it names them one after the other.
    fn several(&self, kind: Kind, text: &str) -> Option<Vec<String>> {
        let parts: Vec<&str> = text.split([',', ';', '\n', '/']).map(str::trim).collect();
        if !(2..=SEVERAL).contains(&parts.len()) || matches!(self.names.find(kind, text, ""), Meaning::One(_))
        {
            return None;
        }
        let id = |part: &&str| match self.names.find(kind, part, "") {
            Meaning::One(id) => Some(id),
            Meaning::Several(_) | Meaning::Nothing => None,
        };
        parts.iter().map(id).collect()
    }

    /// Returns the ids that a list names. One that is the same in every row is read once.
    pub(super) fn many(&mut self, row: &SheetRow, column: Column, kind: Kind) -> Option<Arc<Said>> {
        let (sr, en) = name_columns(column).unwrap_or((column, column));
        if [column, sr, en].iter().any(|column| self.columns.at.contains_key(column)) {
            return self.list(row, column, kind).map(Arc::new);
        }
        if let Some(known) = self.constants.get(&column) {
            return known.clone();
        }
        let list = self.list(row, column, kind).map(Arc::new);
        self.constants.insert(column, list.clone());
        list
    }

    fn list(&mut self, row: &SheetRow, column: Column, kind: Kind) -> Option<Said> {
        let cell = self.cell(row, column)?;
        let items = self.items(row, column);
        let names = self.names_of_items(row, column, &items);
        let mut ids: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        for (at, item) in items.iter().enumerate().filter(|(_, item)| item.text != BLANK) {
            let name = |names: &Vec<String>| names.get(at).filter(|name| *name != BLANK).cloned();
            let names = Localized { sr: name(&names.sr), en: name(&names.en) };
            let Some(id) = self.entry(column, kind, item, names, "") else { continue };
            if !seen.insert(id.clone()) {
                let message = format!("`{id}` is named twice");
                self.problems.push(item.problem(&rules::REPEATED_REFERENCE, message).help("keep it once"));
            }
            ids.push(id);
        }
        (!ids.is_empty()).then(|| Said { value: ids.join(", "), cell })
    }

    /// Returns the names that belong to a list of ids; reports a count that differs.
    fn names_of_items(&mut self, row: &SheetRow, column: Column, items: &[Cell]) -> Localized<Vec<String>> {
        let Some((sr, en)) = name_columns(column) else { return Localized::default() };
        let mut names = |column| {
            let cells = self.items(row, column);
            if let Some(cell) = cells.first().filter(|_| cells.len() != items.len()) {
                let message = format!("there are {} names here, but {} ids", cells.len(), items.len());
                let help = format!(
                    "write as many names as ids, in the same order; `{BLANK}` for one that is not known"
                );
                self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
            }
            cells.into_iter().map(|cell| cell.text).collect()
        };
        Localized { sr: names(sr), en: names(en) }
    }

    /// Returns the id of the entry that a cell names. If the sheet also gives its name, it can be a new entry.
    pub(super) fn entry(
        &mut self,
        column: Column,
        kind: Kind,
        cell: &Cell,
        names: Localized<Option<String>>,
        prefix: &str,
    ) -> Option<String> {
        match self.names.find(kind, &cell.text, prefix) {
            Meaning::One(id) => return Some(id),
            Meaning::Several(ids) => {
                let shown = ids.iter().take(SEVERAL - 1).map(|id| format!("`{id}`"));
                let others = (ids.len() == SEVERAL).then(|| "another one".to_owned());
                let ids: Vec<String> = shown.chain(others).collect();
                let message = format!("more than one {} is called `{}`", kind.noun(), cell.shown());
                let help = format!("write the id of the one that is meant: {}", ids.join(" or "));
                self.problems.push(cell.problem(&rules::AMBIGUOUS_NAME, message).help(help));
                return None;
            }
            Meaning::Nothing => {}
        }
        if names.sr.is_some() || names.en.is_some() {
            return self.new_entry(kind, cell, names);
        }
        if let Some(ids) = self.several(kind, &cell.text) {
            let (plural, shown) = (kind.plural(), some_of(&ids, ", "));
            let message = format!("`{}` names several {plural}: {shown}", cell.shown());
            let help = match LISTS.contains(&column) {
                true => format!("separate them with `;`: `{}`", ids.join("; ")),
                false => "write a row for each of them".to_owned(),
            };
            self.problems.push(cell.problem(&rules::WRONG_VALUE, message).help(help));
            return None;
        }
        let message = format!("there is no {} `{}`", kind.noun(), cell.shown());
        // Reports show only the first of many similar problems, so the others need no suggestion.
        self.unknown += 1;
        let is_shown = self.unknown <= MOST_ALIKE;
        let near = is_shown.then(|| self.names.near(kind, &cell.text, prefix)).flatten();
        let help = match (near, name_columns(column)) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, Some((sr, en))) => format!(
                "the ids of this kind are in `{}`; to add one, write its id here and its names in the columns `{}` and `{}`",
                kind.home(),
                sr.word(),
                en.word()
            ),
            (None, None) => format!("the ids of this kind are in `{}`", kind.home()),
        };
        self.problems.push(cell.problem(&rules::UNKNOWN_REFERENCE, message).help(help));
        None
    }

    /// Returns the id of a new entry. That of a sub-area starts with an existing area.
    fn new_id(&mut self, kind: Kind, cell: &Cell, names: &Localized<Option<String>>) -> Option<String> {
        let (area, own) = match (kind, cell.text.split_once('/')) {
            (Kind::SubArea, Some((area, own))) => (Some(area), own),
            (Kind::SubArea, None) => {
                let message = format!("the new sub-area `{}` has no area", cell.shown());
                let help = format!("write the id of its area before it: `area/{}`", cell.shown());
                self.problems.push(cell.problem(&rules::MISSING_KEY, message).help(help));
                return None;
            }
            _ => (None, cell.text.as_str()),
        };
        if Id::new(own).is_none() {
            let help = how_to_write(names.sr.as_deref().or(names.en.as_deref()).and_then(id_from));
            let message = format!("`{}` cannot be the id of a new {}", cell.shown(), kind.noun());
            self.problems.push(cell.problem(&rules::BAD_ID, message).help(help));
            return None;
        }
        let Some(area) = area else { return Some(own.to_owned()) };
        let area = Cell { text: area.to_owned(), ..cell.clone() };
        let area = self.entry(Column::Area, Kind::Area, &area, Localized::default(), "")?;
        Some(format!("{area}/{own}"))
    }

    fn new_entry(&mut self, kind: Kind, cell: &Cell, names: Localized<Option<String>>) -> Option<String> {
        let id = self.new_id(kind, cell, &names)?;
        match self.new.get(&(kind, id.clone())) {
            None => {
                self.new.insert((kind, id.clone()), NamedEntry { names, cell: cell.clone() });
            }
            Some(first) if first.names != names => {
                let message = format!("the new {} `{id}` has different names here", kind.noun());
                self.problems.push(
                    cell.problem(&rules::CONTRADICTION, message)
                        .related(first.cell.place.clone(), "first time")
                        .help("write the same names in every row"),
                );
            }
            Some(_) => {}
        }
        Some(id)
    }

    pub(super) fn sub_area(&mut self, row: &SheetRow) -> Option<Said> {
        let area = self.cell(row, Column::Area);
        let Some(mut cell) = self.cell(row, Column::SubArea) else {
            if let Some(area) = area {
                let message = format!("the area `{}` is given without a sub-area", area.shown());
                self.problems.push(
                    area.problem(&rules::MISSING_KEY, message)
                        .help(format!("write the sub-area, or `{BLANK}` for both")),
                );
            }
            return None;
        };
        let area = match area {
            Some(area) => Some(self.entry(Column::Area, Kind::Area, &area, Localized::default(), "")?),
            None => None,
        };
        let prefix = area.map(|area| format!("{area}/")).unwrap_or_default();
        let name = |column| self.words(row, column).map(|said| said.value);
        let names = Localized { sr: name(Column::SubAreaSr), en: name(Column::SubAreaEn) };
        let is_new = Id::new(&cell.text).is_some() && (names.sr.is_some() || names.en.is_some());
        if is_new
            && !prefix.is_empty()
            && matches!(self.names.find(Kind::SubArea, &cell.text, &prefix), Meaning::Nothing)
        {
            cell.text = format!("{prefix}{}", cell.text);
        }
        let value = self.entry(Column::SubArea, Kind::SubArea, &cell, names, &prefix)?;
        if !value.starts_with(&prefix) {
            let message =
                format!("`{value}` does not fit: it is not in the area `{}`", prefix.trim_end_matches('/'));
            self.problems
                .push(cell.problem(&rules::CONTRADICTION, message).help("correct one of the two cells"));
        }
        Some(Said { value, cell })
    }

    pub(super) fn phase(&mut self, row: &SheetRow, programme: Option<&Said>) -> Option<Said> {
        let cell = self.cell(row, Column::Phase)?;
        let programme = &programme?.value;
        let phases = self.programmes.get(programme.as_str())?.phases.iter().flatten();
        let ids: Vec<&str> =
            phases.filter_map(|phase| phase.id.as_ref()).map(|id| id.value.as_str()).collect();
        if ids.contains(&cell.text.as_str()) {
            return Some(Said { value: cell.text.clone(), cell });
        }
        self.unknown += 1;
        let is_shown = self.unknown <= MOST_ALIKE;
        let near = is_shown.then(|| did_you_mean(&cell.text, ids.iter().copied())).flatten();
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if ids.is_empty() => format!("`{programme}` has no phases"),
            None => format!("its phases are {}", some_of(&ids, ", ")),
        };
        let message = format!("the programme `{programme}` has no phase `{}`", cell.shown());
        self.problems.push(cell.problem(&rules::UNKNOWN_REFERENCE, message).help(help));
        None
    }

    /// Reports a cell that does not name the entry `id`, which follows from another cell.
    pub(super) fn compare(&mut self, kind: Kind, cell: &Cell, id: &str, reason: &str) {
        if !self.names.is_named(kind, &cell.text, id) {
            let message = format!("`{}` does not fit: {reason}", cell.shown());
            self.problems
                .push(cell.problem(&rules::CONTRADICTION, message).help("correct one of the two cells"));
        }
    }
}

/// Returns the columns with the Serbian and English names of the entries in a column.
fn name_columns(column: Column) -> Option<(Column, Column)> {
    match column {
        Column::SubArea => Some((Column::SubAreaSr, Column::SubAreaEn)),
        Column::SupportType => Some((Column::SupportTypeSr, Column::SupportTypeEn)),
        Column::Implementers => Some((Column::ImplementersSr, Column::ImplementersEn)),
        Column::Partners => Some((Column::PartnersSr, Column::PartnersEn)),
        Column::Sources => Some((Column::SourcesSr, Column::SourcesEn)),
        _ => None,
    }
}
