//! Foreign words that need no mark: known names and words, and words that no Serbian word looks like.

use super::acronyms::Acronyms;
use super::letters::{Dj, LONGEST_WORD, is_word_char};
use super::scan::{Scanner, Token};
use super::{letters, units};
use crate::base::bytes::pairs;
use std::ops::Range;

/// Foreign words and names without foreign letters that no Serbian word looks like, in lower case and in order.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "accenture", "action", "actions", "adobe", "agile", "airbnb", "amcham", "arcgis", "association",
    "autocad", "backend", "backup", "bangladesh", "behance", "benchmark", "benchmarking", "blended",
    "blogger", "bluetooth", "booking", "bosch", "brainstorming", "branding", "briefing", "bundesministerium",
    "business", "canva", "caregiver", "caritas", "carrefour", "catherine", "center", "centers", "centre",
    "centres", "change", "charles", "chat", "chatbot", "chatbots", "chatgpt", "checklist", "chicago",
    "christian", "cisco", "click", "climate", "cloud", "cloudflare", "clusters", "coaching", "commission",
    "committee", "commons", "compliance", "cookies", "copilot", "council", "coursera", "creative",
    "dashboard", "deadline", "debian", "deep", "deeper", "deepfake", "delhaize", "dell", "deloitte", "design",
    "designer", "designers", "deutsche", "deutscher", "development", "disclaimer", "discord", "docker",
    "dribbble", "ebert", "elizabeth", "english", "enterprise", "enterprises", "erasmus", "ericsson", "europe",
    "european", "eurostat", "eventbrite", "facebook", "feed", "feedback", "figma", "flickr", "foundation",
    "foundations", "freelance", "freelancer", "freelancers", "french", "friedrich", "frontend", "fujitsu",
    "fundraising", "funds", "gallup", "geogebra", "geonames", "gesellschaft", "github", "gitlab", "gmail",
    "gmbh", "google", "governance", "government", "governments", "grant", "grants", "green", "greenpeace",
    "guardian", "hackathon", "hackathons", "handover", "hashtag", "hashtags", "headhunting", "heinrich",
    "helpdesk", "helvetas", "highlight", "hitachi", "horizon", "housing", "hub", "hubs", "ikea", "impact",
    "inclusion", "income", "incubator", "inkscape", "insight", "insights", "instagram", "institute",
    "international", "interreg", "javascript", "jobs", "joomla", "joseph", "kahoot",
    "kickstarter", "landkreis", "launch", "leaders", "leadership", "learning", "lenovo", "libreoffice",
    "lifelong", "linkedin", "login", "logout", "mainstream", "mainstreaming", "makerspace", "management",
    "manager", "managers", "manchester", "mapping", "massachusetts", "mastercard", "matching", "meetup",
    "mentimeter", "mentorship", "messenger", "michael", "microsoft", "mitsubishi", "moodle", "mozilla",
    "nations", "need", "needed", "needs", "nestle", "netherlands", "nudge", "nvidia", "offline", "okta",
    "onedrive", "online", "openai", "openrefine", "openstreetmap", "oracle", "outcome", "outcomes", "outlook",
    "outreach", "outsourcing", "padlet", "patreon", "peace", "peer", "peers", "philip", "philips",
    "photoshop", "pinterest", "pitching", "podcasts", "popup", "porsche", "postgres", "prezi", "pricing",
    "procurement", "project", "projects", "proposal", "proposals", "raiffeisen", "reddit", "reef", "reel",
    "release", "remote", "report", "reporting", "resilience", "reuters", "richard", "roadmap", "safeguarding",
    "sberbank", "scaling", "schmidt", "schneider", "school", "schools", "scouting", "service", "services",
    "sharepoint", "shell", "shelter", "shutterstock", "siemens", "skills", "slack", "slido", "smart",
    "snapchat", "social", "sophie", "soundcloud", "spanish", "sponsorship", "spreadsheet", "stakeholder",
    "stakeholders", "startup", "startups", "stiftung", "streaming", "street", "support", "sustainable",
    "team", "teams", "template", "templates", "think", "thomas", "tiktok", "timeline", "timesheet",
    "toolkit", "toolkits", "tools", "toshiba", "trainer", "trainers", "training", "trainings", "trello",
    "tripadvisor", "ubuntu", "unicredit", "united", "updates", "upgrade", "upload", "user", "users", "viber",
    "vimeo", "vodafone", "volunteer", "volunteers", "zendesk", "zoom", "zusammenarbeit",
];

