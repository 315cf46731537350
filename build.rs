//! Build script: sets `KATALOG_COMMIT`, the commit of the sources (empty in development builds and without git), and
//! `KATALOG_SOURCES`, a hash of the sources, so that a build does not reuse files that another program wrote. It also
//! writes `gazetteer.rs`, the facts of the places in `content/`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// The files and folders that the program is built from.
const SOURCES: [&str; 7] = ["Cargo.lock", "Cargo.toml", "build.rs", "locales", "schemas", "src", "themes"];

/// The keys of a place that are public knowledge. All others stay out of the program: they refer to documents, or they
/// are the history of this catalogue.
const PLACE_KEYS: [&str; 11] = [
    "name",
    "genitive",
    "locative",
    "number",
    "type",
    "district",
    "region",
    "seat",
    "iso",
    "coordinates",
    "ids",
];

fn main() {
    write_gazetteer().expect("the places in content/ can be read, and the output folder can be written");
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

/// Writes `gazetteer.rs`: for each kind of place, the ids and facts of all places, ordered by id.
fn write_gazetteer() -> io::Result<()> {
    let content = Path::new("content");
    let read = |path: PathBuf| {
        println!("cargo::rerun-if-changed={}", path.display());
        // Some editors on Windows write other line breaks.
        fs::read_to_string(path).map(|text| text.replace("\r\n", "\n"))
    };
    let folder = content.join("municipalities");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut municipalities = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let id = entry?.file_name().to_string_lossy().into_owned();
        let path = folder.join(&id).join("municipality.yaml");
        if path.is_file() {
            municipalities.push((id, place_facts(&read(path)?)));
        }
    }
    municipalities.sort();
    let listed = |name: &str| -> io::Result<Vec<(String, String)>> {
        let text = read(content.join(name))?;
        let mut entries: Vec<(String, String)> = blocks(&text)
            .into_iter()
            .map(|(id, lines)| {
                let below = lines.split_once('\n').map_or("", |(_, below)| below);
                let facts =
                    below.lines().map(|line| format!("{}\n", line.strip_prefix("  ").unwrap_or(line)));
                (id.to_owned(), place_facts(&facts.collect::<String>()))
            })
            .collect();
        entries.sort();
        Ok(entries)
    };
    let mut code = String::new();
    for (name, what, places) in [
        ("MUNICIPALITIES", "cities and municipalities", municipalities),
        ("DISTRICTS", "districts", listed("districts.yaml")?),
        ("REGIONS", "regions", listed("regions.yaml")?),
    ] {
        let _ = writeln!(
            code,
            "/// The ids and facts of the {what}.\npub(super) static {name}: &[(&str, &str)] = &["
        );
        for (id, facts) in places {
            let _ = writeln!(code, "    ({id:?}, {facts:?}),");
        }
        code.push_str("];\n");
    }
    let output = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(output.join("gazetteer.rs"), code)
}

/// Returns the lines of a record that are public knowledge.
fn place_facts(record: &str) -> String {
    let is_public = |key: &str| PLACE_KEYS.contains(&key);
    blocks(record).into_iter().filter(|(key, _)| is_public(key)).map(|(_, lines)| lines).collect()
}

/// Splits YAML into its top-level keys, each with its lines. Comments and empty lines between them are left out.
fn blocks(text: &str) -> Vec<(&str, String)> {
    let mut blocks: Vec<(&str, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        match line.split_once(':') {
            Some((key, _)) if !line.starts_with(' ') => blocks.push((key, format!("{line}\n"))),
            _ => blocks.iter_mut().rev().take(1).for_each(|(_, lines)| lines.push_str(&format!("{line}\n"))),
        }
    }
    blocks
}
