//! How a bucket of Amazon S3 is told that it is a website.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_WebsiteConfiguration.html>. It has no more than 50
//! rules for what was moved, so the pages of earlier lead on by themselves.

use serde_json::json;

use crate::site::route::{SharedPage, Site};

/// The configuration that `aws s3api put-bucket-website` takes.
pub(super) fn website(site: &Site) -> String {
    let folder = site.root_href();
    let not_found = format!("{}{}", folder.trim_start_matches('/'), SharedPage::NotFound.path());
    let website =
        json!({ "IndexDocument": { "Suffix": "index.html" }, "ErrorDocument": { "Key": not_found } });
    format!("{website:#}\n")
}