/// Foreign names and phrases of several words, of which some may look Serbian, in lower case and in order.
#[rustfmt::skip]
const PHRASES: &[&str] = &[
    "a la carte", "ad hoc", "amnesty international", "app store", "apple store", "arbeiter samariter bund",
    "best practice", "big data", "british council", "call center", "call centre", "care international",
    "case management", "coca cola", "corpus delicti", "council of europe", "curriculum vitae",
    "danish refugee council", "data science", "de facto", "de jure", "doctors of the world", "erste bank",
    "et al", "ex cathedra", "fact sheet", "fair play", "fair trade", "friedrich ebert stiftung",
    "global compact", "goethe institut", "google drive", "google maps", "google play", "green deal",
    "handicap international", "hanns seidel stiftung", "heinrich boll stiftung", "help desk", "home office",
    "honoris causa", "horizon europe", "human rights watch", "institut français", "inter alia",
    "international rescue committee", "ipso facto", "junior achievement", "konrad adenauer stiftung",
    "lapsus linguae", "lions club", "made in", "microsoft office", "microsoft teams", "need to know",
    "norwegian refugee council", "one stop shop", "open call", "open data", "open government", "open society",
    "open source", "peer review", "per capita", "per diem", "plan international", "power bi", "red cross",
    "robert bosch stiftung", "rock and roll", "rosa luxemburg stiftung", "samsung galaxy",
    "save the children", "sine qua non", "smart cities", "smart city", "soft skills", "stand up", "start up",
    "status quo", "summa cum laude", "team building", "terre des hommes", "think tank", "tour de france",
    "transparency international", "vice versa", "visual studio",
];

/// Serbian case endings that are written to a foreign word without a hyphen: Facebooku, startupovi.
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "", "a", "e", "i", "u", "om", "em", "ama", "ima", "ov", "ova", "ove", "ovi", "ovo", "ovu", "ovih", "ovima",
    "ovog", "ovom", "in", "ina", "ine", "ski", "ska", "sko", "skog", "skom", "ske",
];

/// Parts of Serbian words in which s or t meets h, c meets h, or the end -tion is not that of a foreign word: ishrana,
/// prethodni, shvatiti.
#[rustfmt::skip]
const WITH_S_AND_H: &[&str] = &[
    "shvat", "shod", "shran", "ishlap", "ishit", "ishem", "ishajd", "ishij", "ishrč", "ishval", "shrv", "rashlad",
    "rashit", "ushit", "ushte", "ushtj", "ushik", "ushra", "eshil", "eshat", "dishar", "transh", "pasha", "pashu",
    "pashe", "shizm", "shol", "nishod", "beshr", "beshl", "mashad", "bushid", "posthum", "shema",
];
#[rustfmt::skip]
const WITH_T_AND_H: &[&str] = &[
    "prethod", "pothod", "pothva", "pothra", "pothla", "pothuk", "pothuj", "othod", "othra", "othrv", "othuk",
    "othuj", "mithat", "mithad", "ethem", "fethi", "fetha", "stohilj", "thilj", "posthu", "methan", "sthum",
    "nethod", "bethan",
];

/// First parts of Serbian compounds, up to the o before another o: samoodrživ, koordinacija.
#[rustfmt::skip]
const BEFORE_O: &[&str] = &[
    "zo", "po", "pro", "samo", "mikro", "makro", "bio", "eko", "geo", "neo", "foto", "radio", "video", "audio",
    "elektro", "auto", "hidro", "termo", "agro", "socio", "psiho", "neuro", "orto", "dvo", "tro", "četvoro",
    "mnogo", "jedno", "staro", "novo", "vodo", "zlato", "crno", "plavo", "sivo", "brzo", "dobro", "malo",
    "veliko", "visoko", "široko", "pravo", "prvo", "drugo", "ino", "toplo", "ravno", "opšte", "kratko", "oštro",
    "javno", "lako", "teško", "duboko", "sveto", "polo", "nao", "do", "vo", "kontro", "epizo", "protozo", "spermatozo",
    "paleozo", "mezozo", "kenozo", "oo", "blago", "tako", "zdravo", "mezo", "endo", "ekso", "retro", "balneo",
];

