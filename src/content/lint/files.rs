//! Documents and pictures.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::content::{Folder, Part};
use crate::base::form::nfc;
use crate::base::language::Language;
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::parse::Asset;

/// What a reader on a telephone can be asked to load.
const LARGEST: u64 = 2 * 1024 * 1024;

/// A text of the folder links to each document and shows each picture.
pub(super) fn unused_files(part: &Part<'_>, problems: &mut Problems) {
    let Some(folder) = part.folder.as_ref().filter(|folder| !folder.assets.is_empty()) else { return };
    let texts = Language::ALL.into_iter().filter_map(|language| folder.texts[language].as_ref());
    let named: BTreeSet<Cow<'_, str>> =
        texts.flat_map(|text| &text.survey.destinations).map(|link| nfc(&link.text)).collect();
    for asset in folder.assets.iter().filter(|asset| !named.contains(&*asset.name)) {
        problems.push(
            Problem::new(&rules::UNUSED_FILE, place(folder, asset), "no text links to this file or shows it")
                .help(format!("link to it from a text beside it: `[…]({})`, or remove it", written(asset))),
        );
    }
}

/// No document or picture is too large to be loaded on the way.
pub(super) fn large_files(part: &Part<'_>, problems: &mut Problems) {
    let Some(folder) = &part.folder else { return };
    for asset in folder.assets.iter().filter(|asset| asset.size > LARGEST) {
        #[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
        let megabytes = asset.size as f64 / (1024.0 * 1024.0);
        problems.push(
            Problem::new(
                &rules::LARGE_FILE,
                place(folder, asset),
                format!("this file has {megabytes:.1} megabytes"),
            )
            .help("save a picture smaller or a document without its large pictures: readers pay for what they load"),
        );
    }
}

/// Each picture is described in the language of its text.
pub(super) fn missing_alt_texts(part: &Part<'_>, problems: &mut Problems) {
    part.each_text(|text| {
        for picture in &text.survey.undescribed {
            problems.push(
                Problem::new(
                    &rules::MISSING_ALT_TEXT,
                    text.place(picture),
                    "this picture has no description",
                )
                .help("say between the brackets what it shows, for those who do not see it: `![The reading room](room.jpg)`"),
            );
        }
    });
}

fn place(folder: &Folder<'_>, asset: &Asset) -> Place {
    Place::start_of(&format!("{}/{}", folder.path, asset.name).into())
}

/// Its name as a link writes it.
fn written(asset: &Asset) -> String {
    if asset.name.contains(' ') { format!("<{}>", asset.name) } else { asset.name.to_string() }
}
