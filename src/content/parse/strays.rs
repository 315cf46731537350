//! Reports files in places where no file is read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::assets::report_name;
use super::{FORMER_SOURCES, PictureName, Records, files};
use crate::base::problem::{Place, Problem, Problems};
use crate::base::rules;
use crate::content::read::{ADDRESSES, BORDERS, Source};
use crate::text::suggest::did_you_mean;

/// Files in `content/` that are only for people. `katalog` ignores them.
const PASSED_OVER: [&str; 2] = ["LICENSE", "README.md"];

/// Reports files in places where no file is read.
pub(super) fn report_strays(source: &Source, records: &Records, problems: &mut Problems) {
    let mut logos = BTreeMap::new();
    for file in source.files() {
        let below = file.path.strip_prefix("content/").unwrap_or(&file.path);
        let help = match below.split_once('/') {
            None if files::lists().any(|list| list == below) || PASSED_OVER.contains(&below) => continue,
            None if [ADDRESSES, BORDERS].contains(&&*file.path) => continue,
            None if below == FORMER_SOURCES => {
                problems.push(former_format(&file.path));
                continue;
            }
            None if records.logo(below).is_some() => {
                report_name(below, file, &mut logos, problems);
                continue;
            }
            None if below.rsplit_once('.').is_some_and(|(_, end)| PictureName::ENDINGS.contains(&end)) => {
                "name it as `logo` in `catalogue.yaml` or `organisations.yaml`, put it in the folder of a text, or \
                 remove it"
                    .to_owned()
            }
            None => {
                let shapes = BORDERS.rsplit('/').next();
                let near = did_you_mean(below, files::lists().chain(shapes));
                near.map_or_else(
                    || {
                        format!(
                            "the lists of a catalogue are {}",
                            files::lists().collect::<Vec<_>>().join(", ")
                        )
                    },
                    |near| format!("did you mean `{near}`?"),
                )
            }
            Some((collection, rest)) if files::collections().any(|known| known == collection) => {
                if rest.contains('/') {
                    continue;
                }
                let is_text = rest.ends_with(".md") || rest.ends_with(".yaml");
                match is_text {
                    true => format!("give it a folder of its own: `content/{collection}/<id>/`"),
                    false => format!(
                        "move it to the folder of the entry whose text links to it or shows it: `content/{collection}/<id>/`"
                    ),
                }
            }
            Some((collection, _)) => match did_you_mean(collection, files::collections()) {
                Some(near) => format!("did you mean the folder `content/{near}/`?"),
                None => format!(
                    "the folders of a catalogue are {}",
                    files::collections().collect::<Vec<_>>().join(", ")
                ),
            },
        };
        problems.push(
            Problem::new(&rules::UNKNOWN_FILE, Place::start_of(&file.path), "no file is read here")
                .help(help),
        );
    }
}

/// The problem of a list of sources, which are documents with folders of their own now.
fn former_format(path: &Arc<str>) -> Problem {
    let message = "sources are documents now, each in a folder of `content/documents/`";
    Problem::new(&rules::UNKNOWN_FILE, Place::start_of(path), message)
        .help("run `katalog migrate`, which makes a document of each source")
}
