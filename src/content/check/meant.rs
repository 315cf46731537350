//! Says what was meant by ids that do not exist.

use std::cell::OnceCell;

use super::gone::{Gone, differ_in_digits};
use super::moved;
use super::names::{Names, STANDING};
use crate::base::id::{Id, Kind};
use crate::base::odd::as_meant;
use crate::base::problem::{Problems, Sought, Way, some_of};
use crate::content::called::{self, Meaning};
use crate::content::catalogue::Subject;
use crate::content::parse::{Records, TextState};
use crate::text::suggest::Suggestions;

impl Names {
    /// Says what was meant by ids that do not exist. All problems of a run share one limit on the comparison with similar
    /// ids, so they must be in an order that is the same in every run.
    pub(super) fn suggest(&self, records: &Records, problems: &mut Problems) {
        moved::tell(problems);
        let texts = OnceCell::new();
        let texts = || texts.get_or_init(|| texts_by_file(records));
        let called = OnceCell::new();
        let called = || called.get_or_init(|| called::Names::new(records));
        let mut suggestions = Suggestions::default();
        let mut gone = Gone::new(problems);
        for problem in problems.iter_mut() {
            let Some(sought) = problem.sought.take() else { continue };
            let help = match sought.way {
                Way::Unwritten => self.some_ids(sought.kind),
                Way::Worded => self.called_so(&sought.id, called()),
                Way::Single | Way::Listed | Way::Linked => {
                    let certain = self.meant(&sought, called());
                    let named = || self.only_named(&sought, called());
                    let of_words = || {
                        let words = moved::words_of_link(&problem.place, texts())?;
                        self.only_named(&Sought { id: words.into(), ..sought.clone() }, called())
                    };
                    let of_words = if sought.way == Way::Linked { of_words() } else { None };
                    let mut similar = || {
                        of_words.clone().or_else(|| {
                            let near = self.similar(&sought, &mut suggestions);
                            near.filter(|near| !differ_in_digits(near, &sought.id)).map(str::to_owned)
                        })
                    };
                    let is_alone = certain.is_some() && named().is_none();
                    if !is_alone && gone.keeps(problem, &sought, || named().or_else(&mut similar)) {
                        continue;
                    }
                    certain.or_else(|| {
                        similar().map(|near| format!("did you mean `{}`?", sought.written(&near)))
                    })
                }
            };
            if let Some(help) = help {
                problem.help = Some(help);
            }
        }
        gone.tell(records, problems);
    }

    /// Returns the help on an id that does not exist, if what was meant does not only look similar.
    fn meant(&self, sought: &Sought, called: &called::Names) -> Option<String> {
        self.without_odd_signs(sought)
            .or_else(|| of_standing_page(sought))
            .or_else(|| self.several(sought))
            .or_else(|| self.named(sought, called))
            .or_else(|| self.authority_of(sought))
            .or_else(|| of_another_kind(sought, called))
    }

    /// Returns the only entry of which an id is made from the name.
    fn only_named(&self, sought: &Sought, called: &called::Names) -> Option<String> {
        match called.find(sought.kind, &sought.id, "") {
            Meaning::One(id) if self.has(sought.kind, &id) => Some(id),
            _ => None,
        }
    }

    /// Returns the help on a link without an address, if its words are the name of an entry.
    fn called_so(&self, words: &str, called: &called::Names) -> Option<String> {
        let kinds = Subject::kinds().filter(|kind| !matches!(kind, Kind::SubArea | Kind::StandingPage));
        let words = crate::content::parse::shorten(words);
        let found = kinds.filter_map(|kind| match called.find(kind, &words, "") {
            Meaning::One(id) if self.has(kind, &id) => Some(format!("`[{words}]({}:{id})`", kind.word())),
            _ => None,
        });
        let found: Vec<String> = found.collect();
        (!found.is_empty()).then(|| format!("write {}", some_of(&found, " or ")))
    }

    /// Returns the help on a key that names no entry yet: where to find the ids, and some of them.
    fn some_ids(&self, kind: Kind) -> Option<String> {
        const MOST: usize = 3;
        let ids = self.ids(kind).iter().map(Id::as_str);
        let ids: Vec<&str> = ids
            .chain(self.sub_areas.as_slice().iter().map(String::as_str).filter(|_| kind == Kind::SubArea))
            .collect();
        let shown: Vec<String> = ids.iter().take(MOST).map(|id| format!("`{id}`")).collect();
        let rest = match ids.len() > MOST {
            true => format!(", …; all of them are in `{}`", kind.home()),
            false => String::new(),
        };
        (!shown.is_empty())
            .then(|| format!("write the id of {}: {}{rest}", kind.with_article(), shown.join(", ")))
    }

    /// Returns the help on an id that looks right, but has a character that looks like another or like nothing.
    fn without_odd_signs(&self, sought: &Sought) -> Option<String> {
        let (meant, odd) = as_meant(&sought.id)?;
        let has = |id: &str| self.has(sought.kind, id);
        let meant = Some(meant.to_lowercase()).filter(|id| has(id))?;
        Some(format!("write `{}`: here stands {}", sought.written(&meant), odd.what()))
    }

