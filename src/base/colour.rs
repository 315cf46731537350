//! The accent colour of a site, in readable shades. The only user of `palette`.

use palette::color_difference::Wcag21RelativeContrast;
use palette::{Mix, Srgb};

/// The minimum contrast between text and background (WCAG 2.2, 1.4.3).
const READABLE: f32 = 4.5;

/// The backgrounds of links in the light theme, as in `style.css`.
const LIGHT_GROUNDS: [Srgb<u8>; 2] = [Srgb::new(0xff, 0xff, 0xff), Srgb::new(0xf3, 0xf5, 0xf7)];

/// The lightest background of links in the dark theme.
const DARK_GROUND: Srgb<u8> = Srgb::new(0x1f, 0x25, 0x2c);

/// A colour for the header and for links, dark enough for links on white and for white text on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accent {
    light: Srgb<u8>,
    dark: Srgb<u8>,
}

/// Why a colour cannot be an accent.
#[derive(Clone, Debug, PartialEq)]
pub enum AccentFault {
    /// It is not written like `#0b4a8f`.
    NotAColour,
    /// It is too pale. Holds its lowest contrast and the nearest darker shade that is readable.
    TooPale {
        /// The contrast, between 1 and 21.
        contrast: f32,
        /// The shade, written like `#0b4a8f`.
        darker: String,
    },
}

impl Accent {
    /// Reads `#` and six hexadecimal digits.
    ///
    /// # Errors
    /// When it is not a colour, or one too pale to be readable.
    pub fn parse(text: &str) -> Result<Self, AccentFault> {
        let is_hex =
            text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit());
        let light: Srgb<u8> = text.parse().ok().filter(|_| is_hex).ok_or(AccentFault::NotAColour)?;
        let contrast =
            LIGHT_GROUNDS.iter().fold(21.0_f32, |least, ground| least.min(contrast(light, *ground)));
        if contrast < READABLE {
            let black = Srgb::new(0, 0, 0);
            let darker = shades(light, black)
                .find(|shade| LIGHT_GROUNDS.iter().all(|ground| contrast_is_readable(*shade, *ground)))
                .unwrap_or(black);
            return Err(AccentFault::TooPale { contrast, darker: hex(darker) });
        }
        let white = Srgb::new(0xff, 0xff, 0xff);
        let dark =
            shades(light, white).find(|shade| contrast_is_readable(*shade, DARK_GROUND)).unwrap_or(white);
        Ok(Accent { light, dark })
    }

    /// The shade for light backgrounds, in CSS notation.
    pub fn on_light(&self) -> String {
        hex(self.light)
    }

    /// The shade for dark backgrounds, in CSS notation.
    pub fn on_dark(&self) -> String {
        hex(self.dark)
    }
}

fn contrast(a: Srgb<u8>, b: Srgb<u8>) -> f32 {
    a.into_format::<f32>().relative_contrast(b.into_format::<f32>())
}

fn contrast_is_readable(a: Srgb<u8>, b: Srgb<u8>) -> bool {
    contrast(a, b) >= READABLE
}

/// Returns the shades from one colour to another, in twenty steps.
fn shades(from: Srgb<u8>, to: Srgb<u8>) -> impl Iterator<Item = Srgb<u8>> {
    (0_u8..=20).map(move |step| {
        let linear = from.into_format::<f32>().mix(to.into_format::<f32>(), f32::from(step) / 20.0);
        linear.into_format()
    })
}

fn hex(colour: Srgb<u8>) -> String {
    format!("#{colour:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accent_can_be_read_in_both_themes() {
        for text in ["#0b4a8f", "#7a1f1f", "#00563F", "#000000", "#5b2a86"] {
            let accent = Accent::parse(text).unwrap();
            assert_eq!(accent.on_light(), text.to_lowercase());
            let dark: Srgb<u8> = accent.on_dark().parse().unwrap();
            assert!(contrast(dark, DARK_GROUND) >= READABLE, "{text}");
        }
    }

    #[test]
    fn what_can_not_be_read_is_refused_with_a_shade_that_can() {
        for text in ["", "blue", "0b4a8f", "#fff", "#0b4a8ff", "#0b4a8g", "#0b4a8fff", "#č00000"] {
            assert_eq!(Accent::parse(text), Err(AccentFault::NotAColour), "{text}");
        }
        for text in ["#ffffff", "#ffcc00", "#3fa7ff"] {
            let Err(AccentFault::TooPale { contrast, darker }) = Accent::parse(text) else {
                panic!("{text} is refused");
            };
            assert!(contrast < READABLE, "{text}");
            assert!(Accent::parse(&darker).is_ok(), "{text}: {darker}");
        }
    }
}
