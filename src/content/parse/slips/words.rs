//! The keys of all records, and texts that brackets cut at a comma.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::super::files::FILES;
use super::super::shape::Shape;
use super::super::words::LANGUAGES;

/// Whether the value of a key is a list of groups, so its entries begin with `- `.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Sort {
    /// It is.
    Groups,
    /// It is something else.
    Other,
}

/// Returns the keys that records may have.
pub(in super::super) fn known_keys() -> &'static BTreeMap<&'static str, Sort> {
    static KEYS: LazyLock<BTreeMap<&'static str, Sort>> = LazyLock::new(|| {
        let mut keys = BTreeMap::new();
        FILES.iter().for_each(|file| collect(&(file.shape)(), &mut keys));
        keys.extend(LANGUAGES.iter().map(|key| (key.name, Sort::Other)));
        keys.extend(["title", "summary"].map(|key| (key, Sort::Other)));
        keys
    });
    &KEYS
}

fn collect(shape: &Shape, keys: &mut BTreeMap<&'static str, Sort>) {
    match shape {
        Shape::Record { keys: own, .. } => {
            for key in *own {
                let value = (key.shape)();
                let is_list = matches!(&value, Shape::List(items) if matches!(**items, Shape::Record { .. }));
                keys.insert(key.name, if is_list { Sort::Groups } else { Sort::Other });
                collect(&value, keys);
            }
        }
        Shape::List(items) => collect(items, keys),
        Shape::Either(one, other) => {
            collect(one, keys);
            collect(other, keys);
        }
        Shape::Keyed(_, values) => collect(values, keys),
        Shape::Scalar(_) | Shape::Word { .. } | Shape::Rule | Shape::Words | Shape::MarkedWords => {}
    }
}

/// Returns the known key with which a text begins, and the text behind it.
pub(super) fn prefix_key(text: &str) -> Option<(&'static str, &str)> {
    let length = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let (key, _) = known_keys().get_key_value(&text[..length])?;
    let rest = &text[length..];
    (rest.is_empty() || rest.starts_with([' ', ';', '=', '：'])).then(|| (*key, rest.trim_start()))
}

/// Returns a number without the commas in it: `18460.50` for `18460,50`, `18460` for `18,460`. `None` if it is none.
///
/// Three digits behind a comma are thousands, unless the number is one of degrees.
pub(in super::super) fn without_comma(written: &str, is_degrees: bool) -> Option<String> {
    let parts: Vec<&str> = written.split(',').map(str::trim).collect();
    let (first, rest) = parts.split_first()?;
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (last, middle) = rest.split_last()?;
    let whole = last.split('.').next().unwrap_or(last);
    let is_grouped = middle.iter().chain([&whole]).all(|part| part.len() == 3 && are_digits(part));
    let first_digits = first.strip_prefix('-').unwrap_or(first);
    if !are_digits(first_digits) {
        return None;
    }
    if is_grouped
        && !is_degrees
        && first_digits.len() <= 3
        && last.strip_prefix(whole).is_some_and(|end| end.is_empty() || are_digits(&end[1..]))
    {
        return Some(format!("{first}{}{last}", middle.concat()));
    }
    (middle.is_empty() && are_digits(last)).then(|| format!("{first}.{last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_in_numbers_are_those_of_decimals_or_thousands() {
        for (written, expected) in [
            ("18460,50", Some("18460.50")),
            ("18,460", Some("18460")),
            ("1,218,460.50", Some("1218460.50")),
            ("87,5", Some("87.5")),
            ("18,46,0", None),
            ("a,5", None),
            ("5,", None),
        ] {
            assert_eq!(without_comma(written, false).as_deref(), expected, "{written}");
        }
        assert_eq!(without_comma("43,200", true).as_deref(), Some("43.200"));
    }
}
