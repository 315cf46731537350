//! Tests the limits of a site's own messages, scripts and templates: a build reports the limit, and a preview survives
//! it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use crate::support::{katalog, preview, small_catalogue, write};
use tempfile::TempDir;

const HOME: &str = "themes/default/templates/home.html";
const MESSAGES: &str = "locales/en.ftl";

/// The small catalogue with one more file.
fn with(path: &str, text: &str) -> TempDir {
    let root = small_catalogue();
    write(&root.path().join(path), text.as_bytes());
    root
}

/// Builds a site. The build must fail within a time limit, with a short message that names the place.
fn refuses(path: &str, text: &str, words: &[&str]) {
    let root = with(path, text);
    let output = root.path().join("public");
    let output = output.to_str().expect("a path in UTF-8");
    let start = Instant::now();
    let said = katalog("build", root.path(), &["--output", output]);
    let sample: String = text.chars().take(80).collect();
    assert_eq!(said.code, Some(1), "{sample}: {}", said.stderr);
    for word in words {
        assert!(said.stderr.contains(word), "{sample}: {word} in {}", said.stderr);
    }
    assert!(said.stderr.len() < 3000, "{sample}: {}", said.stderr);
    assert!(!said.stderr.contains("katalog_"), "{}", said.stderr);
    assert!(!said.stderr.contains("panicked"), "{}", said.stderr);
    assert!(start.elapsed() < Duration::from_secs(120), "{sample}: {:?}", start.elapsed());
}

fn builds(path: &str, text: &str) -> TempDir {
    let root = with(path, text);
    let output = root.path().join("public");
    let said = katalog("build", root.path(), &["--output", output.to_str().expect("a path in UTF-8")]);
    let sample: String = text.chars().take(80).collect();
    assert_eq!(said.code, Some(0), "{sample}: {}", said.stderr);
    root
}

fn home(root: &Path) -> String {
    fs::read_to_string(root.join("public/en/index.html")).expect("a page")
}

