//! The keys of all records, and texts that brackets cut at a comma.

/// Whether the value of a key is a list of groups, so its entries begin with `- `.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// It is.
    Groups,
    /// It is something else.
    Other,
}

/// The keys that records have, in alphabetical order. The records depend on the parser, so it cannot ask them; a test in
/// `files.rs` compares both.
pub(crate) const KEYS: &[(&str, Sort)] = &[
    ("about", Sort::Other),
    ("accent", Sort::Other),
    ("acronym", Sort::Other),
    ("acronyms", Sort::Other),
    ("activities", Sort::Groups),
    ("actual", Sort::Groups),
    ("address", Sort::Other),
    ("aid_type", Sort::Other),
    ("aliases", Sort::Other),
    ("amount", Sort::Other),
    ("area", Sort::Other),
    ("areas", Sort::Other),
    ("awarded", Sort::Other),
    ("base_url", Sort::Other),
    ("baseline", Sort::Other),
    ("below", Sort::Other),
    ("branch", Sort::Other),
    ("budget", Sort::Other),
    ("co_funding", Sort::Other),
    ("commit", Sort::Other),
    ("confirmed", Sort::Groups),
    ("contact", Sort::Other),
    ("convert", Sort::Other),
    ("coordinates", Sort::Other),
    ("corrections", Sort::Other),
    ("counterpart", Sort::Other),
    ("credit", Sort::Other),
    ("currency", Sort::Other),
    ("dac", Sort::Other),
    ("data", Sort::Other),
    ("date", Sort::Other),
    ("deadline", Sort::Other),
    ("description", Sort::Other),
    ("district", Sort::Other),
    ("documents", Sort::Other),
    ("duration", Sort::Other),
    ("email", Sort::Other),
    ("en", Sort::Other),
    ("end", Sort::Other),
    ("file", Sort::Other),
    ("files", Sort::Groups),
    ("finance_type", Sort::Other),
    ("follows", Sort::Other),
    ("funding", Sort::Other),
    ("genitive", Sort::Other),
    ("geonames", Sort::Other),
    ("grants", Sort::Other),
    ("hours", Sort::Other),
    ("iati", Sort::Other),
    ("id", Sort::Other),
    ("ids", Sort::Other),
    ("implementers", Sort::Other),
    ("indicators", Sort::Groups),
    ("institutions", Sort::Groups),
    ("iso", Sort::Other),
    ("keep", Sort::Other),
    ("kind", Sort::Other),
    ("language", Sort::Other),
    ("latitude", Sort::Other),
    ("leave_out", Sort::Other),
    ("licence", Sort::Other),
    ("locales", Sort::Other),
    ("locations", Sort::Other),
    ("locative", Sort::Other),
    ("logo", Sort::Other),
    ("longitude", Sort::Other),
    ("menu", Sort::Other),
    ("months", Sort::Other),
    ("municipality", Sort::Other),
    ("name", Sort::Other),
    ("note", Sort::Other),
    ("number", Sort::Other),
    ("objectives", Sort::Other),
    ("office_contacts", Sort::Other),
    ("opens", Sort::Other),
    ("order", Sort::Other),
    ("organisation", Sort::Other),
    ("part_of", Sort::Other),
    ("partner_municipalities", Sort::Other),
    ("partners", Sort::Other),
    ("period", Sort::Other),
    ("phase", Sort::Other),
    ("phases", Sort::Groups),
    ("phone", Sort::Other),
    ("picture", Sort::Other),
    ("population", Sort::Other),
    ("prefix", Sort::Other),
    ("programme", Sort::Other),
    ("publisher", Sort::Other),
    ("publisher_kind", Sort::Other),
    ("recipient", Sort::Other),
    ("region", Sort::Other),
    ("regions", Sort::Other),
    ("register", Sort::Other),
    ("reporting", Sort::Other),
    ("reporting_org", Sort::Other),
    ("repository", Sort::Other),
    ("results", Sort::Other),
    ("role", Sort::Other),
    ("ror", Sort::Other),
    ("rules", Sort::Other),
    ("scope", Sort::Other),
    ("sdgs", Sort::Other),
    ("seat", Sort::Other),
    ("sha256", Sort::Other),
    ("slips", Sort::Other),
    ("source", Sort::Other),
    ("sources", Sort::Other),
    ("sr", Sort::Other),
    ("start", Sort::Other),
    ("statement", Sort::Other),
    ("statistical", Sort::Other),
    ("status", Sort::Other),
    ("sub_areas", Sort::Other),
    ("summary", Sort::Other),
    ("support", Sort::Other),
    ("target", Sort::Other),
    ("target_groups", Sort::Other),
    ("text", Sort::Other),
    ("title", Sort::Other),
    ("total", Sort::Other),
    ("type", Sort::Other),
    ("unit", Sort::Other),
    ("url", Sort::Other),
    ("value", Sort::Other),
    ("who", Sort::Other),
    ("wikidata", Sort::Other),
];

/// Returns the sort of a key that records have.
pub(crate) fn known_key(key: &str) -> Option<Sort> {
    KEYS.binary_search_by(|(known, _)| (*known).cmp(key)).ok().map(|at| KEYS[at].1)
}

/// Returns the known key with which a text begins, and the text behind it.
pub(super) fn prefix_key(text: &str) -> Option<(&'static str, &str)> {
    let length = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    let at = KEYS.binary_search_by(|(known, _)| (*known).cmp(&text[..length])).ok()?;
    let (key, _) = &KEYS[at];
    let rest = &text[length..];
    (rest.is_empty() || rest.starts_with([' ', ';', '=', '：'])).then(|| (*key, rest.trim_start()))
}

/// Returns a number without the commas in it: `18460.50` for `18460,50`, `18460` for `18,460`. `None` if it is none.
///
/// Three digits behind a comma are thousands, unless the number is one of degrees.
pub(crate) fn without_comma(written: &str, is_degrees: bool) -> Option<String> {
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
    fn keys_are_in_order() {
        assert!(KEYS.is_sorted_by(|one, other| one.0 < other.0));
    }

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
