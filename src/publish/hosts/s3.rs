//! The configuration that makes an Amazon S3 bucket serve a website.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_WebsiteConfiguration.html>. It allows at most 50
//! redirects, so it contains none: the pages at former URLs redirect themselves.

use serde_json::json;

use crate::site::route::{SharedPage, Site};

/// Returns the configuration for `aws s3api put-bucket-website`.
pub(super) fn website(site: &Site) -> String {
    let folder = site.root_href();
    let not_found = format!("{}{}", folder.trim_start_matches('/'), SharedPage::NotFound.path());
    let website =
        json!({ "IndexDocument": { "Suffix": "index.html" }, "ErrorDocument": { "Key": not_found } });
    format!("{website:#}\n")
}
