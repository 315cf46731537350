//! Tests content in a repository of its own: a submodule, or another repository in a folder of the root.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::history::{git, git_on};
use crate::support::{Said, katalog, lay_over, read, tests, write};

/// A folder for repositories, with one of the content at its top: everything was added in March, and a project changed in
/// April.
struct Content {
    folder: TempDir,
    from: PathBuf,
}

impl Content {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let from = folder.path().join("content-only");
        lay_over(&tests("small/content"), &from);
        git(&from, &["init", "--quiet"]);
        add_all(&from, "2025-03-01");
        let text = from.join("projects/home-nursing/en.md");
        write(&text, (fs::read_to_string(&text).expect("a text") + "\nMore.\n").as_bytes());
        add_all(&from, "2025-04-02");
        Content { folder, from }
    }

    /// Makes a root with a commit of its own, in May.
    fn root(&self, name: &str) -> PathBuf {
        let root = self.folder.path().join(name);
        write(&root.join("README.md"), b"A catalogue.\n");
        git(&root, &["init", "--quiet"]);
        add_all(&root, "2025-05-03");
        root
    }

    /// Makes a root whose content is a submodule.
    fn submodule(&self) -> PathBuf {
        let root = self.root("site");
        let from = format!("file://{}", self.from.display());
        git(&root, &["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &from, "content"]);
        add_all(&root, "2025-05-04");
        root
    }

    /// Makes a root whose content is another repository, of which it knows nothing.
    fn another(&self) -> PathBuf {
        let root = self.root("outer");
        git(&root, &["clone", "--quiet", &self.from.to_string_lossy(), "content"]);
        root
    }

    /// Makes a root without a repository around its content.
    fn alone(&self) -> PathBuf {
        let root = self.folder.path().join("alone");
        fs::create_dir(&root).expect("a folder");
        git(&root, &["clone", "--quiet", &self.from.to_string_lossy(), "content"]);
        root
    }

    fn all(&self) -> [PathBuf; 3] {
        [self.submodule(), self.another(), self.alone()]
    }
}

fn add_all(folder: &Path, day: &str) {
    git_on(folder, day, &["add", "--all"]);
    git_on(folder, day, &["commit", "--quiet", "--message", "Content"]);
}

fn build(root: &Path, arguments: &[&str]) -> Said {
    let output = root.join("public").to_string_lossy().into_owned();
    katalog("build", root, &[&["--output", &output], arguments].concat())
}

#[test]
fn its_dates_feeds_and_changes_are_those_of_its_own_commits() {
    let content = Content::new();
    for root in content.all() {
        let said = build(&root, &["--strict"]);
        assert_eq!(said.code, Some(0), "{}: {}", root.display(), said.stderr);
        for (path, expected) in [
            ("en/atom.xml", "<updated>2025-04-02T12:00:00Z</updated>"),
            ("en/projects/home-nursing/index.html", "<time datetime=2025-04-02>"),
            ("en/projects/clean-banks/index.html", "<time datetime=2025-03-01>"),
            ("en/changes/index.html", "2025-04-02"),
            ("data/catalogue.json", "\"date\":\"2025-04-02\""),
        ] {
            let text = read(&root.join("public"), path)
                .replace("datetime=\"2025", "datetime=2025")
                .replace("\">", ">");
            assert!(text.contains(expected), "{}: {path} lacks {expected}", root.display());
            assert!(!text.contains("2025-05-0"), "{}: {path}", root.display());
        }
        let commit = git(&root.join("content"), &["rev-parse", "--short=12", "HEAD"]);
        assert!(read(&root, "public/data/catalogue.json").contains(commit.trim()));
        // A text whose counterpart changed is stale.
        let said = katalog("translations", &root, &[]);
        assert!(said.stdout.contains("content/projects/home-nursing/sr.md"), "{}", said.stdout);
    }
}

#[test]
fn its_commits_are_released() {
    let content = Content::new();
    for root in content.all() {
        let archive = content.folder.path().join("content.zip").to_string_lossy().into_owned();
        let said = katalog("release", &root, &["--archive", &archive]);
        assert_eq!(said.code, Some(0), "{}: {}", root.display(), said.stderr);
        let commit = git(&root.join("content"), &["rev-parse", "HEAD"]);
        assert!(read(&root, "content/releases.yaml").contains(commit.trim()), "{}", root.display());
        fs::remove_file(&archive).expect("an archive");
    }
}

/// Whoever writes such a file could point to a private repository, or to one with settings that name programs.
#[test]
fn a_file_that_leads_to_the_repository_of_another_folder_is_told() {
    let content = Content::new();
    let other = content.another().join("content/.git");
    for (name, leads) in [
        ("relative", "gitdir: ../../content-only/.git\n".to_owned()),
        ("absolute", format!("gitdir: {}\n", other.display())),
        ("nowhere", "gitdir: ../no/such/folder\n".to_owned()),
        ("nothing", "no repository\n".to_owned()),
    ] {
        let root = content.root(name);
        lay_over(&tests("small/content"), &root.join("content"));
        add_all(&root, "2025-05-03");
        write(&root.join("content/.git"), leads.as_bytes());
        let said = build(&root, &[]);
        assert_eq!(said.code, Some(0), "{name}: {}", said.stderr);
        assert!(said.stderr.contains("warning: git does not read the history"), "{name}: {}", said.stderr);
        assert!(!root.join("public/en/atom.xml").exists(), "{name}");
        assert_eq!(build(&root, &["--strict"]).code, Some(1), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn settings_of_a_submodule_run_no_program() {
    use std::os::unix::fs::PermissionsExt;
    let content = Content::new();
    let root = content.submodule();
    let trace = content.folder.path().join("trace");
    let program = content.folder.path().join("program.sh");
    write(&program, format!("#!/bin/sh\ntouch '{}'\n", trace.display()).as_bytes());
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a program");
    let program = program.to_string_lossy().into_owned();
    for (key, value) in [
        ("core.fsmonitor", &*program),
        ("core.sshCommand", &program),
        ("core.pager", &program),
        ("core.hooksPath", &program),
        ("diff.external", &program),
        ("gpg.program", &program),
        ("log.showSignature", "true"),
        ("filter.x.clean", &program),
        ("filter.x.smudge", &program),
        ("diff.x.textconv", &program),
        ("diff.x.command", &program),
    ] {
        git(&root.join("content"), &["config", key, value]);
    }
    write(&root.join(".git/modules/content/info/attributes"), b"* filter=x diff=x\n");
    assert_eq!(build(&root, &[]).code, Some(0));
    assert!(read(&root, "public/en/atom.xml").contains("2025-04-02"));
    let archive = content.folder.path().join("content.zip").to_string_lossy().into_owned();
    for (command, arguments) in
        [("check", &["--format", "sarif"][..]), ("translations", &[]), ("release", &["--archive", &archive])]
    {
        assert_eq!(katalog(command, &root, arguments).code, Some(0), "{command}");
    }
    assert!(!trace.exists(), "a program ran");
}

#[test]
fn a_submodule_that_is_not_checked_out_is_named() {
    let content = Content::new();
    let (from, clone) = (content.submodule(), content.folder.path().join("clone"));
    git(content.folder.path(), &["clone", "--quiet", &from.to_string_lossy(), "clone"]);
    let said = katalog("check", &clone, &[]);
    assert_eq!(said.code, Some(1));
    said.reports("it is a submodule that is not checked out\nrun `git submodule update --init`\n");
    git(&clone, &["-c", "protocol.file.allow=always", "submodule", "--quiet", "update", "--init"]);
    assert_eq!(katalog("check", &clone, &[]).code, Some(0));
}
