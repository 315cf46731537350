//! Tests what the page of changes says about each changed entry: keys with their values before and after, and texts.

use std::fs;
use std::path::Path;

use crate::history::{commit, git, git_on};
use crate::support::catalogue::Catalogue;

const PROJECT: &str = "projects/reading-rooms/project.yaml";
const DIFFERENCES: &str = ".differences > li";
const LOCALES: [&str; 3] = ["en/changes", "sr/promene", "sr-cyrl/promene"];

/// Returns the catalogue that uses every key, with a commit.
fn committed() -> Catalogue {
    let catalogue = Catalogue::everything();
    commit(catalogue.root(), "2025-03-01");
    catalogue
}

impl Catalogue {
    /// Commits the content on a day.
    fn committed_on(self, day: &str) -> Self {
        commit(self.root(), day);
        self
    }

    /// Builds the site and returns what the page of changes says about the changed entries.
    fn differences(&self, address: &str) -> Vec<String> {
        self.built();
        self.texts(address, DIFFERENCES)
    }
}

#[test]
fn values_are_shown_as_pages_show_them() {
    let catalogue = committed()
        .replacing(PROJECT, "status: closing", "status: completed")
        .replacing(PROJECT, "end: 2024 }", "end: 2025-06 }")
        .replacing(PROJECT, "total: 150000", "total: 175000")
        .replacing(PROJECT, "value: 61.5", "value: 62.5")
        .replacing(PROJECT, "sdgs: [4, 11]", "sdgs: [4, 5]")
        .replacing(PROJECT, "target_groups: [pupils]", "target_groups: [adults, pupils]")
        .replacing(PROJECT, "Čitaonice otvorene i uveče", "Čitaonice otvorene uveče")
        .committed_on("2025-04-02");
    catalogue.built();
    let said = LOCALES.map(|address| catalogue.texts(address, DIFFERENCES));
    assert_eq!(
        said[0],
        [
            "Who it is for: added: Adults who learn to read",
            "Status: it was: closing → now: completed",
            "Period, end: it was: 2024 → now: June 2025",
            "Objectives, in Serbian: it was: Čitaonice otvorene i uveče → now: Čitaonice otvorene uveče",
            "Sustainable Development Goals: added: Gender equality; removed: Sustainable cities and communities",
            "Results in figures, Achieved, value: it was: 61.5 → now: 62.5",
            "Activities, Kamengrad, Amount, total: it was: RSD\u{a0}150,000 → now: RSD\u{a0}175,000",
        ]
        .map(|line| line.replace('\u{a0}', " "))
    );
    assert_eq!(said[1][1], "Status: bilo je: pri kraju → sada je: završeno");
    assert_eq!(said[2][3], "Циљеви: било је: Читаонице отворене и увече → сада је: Читаонице отворене увече");
    let links = catalogue.texts("en/changes", ".differences a[href$='/target-groups/adults/']");
    assert_eq!(links, ["Adults who learn to read"]);
    // The first ones are shown, the others on demand.
    assert_eq!(catalogue.texts("en/changes", "details .differences > li").len(), 4);
    assert_eq!(catalogue.texts("en/changes", ".changed summary"), ["4 more changes"]);
}

#[test]
fn of_texts_the_lines_are_counted() {
    let text = "projects/evening-school/sr.md";
    let catalogue = committed().appending(text, "\nJedan red.\n\nJoš jedan.\n").committed_on("2025-04-02");
    assert_eq!(catalogue.differences("sr/promene"), ["Tekst: izmenjen tekst, redova: +2 −0"]);
    assert_eq!(catalogue.texts("en/changes", DIFFERENCES), ["Text, in Serbian: text changed, lines: +2 −0"]);
    let catalogue = catalogue
        .replacing(text, "Jedan red.", "Drugi red.")
        .replacing("projects/evening-school/en.md", "title: Evening School", "title: School at Night")
        .committed_on("2025-05-03");
    let said = catalogue.differences("en/changes");
    assert_eq!(
        said[..2],
        [
            "Title: it was: Evening School → now: School at Night",
            "Text, in Serbian: text changed, lines: +1 −1",
        ]
    );
}

#[test]
fn of_long_texts_the_words_that_differ_are_shown() {
    let words = |shown: &str| {
        format!(
            "summary: {} {shown} {}",
            "In the evening people learn. ".repeat(5).trim(),
            "They come from far away. ".repeat(5).trim()
        )
    };
    let text = "projects/evening-school/en.md";
    let catalogue = Catalogue::everything();
    let summary = "summary: ";
    let written = fs::read_to_string(catalogue.root().join("content").join(text)).expect("a text");
    let line = written.lines().find(|line| line.starts_with(summary)).expect("a summary").to_owned();
    let catalogue = catalogue.replacing(text, &line, &words("Twelve classes were held."));
    commit(catalogue.root(), "2025-03-01");
    let catalogue = catalogue
        .replacing(text, "Twelve classes were", "Thirteen classes and a feast were")
        .committed_on("2025-04-02");
    assert_eq!(
        catalogue.differences("en/changes"),
        [
            "Summary: it was: … evening people learn. Twelve classes were held. They … → now: … evening people learn. Thirteen classes and a feast were held. They …"
        ]
    );
}

