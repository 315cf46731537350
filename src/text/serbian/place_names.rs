//! Names of places in sentences: their cases, if nobody has written them, and their number.

use super::roman::to_lower_latin;

/// A name as sentences use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cases {
    /// iz *grada Šabac*
    pub genitive: String,
    /// u *gradu Šabac*
    pub locative: String,
}

/// Makes the cases of a name that stays in the nominative behind the word for its kind: *u gradu Šabac*. The word is
/// given in both cases.
fn behind_its_kind(name: &str, (genitive, locative): (&str, &str)) -> Cases {
    Cases { genitive: format!("{genitive} {name}"), locative: format!("{locative} {name}") }
}

/// Makes the cases of the name of a city: *u gradu Šabac*.
pub fn of_city(name: &str) -> Cases {
    behind_its_kind(name, ("grada", "gradu"))
}

/// Makes the cases of the name of a municipality: *u opštini Bor*.
pub fn of_municipality(name: &str) -> Cases {
    behind_its_kind(name, ("opštine", "opštini"))
}

/// Makes the cases of the name of a municipality of a city: *u gradskoj opštini Zvezdara*.
pub fn of_city_municipality(name: &str) -> Cases {
    behind_its_kind(name, ("gradske opštine", "gradskoj opštini"))
}

/// Makes the cases of the name of a district: *Borski upravni okrug*, *iz Borskog upravnog okruga*. A name of another
/// form stays in the nominative: *u okrugu Vojvodina*.
pub fn of_district(name: &str) -> Cases {
    match name.strip_suffix("i upravni okrug") {
        Some(stem) if !stem.is_empty() => Cases {
            genitive: format!("{stem}og upravnog okruga"),
            locative: format!("{stem}om upravnom okrugu"),
        },
        _ => behind_its_kind(name, ("okruga", "okrugu")),
    }
}

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
        for name in ["gradu Šabac", "Šapcu", "Loznici", "Limu", "Novom Sadu", "Кањижи", "Rumi", ""] {
            assert!(!is_plural_locative(name), "{name}");
        }
    }

    #[test]
    fn cases_that_nobody_wrote_are_made() {
        let cases = |cases: Cases| [cases.genitive, cases.locative];
        assert_eq!(
            cases(of_district("Borski upravni okrug")),
            ["Borskog upravnog okruga", "Borskom upravnom okrugu"]
        );
        assert_eq!(cases(of_district("Dolina")), ["okruga Dolina", "okrugu Dolina"]);
        assert_eq!(cases(of_city("Šabac")), ["grada Šabac", "gradu Šabac"]);
    }
}
