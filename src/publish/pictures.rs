//! The pictures of a site as they are published: without metadata, and in several widths.
//!
//! Pages name the narrower copies of their pictures, so these are made before pages: by a build all of them, which then
//! forgets their bytes, and by a preview those of a page when somebody looks at it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::base::file_type::FileType;
use crate::base::folder::{self, FileError};
use crate::base::hash::Digest;
use crate::content::catalogue::{Catalogue, FilePath, PublishedFile};
use crate::content::read::MAX_DOCUMENT_BYTES;
use crate::publish::output::{Output, PublishError};
use crate::raster::{self, Made, Room, WIDTHS};
use crate::site::route;

/// The maximum size in bytes of the narrower copies that a preview keeps. Beyond it, all of them are made again.
const MOST_KEPT: usize = 64 << 20;

/// The narrower copies of a picture, each with its width.
type Narrower = Arc<[(u32, Vec<u8>)]>;

/// The pictures of a site.
pub(crate) struct Pictures {
    /// The widths of the narrower copies, once they are known.
    widths: BTreeMap<FilePath, OnceLock<Arc<[u32]>>>,
    /// The narrower copies that a preview has made, by the digest of the picture.
    kept: Arc<Mutex<BTreeMap<Digest, Arc<OnceLock<Narrower>>>>>,
}

/// Returns whether a file is a picture whose metadata is taken out.
pub(crate) fn is_picture(file: &PublishedFile) -> bool {
    raster::is_known(file.found)
}

fn read(file: &PublishedFile) -> Result<Vec<u8>, FileError> {
    let bytes = folder::read_named(&file.from, MAX_DOCUMENT_BYTES)?;
    // It may have changed since it was checked.
    match raster::is_known(FileType::of(&bytes)) {
        true => Ok(bytes),
        false => Err(FileError::content(file.from.clone(), "it is no longer a picture")),
    }
}

impl Pictures {
    /// Finds the pictures of a catalogue. What the preview made for the site before can be used again.
    pub(crate) fn new(catalogue: &Catalogue, before: Option<&Pictures>) -> Self {
        let pictures = catalogue.files.iter().filter(|file| is_picture(file));
        Pictures {
            widths: pictures.map(|file| (file.path.clone(), OnceLock::new())).collect(),
            kept: before.map(|before| Arc::clone(&before.kept)).unwrap_or_default(),
        }
    }

    /// Returns the widths of the narrower copies of a file, from the widest to the narrowest. There are none of a picture
    /// that cannot be read.
    pub(crate) fn widths(&self, file: &PublishedFile) -> Arc<[u32]> {
        let make = || {
            let narrower = self.narrower(file).unwrap_or_default();
            narrower.iter().map(|(width, _)| *width).collect()
        };
        self.widths.get(&file.path).map(|widths| Arc::clone(widths.get_or_init(make))).unwrap_or_default()
    }

    /// Returns a picture without metadata.
    pub(crate) fn original(&self, file: &PublishedFile) -> Result<Vec<u8>, FileError> {
        Ok(raster::make(read(file)?, file.pixels, false).original)
    }

    /// Returns the narrower copies of a picture.
    pub(crate) fn narrower(&self, file: &PublishedFile) -> Result<Narrower, FileError> {
        let bytes = read(file)?;
        let digest = Digest::of_bytes(&bytes);
        let cell = {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            let size = |made: &Arc<OnceLock<Narrower>>| {
                made.get().map_or(0, |made| made.iter().map(|(_, bytes)| bytes.len()).sum())
            };
            if kept.values().map(size).sum::<usize>() > MOST_KEPT {
                kept.clear();
            }
            Arc::clone(kept.entry(digest).or_default())
        };
        let make = || {
            let _room = Room::take(file.pixels);
            raster::make(bytes, file.pixels, file.is_shown).narrower.into()
        };
        Ok(Arc::clone(cell.get_or_init(make)))
    }

    /// Brings all pictures into the output folder, or keeps those of an earlier build. Returns the paths of those that
    /// are damaged.
    pub(crate) fn put(&self, catalogue: &Catalogue, output: &Output) -> Result<Vec<FilePath>, PublishError> {
        let pictures = catalogue.files.par_iter().filter(|file| is_picture(file));
        let damaged = pictures.filter_map(|file| match self.put_one(file, output) {
            Ok(is_damaged) => is_damaged.then(|| Ok(file.path.clone())),
            Err(error) => Some(Err(error)),
        });
        damaged.collect()
    }

    /// Returns whether it is damaged.
    fn put_one(&self, file: &PublishedFile, output: &Output) -> Result<bool, PublishError> {
        let _room = Room::take(file.pixels);
        let bytes = read(file)?;
        let program = Digest::of_bytes(env!("KATALOG_SOURCES").as_bytes());
        let inputs =
            Digest::of(&[program, Digest::of_bytes(&bytes), Digest::of_bytes(&[u8::from(file.is_shown)])]);
        let path = route::file_path(&file.path);
        let narrower = |width: u32| route::narrower_path(&file.path, width);
        let mut widths: Vec<u32> = WIDTHS.into_iter().rev().collect();
        widths.retain(|width| output.was_made_from(&narrower(*width), inputs));
        let paths: Vec<String> =
            std::iter::once(path.clone()).chain(widths.iter().map(|width| narrower(*width))).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        if output.keep(&paths, inputs)? {
            self.know(file, widths);
            return Ok(false);
        }
        let Made { original, narrower: made, is_damaged } = raster::make(bytes, file.pixels, file.is_shown);
        // A damaged one is made again, so that each build tells it.
        output.put(&path, &original, (!is_damaged).then_some(inputs))?;
        for (width, bytes) in &made {
            output.put(&narrower(*width), bytes, Some(inputs))?;
        }
        self.know(file, made.into_iter().map(|(width, _)| width).collect());
        Ok(is_damaged)
    }

    fn know(&self, file: &PublishedFile, widths: Vec<u32>) {
        if let Some(known) = self.widths.get(&file.path) {
            known.get_or_init(|| widths.into());
        }
    }
}
