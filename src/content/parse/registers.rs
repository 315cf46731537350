//! The registers whose codes content can give. Each is one entry of a table.

use super::leaf::{Leaf, Register};
use super::shape::{Numbers, Scalar, Shape};
use super::written::{Sort, Written};

/// Declares the codes of registers.
macro_rules! registers {
    ($( $(#[doc = $doc:literal])+ $name:ident {
        $what:literal, $pattern:literal, $help:literal, $address:expr, $is_valid:expr
    } )*) => { $(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug)]
        pub enum $name {}

        impl $name {
            /// The register.
            pub const REGISTER: &Register = &Register {
                what: $what,
                pattern: $pattern,
                help: $help,
                address: $address,
                is_valid: $is_valid,
            };
        }

        impl Sort for $name {
            fn shape() -> Shape {
                let Register { what, pattern, help, .. } = Self::REGISTER;
                let name = what.split_once(' ').map_or(*what, |(_, name)| name);
                Shape::Scalar(Scalar { numbers: Numbers::Unsigned, ..Scalar::text(name, *pattern, help) })
            }

            fn leaf(code: &Written<$name>) -> Leaf<'_> {
                Leaf::Code(Self::REGISTER, code)
            }
        }
    )* };
}

registers! {
    /// A Wikidata item.
    Wikidata {
        "a Wikidata id", "^Q[1-9][0-9]{0,9}$", "write the id of the item: `Q193140`",
        Some("http://www.wikidata.org/entity/"),
        |code| code.strip_prefix('Q').is_some_and(|digits| is_number(digits, 1..=10))
    }
    /// A GeoNames feature.
    GeoNames {
        "a GeoNames id", "^[1-9][0-9]{0,9}$", "write the number of the place: `787657`",
        Some("https://sws.geonames.org/"),
        |code| is_number(code, 1..=10)
    }
    /// A unit in the register of the Statistical Office of Serbia.
    StatisticalCode {
        "a statistical code", "^[0-9]{2,6}$", "write the digits in quotes: `\"70726\"`",
        None,
        |code| (2..=6).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())
    }
    /// A district, by its code in ISO 3166-2.
    Iso {
        "a code of ISO 3166-2", "^[A-Z]{2}-[A-Z0-9]{1,3}$", "write the code of the country, a hyphen and that of the district: `RS-14`",
        None,
        |code| {
            let is_letter = |byte: u8| byte.is_ascii_uppercase();
            code.split_once('-').is_some_and(|(country, own)| {
                country.len() == 2
                    && country.bytes().all(is_letter)
                    && (1..=3).contains(&own.len())
                    && own.bytes().all(|byte| is_letter(byte) || byte.is_ascii_digit())
            })
        }
    }
    /// A legal person of Serbia, by its registration number.
    RegistrationNumber {
        "a registration number", "^[0-9]{8}$", "write the eight digits in quotes: `\"07001363\"`",
        None,
        |code| code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_digit())
    }
    /// An organisation in the Research Organization Registry.
    Ror {
        "a ROR id", "^0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}$", "write the last part of its address: `02qsmb048`",
        Some("https://ror.org/"),
        |code| {
            let is_letter = |byte: u8| byte.is_ascii_lowercase() && !matches!(byte, b'i' | b'l' | b'o' | b'u');
            code.len() == 9
                && code.starts_with('0')
                && code.bytes().all(|byte| byte.is_ascii_digit() || is_letter(byte))
                && code.as_bytes()[7..].iter().all(u8::is_ascii_digit)
        }
    }
}

fn is_number(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}
