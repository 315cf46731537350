//! Files with a row for each activity: one for the whole catalogue, and one for each page that lists activities. Each
//! row is serialised once, and the files are assembled from the bytes.

use std::borrow::Cow;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::catalogue::{FORMAT, Model};
use super::json::Row;
use super::table;
use crate::base::id::{Kind, Ref};
use crate::content::catalogue::{Activity, ActivitySubset, DataFile, SliceFormat};
use crate::site::route::Site;
use crate::site::tables::ACTIVITIES;

/// The rows of all activities, in the order of projects and municipalities.
pub(super) struct Rows {
    csv: Vec<Vec<u8>>,
    json: Vec<Vec<u8>>,
}

impl Rows {
    pub(super) fn new(site: &Site) -> Self {
        let activities: Vec<Ref<Activity>> = site.catalogue.activities.refs().collect();
        let object = |at: Ref<Activity>| {
            // Serialising to a vector cannot fail.
            serde_json::to_vec(&Row { columns: ACTIVITIES, site, at }).unwrap_or_default()
        };
        Rows {
            csv: activities.par_iter().map(|at| table::row(ACTIVITIES, site, *at)).collect(),
            json: activities.par_iter().map(|at| object(*at)).collect(),
        }
    }

    /// Makes `data/activities.csv` or `data/activities.json`.
    pub(super) fn whole(&self, site: &Site, format: SliceFormat) -> Vec<u8> {
        self.pieces_of_whole(site, format).concat()
    }

    /// Returns the size of `data/activities.csv` or `data/activities.json` in bytes, without making the file.
    pub(super) fn size_of_whole(&self, site: &Site, format: SliceFormat) -> usize {
        self.pieces_of_whole(site, format).iter().map(|piece| piece.len()).sum()
    }

    fn pieces_of_whole(&self, site: &Site, format: SliceFormat) -> Vec<Cow<'_, [u8]>> {
        let all: Vec<Ref<Activity>> = site.catalogue.activities.refs().collect();
        match format {
            SliceFormat::Csv => self.csv_of(&all),
            SliceFormat::Json => self.json_of(site, Value::Null, &all),
        }
    }

    /// Makes the data file of a page that lists activities.
    pub(super) fn slice(&self, site: &Site, slice: ActivitySubset, format: SliceFormat) -> Vec<u8> {
        let activities = slice.activities(&site.catalogue.index);
        let pieces = match format {
            SliceFormat::Csv => self.csv_of(activities),
            SliceFormat::Json => self.json_of(site, about(site, slice), activities),
        };
        pieces.concat()
    }

    fn csv_of(&self, activities: &[Ref<Activity>]) -> Vec<Cow<'_, [u8]>> {
        let rows = activities.iter().map(|at| Cow::Borrowed(self.csv[at.index()].as_slice()));
        std::iter::once(table::headings(ACTIVITIES).into()).chain(rows).collect()
    }

    /// Returns the pieces of an object with metadata, and one line for each activity.
    fn json_of(&self, site: &Site, about: Value, activities: &[Ref<Activity>]) -> Vec<Cow<'_, [u8]>> {
        let model = Model::new(site);
        let mut head = format!("{{\n\"format\": {FORMAT}");
        let schema = site.absolute(&site.data_href(DataFile::ActivitiesSchema));
        for (key, value) in [
            ("$schema", schema.into()),
            ("title", json!(model.text(&site.catalogue.settings.title))),
            ("licence", json!(model.licence())),
            ("about", about),
            ("count", activities.len().into()),
        ] {
            head += &format!(",\n\"{key}\": {value}");
        }
        head += ",\n\"activities\": [";
        let mut pieces = vec![head.into_bytes().into()];
        for (number, at) in activities.iter().enumerate() {
            pieces.push(Cow::Borrowed(if number == 0 { &b"\n"[..] } else { b",\n" }));
            pieces.push(Cow::Borrowed(&self.json[at.index()]));
        }
        pieces.push(Cow::Borrowed(b"\n]\n}\n"));
        pieces
    }
}

/// Describes the subject that the activities of a subset share.
fn about(site: &Site, slice: ActivitySubset) -> Value {
    let subject = slice.subject();
    let named = site.catalogue.entry(subject);
    let model = Model::new(site);
    json!({
        "kind": subject.entry_kind().map(Kind::noun),
        "id": named.map(|named| site.catalogue.full_id(named)),
        "name": named.map(|named| model.text(named.name)),
        "url": model.urls(subject),
    })
}
