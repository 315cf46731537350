//! Documents, pictures and what programs leave beside them: which files are read, under which name, and what is said of
//! files that are not what their names say.

use std::fs;
use std::path::Path;

use crate::support::catalogue::Catalogue;
use crate::support::{Said, katalog, small_catalogue, write};

const FOLDER: &str = "content/projects/first-lessons";

/// A PDF, as far as anybody looks.
const PDF: &[u8] = b"%PDF-1.7\n%\n";

/// `č` and `š` as one character each, and as a letter and a mark.
const COMPOSED: &str = "čaša.pdf";
const DECOMPOSED: &str = "c\u{30c}as\u{30c}a.pdf";

/// Adds words to both texts of a project.
fn say(root: &Path, words: &str) {
    for language in ["sr", "en"] {
        let path = root.join(FOLDER).join(format!("{language}.md"));
        let text = fs::read_to_string(&path).expect("a text");
        write(&path, format!("{text}\n{words}\n").as_bytes());
    }
}

/// Adds a line to `catalogue.yaml`.
fn set(root: &Path, line: &str) {
    let path = root.join("content/catalogue.yaml");
    let facts = fs::read_to_string(&path).expect("the facts");
    write(&path, format!("{facts}{line}\n").as_bytes());
}

/// Checks a catalogue with this file, which its texts link to.
fn checked_with(name: &str, bytes: &[u8]) -> Said {
    let root = small_catalogue();
    write(&root.path().join(FOLDER).join(name), bytes);
    say(root.path(), &format!("Vidi [x]({name})."));
    katalog("check", root.path(), &["--strict"])
}

