//! Files that editors, office programs and systems leave beside what somebody wrote.

/// How their names end, in small letters.
const ENDINGS: [&str; 18] = [
    "~",
    ".bak",
    ".orig",
    ".rej",
    ".tmp",
    ".temp",
    ".swp",
    ".swo",
    ".swn",
    ".swx",
    ".crdownload",
    ".part",
    ".save",
    ".autosave",
    ".asd",
    ".wbk",
    "___jb_tmp___",
    "___jb_old___",
];

/// Whole names, in small letters. Vim writes `4913` to see whether it may write at all.
const NAMES: [&str; 6] = [".ds_store", "4913", "desktop.ini", "ehthumbs.db", "icon\r", "thumbs.db"];

/// How office programs begin the name of the file that says who has a document open.
const LOCK: &str = "~$";

/// Whether a file of this name is nobody's work, and is passed over wherever files are read.
pub(crate) fn is_leftover(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_saved_by_emacs = name.len() > 2 && name.starts_with('#') && name.ends_with('#');
    is_saved_by_emacs
        || name.starts_with(".#")
        || name.starts_with(LOCK)
        || NAMES.contains(&name.as_str())
        || ENDINGS.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_are_told_from_documents_with_like_names() {
        for name in [
            "sr.md~",
            "#sr.md#",
            ".#sr.md",
            "sr.md.orig",
            "sr.md.rej",
            ".sr.md.swp",
            "sr.md.swp",
            "sr.md___jb_tmp___",
            "sr.md___jb_old___",
            "~$plan.docx",
            "Thumbs.db",
            "THUMBS.DB",
            "desktop.ini",
            ".DS_Store",
            "plan.pdf.bak",
            "~WRL0005.TMP",
            "4913",
            "Icon\r",
            "en.md.save",
        ] {
            assert!(is_leftover(name), "{name}");
        }
        for name in [
            "sr.md",
            "~plan.pdf",
            "#1.pdf",
            "#",
            "~",
            "4913.pdf",
            "backup.pdf",
            "bak",
            "plan.bak.pdf",
            "original.pdf",
            "thumbs.png",
            "$plan.docx",
            "part.zip",
        ] {
            assert!(!is_leftover(name), "{name}");
        }
    }
}
