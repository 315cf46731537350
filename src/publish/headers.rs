//! The headers that a host sends with every file. Browsers may load only the site's own files, because pages show texts by
//! untrusted authors.

/// The Content Security Policy within pages, for hosts that send no headers.
pub const POLICY_IN_PAGE: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                           script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// The headers of every file. A policy within a page cannot restrict who may embed it in a frame.
pub const HEADERS: [(&str, &str); 5] = [
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    // Nothing on the site needs them.
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
];

/// The header that lets browsers open the site over HTTPS only, for a year (RFC 6797).
pub const HTTPS_ONLY: (&str, &str) = ("Strict-Transport-Security", "max-age=31536000");