/// The names of the published documents of the project.
fn published(root: &Path) -> Vec<String> {
    let public = tempfile::tempdir().expect("a temporary folder");
    let output = public.path().join("public");
    let said = katalog("build", root, &["--quiet", "--output", &output.to_string_lossy()]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let folder = fs::read_dir(output.join("files/projects/first-lessons")).expect("documents");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("a file").file_name().into_string();
    let mut names: Vec<String> = folder.map(|entry| name(entry).expect("UTF-8")).collect();
    names.sort();
    names
}

#[test]
fn a_link_leads_to_a_file_in_whichever_form_both_are_written() {
    for (file, link) in
        [(DECOMPOSED, COMPOSED), (COMPOSED, DECOMPOSED), (DECOMPOSED, DECOMPOSED), (COMPOSED, COMPOSED)]
    {
        let root = small_catalogue();
        write(&root.path().join(FOLDER).join(file), PDF);
        say(root.path(), &format!("[x]({link})"));
        let said = katalog("check", root.path(), &["--strict", "--quiet"]);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{file:?} {link:?}");
        assert_eq!(published(root.path()), [COMPOSED]);
    }
}

#[test]
fn a_link_without_the_accents_leads_nowhere() {
    let root = small_catalogue();
    write(&root.path().join(FOLDER).join(DECOMPOSED), PDF);
    say(root.path(), "[x](casa.pdf)");
    let said = katalog("check", root.path(), &[]);
    assert!(said.stderr.contains(&format!("did you mean `{COMPOSED}`?")), "{}", said.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn two_files_whose_names_differ_in_their_form_or_case_clash() {
    for (one, other, words) in [
        (COMPOSED, DECOMPOSED, "two files are called `čaša.pdf`: one writes each accent"),
        // Neither of them is in NFC.
        (DECOMPOSED, "c\u{30c}aša.pdf", "two files are called `čaša.pdf`: one writes each accent"),
        ("ČAŠA.pdf", DECOMPOSED, "differ in case only"),
    ] {
        let root = small_catalogue();
        write(&root.path().join(FOLDER).join(one), PDF);
        write(&root.path().join(FOLDER).join(other), PDF);
        say(root.path(), &format!("[x]({one}) [y]({other})"));
        let said = katalog("check", root.path(), &[]);
        assert_eq!(said.code, Some(1), "{}", said.stderr);
        assert!(said.stderr.contains("error[url-clash]: ") && said.stderr.contains(words), "{}", said.stderr);
    }
    let root = small_catalogue();
    write(&root.path().join(FOLDER).join(DECOMPOSED), PDF);
    write(&root.path().join(FOLDER).join("casa.pdf"), PDF);
    say(root.path(), &format!("[x]({COMPOSED}) [y](casa.pdf)"));
    assert_eq!(published(root.path()), ["casa.pdf", COMPOSED]);
}

#[test]
fn the_logo_is_found_in_both_forms() {
    let png = fs::read(small_catalogue().path().join("content/projects/clean-banks/river.png"));
    let png = png.expect("a picture");
    for (file, named) in [("znac\u{30c}ka.png", "značka.png"), ("značka.png", "znac\u{30c}ka.png")] {
        let root = small_catalogue();
        write(&root.path().join("content").join(file), &png);
        set(root.path(), &format!("logo: {named}"));
        let said = katalog("check", root.path(), &["--strict", "--quiet"]);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{file:?}");
    }
    let root = small_catalogue();
    write(&root.path().join("content/znacka.png"), &png);
    set(root.path(), "logo: značka.png");
    assert_eq!(katalog("check", root.path(), &["--quiet"]).code, Some(1));
}

#[test]
fn a_slip_is_found_in_both_forms_and_where_it_stands() {
    let list = |word: &str| format!("slips: {{ {word}: čaša }}");
    for (listed, written) in
        [("čašša", "c\u{30c}as\u{30c}s\u{30c}a"), ("c\u{30c}as\u{30c}s\u{30c}a", "čašša"), ("čašša", "čašša")]
    {
        let root = small_catalogue();
        set(root.path(), &list(listed));
        say(root.path(), &format!("Ovde je jedna {written} vode."));
        let said = katalog("check", root.path(), &[]);
        let found = said.stderr.matches("warning[spelling-slip]: `čašša` is misspelt").count();
        assert_eq!(found, 2, "{}", said.stderr);
        assert!(
            said.stderr.contains("sr.md:8:15") && said.stderr.contains("write `čaša`"),
            "{}",
            said.stderr
        );
    }
    let root = small_catalogue();
    set(root.path(), &list("čašša"));
    // A word with another accent, and a longer one.
    say(root.path(), "Ovde je c\u{301}as\u{30c}s\u{30c}a, a onde c\u{30c}as\u{30c}s\u{30c}ac\u{30c}.");
    let said = katalog("check", root.path(), &["--quiet"]);
    assert!(!said.stderr.contains("spelling-slip"), "{}", said.stderr);
}

#[test]
fn what_programs_leave_behind_is_passed_over() {
    for name in [
        "sr.md~",
        "#sr.md#",
        "sr.md.orig",
        "sr.md.rej",
        "sr.md.swp",
        ".sr.md.swp",
        "sr.md.bak",
        "sr.md.tmp",
        "sr.md___jb_tmp___",
        "sr.md___jb_old___",
        "~$plan.docx",
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "4913",
        "~WRL0003.TMP",
    ] {
        let root = small_catalogue();
        let content = root.path().join("content");
        for folder in [&content, &content.join("projects"), &root.path().join(FOLDER)] {
            write(&folder.join(name), b"\xff\0");
        }
        for folder in ["templates", "assets"] {
            write(&root.path().join("themes/default").join(folder).join(name), b"\xff\0");
        }
        let said = katalog("check", root.path(), &["--strict", "--quiet"]);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{name}");
        let public = root.path().join("public");
        let said = katalog("build", root.path(), &["--quiet", "--output", &public.to_string_lossy()]);
        assert_eq!((said.code, said.stderr.as_str()), (Some(0), ""), "{name}");
    }
}

#[test]
fn documents_with_like_names_are_read() {
    for name in ["~plan.pdf", "#1#.pdf", "4913.pdf", "plan.bak.pdf", "thumbs.pdf"] {
        let root = small_catalogue();
        write(&root.path().join(FOLDER).join(name), PDF);
        say(root.path(), &format!("Vidi [x]({name})."));
        let said = katalog("check", root.path(), &["--quiet"]);
        let is_anchor = name.starts_with('#');
        assert_eq!(said.code, Some(i32::from(is_anchor)), "{name}: {}", said.stderr);
    }
    let said = checked_with("sr.md.old", b"x");
    assert!(said.stderr.contains("error[unknown-file]: files like `sr.md.old` are not"), "{}", said.stderr);
}

/// The first bytes of an archive whose first file has this name and these bytes.
fn archive(name: &str) -> Vec<u8> {
    [b"PK\x03\x04\x14\0\0\0\0\0", &[0; 20][..], name.as_bytes()].concat()
}

const LFS: &[u8] = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0";

#[test]
fn a_file_that_is_of_another_kind_is_an_error_that_says_the_way_out() {
    let page = b"\n<!DOCTYPE html><html><title>404</title>";
    let workbook = archive("xl/workbook.xml");
    let cases: [(&str, &[u8], &str, &str); 16] = [
        ("a.pdf", LFS, "this is a pointer of Git LFS, not the file itself", "`git lfs pull`"),
        ("a.csv", LFS, "this is a pointer of Git LFS, not the file itself", "`git lfs pull`"),
        (
            "a.jpg",
            HEIC,
            "this is a picture in HEIC, not a picture in JPEG",
            "save it again as a picture in JPEG",
        ),
        ("a.pdf", page, "this is a web page, not a PDF", "download the file again"),
        ("a.PNG", page, "this is a web page, not a picture in PNG", "download the file again"),
        ("a.csv", page, "this is a web page, not a table in CSV", "download the file again"),
        ("a.jpg", PNG, "this is a picture in PNG, not a picture in JPEG", "call it `a.png`"),
        ("a.png", b"\xff\xd8\xff\xe0\0\x10JFIF\0", "this is a picture in JPEG, not", "call it `a.jpg`"),
        ("a.docx", PDF, "this is a PDF, not a document of Word", "call it `a.pdf`"),
        (
            "a.docx",
            OLE,
            "this is a document of Office before 2007, or one with a password",
            "without a password",
        ),
        ("a.xls", &workbook, "this is a workbook of Excel, not", "call it `a.xlsx`"),
        ("a.doc", b"{\\rtf1\\ansi", "this is a document in RTF, not", "call it `a.rtf`"),
        ("a.zip", b"Rar!\x1a\x07\x01\0", "this is a RAR archive, not a ZIP archive", "save it again as"),
        ("a.txt", b"\xff\xfea\0b\0", "this is text in UTF-16, not plain text", "UTF-8"),
        ("a.csv", &workbook, "this is a workbook of Excel, not a table in CSV", "call it `a.xlsx`"),
        ("a.txt", b"a\0b", "this is a file with zero bytes in it, not plain text", "UTF-8"),
    ];
    for (name, bytes, message, help) in cases {
        let said = checked_with(name, bytes);
        let expected = format!("error[file-type]: {message}");
        let is_right = said.stderr.starts_with(&expected)
            && said.stderr.contains(&format!("--> {FOLDER}/{name}\n"))
            && said.stderr.contains(help)
            && said.stderr.ends_with("\n\n1 error\n");
        assert!(said.code == Some(1) && is_right, "{name}: {}", said.stderr);
    }
}

#[test]
fn a_file_of_nothing_is_empty() {
    for (name, bytes) in
        [("a.pdf", &b""[..]), ("a.png", b""), ("a.txt", b"\xef\xbb\xbf\r\n"), ("a.zip", b"\n")]
    {
        let said = checked_with(name, bytes);
        let is_right = said.stderr.starts_with("error[empty-file]: this file is empty\n")
            && said.stderr.ends_with("\n\n1 error\n");
        assert!(said.code == Some(1) && is_right, "{name}: {}", said.stderr);
    }
}

#[test]
fn files_that_are_what_they_are_called_are_right() {
    let cases: [(&str, &[u8]); 16] = [
        ("a.txt", b"<htmlarea> is the name of a program.\n"),
        ("a.pdf", PDF),
        ("a.pdf", b"X-Mailer: x\r\n\r\n%PDF-1.4\n"),
        ("a.jpeg", b"\xff\xd8\xff\xe1\0\x10Exif\0"),
        ("a.avif", b"\0\0\0\x1cftypavif\0\0\0\0mif1avifmiaf"),
        ("a.webp", b"RIFF\x10\0\0\0WEBPVP8 "),
        ("a.doc", OLE),
        ("a.docx", &archive("[Content_Types].xml")),
        ("a.xlsx", &archive("xl/workbook.xml")),
        ("a.odt", &archive("mimetypeapplication/vnd.oasis.opendocument.text")),
        ("a.epub", &archive("mimetypeapplication/epub+zip")),
        ("a.zip", &archive("word/document.xml")),
        ("a.rtf", b"{\\rtf1\\ansi"),
        ("a.csv", b"version;oid\n1;2\n"),
        ("a.csv", "Опш\u{442}ина;x\n".as_bytes()),
        ("a.txt", b"version https://git-lfs.github.com/spec/v1 is how a pointer begins.\n"),
    ];
    for (name, bytes) in cases {
        let said = checked_with(name, bytes);
        assert!(said.code == Some(0), "{name}: {}", said.stderr);
    }
}

#[test]
#[cfg(unix)]
fn names_that_windows_does_not_allow_are_refused() {
    for (name, sign) in
        [("a\\b.txt", '\\'), ("a:b.txt", ':'), ("a?.txt", '?'), ("a\"b.txt", '"'), ("a<b>.txt", '<')]
    {
        let root = small_catalogue();
        write(&root.path().join(FOLDER).join(name), b"text");
        let said = katalog("check", root.path(), &[]);
        let words = format!("error[unknown-file]: Windows allows no `{sign}` in names");
        assert!(said.code == Some(1) && said.stderr.contains(&words), "{name}: {}", said.stderr);
    }
}

#[test]
fn a_file_that_begins_as_none_is_a_warning() {
    for name in ["a.pdf", "a.docx", "a.png"] {
        let root = small_catalogue();
        write(&root.path().join(FOLDER).join(name), b"damaged");
        say(root.path(), &format!("Vidi [x]({name})."));
        let said = katalog("check", root.path(), &[]);
        let is_right = said.stderr.starts_with("warning[damaged-file]: this does not begin as ");
        assert!(said.code == Some(0) && is_right, "{name}: {}", said.stderr);
    }
}

#[test]
fn the_logo_and_texts_are_looked_at_too() {
    for (bytes, words) in [
        (HEIC, "error[file-type]: this is a picture in HEIC, not a picture in PNG"),
        (b"", "error[empty-file]: this file is empty"),
        (LFS, "error[file-type]: this is a pointer of Git LFS"),
    ] {
        let root = small_catalogue();
        write(&root.path().join("content/sign.png"), bytes);
        set(root.path(), "logo: sign.png");
        let said = katalog("check", root.path(), &[]);
        assert!(said.code == Some(1) && said.stderr.starts_with(words), "{}", said.stderr);
        assert!(said.stderr.contains("--> content/sign.png\n"), "{}", said.stderr);
    }
    for path in ["content/projects/first-lessons/sr.md", "content/regions.yaml"] {
        let root = small_catalogue();
        write(&root.path().join(path), LFS);
        let said = katalog("check", root.path(), &[]);
        let words = "error[file-type]: this is a pointer of Git LFS, not the file itself\n";
        assert!(said.code == Some(1) && said.stderr.contains(words), "{path}: {}", said.stderr);
    }
}

/// Disks limit names, and the name of a compressed copy is longer.
#[test]
fn names_of_published_files_are_limited() {
    let named = |name: &str| {
        let text = "\n[a](NAME)\n".replace("NAME", &format!("<{name}>"));
        let before =
            std::fs::read_to_string(small_catalogue().path().join("content/projects/clean-banks/en.md"));
        Catalogue::small()
            .with(&format!("projects/clean-banks/{name}"), "a,b\n1,2\n")
            .with("projects/clean-banks/en.md", before.expect("a text") + &text)
            .check()
            .stderr
    };
    assert!(!named(&format!("{}.csv", "a".repeat(196))).contains("the name of this file"));
    let said = named(&format!("{}.csv", "a".repeat(197)));
    assert!(said.contains("the name of this file has 201 bytes, and at most 200 are published"), "{said}");
    // This letter has two characters in NFC.
    let said = named(&format!("{}.csv", "\u{958}".repeat(40)));
    assert!(said.contains("has 244 bytes"), "{said}");
}

/// Some systems ignore case in the names of files, so one logo would replace the other.
#[test]
fn logos_have_names_of_their_own() {
    let picture = std::fs::read(crate::support::tests("small/content/projects/clean-banks/river.png"));
    let picture = picture.expect("a picture");
    Catalogue::small()
        .with("Logo.png", &picture)
        .with("logo.png", &picture)
        .appending("catalogue.yaml", "\nlogo: logo.png\n")
        .replacing("organisations.yaml", "lake-fund:\n", "lake-fund:\n  logo: Logo.png\n")
        .check()
        .reports("`logo.png` and `Logo.png` differ in case only");
}
