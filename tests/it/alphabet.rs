//! Tests that every list is in the alphabetical order of its locale. Serbian Latin and Cyrillic have different orders.

use crate::support;
use crate::support::PROGRAM;
use crate::support::site::select;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use assert_cmd::Command;
use scraper::{ElementRef, Html};

/// The Latin alphabet, with foreign letters where dictionaries put them.
const LATIN: &str = "a b c č ć d dž đ e f g h i j k l lj m n nj o p q r s š t u v w x y z ž";
const CYRILLIC: &str = "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш";
const LOCALES: [&str; 3] = ["sr", "sr-cyrl", "en"];

/// The real site, and a small one whose names start with every letter that is hard to sort.
static SITES: LazyLock<(tempfile::TempDir, [PathBuf; 2])> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let small = support::small_catalogue();
    let settings = small.path().join("content/catalogue.yaml");
    let text = std::fs::read_to_string(&settings).expect("the settings");
    let text = text.replace("locales: [sr-Latn, en]", "locales: [sr-Latn, sr-Cyrl, en]");
    support::write(&settings, text.as_bytes());
    let build = |root: &Path, name: &str| {
        let output = folder.path().join(name);
        let mut command = Command::new(&*PROGRAM);
        command.args(["build", "--quiet", "--base-url", "https://site.example/", "--root"]).arg(root);
        command.arg("--output").arg(&output).assert().success();
        output
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sites = [build(root, "real-site"), build(small.path(), "small-site")];
    (folder, sites)
});

fn pages(folder: &Path, found: &mut Vec<(String, Html)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "html") {
            let html = std::fs::read_to_string(&path).expect("a page");
            found.push((path.display().to_string(), Html::parse_document(&html)));
        }
    }
}

/// Returns the sort key of a name: the positions of its letters in the alphabet, words before punctuation and digits.
fn key(name: &str, locale: &str) -> Vec<usize> {
    let alphabet: Vec<&str> = match locale {
        "sr" => LATIN.split(' ').collect(),
        "sr-cyrl" => CYRILLIC.split(' ').collect(),
        _ => Vec::new(),
    };
    let lower = name.to_lowercase();
    let mut rest = lower.as_str();
    let mut key = Vec::new();
    while let Some(first) = rest.chars().next() {
        let letter = alphabet.iter().enumerate().rev().filter(|(_, letter)| rest.starts_with(**letter));
        let letter = letter.max_by_key(|(_, letter)| letter.len());
        let (position, length) = match letter {
            Some((position, letter)) => (1000 + position, letter.len()),
            None if first.is_whitespace() => (1, first.len_utf8()),
            None if first.is_ascii_digit() => (500 + first as usize, first.len_utf8()),
            // Latin letters come after all Cyrillic ones; English sorts Č as C.
            None if first.is_alphabetic() => (2000 + base(first), first.len_utf8()),
            None => (2, first.len_utf8()),
        };
        key.push(position);
        rest = &rest[length..];
    }
    key
}

/// Returns the letter without its diacritic.
fn base(letter: char) -> usize {
    let plain = match letter {
        'č' | 'ć' => 'c',
        'đ' => 'd',
        'š' => 's',
        'ž' => 'z',
        other => other,
    };
    plain as usize
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_list_on_every_page_is_in_the_order_of_its_locale() {
    let lists = [
        ("ul.columns", "li > a:first-child"),
        ("ul.entries:not(.by-date)", "li.entry > .entry-title"),
        ("ul.rows", "li > .entry-title"),
        ("ul.activities", "li > .entry-title"),
        ("dl.places ul", "li"),
        ("p.inline-list", "a[href*='#']"),
        ("p.inline-list[id]", "a"),
    ];
    let mut wrong = Vec::new();
    let mut checked = 0;
    for site in &SITES.1 {
        for locale in LOCALES {
            let mut found = Vec::new();
            pages(&site.join(locale), &mut found);
            for (path, html) in &found {
                for (list, item) in lists {
                    for list in html.select(&select(list)) {
                        let names: Vec<String> = list.select(&select(item)).map(text).collect();
                        let counts = |name: &String| name.starts_with(|c: char| c.is_ascii_digit());
                        let names: Vec<&String> = names.iter().filter(|name| !counts(name)).collect();
                        checked += names.len();
                        for pair in names.windows(2) {
                            if key(pair[0], locale) > key(pair[1], locale) {
                                wrong.push(format!("{path}: {} before {}", pair[0], pair[1]));
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(checked > 10_000, "{checked} names");
    assert!(wrong.is_empty(), "{} pairs\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
}

#[test]
fn municipalities_are_grouped_by_the_letters_of_the_alphabet() {
    let letters = |locale: &str, list: &str| -> Vec<String> {
        let path = SITES.1[1].join(locale).join(list).join("index.html");
        let html = Html::parse_document(&std::fs::read_to_string(path).expect("the list of municipalities"));
        html.select(&select(".letter > h3")).map(text).collect()
    };
    let latin = letters("sr", "opstine");
    let expected: Vec<&str> = "C Č Ć D Dž Đ L Lj N Nj S Š Z Ž"
        .split(' ')
        .filter(|letter| latin.iter().any(|own| own == letter))
        .collect();
    assert_eq!(latin, expected);
    assert!(latin.len() >= 12, "{latin:?}");
    for letter in ["Č", "Ć", "Dž", "Đ", "Lj", "Nj", "Š", "Ž"] {
        assert!(latin.iter().any(|own| own == letter), "no municipality under {letter}: {latin:?}");
    }
    let cyrillic = letters("sr-cyrl", "opstine");
    let place = |letter: &String| CYRILLIC.split(' ').position(|own| own == letter.to_lowercase());
    assert!(cyrillic.iter().all(|letter| place(letter).is_some()), "{cyrillic:?}");
    assert!(cyrillic.is_sorted_by_key(place), "{cyrillic:?}");
    let english = letters("en", "municipalities");
    assert!(english.iter().all(|letter| letter.is_ascii()), "{english:?}");
    assert!(english.is_sorted(), "{english:?}");
}
