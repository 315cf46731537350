//! Good files with damage: cut off, overwritten, in another encoding.

use std::fs;

use super::{Case, PLACES, tests};

/// Pseudo-random numbers, the same in every run (Knuth's MMIX generator).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Dice(seed)
    }

    /// Returns a number below `sides`.
    pub(super) fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.throw(256)).unwrap_or_default()
    }
}

/// The number of parts of a file; each cut leaves out one of them.
const CUTS: usize = 6;

/// The largest files of the real content too, because they use every key.
const REAL: [(&str, &str); 3] = [
    ("programmes/lip-2/programme.yaml", super::PROGRAMME),
    ("projects/waste-pickers/project.yaml", super::PROJECT),
    ("projects/waste-pickers/en.md", super::TEXT),
];

pub(super) fn cases() -> Vec<Case> {
    let small = PLACES.map(|place| (format!("small {place}"), place, tests("small/content").join(place)));
    let real = REAL.map(|(path, place)| (format!("real {path}"), place, tests("../content").join(path)));
    let good: Vec<_> = small.into_iter().chain(real).collect();
    let mut cases = Vec::new();
    for (number, (name, place, path)) in good.iter().enumerate() {
        let bytes = fs::read(path).expect("a good file");
        let mut add = |what: String, bytes: Vec<u8>| {
            cases.push(Case::new(format!("{name} {what}"), place, move || bytes.clone()))
        };
        for part in 0..CUTS {
            add(
                format!("cut at part {part}"),
                bytes[..bytes.len() * part / CUTS + usize::from(part > 0)].to_vec(),
            );
        }
        let mut dice = Dice::new(number as u64 + 1);
        for time in 0..3 {
            add(format!("spoilt {time}"), spoilt(&bytes, &mut dice));
        }
        add("shuffled".to_owned(), shuffled(&bytes, &mut dice));
        add("replaced by noise".to_owned(), (0..4096).map(|_| dice.byte()).collect());
        for (encoding, encoded) in encodings(&String::from_utf8(bytes).expect("good files are UTF-8")) {
            add(encoding.to_owned(), encoded);
        }
    }
    cases
}

/// Replaces a few bytes, most of them with characters that have a meaning.
fn spoilt(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    const SIGNS: &[u8] = b"{}[]:,-#&*!|>'\"%@`\n\t \\~?<_";
    let mut spoilt = bytes.to_vec();
    for _ in 0..8 {
        let at = dice.throw(spoilt.len());
        spoilt[at] = if dice.throw(8) == 0 { dice.byte() } else { SIGNS[dice.throw(SIGNS.len())] };
    }
    spoilt
}

/// Puts the lines in another order, some of them twice.
fn shuffled(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    (0..lines.len()).flat_map(|_| lines[dice.throw(lines.len())].to_vec()).collect()
}

fn encodings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect::<Vec<u8>>()
    };
    vec![
        ("behind a mark of UTF-8", format!("\u{feff}{text}").into_bytes()),
        ("in UTF-16, small end first", utf16(u16::to_le_bytes)),
        ("in UTF-16, big end first", utf16(u16::to_be_bytes)),
        ("with line ends of Windows", text.replace('\n', "\r\n").into_bytes()),
        ("with line ends of the old Macintosh", text.replace('\n', "\r").into_bytes()),
        ("with half a letter at its end", [text.as_bytes(), b"\xc4"].concat()),
        ("with halves of surrogates", [text.as_bytes(), b"\xed\xa0\x80 \xed\xb0\x80"].concat()),
    ]
}
