//! Tests the pictures of the content: their widths, what is taken out of them, credits, and damaged ones.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::support::catalogue::Catalogue;
use crate::support::site::{Tree, page, select};
use crate::support::{Said, katalog, tests};

const POST: &str = "posts/keepers-wanted/post.yaml";
const PAGE: &str = "en/updates/keepers-wanted";

/// What the files of `tests/pictures/` have in their metadata.
const SECRETS: [&[u8]; 4] = [b"Secret", b"GPS", b"xmpmeta", b"2021:01:02"];

fn picture(name: &str) -> Vec<u8> {
    fs::read(tests("pictures").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The small catalogue with a picture above the text of its post.
fn with_picture(name: &str, bytes: &[u8]) -> Catalogue {
    let facts = format!(
        "picture:\n  file: {name}\n  description: {{ sr: Reka, en: The river }}\n  credit: {{ sr: \"Foto: Ana Anić\", en: \"Photo: Ana Anić\" }}\n"
    );
    Catalogue::small().with(&format!("posts/keepers-wanted/{name}"), bytes).appending(POST, &facts)
}

fn attribute(catalogue: &Catalogue, address: &str, selector: &str, name: &str) -> Option<String> {
    let page = page(catalogue.root(), address);
    let element = page.select(&select(selector)).next().unwrap_or_else(|| panic!("{selector} on {address}"));
    element.value().attr(name).map(str::to_owned)
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|part| part == text)
}

fn size_of(bytes: &[u8]) -> (usize, usize) {
    let size = imagesize::blob_size(bytes).expect("a picture");
    (size.width, size.height)
}

/// The published pictures of the post, by their addresses in the output folder.
fn published<'t>(files: &'t Tree, name: &str) -> Vec<(&'t str, &'t [u8])> {
    let files = files.iter().filter(|(path, _)| path.contains(&format!("posts/keepers-wanted/{name}")));
    files.map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect()
}

#[test]
fn a_wide_picture_has_narrower_copies() {
    let catalogue = with_picture("camera.jpg", &picture("camera.jpg"));
    let files = catalogue.built();
    let found = published(&files, "camera.jpg");
    let paths: Vec<&str> = found.iter().map(|(path, _)| *path).collect();
    assert_eq!(
        paths,
        [
            "files/posts/keepers-wanted/camera.jpg",
            "narrower/480/posts/keepers-wanted/camera.jpg.webp",
            "narrower/960/posts/keepers-wanted/camera.jpg.webp",
        ]
    );
    let sizes: Vec<_> = found.iter().map(|(_, bytes)| size_of(bytes)).collect();
    assert_eq!(sizes, [(1000, 600), (480, 288), (960, 576)]);
    assert!(found[1].1.len() < found[2].1.len() && found[2].1.len() < found[0].1.len());
    let of = |name| attribute(&catalogue, PAGE, "figure.picture > img", name);
    let srcset = of("srcset").expect("copies");
    assert_eq!(
        srcset.replace("posts/keepers-wanted/", ""),
        srcset
            .split("files/")
            .next()
            .map(|root| format!(
                "{root}files/camera.jpg 1000w, {root}narrower/960/camera.jpg.webp 960w, {root}narrower/480/camera.jpg.webp 480w"
            ))
            .expect("a root")
    );
    assert_eq!((of("width").as_deref(), of("height").as_deref()), (Some("1000"), Some("600")));
    assert!(of("sizes").is_some() && of("loading").is_none());
}

#[test]
fn nothing_but_the_picture_is_published() {
    for name in ["camera.jpg", "turned.jpg", "alpha.png", "palette.png", "sixteen-bit.png", "photo.webp"] {
        let original = picture(name);
        assert!(SECRETS.iter().any(|secret| contains(&original, secret)), "{name} has none");
        let files = with_picture(name, &original).built();
        assert!(!published(&files, name).is_empty());
        for (path, bytes) in published(&files, name) {
            assert!(!SECRETS.iter().any(|secret| contains(bytes, secret)), "{path}");
        }
    }
}

