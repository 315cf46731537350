//! The theme: built-in templates and assets, which files in `themes/default/` can override one by one.

pub mod format;
mod guide;
pub mod locales;
mod minify_css;
mod minify_js;
pub mod originals;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::base::allowance::count_input;
use crate::base::colour::Accent;
use crate::base::folder::{EntryType, FileError, Folder};
use crate::base::hash::{self, Digest, Hasher};
use crate::base::leftovers::is_leftover;

/// The files of the theme.
pub struct Theme {
    /// The templates by name, such as `project.html`.
    pub templates: BTreeMap<String, String>,
    /// Whether at least one template is not built in. The work that templates may do is then limited.
    pub has_own_templates: bool,
    /// The stylesheets, scripts and pictures by name, such as `style.css`.
    pub assets: BTreeMap<String, Asset>,
}

/// A stylesheet, script or picture that pages refer to.
pub struct Asset {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its name with a hash of its bytes, so that it can be cached for ever: `style.0a1b2c3d4e5f6071.css`.
    pub hashed_name: String,
}

/// The maximum size of a template file, in bytes.
const MAX_TEMPLATE_BYTES: u64 = 256 * 1024;

/// The maximum size of a stylesheet, script or picture of a theme, in bytes.
const MAX_ASSET_BYTES: u64 = 16 * 1024 * 1024;

/// The maximum total size of a theme's files, in bytes.
const MAX_THEME_BYTES: usize = 64 * 1024 * 1024;

/// The maximum depth of folders in a theme.
const MAX_DEPTH: usize = 16;

/// The maximum number of files in a theme.
const MAX_FILES: usize = 1_000;

/// The asset that the site's accent colour is added to.
const STYLE_FILE: &str = "assets/style.css";

/// The maximum number of `elif` in such a template.
const MOST_BRANCHES: usize = 200;

/// Loads the built-in theme and replaces its files with those of the same name below `root/themes/default/`.
///
/// The site's accent, if it has one, is added to the end of the stylesheet. Only built-in scripts and
/// stylesheets are minified; others are published unchanged and never parsed.
///
/// # Errors
/// When a file cannot be read, a template is not UTF-8, a file is too long, or a file is where a theme can have none.
pub fn load(root: &Path, accent: Option<Accent>) -> Result<Theme, FileError> {
    let mut files: BTreeMap<String, Cow<'static, [u8]>> = originals::theme().collect();
    let mut own = BTreeSet::new();
    for OwnFile { name, path, bytes } in own_files(root)? {
        count_input(bytes.len() as u64);
        let is_template = name.starts_with("templates/");
        if is_template && !files.contains_key(&name) {
            let known: Vec<&str> =
                files.keys().filter_map(|known| known.strip_prefix("templates/")).collect();
            let reason =
                format!("the theme has no template of this name; its templates are: {}", known.join(", "));
            return Err(FileError::content(path, reason));
        }
        if is_template && std::str::from_utf8(&bytes).is_err() {
            return Err(FileError::content(path, "this is not valid UTF-8"));
        }
        // The template parser recurses for each `elif`.
        let branches = is_template.then(|| String::from_utf8_lossy(&bytes).matches("elif").count());
        if branches.is_some_and(|branches| branches > MOST_BRANCHES) {
            let reason = format!(
                "a template may have up to {MOST_BRANCHES} `elif`; look things up in a map, or use several components"
            );
            return Err(FileError::content(path, reason));
        }
        if files.get(&name).is_none_or(|built_in| **built_in != *bytes) {
            own.insert(name.clone());
            files.insert(name, bytes.into());
        }
    }
    if let (Some(accent), Some(style)) = (accent, files.get_mut(STYLE_FILE)) {
        style.to_mut().extend_from_slice(tint(accent).as_bytes());
    }
    let mut theme = Theme {
        templates: BTreeMap::new(),
        has_own_templates: own.iter().any(|name| name.starts_with("templates/")),
        assets: BTreeMap::new(),
    };
    // Stylesheets come last, because they contain the hashed names of other assets.
    let (styles, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| name.ends_with(".css"));
    for (name, bytes) in others.into_iter().chain(styles) {
        let is_own = own.contains(&name);
        if let Some(template) = name.strip_prefix("templates/") {
            theme.templates.insert(template.to_owned(), String::from_utf8_lossy(&bytes).into_owned());
        } else if let Some(asset) = name.strip_prefix("assets/") {
            let bytes = match std::str::from_utf8(&bytes) {
                Ok(source) if !is_own && asset.ends_with(".js") => minify_js::minify(source).into_bytes(),
                Ok(source) if asset.ends_with(".css") => {
                    let source =
                        if is_own { Cow::Borrowed(source) } else { minify_css::minify(source).into() };
                    with_hashed_names(&source, asset, &theme.assets).into_bytes()
                }
                _ => bytes.into_owned(),
            };
            let hashed_name = hashed_name(asset, &bytes);
            theme.assets.insert(asset.to_owned(), Asset { bytes, hashed_name });
        }
    }
    Ok(theme)
}

