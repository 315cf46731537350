//! The codelists of the International Aid Transparency Initiative (IATI) from which content can give codes. The tables
//! in the folder beside this file say which codes there are, and where they come from.

use std::sync::LazyLock;

use super::codelist::{Codelist, codes};
use super::leaf::Leaf;
use super::shape::{Numbers, Scalar, Shape};
use super::written::{Sort, Written};

/// A codelist of which a key gives a code.
pub trait Listed {
    /// The codelist.
    const LIST: &'static Codelist;
}

/// Declares codelists.
macro_rules! codelists {
    ($( $(#[doc = $doc:literal])+ $name:ident { $what:literal, $table:literal, $help:literal } )*) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug)]
            pub enum $name {}

            impl Listed for $name {
                const LIST: &'static Codelist = {
                    static LIST: Codelist = Codelist {
                        what: $what,
                        help: $help,
                        codes: LazyLock::new(|| codes(include_str!($table))),
                    };
                    &LIST
                };
            }

            impl Sort for $name {
                fn shape() -> Shape {
                    shape(Self::LIST)
                }

                fn leaf(code: &Written<$name>) -> Leaf<'_> {
                    Leaf::Listed(Self::LIST, code)
                }
            }
        )*

        #[cfg(test)]
        const TABLES: &[(&Codelist, &str)] = &[$(($name::LIST, include_str!($table))),*];
    };
}

codelists! {
    /// A sector of the Development Assistance Committee (DAC), with a code of 5 digits.
    DacSector {
        "a DAC sector code", "codelists/sectors.tsv",
        "write a code of 5 digits from https://iatistandard.org/en/iati-standard/203/codelists/sector/, such as `15112`"
    }
    /// A type of aid.
    AidType {
        "an IATI aid type", "codelists/aid-types.tsv",
        "write a code from https://iatistandard.org/en/iati-standard/203/codelists/aidtype/, such as `C01`"
    }
    /// A type of finance.
    FinanceType {
        "an IATI finance type", "codelists/finance-types.tsv",
        "write a code from https://iatistandard.org/en/iati-standard/203/codelists/financetype/, such as `110`"
    }
}

fn shape(list: &'static Codelist) -> Shape {
    let name = list.what.split_once(' ').map_or(list.what, |(_, name)| name);
    let codes: Vec<&str> = list.codes().iter().map(|code| code.code).collect();
    let pattern = format!("^({})$", codes.join("|"));
    let numbers = if list.is_numeric() { Numbers::Unsigned } else { Numbers::None };
    Shape::Scalar(Scalar { numbers, codes: Some(list), ..Scalar::text(name, pattern, list.help) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_table_is_a_code() {
        for (list, table) in TABLES {
            let lines = table.lines().filter(|line| !line.starts_with('#')).count();
            assert_eq!(list.codes().len(), lines, "{}", list.what);
            for code in list.codes() {
                assert!(!code.code.is_empty() && !code.name.trim().is_empty(), "{code:?}");
                assert!(code.withdrawn.is_none_or(|day| day.len() == 10), "{code:?}");
            }
            let is_sorted = list.codes().is_sorted_by(|one, other| one.code < other.code);
            assert!(is_sorted, "the codes of {} are unique", list.what);
        }
    }

    #[test]
    fn what_is_no_code_has_a_suggestion() {
        for (list, written, meant) in [
            (DacSector::LIST, "11121", "did you mean `11120` (Education facilities and training)?"),
            (DacSector::LIST, "11202", "did you mean `11220` (Primary education)?"),
            (DacSector::LIST, "1122", "did you mean `11220` (Primary education)?"),
            // A withdrawn code is not suggested.
            (DacSector::LIST, "15141", "did you mean `15142` (Macroeconomic policy)?"),
            (DacSector::LIST, "primary educaton", "did you mean `11220` (Primary education)?"),
            (DacSector::LIST, "nursing", DacSector::LIST.help),
            (AidType::LIST, "c01", "did you mean `C01` (Project-type interventions)?"),
            (AidType::LIST, "C1", "did you mean `C01` (Project-type interventions)?"),
            (AidType::LIST, "projects", AidType::LIST.help),
            (FinanceType::LIST, "11", "did you mean `110` (Standard grant)?"),
            (FinanceType::LIST, "110.", "did you mean `110` (Standard grant)?"),
            (FinanceType::LIST, "", FinanceType::LIST.help),
        ] {
            assert_eq!(list.help_on(written), meant, "{written}");
        }
    }
}
