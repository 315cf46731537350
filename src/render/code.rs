//! QR codes of addresses, for readers of printed pages.

use std::fmt::Write;

use fast_qr::QRBuilder;
use serde::Serialize;

/// The width of the empty border around a code, in modules (ISO/IEC 18004).
const BORDER: usize = 4;

/// A QR code as a path of an SVG image, one unit for each module.
#[derive(Serialize)]
pub(super) struct Code {
    /// The width and the height, with the border.
    size: usize,
    path: String,
}

impl Code {
    /// Makes the code of an address. `None` if the address is too long for a code.
    pub(super) fn of(address: &str) -> Option<Self> {
        let code = QRBuilder::new(address).build().ok()?;
        let mut path = String::new();
        for (y, row) in (0..code.size).map(|y| (y, &code[y])) {
            let mut x = 0;
            for run in row[..code.size].chunk_by(|a, b| a.value() == b.value()) {
                if run[0].value() {
                    let (x, y, width) = (x + BORDER, y + BORDER, run.len());
                    // Writing to a string cannot fail.
                    let _ = write!(path, "M{x} {y}h{width}v1h-{width}z");
                }
                x += run.len();
            }
        }
        Some(Code { size: code.size + 2 * BORDER, path })
    }
}
