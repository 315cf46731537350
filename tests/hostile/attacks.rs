//! Files made to exhaust the program, to break out of a page, or to look like something else.

use std::fs;
use std::sync::LazyLock;

use super::{Case, PROGRAMME, PROJECT, TEXT, tests};

const FRONT: &str = "---\ntitle: Title\nsummary: Summary.\n---\n\n";
/// The maximum size of a file that is read, in bytes.
const LIMIT: usize = 2 * 1024 * 1024;
/// A large amount: an algorithm in quadratic time would take minutes.
const MUCH: usize = 64 * 1024;
const HUGE: usize = 10 * 1024 * 1024;

/// Returns `piece` repeated again and again.
fn fill(before: &str, piece: &str, after: &str) -> String {
    format!("{before}{}{after}", piece.repeat(MUCH / piece.len()))
}

/// Returns a file of this size.
fn sized(size: usize, before: &str, after: &str) -> String {
    format!(
        "{before}{}{after}",
        "word ".repeat(size / 5 + 1).get(..size - before.len() - after.len()).unwrap_or_default()
    )
}

/// Returns `piece` repeated up to the maximum size of a file that is read.
fn sized_by(before: &str, piece: &str) -> String {
    format!("{before}[^a]: x\n\n{}", piece.repeat((LIMIT - before.len() - 9) / piece.len()))
}

/// Returns numbered pieces, [`MUCH`] in total.
fn fill_numbered(before: &str, piece: fn(usize) -> String) -> String {
    let mut text = before.to_owned();
    for number in 0.. {
        let piece = piece(number);
        if text.len() + piece.len() > MUCH + before.len() {
            break;
        }
        text.push_str(&piece);
    }
    text
}

/// Returns as many numbered ids as a list may have.
fn ids(word: &str) -> String {
    (0..300).map(|number| format!("{word}-{number}")).collect::<Vec<_>>().join(", ")
}

fn small(path: &str) -> String {
    fs::read_to_string(tests("small/content").join(path)).expect("a good file")
}

/// Returns a good project with a note.
fn project_with_note(note: &str) -> String {
    let project = small(PROJECT);
    project.replacen("municipality: crnobor\n", &format!("municipality: crnobor\n    note: {note}\n"), 1)
}

static LAUGHS: LazyLock<String> = LazyLock::new(|| {
    let more = |n: usize| format!("l{n}: &l{n} [{}]\n", vec![format!("*l{}", n - 1); 9].join(", "));
    "l0: &l0 [ha, ha]\n".to_owned() + &(1..12).map(more).collect::<String>()
});