#[test]
fn messages_that_nest_grow_or_refer_to_themselves_are_rejected() {
    let doubled = |count: usize| {
        let terms = (1..count).map(|at| format!("-t{at} = {{ -t{} }}{{ -t{} }}\n", at - 1, at - 1));
        format!("-t0 = ha\n{}home = {{ -t{} }}\n", terms.collect::<String>(), count - 1)
    };
    let chain: String = (1..150).map(|at| format!("-t{at} = {{ -t{} }}\n", at - 1)).collect();
    let terms = |count: usize| (0..count).map(|at| format!("-t{at} = ha\n")).collect::<String>();
    let long = "x".repeat(3_000);
    for (text, words) in [
        (format!("home = {}", "{".repeat(60_000)), vec!["line 1: ", "8 KiB"]),
        (format!("home = {}", "{".repeat(5_000)), vec!["line 1: ", "200 brackets"]),
        (format!("# c\n\nhome = {}", "{ \"}\" ".repeat(2_000)), vec!["line 3: "]),
        (format!("home = {}", "{F(".repeat(2_000)), vec!["line 1: "]),
        (format!("home = {{ $a ->\n{}", " *[a] { $a ->\n".repeat(2_000)), vec!["line 1: "]),
        (format!("home = a\n    .b = {}", "{\n".repeat(3_000)), vec!["line 1: "]),
        (format!("{}home = a", "{".repeat(60_000)), vec!["line 1: "]),
        (format!("home = {}", "a".repeat(20_000)), vec!["line 1: ", "8 KiB"]),
        (format!("home = {{ F({}) }}", "a:1,".repeat(20_000)), vec!["line 1: "]),
        ("home = a\n".repeat(200_000), vec!["1 MiB"]),
        (doubled(60), vec!["more; shorten it or refer to fewer"]),
        (
            format!("-t0 = ha\n{chain}home = {{ -t149 }}\n"),
            vec!["message `home`", "a chain of more than 100"],
        ),
        (terms(1_001), vec!["up to 1000 terms", "has 1001; remove some"]),
        (
            format!("home = {{ 1.{} ->\n [one] a\n *[other] b\n }}\n", "0".repeat(30)),
            vec!["home", "up to 15 digits"],
        ),
        (format!("home = {{ NUMBER($a, x: {}) }}\n", "9".repeat(16)), vec!["home", "up to 15 digits"]),
        ("# c\nhome = a\u{1b}[31mb\n".to_owned(), vec!["line 2: ", "U+001B"]),
        ("# c\nhome = a\u{202e}b\n".to_owned(), vec!["line 2: ", "U+202E"]),
        ("home = a { \"\\u202E\" }\n".to_owned(), vec!["line 1: message `home`", "U+202E"]),
        ("home = a { \"\\U00001b\" }\n".to_owned(), vec!["line 1: message `home`", "U+001B"]),
        ("home = { home }\n".to_owned(), vec!["line 1: message `home`", "refers to itself"]),
        ("home = { -a }\n-a = { -b }\n-b = { -a }\n".to_owned(), vec!["refers to itself"]),
        ("home = { feed }\nfeed = { home }\n".to_owned(), vec!["refers to itself"]),
        (format!("-t = {long}\nhome = {{ F({}) }}\n", "-t,".repeat(2_000)), vec!["home", "8 KiB"]),
        (format!("home = {}\n", "{ $a }".repeat(101)), vec!["home", "100 parts"]),
        (format!("home = {{ {{ feed }} }}\nfeed = {}\n", "{ $a }".repeat(150)), vec!["100 parts"]),
        (format!("home = {{ 0 ->\n{} *[other] 1\n }}\n", " [one] 1\n".repeat(60)), vec!["60 variants"]),
        (
            format!(
                "-t = {{ 0 ->\n{} *[other] 1\n }}\nhome = {{ -t }}{{ -t }}{{ -t }}\n",
                " [one] 1\n".repeat(20)
            ),
            vec!["message `home`", "60 variants"],
        ),
        (
            format!("-t = {}\nhome = {{ -t(x: \"{}\") }}\n", "{ $x }".repeat(90), "x".repeat(100)),
            vec!["message `home`", "8 KiB"],
        ),
        (format!("{}\n", "secret-".repeat(40)), vec!["line 1"]),
        (format!("{} = a\n", "secret-of-a-foreign-file-".repeat(40)), vec!["the site has no message"]),
    ] {
        refuses(MESSAGES, &text, &words);
    }
    let root = with(MESSAGES, &format!("{} = a\n", "secret".repeat(40)));
    let said = katalog("build", root.path(), &[]);
    assert!(!said.stderr.contains(&"secret".repeat(12)), "{}", said.stderr);
}

/// Names may be long, and a message may insert them only a few times.
#[test]
fn messages_do_not_repeat_long_names() {
    let root = with(MESSAGES, &format!("picture-alt = {}\n", "{ $name }".repeat(100)));
    let path = root.path().join("content/programmes/healthy-town/en.md");
    let text = fs::read_to_string(&path).expect("a text");
    let title = text.lines().find(|line| line.starts_with("title: ")).expect("a title");
    write(&path, text.replacen(title, &format!("title: {}", "long ".repeat(50)), 1).as_bytes());
    let said = katalog("build", root.path(), &[]);
    assert_eq!(said.code, Some(1), "{}", said.start());
    said.reports("message `picture-alt` would have 24 KiB here; name its variables fewer times");
}

