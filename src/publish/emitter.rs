//! Brings the files of a [`Bundle`] into the output folder: keeps those that an earlier build made from the same
//! inputs, and makes all others.

use rayon::prelude::*;

use super::error::BuildError;
use crate::base::hash::Digest;
use crate::publish::bundle::{Artifact, Bundle, BundleError, Contents};
use crate::publish::compress::{self, Encoding};
use crate::publish::fingerprints::Fingerprints;
use crate::publish::output::{Output, PublishError};

/// Brings files into the output folder.
pub(crate) struct Emitter<'a> {
    pub(crate) bundle: &'a Bundle,
    pub(crate) inputs: &'a Fingerprints<'a>,
    pub(crate) output: &'a Output,
    /// Whether compressed copies of text files are written too.
    pub(crate) precompress: bool,
}

impl<'a> Emitter<'a> {
    /// Keeps unchanged files, and returns the others, which must be made.
    pub(crate) fn outdated(&self, products: Vec<Artifact<'a>>) -> Result<Vec<Artifact<'a>>, BuildError> {
        let outdated = |product| match self.keep(product) {
            Ok(is_kept) => (!is_kept).then_some(Ok(product)),
            Err(error) => Some(Err(error)),
        };
        products.into_par_iter().filter_map(outdated).collect()
    }

    /// Returns the files of the search index that must be made, either none or all, and the paths of the index.
    pub(crate) fn search(&self) -> Result<(Vec<Artifact<'a>>, Vec<String>), BuildError> {
        let inputs = self.inputs.of_search();
        let kept = self.output.made_from(inputs);
        if !kept.is_empty() && self.output.keep(&kept, inputs).map_err(BuildError::Publish)? {
            return Ok((Vec::new(), kept.into_iter().map(str::to_owned).collect()));
        }
        let files = self.bundle.search_files();
        let paths = files.iter().map(|file| self.bundle.path(*file)).collect();
        Ok((files, paths))
    }

    /// Keeps a file and its compressed copies if an earlier build made them from the same inputs; returns whether it
    /// did.
    pub(crate) fn keep(&self, product: Artifact<'_>) -> Result<bool, BuildError> {
        let Some(inputs) = self.inputs.of(product) else { return Ok(false) };
        let path = self.bundle.path(product);
        let compressed = Encoding::ALL.map(|encoding| format!("{path}.{}", encoding.ending()));
        let compressed = compressed.iter().filter(|path| self.precompress && self.output.is_listed(path));
        let paths: Vec<&str> = std::iter::once(&path).chain(compressed).map(String::as_str).collect();
        self.output.keep(&paths, inputs).map_err(BuildError::Publish)
    }

    /// Makes a file and writes it; also writes compressed copies of text files if requested.
    pub(crate) fn put(&self, product: Artifact<'_>) -> Result<(), BuildError> {
        let made = self.bundle.make(product);
        let made = made.map_err(|error| BuildError::Bundle(BundleError::Render(error)))?;
        let path = self.bundle.path(product);
        let put = match made {
            Contents::Bytes(bytes) => self.put_bytes(&path, &bytes, self.inputs.of(product)),
            Contents::Copy(from) => self.output.copy(&path, from),
        };
        put.map_err(BuildError::Publish)
    }

    fn put_bytes(&self, path: &str, bytes: &[u8], inputs: Option<Digest>) -> Result<(), PublishError> {
        self.output.put(path, bytes, inputs)?;
        if self.precompress && compress::is_text(path) {
            for encoding in Encoding::ALL {
                if let Some(smaller) = encoding.compress(bytes) {
                    self.output.put(&format!("{path}.{}", encoding.ending()), &smaller, inputs)?;
                }
            }
        }
        Ok(())
    }
}