/// The beginnings of second parts of such compounds: novoosnovan, kooperacija.
#[rustfmt::skip]
const AFTER_O: &[&str] = &[
    "obrazov", "osnov", "otvor", "orijent", "organ", "obuhvat", "odgov", "oporav", "odbran", "održ", "ocen", "okup",
    "oprem", "okren", "odred", "opred", "opter", "odnos", "optič", "ortoped", "osob", "osetlj", "oblik", "obnov",
    "ordin", "ordon", "opera", "opta", "opti", "opci", "osigur", "osov", "osnič", "osni", "oduz", "objav", "objek",
];

/// First parts of Serbian words before an e: preeminentan, neefikasan, reedukacija.
const BEFORE_E: &[&str] =
    &["pre", "ne", "re", "de", "tele", "nene", "najne", "ge", "be", "ide", "pose", "kofe"];

/// Returns whether the letters at this byte of a word in lower case are those of a foreign word.
type IsOdd = fn(&str, usize) -> bool;

/// The letters that Serbian words do not have side by side.
const ODD: &[(&str, IsOdd)] = &[
    ("ch", |_, _| true),
    ("ff", |_, _| true),
    ("ph", |_, _| true),
    ("ck", |word, at| match word.as_bytes().get(at + 2) {
        // Kocka, grickati, bocnuti.
        Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'n' | b'r' | b'l') => {
            word.ends_with("ing") || word.ends_with("ers") || word.ends_with("ets")
        }
        _ => true,
    }),
    ("sh", |word, _| !WITH_S_AND_H.iter().any(|part| word.contains(part))),
    ("th", |word, _| !WITH_T_AND_H.iter().any(|part| word.contains(part))),
    ("oo", |word, at| {
        // Lower-case d. o. o., interjections.
        !matches!(word, "doo" | "oo")
            && !word.contains("ooo")
            && !BEFORE_O.contains(&&word[..=at])
            && !AFTER_O.iter().any(|part| word[at + 1..].starts_with(part))
    }),
    ("ee", |word, at| {
        let goes_on = word.len() > at + 3;
        word != "ee" && !word.contains("eee") && !(goes_on && BEFORE_E.contains(&&word[..=at]))
    }),
    ("tion", |word, at| {
        !word.starts_with("bastion")
            && !word.starts_with("kation")
            && ENDINGS.contains(&word[at + 4..].trim_start_matches("al").trim_end_matches('s'))
    }),
];

/// Returns the length of the foreign words that `text` begins with, if they are known or no Serbian word looks like
/// them. `word` is the first word of `text`, in Serbian letters.
pub(super) fn match_at(text: &str, word: &str, keep: &Acronyms) -> Option<usize> {
    if !word.is_ascii() || !(2..=LONGEST_WORD).contains(&word.len()) || keep.converts(word) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let may_be_listed = may_be_listed(&lower);
    if may_be_listed && let Some(length) = phrase(text, &lower) {
        return Some(length);
    }
    let is_foreign =
        may_be_listed && is_known(&lower) || is_of_humps(word) || strange_letters(word, &lower).is_some();
    is_foreign.then(|| {
        let of_whom = text[word.len()..].strip_prefix("’s").or_else(|| text[word.len()..].strip_prefix("'s"));
        let goes_on = of_whom.is_some_and(|rest| !rest.starts_with(is_word_char));
        if goes_on { text.len() - of_whom.map_or(0, str::len) } else { word.len() }
    })
}

/// Returns the length of the phrase that `text` begins with. `first` is its first word in lower case.
fn phrase(text: &str, first: &str) -> Option<usize> {
    let start = PHRASES.partition_point(|phrase| *phrase < first);
    let of_word = PHRASES[start..].iter().take_while(|phrase| phrase.starts_with(first));
    let is_here = |phrase: &&&str| {
        text.get(..phrase.len()).is_some_and(|here| same_words(here, phrase))
            && !text[phrase.len()..].starts_with(is_word_char)
    };
    // Longer ones come later.
    of_word.filter(is_here).last().map(|phrase| phrase.len())
}