#[test]
fn sane_messages_pass() {
    let nested = format!("home = {}\"Deep\"{}\n", "{ ".repeat(50), " }".repeat(50));
    let trail = |root: TempDir| {
        fs::read_to_string(root.path().join("public/en/projects/index.html")).expect("a page")
    };
    assert!(trail(builds(MESSAGES, &nested)).contains("Deep"));
    let chain = "home = { -brand } here\n-brand = { -short } Ltd\n-short = Kat\n# { { { (\n";
    assert!(trail(builds(MESSAGES, chain)).contains("Kat Ltd here"));
    builds(MESSAGES, &"home = a\n".repeat(10_000));
    // Terms that refer to each other, but none through more than a hundred others.
    let chains = (0..1_000).map(|at| match at % 50 {
        0 => format!("-t{at} = ha\n"),
        _ => format!("-t{at} = {{ -t{} }}\n", at - 1),
    });
    builds(MESSAGES, &chains.collect::<String>());
}

#[test]
fn scripts_of_a_site_are_published_unchanged() {
    let monsters = [
        "(".repeat(200_000),
        "[".repeat(200_000),
        "{".repeat(200_000),
        "!".repeat(200_000) + "a",
        "- ".repeat(100_000) + "a",
        "a=>".repeat(100_000) + "a",
        "if(a)".repeat(100_000) + "a",
        "a?b:".repeat(100_000) + "b",
        "a+".repeat(100_000) + "a",
        "new ".repeat(100_000) + "a",
        "`${".repeat(100_000),
        "a".to_owned() + &".b".repeat(100_000),
        "a".to_owned() + &"()".repeat(100_000),
        "/[(]/;\"(\";'('/*(*/;".repeat(1000) + &"(".repeat(100_000) + "1" + &")".repeat(100_000),
        "// A comment.\nlet   spaced = 1;\n".to_owned(),
    ];
    let root = small_catalogue();
    for (at, text) in monsters.iter().enumerate() {
        let name = if at == 0 { "find.js".to_owned() } else { format!("own-{at}.js") };
        write(&root.path().join("themes/default/assets").join(name), text.as_bytes());
    }
    let output = root.path().join("public");
    let said = katalog("build", root.path(), &["--output", output.to_str().expect("a path in UTF-8")]);
    assert_eq!(said.code, Some(0), "{}", said.stderr);
    let published: Vec<String> = fs::read_dir(output.join("assets"))
        .expect("assets")
        .map(|entry| fs::read_to_string(entry.expect("an asset").path()).unwrap_or_default())
        .collect();
    assert!(monsters.iter().all(|text| published.contains(text)));
}

/// Returns a home page with this content.
fn page(content: &str) -> String {
    format!("{{% extends \"base.html\" %}}{{% block content %}}\n{content}\n{{% endblock %}}")
}

#[test]
fn templates_that_nest_too_deeply_are_rejected() {
    let many = 20_000;
    for content in [
        format!("{{{{ {}1", "(".repeat(many)),
        format!("{{{{ {}", "[".repeat(many)),
        format!("{{{{ {}", "{\"a\":".repeat(many)),
        format!("{{{{ {}a }}}}", "not ".repeat(many)),
        format!("{{{{ {}1 }}}}", "- ".repeat(many)),
        format!("{{{{ a{} }}}}", "[a".repeat(many)),
        format!("{{{{ a{} }}}}", ".a".repeat(many)),
        format!("{{{{ \"a\"{} }}}}", " | upper".repeat(many)),
        format!("{{{{ \"a\"{} }}}}", " ~ \"a\"".repeat(many)),
        format!("{{{{ {}1 }}}}", "1 + ".repeat(many)),
        format!("{{{{ 2{} }}}}", " ** 2".repeat(many)),
        format!("{{{{ {}1 }}}}", "1 if 1 else ".repeat(many)),
        format!("{{{{ {}1 }}}}", "f(a=".repeat(many)),
        "{% if 1 %}".repeat(many),
        "{% for a in [1] %}".repeat(10_000),
        "{% filter upper %}".repeat(10_000),
        "{% set a %}".repeat(many),
        format!("{{% if 0 %}}{}{{% endif %}}", "{% elif 0 %}".repeat(many)),
    ] {
        refuses(HOME, &page(&content), &["home.html"]);
    }
    refuses(HOME, &"a".repeat(300_000), &["home.html", "256 KiB"]);
    refuses("themes/default/templates/base.html", &"{% block a %}".repeat(10_000), &["base.html"]);
}

