//! Checks documents and pictures.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::content::{Folder, MOST_IN_ONE_TEXT, Part};
use super::{CheckPart, Lint, always, if_complete};
use crate::base::form::nfc;
use crate::base::problem::{Place, Problem, Problems, Rule};
use crate::content::parse::{Asset, document_of_text};

pub(super) static LINTS: &[Lint<CheckPart>] = &[
    if_complete(&UNUSED_FILE, unused_files),
    always(&LARGE_FILE, large_files),
    always(&MISSING_ALT_TEXT, missing_alt_texts),
];

static UNUSED_FILE: Rule = Rule::warning("unused-file", "Every document and picture is linked to or shown.");

static LARGE_FILE: Rule = Rule::warning("large-file", "No document or picture is larger than two megabytes.");

static MISSING_ALT_TEXT: Rule = Rule::warning("missing-alt-text", "Every picture is described in words.");

/// The most bytes that a reader on a phone should have to load for one file.
const LARGEST: u64 = 2 * 1024 * 1024;

/// Reports documents and pictures that no text of their folder links to or shows, and no document names.
fn unused_files(part: &Part<'_>, problems: &mut Problems) {
    let Some(folder) = part.folder.as_ref().filter(|folder| !folder.assets.is_empty()) else { return };
    let destinations = part.destinations();
    let in_texts = destinations.iter().map(|(link, _)| &link.text);
    let named: BTreeSet<Cow<'_, str>> =
        in_texts.chain(part.files.iter().map(|file| &file.value)).map(|name| nfc(name)).collect();
    let mut with_spaces = links_with_spaces(folder);
    for asset in folder.assets.iter().filter(|asset| !named.contains(&*asset.name)) {
        let in_texts = with_spaces.remove(&*asset.name).unwrap_or_default();
        if !in_texts.is_empty() {
            let help = format!("write `<{}>`", asset.name);
            let message = "a file name with a space needs `<` and `>` in a link";
            let problem = |place| Problem::new(&UNUSED_FILE, place, message).help(help.as_str());
            in_texts.into_iter().for_each(|place| problems.push(problem(place)));
            continue;
        }
        if let Some(text) = document_of_text(&asset.name).filter(|_| !folder.names_files) {
            let message = "this document is no text of the page, and no text links to it";
            let help = format!("write its text in `{text}`, or link to it: `[…]({})`", written(asset));
            problems.push(Problem::new(&UNUSED_FILE, place(folder, asset), message).help(help));
            continue;
        }
        let (message, help) = match folder.names_files {
            true => (
                "the document does not name this file",
                format!("add it below `files:`: `- {{ file: {} }}`, or remove it", asset.name),
            ),
            false => (
                "no text links to this file or shows it",
                format!("link to it from a text in its folder: `[…]({})`, or remove it", written(asset)),
            ),
        };
        problems.push(Problem::new(&UNUSED_FILE, place(folder, asset), message).help(help));
    }
}

/// The longest name of a file, in bytes.
const LONGEST_NAME: usize = 255;

/// How many closing brackets of a link may belong to the name of its file.
const MOST_BRACKETS: usize = 4;

/// Returns the places where texts name files with a space as if they linked to them: `[…](plan of work.pdf)`. The first in
/// each text, by the name of the file.
fn links_with_spaces<'f>(folder: &'f Folder<'_>) -> BTreeMap<&'f str, Vec<Place>> {
    let names = folder.assets.iter().map(|asset| &*asset.name).filter(|name| name.contains(' '));
    let mut places: BTreeMap<&str, Vec<Place>> = names.map(|name| (name, Vec::new())).collect();
    if places.is_empty() {
        return places;
    }
    for text in [&folder.texts.sr, &folder.texts.en].into_iter().flatten() {
        let body = text.body();
        let mut first: BTreeMap<&str, Place> = BTreeMap::new();
        for (at, sign) in body.match_indices("](") {
            let start = at + sign.len();
            let ends = body.as_bytes()[start..].iter().take(LONGEST_NAME + 1).enumerate();
            let ends = ends.filter(|(_, byte)| **byte == b')').take(MOST_BRACKETS);
            for span in ends.map(|(length, _)| start..start + length) {
                if places.contains_key(&body[span.clone()]) {
                    first.entry(&body[span.clone()]).or_insert_with(|| text.place(&span));
                }
            }
        }
        for (name, place) in first {
            places.entry(name).or_default().push(place);
        }
    }
    places
}

/// Reports documents and pictures that are too large to load on a mobile connection.
fn large_files(part: &Part<'_>, problems: &mut Problems) {
    let Some(folder) = &part.folder else { return };
    for asset in folder.assets.iter().filter(|asset| asset.size > LARGEST) {
        #[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
        let megabytes = asset.size as f64 / (1024.0 * 1024.0);
        problems.push(
            Problem::new(
                &LARGE_FILE,
                place(folder, asset),
                format!("this file has {megabytes:.1} megabytes"),
            )
            .help("make the picture smaller, or save the document without its large pictures: readers pay for what they load"),
        );
    }
}

/// Reports pictures without a description in the language of their text.
fn missing_alt_texts(part: &Part<'_>, problems: &mut Problems) {
    part.each_text(|text| {
        for picture in text.survey.poorly_described.iter().take(MOST_IN_ONE_TEXT) {
            problems.push(
                Problem::new(
                    &MISSING_ALT_TEXT,
                    text.place(picture),
                    "the description of this picture does not say what it shows",
                )
                .help("write between the brackets what the picture shows, for people who cannot see it: `![Nurses at a door](door.jpg)`"),
            );
        }
        for picture in &text.survey.undescribed {
            problems.push(
                Problem::new(
                    &MISSING_ALT_TEXT,
                    text.place(picture),
                    "this picture has no description",
                )
                .help("describe it between the brackets for readers who cannot see it: `![The reading room](room.jpg)`"),
            );
        }
    });
}

fn place(folder: &Folder<'_>, asset: &Asset) -> Place {
    Place::start_of(&format!("{}/{}", folder.path, asset.name).into())
}

/// Returns its name as it is written in a link.
fn written(asset: &Asset) -> String {
    if asset.name.contains(' ') { format!("<{}>", asset.name) } else { asset.name.to_string() }
}