fn same_words(here: &str, phrase: &str) -> bool {
    here.bytes().zip(phrase.bytes()).all(|(a, b)| a.to_ascii_lowercase() == b || a == b'-' && b == b' ')
}

/// A bit for the first three letters of every entry of both lists; see [`bit`]. Most words of a text have none.
static BEGINNINGS: [u64; 64] = beginnings(WORDS, beginnings(PHRASES, [0; 64]));

const fn beginnings(list: &[&str], mut bits: [u64; 64]) -> [u64; 64] {
    let mut at = 0;
    while at < list.len() {
        let entry = list[at].as_bytes();
        // Words of two letters may have an ending.
        let mut third = if entry.len() == 2 { b' ' } else { entry[2] };
        let last = if entry.len() == 2 { b'z' } else { third };
        while third <= last {
            let (number, bit) = bit([entry[0], entry[1], third]);
            bits[number] |= bit;
            third += 1;
        }
        at += 1;
    }
    bits
}

/// Returns the number and the bit for the first three letters of a word. Different ones may share a bit.
const fn bit(letters: [u8; 3]) -> (usize, u64) {
    let hash = (letters[0] as usize * 29 + letters[1] as usize) * 31 + letters[2] as usize;
    (hash / 64 % 64, 1 << (hash % 64))
}

/// Returns whether a list has an entry that begins like a word in lower case. Few words do.
fn may_be_listed(word: &str) -> bool {
    let (number, bit) = match *word.as_bytes() {
        [first, second] => bit([first, second, b' ']),
        [first, second, third, ..] => bit([first, second, third]),
        _ => return false,
    };
    BEGINNINGS[number] & bit != 0
}

/// Returns whether a word in lower case is one of [`WORDS`], with or without an ending.
fn is_known(word: &str) -> bool {
    let end = WORDS.partition_point(|known| *known <= word);
    WORDS[end.saturating_sub(3)..end]
        .iter()
        .any(|known| word.strip_prefix(known).is_some_and(|ending| ENDINGS.contains(&ending)))
}

/// Returns whether a name has capitals as only foreign names have: McDonald, iPad.
fn is_of_humps(word: &str) -> bool {
    let mut letters = word.bytes();
    match (letters.next(), letters.next(), letters.next()) {
        (Some(b'M'), Some(b'c'), Some(third)) => third.is_ascii_uppercase(),
        (Some(b'i'), Some(second), Some(_)) => second.is_ascii_uppercase() && second != b'J',
        _ => false,
    }
}

/// Returns whether a word is an abbreviation of small and capital letters: PhD, CoE, EaSI. Those with *i* for “and”
/// are Serbian: BiH, KiM.
pub(super) fn is_mixed_acronym(word: &str) -> bool {
    let letters = word.as_bytes();
    let (Some(first), Some(last)) = (letters.first(), letters.last()) else { return false };
    (3..=5).contains(&letters.len())
        && letters.iter().all(u8::is_ascii_alphabetic)
        && first.is_ascii_uppercase()
        && (last.is_ascii_uppercase() || matches!(word, "MSc" | "BSc" | "DSc" | "MPhil" | "MEng" | "BEng" | "LLMs"))
        && letters.iter().any(u8::is_ascii_lowercase)
        // LJ, NJ and DŽ may be typed in mixed case; „i“ stands between the capitals of Serbian names.
        && !letters.iter().any(|letter| matches!(letter, b'i' | b'j'))
}

/// Returns whether two letters side by side, in any case, may be among [`ODD`]. Those of most words are not. There are no
/// branches, so that many pairs are tested at once.
fn may_be_odd(first: u8, second: u8) -> bool {
    let (a, b) = (first | 0x20, second | 0x20);
    let before_h = (a == b'c') | (a == b's') | (a == b't') | (a == b'p');
    let doubled = (a == b'f') | (a == b'o') | (a == b'e');
    (before_h & (b == b'h'))
        | (doubled & (a == b))
        | ((a == b'c') & (b == b'k'))
        | ((a == b't') & (b == b'i'))
}

