//! Tests what an untrusted pull request can contain besides the content: an output folder, links, pipes and devices.
//! Nothing is read, written or removed outside the root and the output folder, and nothing foreign is published.

use crate::support::site::{Tree, tree};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{self, PROGRAM, Said, katalog, small_catalogue, write};
use katalog::publish::output::{Destination, HostLimits, Limits, Output, PublishError, Replacing};
use tempfile::TempDir;

fn build(root: &Path, output: &Path, arguments: &[&str]) -> Said {
    let output = output.to_str().expect("UTF-8");
    katalog("build", root, &[&["--output", output], arguments].concat())
}

fn built(root: &Path, arguments: &[&str]) -> (TempDir, Tree) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let said = build(root, &folder.path().join("site"), arguments);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let site = tree(&folder.path().join("site"));
    (folder, site)
}

/// Runs the program in a folder, like a user who has checked out the catalogue.
fn in_folder(folder: &Path, arguments: &[&str]) -> Said {
    let output = Command::new(&*PROGRAM)
        .current_dir(folder)
        .env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"))
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Said { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
}

/// A catalogue in its own folder, next to private files.
fn home() -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let clone = home.path().join("clone");
    support::lay_over(&support::tests("small"), &clone);
    write(&home.path().join("private/id_rsa"), b"PRIVATE KEY");
    write(&home.path().join("www/index.html"), b"my page");
    (home, clone)
}

fn private(home: &Path) -> Tree {
    let mut files = tree(&home.join("private"));
    files.extend(tree(&home.join("www")));
    files
}

#[test]
fn nothing_is_written_or_removed_through_a_link_in_the_output_folder() {
    let forged =
        "# x\nkeys/id_rsa\nen/index.html\nassets/index.html\nindex.html\n../private/id_rsa\n/etc/passwd\n";
    type Trap = fn(&Path);
    let traps: [(&str, Trap); 8] = [
        ("a folder that the list names", |public| {
            symlink("../../private", public.join("keys")).expect("a link")
        }),
        ("a folder of the site", |public| symlink("../../www", public.join("en")).expect("a link")),
        ("a folder of assets", |public| symlink("../../www", public.join("assets")).expect("a link")),
        ("a page", |public| symlink("../../www/index.html", public.join("index.html")).expect("a link")),
        ("the list", |public| {
            fs::remove_file(public.join(".katalog")).expect("the list");
            symlink("../../www/index.html", public.join(".katalog")).expect("a link");
        }),
        ("the folder itself", |public| {
            fs::remove_dir_all(public).expect("the folder");
            symlink("../www", public).expect("a link");
        }),
        ("the lock", |public| {
            symlink("../private/id_rsa", public.with_file_name(".public.katalog-lock")).expect("a link");
        }),
        ("a hard link", |public| {
            fs::hard_link(public.join("../../www/index.html"), public.join("index.html")).expect("a link");
        }),
    ];
    for (what, trap) in traps {
        for arguments in [&["build"][..], &["build", "--atomic"], &["build", "--host", "github"]] {
            let (home, clone) = home();
            let public = clone.join("public");
            write(&public.join(".katalog"), forged.as_bytes());
            trap(&public);
            let before = private(home.path());
            let said = in_folder(&clone, arguments);
            assert_eq!(private(home.path()), before, "{what} {arguments:?}: {}", said.stderr);
            let is_told = said.code == Some(1) && said.stderr.contains("link");
            let is_replaced = said.code == Some(0) && ["a page", "a hard link"].contains(&what);
            let is_stranger = what.starts_with("a folder that the list") && said.stderr.contains("keys");
            assert!(
                is_told || is_replaced || is_stranger,
                "{what} {arguments:?} {:?}: {}",
                said.code,
                said.stderr
            );
        }
    }
}

