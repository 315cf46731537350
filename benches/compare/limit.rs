//! Measures a lower limit for the time of a build: it writes the folders of a site, and files of the same size, from
//! memory on all cores.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::time::Instant;

use cpu_time::ProcessTime;
use rayon::prelude::*;
use walkdir::WalkDir;

use super::Outcome;

/// The folders of a site, including its root, and its files with their sizes.
#[derive(Default)]
struct Site {
    folders: Vec<PathBuf>,
    files: Vec<(PathBuf, usize)>,
}

/// Writes the folders and files into a new folder, and prints the elapsed time and the processor time in seconds.
pub(crate) fn write(site: &Path, to: &Path) -> Outcome<()> {
    let Site { folders, files } = Site::of(site)?;
    let largest = files.iter().map(|(_, size)| *size).max().unwrap_or_default();
    let bytes = vec![b' '; largest];
    // Folders that contain folders come first, one after another.
    let outer: BTreeSet<&Path> = folders.iter().filter_map(|folder| folder.parent()).collect();
    let inner: Vec<&PathBuf> = folders.iter().filter(|folder| !outer.contains(folder.as_path())).collect();

    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    outer.iter().try_for_each(|folder| fs::create_dir(to.join(folder)))?;
    inner.par_iter().try_for_each(|folder| fs::create_dir(to.join(folder)))?;
    files.par_iter().try_for_each(|(file, size)| fs::write(to.join(file), &bytes[..*size]))?;
    Ok(writeln!(stdout(), "{} {}", wall.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64())?)
}

impl Site {
    fn of(root: &Path) -> Outcome<Self> {
        let mut site = Site::default();
        for entry in WalkDir::new(root).sort_by_file_name() {
            let entry = entry?;
            let path = entry.path().strip_prefix(root)?.to_owned();
            if entry.file_type().is_dir() {
                site.folders.push(path);
            } else {
                site.files.push((path, usize::try_from(entry.metadata()?.len())?));
            }
        }
        Ok(site)
    }
}
