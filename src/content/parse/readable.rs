//! The text of a file, unless it is empty, too large or not readable.

use std::sync::Arc;

use super::TextState;
use super::assets::lfs_pointer;
use super::commas::cut_at_commas;
use super::conflict::conflict;
use super::decode::{Decode, shorten};
use super::node::{Node, Yaml};
use super::shifted::put_right;
use super::text::TextRecord;
use crate::base::file_type::is_lfs_pointer;
use crate::base::invisible::{code, first_hidden_in_lines};
use crate::base::problem::{Place, Placed, Problem, Problems};
use crate::base::rules;
use crate::content::read::{FileContent, SourceFile};
use crate::text::mojibake::mended;

/// Returns the letter or sign of Serbian texts that a byte is in Windows-1250.
fn windows_1250(byte: u8) -> Option<char> {
    Some(match byte {
        0x84 => '„',
        0x8a => 'Š',
        0x8e => 'Ž',
        0x93 => '“',
        0x94 => '”',
        0x96 => '–',
        0x9a => 'š',
        0x9e => 'ž',
        0xc6 => 'Ć',
        0xc8 => 'Č',
        0xd0 => 'Đ',
        0xe6 => 'ć',
        0xe8 => 'č',
        0xf0 => 'đ',
        _ => return None,
    })
}

/// Returns the text of a file, or reports that it is empty, too large or not UTF-8, or contains invisible characters.
///
/// A byte order mark is accepted.
pub(super) fn read_text<'a>(file: &'a SourceFile, problems: &mut Problems) -> Option<&'a Arc<str>> {
    let start = Place::start_of(&file.path);
    let text = match &file.content {
        FileContent::Text(text) => text,
        FileContent::NotUtf8 { before, invalid } => {
            if let Some(what) = document_kind(before) {
                problems.push(not_a_text(start, what));
                return None;
            }
            let place = Place { file: file.path.clone(), span: before.len()..before.len() + 1 };
            let help = match windows_1250(*invalid) {
                Some(letter) => format!(
                    "this byte is `{letter}` in the encoding Windows-1250 (Central European): open the file with that encoding, and save it with the encoding UTF-8"
                ),
                None => "open the file in an editor and save it with the encoding UTF-8".to_owned(),
            };
            problems.push(
                Problem::new(&rules::INVALID_UTF8, place, "this is not valid UTF-8")
                    .label("the first invalid byte")
                    .help(help),
            );
            return None;
        }
        FileContent::TooLarge { size } => {
            problems.push(
                Problem::new(&rules::FILE_TOO_LARGE, start, format!("this file has {size} bytes"))
                    .help("texts and facts are far smaller; keep documents as files of their own type"),
            );
            return None;
        }
        FileContent::Asset { .. } => return None,
    };
    if let Some(what) = document_kind(text) {
        problems.push(not_a_text(start, what));
        return None;
    }
    if is_lfs_pointer(text.as_bytes()) {
        problems.push(lfs_pointer(start));
        return None;
    }
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        let help = match file.path.ends_with(".md") {
            true => "restore it, or write it anew: the title, the summary and the text",
            false => "restore its content, or write it anew",
        };
        problems.push(Problem::new(&rules::EMPTY_FILE, start, "this file is empty").help(help));
        return None;
    }
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    if let Some((at, c)) = first_hidden_in_lines(&text[start..]) {
        let at = start + at;
        if let Some(problem) = misread(file, text, at, c) {
            problems.push(problem);
            return None;
        }
        let place = Place { file: file.path.clone(), span: at..at + c.len_utf8() };
        let message = format!("the invisible character {} is not allowed", code(c));
        problems.push(Problem::new(&rules::CONTROL_CHARACTER, place, message).help("delete it"));
        return None;
    }
    if let Some(conflict) = conflict(text) {
        let place = Place { file: file.path.clone(), span: conflict.span };
        let marks: Vec<String> = conflict.marks.iter().map(|mark| format!("`{mark}`")).collect();
        let help = match marks.len() {
            1 => format!("keep the right version, and delete the line that begins with {}", marks[0]),
            _ => format!("keep one version, and delete the lines that begin with {}", marks.join(", ")),
        };
        problems.push(
            Problem::new(
                &rules::MERGE_CONFLICT,
                place,
                "a merge conflict: two versions of these lines stand here",
            )
            .help(help),
        );
        return None;
    }
    Some(text)
}