#[test]
fn a_link_above_the_checkout_is_followed() {
    let (home, clone) = home();
    symlink(home.path().join("www2"), home.path().join("published")).expect("a link");
    fs::create_dir(home.path().join("www2")).expect("a folder");
    let output = home.path().join("published/site");
    let said = build(&clone, &output, &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(home.path().join("www2/site/index.html").is_file());
}

#[test]
fn a_page_in_an_untrusted_output_folder_is_not_kept() {
    let root = small_catalogue();
    let (_folder, site) = built(root.path(), &[]);
    let (_folder, hosted) = built(root.path(), &["--host", "nginx"]);
    for (arguments, site) in
        [(&[][..], &site), (&["--atomic"][..], &site), (&["--host", "nginx"][..], &hosted)]
    {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("public");
        for (path, bytes) in site {
            write(&output.join(path), bytes);
        }
        // A page of the same size, and a list with its size and digest.
        let page = "en/about/index.html";
        let old = &site[page];
        let mut tampered = b"<script>alert('a stranger')</script>".to_vec();
        tampered.resize(old.len(), b' ');
        write(&output.join(page), &tampered);
        let list = String::from_utf8(site[".katalog"].clone()).expect("a list");
        let digest = |bytes: &[u8]| {
            let listed = list.lines().find(|line| line.starts_with(page)).expect("a line");
            assert!(listed.ends_with(&blake3_half(old)), "the list has digests of bytes: {listed}");
            blake3_half(bytes)
        };
        let forged = list.replace(&blake3_half(old), &digest(&tampered));
        write(&output.join(".katalog"), forged.as_bytes());
        let said = build(root.path(), &output, arguments);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        assert_eq!(&tree(&output), site, "{arguments:?}");
    }
}

/// Returns the first half of the BLAKE3 hash.
fn blake3_half(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..32].to_owned()
}

#[test]
fn a_tampered_page_is_made_again() {
    for arguments in [&[][..], &["--atomic"]] {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("public");
        for _ in 0..2 {
            assert_eq!(build(root.path(), &output, arguments).code, Some(0));
        }
        let site = tree(&output);
        let page = output.join("en/about/index.html");
        let time = fs::metadata(&page).and_then(|found| found.modified()).expect("a time");
        let mut tampered = b"<script>".to_vec();
        tampered.resize(site["en/about/index.html"].len(), b' ');
        // First in place, then as another file with the same time.
        for is_new in [false, true] {
            if is_new {
                fs::remove_file(&page).expect("a page");
            }
            fs::write(&page, &tampered).expect("a file");
            let file = fs::File::options().write(true).open(&page).expect("a file");
            file.set_modified(time).expect("a time");
            assert_eq!(build(root.path(), &output, arguments).code, Some(0));
            assert_eq!(tree(&output), site);
        }
    }
}

#[test]
fn records_within_reach_of_a_pull_request_are_not_used() {
    let (_home, clone) = home();
    let cache = clone.join(".cache");
    let output = Command::new(&*PROGRAM)
        .current_dir(&clone)
        .env("XDG_CACHE_HOME", &cache)
        .arg("build")
        .output()
        .expect("the program starts");
    assert!(output.status.success());
    assert!(!cache.exists());
}

#[test]
fn names_of_katalogs_own_things_hide_no_page() {
    let root = small_catalogue();
    let output = root.path().join("public");
    let output_argument = output.to_string_lossy().into_owned();
    assert_eq!(katalog("build", root.path(), &["--output", &output_argument]).code, Some(0));
    write(&output.join(".katalog-new-1-0"), b"left by a killed build");
    let arguments = ["--output", &output_argument, "--host", "nginx"];
    let said = katalog("build", root.path(), &arguments);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(!output.join(".katalog-new-1-0").exists());
    for path in [".katalog-staging-evil.html", ".katalog-lock/index.html", ".katalog-lock"] {
        write(&output.join(path), b"<script>");
        let said = katalog("build", root.path(), &arguments);
        assert_eq!(said.code, Some(1), "{path}: {}", said.stderr);
        assert!(said.stderr.contains(path), "{path}: {}", said.stderr);
        let top = output.join(path.split('/').next().expect("a name"));
        if top.is_dir() { fs::remove_dir_all(top) } else { fs::remove_file(top) }.expect("removed");
    }
}