pub(super) fn facts() -> Vec<Case> {
    fn project(name: &str, yaml: impl Fn() -> String + Send + Sync + 'static) -> Case {
        Case::new(format!("facts: {name}"), PROJECT, yaml)
    }
    let mut cases = vec![
        project("aliases that multiply", || LAUGHS.clone()),
        project("an alias of itself", || "a: &a [*a]\n".to_owned()),
        project("many anchors", || fill_numbered("", |n| format!("a{n}: &a{n} x\n"))),
        project("many aliases", || fill("a: &a x\nb: [", "*a, ", "]\n")),
        project("merged keys", || "base: &base { programme: healthy-town }\n<<: [*base, *base]\n".to_owned()),
        project("merged keys without an anchor", || "<<: { programme: healthy-town }\n<<: x\n".to_owned()),
        project("brackets", || fill("", "[", "")),
        project("braces", || fill("", "{", "")),
        project("braces with keys", || fill("", "{a: ", "")),
        project("closed brackets", || format!("{}{}", "[".repeat(MUCH / 2), "]".repeat(MUCH / 2))),
        project("brackets in a known key", || fill("partners: ", "[", "")),
        project("dashes", || fill("partners: ", "- ", "x\n")),
        project("a staircase", || (0..1900).map(|n| format!("{}a:\n", " ".repeat(n))).collect()),
        project("question marks", || fill("", "? ", "")),
        project("quotation marks", || fill("partners: ", "\"", "")),
        project("quotation marks with commas", || fill("partners: [", "'',", "]")),
        project("colons", || fill("", ":", "")),
        project("colons and spaces", || fill("", ": ", "")),
        project("hashes", || fill("", "#", "")),
        project("comments", || fill("", "#\n", "")),
        project("line breaks", || fill("a: |\n", "\n", "")),
        project("blanks", || fill("a: ", " ", "")),
        project("tabs", || fill("a:\n", "\t", "b")),
        project("percent signs", || fill("", "%A\n", "")),
        project("exclamation marks", || fill("", "!", "")),
        project("ampersands", || fill("", "&", "")),
        project("backslashes", || fill("a: \"", "\\", "\"")),
        project("escapes of nothing", || fill("a: \"", "\\0", "\"\n")),
        project("escapes of halves", || "support: \"\\uD800\\uDC00\"\narea: \"\\U00110000\"\n".to_owned()),
        project("many documents", || fill("", "---\na: b\n", "")),
        project("many ends of documents", || fill("", "...\n", "")),
        project("many keys", || fill_numbered("", |n| format!("k{n}: x\n"))),
        project("many words for keys", || fill_numbered("", |n| format!("faz{n}x: x\n"))),
        project("many values before an error", || fill("a: {", "b,", " b: c: d}\n")),
        project("many values before a bracket", || format!("a: {{{} ]\n", "b,".repeat(LIMIT / 2 - 8))),
        project("many known keys", || fill("", "area: health/nursing\n", "")),
        project("many keys in one line", || fill_numbered("{", |n| format!("k{n}: x, ")) + "}"),
        project("many blanks to fill in", || fill("partners: [", "___, ", "]\n")),
        project("many references to nobody", || {
            fill_numbered(&(small(PROJECT).replace("partners: [lake-fund]\n", "") + "partners: ["), |n| {
                format!("lake-fun{n}, ")
            }) + "]\n"
        }),
        project("the same reference again and again", || {
            fill(
                &(small(PROJECT).replace("partners: [lake-fund]\n", "") + "partners: ["),
                "lake-fund, ",
                "]\n",
            )
        }),
        project("many activities in one place", || fill(&small(PROJECT), "  - municipality: crnobor\n", "")),
        project("many empty activities", || fill(&small(PROJECT), "  - {}\n", "")),
        project("many broken funds", || {
            fill(&small(PROJECT), "  - { municipality: a, funding: { currency: EUR } }\n", "")
        }),
        project("a line of ten megabytes", || format!("programme: {}\n", "x".repeat(HUGE))),
        project("a long note", || project_with_note(&"riječ ".repeat(MUCH / 8))),
        project("a note of one long word", || {
            project_with_note(&format!("{{ sr: {}, en: x }}", "ž".repeat(MUCH / 3)))
        }),
        project("an id that is very long", || fill("programme: ", "a", "\n")),
        project("an id of hyphens", || fill("programme: a", "-a", "\n")),
        project("a file just as large as allowed", || sized(LIMIT, &(small(PROJECT) + "#"), "\n")),
        project("a file one byte too large", || sized(LIMIT + 1, &(small(PROJECT) + "#"), "\n")),
        project("notes that run scripts", || {
            project_with_note(
                r#"{ sr: "<script>alert(1)</script>\" onload='x' -->", en: "{{ config }} {% include 'x' %} ]]> &lt;" }"#,
            )
        }),
        project("notes with signs that cannot be seen", || {
            project_with_note(
                "{ sr: \"\u{202e}Zlo\u{2066}\u{200b}\u{feff}\u{2028}\", en: \"\u{202d}Evil\u{2069}\u{200d}\" }",
            )
        }),
        project("notes with marks of ours", || {
            project_with_note(r#"{ sr: "\x01 0\x01", en: "-{ }- -{ -{ \x7f\u0085" }"#)
        }),
        project("notes with a flood of accents", || {
            project_with_note(&format!("{{ sr: a{}, en: b }}", "\u{301}".repeat(MUCH / 3)))
        }),
        project("notes with open marks", || {
            project_with_note(&format!("{{ sr: \"{}\", en: b }}", "-{".repeat(MUCH / 3)))
        }),
        project("words for everything", || {
            "programme: ~\nphase: !!python/object:os.system x\narea: .inf\nsupport: 0x7fffffffffffffffffff\nimplementers: !!set {a}\nsources: 1e999\nactivities: !!binary \"====\"\n".to_owned()
        }),
        Case::new(
            "facts: numbers out of bounds",
            PROGRAMME,
            || "status: 1\nperiod: { start: 0000-00-00, end: 99999-99-99 }\nareas: [.nan, -0, 1_000, 0o17, 08, 1:30]\nsdgs: [999999999999999999999999999999999999999999, -1, 1.5, 1e1, ~, 0x3]\nbudget: { currency: EUR, amount: 999999999999999999999999999999.99 }\nsources: []\n",
        ),
        Case::new("facts: a number that is very long", PROGRAMME, || fill("sdgs: [", "9", "]\n")),
        Case::new("facts: an amount that is very long", PROGRAMME, || {
            fill("budget: { currency: EUR, amount: ", "9", " }\n")
        }),
        Case::new("facts: the largest amounts", PROJECT, || {
            small(PROJECT)
                .replace("total: 2500000", &format!("programme: {0}, co_funding: {0}", i64::MAX))
                .replace("total: 700", &format!("total: {}", i64::MAX))
        }),
        Case::new("facts: many goals", PROGRAMME, || fill("sdgs: [", "18,", "]\n")),
        Case::new("facts: many phases of one name", PROGRAMME, || {
            fill("phases:\n", "- { id: a, name: { sr: a, en: a } }\n", "")
        }),
        Case::new("facts: degrees out of bounds", "municipalities/zlatar/municipality.yaml", || {
            small("municipalities/zlatar/municipality.yaml")
                .replace("43.20", "1e308")
                .replace("20.10", "-.inf")
        }),
        Case::new("facts: degrees that is very long", "municipalities/zlatar/municipality.yaml", || {
            small("municipalities/zlatar/municipality.yaml")
                .replace("43.20", &format!("0.{}", "0".repeat(MUCH / 2)))
        }),
        Case::new("facts: many aliases of one entry", "municipalities/zlatar/municipality.yaml", || {
            fill_numbered(&(small("municipalities/zlatar/municipality.yaml") + "aliases: ["), |n| {
                format!("a{n}, ")
            }) + "]\n"
        }),
        Case::new("facts: aliases of an area and a sub-area", "areas.yaml", || {
            small("areas.yaml")
                .replace("en: Health }\n", &format!("en: Health }}\n  aliases: [{}]\n", ids("old")))
                .replace("en: Nursing }\n", &format!("en: Nursing }}\n      aliases: [{}]\n", ids("former")))
        }),
        project("activities that repeat long lists", || {
            let places = (0..2000).map(|number| format!("  - municipality: place-{number}\n"));
            let (lists, places) = (ids("name"), places.collect::<String>());
            format!("implementers: [{lists}]\npartners: [{lists}]\nsources: [{lists}]\nactivities:\n{places}")
        }),
        Case::new("facts: a reference to an area of many sub-areas", "areas.yaml", || {
            let areas = small("areas.yaml").replace("    nursing:\n", "    nurses:\n");
            fill_numbered(&areas, |number| format!("    sub-{number}: {{}}\n"))
        }),
        Case::new("facts: many entries", "organisations.yaml", || {
            fill_numbered(&small("organisations.yaml"), |n| {
                format!("o{n}: {{ name: {{ sr: Zadruga {n}, en: Cooperative {n} }}, kind: civil-society }}\n")
            })
        }),
        Case::new("facts: many entries with nearly one name", "organisations.yaml", || {
            fill_numbered(&small("organisations.yaml"), |n| {
                format!(
                    "o{n}: {{ name: {{ sr: Zadruga ratara {:b}, en: Cooperative }}, kind: civil-society }}\n",
                    n
                )
                .replace('1', "l")
                .replace('0', "o")
            })
        }),
        Case::new("facts: many bad ids", "organisations.yaml", || {
            fill(&small("organisations.yaml"), "Č!: {}\n", "")
        }),
        Case::new("facts: ids that cannot be seen", "organisations.yaml", || {
            small("organisations.yaml")
                + "\"\u{202e}lake-fund\": {}\n\"lake\u{200b}-fund\": {}\n\"lаke-fund\": {}\n\"\": {}\n\"a/../../b\": {}\n\"<b>\": {}\n"
        }),
        Case::new("facts: many sub-areas", "areas.yaml", || {
            fill_numbered(&small("areas.yaml"), |n| {
                format!(
                    "    s{n}: {{ name: {{ sr: Oblast {n}, en: Area {n} }}, description: {{ sr: Opis., en: About. }} }}\n"
                )
            })
        }),
        Case::new("facts: addresses that run scripts", "organisations.yaml", || {
            small("organisations.yaml").replace("https://lake-fund.example/", "\"javascript:alert(1)\"")
        }),
        Case::new("facts: an address with quotes", "organisations.yaml", || {
            small("organisations.yaml")
                .replace("https://lake-fund.example/", "'https://lake-fund.example/\"onmouseover=\"x'")
        }),
        Case::new("facts: an address that is very long", "organisations.yaml", || {
            small("organisations.yaml")
                .replace("lake-fund.example/", &format!("lake-fund.example/{}", "%20".repeat(MUCH / 4)))
        }),
        Case::new("facts: a name that runs scripts", "organisations.yaml", || {
            small("organisations.yaml").replace("Jezerski fond", "\"</title><script>alert(1)</script>\"")
        }),
        Case::new("facts: a name that is a formula", "organisations.yaml", || {
            small("organisations.yaml").replace("Care Network", "\"=HYPERLINK(1;2)\"")
        }),
        Case::new("facts: a site that runs scripts", "catalogue.yaml", || {
            small("catalogue.yaml")
                .replace("https://example.org/katalog/", "\"javascript://example.org/%0aalert(1)/\"")
        }),
        Case::new("facts: a site with a strange path", "catalogue.yaml", || {
            small("catalogue.yaml").replace(
                "https://example.org/katalog/",
                "\"https://u:p@example.org:99/a/../../'\\\"><b>/?q#f\"",
            )
        }),
        Case::new("facts: many slips to look for", "catalogue.yaml", || {
            fill_numbered(&(small("catalogue.yaml") + "slips:\n"), |n| format!("  w{n}: v\n"))
        }),
        Case::new("facts: one long slip to look for", "catalogue.yaml", || {
            fill(&(small("catalogue.yaml") + "slips: { \""), "re", "\": b }\n")
        }),
        Case::new("facts: many acronyms", "catalogue.yaml", || {
            fill_numbered(&(small("catalogue.yaml") + "acronyms: { keep: ["), |n| format!("A{n}, ")) + "] }\n"
        }),
        Case::new("facts: the same locale again and again", "catalogue.yaml", || {
            fill(&small("catalogue.yaml").replace("locales: [sr-Latn, en]\n", "locales: ["), "en, ", "]\n")
        }),
        Case::new("facts: many rules that are none", "catalogue.yaml", || {
            fill_numbered(&(small("catalogue.yaml") + "rules:\n"), |n| format!("  raw-htm{n}: off\n"))
        }),
    ];
    cases.extend(
        ["\u{0}", "\u{1}", "\u{7f}", "\u{85}", "\u{2028}", "\u{feff}", "\u{fffe}", "\u{10ffff}"].map(
            |sign| {
                project(&format!("the sign {}", sign.escape_unicode()), move || {
                    small(PROJECT).replace("grant", &format!("{sign}grant{sign}"))
                })
            },
        ),
    );
    cases
}

pub(super) fn texts() -> Vec<Case> {
    type Body = fn() -> String;
    fn text(name: &str, text: impl Fn() -> String + Send + Sync + 'static) -> Case {
        Case::new(format!("text: {name}"), TEXT, text)
    }
    let body = |name: &str, body: Body| text(name, move || format!("{FRONT}{}\n", body()));
    let mut cases = vec![
        text("front matter that multiplies", || format!("---\n{}---\n", *LAUGHS)),
        text("front matter that is nested", || fill("---\ntitle: ", "[", "\n---\n")),
        text("front matter without an end", || fill("---\ntitle: x\n", "a: b\n", "")),
        text("front matter of a list", || "---\n- title: x\n---\n".to_owned()),
        text("front matter of a text", || "---\ntitle\n---\n".to_owned()),
        text("front matter of nothing", || "---\n---\n".to_owned()),
        text("front matter that runs scripts", || {
            "---\ntitle: \"</title><script>alert(1)</script>\"\nsummary: '\"><img src=x onerror=alert(1)>'\n---\n\nText.\n".to_owned()
        }),
        text("front matter with templates", || {
            "---\ntitle: \"{{ 7 * 7 }} {% raw %}\"\nsummary: \"{# #} ${x} <%= x %>\"\n---\n\n{{ 7 * 7 }} {% raw %}\n".to_owned()
        }),
        text("front matter with signs that cannot be seen", || {
            "---\ntitle: \"\u{202e}eltit\u{200b}\u{ad}\u{2066}\"\nsummary: \"\u{feff}\u{200d}\u{e0041}\"\n---\n\n\u{202e}txet\n".to_owned()
        }),
        text("a title that is very long", || fill("---\ntitle: ", "word ", "\nsummary: x\n---\n")),
        text("a summary of one long word", || fill("---\ntitle: x\nsummary: ", "ш", "\n---\n")),
        text("fences and nothing else", || fill("", "---\n", "")),
        text("marks of byte order", || fill("", "\u{feff}", "")),
        body("a line of ten megabytes", || "x".repeat(HUGE)),
        text("a file just as large as allowed", || sized(LIMIT, FRONT, "\n")),
        text("as many footnotes as fit", || sized_by(FRONT, "[^a] ")),
        text("as many emphases as fit", || sized_by(FRONT, "*a* ")),
        text("as many links to nobody as fit", || sized_by(FRONT, "[x](project:nobody) ")),
        text("as many beginnings of notes as fit", || sized_by(FRONT, "[^")),
        text("as many swapped brackets as fit", || sized_by(FRONT, ")[")),
        text("as many ends of links as fit", || sized_by(FRONT, "](")),
        text("a file one byte too large", || sized(LIMIT + 1, FRONT, "\n")),
        body("a row of ten megabytes", || format!("| a |\n|---|\n| {} |", "x".repeat(HUGE))),
        text("a row of many cells", || fill(&format!("{FRONT}| a | b |\n|---|---|\n|"), " x |", "\n")),
        text("a table of many columns", || {
            format!("{FRONT}{}\n{}\n{}", "| a ".repeat(10_000), "|---".repeat(10_000), "| b ".repeat(10_000))
        }),
        text("a table of many columns and rows", || {
            format!("{FRONT}{}\n{}\n{}", "|a".repeat(10_000), "|-".repeat(10_000), "|\n".repeat(10_000))
        }),
        text("a table of many rows", || fill(&format!("{FRONT}| a | b |\n|---|---|\n"), "| x | y |\n", "")),
        text("many footnotes", || fill_numbered(FRONT, |n| format!("[^{n}]\n\n[^{n}]: x\n\n"))),
        text("one footnote named again and again", || fill(&format!("{FRONT}[^a]: x\n\n"), "[^a]", "")),
        text("one footnote written again and again", || fill(&format!("{FRONT}[^a]\n\n"), "[^a]: x\n\n", "")),
        text("footnotes within footnotes", || fill_numbered(FRONT, |n| format!("[^{n}]: [^{}]\n", n + 1))),
        text("many definitions", || fill_numbered(FRONT, |n| format!("[{n}]: https://example.org/{n}\n"))),
        text("one definition used again and again", || {
            format!("{FRONT}[a]: https://example.org/{}\n\n{}", "x".repeat(10_000), "[a]".repeat(10_000))
        }),
        text("definitions that are used", || {
            fill_numbered(FRONT, |n| format!("[{n}]: project:home-nursing\n\n[{n}]\n\n"))
        }),
        text("labels that are open", || fill(FRONT, "[a](b", "")),
        text("links without an end", || fill(FRONT, "[a](<b", "")),
        text("titles without an end", || fill(FRONT, "[a](b \"", "")),
        text("links to nobody", || fill_numbered(FRONT, |n| format!("[x](project:home-nursin{n})\n"))),
        text("links to nobody in one line", || {
            fill_numbered(FRONT, |n| format!("[x](project:home-nursin{n})"))
        }),
        text("links to files that are not there", || {
            fill_numbered(FRONT, |n| format!("[x](rulebok{n}.pdf)"))
        }),
        text("links to headings that are not there", || {
            fill_numbered(FRONT, |n| format!("[x](#h{n})\n\n## h{n} g\n\n"))
        }),
        text("links without an address", || fill(FRONT, "[x]()", "")),
        text("links that are good", || fill(FRONT, "[x](project:home-nursing) ", "")),
        text("pictures within pictures", || {
            format!("{FRONT}{}x{}", "![".repeat(10_000), "](river.png)".repeat(10_000))
        }),
        text("pictures within pictures, with addresses of entities", || {
            format!("{FRONT}{}x{}", "![".repeat(50_000), "](&#113;)".repeat(50_000))
        }),
        text("pictures within pictures, with code", || {
            format!("{FRONT}{}x{}", "![a `c` ".repeat(50_000), "](river.png)".repeat(50_000))
        }),
        text("pictures without words", || fill(FRONT, "![](river.png)", "")),
        text("addresses in angles", || fill(FRONT, "<a@b.c>", "")),
        text("addresses in open angles", || fill(FRONT, "<a@", "")),
        text("telephone numbers", || fill(FRONT, "+381 64 123 45 67, ", "")),
        text("one endless number", || fill(FRONT, "+3 (", "")),
        text("addresses of persons", || fill(FRONT, "ana.anic@example.org, ", "")),
        text("one endless address", || fill(FRONT, "a.", "@b")),
        text("dots at an address", || fill(FRONT, "a@", "")),
        text("headings of one name", || fill(FRONT, "## a\n", "")),
        text("headings of the first level", || fill(FRONT, "# a\n", "")),
        text("headings without a name", || fill(FRONT, "##\n", "")),
        text("lists of other signs", || fill(FRONT, "- a\n* a\n+ a\n", "")),
        text("a list of many levels", || {
            (0..1500).fold(FRONT.to_owned(), |text, n| format!("{text}{}- a\n", "  ".repeat(n)))
        }),
        text("lists within lists, shallow and many", || fill(FRONT, "- - - - a\n", "")),
        text("quotes within quotes, shallow and many", || fill(FRONT, "> > > > a\n\n", "")),
        text("blanks to fill in", || fill(FRONT, "___ ", "")),
        text("blanks to fill in, joined", || fill(FRONT, "a___", "")),
        text("slips", || fill(FRONT, "goverment ", "")),
        text("carriage returns", || fill(FRONT, "a\r", "")),
        text("marks of ours", || fill(FRONT, "-{a ", "")),
        text("marks of ours, closed", || fill(FRONT, "-{a}- ", "")),
        text("marks of ours that end", || fill(FRONT, "}-", "")),
        text("links that look like something else", || {
            format!(
                "{FRONT}[\u{202e}gro.elpmaxe](https://example.org/\u{202e}) [a](https://ex\u{200b}ample.org) [b](project:home\u{200b}-nursing) [c](#\u{2066}) [d](https://\u{430}pple.example/)\n"
            )
        }),
        text("links that run scripts", || {
            format!(
                "{FRONT}[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](java\u{1}script:x) [d](&#106;avascript:x) [e](javascript&colon;x) [f](<java\nscript:x>) [g](data:text/html,<script>) [h](vbscript:x) [i]( javascript:x) [j](//evil.example/x) [k](\\\\evil.example)\n\n[l]\n\n[l]: javascript:alert(1)\n\n<javascript:alert(1)>\n\n![m](javascript:alert(1)) ![n](data:image/svg+xml,x) ![o](https://evil.example/x.png)\n"
            )
        }),
        text("links out of the catalogue", || {
            format!(
                "{FRONT}[a](../../../../secret.pdf) [b](/etc/passwd) [c](file:///etc/passwd) [d](..%2f..%2fsecret.pdf) [e](project:../home-nursing) ![f](../../../../secret.png) [g](page:../../x) [h](data:../x)\n"
            )
        }),
        text("harmless links with strange signs", || {
            format!(
                "{FRONT}[a](https://example.org/\"onclick=\"x) [b](https://example.org/'><script>) [c](https://example.org/?a=1&b=<2> \"t\\\"onload=x\") [d](mailto:info@example.org?subject=%0d%0aBcc:x) ![\"onerror=x](river.png \"'>\")\n"
            )
        }),
        text("entities that hide tags", || {
            format!(
                "{FRONT}&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=x&#62; &#x3c;b&#x3e; &#0; &#1;0&#1; &#xD800; &#x110000; &#99999999999; &amp;lt;script&amp;gt;\n"
            )
        }),
        text("entities without an end", || fill(FRONT, "&amp", "")),
        text("entities of numbers without an end", || fill(FRONT, "&#", "")),
        text("entities of numbers that are long", || fill(&format!("{FRONT}&#"), "1", ";\n")),
        text("notes without an end", || fill(FRONT, "[^", "")),
        text("notes without an end, spaced", || fill(FRONT, "[^ ", "")),
        text("spaces", || fill(&format!("{FRONT}a"), " ", "b\n")),
        text("tabs and spaces", || fill(&format!("{FRONT}a"), " \t", "b\n")),
        text("spaces that do not break", || fill(&format!("{FRONT}a"), "\u{a0} ", "b\n")),
        text("spaces at the ends of lines", || fill(FRONT, "a  \n", "")),
        text("empty lines", || fill(FRONT, "\n", "a\n")),
        text("long entities", || fill(&format!("{FRONT}&"), "a", ";\n")),
        text("tags", || {
            format!(
                "{FRONT}<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n<!-- --!> <b> -->\n\n<![CDATA[ x ]]> <?php x ?> <!DOCTYPE x>\n\na <svg onload=x> b\n"
            )
        }),
        text("tags that are open", || fill(FRONT, "<a ", "")),
        text("tags with open quotes", || fill(FRONT, "<a b=\"", "")),
        text("comments that are open", || fill(FRONT, "<!--", "")),
        text("comments in comments", || fill(FRONT, "a <!-- b ", "")),
        text("declarations that are open", || fill(FRONT, "a <!A ", "")),
        text("data that is open", || fill(FRONT, "a <![CDATA[ ", "")),
        text("instructions that are open", || fill(FRONT, "a <? ", "")),
        text("many tags", || fill(FRONT, "a <b> ", "")),
        text("tags in code", || {
            format!(
                "{FRONT}```\"><script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```\n\n`<script>`\n"
            )
        }),
        text("code without an end", || fill(&format!("{FRONT}```\n"), "x\n", "")),
        text("backticks of growing length", || {
            (1..1900).fold(FRONT.to_owned(), |text, n| format!("{text}{} ", "`".repeat(n)))
        }),
        text("words of all writings", || fill(FRONT, "ж ä 中 ع \u{301} 🙂 ", "\n")),
        text("accents in floods", || fill(&format!("{FRONT}e"), "\u{301}\u{323}", "\n")),
        text("one long Serbian word", || fill(FRONT, "lj", "\n")),
        text("control signs", || format!("{FRONT}a\u{0}b\n")),
    ];
    let floods = [
        "[",
        "]",
        "![",
        "[]",
        "[[",
        "(",
        "<",
        ">",
        "> ",
        "*",
        "**a",
        "*a **b ",
        "_",
        "_a ",
        "~~a ",
        "~",
        "`",
        "`a",
        "\\",
        "&",
        "&#",
        "|",
        "-",
        "- ",
        "1. ",
        "- > ",
        "+",
        "=",
        "#",
        "# ",
        "\"",
        "'",
        "\"'",
        "...",
        ":",
        "!",
        "[^",
        "[^a",
        "\n",
        " ",
        "\t",
        "\u{a0}",
        "\u{200b}",
        "\u{202e}",
        "\u{2066}",
        "\u{feff}",
        "@",
        "a**b",
        "*_",
        "[a]: b\n",
        "[a][",
        "](",
        "[x](<",
        "http://",
        "a\n===\n",
        "\n\n> a\n- b\n",
        "*a_",
        "[*a](",
        "![a](b \"",
    ];
    cases.extend(floods.map(|flood| text(&format!("a flood of {flood:?}"), move || fill(FRONT, flood, ""))));
    cases
}