#[test]
fn each_kind_of_picture_is_scaled() {
    for (name, size) in [
        ("progressive.jpg", (480, 274)),
        ("cmyk.jpg", (480, 274)),
        ("grey.jpg", (480, 274)),
        ("photo.webp", (480, 274)),
        ("alpha.png", (480, 240)),
        ("sixteen-bit.png", (480, 48)),
    ] {
        let files = with_picture(name, &picture(name)).built();
        let found = published(&files, name);
        assert_eq!(found.len(), 2, "{name}");
        assert_eq!(size_of(found[1].1), size, "{name}");
    }
}

/// A copy of a drawing can be a larger file than the drawing.
#[test]
fn a_copy_that_is_no_smaller_file_is_left_out() {
    let catalogue = with_picture("palette.png", &picture("palette.png"));
    assert_eq!(published(&catalogue.built(), "palette.png").len(), 1);
    assert_eq!(attribute(&catalogue, PAGE, "figure.picture > img", "srcset"), None);
}

#[test]
fn a_turned_picture_stays_turned() {
    let catalogue = with_picture("turned.jpg", &picture("turned.jpg"));
    let files = catalogue.built();
    let found = published(&files, "turned.jpg");
    let of = |name| attribute(&catalogue, PAGE, "figure.picture > img", name);
    assert_eq!((of("width").as_deref(), of("height").as_deref()), (Some("1000"), Some("600")));
    // The original has the same pixels, and says how to turn them.
    assert_eq!(size_of(found[0].1), (600, 1000));
    assert!(contains(found[0].1, b"Exif\0\0MM\0*"));
    assert_eq!(size_of(found[1].1), (480, 288));
    assert!(!contains(found[1].1, b"EXIF"));
}

#[test]
fn the_credit_is_below_the_picture_in_each_locale() {
    let catalogue = with_picture("camera.jpg", &picture("camera.jpg")).replacing(
        "catalogue.yaml",
        "locales: [sr-Latn, en]",
        "locales: [sr-Latn, sr-Cyrl, en]",
    );
    catalogue.built();
    for (address, credit) in [
        ("sr/aktuelno/keepers-wanted", "Foto: Ana Anić"),
        ("sr-cyrl/aktuelno/keepers-wanted", "Фото: Ана Анић"),
        (PAGE, "Photo: Ana Anić"),
    ] {
        assert_eq!(catalogue.texts(address, "figure.picture figcaption"), [credit], "{address}");
    }
}

#[test]
fn pictures_in_texts_and_logos_have_copies_too() {
    let catalogue = Catalogue::small()
        .with("projects/clean-banks/wide.jpg", picture("camera.jpg"))
        .with("logo.jpg", picture("camera.jpg"))
        .appending("catalogue.yaml", "logo: logo.jpg\n")
        .appending("projects/clean-banks/en.md", "\n![A river](wide.jpg)\n")
        .appending("projects/clean-banks/sr.md", "\n![Reka](wide.jpg)\n");
    let files = catalogue.built();
    let in_text = ".prose img[src$='wide.jpg']";
    let of = |name| attribute(&catalogue, "en/projects/clean-banks", in_text, name);
    assert!(of("srcset").expect("copies").contains("/narrower/480/projects/clean-banks/wide.jpg.webp 480w"));
    assert_eq!(of("loading").as_deref(), Some("lazy"));
    assert_eq!(of("alt").as_deref(), Some("A river"));
    let logo = attribute(&catalogue, "en", "img.logo", "srcset").expect("copies");
    assert!(logo.contains("/narrower/480/logo.jpg.webp 480w"));
    assert!(files.contains_key("narrower/480/logo.jpg.webp"));
}