/// A report repeats the line of each unknown name.
#[test]
fn very_many_unknown_names_are_rejected() {
    let many = |start: &str, each: &str, end: &str| format!("{start}{}{end}", each.repeat(20_000));
    let tests = [
        (many("{{\na", "|b", "}}"), "no filter `b`"),
        (many("", "{{a is b}}", ""), "no test `b`"),
        (many("", "{{1 + b()}}", ""), "no function `b`"),
        (many("", "{{<b.c/>}}", ""), "no component `b.c`"),
        (many("", "{%include 'b'%}", ""), "no template `b`"),
        (many("", "{%filter b%}{%endfilter%}", ""), "no filter `b`"),
    ];
    for (template, said) in tests {
        let short: String = template.chars().take(250_000).collect();
        refuses(HOME, &short, &["home.html, line 1", said, "more than 20 such names"]);
    }
    // Tera tells a few.
    refuses(HOME, "{{ a | b }}", &["Unknown filter `b`"]);
    // Words that only look like names, and what is known.
    let known = "{% if not 1 < 2 and 1 is not string and a is defined and [1] is iterable and not (1 > 2) %}{{ 1.5 | round(precision=1) }}{% endif %}";
    builds(HOME, &known.repeat(50));
}

#[test]
fn templates_that_run_too_long_are_stopped() {
    let nines = "range(end=100000)";
    let twenty = |inner: &str| {
        let loops: String =
            (0..20).map(|at| format!("{{% for i{at} in [1, 2, 3, 4, 5, 6, 7, 8] %}}")).collect();
        format!("{loops}{inner}{}", "{% endfor %}".repeat(20))
    };
    for content in [
        format!("{{% for a in {nines} %}}{{% for b in {nines} %}}{{% endfor %}}{{% endfor %}}"),
        twenty("x"),
        format!(
            "{{% set s = \"aaaaaaaa\" %}}{{% for a in {nines} %}}{{% set_global s = s ~ s %}}{{% endfor %}}"
        ),
        format!("{{% set s = \"aaaaaaaa\" %}}{}", "{% set s = s ~ s %}".repeat(100)),
        format!("{{% set s = [1] %}}{}", "{% set s = [s, s] %}".repeat(60)),
        format!("{{% set s = [1] %}}{}", "{% set s = [...s, ...s] %}".repeat(60)),
        format!("{{% set s = [] %}}{{% for a in {nines} %}}{{% set_global s = [s] %}}{{% endfor %}}"),
        format!("{{% set s %}}aaaa{{% endset %}}{}", "{% set s %}{{ s }}{{ s }}{% endset %}".repeat(100)),
        format!(
            "{{% set s = \"aaaaaaaa\" %}}{}",
            "{% set s = s | replace(from=\"a\", to=\"aaaaaaaaaa\") %}".repeat(30)
        ),
        format!(
            "{{% set s = \"a b c d\" %}}{}",
            "{% set s = s | replace(from=\" \", to=\"\n\") | indent(width=1000, blank=true) %}".repeat(9)
        ),
        format!(
            "{{% set s = {nines} | join(sep=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\") %}}"
        ),
        format!("{{{{ {nines} | unique }}}}"),
        format!("{{% for a in {nines} %}}{}{{% endfor %}}", "x".repeat(1000)),
        format!("{{% set s %}}{{% for a in {nines} %}}{}{{% endfor %}}{{% endset %}}", "x".repeat(1000)),
        format!("{{% for a in {nines} %}}{{% include \"404.html\" %}}{{% endfor %}}"),
        "{{ [a ~ a for a in range(end=100000)] | length }}".to_owned(),
        format!(
            "{{% set s = \"{}\" %}}{{% for a in {nines} %}}{{% for b in {nines} %}}{{% if s ~ a == s ~ b %}}y{{% endif %}}{{% endfor %}}{{% endfor %}}",
            "a".repeat(100_000)
        ),
    ] {
        refuses(HOME, &page(&content), &[".html, line "]);
    }
    let own = |component: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/components.html");
        format!("{}\n{component}", fs::read_to_string(path).expect("the built-in components"))
    };
    for component in [
        "{% component twice(s: string) %}{{ <twice s={s ~ s} /> }}{{ <twice s={s ~ s} /> }}{% endcomponent twice %}",
        "{% component twice(s: string) %}{{ <twice s={s} /> }}{{ <twice s={s} /> }}{% endcomponent twice %}",
    ] {
        let root = with("themes/default/templates/components.html", &own(component));
        write(&root.path().join(HOME), page("{{ <twice s={\"aaaaaaaa\"} /> }}").as_bytes());
        let start = Instant::now();
        let said = katalog("build", root.path(), &[]);
        assert_eq!(said.code, Some(1), "{component}: {}", said.stderr);
        assert!(start.elapsed() < Duration::from_secs(120), "{component}");
    }
}