#[test]
fn the_note_of_a_partner_and_the_order_of_values_are_told() {
    let catalogue = Catalogue::small();
    commit(catalogue.root(), "2025-03-01");
    let project = "projects/clean-banks/project.yaml";
    let note = "partners:\n  - organisation: lake-fund\n    note: { sr: Daje čamce, en: It lends boats }\n";
    let catalogue = catalogue.replacing(project, "partners: [lake-fund]\n", note).committed_on("2025-04-02");
    assert_eq!(catalogue.differences("en/changes"), ["Partners, Note: added: It lends boats"]);
    let catalogue =
        committed().replacing(PROJECT, "sdgs: [4, 11]", "sdgs: [11, 4]").committed_on("2025-04-02");
    let said = ["Sustainable Development Goals: in another order"];
    assert_eq!(catalogue.differences("en/changes"), said);
}

#[test]
fn commits_of_one_day_are_one_change() {
    let catalogue = committed()
        .replacing("projects/evening-school/project.yaml", "months: 18", "months: 19")
        .committed_on("2025-04-02")
        .replacing("projects/evening-school/project.yaml", "months: 19", "months: 20")
        .committed_on("2025-04-02")
        .replacing(PROJECT, "sdgs: [4, 11]", "sdgs: [4]")
        .committed_on("2025-04-02")
        .replacing(PROJECT, "sdgs: [4]", "sdgs: [4, 11]")
        .committed_on("2025-04-02");
    assert_eq!(catalogue.differences("en/changes"), ["Period, months: it was: 18 → now: 20"]);
}

