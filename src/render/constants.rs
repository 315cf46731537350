//! Evaluates calls with constant arguments once, when templates are loaded, instead of on every page.

use crate::theme::locales::Argument;

/// Replaces calls with constant arguments, such as `{{ t(key="home") }}`, by their results. `call` gets the name of the
/// function and its arguments. It returns text that is safe in the template, or `None` if the call must stay.
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

/// Returns the function and its arguments, if each argument is a literal text or number.
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

/// Returns whether Tera reads this as plain text: it has no tags, and no space at the ends that a nearby tag could
/// remove.
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