/// Returns whether two letters side by side, in any case, are dj.
fn is_dj(first: u8, second: u8) -> bool {
    (first | 0x20 == b'd') & (second | 0x20 == b'j')
}

/// Returns whether a text has a word, in whatever context, whose form may be in doubt. Few texts do.
fn has_odd_word(text: &str) -> bool {
    let mut done = 0;
    pairs(text.as_bytes(), |a, b| is_dj(a, b) | may_be_odd(a, b)).any(|at| {
        if at < done {
            return false;
        }
        // Both bytes are letters, so the positions beside them are those of characters.
        let start =
            at - text[..at].chars().rev().take_while(|c| is_word_char(*c)).map(char::len_utf8).sum::<usize>();
        let end = at + text[at..].chars().take_while(|c| is_word_char(*c)).map(char::len_utf8).sum::<usize>();
        done = end;
        let word = &text[start..end];
        word.len() > LONGEST_WORD
            || strange_letters(word, &word.to_ascii_lowercase()).is_some()
            || Dj::of(word).is_some()
    })
}

/// Returns the letters of a word that stand side by side in no Serbian word. `lower` is the word in lower case.
fn strange_letters(word: &str, lower: &str) -> Option<&'static str> {
    if !lower.as_bytes().windows(2).any(|pair| may_be_odd(pair[0], pair[1])) || is_acronym(word) {
        return None;
    }
    ODD.iter()
        .find(|(letters, is_odd)| lower.match_indices(letters).any(|(at, _)| is_odd(lower, at)))
        .map(|(letters, _)| *letters)
}

/// Returns whether a word is short and in capitals, possibly with an ending: OCD, NVOa.
fn is_acronym(word: &str) -> bool {
    let capitals = word.bytes().take_while(u8::is_ascii_uppercase).count();
    (2..=4).contains(&capitals) || capitals == word.len() && !word.bytes().any(|c| b"AEIOU".contains(&c))
}

/// Why a word of a Serbian text needs a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It has these letters side by side, which no Serbian word has.
    Strange(&'static str),
    /// It has dj where Serbian has đ; it is written with đ here.
    ForDj(String),
    /// It may have dj where Serbian has đ.
    Dj,
}

/// Returns the words of a Serbian text that are not marked, and whose form in Cyrillic is in doubt. Known foreign words,
/// and those in `keep`, are not among them.
pub fn doubts(text: &str, keep: &Acronyms) -> Vec<(Range<usize>, Doubt)> {
    let mut found = Vec::new();
    if !has_odd_word(text) {
        return found;
    }
    let mut scanner = Scanner::new(text);
    while let Some(piece) = scanner.next() {
        let Token::Word(range) = piece else { continue };
        let word = &text[range.clone()];
        let is_serbian = word.chars().all(letters::is_serbian_latin);
        if word.len() < 3 || !is_serbian {
            continue;
        }
        if let Some(length) = keep.match_at(&text[range.start..], word) {
            scanner.skip_to(range.start + length);
            continue;
        }
        if keep.converts(word) || units::is_unit(text, range.start, range.end, keep) {
            continue;
        }
        if word.is_ascii() && word.len() <= LONGEST_WORD {
            let lower = word.to_ascii_lowercase();
            if may_be_listed(&lower) {
                if let Some(length) = phrase(&text[range.start..], &lower) {
                    scanner.skip_to(range.start + length);
                    continue;
                }
                if is_known(&lower) {
                    continue;
                }
            }
            if let Some(strange) = strange_letters(word, &lower) {
                found.push((range, Doubt::Strange(strange)));
                continue;
            }
        }
        match Dj::of(word) {
            Some(Dj::Sure(right)) => found.push((range, Doubt::ForDj(right))),
            Some(Dj::Doubtful) => found.push((range, Doubt::Dj)),
            None => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order_and_in_lower_case() {
        for list in [WORDS, PHRASES] {
            assert!(list.is_sorted());
            assert!(list.iter().all(|entry| entry.to_lowercase() == *entry));
        }
        assert!(PHRASES.iter().all(|phrase| phrase.contains(' ')));
    }
}
