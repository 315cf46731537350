//! Build script: sets `KATALOG_COMMIT`, the commit of the sources (empty in development builds and without git), and
//! `KATALOG_SOURCES`, a hash of the sources, so that a build does not reuse files that another program wrote.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// The files and folders that the program is built from.
const SOURCES: [&str; 7] = ["Cargo.lock", "Cargo.toml", "build.rs", "locales", "schemas", "src", "themes"];

fn main() {
    // Development builds leave the commit out, because they would be compiled again after each commit.
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
        // A packaged crate may lack some of them.
        let _ = add(Path::new(source), &mut hasher);
    }
    println!("cargo::rustc-env=KATALOG_SOURCES={}", hasher.finalize().to_hex());
}

/// Adds a file, or all files of a folder, to the hash.
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

/// Returns the commit and its date, such as `0a1b2c3d4e 2024-05-17`. Returns `None` unless these sources are the top
/// folder of a repository: they may be inside another one.
fn commit() -> Option<String> {
    let is_own = git(&["rev-parse", "--show-prefix"])?.is_empty();
    if is_own { git(&["log", "-1", "--format=%h %cs", "--abbrev=10"]) } else { None }
}

/// Runs this script again after each commit. Missing files are not watched: they would make it run every time.
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
