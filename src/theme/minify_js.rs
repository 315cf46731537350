//! The built-in scripts, made short. Others are not parsed: a parser that calls itself for every bracket could be made to
//! run out of stack. The only user of `oxc_allocator`, `oxc_codegen`, `oxc_minifier`, `oxc_parser` and
//! `oxc_span`.

/// A module without comments, white space and long names of its own; as it is if it does not parse.
#[cfg(feature = "minify")]
pub(crate) fn minify(source: &str) -> String {
    use oxc_codegen::{Codegen, CodegenOptions};
    use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};

    let allocator = oxc_allocator::Allocator::default();
    let parsed = oxc_parser::Parser::new(&allocator, source, oxc_span::SourceType::mjs()).parse();
    if parsed.panicked || !parsed.errors.is_empty() {
        return source.to_owned();
    }
    let mut program = parsed.program;
    let options = MinifierOptions {
        mangle: Some(MangleOptions { top_level: true, ..MangleOptions::default() }),
        compress: Some(CompressOptions::smallest()),
    };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    Codegen::new().with_options(CodegenOptions::minify()).with_scoping(minified.scoping).build(&program).code
}

/// A module as it is.
#[cfg(not(feature = "minify"))]
pub(crate) fn minify(source: &str) -> String {
    source.to_owned()
}
