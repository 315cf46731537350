//! Checks addresses, both in facts and in links.

use url::Url;

use crate::base::invisible::{code, first_hidden};
use crate::base::problem::{Placed, Problem, Problems};
use crate::base::rules;
use crate::content::parse;

/// Advice on an address with a user.
pub(super) const NO_USER: &str = "remove the user name, the password and the `@`: everyone can read them, and they can make another host look like a known one";

/// Advice on an address with an invisible character.
pub(super) const NO_HIDDEN: &str =
    "delete it: programs that read the address can misunderstand the part after it";

/// Returns whether an address contains a user name or password: `https://name:password@example.org/`.
pub(super) fn names_a_user(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Returns the first invisible character in an address, either literal or escaped, such as `%0A`.
pub(super) fn hidden_in_address(text: &str) -> Option<char> {
    first_hidden(text).map(|(_, c)| c).or_else(|| {
        let decoded = decoded(text);
        String::from_utf8_lossy(&decoded).chars().find(|c| c.is_control())
    })
}

/// Returns the bytes of an address with escapes such as `%0A` decoded.
fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digit = |at: usize| behind.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let byte = digit(0).zip(digit(1)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        match byte.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    bytes
}

/// The longest address that a help repeats, in bytes.
const LONGEST: usize = 200;

/// Returns the web address that was meant by one without `https://`, or with a slip in it: `www.skgo.org/vesti`.
fn meant(written: &str) -> Option<String> {
    let written = written.trim();
    let schemes =
        [("https", "https"), ("http", "http"), ("htps", "https"), ("htpps", "https"), ("", "https")];
    let (scheme, rest) = schemes.into_iter().find_map(|(slip, scheme)| {
        let rest = written.get(..slip.len()).filter(|start| start.eq_ignore_ascii_case(slip));
        let rest = rest.map(|start| &written[start.len()..])?;
        let bare = rest.trim_start_matches([':', ';', '/', '\\']);
        (slip.is_empty() || bare.len() < rest.len()).then_some((scheme, bare))
    })?;
    let meant = format!("{scheme}://{rest}");
    let url = Url::parse(&meant).ok().filter(|url| !names_a_user(url) && url.port().is_none())?;
    let (_, end) = url.domain()?.rsplit_once('.')?;
    let is_domain =
        end.len() >= 2 && (end.starts_with("xn--") || end.bytes().all(|byte| byte.is_ascii_lowercase()));
    let is_plain = !rest.contains(|c: char| c.is_whitespace() || c == '\\' || c == '`');
    (is_domain && is_plain && meant.len() <= LONGEST).then_some(meant)
}

/// Parses a web address. Reports one that is not valid, or contains a user or an invisible character.
pub(super) fn web_address(address: &Placed<String>, problems: &mut Problems) -> Option<Url> {
    let url = Url::parse(&address.value)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let (message, help) = match (&url, hidden_in_address(&address.value)) {
        (_, Some(c)) => (format!("this address contains the invisible character {}", code(c)), NO_HIDDEN),
        (Some(url), None) if names_a_user(url) => {
            ("this address contains a user name or password".to_owned(), NO_USER)
        }
        (Some(_), None) => return url,
        (None, None) => {
            let written = parse::shorten(&address.value);
            let message = format!("`{written}` is not a web address");
            let meant = meant(&address.value);
            let help = meant.map(|meant| format!("did you mean `{meant}`?"));
            let help = help.unwrap_or_else(|| parse::WebAddress::HELP.to_owned());
            problems.push(Problem::new(&rules::WRONG_VALUE, address.place.clone(), message).help(help));
            return None;
        }
    };
    problems.push(Problem::new(&rules::WRONG_VALUE, address.place.clone(), message).help(help));
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_scheme_is_understood() {
        for (written, expected) in [
            ("www.skgo.org/vesti", Some("https://www.skgo.org/vesti")),
            ("skgo.org", Some("https://skgo.org")),
            ("//skgo.org/a?b=c", Some("https://skgo.org/a?b=c")),
            ("http//skgo.org", Some("http://skgo.org")),
            ("htps://skgo.org", Some("https://skgo.org")),
            ("HTTPS:\\\\skgo.org", Some("https://skgo.org")),
            ("https.skgo.org", Some("https://https.skgo.org")),
            ("name@skgo.org", None),
            ("ftp://skgo.org", None),
            ("mailto:info@skgo.org", None),
            ("skgo.org sajt", None),
            ("localhost/a", None),
            ("10.5", None),
            ("", None),
        ] {
            assert_eq!(meant(written).as_deref(), expected, "{written}");
        }
    }
}
