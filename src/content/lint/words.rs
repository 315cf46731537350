//! Checks the length of texts, their spelling, and personal contacts in them. The only user of `aho-corasick`.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Match, MatchKind};

use super::content::{MOST_IN_ONE_TEXT, Part, Passage};
use crate::base::form::{Composed, nfc};
use crate::base::language::Language;
use crate::base::problem::{Place, Placed, Problem, Problems, Rule};
use crate::base::rules;
use crate::content::parse::{FrontMatter, Records};
use crate::text::serbian::strip_marks;
use crate::text::typography::unpaired;

/// Reports titles that are longer than lists and search results can show.
pub(super) fn long_titles(part: &Part<'_>, problems: &mut Problems) {
    too_long(part, &rules::LONG_TITLE, ("title", 120), |front| &front.title, problems);
}

/// Reports summaries that are longer than about two sentences.
pub(super) fn long_summaries(part: &Part<'_>, problems: &mut Problems) {
    too_long(part, &rules::LONG_SUMMARY, ("summary", 300), |front| &front.summary, problems);
}

fn too_long(
    part: &Part<'_>,
    rule: &'static Rule,
    (noun, most): (&str, usize),
    field: fn(&FrontMatter) -> &Option<Placed<String>>,
    problems: &mut Problems,
) {
    part.each_text(|text| {
        let Some(value) = field(&text.record.front) else { return };
        let length = strip_marks(value.value.trim()).chars().count();
        if length > most {
            problems.push(
                Problem::new(rule, value.place.clone(), format!("this {noun} has {length} characters"))
                    .help(format!("shorten it to {most} characters, and move the rest to the text below")),
            );
        }
    });
}

/// Reports straight quotation marks without a partner, which readers see as they are written, and backticks and accents
/// that stand for a mark.
pub(super) fn straight_quotes(part: &Part<'_>, problems: &mut Problems) {
    part.each_passage(|passage| {
        if passage.is_yaml() {
            for span in unpaired(passage.text, passage.language).into_iter().take(MOST_IN_ONE_TEXT) {
                problems.push(without_partner(part.place(passage, &span), passage.language));
            }
        }
        // Bytes tell sooner; an acute accent begins with the last of them.
        if !passage.text.bytes().any(|byte| matches!(byte, b'`' | 0xc2)) {
            return;
        }
        let found = passage.text.char_indices().filter(|(at, c)| is_typewritten(passage, *at, *c));
        for (at, c) in found.take(MOST_IN_ONE_TEXT) {
            let place = part.place(passage, &(at..at + c.len_utf8()));
            let inside = passage.before(at).is_some_and(char::is_alphanumeric);
            let help = match inside {
                true => "write the apostrophe `’`".to_owned(),
                false => {
                    let (first, last) = passage.language.quotes().double;
                    format!("write `{first}` before the words and `{last}` after them")
                }
            };
            problems.push(Problem::new(&rules::STRAIGHT_QUOTES, place, name_of(c)).help(help));
        }
    });
    for language in Language::ALL {
        let text = part.folder.as_ref().and_then(|folder| folder.texts[language].as_ref());
        let unpaired = text.iter().flat_map(|text| text.survey.unpaired.iter().map(|span| text.place(span)));
        unpaired.take(MOST_IN_ONE_TEXT).for_each(|place| problems.push(without_partner(place, language)));
    }
    part.each_text(|text| {
        let body = text.body();
        let glued =
            text.survey.code.iter().filter(|code| body[..code.start].ends_with(char::is_alphanumeric));
        for code in glued.take(MOST_IN_ONE_TEXT) {
            let place = text.place(&(code.start..code.start + 1));
            problems.push(
                Problem::new(&rules::STRAIGHT_QUOTES, place, name_of('`'))
                    .label("begins code, up to the next backtick")
                    .help("write the apostrophe `’`, or a space before the code"),
            );
        }
    });
}

/// A straight mark that begins or ends no quotation.
fn without_partner(place: Place, language: Language) -> Problem {
    let (first, last) = language.quotes().double;
    Problem::new(&rules::STRAIGHT_QUOTES, place, "this quotation mark has no partner, so it stays straight").help(
        format!(
            "write the other one too, without spaces inside: `{first}` before the words and `{last}` after them; for inches, write `″` directly behind the number"
        ),
    )
}

