//! Stages a new site and swaps it with the old one.

use super::list::LIST;
use crate::base::folder::{EntryType, FileError, Folder};

/// The start of the name of the staging folder.
pub(super) const STAGING_PREFIX: &str = ".katalog-staging-";

/// The folder within the staging folder for the files of the new site.
const STAGED_SITE: &str = "site";

/// A staging folder for new files, which is removed on drop.
pub(super) struct Staging {
    parent: Folder,
    name: String,
    /// The staging folder itself, which other users cannot open.
    own: Option<Folder>,
    site: Folder,
}

impl Staging {
    /// Creates a staging folder in `parent`. First removes those of killed builds.
    pub(super) fn new(parent: Folder, prefix: &str) -> Result<Self, FileError> {
        remove_leftovers(&parent, prefix)?;
        let name = format!("{prefix}new");
        let own = parent.create_private_folder(&name)?;
        let site = own.create_folder(STAGED_SITE)?;
        Ok(Staging { parent, name, own: Some(own), site })
    }

    /// Returns the folder for the files of the new site.
    pub(super) fn site(&self) -> &Folder {
        &self.site
    }

    /// Swaps the new site with the folder `name` in the same parent.
    pub(super) fn swap(&self, name: &str, aside: &str) -> Result<(), FileError> {
        let Some(own) = &self.own else { return Ok(()) };
        if exchange(own, STAGED_SITE, &self.parent, name)? {
            return Ok(());
        }
        self.parent.rename(name, &self.parent, aside)?;
        if let Err(error) = own.rename(STAGED_SITE, &self.parent, name) {
            self.parent.rename(aside, &self.parent, name)?;
            return Err(error);
        }
        self.parent.remove_all(aside)
    }

    /// Removes the folder and everything that is left in it.
    pub(super) fn remove(&mut self) -> Result<(), FileError> {
        self.own = None;
        self.parent.remove_all(&self.name)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if self.own.take().is_some() {
            // If this fails, the next build removes the folder.
            let _ = self.parent.remove_all(&self.name);
        }
    }
}

/// Returns the start of the name of the staging folder next to an output folder.
pub(super) fn prefix_beside(name: &str) -> String {
    format!(".{name}{STAGING_PREFIX}")
}

/// Returns the temporary name of the old site on systems that cannot swap two folders in one step.
pub(super) fn aside(name: &str) -> String {
    format!("{}old", prefix_beside(name))
}

/// Restores the old site if a killed build had moved it aside.
pub(super) fn put_back(parent: &Folder, name: &str) -> Result<(), FileError> {
    let aside = aside(name);
    let is_site = || -> Result<bool, FileError> {
        Ok(parent.folder(&aside)?.entry_type(LIST)? == Some(EntryType::File))
    };
    if parent.entry_type(&aside)? == Some(EntryType::Folder) && is_site()? && parent.remove_if_empty(name)? {
        parent.rename(&aside, parent, name)?;
    }
    remove_leftovers(parent, &prefix_beside(name))
}

/// Removes the staging folders of killed builds.
pub(super) fn remove_leftovers(folder: &Folder, prefix: &str) -> Result<(), FileError> {
    for entry in folder.entries()? {
        let is_staging = entry.name.as_encoded_bytes().starts_with(prefix.as_bytes());
        if is_staging && entry.entry_type == EntryType::Folder {
            folder.remove_all(&entry.name)?;
        }
    }
    Ok(())
}

/// Swaps two folders in one step; returns `false` if the system cannot do that.
#[cfg(target_os = "linux")]
fn exchange(one: &Folder, one_name: &str, other: &Folder, other_name: &str) -> Result<bool, FileError> {
    use crate::base::folder::Reason;
    use rustix::fs::{RenameFlags, renameat_with};
    use rustix::io::Errno;
    let flags = RenameFlags::EXCHANGE;
    match renameat_with(one.descriptor(), one_name, other.descriptor(), other_name, flags) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => {
            Err(FileError { path: other.path().join(other_name), reason: Reason::Io(error.into()) })
        }
    }
}

/// Swaps two folders in one step; returns `false` if the system cannot do that.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "another system can")]
fn exchange(_: &Folder, _: &str, _: &Folder, _: &str) -> Result<bool, FileError> {
    Ok(false)
}
