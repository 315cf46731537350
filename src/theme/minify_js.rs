//! Minifies the built-in scripts. Other scripts are not parsed: the parser recurses for every bracket, so a script
//! could make it run out of stack.
//! The only user of `oxc_allocator`, `oxc_codegen`, `oxc_minifier`, `oxc_parser` and `oxc_span`.

/// Minifies a module: removes comments and white space and shortens its own names. Returns it unchanged if it does not
/// parse. The newest syntax that this can add is that of ES2021.
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

/// Returns a module unchanged.
#[cfg(not(feature = "minify"))]
pub(crate) fn minify(source: &str) -> String {
    source.to_owned()
}