/// The entries that refer to a renamed one are listed, but nothing has changed for readers.
#[test]
fn a_new_id_of_an_entry_is_a_difference_of_this_entry_only() {
    let catalogue = committed();
    let said =
        crate::support::katalog("rename", catalogue.root(), &["project:evening-school", "late-school"]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let catalogue = catalogue.committed_on("2025-04-02");
    assert_eq!(catalogue.differences("en/changes"), ["Former ids: added: evening-school"]);
}

#[test]
fn files_beside_a_text_are_named() {
    let catalogue = committed();
    let folder = catalogue.root().join("content/posts/opening");
    fs::copy(folder.join("reading-room.jpg"), folder.join("room.jpg")).expect("a copy");
    let catalogue = catalogue
        .without("posts/opening/reading-room.jpg")
        .replacing("posts/opening/post.yaml", "reading-room.jpg", "room.jpg")
        .committed_on("2025-04-02");
    assert_eq!(
        catalogue.differences("en/changes"),
        [
            "Picture, File: it was: reading-room.jpg → now: room.jpg",
            "File, reading-room.jpg: removed",
            "File, room.jpg: added",
        ]
    );
}

/// What an entry was before need not be what entries are today.
#[test]
fn a_former_state_may_be_of_any_form() {
    let states: [(&str, &[u8], &[&str]); 6] = [
        ("no YAML", b"status: [", &[]),
        ("no text", b"status: \xff\xfe", &[]),
        ("a list", b"- one\n- two\n", &["changed"]),
        ("nested deeply", &[b'['; 4_000], &[]),
        ("a large file", &[b'#'; 300 * 1024], &[]),
        ("values of other forms", b"status: { a: b }\nfunding: many\nsdgs: 4\nperiod: 2020\n", &["Period"]),
    ];
    for (what, before, expected) in states {
        let catalogue = Catalogue::everything();
        let path = catalogue.root().join("content").join(PROJECT);
        let now = fs::read(&path).expect("facts");
        fs::write(&path, before).expect("former facts");
        commit(catalogue.root(), "2025-03-01");
        fs::write(&path, now).expect("facts");
        commit(catalogue.root(), "2025-04-02");
        catalogue.built();
        let said = catalogue.texts("en/changes", ".changed").join(" ");
        assert!(said.contains("Reading Rooms"), "{what}: {said}");
        let differences = catalogue.texts("en/changes", DIFFERENCES);
        assert_eq!(expected.is_empty(), differences.is_empty(), "{what}: {differences:?}");
        let is_said = |part: &&&str| differences.iter().any(|line| line.contains(**part));
        assert!(what == "a list" || expected.iter().all(|part| is_said(&part)), "{what}: {differences:?}");
    }
}

/// A strange history is neither slow to compare nor makes a long page.
#[test]
fn long_lists_are_compared_quickly_and_cut() {
    let former: [(&str, String); 3] = [
        ("numbers", "sdgs:\n".to_owned() + &"- 1\n".repeat(60_000)),
        ("keys", (0..22_000).map(|key| format!("k{key}: {{}}\n")).collect()),
        ("groups", (0..9_000).map(|at| format!("- {{ id: x{at}, kind: y }}\n")).collect::<String>()),
    ];
    for (what, former) in former {
        let former = if what == "groups" { format!("indicators:\n{former}") } else { former };
        assert!(former.len() < 256 * 1024, "{what}: {}", former.len());
        let catalogue = Catalogue::everything();
        let path = catalogue.root().join("content").join(PROJECT);
        let now = fs::read(&path).expect("facts");
        fs::write(&path, former).expect("former facts");
        commit(catalogue.root(), "2025-03-01");
        fs::write(&path, now).expect("facts");
        let catalogue = catalogue.committed_on("2025-04-02");
        let start = std::time::Instant::now();
        catalogue.built();
        assert!(start.elapsed().as_secs() < 60, "{what}: {:?}", start.elapsed());
        let said = catalogue.texts("en/changes", DIFFERENCES);
        assert!(!said.is_empty() && said.len() <= 50, "{what}: {said:?}");
        assert!(said.iter().all(|line| line.len() < 2_000), "{what}: {said:?}");
    }
}

/// A former text may contain characters that content may not contain today.
#[test]
fn former_values_are_text_and_no_markup() {
    let catalogue = Catalogue::everything();
    let path = catalogue.root().join("content").join(PROJECT);
    let now = fs::read_to_string(&path).expect("facts");
    let former = now.replace("status: closing", "status: \"<script>x</script>\\u202e\"");
    fs::write(&path, former).expect("former facts");
    commit(catalogue.root(), "2025-03-01");
    fs::write(&path, now).expect("facts");
    let catalogue = catalogue.committed_on("2025-04-02");
    assert_eq!(catalogue.differences("en/changes"), ["Status: it was: <script>x</script> → now: closing"]);
}

/// Without the contents of files that git has lost, it is known that they were changed.
#[test]
fn a_content_that_git_does_not_have_is_left_out() {
    let catalogue = committed().replacing(PROJECT, "status: closing", "status: planned");
    let catalogue = catalogue.committed_on("2025-04-02");
    remove_blob(catalogue.root(), "HEAD~1");
    assert_eq!(catalogue.differences("en/changes"), [""; 0]);
    assert_eq!(catalogue.texts("en/changes", ".changed > li > a"), ["Reading Rooms"]);
}

/// Removes the content of the project's facts in a commit.
fn remove_blob(root: &Path, commit: &str) {
    let id = id_of(root, &format!("{commit}:content/{PROJECT}"));
    let (folder, file) = id.split_at(2);
    fs::remove_file(root.join(".git/objects").join(folder).join(file)).expect("an object");
}

/// Returns the id of a commit or a content.
fn id_of(root: &Path, name: &str) -> String {
    let said = std::process::Command::new("git").arg("-C").arg(root).args(["rev-parse", name]).output();
    String::from_utf8(said.expect("git is there").stdout).expect("an id").trim().to_owned()
}

/// A citation names the version of the content, in letters that no script changes.
#[test]
fn citations_name_the_last_commit() {
    let catalogue = committed();
    catalogue.built();
    let head = id_of(catalogue.root(), "HEAD");
    for address in ["en/projects/reading-rooms", "sr-cyrl/projekti/reading-rooms"] {
        let [cited, bibtex] =
            ["#cite_text", "#cite_bibtex"].map(|part| catalogue.texts(address, part).concat());
        assert!(cited.contains(&format!(" {})", &head[..12])), "{cited}");
        assert!(bibtex.contains(&format!("version = {{{}}}", &head[..12])), "{bibtex}");
    }
}

/// A former id may be no id, and a former name of a file may be longer than any disk allows.
#[test]
fn former_ids_and_names_of_files_are_cut() {
    let long = "x".repeat(100_000);
    let catalogue = Catalogue::everything();
    let path = catalogue.root().join("content").join(PROJECT);
    let now = fs::read_to_string(&path).expect("facts");
    let (before, after) = now.split_once("\nsources: [").expect("sources");
    let former = format!("{before}\nsources: [\"\\u202e{long}\", {after}");
    fs::write(&path, former).expect("former facts");
    commit(catalogue.root(), "2025-03-01");
    let file = git(catalogue.root(), &["rev-parse", &format!("HEAD:content/{PROJECT}")]);
    let named = format!("100644,{},content/projects/reading-rooms/{long}.pdf", file.trim());
    git_on(catalogue.root(), "2025-03-02", &["update-index", "--add", "--cacheinfo", &named]);
    git_on(catalogue.root(), "2025-03-02", &["commit", "--quiet", "--message", "A file"]);
    fs::write(&path, now).expect("facts");
    let said = catalogue.committed_on("2025-04-02").differences("en/changes").join("\n");
    assert!(said.contains("xxxx…"), "{said}");
    assert!(said.len() < 2_000 && !said.contains('\u{202e}'), "{} {}", said.len(), &said[..200]);
}
