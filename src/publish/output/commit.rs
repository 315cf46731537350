//! Moves a finished site into the output folder, and removes what it no longer has.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::Path;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::error::PublishError;
use super::found::{Stamp, Thing};
use super::list::{Content, LIST};
use super::record::{Made, Record, Whole};
use super::{NewFile, Output, REPOSITORY, Replacing, Summary, found, is_own, list, swap};
use crate::base::folder::Folder;
use crate::base::hash::Digest;

/// The maximum number of files named in an error.
const MOST_NAMED: usize = 10;

impl Output {
    /// Moves the staged files into place and removes files of the last build that the site no longer has. The next build
    /// may keep this one as a `whole`, unless there are files in the folder that no build wrote.
    ///
    /// # Errors
    /// If a file cannot be moved or removed. Each file is complete even then, and the next build finishes the work.
    pub fn commit(mut self, whole: Option<Whole>) -> Result<Summary, PublishError> {
        let files = std::mem::take(&mut self.state().files);
        let gone: Vec<&String> = self.listed.keys().filter(|path| !files.contains_key(*path)).collect();
        let (gone, changed): (Vec<&String>, Vec<&String>) = gone
            .into_iter()
            .filter(|path| self.found.contains_key(OsStr::new(*path)))
            .partition(|path| self.is_ours(path));
        for path in &changed {
            let below = format!("{path}/");
            if files.range(below.clone()..).next().is_some_and(|(path, _)| path.starts_with(&below)) {
                return Err(PublishError::Foreign(self.shown.join(path)));
            }
        }
        let mut strangers = self.strangers(&files);
        strangers.extend(changed.into_iter().cloned());
        strangers.sort();
        if self.refuses_strangers && !strangers.is_empty() {
            let first = strangers.iter().take(MOST_NAMED).cloned().collect();
            return Err(PublishError::Strangers(self.shown.clone(), first, strangers.len()));
        }
        self.whole = whole.filter(|_| strangers.is_empty());
        let summary = Summary {
            files: files.len(),
            written: files.values().filter(|file| file.is_staged).count(),
            removed: gone.len(),
            strangers,
        };
        let gone: BTreeSet<String> = gone.into_iter().cloned().collect();
        match self.replacing {
            Replacing::Files => self.replace_files(files, &gone)?,
            Replacing::Folder => self.replace_folder(files, &gone)?,
        }
        Ok(summary)
    }

    /// Returns whether the folder has nothing but the site of the last build.
    pub(super) fn is_free_of_strangers(&self) -> bool {
        self.strangers(&BTreeMap::new()).is_empty()
    }

    /// Returns the paths in the folder that are neither listed nor part of the new site.
    fn strangers(&self, files: &BTreeMap<String, NewFile>) -> Vec<String> {
        let is_part = |path: &str| {
            self.is_listed(path) || files.contains_key(path) || path.split('/').next() == Some(REPOSITORY)
        };
        let is_strange = |(path, thing): &(&OsString, &Thing)| {
            **thing != Thing::EmptyFolder && !path.to_str().is_some_and(is_part)
        };
        self.found.iter().filter(is_strange).map(|(path, _)| path.to_string_lossy().into_owned()).collect()
    }

    /// Returns whether a listed file has the listed bytes. A forged list cannot contain the digest of a file whose
    /// contents its author does not know. No more bytes are compared than a site may have.
    fn is_ours(&self, path: &str) -> bool {
        let Some(Some(content)) = self.listed.get(path) else { return false };
        let Some(Thing::File { size, .. }) = self.found.get(OsStr::new(path)) else { return false };
        let compared = self.compared.fetch_add(*size, Ordering::Relaxed).saturating_add(*size);
        *size == content.size
            && compared <= self.limits.disk
            && self.root.open_file(path).is_ok_and(|(file, _)| {
                Digest::of_reader(file.take(*size)).is_ok_and(|digest| digest == content.digest)
            })
    }

