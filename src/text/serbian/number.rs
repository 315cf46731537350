//! The grammatical number of names of places.

use super::roman::to_lower_latin;

/// Returns whether a name in the locative, in either script, is in the plural: *Vladimircima*, *Sremskim Karlovcima*,
/// *Banjama*, but not *Šapcu* or *Loznici*.
pub fn is_plural_locative(locative: &str) -> bool {
    let last = locative.split_whitespace().next_back().unwrap_or_default();
    let last = to_lower_latin(last);
    last.ends_with("ima") || last.ends_with("ama")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plural_names_are_known_by_their_locative() {
        for name in ["Vladimircima", "Odžacima", "Sremskim Karlovcima", "Лучанима", "ŽABARIMA", "Banjama"]
        {
            assert!(is_plural_locative(name), "{name}");
        }
        for name in ["Šapcu", "Loznici", "Limu", "Novom Sadu", "Кањижи", "Rumi", ""] {
            assert!(!is_plural_locative(name), "{name}");
        }
    }
}
