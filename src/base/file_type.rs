//! What a document or picture is: by the ending of its name, and by its first bytes.

use FileType::{
    Avif, Blank, Bmp, Docx, Epub, Film, Gif, Gzip, Heic, Html, Jpeg, Jpeg2000, JpegXl, LfsPointer,
    MailedPage, Odp, Ods, Odt, Office, OldOffice, Pdf, Photoshop, Png, PostScript, Pptx, Rar, Rtf, SevenZip,
    Svg, Tiff, Unknown, Utf16, WebP, Xlsx, Xml, ZeroBytes, Zip,
};

/// How many bytes tell what a file is.
pub const FIRST_BYTES: u64 = 4096;

/// What a file is by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileType {
    /// Nothing, or nothing but white space.
    Blank,
    /// The pointer that replaces a file in a repository when Git LFS keeps the file elsewhere.
    LfsPointer,
    /// A web page.
    Html,
    /// A web page with its pictures, as browsers save it.
    MailedPage,
    /// A drawing.
    Svg,
    /// Another file of XML.
    Xml,
    /// A PDF.
    Pdf,
    /// PostScript.
    PostScript,
    /// Rich text.
    Rtf,
    /// A document in the format that Office used until 2007, or one with a password.
    OldOffice,
    /// A document of Office in an archive.
    Office,
    /// A document of Word.
    Docx,
    /// A workbook of Excel.
    Xlsx,
    /// A presentation of PowerPoint.
    Pptx,
    /// A text of LibreOffice.
    Odt,
    /// A spreadsheet of LibreOffice.
    Ods,
    /// A presentation of LibreOffice.
    Odp,
    /// A book.
    Epub,
    /// Another archive.
    Zip,
    /// An archive of another kind.
    SevenZip,
    /// An archive of another kind.
    Rar,
    /// A compressed file.
    Gzip,
    /// A picture.
    Png,
    /// A picture.
    Jpeg,
    /// A picture.
    Gif,
    /// A picture.
    WebP,
    /// A picture.
    Avif,
    /// A picture, as telephones save it.
    Heic,
    /// A picture.
    Tiff,
    /// A picture.
    Bmp,
    /// A picture.
    Photoshop,
    /// A picture.
    JpegXl,
    /// A picture.
    Jpeg2000,
    /// A film or a sound.
    Film,
    /// Text in UTF-16.
    Utf16,
    /// Nothing that is known, and no text: there are zero bytes in it.
    ZeroBytes,
    /// Nothing that is known, as most text is.
    Unknown,
}

/// How a file of some type begins, and at which byte.
type Signature = (usize, &'static [u8], FileType);

/// Of signatures that begin alike, the longer one stands first.
const SIGNATURES: [Signature; 26] = [
    (0, b"%!PS", PostScript),
    (0, b"{\\rtf", Rtf),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OldOffice),
    (0, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Png),
    (0, b"\xff\xd8\xff", Jpeg),
    (0, b"GIF87a", Gif),
    (0, b"GIF89a", Gif),
    (8, b"WEBP", WebP),
    (0, b"II*\0", Tiff),
    (0, b"MM\0*", Tiff),
    (0, b"8BPS\0", Photoshop),
    (0, b"\xff\x0a", JpegXl),
    (0, b"\0\0\0\x0cJXL ", JpegXl),
    (0, b"\0\0\0\x0cjP  ", Jpeg2000),
    (0, b"7z\xbc\xaf\x27\x1c", SevenZip),
    (0, b"Rar!\x1a\x07", Rar),
    (0, b"\x1f\x8b\x08", Gzip),
    (0, b"PK\x05\x06", Zip),
    (0, b"PK\x07\x08", Zip),
    (0, b"\x1a\x45\xdf\xa3", Film),
    (0, b"ID3\x03\0", Film),
    (0, b"ID3\x04\0", Film),
    (0, b"OggS\0", Film),
    (8, b"AVI ", Film),
    (0, b"\xff\xfe", Utf16),
    (0, b"\xfe\xff", Utf16),
];

/// How a pointer of Git LFS begins, today and earlier.
const LFS: [&str; 2] =
    ["version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/"];

/// The tags with which web pages begin.
const HTML: [&str; 8] = ["!doctype html", "html", "head", "body", "title", "meta", "script", "table"];

