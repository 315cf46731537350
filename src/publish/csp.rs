//! Content Security Policy: browsers may load only the site's own files, because pages show texts by untrusted authors.

/// The Content Security Policy within pages, for hosts that send no headers.
pub const IN_PAGE: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                           script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// The headers that a host sends with every file. A policy within a page cannot restrict who may embed it in a frame.
pub const HEADERS: [(&str, &str); 3] = [
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
];
