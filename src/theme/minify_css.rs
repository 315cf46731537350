//! Minifies the built-in stylesheet. Other stylesheets are not parsed: they are published as they are.
//! The only user of `lightningcss`.

/// Minifies a stylesheet: removes comments and white space and shortens values. Returns it unchanged if it does not
/// parse.
#[cfg(feature = "minify")]
pub(crate) fn minify(source: &str) -> String {
    use lightningcss::printer::PrinterOptions;
    use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
    use lightningcss::targets::{Features, Targets};

    // `color-scheme` stays as it is: the variables that could replace `light-dark()` would be for nothing.
    let targets = Targets { exclude: Features::LightDark, ..Targets::default() };
    let minified = || {
        let mut sheet = StyleSheet::parse(source, ParserOptions::default()).ok()?;
        sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).ok()?;
        Some(sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() }).ok()?.code)
    };
    minified().unwrap_or_else(|| source.to_owned())
}

/// Returns a stylesheet unchanged.
#[cfg(not(feature = "minify"))]
pub(crate) fn minify(source: &str) -> String {
    source.to_owned()
}