#[test]
fn lists_made_in_brackets_are_rejected_however_they_are_written() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/base.html");
    let base = fs::read_to_string(base).expect("a built-in template");
    for content in [
        "{% set l = range(end=1000000) %}{% if [l|reverse if 1 else 1for a in range(end=1000)] | length %}{% endif %}",
        "{% set l = [1] %}{{ [1for a in l] | length }}",
        "{{ [1.for a in [1]] | length }}",
        "{{ ['a'for a in [1]] | length }}",
        "{{ [`a`for a in [1]] | length }}",
        "{{ [[1][0]for a in [1]] | length }}",
        "{{ [1 if 0 else(2)for a, b in {\"c\": 1}] | length }}",
    ] {
        refuses(
            "themes/default/templates/base.html",
            &format!("{base}{content}"),
            &["base.html, line ", "`for` tag"],
        );
    }
}

#[test]
fn copies_count_as_steps() {
    let many = |item: &str| format!("{{% if [{}] | length %}}y{{% endif %}}", [item; 12].join(", "));
    let list = "{% set l = range(end=600000) %}";
    let text = format!(
        "{{% set t %}}{{% for a in range(end=1000) %}}{}{{% endfor %}}{{% endset %}}",
        "x<".repeat(1900)
    );
    for content in [
        format!("{list}{}", many("l | reverse")),
        format!("{list}{}", many("l | sort")),
        format!("{list}{}", many("[l | reverse, l | reverse]")),
        format!("{list}{}", many("l[::-1]")),
        format!("{list}{}", many("l[1:] | length")),
        format!("{list}{}", many("{\"a\": l} | pairs | first | last | reverse")),
        format!(
            "{list}{}",
            "{% for a in [1, 2] %}{% if [...l, ...l, ...[...l, ...l]] | length %}{% endif %}{% endfor %}"
                .repeat(20)
        ),
        format!("{text}{}", many("t | escape_html").repeat(2)),
        format!("{text}{}", many("\"ab\" | truncate(length=1, end=t)").repeat(6)),
        format!("{text}{}", many("t[1:]").repeat(6)),
        format!("{text}{}{}", "{% for a in t %}".repeat(12), "{% endfor %}".repeat(12)),
    ] {
        refuses(HOME, &page(&content), &["home.html, line ", "MiB"]);
    }
    builds(
        HOME,
        &page(
            "{% set l = range(end=1000) %}{{ [...l[1:9], ...l | reverse] | sort | last }}{{ \"abc\"[1:] | upper }}\
            {% for a in l | reverse %}{% endfor %}{% for k, v in {\"b\": 1} %}{{ k }}{% endfor %}\
            {% for c in \"abc\" %}{{ c }}{% endfor %}{% for a in [1] if 1 else [2] %}{{ a }}{% endfor %}\
            {% filter upper | trim | escape_html %}a{% endfilter %}{% set s | upper | trim %}b{% endset %}{{ s[0:1] }}",
        ),
    );
}

