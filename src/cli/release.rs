//! The command `release`.

use std::fs;
use std::path::Path;

use katalog::authoring::release::{LIST, release as make};
use katalog::base::visible;
use katalog::report;
use katalog::{CheckOptions, Checked};

use super::catalogue::{commit, require_content, write_new};
use super::output::{FAILED, failed, print, style};
use super::terminal;

/// Adds a release of the last commit to the list, writes its archive, and says what to do next.
pub(crate) fn release(arguments: super::Release) -> Result<(), u8> {
    let super::Release { root, archive, name } = arguments;
    require_content(&root)?;
    let Checked { source, problems, site, .. } =
        katalog::check(&CheckOptions::of(root.clone())).map_err(failed)?;
    let Some(site) = site else {
        terminal::report(&report::human(&problems, &source, style()));
        return Err(FAILED);
    };
    let new = make(&root, &source, &site.catalogue.releases, name).map_err(failed)?;
    let size = new.archive.len();
    // A run that was stopped here has left the archive only.
    let is_new = !has_bytes(&archive, &new.archive);
    if is_new {
        write_new(&archive, new.archive)?;
    }
    if let Err(code) = commit(&new.transaction, &root) {
        if is_new {
            // If this fails, the next run finds the archive.
            let _ = fs::remove_file(&archive);
        }
        return Err(code);
    }
    print(format_args!(
        "release {name} of the commit {commit}\n\
         {file}: {files} files, {size} bytes\n\
         SHA-256: {sha256}\n\
         next:\n\
         1. commit {LIST}, to which the release was added\n\
         2. tag its commit in the repository of the content, and push the tag:\n   \
            git tag {name} {commit}\n\
         3. upload the archive, and add its address to the release as `url`\n",
        name = new.name,
        commit = new.commit.as_str(),
        file = visible::path(&archive),
        files = new.files,
        sha256 = new.sha256,
    ))
}

/// Returns whether there is a file with these bytes.
fn has_bytes(path: &Path, bytes: &[u8]) -> bool {
    let is_as_long =
        path.symlink_metadata().is_ok_and(|facts| facts.is_file() && facts.len() == bytes.len() as u64);
    is_as_long && fs::read(path).is_ok_and(|before| before == bytes)
}