/// Returns the digest of the theme files of a catalogue.
///
/// # Errors
/// As [`load`], as far as files cannot be read.
pub(crate) fn own_digest(root: &Path) -> Result<Digest, FileError> {
    let mut hasher = Hasher::default();
    for OwnFile { name, bytes, .. } in own_files(root)? {
        hasher.add(name.as_bytes());
        hasher.add(&bytes);
    }
    Ok(hasher.digest())
}

/// Replaces the names of assets in each `url()` of a stylesheet by their hashed names. Other addresses stay as they are.
fn with_hashed_names(source: &str, stylesheet: &str, assets: &BTreeMap<String, Asset>) -> String {
    const URL: &str = "url(";
    let folder = stylesheet.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut written = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, after)) = rest.split_once(URL) {
        written.push_str(before);
        written.push_str(URL);
        rest = after;
        // Names have no parentheses. A search beyond the next one would read the same text for each `url(` again.
        let Some(end) = after.find(['(', ')']) else { break };
        let inside = &after[..end];
        let name = inside.trim().trim_matches(['"', '\'']);
        let in_folder = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        if let Some(asset) = assets.get(&in_folder) {
            let hashed = asset.hashed_name.rsplit('/').next().unwrap_or_default();
            let above = name.rsplit_once('/').map_or(String::new(), |(above, _)| format!("{above}/"));
            written.push_str(&above);
            written.push_str(hashed);
            rest = &after[inside.len()..];
        }
    }
    written.push_str(rest);
    written
}

/// Returns the CSS rules that set the accent in the light and dark themes.
fn tint(accent: Accent) -> String {
    let (light, dark) = (accent.on_light(), accent.on_dark());
    format!(
        "\n:root{{--accent:{light};--accent-ground:{light}}}\n\
         @media screen and (prefers-color-scheme:dark){{:root{{--accent:{dark}}}}}\n"
    )
}

/// A theme file that belongs to the catalogue.
struct OwnFile {
    /// The path below the theme's folder, with `/`.
    name: String,
    path: PathBuf,
    bytes: Vec<u8>,
}

fn own_files(root: &Path) -> Result<Vec<OwnFile>, FileError> {
    let mut files = Vec::new();
    let Some(themes) = Folder::open(root)?.folder_if_present("themes")? else { return Ok(files) };
    if let Some(theme) = themes.folder_if_present("default")? {
        read_own(&theme, "", &mut files)?;
    }
    Ok(files)
}

fn read_own(folder: &Folder, below: &str, files: &mut Vec<OwnFile>) -> Result<(), FileError> {
    if below.matches('/').count() > MAX_DEPTH {
        let reason = format!("folders of a theme may be nested up to {MAX_DEPTH} deep");
        return Err(FileError::content(folder.path().to_path_buf(), reason));
    }
    for entry in folder.entries()? {
        let path = folder.path().join(&entry.name);
        let fail = |reason: &str| FileError::content(path.clone(), reason);
        let name = entry.name.to_str().ok_or_else(|| fail("its name is not valid UTF-8"))?;
        if entry.entry_type != EntryType::Folder && is_leftover(name) {
            continue;
        }
        if !is_plain(name) {
            return Err(fail(
                "names in a theme consist of letters without accents, digits, `-`, `_` and `.`; rename it",
            ));
        }
        let whole = format!("{below}{name}");
        match entry.entry_type {
            EntryType::Folder => read_own(&folder.folder(name)?, &format!("{whole}/"), files)?,
            EntryType::Link | EntryType::Other => {
                return Err(fail("a theme may contain only regular files and folders, and no links"));
            }
            EntryType::File => {
                let most = match whole.split_once('/') {
                    Some(("templates", _)) => MAX_TEMPLATE_BYTES,
                    Some(("assets", _)) => MAX_ASSET_BYTES,
                    _ => return Err(fail("a theme has two folders, templates/ and assets/")),
                };
                if files.len() == MAX_FILES {
                    return Err(fail("a theme may have up to 1,000 files, and this is one more"));
                }
                let bytes = folder.read(name, most)?;
                if files.iter().map(|file| file.bytes.len()).sum::<usize>() + bytes.len() > MAX_THEME_BYTES {
                    return Err(fail(
                        "all files of a theme together may have up to 64 MiB, and with this one they have more",
                    ));
                }
                files.push(OwnFile { bytes, name: whole, path });
            }
        }
    }
    Ok(())
}

/// Returns whether a name needs no escaping in server configuration and URLs.
fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Inserts the first 64 bits of the BLAKE3 hash before the file extension.
fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = hash::hex(bytes, 16);
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}.{hash}.{ending}"),
        None => format!("{name}.{hash}"),
    }
}