/// A kind of files that is published.
#[derive(Debug)]
pub struct Published {
    /// How their names end, in small letters.
    pub ending: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Such a file in words.
    pub what: &'static str,
    /// As what such a file may begin; nothing if it is text, which begins with anything.
    begins: &'static [FileType],
}

/// Declares what is published: endings, media types, words, and the types as which such files may begin.
macro_rules! published {
    ($( $ending:literal $media_type:literal $what:literal [$($begins:ident),*]; )*) => {
        /// What is published as it is: documents, tables and pictures that no browser runs anything from.
        pub static PUBLISHED: &[Published] = &[
            $( Published { ending: $ending, media_type: $media_type, what: $what, begins: &[$($begins),*] }, )*
        ];
    };
}

published! {
    "pdf" "application/pdf" "a PDF" [Pdf];
    "doc" "application/msword" "a document of Word before 2007" [OldOffice];
    "docx" "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        "a document of Word" [Docx, Office, Zip];
    "odt" "application/vnd.oasis.opendocument.text" "a text of LibreOffice" [Odt, Zip];
    "rtf" "application/rtf" "a document in RTF" [Rtf];
    "xls" "application/vnd.ms-excel" "a workbook of Excel before 2007" [OldOffice];
    "xlsx" "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        "a workbook of Excel" [Xlsx, Office, Zip];
    "ods" "application/vnd.oasis.opendocument.spreadsheet" "a spreadsheet of LibreOffice" [Ods, Zip];
    "csv" "text/csv" "a table in CSV" [];
    "ppt" "application/vnd.ms-powerpoint" "a presentation of PowerPoint before 2007" [OldOffice];
    "pptx" "application/vnd.openxmlformats-officedocument.presentationml.presentation"
        "a presentation of PowerPoint" [Pptx, Office, Zip];
    "odp" "application/vnd.oasis.opendocument.presentation" "a presentation of LibreOffice" [Odp, Zip];
    "txt" "text/plain" "plain text" [];
    "zip" "application/zip" "a ZIP archive" [Zip, Docx, Xlsx, Pptx, Office, Odt, Ods, Odp, Epub];
    "png" "image/png" "a picture in PNG" [Png];
    "jpg" "image/jpeg" "a picture in JPEG" [Jpeg];
    "jpeg" "image/jpeg" "a picture in JPEG" [Jpeg];
    "gif" "image/gif" "a picture in GIF" [Gif];
    "webp" "image/webp" "a picture in WebP" [WebP];
    "avif" "image/avif" "a picture in AVIF" [Avif];
    "epub" "application/epub+zip" "a book in EPUB" [Epub, Zip];
}

/// Whether a file begins as its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// As files of its kind do.
    Right,
    /// As files of another kind do.
    Other,
    /// As no files that are known.
    Strange,
}

impl Published {
    /// The kind that a file is by its name.
    pub fn of(name: &str) -> Option<&'static Published> {
        let (_, ending) = name.rsplit_once('.')?;
        PUBLISHED.iter().find(|kind| kind.ending.eq_ignore_ascii_case(ending))
    }

    /// Whether a file of this kind begins as it should.
    pub fn begins_as(&self, found: FileType) -> Beginning {
        let is_text = self.begins.is_empty();
        match found {
            Unknown if is_text => Beginning::Right,
            Unknown | ZeroBytes if !is_text => Beginning::Strange,
            // Text may begin with the letters that other files begin with.
            Svg | Xml | MailedPage | PostScript | Rtf | Gif | WebP | Film if is_text => Beginning::Right,
            found if self.begins.contains(&found) => Beginning::Right,
            _ => Beginning::Other,
        }
    }
}