#[test]
fn comparisons_count_as_steps() {
    let unique = ["l | unique | length"; 32].join(", ");
    let sorted = ["l | sort | length"; 32].join(", ");
    let text = "{% set t %}{% for a in range(end=100) %}".to_owned()
        + &"x".repeat(1000)
        + "{% endfor %}{% endset %}";
    for content in [
        format!("{{% set l = range(end=5000) %}}{{% if [{unique}] %}}y{{% endif %}}"),
        format!(
            "{text}{{% set l = [{}] %}}{{% for a in range(end=100) %}}{{% if [{sorted}] %}}y{{% endif %}}{{% endfor %}}",
            ["t"; 20].join(", ")
        ),
    ] {
        refuses(HOME, &page(&content), &["home.html, line ", "6000000 steps"]);
    }
    builds(HOME, &page("{{ range(end=2000) | unique | length }}"));
}

/// The clock is read between tags, so that no tag may take long.
#[test]
fn a_tag_compares_little_at_once() {
    let lists = |each: usize| {
        let side = |name: &str| [name; 1_000][..each].join(", ");
        format!("[{}] == [{}]", side("a"), side("b"))
    };
    let two = "{% set a = range(end=1300000) %}{% set b = range(end=1300000) %}";
    refuses(
        HOME,
        &page(&format!("{two}{{% if {} %}}{{% endif %}}", lists(1_000))),
        &["home.html, line ", "up to 100 words"],
    );
    let branches = format!("{{% elif not ({}) %}}", lists(40)).repeat(150);
    refuses(
        HOME,
        &page(&format!("{two}{{% if 0 %}}{branches}{{% endif %}}")),
        &["home.html, line ", "8 seconds"],
    );
    builds(HOME, &page("{% if [1, 2] == [1, 2] %}{% elif 3 in [1, 2, 3] %}{% endif %}"));
}

#[test]
fn variables_that_do_not_exist_are_errors() {
    for content in
        ["{{ nope | safe }}", "{{ nope | upper }}", "{% set a = nope | safe %}{{ a }}", "{{ nope }}"]
    {
        refuses(HOME, &page(content), &["home.html"]);
    }
    for content in [
        "{{ nope | default(value=\"x\") | safe }}",
        "{% if nope %}a{% elif nope %}b{% else %}c{% endif %}",
        "{% if nope is defined %}{{ nope | safe }}{% endif %}",
    ] {
        builds(HOME, &page(content));
    }
}

/// Each page alone stays within its limits.
#[test]
fn all_pages_together_have_a_limit() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/base.html");
    let base = fs::read_to_string(base).expect("a built-in template");
    let work = |count: usize| {
        format!("{base}{{% set l = range(end=2000) %}}{}", "{% set n = l | unique | length %}".repeat(count))
    };
    let said = || {
        let root = with("themes/default/templates/base.html", &work(2));
        let output = root.path().join("public");
        katalog("build", root.path(), &["--output", output.to_str().expect("a path in UTF-8")])
    };
    let (first, second) = (said(), said());
    assert_eq!(first.code, Some(1), "{}", first.stderr);
    for words in ["pages of the site take more than ", " steps together", "base.html"] {
        assert!(first.stderr.contains(words), "{}", first.stderr);
    }
    assert_eq!(first.stderr, second.stderr);
    builds("themes/default/templates/home.html", &page("{{ range(end=2000) | unique | length }}"));
}

/// If a page fails, it is rendered once more with unchanged line breaks, to find the line.
#[test]
fn a_template_that_counts_its_own_lines_does_no_hidden_work() {
    let content = "{% set s %}\n\n{% endset %}{% if s | length == 2 %}\
        {% if range(end=5000) | unique | length == 5000 %}{% endif %}{% endif %}{{ nothing }}";
    refuses(HOME, &page(content), &["home.html, line ", "6000000 steps"]);
}