/// The folder of a document has no text that could show a picture.
#[test]
fn pictures_of_documents_have_no_copies() {
    let catalogue = Catalogue::small().with("documents/work-plan/scan.jpg", picture("camera.jpg"));
    let files = catalogue.built();
    let scans: Vec<&String> = files.keys().filter(|path| path.contains("scan.jpg")).collect();
    assert_eq!(scans, ["files/documents/work-plan/scan.jpg"]);
    assert!(!contains(&files["files/documents/work-plan/scan.jpg"], b"Secret"));
}

#[test]
fn a_second_build_keeps_pictures_until_they_change() {
    let catalogue = with_picture("camera.jpg", &picture("camera.jpg"));
    let first = catalogue.built();
    let output = catalogue.root().join("public");
    let copy = output.join("narrower/480/posts/keepers-wanted/camera.jpg.webp");
    let written = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).expect("a time");
    let before = written(&copy);
    let said = katalog("build", catalogue.root(), &["--output", &output.display().to_string()]);
    assert!(said.stdout.contains(" 0 written, 0 removed"), "{}", said.stdout);
    assert_eq!(written(&copy), before);
    // A file that was deleted is made again, and the same.
    fs::remove_file(&copy).expect("a file");
    assert!(catalogue.built() == first);
    let catalogue = catalogue.with("posts/keepers-wanted/camera.jpg", picture("progressive.jpg"));
    let files = catalogue.built();
    assert_eq!(published(&files, "camera.jpg").len(), 2);
    assert!(!attribute(&catalogue, PAGE, "figure.picture > img", "srcset").expect("copies").contains("960w"));
}

#[test]
fn a_damaged_picture_is_told_at_each_build() {
    let whole = picture("camera.jpg");
    for (name, bytes) in
        [("damaged.png", picture("damaged.png")), ("half.jpg", whole[..whole.len() / 2].to_vec())]
    {
        let catalogue = with_picture(name, &bytes);
        let output = catalogue.root().join("public").display().to_string();
        for _ in 0..2 {
            let said = katalog("build", catalogue.root(), &["--quiet", "--output", &output]);
            assert_eq!(said.code, Some(0), "{}", said.stderr);
            said.reports(&format!("warning: the picture content/posts/keepers-wanted/{name} is damaged"));
        }
        let said = katalog("build", catalogue.root(), &["--strict", "--output", &output]);
        assert_eq!(said.code, Some(1), "{}", said.stderr);
        said.reports(&format!("error: damaged pictures in content/: posts/keepers-wanted/{name}; open each"));
        let files = catalogue.built();
        assert_eq!(published(&files, name).len(), 1);
        assert!(!contains(published(&files, name)[0].1, b"Secret"), "{name}");
    }
}

#[test]
fn a_picture_with_too_many_pixels_is_refused() {
    let catalogue = with_picture("huge.png", &picture("huge.png"));
    catalogue.check().has_errors(1).reports("error[too-many-pixels]: this picture has 10000 by 5001 pixels");
}

/// Builds the site of a catalogue. If this takes more memory, the build is stopped.
fn built_in_400_mebibytes(catalogue: &Catalogue) -> Said {
    let output = catalogue.root().join("public").display().to_string();
    let said = katalog("build", catalogue.root(), &["--quiet", "--max-memory", "400", "--output", &output]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    said
}

/// A segment of a JPEG.
fn jpeg_segment(code: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len() + 2).expect("a short segment").to_be_bytes();
    [&[0xff, code][..], &length, contents].concat()
}

