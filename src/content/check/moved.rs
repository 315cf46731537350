//! Folders of entries that were moved into other folders by hand, so that their entries are missing.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::base::id::Kind;
use crate::base::problem::{Place, Problems};
use crate::base::rules;
use crate::content::parse::{FILES, shorten};

/// The most places that are shown.
const MOST: usize = 3;

/// Tells once that a folder was moved, with the places that name its entry, in place of a problem for each of them.
pub(super) fn tell(problems: &mut Problems) {
    let strays = problems.iter().filter(|problem| *problem.rule == rules::UNKNOWN_FILE);
    let strays: HashSet<(Kind, Box<str>)> =
        strays.filter_map(|problem| entry_of(&problem.place.file)).collect();
    let mut named: HashMap<(Kind, Box<str>), Vec<Place>> = HashMap::new();
    for problem in problems.iter() {
        let Some(sought) = &problem.sought else { continue };
        let entry = (sought.kind, sought.id.clone());
        if strays.contains(&entry) {
            named.entry(entry).or_default().push(problem.place.clone());
        }
    }
    if named.is_empty() {
        return;
    }
    problems.retain(|problem| {
        problem.sought.as_ref().is_none_or(|sought| !named.contains_key(&(sought.kind, sought.id.clone())))
    });
    for problem in problems.iter_mut().filter(|problem| *problem.rule == rules::UNKNOWN_FILE) {
        let Some(entry) = entry_of(&problem.place.file) else { continue };
        let Some(mut places) = named.remove(&entry) else { continue };
        places.sort_by(|a, b| (&a.file, a.span.start).cmp(&(&b.file, b.span.start)));
        let (kind, id) = (entry.0, shorten(&entry.1));
        let count = match places.len() {
            1 => "1 place still names".to_owned(),
            count => format!("{count} places still name"),
        };
        problem.message =
            format!("the folder of the {} `{id}` was moved, and is not read here; {count} it", kind.noun());
        problem.help = Some(format!(
            "move the folder back to `{}{id}`; if only its id should change, `katalog rename {}:{id} NEW-ID` does that everywhere, once the folder is back",
            kind.home(),
            kind.word()
        ));
        let shown = places.into_iter().take(MOST).map(|place| (place, "named here".to_owned()));
        problem.related.extend(shown);
    }
}

/// Returns the entry whose facts a file has, by the names of the file and its folder.
fn entry_of(file: &str) -> Option<(Kind, Box<str>)> {
    let (folder, name) = file.rsplit_once('/')?;
    let (_, id) = folder.rsplit_once('/')?;
    let collection = FILES.iter().find(|facts| facts.name == name)?.collection?;
    let home = format!("content/{collection}/");
    let kind = Kind::ALL.iter().copied().find(|kind| kind.home() == home)?;
    Some((kind, id.into()))
}

/// The texts of a catalogue by their files.
pub(super) type TextsByFile<'a> = BTreeMap<&'a str, &'a str>;

/// Returns the words of the link whose destination is at a place.
pub(super) fn words_of_link<'a>(place: &Place, texts: &TextsByFile<'a>) -> Option<&'a str> {
    const LONGEST: usize = 100;
    let text = texts.get(&*place.file)?;
    let before = text.get(..place.span.start)?.strip_suffix("](")?;
    let length = before.bytes().rev().take(LONGEST).position(|byte| matches!(byte, b'[' | b'\n'))?;
    let start = before.len() - length;
    before.get(start..).filter(|words| before[..start].ends_with('[') && !words.trim().is_empty())
}
