//! Minifies the HTML of a text. The only user of `minify-html`.

/// The size in bytes above which texts are not minified: for texts with many tags, the minifier's tree is a hundred
/// times the size of the text.
#[cfg(feature = "minify")]
const LARGEST_MINIFIED: usize = 256 * 1024;

#[cfg(feature = "minify")]
pub(super) fn minify(html: String) -> String {
    if html.len() > LARGEST_MINIFIED {
        return html;
    }
    let mut options = minify_html::Cfg::new();
    options.keep_closing_tags = true;
    options.keep_comments = false;
    String::from_utf8(minify_html::minify(html.as_bytes(), &options)).unwrap_or(html)
}

#[cfg(not(feature = "minify"))]
pub(super) fn minify(html: String) -> String {
    html
}
