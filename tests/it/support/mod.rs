//! The catalogues of the tests, and runs of the program on copies of it.

pub(crate) mod case;
pub(crate) mod catalogue;
pub(crate) mod site;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::LazyLock;

use assert_cmd::Command;
use tempfile::TempDir;
use walkdir::WalkDir;

/// The program under test: the one that the variable `KATALOG` names, or the one that cargo built with the tests.
pub(crate) static PROGRAM: LazyLock<String> =
    LazyLock::new(|| std::env::var("KATALOG").unwrap_or_else(|_| env!("CARGO_BIN_EXE_katalog").to_owned()));

/// Returns a path below `tests/`.
pub(crate) fn tests(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(path)
}

/// Returns a copy of the small catalogue, which a test may change.
pub(crate) fn small_catalogue() -> TempDir {
    copy_of("small")
}

/// Returns a copy of the catalogue that uses every kind and key.
pub(crate) fn everything() -> TempDir {
    copy_of("everything")
}

fn copy_of(catalogue: &str) -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    lay_over(&tests(catalogue), root.path());
    root
}

/// Copies every file below `from` to the same path below `to`.
pub(crate) fn lay_over(from: &Path, to: &Path) {
    for entry in WalkDir::new(from) {
        let entry = entry.expect("a readable folder");
        if entry.file_type().is_file() {
            let below = entry.path().strip_prefix(from).expect("a path below the folder");
            write(&to.join(below), &fs::read(entry.path()).expect("a readable file"));
        }
    }
}

/// Writes a file, and the folders that it needs.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder that can be made");
    fs::write(path, bytes).expect("a file that can be written");
}

/// Reads a text below a folder.
pub(crate) fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The standard error and the exit code of a run.
pub(crate) struct Said {
    /// `None` if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Writes the catalogue of `katalog init` into an empty folder.
pub(crate) fn init(folder: &Path, arguments: &[&str]) {
    Command::new(&*PROGRAM).arg("init").arg(folder).args(arguments).assert().success();
}

/// Runs `katalog <command> --root <root> <arguments>`, away from any catalogue.
pub(crate) fn katalog(command: &str, root: &Path, arguments: &[&str]) -> Said {
    let elsewhere = tempfile::tempdir().expect("a temporary folder");
    let output = Command::new(&*PROGRAM)
        .current_dir(elsewhere.path())
        .env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"))
        .arg(command)
        .arg("--root")
        .arg(root)
        .args(arguments)
        .output()
        .expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("reports are UTF-8");
    Said { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Starts a preview at a port, and returns it with its address as it prints it.
pub(crate) fn preview(root: &Path, port: &str) -> (std::process::Child, String) {
    let mut program = std::process::Command::new(&*PROGRAM)
        .args(["serve", "--port", port, "--root"])
        .arg(root)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    BufReader::new(program.stdout.take().expect("an output")).read_line(&mut line).expect("an address");
    (program, line.trim().trim_end_matches('/').to_owned())
}
