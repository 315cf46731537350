//! Before the program is compiled: which commit is it? Sources that came without git have none. And what is it made
//! from? Files that another program wrote are made again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// What the program is made from.
const SOURCES: [&str; 7] = ["Cargo.lock", "Cargo.toml", "build.rs", "locales", "schemas", "src", "themes"];

fn main() {
    // While it is worked on, a program would be compiled anew after each commit.
    let is_release = env::var_os("PROFILE").is_some_and(|profile| profile == "release");
    let commit = if is_release { commit() } else { None };
    let commit = commit.map(|commit| format!(" ({commit})")).unwrap_or_default();
    println!("cargo::rustc-env=KATALOG_COMMIT={commit}");
    println!("cargo::rerun-if-changed=build.rs");
    if is_release {
        watch_commits();
    }
    let features: BTreeSet<String> =
        env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CARGO_FEATURE_")).collect();
    let mut hasher = blake3::Hasher::new();
    features.iter().for_each(|name| _ = hasher.update(name.as_bytes()));
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        // A package that was packed for others may lack some of them.
        let _ = add(Path::new(source), &mut hasher);
    }
    println!("cargo::rustc-env=KATALOG_SOURCES={}", hasher.finalize().to_hex());
}

/// Adds a file, or all files of a folder.
fn add(path: &Path, hasher: &mut blake3::Hasher) -> io::Result<()> {
    if path.is_dir() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
        entries.sort();
        return entries.iter().try_for_each(|entry| add(entry, hasher));
    }
    hasher.update(path.to_string_lossy().as_bytes());
    hasher.update(&fs::read(path)?);
    Ok(())
}

/// The commit and its day, such as `0a1b2c3d4e 2024-05-17`, if these sources are the top of a repository: they may lie
/// within another one.
fn commit() -> Option<String> {
    let is_own = git(&["rev-parse", "--show-prefix"])?.is_empty();
    if is_own { git(&["log", "-1", "--format=%h %cs", "--abbrev=10"]) } else { None }
}

/// Has this run again when there is another commit. A file that is not there would do so each time.
fn watch_commits() {
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", name]).filter(|path| Path::new(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = output.status.success().then(|| String::from_utf8(output.stdout).ok())??;
    Some(text.trim_end().to_owned())
}
