//! Limits how many pixels are in memory at the same time.

use std::sync::{Condvar, Mutex, PoisonError};

use super::picture::MOST_PIXELS;

/// The pixels of the pictures that are being made.
static IN_USE: Mutex<u64> = Mutex::new(0);
static LEFT: Condvar = Condvar::new();

/// Room for a picture in memory, until it is dropped.
pub struct Room(u64);

impl Room {
    /// Waits for room for a picture of this width and height. Two of the largest do not fit at once.
    pub fn take(pixels: Option<(u32, u32)>) -> Self {
        let (width, height) = pixels.unwrap_or_default();
        let own = (u64::from(width) * u64::from(height)).min(MOST_PIXELS);
        let mut in_use = IN_USE.lock().unwrap_or_else(PoisonError::into_inner);
        while *in_use + own > MOST_PIXELS {
            in_use = LEFT.wait(in_use).unwrap_or_else(PoisonError::into_inner);
        }
        *in_use += own;
        Room(own)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        *IN_USE.lock().unwrap_or_else(PoisonError::into_inner) -= self.0;
        LEFT.notify_all();
    }
}
