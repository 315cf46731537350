//! Finds addresses and telephone numbers that lead nowhere.

use super::content::Part;
use super::{CheckPart, Lint, always};
use crate::base::problem::{Place, Problem, Problems, Rule};
use crate::content::parse::{PhoneNumber, shorten};

pub(super) static LINTS: &[Lint<CheckPart>] = &[always(&ODD_ADDRESS, odd_addresses)];

pub(super) static ODD_ADDRESS: Rule = Rule::warning(
    "odd-address",
    "Every host is a name with points and none of this computer, and every Serbian telephone number has its digits.",
);

/// Reports addresses without a possible host, and telephone numbers with too few or too many digits.
fn odd_addresses(part: &Part<'_>, problems: &mut Problems) {
    let mut look = |written: &str, place: &Place| {
        if let Some((message, help)) = oddity(written) {
            problems.push(Problem::new(&ODD_ADDRESS, place.clone(), message).help(help));
        }
    };
    part.addresses.iter().chain(&part.contacts).for_each(|value| look(value.value.trim(), &value.place));
    part.destinations()
        .into_iter()
        .filter(|(link, _)| !link.is_image)
        .for_each(|(link, place)| look(&link.text, &place));
}

/// Returns what is odd about an address or number, and what to do.
fn oddity(written: &str) -> Option<(String, String)> {
    let lower = written.to_ascii_lowercase();
    let number = lower.strip_prefix("tel:").unwrap_or(&lower);
    if number.starts_with('+') {
        return odd_number(number);
    }
    let host = if let Some(rest) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) {
        rest.split(['/', '?', '#', ':']).next().unwrap_or_default()
    } else {
        let mail = lower.strip_prefix("mailto:").unwrap_or(&lower);
        mail.split_once('@')?.1.split('?').next().unwrap_or_default()
    };
    let meant = |host: &str| shorten(host).to_string();
    let message = match host {
        "http" | "https" => {
            let behind = lower.split("//").last().unwrap_or_default();
            return Some((
                "this address begins twice".to_owned(),
                format!("write `https://{}`", meant(behind)),
            ));
        }
        _ if is_local(host) => {
            return Some((
                format!("`{}` is this computer, for example the preview: readers cannot open it", meant(host)),
                "write the address on the site: `project:…`, `municipality:…` or another kind with its id, or `https://…`".to_owned(),
            ));
        }
        _ if host.contains(',') => "a comma stands in the name of the host",
        _ if host.contains("..") || host.starts_with('.') => {
            "two points follow each other in the name of the host"
        }
        _ if SLIPS.iter().any(|(slip, _)| host.ends_with(slip)) => "no host ends like this",
        _ => return None,
    };
    let mut right = host.replace(',', ".").trim_start_matches('.').to_owned();
    while right.contains("..") {
        right = right.replace("..", ".");
    }
    if let Some((slip, end)) = SLIPS.iter().find(|(slip, _)| right.ends_with(slip)) {
        right = format!("{}{end}", &right[..right.len() - slip.len()]);
    }
    Some((format!("{message}, `{}`", meant(host)), format!("did you mean `{}`?", meant(&right))))
}

/// Returns whether a host is this computer, or another one of the same office.
fn is_local(host: &str) -> bool {
    const LOCAL: [&str; 5] = ["localhost", "127.", "0.0.0.0", "192.168.", "10."];
    let is_number = || host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    host == LOCAL[0] || (LOCAL[1..].iter().any(|local| host.starts_with(local)) && is_number())
}

/// Ends of hosts that are slips of the keyboard, with the right ones.
const SLIPS: [(&str, &str); 8] = [
    (".con", ".com"),
    (".comm", ".com"),
    (".cmo", ".com"),
    (".orgg", ".org"),
    (".ogr", ".org"),
    (".rss", ".rs"),
    (".rss.", ".rs"),
    (".nett", ".net"),
];

/// Returns what is odd about a number with the code of Serbia.
fn odd_number(number: &str) -> Option<(String, String)> {
    const DIGITS: std::ops::RangeInclusive<usize> = 7..=10;
    let digits = PhoneNumber::digits(number)?;
    let national = digits.strip_prefix("381")?.trim_start_matches('0');
    (!DIGITS.contains(&national.len())).then(|| {
        let few = if national.len() < *DIGITS.start() { "few" } else { "many" };
        (
            format!("`{}` has too {few} digits for a Serbian number", shorten(number)),
            "compare it with the letter or site that it is from: behind `+381`, eight or nine digits follow"
                .to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_have_points_and_numbers_have_digits() {
        for odd in [
            "https://https://undp.org",
            "http://www,pro.rs/a",
            "mailto:info@bor..rs",
            "https://undp.orgg",
            "+381 11 32",
        ] {
            assert!(oddity(odd).is_some(), "{odd}");
        }
        for right in [
            "https://undp.org/a,b..c",
            "info@bor.rs",
            "+381 11 3223 446",
            "+41 44",
            "project:bor",
            "sr.md",
            "http://[::1]/",
        ] {
            assert!(oddity(right).is_none(), "{right}");
        }
    }
}
