//! Gives access to the entries of every kind in one form.

use std::borrow::Cow;
use std::sync::Arc;

use super::keyed::Keyed;
use super::records::{
    AreaRecord, DistrictRecord, DocumentRecord, MunicipalityRecord, OrganisationRecord, PageRecord,
    PostRecord, ProgrammeRecord, ProjectRecord, RegionRecord, SubAreaRecord, SupportTypeRecord,
    TargetGroupRecord,
};
use super::walk::Walk;
use super::written::{Aliased, Referred};
use super::{Entry, Records, TextState};
use crate::base::id::Kind;
use crate::base::language::Localized;
use crate::base::problem::{Place, Placed};

/// An entry of any kind.
pub struct AnyEntry<'r> {
    /// Its kind.
    pub kind: Kind,
    /// Its id. For a sub-area, this is `area/sub-area`.
    pub id: Cow<'r, str>,
    /// Its key, if it is part of a list.
    pub key: Option<&'r Placed<String>>,
    /// Its folder, if it has one of its own.
    pub folder: Option<AnyFolder<'r>>,
    /// Its facts. `None` if they could not be read or its kind has none.
    pub facts: Option<&'r dyn AnyFacts>,
}

/// The folder of an entry.
#[derive(Clone, Copy)]
pub struct AnyFolder<'r> {
    /// Its path.
    pub path: &'r Arc<str>,
    /// The file that is shown in problems that concern the whole folder.
    pub first_file: &'r Arc<str>,
    /// Its texts by language.
    pub texts: &'r Localized<TextState>,
}

/// The facts of an entry of any kind.
pub trait AnyFacts: Walk + Aliased {
    /// Returns the place where they begin.
    fn place(&self) -> &Place;
}

macro_rules! referred {
    ($($record:ident = $kind:ident;)*) => {
        $(
            impl Referred for $record {
                const KIND: Kind = Kind::$kind;
            }

            impl AnyFacts for $record {
                fn place(&self) -> &Place {
                    &self.place
                }
            }
        )*
    };
}

referred! {
    ProgrammeRecord = Programme;
    ProjectRecord = Project;
    MunicipalityRecord = Municipality;
    DistrictRecord = District;
    RegionRecord = Region;
    AreaRecord = Area;
    SubAreaRecord = SubArea;
    SupportTypeRecord = SupportType;
    TargetGroupRecord = TargetGroup;
    OrganisationRecord = Organisation;
    DocumentRecord = Document;
    PostRecord = Post;
    PageRecord = StandingPage;
}

impl<'r> AnyEntry<'r> {
    fn in_list<R: Referred + AnyFacts>((key, record): &'r (Placed<String>, R)) -> Self {
        AnyEntry {
            kind: R::KIND,
            id: Cow::Borrowed(&key.value),
            key: Some(key),
            folder: None,
            facts: Some(record),
        }
    }

    fn in_folder<R>(kind: Kind, entry: &'r Entry<R>, facts: Option<&'r dyn AnyFacts>) -> Self {
        let folder = AnyFolder { path: &entry.folder, first_file: &entry.first_file, texts: &entry.texts };
        AnyEntry { kind, id: Cow::Borrowed(&entry.id), key: None, folder: Some(folder), facts }
    }

    /// Returns the place of its key, or the start of the first file of its folder.
    pub fn place(&self) -> Option<Place> {
        let of_folder = || self.folder.map(|folder| Place::start_of(folder.first_file));
        self.key.map(|key| key.place.clone()).or_else(of_folder)
    }
}

impl Records {
    /// Returns every entry, kind by kind, in the order of files and keys.
    ///
    /// Sub-areas follow their area, whose facts include theirs.
    pub fn entries(&self) -> Vec<AnyEntry<'_>> {
        let mut entries = Vec::new();
        add_list(&self.regions, &mut entries);
        add_list(&self.districts, &mut entries);
        for area in &self.areas.0 {
            entries.push(AnyEntry::in_list(area));
            for sub_area in area.1.sub_areas.iter().flat_map(|list| &list.0) {
                let id = Cow::Owned(format!("{}/{}", area.0.value, sub_area.0.value));
                entries.push(AnyEntry { id, ..AnyEntry::in_list(sub_area) });
            }
        }
        add_list(&self.support_types, &mut entries);
        add_list(&self.target_groups, &mut entries);
        add_list(&self.organisations, &mut entries);
        add_folders(&self.municipalities, &mut entries);
        add_folders(&self.programmes, &mut entries);
        add_folders(&self.projects, &mut entries);
        add_folders(&self.documents, &mut entries);
        add_folders(&self.posts, &mut entries);
        add_folders(&self.pages, &mut entries);
        entries
    }
}

fn add_list<'r, R: Referred + AnyFacts>(list: &'r Keyed<R>, entries: &mut Vec<AnyEntry<'r>>) {
    entries.extend(list.0.iter().map(AnyEntry::in_list));
}

fn add_folders<'r, R: Referred + AnyFacts>(folders: &'r [Arc<Entry<R>>], entries: &mut Vec<AnyEntry<'r>>) {
    entries.extend(folders.iter().map(|entry| {
        let facts = entry.facts.as_ref().map(|facts| -> &'r dyn AnyFacts { facts });
        AnyEntry::in_folder(R::KIND, entry, facts)
    }));
}
