//! A snippet for nginx that serves the site.
//!
//! A location that sets a header inherits none from the location around it, so headers whose values differ use
//! variables: <https://nginx.org/en/docs/http/ngx_http_headers_module.html>.

use super::{CALENDAR_TYPE, FEED_TYPE, FOR_EVER, Published};
use crate::site::route::{CALENDAR, FEED};

const HEAD: &str = "\
# Written by katalog. Include this file in the server block whose root holds the site:
#
#     server {
#         server_name HOST;
#         root FOLDER;
#         include FOLDER/nginx.conf;
#     }
#
# nginx reads it when it is started or reloaded.
";

/// The media types of the open data; some are missing in the list of nginx.
const DATA_TYPES: &str = "        types {
            application/geo+json geojson;
            application/json json;
            application/ld+json jsonld;
            application/x-ndjson jsonl;
            application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx;
            text/csv csv;
            text/xml xml;
        }
";

/// The media types of feeds and of deadlines for calendars: one is plain XML in the list of nginx, the other is missing.
const IN_FOLDERS: [(&str, &str); 2] = [(FEED, FEED_TYPE), (CALENDAR, CALENDAR_TYPE)];

/// Writes one location that contains the whole site, so that other sites of the same server are not affected.
pub(super) fn snippet(published: &Published<'_>) -> String {
    let Published { site, unchanging, is_compressed, headers } = published;
    let root = site.root_href();
    let host = site.host().unwrap_or_default();
    let mut text = HEAD.replace("HOST", host).replace("FOLDER/nginx", &format!("FOLDER{root}nginx"));
    text.push_str(&format!("location {root} {{\n"));
    text.push_str("    index index.html;\n");
    text.push_str("    charset utf-8;\n");
    text.push_str("    charset_types application/javascript application/json application/geo+json application/ld+json application/x-ndjson text/calendar text/css text/csv text/javascript text/plain text/xml;\n");
    text.push_str("    absolute_redirect off;\n");
    text.push_str("    uninitialized_variable_warn off;\n");
    if *is_compressed {
        text.push_str("    gzip_static on;\n");
        text.push_str("    # With the module ngx_brotli, smaller still:\n    # brotli_static on;\n");
        text.push_str("    add_header Vary Accept-Encoding always;\n");
    }
    for (name, value) in *headers {
        text.push_str(&format!("    add_header {name} \"{value}\" always;\n"));
    }
    text.push_str("    add_header Cache-Control $katalog_cache always;\n");
    text.push_str("    add_header Access-Control-Allow-Origin $katalog_origin always;\n");
    text.push_str(&format!("    error_page 404 {root}404.html;\n"));
    text.push_str("    set $katalog_cache no-cache;\n");
    for locale in site.locales() {
        let prefix = locale.prefix();
        text.push_str(&format!(
            "    location {root}{prefix}/ {{\n        error_page 404 {root}{prefix}/404.html;\n        set $katalog_cache no-cache;\n"
        ));
        for (name, media_type) in IN_FOLDERS {
            let name = name.replace('.', "\\.");
            text.push_str(&format!(
                "        location ~ /{name}$ {{\n            types {{}}\n            default_type {media_type};\n            set $katalog_cache no-cache;\n        }}\n"
            ));
        }
        text.push_str("    }\n");
    }
    for folder in *unchanging {
        text.push_str(&format!(
            "    location {root}{folder} {{\n        set $katalog_cache \"{FOR_EVER}\";\n    }}\n"
        ));
    }
    text.push_str(&format!("    location {root}data/ {{\n{DATA_TYPES}        set $katalog_cache no-cache;\n        set $katalog_origin *;\n    }}\n"));
    text.push_str("    # Not for readers.\n");
    for path in [".katalog", "nginx.conf"] {
        text.push_str(&format!("    location {root}{path} {{\n        return 404;\n    }}\n"));
    }
    let mut redirects = super::redirects(site).peekable();
    if redirects.peek().is_some() {
        text.push_str("    # Former URLs.\n");
    }
    for (from, to) in redirects {
        text.push_str(&format!("    location = {from} {{\n        set $katalog_cache no-cache;\n        return 301 {to};\n    }}\n"));
    }
    text.push_str("}\n");
    text
}
