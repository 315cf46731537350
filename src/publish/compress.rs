//! Precompresses text files for servers that can send them. The only user of `brotli`.

use std::io::{self, Write};

/// A compression format that browsers support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli (RFC 7932).
    Brotli,
    /// gzip (RFC 1952).
    Gzip,
}

/// The minimum size, in bytes, of a file to compress: a smaller one fits into one packet anyway.
const SMALLEST: usize = 1024;

/// The quality setting of Brotli, at most 11. On the pages of a catalogue, 9 takes ten times as long as 5 to save 1 %.
const BROTLI_QUALITY: u32 = 5;

/// The window of Brotli, as a power of two in bytes: larger than the longest page.
const BROTLI_WINDOW: u32 = 20;

/// The file extensions of text that is worth compressing. Pictures and spreadsheets are already compressed.
const TEXT: [&str; 12] =
    ["css", "csv", "geojson", "html", "ics", "js", "json", "jsonl", "jsonld", "svg", "txt", "xml"];

impl Encoding {
    /// Both formats.
    pub const ALL: [Encoding; 2] = [Encoding::Brotli, Encoding::Gzip];

    /// Returns the extension that is added to the name of the file.
    pub const fn ending(self) -> &'static str {
        match self {
            Encoding::Brotli => "br",
            Encoding::Gzip => "gz",
        }
    }

    /// Compresses bytes, with the same result each time; `None` where that is not worth it.
    pub fn compress(self, bytes: &[u8]) -> Option<Vec<u8>> {
        if bytes.len() < SMALLEST {
            return None;
        }
        // Writing to a vector cannot fail.
        let smaller = match self {
            Encoding::Brotli => brotli(bytes),
            Encoding::Gzip => gzip(bytes),
        };
        smaller.ok().filter(|smaller| smaller.len() < bytes.len())
    }
}

/// Returns whether a file is text worth compressing, judging by its extension.
pub fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| TEXT.contains(&ending))
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut smaller = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut smaller, 4096, BROTLI_QUALITY, BROTLI_WINDOW);
        writer.write_all(bytes)?;
    }
    Ok(smaller)
}

/// Compresses without the name and time of the file, so that the bytes are the same on any day.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