#[test]
fn foreign_files_stop_a_build_that_publishes() {
    let root = small_catalogue();
    for (arguments, stops) in [
        (&["--host", "github"][..], true),
        (&["--strict"][..], true),
        (&[][..], false),
        (&["--atomic"][..], false),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("public");
        assert_eq!(build(root.path(), &output, arguments).code, Some(0));
        // Not foreign files: an empty folder, and a repository in which the site is published.
        write(&output.join(".git/HEAD"), b"ref: refs/heads/main\n");
        fs::create_dir(output.join("empty")).expect("a folder");
        assert_eq!(build(root.path(), &output, arguments).code, Some(0), "{arguments:?}");
        write(&output.join("evil.html"), b"<script>");
        write(&output.join("en/deep/evil.html"), b"<script>");
        let before = tree(&output);
        let said = build(root.path(), &output, arguments);
        assert_eq!(said.code, Some(i32::from(stops)), "{arguments:?}: {}", said.stderr);
        for name in ["evil.html", "en/deep/evil.html"] {
            assert!(said.stderr.contains(name), "{}", said.stderr);
        }
        assert_eq!(tree(&output), before);
    }
}

#[test]
fn a_forged_list_removes_no_existing_file() {
    for arguments in [&[][..], &["--atomic"]] {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("public");
        write(
            &output.join(".katalog"),
            b"# x\nthesis.txt\t5\t00\ndata/mine.csv\t4\t00000000000000000000000000000000\n",
        );
        write(&output.join("thesis.txt"), b"years");
        write(&output.join("data/mine.csv"), b"mine");
        let said = build(root.path(), &output, arguments);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        assert!(said.stderr.contains("data/mine.csv, thesis.txt"), "{}", said.stderr);
        assert_eq!(fs::read(output.join("thesis.txt")).expect("a file"), b"years");
        assert_eq!(fs::read(output.join("data/mine.csv")).expect("a file"), b"mine");
    }
}

#[test]
fn the_output_folder_is_separate_from_the_sources() {
    for output in [
        "content",
        "content/public",
        "themes/default/assets/public",
        "locales/x",
        "schemas/x",
        ".git/x",
        ".",
        "..",
        "x/../content/y",
        "Content/public",
    ] {
        let (home, clone) = home();
        fs::create_dir_all(clone.join(".git")).expect("a folder");
        let before = tree(home.path());
        let said = in_folder(&clone, &["build", "--output", output]);
        assert_eq!(said.code, Some(1), "{output}");
        assert!(said.stderr.contains("must not contain one another"), "{output}: {}", said.stderr);
        assert_eq!(tree(home.path()), before, "{output}");
    }
    for output in ["public", "contents", "build/content", "../site"] {
        let (_home, clone) = home();
        let said = in_folder(&clone, &["build", "--output", output]);
        assert_eq!(said.code, Some(0), "{output}: {}", said.stderr);
    }
}

#[test]
fn a_list_that_is_not_a_plain_file_is_reported() {
    type Make = fn(&Path);
    let makes: [(&str, Make); 2] = [
        ("a pipe", |path| {
            assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success());
        }),
        ("a folder", |path| fs::create_dir(path).expect("a folder")),
    ];
    for (what, make) in makes {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        make(&folder.path().join(".katalog"));
        let said = build(root.path(), folder.path(), &[]);
        assert_eq!(said.code, Some(1), "{what}");
        assert!(said.stderr.contains("not a regular file"), "{what}: {}", said.stderr);
    }
}

#[test]
fn folders_are_nested_to_a_limited_depth() {
    for (below, words) in
        [("content/projects/clean-banks", "up to 32 deep"), ("themes/default/assets", "up to 16 deep")]
    {
        let root = small_catalogue();
        write(&root.path().join(below).join("a/".repeat(100)).join("a.txt"), b"x");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let said = build(root.path(), folder.path(), &[]);
        assert_eq!(said.code, Some(1), "{below}: {}", said.stderr);
        assert!(said.stderr.contains(words), "{below}: {}", said.stderr);
    }
}