/// Returns whether a backtick or accent stands for an apostrophe or quotation mark.
fn is_typewritten(passage: &Passage<'_>, at: usize, c: char) -> bool {
    let beside_letter = || {
        let after = passage.text[at + c.len_utf8()..].chars().next();
        passage.before(at).into_iter().chain(after).any(char::is_alphabetic)
    };
    matches!(c, '`' | '´') && beside_letter()
}

fn name_of(c: char) -> &'static str {
    match c {
        '`' => "a backtick where an apostrophe or quotation mark belongs",
        _ => "an accent where an apostrophe or quotation mark belongs",
    }
}

/// Reports marks of unconverted words that lack a beginning or an end.
pub(super) fn open_marks(part: &Part<'_>, problems: &mut Problems) {
    part.each_passage(|passage| {
        for half in halves_of_marks(passage.text).into_iter().take(MOST_IN_ONE_TEXT) {
            let (message, help) = if passage.text[half.clone()] == *MARK.0 {
                ("this mark has no end", "write `}-` after the words to leave unchanged; no link, emphasis or line break may come in between")
            } else {
                ("this mark has no beginning", "write `-{` before the words to leave unchanged; no link, emphasis or line break may come in between")
            };
            let place = part.place(passage, &half);
            problems.push(Problem::new(&rules::OPEN_MARK, place, message).help(help));
        }
    });
}

/// The marks before and after words that are left unchanged.
const MARK: (&str, &str) = ("-{", "}-");

fn halves_of_marks(text: &str) -> Vec<Range<usize>> {
    let mut signs: Vec<(usize, &str)> =
        text.match_indices(MARK.0).chain(text.match_indices(MARK.1)).collect();
    signs.sort_unstable();
    let (mut halves, mut open, mut end_of_last) = (Vec::new(), None, 0);
    for (at, sign) in signs {
        // `}-{` is only an end, not also a beginning.
        if at < end_of_last {
            continue;
        }
        let span = at..at + sign.len();
        end_of_last = span.end;
        if sign == MARK.0 {
            halves.extend(open.replace(span));
        } else if open.take().is_none() {
            halves.push(span);
        }
    }
    halves.extend(open);
    halves
}

/// Common misspellings in project catalogues, each with the correct spelling.
const SLIPS: &[(&str, &str)] = &[
    ("accomodation", "accommodation"),
    ("acheive", "achieve"),
    ("acheived", "achieved"),
    ("assosiation", "association"),
    ("beneficaries", "beneficiaries"),
    ("beneficiares", "beneficiaries"),
    ("comission", "commission"),
    ("cooparation", "cooperation"),
    ("developement", "development"),
    ("disrimination", "discrimination"),
    ("engagment", "engagement"),
    ("enviroment", "environment"),
    ("enviromental", "environmental"),
    ("goverment", "government"),
    ("govermental", "governmental"),
    ("implementaion", "implementation"),
    ("infrastucture", "infrastructure"),
    ("inovation", "innovation"),
    ("maintainance", "maintenance"),
    ("managment", "management"),
    ("muncipal", "municipal"),
    ("muncipalities", "municipalities"),
    ("muncipality", "municipality"),
    ("occured", "occurred"),
    ("recieve", "receive"),
    ("recieved", "received"),
    ("responsability", "responsibility"),
    ("seperate", "separate"),
    ("strenghten", "strengthen"),
    ("strenghtening", "strengthening"),
    ("succesful", "successful"),
    ("sucessful", "successful"),
    ("sustainabe", "sustainable"),
    ("untill", "until"),
    ("nebi", "ne bi"),
    ("nemože", "ne može"),
    ("neznam", "ne znam"),
    ("ustvari", "u stvari"),
];

/// Reports words with a known misspelling.
pub(super) fn spelling_slips(part: &Part<'_>, problems: &mut Problems) {
    part.each_passage(|passage| {
        for (span, right) in part.slips.found_in(passage.text).into_iter().take(MOST_IN_ONE_TEXT) {
            let wrong = nfc(&passage.text[span.clone()]);
            let help = format!("write `{}`", in_the_case_of(&wrong, right));
            let message = format!("`{wrong}` is misspelt");
            problems
                .push(Problem::new(&rules::SPELLING_SLIP, part.place(passage, &span), message).help(help));
        }
    });
}

/// The misspellings to look for, all in one pass.
#[derive(Default)]
pub(super) struct Typos {
    /// The wrong forms, each with the right one.
    forms: Vec<(String, String)>,
    automaton: Option<AhoCorasick>,
}