#[test]
fn slow_comparisons_are_stopped_too() {
    let content = "{% set s %}{% for a in range(end=1000) %}".to_owned()
        + &"x".repeat(3_000)
        + "{% endfor %}{% endset %}{% set t = s ~ \"b\" %}{% set u = s ~ \"b\" %}{% for a in range(end=100000) %}"
        + &"{% if t == u and t == u and t == u and t == u and t == u and t == u %}{% endif %}".repeat(20)
        + "{% endfor %}";
    refuses(HOME, &page(&content), &["home.html, line "]);
}

#[test]
fn sane_templates_pass_and_look_the_same_as_without_limits() {
    let content = "{% set list = [1, 2, 3] %}{% set text %}a-{{ title }}{% endset -%}\n  \
        {% for a in list -%}\n  {% for key, value in {\"k\": a} -%} {{ key ~ value ~ \";\" }} {%- endfor %}\n{% endfor %}\
        {% raw %}{% for %}{% endraw %}{# {{ #}{{ \"}}%}\" }}{{ \"a-b\" | replace(from=\"-\", to=\"<\") }}\
        {{ [\"a\", \"b\"] | join(sep=\", \") | upper }}{{ range(end=7, step_by=3) | join(sep=\" \") }}\
        {{ range(start=5, end=0, step_by=-2) | join(sep=\" \") }}{{ \"x y\" | split(pat=\" \") | last }}\
        {{ \"a\nb\" | indent(width=2) }}{{ [1, 1, 2] | unique | length }}{{ text | safe }}{{ -1 | abs }}\
        {% filter upper | trim %} shout {% endfilter %}{{ 1 if true else 2 }}{{ not true or false }}";
    let shown = home(builds(HOME, &page(content)).path());
    let main = shown.split("k1;").nth(1).expect("what the page shows");
    for words in [
        "k2;",
        "k3;",
        "{% for %}",
        "}}%}",
        "a&lt;b",
        "A, B",
        "0 3 6",
        "5 3 1",
        "y",
        "a\n  b",
        "2a-",
        "SHOUT1false",
    ] {
        assert!(main.contains(words), "{words}: {main}");
    }
    let branches = format!("{{% if 0 %}}{}{{% endif %}}", "{% elif 0 %}".repeat(200));
    builds(HOME, &page(&branches));
    let deep = "{% if true %}".repeat(30) + "deep" + &"{% endif %}".repeat(30);
    builds(HOME, &page(&deep));
    builds(
        HOME,
        &page("{% for a in range(end=1000) %}{% for b in range(end=100) %}{% endfor %}{% endfor %}"),
    );
}

/// The language of an element is read once, however many words it has.
#[test]
fn a_long_language_is_no_work() {
    let term = format!("<dl><dt lang=\"{}\">{}</dt></dl></main>", "a".repeat(125_000), "a ".repeat(60_000));
    let base = include_str!("../../themes/default/templates/base.html").replacen("</main>", &term, 1);
    let root = builds("themes/default/templates/base.html", &base);
    assert!(home(root.path()).contains("a a a"));
}

