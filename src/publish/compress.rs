//! Files of text made smaller beforehand, for servers that hand them out so. The only user of `brotli` and `flate2`.

use std::io::{self, Write};

/// A way of making files smaller that browsers know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli (RFC 7932).
    Brotli,
    /// gzip (RFC 1952).
    Gzip,
}

/// Below it, a file fits into one packet anyway, in bytes.
const SMALLEST: usize = 1024;

/// How hard Brotli tries, of 11. The last two steps take ten times as long for some hundredths.
const BROTLI_QUALITY: u32 = 9;

/// How far back Brotli looks, as a power of two in bytes: farther than the longest page.
const BROTLI_WINDOW: u32 = 20;

/// How names of text end that pays to be made smaller. Pictures and spreadsheets are compressed within.
const TEXT: [&str; 10] = ["css", "csv", "geojson", "html", "js", "json", "jsonld", "svg", "txt", "xml"];

impl Encoding {
    /// Both.
    pub const ALL: [Encoding; 2] = [Encoding::Brotli, Encoding::Gzip];

    /// What the name of such a file ends with, after that of the file itself.
    pub const fn ending(self) -> &'static str {
        match self {
            Encoding::Brotli => "br",
            Encoding::Gzip => "gz",
        }
    }

    /// The bytes made smaller, the same ones each time; nothing where that does not pay.
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

/// Whether a file is text, by its name.
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

/// Without name and time of the file: the same bytes on any day.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
