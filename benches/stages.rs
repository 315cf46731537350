//! Measures each stage of a build by itself: `cargo bench --bench stages`.
//!
//! It uses the catalogue of this repository, or the one in the folder that `KATALOG_ROOT` names.

use std::env::var_os;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use divan::{Bencher, black_box};
use katalog::base::problem::Problems;
use katalog::content::catalogue::{Catalogue, Subject};
use katalog::content::check::check;
use katalog::content::git::History;
use katalog::content::lint::lint;
use katalog::content::parse::{Records, parse};
use katalog::content::read::{Source, read};
use katalog::publish::bundle::{Artifact, Bundle, Contents};
use katalog::publish::output::{Destination, Limits, Output, Replacing};
use katalog::render::Whitespace;
use katalog::site::route::{Site, route};
use katalog::{BuildOptions, CheckOptions, search};
use rayon::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
    var_os("KATALOG_ROOT").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from)
});
static SOURCE: LazyLock<Source> = LazyLock::new(|| read(&ROOT).expect("content that can be read"));
static HISTORY: LazyLock<Option<History>> = LazyLock::new(|| History::of(&ROOT, None).ok());
static PARSED: LazyLock<(Records, Problems)> = LazyLock::new(|| parse(&SOURCE));

fn main() {
    divan::main();
}

fn checked() -> Catalogue {
    let (records, _) = &*PARSED;
    check(records, Problems::default()).0.expect("content without errors")
}

fn routed() -> Site {
    match route(checked(), None, HISTORY.as_ref()) {
        Ok(site) => site,
        Err(_) => panic!("two pages have the same address"),
    }
}

/// Makes a bundle of which nothing has been rendered yet.
fn bundle() -> Bundle {
    bundle_of(routed())
}

fn bundle_of(site: Site) -> Bundle {
    Bundle::new(site, &ROOT, Whitespace::Collapsed, None).expect("a theme without faults")
}

fn options() -> CheckOptions {
    CheckOptions::of(ROOT.clone())
}

/// Returns the bytes of an artifact, or none if it is a copy of a file.
fn made(bundle: &Bundle, artifact: Artifact<'_>) -> Vec<u8> {
    match bundle.make(artifact).expect("an artifact") {
        Contents::Bytes(bytes) => bytes.into_owned(),
        Contents::Copy(_) => Vec::new(),
    }
}

fn size(bundle: &Bundle, artifact: Artifact<'_>) -> usize {
    made(bundle, artifact).len()
}

/// Publishes files into a new folder.
fn put<T: Send>(
    folder: &Path,
    all: impl ParallelIterator<Item = T>,
    file: impl Fn(&T) -> (String, Vec<u8>) + Sync + Send,
) -> usize {
    let destination = Destination {
        root: Path::new("content"),
        output: folder,
        replacing: Replacing::Files,
        records: None,
        is_site_path: &|_| true,
        refuses_strangers: false,
        waiting: None,
        hides_list: false,
        limits: Limits { disk: u64::MAX, files: usize::MAX, host: None },
    };
    let output = Output::open(&destination).expect("an empty folder");
    all.for_each(|one| {
        let (path, bytes) = file(&one);
        output.put(&path, &bytes, None).expect("room for a file");
    });
    output.commit(None).expect("a site").files
}

fn pages(bundle: &Bundle) -> usize {
    bundle.pages().map(|page| size(bundle, page)).sum()
}