impl Typos {
    /// Combines the built-in misspellings with those of the catalogue.
    pub(super) fn of(records: &Records) -> Self {
        let own = records.catalogue.as_ref().and_then(|catalogue| catalogue.slips.as_ref());
        let own = own.into_iter().flat_map(|list| &list.0);
        let own = own.map(|(wrong, right)| (wrong.value.trim(), right.value.trim()));
        Typos::new(own.chain(SLIPS.iter().copied()))
    }

    fn new<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut forms = Vec::new();
        for (wrong, right) in pairs.filter(|(wrong, _)| !wrong.is_empty()) {
            // The automaton ignores case only for ASCII.
            let lower = nfc(wrong).to_lowercase();
            for form in [capitalised(&lower), lower.to_uppercase(), lower] {
                forms.push((form, right.to_owned()));
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(forms.iter().map(|(form, _)| form))
            .ok();
        Typos { forms, automaton }
    }

    /// Returns whether these are the same as `others`.
    pub(super) fn are(&self, others: &Typos) -> bool {
        self.forms == others.forms
    }

    /// Finds misspelt whole words in a text, with their correct forms.
    fn found_in(&self, written: &str) -> Vec<(Range<usize>, &str)> {
        let composed = Composed::of(written);
        let text = &*composed.text;
        let found = self.automaton.iter().flat_map(|automaton| automaton.find_iter(text));
        let whole = found.filter(|found| {
            !text[..found.start()].ends_with(char::is_alphanumeric)
                && !text[found.end()..].starts_with(char::is_alphanumeric)
        });
        let right = |found: &Match| self.forms[found.pattern().as_usize()].1.as_str();
        whole.map(|found| (composed.written(&found.range()), right(&found))).collect()
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn in_the_case_of(wrong: &str, right: &str) -> String {
    let mut letters = wrong.chars().filter(|c| c.is_alphabetic());
    let capital = letters.next().is_some_and(char::is_uppercase);
    match letters.next().map(char::is_uppercase) {
        Some(true) if capital => right.to_uppercase(),
        _ if capital => capitalised(right),
        _ => right.to_owned(),
    }
}

/// Reports e-mail addresses and telephone numbers that probably belong to a person.
pub(super) fn personal_contacts(part: &Part<'_>, problems: &mut Problems) {
    part.each_passage(|passage| {
        if !passage.text.bytes().any(|byte| byte == b'@' || byte.is_ascii_digit()) {
            return;
        }
        let found = personal_emails(passage.text).map(|span| (span, "e-mail address"));
        let found = found.chain(personal_numbers(passage.text).map(|span| (span, "telephone number")));
        for (span, what) in found.take(MOST_IN_ONE_TEXT) {
            let written = &passage.text[span.clone()];
            let problem = Problem::new(
                &rules::PERSONAL_CONTACT,
                part.place(passage, &span),
                contact_message(written, what),
            );
            problems.push(problem.help(CONTACT_HELP));
        }
    });
    part.each_text(|text| {
        for link in text.survey.destinations.iter().filter(|link| !link.is_image) {
            let what = match link.text.split_once(':') {
                Some(("mailto", rest)) if personal_emails(rest).next().is_some() => "e-mail address",
                Some(("tel", rest)) if personal_numbers(rest).next().is_some() => "telephone number",
                _ => continue,
            };
            let message = contact_message(&link.text, what);
            problems.push(
                Problem::new(&rules::PERSONAL_CONTACT, text.place(&link.span), message).help(CONTACT_HELP),
            );
        }
    });
}

const CONTACT_HELP: &str =
    "publish it only with the person’s consent; better, give the contact of the office: `info@…`, a landline";

fn contact_message(written: &str, what: &str) -> String {
    format!("`{}` seems to be the {what} of a person", crate::content::parse::shorten(written))
}

/// The beginnings of office e-mail addresses.
const OFFICES: [&str; 36] = [
    "admin",
    "administracija",
    "contact",
    "dom",
    "email",
    "gradonacelnik",
    "hello",
    "help",
    "hitna",
    "info",
    "javne",
    "kabinet",
    "kancelarija",
    "kontakt",
    "mail",
    "media",
    "office",
    "opstina",
    "opstinska",
    "pisarnica",
    "podrska",
    "portparol",
    "post",
    "posta",
    "press",
    "program",
    "projekat",
    "razvoj",
    "redakcija",
    "sekretar",
    "sekretarijat",
    "skola",
    "support",
    "team",
    "uprava",
    "webmaster",
];

/// Finds e-mail addresses that do not begin like those of offices.
fn personal_emails(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    text.match_indices('@').filter_map(move |(at, _)| {
        let local = text[..at].trim_end_matches(is_local).len()..at;
        let after = &text[at + 1..];
        let host =
            after[..after.len() - after.trim_start_matches(is_host).len()].trim_end_matches(['.', '-']);
        let is_address = !local.is_empty() && host.contains('.');
        (is_address && !is_of_office(&text[local.clone()], host)).then(|| local.start..at + 1 + host.len())
    })
}

fn is_of_office(local: &str, host: &str) -> bool {
    let local = local.to_lowercase();
    let first = local.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    OFFICES.contains(&first) || host.to_lowercase().split('.').any(|part| part == local)
}

/// Finds telephone numbers other than those of Serbian landlines and services.
fn personal_numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut done = 0;
    text.char_indices().filter_map(move |(at, c)| {
        let begins = at >= done
            && matches!(c, '+' | '0')
            && !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '/' | '-'));
        if !begins {
            return None;
        }
        let (end, digits) = number(&text[at..]);
        done = at + end.max(1);
        is_personal(c == '+', &digits).then_some(at..at + end)
    })
}