#[test]
fn only_an_old_site_is_put_back() {
    type Plant = fn(&Path);
    let plants: [Plant; 3] = [
        |aside| write(&aside.join("en/evil.html"), b"evil"),
        |aside| symlink("private", aside).expect("a link"),
        |aside| write(aside, b"evil"),
    ];
    for plant in plants {
        let root = small_catalogue();
        let folder = tempfile::tempdir().expect("a temporary folder");
        plant(&folder.path().join(".public.katalog-staging-old"));
        let public = folder.path().join("public");
        let said = build(root.path(), &public, &["--atomic"]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        let site = tree(&public);
        assert!(site.contains_key("en/index.html") && !site.contains_key("en/evil.html"), "{}", said.stderr);
    }
}

#[test]
fn names_of_strangers_stay_on_their_line() {
    let root = small_catalogue();
    let folder = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(build(root.path(), folder.path(), &[]).code, Some(0));
    write(&folder.path().join("a\nwarning: run this\u{1b}[2K"), b"x");
    let said = build(root.path(), folder.path(), &[]);
    assert!(said.stderr.contains("left alone: a\\u{a}"), "{}", said.stderr);
    assert!(!said.stderr.contains("\nwarning: run") && !said.stderr.contains('\u{1b}'), "{}", said.stderr);
}

#[test]
fn a_forged_list_costs_little() {
    let root = small_catalogue();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (public, page) = (folder.path(), folder.path().join("en/no-such-page/index.html"));
    // It takes no room on the disk.
    const SIZE: u64 = 64 << 30;
    write(&page, b"");
    fs::File::options().write(true).open(&page).and_then(|file| file.set_len(SIZE)).expect("a file");
    let list = format!("en/no-such-page/index.html\t{SIZE}\t{}\n", "0".repeat(32));
    write(&public.join(".katalog"), list.as_bytes());
    let start = Instant::now();
    let said = build(root.path(), public, &[]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    assert!(said.stderr.contains("no-such-page/index.html"), "{}", said.stderr);
    assert!(page.exists() && start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    write(&public.join(".katalog"), "a\n".repeat(1_000_001).as_bytes());
    let said = build(root.path(), public, &[]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(said.stderr.contains(".katalog: this list names more than 1,000,000 files"), "{}", said.stderr);
}

#[test]
fn every_input_is_a_plain_file_below_the_root() {
    type Plant = fn(&Path);
    const PLACES: [&str; 10] = [
        "content",
        "content/areas.yaml",
        "content/projects",
        "content/projects/clean-banks",
        "content/projects/clean-banks/extra.pdf",
        "themes",
        "themes/default",
        "themes/default/assets/x.txt",
        "locales",
        "locales/en.ftl",
    ];
    let plants: [(&str, Plant); 3] = [
        ("a link", |at| symlink("../outside", at).expect("a link")),
        ("a link to a device", |at| symlink("/dev/zero", at).expect("a link")),
        ("a pipe", |at| assert!(Command::new("mkfifo").arg(at).status().expect("mkfifo").success())),
    ];
    for place in PLACES {
        for (what, plant) in plants {
            let (home, clone) = home();
            write(&home.path().join("outside/default/assets/plans.txt"), b"SECRET OF THE BUILDER");
            let at = clone.join(place);
            if at.is_dir() {
                fs::remove_dir_all(&at).expect("a folder");
            } else if at.exists() {
                fs::remove_file(&at).expect("a file");
            }
            fs::create_dir_all(at.parent().expect("a folder above")).expect("a folder");
            plant(&at);
            let said = build(&clone, &home.path().join("site"), &[]);
            assert!(matches!(said.code, Some(1 | 2)), "{place} {what} {:?}", said.code);
            assert!(
                ["link", "not a regular file", "not a folder", "no folder content/"]
                    .iter()
                    .any(|it| said.stderr.contains(it)),
                "{place} {what}: {}",
                said.stderr
            );
            assert!(!said.stderr.contains("SECRET"));
            assert!(!home.path().join("site/index.html").exists());
        }
    }
}

fn start(root: &Path, output: &Path, arguments: &[&str]) -> Child {
    Command::new(&*PROGRAM)
        .env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"))
        .args(["build", "--quiet", "--root"])
        .arg(root)
        .arg("--output")
        .arg(output)
        .args(arguments)
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

#[test]
fn ten_builds_at_once_leave_one_complete_site() {
    let roots = [small_catalogue(), small_catalogue()];
    let text = roots[1].path().join("content/pages/home/en.md");
    let words = fs::read_to_string(&text).expect("a text") + "\nMore words.\n";
    write(&text, words.as_bytes());
    fs::remove_dir_all(roots[1].path().join("content/projects/first-lessons")).expect("a project");
    // Removing the project must leave no reference to it, or `check` fails.
    let sites: Vec<Tree> = roots
        .iter()
        .filter(|root| katalog("check", root.path(), &[]).code == Some(0))
        .map(|root| built(root.path(), &[]).1)
        .collect();
    assert_eq!(sites.len(), 2, "both versions can be built");
    for arguments in [&[][..], &["--atomic"]] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("public");
        let builds: Vec<Child> = (0..10).map(|at| start(roots[at % 2].path(), &output, arguments)).collect();
        for mut build in builds {
            assert!(build.wait().expect("an end").success());
        }
        let site = tree(&output);
        assert!(sites.contains(&site), "{arguments:?}");
        let names: Vec<_> = fs::read_dir(folder.path())
            .expect("a folder")
            .map(|it| it.expect("a name").file_name())
            .collect();
        assert_eq!(names, ["public"], "nothing is left beside the site");
    }
}

#[test]
fn a_build_that_may_not_wait_reports_it_and_a_stale_lock_is_ignored() {
    let root = small_catalogue();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("public");
    let lock = folder.path().join(".public.katalog-lock");
    // The lock file of a killed build.
    write(&lock, b"");
    assert_eq!(build(root.path(), &output, &["--no-wait"]).code, Some(0));
    let file = fs::File::create(&lock).expect("a file");
    file.lock().expect("a lock");
    let before = tree(&output);
    let said = build(root.path(), &output, &["--no-wait"]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("another build is writing"), "{}", said.stderr);
    assert_eq!(tree(&output), before);
    // A build that waits reports it, and continues when it can.
    let waiting = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| build(root.path(), &output, &[]));
        std::thread::sleep(std::time::Duration::from_millis(1500));
        drop(file);
        waiting.join().expect("an end")
    });
    assert_eq!(waiting.code, Some(0));
    assert!(waiting.stderr.contains("waiting for it"), "{}", waiting.stderr);
}

/// A build that swaps a folder would take away what another build is writing in it.
#[test]
fn a_build_into_a_folder_of_another_site_waits_for_builds_of_that_site() {
    let root = small_catalogue();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("public");
    assert_eq!(build(root.path(), &output, &[]).code, Some(0));
    let lock = fs::File::create(folder.path().join(".public.katalog-lock")).expect("a file");
    lock.lock().expect("a lock");
    let said = build(root.path(), &output.join("below"), &["--no-wait"]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("another build is writing"), "{}", said.stderr);
    assert!(!output.join("below").exists());
    drop(lock);
    assert_eq!(build(root.path(), &output.join("below"), &["--no-wait"]).code, Some(0));
    assert_eq!(build(root.path(), &output, &["--atomic", "--no-wait"]).code, Some(0));
    assert!(output.join("below/index.html").exists());
}

/// A stranger can add a list to the folder of the catalogue, and nothing is written beside that folder.
#[test]
fn a_list_in_the_folder_of_the_catalogue_makes_it_no_site() {
    let root = small_catalogue();
    write(&root.path().join(".katalog"), b"");
    let name = root.path().file_name().expect("a name").to_string_lossy().into_owned();
    let lock = root.path().with_file_name(format!(".{name}.katalog-lock"));
    let held = fs::File::create(&lock).expect("a file");
    held.lock().expect("a lock");
    let said = build(root.path(), &root.path().join("public"), &["--no-wait"]);
    fs::remove_file(&lock).expect("a file");
    assert_eq!(said.code, Some(0), "{}", said.stderr);
}

#[test]
fn a_site_far_larger_than_its_content_is_stopped_before_anything_is_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("public");
    let open = |disk, files, host| {
        let destination = Destination {
            root: folder.path(),
            output: &output,
            replacing: Replacing::Files,
            records: None,
            is_site_path: &|_| true,
            refuses_strangers: true,
            waiting: None,
            hides_list: false,
            limits: Limits { disk, files, host },
        };
        Output::open(&destination).expect("an empty folder")
    };
    let site = open(5000, 10, None);
    assert!(site.put("a.html", &[b'a'; 60], None).is_ok());
    assert!(matches!(site.put("b.html", &[b'b'; 60], None), Err(PublishError::TooLarge(5000))));
    drop(site);
    assert_eq!(tree(&output).len(), 0);
    let site = open(100_000, 1, None);
    assert!(site.put("a.html", b"", None).is_ok());
    assert!(matches!(site.put("b.html", b"", None), Err(PublishError::TooMany(1))));
    drop(site);
    assert_eq!(tree(&output).len(), 0);
    // Every file takes a block of the disk.
    let site = open(2 * 4096, 2, None);
    for name in ["a.html", "b.html"] {
        site.put(name, &[b'a'; 60], None).expect("room for both");
    }
    assert_eq!(site.commit(None).expect("a site").files, 2);
    // A host has its own limits, and the message says what to do.
    let host = HostLimits { host: "Example", files: 3, file: 100, all: 150 };
    let site = open(100_000, 10, Some(host));
    let said = |path: &str, size: usize| {
        let put = site.put(path, &vec![b'a'; size], None);
        put.err().map(|error| error.to_string()).unwrap_or_default()
    };
    assert!(
        said("data/a.json", 101).starts_with("data/a.json would have 0.1 MiB, but Example accepts no file")
    );
    assert_eq!(said("b.html", 20), "");
    let large = said("c.html", 60);
    assert!(large.contains("the most that Example publishes") && large.contains("`data:`"), "{large}");
    assert!(said("d.html", 0).contains("more than 3 files, the most that Example accepts"));
}