/// Programs may read the size of a picture in different places. What counts is what is published.
#[test]
fn no_other_part_of_a_picture_pretends_another_size() {
    let frame = |side: u16| {
        let [high, low] = side.to_be_bytes();
        jpeg_segment(0xc0, &[8, high, low, high, low, 1, 1, 0x11, 0])
    };
    let picture = [frame(60_000), jpeg_segment(0xda, &[1, 1, 0, 0, 63, 0]), vec![0; 9]].concat();
    let start = [0xff, 0xd8].to_vec();
    let far = [start.clone(), jpeg_segment(0xe5, &[0; 65_000]).repeat(20), picture.clone(), vec![0xff, 0xd9]];
    // Markers of restarts have no length.
    let skipped = u16::try_from(picture.len() + 2).expect("a short picture").to_be_bytes();
    let restart = [start, vec![0xff, 0xd0], skipped.to_vec(), picture, frame(300), vec![0xff, 0xd9]];
    for (what, bytes) in [("far", far.concat()), ("restart", restart.concat())] {
        let said = with_picture("river.jpg", &bytes).check();
        said.reports("error[too-many-pixels]: this picture has 60000 by 60000 pixels");
        assert_eq!(said.code, Some(1), "{what}");
    }
    let png = self::picture("alpha.png");
    let chunk = [&[0, 0, 0, 8][..], b"abCd", &[0, 0, 1, 0x90, 0, 0, 1, 0x2c], &[0; 4]].concat();
    let foreign = [&png[..8], &chunk, &png[8..]].concat();
    let said = with_picture("river.png", &foreign).check();
    said.has_errors(1).reports("warning[damaged-file]: this does not begin as a picture in PNG does");
}

/// A chunk of a WebP.
fn webp_chunk(name: &[u8; 4], contents: &[u8]) -> Vec<u8> {
    let length = u32::try_from(contents.len()).expect("a short chunk").to_le_bytes();
    [&name[..], &length, contents, if contents.len() % 2 == 1 { &[0] } else { &[] }].concat()
}

#[test]
fn a_header_of_a_webp_that_promises_fewer_pixels_is_not_believed() {
    // 16,383 by 16,383 pixels behind a header of 700 by 400.
    let mut pixels = vec![0x30, 0x01, 0x00, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f];
    pixels.resize(200_000, 0);
    let size = |side: u32| (side - 1).to_le_bytes()[..3].to_vec();
    let header = [vec![0; 4], size(700), size(400)].concat();
    let body = [b"WEBP".to_vec(), webp_chunk(b"VP8X", &header), webp_chunk(b"VP8 ", &pixels)].concat();
    let webp = webp_chunk(b"RIFF", &body);
    let catalogue = with_picture("river.webp", &webp);
    catalogue.check().has_errors(1).reports("error[wrong-value]: `river.webp` is not a picture");
    // In a text, it has no size.
    let text = "posts/keepers-wanted/en.md";
    let catalogue = Catalogue::small()
        .with("posts/keepers-wanted/river.webp", webp)
        .appending(text, "\n![The river](river.webp)\n");
    let said = built_in_400_mebibytes(&catalogue);
    said.reports("warning: the picture content/posts/keepers-wanted/river.webp is damaged");
}

#[test]
fn a_profile_of_a_png_is_not_unpacked_without_limit() {
    // A profile of 1 GiB, in a file of 1 MB.
    let mut packed = flate2::write::ZlibEncoder::new(b"name\0\0".to_vec(), flate2::Compression::best());
    for _ in 0..1024 {
        packed.write_all(&[0; 1 << 20]).expect("memory");
    }
    let contents = packed.finish().expect("memory");
    let png = picture("alpha.png");
    // The profile follows the signature and the header.
    let at = 8 + 25;
    let mut chunk = u32::try_from(contents.len()).expect("a short chunk").to_be_bytes().to_vec();
    let named = [&b"iCCP"[..], &contents].concat();
    let mut checksum = flate2::Crc::new();
    checksum.update(&named);
    chunk.extend(named);
    chunk.extend(checksum.sum().to_be_bytes());
    let catalogue = with_picture("alpha.png", &[&png[..at], &chunk, &png[at..]].concat());
    assert_eq!(built_in_400_mebibytes(&catalogue).stderr, "");
    assert!(catalogue.root().join("public/narrower/480/posts/keepers-wanted/alpha.png.webp").exists());
}