/// Returns the end and the digits of the number at the start of `text`.
///
/// Its groups may be separated by brackets and by a single space or sign.
fn number(text: &str) -> (usize, String) {
    let (mut end, mut digits, mut parted) = (0, String::new(), false);
    for (at, c) in text.char_indices() {
        match c {
            '+' if at == 0 => {}
            '0'..='9' => {
                digits.push(c);
                end = at + 1;
                parted = false;
            }
            '(' | ')' => {}
            ' ' | '\u{a0}' | '/' | '-' | '–' if !parted => parted = true,
            _ => break,
        }
        if digits.len() > 15 {
            break;
        }
    }
    (end, digits)
}

fn is_personal(has_plus: bool, digits: &str) -> bool {
    let abroad = if has_plus { Some(digits) } else { digits.strip_prefix("00") };
    match (abroad, abroad.and_then(|digits| digits.strip_prefix("381"))) {
        // Serbian mobile numbers: 60 to 69, then 6 to 8 more digits.
        (_, Some(national)) => {
            national.trim_start_matches('0').starts_with('6') && (8..=11).contains(&national.len())
        }
        (Some(digits), None) => (9..=15).contains(&digits.len()),
        (None, _) => digits.starts_with("06") && (9..=10).contains(&digits.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_persons_are_told_from_those_of_offices() {
        let found = |text: &'static str| personal_emails(text).map(|span| &text[span]).collect::<Vec<_>>();
        assert_eq!(found("Pišite na ana.petrovic@bor.rs."), ["ana.petrovic@bor.rs"]);
        assert_eq!(found("info@bor.rs, office-2@bor.rs, Kontakt@bor.rs, skgo@skgo.org"), [""; 0]);
        assert_eq!(found("@bor a@b @ @@ x@y."), [""; 0]);
    }

    #[test]
    fn numbers_of_persons_are_told_from_those_of_offices_and_from_dates() {
        let found = |text: &'static str| personal_numbers(text).map(|span| &text[span]).collect::<Vec<_>>();
        assert_eq!(
            found("Zovite 063/123-4567 ili +381 (64) 1234567."),
            ["063/123-4567", "+381 (64) 1234567"]
        );
        assert_eq!(found("+41 79 123 45 67, 00381601234567"), ["+41 79 123 45 67", "00381601234567"]);
        assert_eq!(found("030/123-456, +381 11 1234567, 0800 123 456"), [""; 0]);
        assert_eq!(found("06.05.2021. 10:00, 06-05-2021, 0,65, 2021-06-05, 100 000 000"), [""; 0]);
    }

    #[test]
    fn slips_are_whole_words_in_any_case() {
        let slips = Typos::new(
            [("muncipal", "municipal"), ("žirija", "žirija"), ("čest itam", "čestitam")].into_iter(),
        );
        let found = |text: &'static str| -> Vec<String> {
            slips.found_in(text).into_iter().map(|(span, right)| in_the_case_of(&text[span], right)).collect()
        };
        assert_eq!(found("Muncipal muncipal, MUNCIPAL muncipality"), ["Municipal", "municipal", "MUNICIPAL"]);
        assert_eq!(found("ČEST ITAM"), ["ČESTITAM"]);
        assert_eq!(found("Z\u{30c}irija z\u{30c}irijaz\u{30c} c\u{30c}est itam"), ["Žirija", "čestitam"]);
    }
}