#[test]
fn names_in_a_theme_cannot_change_the_settings_of_a_server() {
    for name in ["x {} location /y", "y\n  X-Evil: 1\n", "š", "a;b", "a%20b"] {
        let (_home, root) = home();
        write(&root.join("themes/default/assets").join(name).join("q.css"), b"a{}");
        for host in ["nginx", "netlify", "s3"] {
            let said =
                build(&root, &root.join("site"), &["--host", host, "--base-url", "https://example.org/"]);
            assert_eq!(said.code, Some(1), "{name:?} {host}: {}", said.stderr);
            assert!(said.stderr.contains("names in a theme consist of"), "{}", said.stderr);
            assert!(!root.join("site").exists());
        }
    }
}

#[test]
fn many_small_files_must_not_be_large_together() {
    let (_home, root) = home();
    let assets = root.join("themes/default/assets");
    fs::create_dir_all(&assets).expect("a folder");
    for number in 0..5 {
        let file = fs::File::create(assets.join(format!("{number}.bin"))).expect("a file");
        file.set_len(16 * 1024 * 1024).expect("room");
    }
    let said = build(&root, &root.join("site"), &[]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("all files of a theme together may have up to 64 MiB"), "{}", said.stderr);

    let (_home, root) = home();
    let page = root.join("content/pages/about");
    write(&page.join("0.md"), "a".repeat(256 * 1024).as_bytes());
    for number in 1..=8 * 128 {
        fs::hard_link(page.join("0.md"), page.join(format!("{number}.md"))).expect("a link");
    }
    let said = katalog("check", &root, &[]);
    assert_eq!(said.code, Some(1));
    assert!(said.stderr.contains("may have at most 128 MiB"), "{}", said.stderr);
}
