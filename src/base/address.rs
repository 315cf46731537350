//! Web addresses as people read them, and text within addresses. The only user of `idna`.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use super::invisible::is_hidden;

/// The characters that are percent-encoded: all but the unreserved ones (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Encodes text that becomes one part of an address, such as the name of a folder or the value of a parameter.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Returns an address with the letters that people read, on paper too: `https://žabari.example/pošta`
/// instead of an address with `xn--` and `%C5%A1`. Browsers treat both alike.
pub(crate) fn readable(url: &Url) -> String {
    let written = url.as_str();
    let Some(host) = url.host_str() else { return written.to_owned() };
    let (shown, outcome) = idna::domain_to_unicode(host);
    let (before, after) = written.split_once(host).unwrap_or((written, ""));
    let shown = if outcome.is_ok() { shown } else { host.to_owned() };
    format!("{before}{shown}{}", decoded(after))
}

/// Decodes the letters outside ASCII. Other escapes have a meaning of their own.
fn decoded(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        decoded.push_str(&rest[..at]);
        let escapes =
            rest.as_bytes()[at..].chunks(3).take_while(|escape| escape[0] == b'%' && escape.len() == 3);
        let length = escapes.count() * 3;
        let run = &rest[at..at + length.max(1)];
        match percent_decode_str(run).decode_utf8() {
            Ok(text) if !text.contains(|c: char| c.is_ascii() || is_hidden(c)) => decoded.push_str(&text),
            _ => decoded.push_str(run),
        }
        rest = &rest[at + run.len()..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_shown_and_other_signs_stay() {
        for (written, shown) in [
            ("https://example.org/", "https://example.org/"),
            ("https://šabac.example/", "https://šabac.example/"),
            ("https://шабац.срб/", "https://шабац.срб/"),
            ("https://xn--abac-f6a.example/", "https://šabac.example/"),
            ("https://www.xn--aak-grad-jbbb.rs/a", "https://www.čačak-grad.rs/a"),
            ("https://xn.example/xn--abac-f6a", "https://xn.example/xn--abac-f6a"),
            ("https://example.org/pošta?a=č#š", "https://example.org/pošta?a=č#š"),
            ("https://example.org/a%20b%2Fc%C5%A1", "https://example.org/a%20b%2Fcš"),
            ("https://example.org/c%C5%A1/%FF/100%", "https://example.org/cš/%FF/100%"),
            ("https://example.org/%E2%80%AE", "https://example.org/%E2%80%AE"),
            ("https://[::1]:80/", "https://[::1]:80/"),
        ] {
            let url = Url::parse(written).expect("an address");
            assert_eq!(readable(&url), shown, "{written}");
        }
    }
}
