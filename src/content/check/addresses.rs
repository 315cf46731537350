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
            (format!("`{written}` is not a web address"), parse::WebAddress::HELP)
        }
    };
    problems.push(Problem::new(&rules::WRONG_VALUE, address.place.clone(), message).help(help));
    None
}