/// Makes all files of a kind and returns their total size.
fn files(bundle: &Bundle, is_wanted: fn(&Artifact<'_>) -> bool) -> usize {
    let files = bundle.files();
    bundle.prepare(&files);
    files.into_par_iter().filter(is_wanted).map(|file| size(bundle, file)).sum()
}

#[divan::bench]
fn a_read() -> Source {
    read(&ROOT).expect("content that can be read")
}

#[divan::bench]
fn b_parse(bencher: Bencher<'_, '_>) {
    let source = &*SOURCE;
    bencher.bench(|| parse(source));
}

#[divan::bench]
fn c_check(bencher: Bencher<'_, '_>) {
    LazyLock::force(&PARSED);
    bencher.bench(checked);
}

#[divan::bench]
fn d_lint(bencher: Bencher<'_, '_>) {
    let (records, _) = &*PARSED;
    bencher.bench(|| lint(records, &SOURCE, Problems::default()));
}

#[divan::bench]
fn e_route(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(checked).bench_values(|catalogue| route(catalogue, None, HISTORY.as_ref()).is_ok());
}

/// Renders the texts of all projects from Markdown to minified HTML, in every locale. Pages do this on demand.
#[divan::bench]
fn f_texts(bencher: Bencher<'_, '_>) {
    let render = |site: Site| {
        let projects: Vec<_> =
            site.catalogue.projects.iter().map(|(_, project)| &project.words.body).collect();
        projects.par_iter().for_each(|body| {
            for locale in site.locales() {
                black_box(body.shown(*locale));
            }
        });
        site
    };
    bencher.with_inputs(routed).bench_values(render);
}

#[divan::bench]
fn g_one_page(bencher: Bencher<'_, '_>) {
    let bundle = bundle();
    pages(&bundle);
    let locale = bundle.site().locales()[0];
    let project = bundle.site().pages().iter().find(|page| matches!(page.subject, Subject::Project(_)));
    let page = Artifact::Page(*project.expect("a project"), locale);
    bencher.bench_local(|| size(&bundle, black_box(page)));
}

#[divan::bench]
fn h_pages(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(bundle).bench_values(|bundle| pages(&bundle));
}

#[divan::bench]
fn i_search(bencher: Bencher<'_, '_>) {
    let site = routed();
    let synonyms = search::load_synonyms(&ROOT).expect("synonyms");
    bencher.bench(|| search::files(&site, &synonyms));
}

/// Makes open data, feeds and sitemaps.
#[divan::bench]
fn j_exports(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(bundle)
        .bench_values(|bundle| files(&bundle, |file| matches!(file, Artifact::Export(_))));
}

/// Draws the Open Graph images.
#[divan::bench]
fn k_pictures(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(bundle)
        .bench_values(|bundle| files(&bundle, |file| matches!(file, Artifact::Picture(_))));
}

/// Writes the pages into an empty folder, without rendering them.
#[divan::bench]
fn l_publish(bencher: Bencher<'_, '_>) {
    let bundle = bundle();
    let pages: Vec<_> = bundle.pages().map(|page| (bundle.path(page), made(&bundle, page))).collect();
    let folder = || tempfile::tempdir().expect("a temporary folder");
    bencher
        .with_inputs(folder)
        .bench_refs(|folder| put(&folder.path().join("site"), pages.par_iter(), |page| (*page).clone()));
}

/// Builds a site of pages only, starting from the content.
#[divan::bench]
fn m_site_of_pages_alone(bencher: Bencher<'_, '_>) {
    let folder = || tempfile::tempdir().expect("a temporary folder");
    bencher.with_inputs(folder).bench_refs(|folder| {
        let (source, history) = katalog::read_with_history(&options()).expect("content that can be read");
        let (_, site) = katalog::plan(&source, &options(), history.as_ref().ok());
        let bundle = bundle_of(site.expect("content without errors"));
        put(&folder.path().join("site"), bundle.pages(), |page| (bundle.path(*page), made(&bundle, *page)))
    });
}

/// Builds the whole site, like `katalog build`.
#[divan::bench]
fn n_site(bencher: Bencher<'_, '_>) {
    let folder = || tempfile::tempdir().expect("a temporary folder");
    bencher.with_inputs(folder).bench_refs(|folder| {
        let options = BuildOptions {
            check: options(),
            output: folder.path().join("site"),
            replacing: Replacing::Files,
            whitespace: Whitespace::Collapsed,
            host: None,
            https_only: false,
            precompress: false,
            wait: true,
        };
        let (source, history) = katalog::read_with_history(&options.check).expect("content that can be read");
        let (_, site) = katalog::plan(&source, &options.check, history.as_ref().ok());
        let site = site.expect("content without errors");
        katalog::build(&source, site, &history, &options, None, &|_| ()).expect("a site").output.files
    });
}
