//! What browsers may do on a page: nothing but what the site brings along. Texts of strangers stand on it.

/// The Content Security Policy that pages carry in themselves where the host sends no headers.
pub const IN_PAGE: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; \
                           connect-src 'self'; base-uri 'none'; form-action 'self'";

/// What a host sends with every page. A policy within a page cannot say who may frame it.
pub const HEADERS: [(&str, &str); 3] = [
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
];