    /// Returns the help on several ids where one is expected.
    fn several(&self, sought: &Sought) -> Option<String> {
        let parts = ids_in(&sought.id).filter(|parts| parts.iter().all(|id| self.has(sought.kind, id)))?;
        let shown = some_of(&parts, ", ");
        Some(match sought.way {
            Way::Listed => format!(
                "these are several ids: write `{shown}`, with commas between them, or begin a line with `- ` for each"
            ),
            Way::Single => format!("only one is possible here: keep one of {shown}"),
            Way::Linked | Way::Worded | Way::Unwritten => {
                format!("a link leads to one entry: write a link for each of {shown}")
            }
        })
    }

    /// Returns the help on a name or title that stands where an id belongs.
    fn named(&self, sought: &Sought, called: &called::Names) -> Option<String> {
        let Sought { kind, id, .. } = sought;
        let name = if *kind == Kind::District { without_district(id) } else { id };
        match called.find(*kind, name, "") {
            Meaning::One(id) if !self.has(*kind, &id) => None,
            Meaning::One(id) => Some(format!("did you mean `{}`?", sought.written(&id))),
            Meaning::Several(ids) => {
                Some(format!("several {} are called so: write one of {}", kind.plural(), some_of(&ids, ", ")))
            }
            Meaning::Nothing => None,
        }
    }

    /// Returns the help on the id of a municipality where that of its administration belongs.
    fn authority_of(&self, sought: &Sought) -> Option<String> {
        let Sought { kind, id, .. } = sought;
        let has = |authority: &String| self.has(Kind::Organisation, authority);
        let mut authorities = ["municipality-of", "city-of", "city-municipality-of"]
            .map(|start| format!("{start}-{id}"))
            .into_iter();
        let meant = authorities
            .find(has)
            .filter(|_| *kind == Kind::Organisation && self.has(Kind::Municipality, id))?;
        Some(format!("`{id}` is the id of a municipality; did you mean `{}`?", sought.written(&meant)))
    }

    /// Returns the most similar id of an entry of the same kind.
    fn similar(&self, sought: &Sought, to: &mut Suggestions) -> Option<&str> {
        match sought.kind {
            Kind::SubArea => self.sub_areas.near(&sought.id, to),
            kind => to.near(&sought.id, self.ids(kind).iter().map(Id::as_str)),
        }
    }
}

/// Returns the texts of all entries by their files.
fn texts_by_file(records: &Records) -> moved::TextsByFile<'_> {
    let entries = records.entries();
    let folders = entries.iter().filter_map(|entry| entry.folder);
    let states = folders.flat_map(|folder| [&folder.texts.sr, &folder.texts.en]);
    let written = states.filter_map(|state| match state {
        TextState::Written(text) => Some((&*text.file, &*text.text)),
        TextState::Absent | TextState::Broken => None,
    });
    written.collect()
}

/// Returns the parts of a text that may be several ids.
fn ids_in(text: &str) -> Option<Vec<&str>> {
    const MOST: usize = 2000;
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '&' | '+' | '|');
    let is_word = |part: &&str| !part.is_empty() && !["i", "and", "и"].contains(part);
    let parts: Vec<&str> = (text.len() <= MOST).then(|| text.split(is_between).filter(is_word).collect())?;
    (parts.len() > 1).then_some(parts)
}

/// Returns the name of a district without the word for what it is.
fn without_district(name: &str) -> &str {
    const WORDS: [&str; 9] = [
        " upravni okrug",
        " okrug",
        " district",
        " округ",
        " Okrug",
        " District",
        "-upravni-okrug",
        "-okrug",
        "-district",
    ];
    WORDS.iter().find_map(|word| name.strip_suffix(word)).unwrap_or(name)
}

/// Returns the help on a page that every catalogue has, where only other pages are possible.
fn of_standing_page(sought: &Sought) -> Option<String> {
    let Sought { kind, id, way } = sought;
    let is_standing = STANDING.iter().any(|(name, _)| *name == &**id);
    (*kind == Kind::StandingPage && *way == Way::Single && is_standing).then(|| {
        format!("`{id}` is a page that every catalogue has; other pages can only stand below pages with a `page.yaml`")
    })
}

/// Returns the help on the id of an entry of another kind.
fn of_another_kind(sought: &Sought, called: &called::Names) -> Option<String> {
    let id = &sought.id;
    let mut others = Kind::ALL.iter().copied().filter(|kind| *kind != sought.kind);
    let other = others.find(|kind| called.today(*kind, id) == Some(&**id))?;
    if sought.kind == Kind::SubArea && other == Kind::Area {
        // The help names the sub-areas of the area.
        return None;
    }
    let what = format!("`{id}` is the id of {}", other.with_article());
    Some(match sought.way {
        Way::Linked | Way::Worded => format!("write `{}:{id}`: {what}", other.word()),
        Way::Single if sought.kind.is_place() && other.is_place() => {
            format!("{what}: its key is `{}`, not `{}`", other.word(), sought.kind.word())
        }
        Way::Single | Way::Listed | Way::Unwritten => {
            format!("{what}; the ids of {} are in `{}`", sought.kind.plural(), sought.kind.home())
        }
    })
}
