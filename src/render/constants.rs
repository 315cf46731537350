//! Calls in templates whose arguments are all written out: made once when templates are loaded, not on every page.

use crate::theme::locales::Argument;

/// Puts what `call` makes of such calls in their place: `{{ t(key="home") }}`. It gets the name of the function and its
/// arguments, and gives text as it may stand in the template, or nothing where the call has to stay.
pub(super) fn fold(template: &str, call: impl Fn(&str, &[(&str, Argument)]) -> Option<String>) -> String {
    let mut folded = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{ ") {
        folded.push_str(before);
        let constant = after.split_once(" }}").and_then(|(expression, after)| {
            let (name, arguments) = constant_call(expression)?;
            Some((call(name, &arguments).filter(|text| is_inert(text))?, after))
        });
        match constant {
            Some((text, after)) => {
                folded.push_str(&text);
                rest = after;
            }
            None => {
                folded.push_str("{{ ");
                rest = after;
            }
        }
    }
    folded.push_str(rest);
    folded
}

/// The function and its arguments, if each of these is a text or a count that is written out.
fn constant_call(expression: &str) -> Option<(&str, Vec<(&str, Argument)>)> {
    let (name, arguments) = expression.strip_suffix(')')?.split_once('(')?;
    let argument = |written| {
        let (name, value) = str::split_once(written, '=')?;
        let value = match value.strip_prefix('"') {
            Some(text) => {
                Argument::Text(text.strip_suffix('"').filter(|text| !text.contains(['"', '\\']))?.to_owned())
            }
            None => Argument::Count(value.parse().ok()?),
        };
        Some((name.trim(), value))
    };
    Some((name, arguments.split(',').map(argument).collect::<Option<_>>()?))
}

/// Whether the parser of templates sees nothing but text: no tag, and no space that a tag beside it would take away.
fn is_inert(text: &str) -> bool {
    !text.contains(['{', '}']) && text.trim() == text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(template: &str) -> String {
        fold(template, |name, arguments| match (name, arguments) {
            ("t", [("key", Argument::Text(key))]) => Some(key.to_uppercase()),
            ("t", [("key", Argument::Text(key)), ("count", Argument::Count(count))]) => {
                Some(format!("{count} {key}"))
            }
            _ => None,
        })
    }

    #[test]
    fn calls_with_constants_alone_become_text() {
        assert_eq!(
            folded("<p>{{ t(key=\"home\") }}, {{ t(key=\"days\", count=2) }}</p>"),
            "<p>HOME, 2 days</p>"
        );
    }

    #[test]
    fn other_calls_stay() {
        for template in [
            "{{ t(key=\"days\", count=days | length) }}",
            "{{ t(key=name) }}",
            "{{ f(key=\"home\") }}",
            "{{ t(key=\"home\") | upper }}",
            "{{ t(key=\"{{\") }}",
            "{{ t(key=\" \") }}",
            "{{ title",
        ] {
            assert_eq!(folded(template), template);
        }
    }
}
