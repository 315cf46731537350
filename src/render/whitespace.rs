//! White space in templates, collapsed once when they are loaded instead of on every page.

/// The treatment of white space in templates, and in the texts of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whitespace {
    /// White space is kept.
    Kept,
    /// Each run becomes one space, or one line break if it contains one.
    Collapsed,
}

impl Whitespace {
    /// Applies the treatment to the text of a template. Tags and expressions are unchanged, and no visible space is
    /// lost.
    pub(super) fn apply(self, template: &str) -> String {
        if self == Whitespace::Kept {
            return template.to_owned();
        }
        let template = &without_tag_lines(template);
        let mut collapsed = String::with_capacity(template.len());
        let mut rest = template.as_str();
        while !rest.is_empty() {
            let tag = next_tag(rest).unwrap_or(rest.len());
            collapse(&rest[..tag], &mut collapsed);
            rest = &rest[tag..];
            let close = match rest.get(..2) {
                Some("{{") => "}}",
                Some("{%") => "%}",
                Some(_) => "#}",
                None => break,
            };
            let end = rest.find(close).map_or(rest.len(), |at| at + close.len());
            collapsed.push_str(&rest[..end]);
            rest = &rest[end..];
        }
        collapsed
    }
}

/// Returns where the first tag begins.
fn next_tag(template: &str) -> Option<usize> {
    let is_tag = |at: &usize| matches!(template.as_bytes().get(at + 1), Some(b'{' | b'%' | b'#'));
    template.match_indices('{').map(|(at, _)| at).find(is_tag)
}

/// Removes the indentation of all lines, and the line break of those with only tags. Such lines print nothing, and the
/// line break before them is kept.
fn without_tag_lines(template: &str) -> String {
    let mut lines = String::with_capacity(template.len());
    for line in template.split_inclusive('\n') {
        let trimmed = line.trim();
        let only_tags = trimmed.starts_with("{%")
            && trimmed.ends_with("%}")
            && trimmed.split("%}").all(|part| part.is_empty() || part.trim_start().starts_with("{%"));
        lines.push_str(if only_tags { trimmed } else { line.trim_start_matches([' ', '\t']) });
    }
    lines
}

fn collapse(text: &str, collapsed: &mut String) {
    let mut run: Option<bool> = None;
    for c in text.chars() {
        if c.is_ascii_whitespace() {
            run = Some(run.unwrap_or(false) || c == '\n');
            continue;
        }
        push_run(run.take(), collapsed);
        collapsed.push(c);
    }
    push_run(run, collapsed);
}

fn push_run(run: Option<bool>, collapsed: &mut String) {
    if let Some(breaks) = run {
        collapsed.push(if breaks { '\n' } else { ' ' });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_tags_alone_leave_no_trace() {
        let template = "<ul>\n  {% for a in b %}\n  <li>x</li>\n  {% endfor %}\n</ul>\n";
        assert_eq!(
            Whitespace::Collapsed.apply(template),
            "<ul>\n{% for a in b %}<li>x</li>\n{% endfor %}</ul>\n"
        );
        let separator = "a {% if b %} c {% else %} d {% endif %}\ne";
        assert_eq!(Whitespace::Collapsed.apply(separator), separator);
    }

    #[test]
    fn runs_become_one_and_tags_stay() {
        let template = "<p>\n    a  {{ f(x=\"  \") }}   {%  if a %}\n\n  b</p>\n";
        assert_eq!(Whitespace::Collapsed.apply(template), "<p>\na {{ f(x=\"  \") }} {%  if a %}\nb</p>\n");
        assert_eq!(Whitespace::Kept.apply(template), template);
    }
}