impl FileType {
    /// What a file is that begins with these bytes: with the first [`FIRST_BYTES`], or with all that it has.
    pub fn of(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let begins = |&(at, signature, _): &Signature| {
            bytes.get(at..).is_some_and(|bytes| bytes.starts_with(signature))
                && (at == 0 || bytes.starts_with(b"RIFF"))
        };
        let known = SIGNATURES.iter().find(|signature| begins(signature)).map(|(_, _, found)| *found);
        match () {
            () if text.is_empty() => Blank,
            () if bytes.starts_with(b"PK\x03\x04") => archive(bytes),
            () if bytes.get(4..).is_some_and(|name| name.starts_with(b"ftyp")) => film_or_picture(bytes),
            () if is_bitmap(bytes) => Bmp,
            () => known.or_else(|| written(text)).unwrap_or_else(|| {
                // Mailed PDFs have lines of others before their own.
                match bytes[..bytes.len().min(1024)].windows(5).any(|five| five == b"%PDF-") {
                    true => Pdf,
                    false if bytes.contains(&0) => ZeroBytes,
                    false => Unknown,
                }
            }),
        }
    }

    /// How names of such files end, if they are published.
    pub fn ending(self) -> Option<&'static str> {
        PUBLISHED
            .iter()
            .find(|kind| kind.begins.first() == Some(&self) && self != OldOffice)
            .map(|it| it.ending)
    }

    /// Such a file in words.
    pub fn what(self) -> &'static str {
        let published = self.ending().and_then(|ending| PUBLISHED.iter().find(|it| it.ending == ending));
        match self {
            Blank => "an empty file",
            LfsPointer => "a pointer of Git LFS",
            Html | MailedPage => "a web page",
            Svg => "a drawing in SVG",
            Xml => "a file in XML",
            PostScript => "a file in PostScript",
            OldOffice => "a document of Office before 2007, or one with a password",
            Office => "a document of Office",
            SevenZip => "a 7z archive",
            Rar => "a RAR archive",
            Gzip => "a file compressed with gzip",
            Heic => "a picture in HEIC",
            Tiff => "a picture in TIFF",
            Bmp => "a picture in BMP",
            Photoshop => "a picture of Photoshop",
            JpegXl => "a picture in JPEG XL",
            Jpeg2000 => "a picture in JPEG 2000",
            Film => "a film or a sound",
            Utf16 => "text in UTF-16",
            ZeroBytes => "a file with zero bytes in it",
            _ => published.map_or("a file of another kind", |kind| kind.what),
        }
    }
}

/// Whether a text is the pointer that stands for a file that Git LFS keeps elsewhere.
pub fn is_lfs_pointer(text: &[u8]) -> bool {
    let start = &text[..text.len().min(1024)];
    LFS.iter().any(|begin| start.starts_with(begin.as_bytes())) && contains(start, b"\noid ")
}

fn contains(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|window| window == sought)
}

/// Recognises formats that begin with certain words, after the byte order mark and white space.
fn written(text: &[u8]) -> Option<FileType> {
    if is_lfs_pointer(text) {
        return Some(LfsPointer);
    }
    if text.starts_with(b"%PDF-") {
        return Some(Pdf);
    }
    if text.starts_with(b"MIME-Version: ") || text.starts_with(b"From: <Saved by ") {
        return Some(MailedPage);
    }
    let mut rest = text;
    let mut is_xml = false;
    // Remarks and what XML says of itself stand before the first tag.
    loop {
        let end: &[u8] = match rest {
            rest if rest.starts_with(b"<?") => b"?>",
            rest if rest.starts_with(b"<!--") => b"-->",
            _ => break,
        };
        is_xml |= end == b"?>";
        let at = rest.windows(end.len()).position(|window| window == end)?;
        rest = rest[at + end.len()..].trim_ascii_start();
    }
    let tag = rest.strip_prefix(b"<")?;
    let begins = |name: &str| {
        let (start, behind) = tag.split_at_checked(name.len()).unwrap_or((tag, &[]));
        let ends =
            behind.first().is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
        start.eq_ignore_ascii_case(name.as_bytes()) && ends
    };
    match () {
        () if HTML.into_iter().any(begins) => Some(Html),
        () if begins("svg") || begins("!doctype svg") => Some(Svg),
        () => is_xml.then_some(Xml),
    }
}

