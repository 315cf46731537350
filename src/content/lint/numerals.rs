//! Numbers in words.

use crate::base::language::Language;

/// The numbers from one on, in small letters and without marks.
const SERBIAN: [&str; 19] = [
    "jedan",
    "dva",
    "tri",
    "cetiri",
    "pet",
    "sest",
    "sedam",
    "osam",
    "devet",
    "deset",
    "jedanaest",
    "dvanaest",
    "trinaest",
    "cetrnaest",
    "petnaest",
    "sesnaest",
    "sedamnaest",
    "osamnaest",
    "devetnaest",
];
const ENGLISH: [&str; 19] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// Twenty, thirty and so on.
const SERBIAN_TENS: [&str; 8] =
    ["dvadeset", "trideset", "cetrdeset", "pedeset", "sezdeset", "sedamdeset", "osamdeset", "devedeset"];
const ENGLISH_TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Returns the number that a word says. The word is in small letters and without marks.
pub(super) fn numeral(word: &str, language: Language) -> Option<u64> {
    let (ones, tens) = match language {
        Language::Sr => (SERBIAN, SERBIAN_TENS),
        Language::En => (ENGLISH, ENGLISH_TENS),
    };
    let word = match word {
        "jedna" | "jedno" => "jedan",
        "dve" => "dva",
        word => word,
    };
    let place =
        |list: &[&str]| list.iter().position(|number| *number == word).and_then(|at| u64::try_from(at).ok());
    let of_tens = || place(&tens).map(|at| (at + 2) * 10);
    place(&ones).map(|at| at + 1).or_else(of_tens).or_else(|| of_both(word, language))
}

/// Returns the number that two words with a hyphen say: `fifty-one`.
fn of_both(word: &str, language: Language) -> Option<u64> {
    let (tens, ones) = word.split_once('-').filter(|_| language == Language::En)?;
    sum(numeral(tens, language)?, numeral(ones, language)?)
}

/// Returns the number of a tens and a following smaller number: `pedeset jedan`.
pub(super) fn sum(tens: u64, ones: u64) -> Option<u64> {
    (tens >= 20 && tens.is_multiple_of(10) && (1..10).contains(&ones)).then_some(tens + ones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_words() {
        for (word, language, number) in [
            ("jedna", Language::Sr, Some(1)),
            ("dve", Language::Sr, Some(2)),
            ("petnaest", Language::Sr, Some(15)),
            ("cetrdeset", Language::Sr, Some(40)),
            ("nineteen", Language::En, Some(19)),
            ("fifty-one", Language::En, Some(51)),
            ("one-fifty", Language::En, None),
            ("petnaest", Language::En, None),
        ] {
            assert_eq!(numeral(word, language), number, "{word}");
        }
    }
}
