//! Tests the output of the program: nothing but text, never too much, and no failure if nobody reads it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, OpenOptions};
use std::io::{self, Read};
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::support::{PROGRAM, small_catalogue, write};
use katalog::base::visible;
use tempfile::TempDir;

/// Characters that a terminal would interpret, in a file name.
const EVIL: &str = "x\u{1b}]0;t\u{7}\u{1b}[2J\r\u{8}\u{9b}31m\u{202e}\u{2028}y\n::error::z";

/// A call of the program: the command, whether `--root <root>` follows it, and further arguments.
type Line = (&'static str, bool, &'static [&'static str]);

/// Every command, with variants that print other things.
const LINES: &[Line] = &[
    ("build", true, &["--output", "out"]),
    ("build", true, &["--output", "out", "--format", "json"]),
    ("check", true, &[]),
    ("check", true, &["--format", "json"]),
    ("check", true, &["--format", "sarif"]),
    ("check", true, &["--format", "github"]),
    ("check", false, &["--list"]),
    ("check", true, &["--base", "main"]),
    ("translations", true, &[]),
    ("translations", true, &["--format", "json"]),
    ("refs", true, &["municipality:zlatar"]),
    ("refs", true, &["municipality:nowhere"]),
    ("rename", true, &["--dry-run", "municipality:zlatar", "gold"]),
    ("rename", true, &["municipality:zlatar", "gold"]),
    ("new", true, &["municipality", "new-one"]),
    ("new", true, &["project"]),
    ("import", true, &["sheet.csv"]),
    ("import", true, &["--format", "json", "sheet.csv"]),
    ("urls", true, &[]),
    ("init", false, &["fresh"]),
    ("schema", false, &["--output", "schemas"]),
    ("completions", false, &["bash"]),
    ("man", false, &["man"]),
    ("--help", false, &[]),
    ("--version", false, &[]),
    ("help", false, &["build"]),
    ("nonsense", false, &[]),
];

/// The target of a stream.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// A reader.
    Heard,
    /// A pipe without a reader.
    Closed,
    /// A full disk.
    Full,
}

impl End {
    fn stdio(self) -> Stdio {
        match self {
            End::Heard => Stdio::piped(),
            End::Closed => {
                let (reader, writer) = io::pipe().expect("a pipe");
                drop(reader);
                writer.into()
            }
            End::Full => OpenOptions::new().write(true).open("/dev/full").expect("a full device").into(),
        }
    }
}

/// The output of a run, and its exit code.
struct Ended {
    code: Option<i32>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

impl Ended {
    fn text(&self) -> String {
        String::from_utf8([&self.stdout[..], &self.stderr].concat()).expect("UTF-8")
    }
}

fn program(folder: &Path, arguments: &[OsString]) -> Command {
    let mut program = Command::new(&*PROGRAM);
    program.current_dir(folder).args(arguments).stdin(Stdio::null()).env_remove("GITHUB_ACTIONS");
    program.env_remove("GITHUB_STEP_SUMMARY");
    program
}

fn end(child: Child) -> Ended {
    let output = child.wait_with_output().expect("the program ends");
    Ended { code: output.status.code(), stdout: output.stdout, stderr: output.stderr }
}

fn run(folder: &Path, arguments: &[OsString], stdout: End, stderr: End) -> Ended {
    let mut program = program(folder, arguments);
    end(program.stdout(stdout.stdio()).stderr(stderr.stdio()).spawn().expect("the program starts"))
}

fn arguments((command, has_root, more): &Line) -> Vec<OsString> {
    let root: &[&str] = if *has_root { &["--root", "."] } else { &[] };
    [&[*command], root, more].concat().iter().map(OsString::from).collect()
}

fn catalogue() -> TempDir {
    let root = small_catalogue();
    write(&root.path().join("sheet.csv"), b"nonsense,more\n1,2\n");
    root
}

/// Runs a command in the catalogue, and reads its output.
fn said(root: &Path, arguments: &[&str]) -> Ended {
    let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
    run(root, &arguments, End::Heard, End::Heard)
}

#[test]
fn commands_work_without_a_reader() {
    for line in LINES {
        let heard = {
            let root = catalogue();
            run(root.path(), &arguments(line), End::Heard, End::Heard)
        };
        for (stdout, stderr) in [
            (End::Closed, End::Heard),
            (End::Heard, End::Closed),
            (End::Closed, End::Closed),
            (End::Heard, End::Full),
        ] {
            let root = catalogue();
            let ended = run(root.path(), &arguments(line), stdout, stderr);
            assert_eq!(ended.code, heard.code, "{line:?} {stdout:?} {stderr:?}: {}", ended.text());
            assert!(!ended.text().contains("panicked"), "{line:?}: {}", ended.text());
            if stderr == End::Heard {
                assert!(!ended.text().contains("pipe"), "{line:?}: {}", ended.text());
            }
        }
    }
}

#[test]
fn a_full_disk_is_reported() {
    for line in LINES {
        let heard = {
            let root = catalogue();
            run(root.path(), &arguments(line), End::Heard, End::Heard)
        };
        for stderr in [End::Heard, End::Full] {
            let root = catalogue();
            let ended = run(root.path(), &arguments(line), End::Full, stderr);
            let prints = !heard.stdout.is_empty();
            let code = if prints { Some(1) } else { heard.code };
            assert_eq!(ended.code, code, "{line:?}: {}", ended.text());
            let told = ended.text().matches("cannot write to standard output: ").count();
            assert_eq!(told, usize::from(prints && stderr == End::Heard), "{line:?}: {}", ended.text());
        }
    }
}

#[test]
fn a_preview_continues_without_a_reader() {
    let root = catalogue();
    let arguments: Vec<OsString> = ["serve", "--port", "0"].map(OsString::from).to_vec();
    let mut child = program(root.path(), &arguments)
        .stdout(Stdio::piped())
        .stderr(End::Closed.stdio())
        .spawn()
        .expect("the program starts");
    let mut address = [0; 8];
    child.stdout.take().expect("its output").read_exact(&mut address).expect("an address");
    // From here on, the output has no reader, including the report of this change.
    write(&root.path().join("content/areas.yaml"), b"nonsense");
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(child.try_wait().expect("its state").is_none(), "the preview ended");
    child.kill().expect("it can be ended");
    child.wait().expect("it ends");
}

/// Returns whether a character must not be sent to a terminal without colours.
fn is_obeyed(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn assert_is_text(what: &str, ended: &Ended) {
    assert!(matches!(ended.code, Some(0..=2)), "{what} ended with {:?}", ended.code);
    let text = ended.text();
    let found = text.chars().find(|c| is_obeyed(*c));
    assert!(found.is_none(), "{what} says {found:?}: {text:?}");
}

#[test]
fn names_of_files_are_shown_as_text() {
    let evil_name = OsStr::new(EVIL);
    for place in [
        "content",
        "content/projects",
        "content/projects/clean-banks",
        "themes",
        "themes/default/templates",
        "locales",
    ] {
        let root = catalogue();
        let folder = root.path().join(place);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(evil_name), "x").expect("a file");
        for line in LINES.iter().filter(|line| line.1) {
            assert_is_text(
                &format!("{line:?} with a file in {place}"),
                &run(root.path(), &arguments(line), End::Heard, End::Heard),
            );
        }
    }
    // Names that are allowed, but change the writing direction of a line.
    let root = catalogue();
    write(&root.path().join("content/projects/clean-banks/a\u{202e}b\u{2028}.yaml"), b"a: 1");
    for line in LINES.iter().filter(|line| line.1) {
        assert_is_text(&format!("{line:?}"), &run(root.path(), &arguments(line), End::Heard, End::Heard));
    }
}

#[test]
fn arguments_are_shown_as_text() {
    let root = catalogue();
    let evil = OsString::from(EVIL);
    let not_unicode = OsString::from_vec([b"x\xff\x1b[2J".as_slice(), "\u{9b}2J".as_bytes()].concat());
    let lines: &[&[&str]] = &[
        &["check", "--root"],
        &["check", "--base-url"],
        &["check", "--format", "github", "--base"],
        &["check", "--format"],
        &["build", "--output", "/dev/null", "--host"],
        &["build", "--output"],
        &["refs"],
        &["refs", "--root"],
        &["rename"],
        &["rename", "municipality:zlatar"],
        &["new"],
        &["new", "municipality"],
        &["new", "municipality", "one", "--name-sr"],
        &["new", "project", "one", "--programme"],
        &["import"],
        &["import", "sheet.csv", "--map"],
        // `init` creates a catalogue there, so nothing after it gets a root.
        &["serve", "--root"],
        &["init"],
        &["schema", "--output"],
        &["translations", "--min"],
        &["completions"],
        &["man"],
        &[],
    ];
    for line in lines {
        for evil in [&evil, &not_unicode] {
            let mut arguments: Vec<OsString> = line.iter().map(OsString::from).collect();
            arguments.push(evil.clone());
            assert_is_text(&format!("{line:?}"), &run(root.path(), &arguments, End::Heard, End::Heard));
        }
    }
    let said = said(root.path(), &["refs", "\u{1b}]0;x\u{7}"]);
    assert!(said.text().contains("\\u{1b}]0;x\\u{7}"), "{}", said.text());
}

#[test]
fn contents_of_files_are_shown_as_text() {
    let evil = "\\e[2J\\a\\u009b31m\\u202e";
    let raw = EVIL.replace('\n', " ");
    let cases = [
        ("content/areas.yaml", format!("\"{evil}\": \"{evil}\"\n")),
        ("content/areas.yaml", format!("{raw}: {raw}\n")),
        (
            "content/projects/clean-banks/en.md",
            format!("---\ntitle: {raw}\n---\n[{raw}](project:{raw}) {raw}\n"),
        ),
        (
            "content/projects/clean-banks/project.yaml",
            format!("programme: \"{evil}\"\nareas: [\"{evil}\"]\n"),
        ),
        ("locales/en.ftl", format!("{raw} = {{ {raw}\n{raw}")),
        ("themes/default/templates/page.html", format!("{{{{ {raw} }}}} {{% {raw} %}}")),
        ("themes/default/colours.toml", raw.clone()),
    ];
    for (path, text) in &cases {
        let root = catalogue();
        write(&root.path().join(path), text.as_bytes());
        for line in LINES.iter().filter(|line| line.1) {
            assert_is_text(
                &format!("{line:?} with {path}"),
                &run(root.path(), &arguments(line), End::Heard, End::Heard),
            );
        }
    }
}

#[test]
fn a_quoted_line_keeps_its_columns() {
    let root = catalogue();
    let report = |text: &str| {
        let line = format!("\u{feff}health: {{ name: \"{text} č\", wrong: 1 }}\n");
        write(&root.path().join("content/areas.yaml"), line.as_bytes());
        said(root.path(), &["check"]).text()
    };
    let evil = report("a\u{202e}\u{200e}\u{2029}z");
    assert!(evil.contains("a���z č"), "{evil}");
}

#[test]
fn no_name_is_a_command_for_github() {
    let root = catalogue();
    let injected = "::add-mask::x\n##[add-mask]x\n  ::error::y";
    let theme = root.path().join("themes/default/templates/page.html");
    write(&theme, format!("{{% {injected}").as_bytes());
    let project = root.path().join("content/projects/clean-banks/project.yaml");
    write(&project, format!("? |\n  {}\n", injected.replace('\n', "\n  ")).as_bytes());
    for arguments in
        [&["check"][..], &["check", "--root", injected], &["build", "--output", "out"], &["refs", injected]]
    {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let mut program = program(root.path(), &arguments);
        let child =
            program.env("GITHUB_ACTIONS", "true").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let text = end(child.expect("the program starts")).text();
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
        assert!(!text.contains("##["), "{text}");
    }
    let ended = said(root.path(), &["check", "--format", "github"]);
    let lines = String::from_utf8(ended.stdout).expect("UTF-8");
    assert!(!lines.lines().any(|line| line.trim_start().starts_with("::add-mask")), "{lines}");
    for format in ["json", "sarif", "github"] {
        let ended = said(root.path(), &["check", "--format", format]);
        let text = String::from_utf8(ended.stdout).expect("UTF-8");
        assert!(text.contains("[add-mask]"), "{format}: {text}");
        assert!(!text.contains("##["), "{format}: {text}");
    }
}

#[test]
fn very_many_problems_give_a_short_report() {
    let root = catalogue();
    for number in 0..500 {
        let lines: String =
            (0..100).map(|line| format!("unknown-{line}: \"{}\"\n", "š".repeat(50))).collect();
        write(&root.path().join(format!("content/projects/p-{number}/project.yaml")), lines.as_bytes());
    }
    let ended = said(root.path(), &["check"]);
    assert_eq!(ended.code, Some(1));
    let text = ended.text();
    assert!(text.len() < 1_000_000, "{} bytes", text.len());
    assert_eq!(text.matches("\nerror[").count() + 1, 200);
    assert!(
        text.contains(" more problems; `--format json` lists all of them"),
        "{}",
        &text[text.len() - 300..]
    );
    for (format, left) in [
        ("json", "\"left_out\": "),
        ("sarif", "more problems left out"),
        ("github", "more problems left out"),
    ] {
        let ended = said(root.path(), &["check", "--format", format]);
        let text = ended.text();
        assert!(text.contains(left), "{format}");
        assert!(text.len() < 20_000_000, "{format}: {} bytes", text.len());
    }
}

#[test]
fn long_texts_are_shortened() {
    let root = catalogue();
    let long = "dugo ".repeat(300_000);
    let spread = "\n  dugo".repeat(100_000);
    for text in [
        format!("\"{long}\": 1\n"),
        format!("health: \"{long}\"\n"),
        format!("health: \"{spread}\"\n"),
        format!("{long}\n"),
        format!("health: [{spread}\n"),
    ] {
        write(&root.path().join("content/areas.yaml"), text.as_bytes());
        let said = said(root.path(), &["check"]).text();
        assert!(
            said.len() < 50_000,
            "{} bytes: {}",
            said.len(),
            said.chars().take(3_000).collect::<String>()
        );
        assert!(said.lines().all(|line| line.chars().count() < 2_500));
    }
}

#[test]
fn few_problems_stay_in_the_order_of_files() {
    let root = catalogue();
    write(&root.path().join("content/areas.yaml"), b"nonsense");
    let text = said(root.path(), &["check"]).text();
    assert!(!text.contains("more problem"), "{text}");
}

#[test]
fn only_what_is_hidden_is_escaped() {
    for text in [
        "š Ћ đ",
        "„tako“ ”i ovako”",
        "👍🏽 👩‍👩‍👧 🏳️‍🌈",
        "a\nc",
        "e\u{301} n\u{303}",
        "soft\u{ad}hyphen",
        "a\u{a0}b",
        "line\r\nline",
    ] {
        assert_eq!(visible::escaped(text), text);
        assert_eq!(visible::brief(text), text);
        assert_eq!(visible::quoted(text), text);
    }
    let table = [
        ("\u{1b}[31m", "\\u{1b}[31m", "␛[31m"),
        ("\u{7}\u{8}", "\\u{7}\\u{8}", "␇␈"),
        ("a\rb", "a\\u{d}b", "a␍b"),
        ("\0\u{7f}", "\\u{0}\\u{7f}", "␀␡"),
        ("\u{80}\u{9b}\u{9f}", "\\u{80}\\u{9b}\\u{9f}", "���"),
        ("\u{202a}\u{202e}", "\\u{202a}\\u{202e}", "��"),
        ("\u{2066}\u{2069}", "\\u{2066}\\u{2069}", "��"),
        ("\u{200e}\u{200f}\u{61c}", "\\u{200e}\\u{200f}\\u{61c}", "���"),
        ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}", "��"),
        ("\u{85}", "\\u{85}", "�"),
        ("\u{feff}\u{200b}", "\\u{feff}\\u{200b}", "��"),
        ("\u{e0041}", "\\u{e0041}", "�"),
    ];
    for (text, escaped, quoted) in table {
        assert_eq!(visible::escaped(text), escaped);
        assert_eq!(visible::quoted(text), quoted);
        assert_eq!(visible::quoted(text).chars().count(), text.chars().count());
    }
    assert_eq!(visible::in_line("a\nb\tc\r\n"), "a\\u{a}b\\u{9}c\\u{d}\\u{a}");
    let tabs = "a\tb\nc";
    assert_eq!((visible::escaped(tabs), visible::quoted(tabs)), (tabs.into(), tabs.into()));
    assert_eq!(visible::brief(tabs), "a\\u{9}b\nc");
    let json = "{\"a\": \"\u{9b}\u{202e}\u{e0041}š\"}\n";
    assert_eq!(visible::json(json.to_owned()), "{\"a\": \"\\u009b\\u202e\\udb40\\udc41š\"}\n");
}

#[test]
fn the_middle_of_long_texts_is_left_out() {
    assert_eq!(visible::shortened("šest", 4), "šest");
    assert_eq!(visible::shortened("abcdefghij", 7), "abcd…ij");
    for most in 1..12 {
        let shown = visible::shortened("ššššššššššš", most);
        assert_eq!(shown.chars().count(), most.min(11), "{shown}");
    }
    assert_eq!(visible::brief(&"\u{1b}".repeat(10_000)).chars().count(), visible::MOST_SHOWN);
}

#[test]
fn programs_get_the_same_texts_with_ascii_escapes() {
    let root = catalogue();
    write(&root.path().join("content/areas.yaml"), "\"a\u{9b}\u{202e}\u{7f}\": 1\n".as_bytes());
    for format in ["json", "sarif"] {
        let ended = said(root.path(), &["check", "--format", format]);
        assert_is_text(format, &ended);
        serde_json::from_slice::<serde_json::Value>(&ended.stdout).expect("a document");
    }
}