/// Returns the problem of a text that was read in a wrong encoding, which leaves invisible characters in its words.
fn misread(file: &SourceFile, text: &str, at: usize, c: char) -> Option<Problem> {
    let is_space = |c: char| c.is_ascii_whitespace();
    let from = text[..at].rfind(is_space).map_or(0, |space| space + 1);
    let to = text[at..].find(is_space).map_or(text.len(), |space| at + space);
    let is_sign = |c: char| matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '(' | ')' | '"');
    let word = &text[from..to];
    let (from, to) =
        (to - word.trim_start_matches(is_sign).len(), from + word.trim_end_matches(is_sign).len());
    let meant = Some(mended(&text[from..to])?).filter(|_| matches!(c, '\u{80}'..='\u{9f}'))?;
    let place = Place { file: file.path.clone(), span: from..to };
    let message = format!("this text was read in a wrong encoding: the word is `{}`", shorten(&meant));
    Some(Problem::new(&rules::CONTROL_CHARACTER, place, message).help(format!(
        "write `{}`, and see whether other words here have such signs; or copy the text again from a file that shows it correctly",
        shorten(&meant)
    )))
}

/// Returns what a file is that begins like a document, not like a text.
fn document_kind(text: &str) -> Option<&'static str> {
    const KINDS: [(&str, &str); 4] = [
        ("PK\u{3}\u{4}", "a Word document or another zip file"),
        ("%PDF-", "a PDF"),
        ("{\\rtf", "an RTF document"),
        ("<!DOCTYPE html", "a web page"),
    ];
    KINDS.iter().find(|(start, _)| text.starts_with(start)).map(|(_, what)| *what)
}

/// Returns the problem of a document in the place of a text.
fn not_a_text(start: Place, what: &str) -> Problem {
    Problem::new(&rules::FILE_TYPE, start, format!("this is {what}, not a plain text"))
        .help("copy its text into a file that a plain text editor saves; another name alone does not change what a file is")
}

pub(super) fn read_yaml<T: Decode>(file: &SourceFile, problems: &mut Problems) -> Option<T> {
    let mut node = tree(file, problems)?;
    if let FileContent::Text(text) = &file.content {
        put_right(text, &mut node, &T::shape(), problems);
    }
    T::decode(node, problems)
}

/// Returns the tree of a YAML file.
pub(super) fn tree(file: &SourceFile, problems: &mut Problems) -> Option<Placed<Node>> {
    let text = read_text(file, problems)?;
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let tree = Yaml { file: &file.path, text, span: bom..text.len() }.parse(problems)?;
    let cut = cut_at_commas(text, &tree);
    let is_whole = cut.is_empty();
    cut.into_iter().for_each(|problem| problems.push(problem));
    is_whole.then_some(tree)
}

/// Returns the published addresses, one per line. Lines that begin with `#` are comments.
pub(super) fn addresses(file: &SourceFile, problems: &mut Problems) -> Vec<Placed<String>> {
    let text = read_text(file, problems).map_or("", |text| text);
    let mut addresses = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let address = line.trim_start_matches('\u{feff}').trim();
        if !address.is_empty() && !address.starts_with('#') {
            let at = start + line.find(address).unwrap_or_default();
            let place = Place { file: file.path.clone(), span: at..at + address.len() };
            addresses.push(Placed::new(address.to_owned(), place));
        }
        start += line.len();
    }
    addresses
}

pub(super) fn read_text_record(file: &SourceFile, problems: &mut Problems) -> TextState {
    let record = read_text(file, problems).and_then(|text| TextRecord::parse(&file.path, text, problems));
    record.map_or(TextState::Broken, |record| TextState::Written(Box::new(record)))
}
