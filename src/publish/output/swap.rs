//! Where a new site is collected, and how it takes the place of the old one.

use crate::base::folder::{FileError, Folder};

/// The beginning of the name of the folder that a build collects new files in.
pub(super) const STAGING_PREFIX: &str = ".katalog-staging-";

/// The folder within it that holds the files of the new site.
const STAGED_SITE: &str = "site";

/// A folder for new files that is removed when it is dropped.
pub(super) struct Staging {
    parent: Folder,
    name: String,
    /// The staging folder itself, which is closed to other users.
    own: Option<Folder>,
    site: Folder,
}

impl Staging {
    /// Makes a new one in `parent`; what builds that were killed left there is removed first.
    pub(super) fn new(parent: Folder, prefix: &str) -> Result<Self, FileError> {
        remove_leftovers(&parent, prefix)?;
        let name = format!("{prefix}new");
        let own = parent.create_private_folder(&name)?;
        let site = own.create_folder(STAGED_SITE)?;
        Ok(Staging { parent, name, own: Some(own), site })
    }

    /// The folder for the files of the new site.
    pub(super) fn site(&self) -> &Folder {
        &self.site
    }

    /// Lets the new site and the folder `name` in the same parent change places.
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

    /// Removes the folder with all that is left in it.
    pub(super) fn remove(&mut self) -> Result<(), FileError> {
        self.own = None;
        self.parent.remove_all(&self.name)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if self.own.take().is_some() {
            // What is left is removed by the next build.
            let _ = self.parent.remove_all(&self.name);
        }
    }
}

/// How the staging folder beside an output folder is called, as far as it is always the same.
pub(super) fn prefix_beside(name: &str) -> String {
    format!(".{name}{STAGING_PREFIX}")
}

/// Where the old site is for a moment, if the system cannot let two folders change places in one step.
pub(super) fn aside(name: &str) -> String {
    format!("{}old", prefix_beside(name))
}

/// Puts the old site back that a build which was killed had moved aside.
pub(super) fn put_back(parent: &Folder, name: &str) -> Result<(), FileError> {
    let aside = aside(name);
    if parent.entry_type(&aside)?.is_some() && parent.remove_if_empty(name)? {
        parent.rename(&aside, parent, name)?;
    }
    remove_leftovers(parent, &prefix_beside(name))
}

/// Removes what builds that were killed left behind.
pub(super) fn remove_leftovers(folder: &Folder, prefix: &str) -> Result<(), FileError> {
    for entry in folder.entries()? {
        let is_staging = entry.name.as_encoded_bytes().starts_with(prefix.as_bytes());
        if is_staging && entry.entry_type == crate::base::folder::EntryType::Folder {
            folder.remove_all(&entry.name)?;
        }
    }
    Ok(())
}

/// Lets two folders change places in one step; says whether the system can.
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

/// Lets two folders change places in one step; says whether the system can.
#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "another system can")]
fn exchange(_: &Folder, _: &str, _: &Folder, _: &str) -> Result<bool, FileError> {
    Ok(false)
}
