//! `data/releases.json`: the releases of the content, newest first.

use url::Url;

use super::catalogue::Model;
use super::json::{ByLocale, Fields, Object, object};
use crate::content::catalogue::{DataFile, Release};
use crate::site::route::Site;

/// Makes the list of releases.
pub(super) fn json(site: &Site) -> Vec<u8> {
    let model = Model::new(site);
    let releases = site.catalogue.releases.iter().map(|release| view(&model, release));
    let list = object!({
        "$schema": site.absolute(&site.data_href(DataFile::ReleasesSchema)),
        "releases": releases.collect::<Vec<_>>(),
    });
    // Serialising to a vector cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&list).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn view<'a>(model: &Model<'_>, release: &'a Release) -> Object<impl Fields + use<'a>> {
    object!({
        "name": release.name.as_str(),
        "date": release.date.to_string(),
        "commit": release.commit.as_str(),
        "sha256": release.sha256.as_str(),
        "url": release.url.as_ref().map(Url::as_str),
        "note": release.note.as_ref().map_or_else(|| ByLocale(Vec::new()), |note| model.text(note)),
    })
}
