//! Finds addresses and numbers of persons, which a catalogue may not publish.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::content::{MOST_IN_ONE_TEXT, Part};
use super::{CheckPart, Lint, always};
use crate::base::bytes::has_byte;
use crate::base::problem::{Problem, Problems, Rule};

pub(super) static LINTS: &[Lint<CheckPart>] = &[always(&PERSONAL_CONTACT, personal_contacts)];

static PERSONAL_CONTACT: Rule =
    Rule::warning("personal-contact", "No text gives the e-mail address or telephone number of a person.");

/// Reports e-mail addresses and telephone numbers that probably belong to a person.
fn personal_contacts(part: &Part<'_>, problems: &mut Problems) {
    let mut seen: BTreeSet<(Arc<str>, String)> = BTreeSet::new();
    part.each_passage(|passage| {
        if !has_byte(passage.text, |byte| (byte == b'@') | (byte == b'+') | (byte == b'0')) {
            return;
        }
        let found = personal_emails(passage.text).map(|span| (span, "e-mail address"));
        let found = found.chain(personal_numbers(passage.text).map(|span| (span, "telephone number")));
        for (span, what) in found.take(MOST_IN_ONE_TEXT) {
            let written = &passage.text[span.clone()];
            if part.known.confirmed.contains(written) {
                continue;
            }
            let place = part.place(passage, &span);
            seen.insert((Arc::clone(&place.file), written.to_owned()));
            let problem = Problem::new(&PERSONAL_CONTACT, place, contact_message(written, what));
            problems.push(problem.help(CONTACT_HELP));
        }
    });
    for contact in &part.contacts {
        let written = contact.value.trim();
        let written = written.strip_prefix("mailto:").unwrap_or(written);
        let what = match personal_emails(written).next() {
            // One that is not valid is reported as such.
            Some(span) if span != (0..written.len()) => continue,
            Some(_) => "e-mail address",
            None if personal_numbers(written).next().is_some() => "telephone number",
            None => continue,
        };
        if !part.known.confirmed.contains(written) {
            let message = contact_message(written, what);
            problems.push(Problem::new(&PERSONAL_CONTACT, contact.place.clone(), message).help(CONTACT_HELP));
        }
    }
    for (link, place) in part.destinations().into_iter().filter(|(link, _)| !link.is_image) {
        let (what, contact) = match link.text.split_once(':') {
            Some(("mailto", rest)) => match personal_emails(rest).next() {
                Some(span) => ("e-mail address", &rest[span]),
                None => continue,
            },
            Some(("tel", rest)) if personal_numbers(rest).next().is_some() => ("telephone number", rest),
            _ => continue,
        };
        // The text of a link often is its address.
        if part.known.confirmed.contains(contact)
            || seen.contains(&(Arc::clone(&place.file), contact.to_owned()))
        {
            continue;
        }
        let message = contact_message(contact, what);
        problems.push(Problem::new(&PERSONAL_CONTACT, place, message).help(CONTACT_HELP));
    }
}

const CONTACT_HELP: &str = "publish it only with the person’s consent; better, give the contact of the office: `info@…`, a landline; if it is that of an office, add it to `office_contacts` in `catalogue.yaml`";

fn contact_message(written: &str, what: &str) -> String {
    format!("`{}` seems to be the {what} of a person", crate::content::parse::shorten(written))
}

/// The beginnings of office e-mail addresses.
const OFFICES: [&str; 95] = [
    "admin",
    "administracija",
    "applications",
    "apply",
    "biblioteka",
    "calls",
    "centar",
    "center",
    "centre",
    "contact",
    "data",
    "dom",
    "editor",
    "editors",
    "email",
    "enquiries",
    "finansije",
    "fond",
    "fondacija",
    "grad",
    "gradonacelnik",
    "grants",
    "hello",
    "help",
    "hitna",
    "info",
    "ispravke",
    "javne",
    "javnenabavke",
    "jobs",
    "kabinet",
    "kancelarija",
    "komunikacije",
    "konkurs",
    "konkursi",
    "kontakt",
    "library",
    "mail",
    "media",
    "mediji",
    "museum",
    "muzej",
    "nabavke",
    "news",
    "office",
    "opstina",
    "opstinska",
    "pisarnica",
    "podaci",
    "podrska",
    "pomoc",
    "portparol",
    "post",
    "posta",
    "poziv",
    "pozivi",
    "pr",
    "pravna",
    "press",
    "prijava",
    "prijave",
    "program",
    "programi",
    "programmes",
    "projects",
    "projekat",
    "projekti",
    "racunovodstvo",
    "razvoj",
    "recepcija",
    "reception",
    "redakcija",
    "registracija",
    "registration",
    "school",
    "secretariat",
    "secretary",
    "sekretar",
    "sekretarijat",
    "service",
    "servis",
    "skola",
    "sluzba",
    "stampa",
    "statistika",
    "support",
    "team",
    "tim",
    "udruzenje",
    "uprava",
    "ured",
    "urednistvo",
    "vesti",
    "vrtic",
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
    let signs = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'+' | b'0'));
    signs.filter_map(move |(at, sign)| {
        let begins = at >= done
            && !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '/' | '-'));
        if !begins {
            return None;
        }
        let (end, digits) = number(&text[at..]);
        done = at + end.max(1);
        is_personal(sign == b'+', &digits).then_some(at..at + end)
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
}