#[test]
fn a_copy_of_the_built_in_theme_gives_the_same_pages() {
    let plain = small_catalogue();
    let own = small_catalogue();
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    for template in fs::read_dir(&templates).expect("templates") {
        let template = template.expect("a template").path();
        let text = fs::read_to_string(&template).expect("a template") + "{# ours #}";
        let name = template.file_name().expect("a name");
        write(&own.path().join("themes/default/templates").join(name), text.as_bytes());
    }
    for arguments in [&[][..], &["--no-minify"]] {
        let built = |root: &Path| {
            let output = root.join("public");
            let path = output.to_str().expect("a path in UTF-8");
            let said = katalog("build", root, &[&["--output", path], arguments].concat());
            assert_eq!(said.code, Some(0), "{}", said.stderr);
            let pages = walkdir::WalkDir::new(&output).sort_by_file_name();
            let pages = pages.into_iter().map(|entry| entry.expect("a readable folder").into_path());
            let pages = pages.filter(|path| path.extension().is_some_and(|ending| ending == "html"));
            let pages: Vec<(String, String)> = pages
                .map(|path| {
                    let text = fs::read_to_string(&path).expect("a page");
                    (path.strip_prefix(&output).expect("below").display().to_string(), text)
                })
                .collect();
            pages
        };
        let (plain, own) = (built(plain.path()), built(own.path()));
        assert!(plain.len() > 20);
        for (plain, own) in plain.iter().zip(&own) {
            assert_eq!(plain, own);
        }
    }
}

#[test]
fn mistakes_are_reported_as_the_template_is_written() {
    let template = page("<p>\n  {{ title ~ nothing_of_this_name | upper }}");
    let root = with(HOME, &template);
    let said = katalog("build", root.path(), &[]);
    assert_eq!(said.code, Some(1), "{}", said.stderr);
    assert!(said.stderr.contains("home.html:3:"), "{}", said.stderr);
    assert!(said.stderr.contains("{{ title ~ nothing_of_this_name | upper }}"), "{}", said.stderr);
    assert!(!said.stderr.contains("katalog_"), "{}", said.stderr);
}

/// A running preview; it is stopped on drop.
struct Preview(Child, String);

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_preview_survives_all_of_them() {
    let root = small_catalogue();
    let (program, address) = preview(root.path(), "0");
    let preview = Preview(program, address);
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let get = |path: &str| {
        let mut answer = agent.get(format!("{}{path}", preview.1)).call().expect("an answer");
        (answer.status().as_u16(), answer.body_mut().read_to_string().expect("text"))
    };
    let mut events = BufReader::new(
        agent.get(format!("{}/.katalog/events", preview.1)).call().expect("news").into_body().into_reader(),
    );
    let mut wait = |words: &str| {
        let mut line = String::new();
        while !(line.starts_with("data: ") && line.contains(words)) {
            line.clear();
            assert_ne!(events.read_line(&mut line).expect("news"), 0, "the preview ended");
        }
    };
    wait("\"report\":null");
    for (path, text, words) in [
        (MESSAGES, format!("home = {}", "{".repeat(60_000)), "line 1: "),
        (MESSAGES, "home = { home }".to_owned(), "refers to itself"),
        (HOME, page(&format!("{{{{ {}", "(".repeat(60_000))), "home.html"),
        (HOME, "a".repeat(300_000), "256 KiB"),
    ] {
        write(&root.path().join(path), text.as_bytes());
        wait(words);
        assert_eq!(get("/katalog/en/").0, 200);
        fs::remove_file(root.path().join(path)).expect("a file that can be removed");
        wait("\"report\":null");
    }
    write(&root.path().join("themes/default/assets/own.js"), "(".repeat(200_000).as_bytes());
    let endless =
        page("{% for a in range(end=9999) %}{% for b in range(end=9999) %}{% endfor %}{% endfor %}");
    write(&root.path().join(HOME), endless.as_bytes());
    let start = Instant::now();
    let mut answer = get("/katalog/en/");
    while answer.0 == 200 && start.elapsed() < Duration::from_secs(60) {
        answer = get("/katalog/en/");
    }
    assert_eq!(answer.0, 500);
    assert!(answer.1.contains("home.html, line 2: the page "), "{}", answer.1);
    assert_eq!(get("/katalog/en/projects/").0, 200);
    fs::remove_file(root.path().join(HOME)).expect("a file that can be removed");
    while get("/katalog/en/").0 != 200 {
        assert!(start.elapsed() < Duration::from_secs(120));
    }
}