    fn replace_files(
        self,
        mut files: BTreeMap<String, NewFile>,
        gone: &BTreeSet<String>,
    ) -> Result<(), PublishError> {
        let staged: Vec<&String> =
            files.iter().filter(|(_, file)| file.is_staged).map(|(path, _)| path).collect();
        if !staged.is_empty() || !gone.is_empty() {
            if let Some(file) = &self.record_file {
                file.remove();
            }
            // The list first names both old and new files, so that the next build can clean up if this one is
            // interrupted.
            let mut all: BTreeMap<&String, Option<Content>> =
                self.listed.iter().map(|(path, content)| (path, *content)).collect();
            all.extend(files.iter().map(|(path, file)| (path, Some(file.content))));
            self.root.replace_unsynced(LIST, list::text(all.into_iter()).as_bytes())?;
        }
        for path in gone {
            remove(&self.root, path)?;
        }
        let site = self.staging.site();
        if self.is_site {
            let moved: Vec<(String, Option<Stamp>)> = staged
                .par_iter()
                .map(|path| {
                    let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
                    let folder = self.root.create_folder(above)?;
                    site.rename(path, &folder, name)?;
                    let stamp = folder.metadata(name)?.and_then(|metadata| Stamp::of(&metadata));
                    Ok(((*path).clone(), stamp))
                })
                .collect::<Result<_, PublishError>>()?;
            for (path, stamp) in moved {
                if let Some(file) = files.get_mut(&path) {
                    file.stamp = stamp;
                }
            }
        } else {
            // Renaming whole folders does not change the stamps of the files in them.
            for entry in site.entries()? {
                site.rename(&entry.name, &self.root, &entry.name)?;
            }
        }
        self.finish(&self.root, &files)
    }

    /// Writes the list, and the record of this build.
    fn finish(&self, site: &Folder, files: &BTreeMap<String, NewFile>) -> Result<(), PublishError> {
        let list = list::text(files.iter().map(|(path, file)| (path, Some(file.content))));
        let of_file =
            |(path, file): (_, &NewFile)| Some((path, Made { inputs: file.inputs?, stamp: file.stamp }));
        let made = || files.iter().filter_map(of_file);
        let known = self.record.files.iter().map(|(path, made)| (path, *made));
        let is_known = self.record_file.is_none() || (made().eq(known) && self.whole == self.record.whole);
        if is_known && list.as_bytes() == self.list {
            return Ok(());
        }
        site.replace_unsynced(LIST, list.as_bytes())?;
        if let Some(file) = &self.record_file {
            let listed = site.metadata(LIST)?.and_then(|metadata| Stamp::of(&metadata));
            let files = made().map(|(path, made)| (path.clone(), made)).collect();
            file.write(&Record { files, listed, whole: self.whole.clone() }, &list);
        }
        Ok(())
    }

    fn replace_folder(
        mut self,
        mut files: BTreeMap<String, NewFile>,
        gone: &BTreeSet<String>,
    ) -> Result<(), PublishError> {
        self.keep_strangers(&files, gone)?;
        let site = self.staging.site().folder("")?;
        let list = list::text(files.iter().map(|(path, file)| (path, Some(file.content))));
        site.replace_unsynced(LIST, list.as_bytes())?;
        site.set_permissions_of(&self.root)?;
        if let Some(file) = &self.record_file {
            file.remove();
        }
        self.staging.swap(&self.name, &swap::aside(&self.name))?;
        // Removing the old site changes the stamps of files that both sites share, so they are read afterwards.
        self.staging.remove()?;
        self.list.clear();
        if self.record_file.is_some() {
            for (path, thing) in found::look(&site, &is_own)? {
                let file = path.to_str().and_then(|path| files.get_mut(path));
                if let (Some(file), Thing::File { stamp, .. }) = (file, thing) {
                    file.stamp = stamp;
                }
            }
            self.finish(&site, &files)?;
        }
        Ok(())
    }

    /// Links or creates everything that no build wrote in the new site: files, links and empty folders.
    fn keep_strangers(
        &self,
        files: &BTreeMap<String, NewFile>,
        gone: &BTreeSet<String>,
    ) -> Result<(), PublishError> {
        for (path, thing) in &self.found {
            if path.to_str().is_some_and(|path| files.contains_key(path) || gone.contains(path)) {
                continue;
            }
            let path = Path::new(path);
            let folder = self.staging.site().create_folder(path.parent().unwrap_or(Path::new("")))?;
            let Some(name) = path.file_name() else { continue };
            match thing {
                Thing::EmptyFolder => drop(folder.create_folder(name)?),
                Thing::File { .. } | Thing::Link | Thing::Other => self.root.link(path, &folder, name)?,
            }
        }
        Ok(())
    }
}

/// Removes a file and the folders above it that become empty.
pub(super) fn remove(root: &Folder, path: &str) -> Result<(), PublishError> {
    root.remove_file(path)?;
    let mut above = path;
    while let Some((folder, _)) = above.rsplit_once('/') {
        if !root.remove_if_empty(folder)? {
            break;
        }
        above = folder;
    }
    Ok(())
}