/// What an archive holds, by the names of the first files in it.
fn archive(bytes: &[u8]) -> FileType {
    const MIME: [(&[u8], FileType); 4] = [
        (b"mimetypeapplication/vnd.oasis.opendocument.text", Odt),
        (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Ods),
        (b"mimetypeapplication/vnd.oasis.opendocument.presentation", Odp),
        (b"mimetypeapplication/epub+zip", Epub),
    ];
    const PARTS: [(&[u8], FileType); 3] = [(b"word/", Docx), (b"xl/", Xlsx), (b"ppt/", Pptx)];
    // The names stand 30 bytes behind the start of each file's head.
    let name = |at: usize| bytes.get(at + 30..).unwrap_or_default();
    if let Some((_, found)) = MIME.iter().find(|(mime, _)| name(0).starts_with(mime)) {
        return *found;
    }
    let heads = bytes.windows(4).enumerate().filter(|(_, four)| four == b"PK\x03\x04").map(|(at, _)| at);
    let part = |at: usize| PARTS.iter().find(|(part, _)| name(at).starts_with(part)).map(|(_, found)| *found);
    let is_office = [&b"[Content_Types].xml"[..], b"_rels/.rels", b"docProps/"];
    heads.into_iter().find_map(part).unwrap_or(
        match is_office.iter().any(|start| name(0).starts_with(start)) {
            true => Office,
            false => Zip,
        },
    )
}

/// What a file of the kind of films is, by the names of what it is compatible with.
fn film_or_picture(bytes: &[u8]) -> FileType {
    const HEIC: [&[u8]; 10] =
        [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"];
    let size = bytes.first_chunk().map_or(0, |size| u32::from_be_bytes(*size));
    let end = usize::try_from(size).unwrap_or_default().clamp(12.min(bytes.len()), bytes.len());
    // Behind the first name stands its version.
    let names = || bytes[..end].chunks_exact(4).enumerate().filter(|(at, _)| *at == 2 || *at > 3);
    match () {
        () if names().any(|(_, name)| matches!(name, b"avif" | b"avis")) => Avif,
        () if names().any(|(_, name)| HEIC.contains(&name)) => Heic,
        () => Film,
    }
}

fn is_bitmap(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BM") && bytes.get(6..).is_some_and(|rest| rest.starts_with(&[0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        let part = |name: &str| [b"PK\x03\x04", &[0; 26][..], name.as_bytes()].concat();
        let lfs = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n";
        for (bytes, found) in [
            (&b""[..], Blank),
            (b"\xef\xbb\xbf \n", Blank),
            (lfs.as_bytes(), LfsPointer),
            (b"\n<!-- x --><!DOCTYPE HTML PUBLIC", Html),
            (b"<?xml version=\"1.0\"?>\n<html xmlns", Html),
            (b"<htmlx>", Unknown),
            (b"<?xml version=\"1.0\"?><svg/>", Svg),
            (b"<?xml version=\"1.0\"?><Workbook>", Xml),
            (b"%PDF-1.7\n\0", Pdf),
            (b"\r\n%PDF-1.7", Pdf),
            (b"RIFF\0\0\0\0WEBPVP8 ", WebP),
            (b"RIFF\0\0\0\0WAVEfmt ", ZeroBytes),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Heic),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", Avif),
            (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isomavif", Film),
            (b"\0\0\0\x02ftyp", Film),
            (b"BMI is a number", Unknown),
            (b"\xff\xfea\0", Utf16),
            (b"a\0b", ZeroBytes),
            (b"x", Unknown),
        ] {
            assert_eq!(FileType::of(bytes), found, "{}", String::from_utf8_lossy(bytes));
        }
        for (bytes, found) in [
            ([part("[Content_Types].xml"), part("_rels/.rels"), part("xl/workbook.xml")].concat(), Xlsx),
            (part("[Content_Types].xml"), Office),
            (part("word/document.xml"), Docx),
            (part("mimetypeapplication/vnd.oasis.opendocument.text"), Odt),
            (part("plan.pdf"), Zip),
        ] {
            assert_eq!(FileType::of(&bytes), found);
        }
    }

    #[test]
    fn every_kind_begins_as_itself() {
        for kind in PUBLISHED {
            for found in kind.begins {
                assert_eq!(kind.begins_as(*found), Beginning::Right, "{}", kind.ending);
            }
            assert_eq!(kind.begins_as(LfsPointer), Beginning::Other);
            assert_eq!(kind.begins_as(Html), Beginning::Other);
        }
        assert_eq!(Published::of("A.PDF").map(|kind| kind.ending), Some("pdf"));
        assert_eq!([Png.ending(), OldOffice.ending(), Heic.ending()], [Some("png"), None, None]);
    }
}
