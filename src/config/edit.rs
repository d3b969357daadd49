//! Changes a configuration as its author would: everything else in it stays as it is written.

use crate::diagnostic::Level;
use crate::rules::reader;
use crate::source::Span;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// The edit that turns a rule off in the text of a `star-lint.toml`; `None` if it is off already, or if the text cannot
/// be changed that simply.
pub fn turn_off(text: &str, rule: &str) -> Option<(Span, String)> {
    let (document, _) = DeTable::parse_recoverable(text);
    let rules = document.get_ref().get("rules").and_then(|rules| rules.get_ref().as_table());
    let own = rules.and_then(|rules| rules.get(rule)).and_then(|own| own.get_ref().as_table());
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let level = own.and_then(|own| own.get("level"));
    let (range, new) = if let Some(level) = level {
        (level.span(), "\"off\"".to_owned())
    } else if let Some(at) = own.and_then(|own| header(own, text, rule)) {
        (at..at, format!("{end}level = \"off\""))
    } else {
        let gap = match text.trim_end_matches(['\n', '\r']).len() {
            0 => String::new(),
            length if length == text.len() => end.repeat(2),
            _ => end.to_owned(),
        };
        (text.len()..text.len(), format!("{gap}[rules.{rule}]{end}level = \"off\"{end}"))
    };
    let changed = format!("{}{new}{}", &text[..range.start], &text[range.end..]);
    (is_off(&changed, rule) && !is_off(text, rule)).then(|| (Span::new(range), new))
}

/// Whether a configuration turns a rule off, and can be read at all.
fn is_off(text: &str, rule: &str) -> bool {
    let (_, wrong) = DeTable::parse_recoverable(text);
    let file = reader::read(text, &mut Vec::new());
    wrong.is_empty() && file.rules.iter().any(|(id, patch)| id == rule && patch.level == Some(Level::Off))
}

/// The end of the line `[rules.NAME]`, if the table has one.
fn header(own: &DeTable, text: &str, rule: &str) -> Option<usize> {
    let names = [format!("[rules.{rule}]"), format!("[rules.\"{rule}\"]")];
    let first = own.iter().map(|(key, value)| first(key.span(), value.get_ref())).min().unwrap_or(text.len());
    let before = &text[..first];
    let starts = names.iter().filter_map(|name| Some(before.rfind(name)? + name.len()));
    let at = starts.max().or_else(|| names.iter().find_map(|name| Some(text.find(name)? + name.len())))?;
    Some(at + text[at..].find(['\r', '\n']).unwrap_or(text.len() - at))
}

/// Where a value or what is in it is written first.
fn first(key: Range<usize>, value: &DeValue) -> usize {
    match value {
        DeValue::Table(inner) => {
            inner.iter().map(|(key, value)| first(key.span(), value.get_ref())).min().unwrap_or(key.start)
        }
        _ => key.start,
    }
}

#[cfg(test)]
mod tests {
    use super::turn_off;

    fn after(text: &str) -> Option<String> {
        let (span, new) = turn_off(text, "filler")?;
        Some(format!("{}{new}{}", &text[..span.start as usize], &text[span.end as usize..]))
    }

    #[test]
    fn a_rule_is_turned_off_where_it_is_set() {
        let at_the_end = "[rules.filler]\nlevel = \"off\"\n";
        for (text, wanted) in [
            ("", at_the_end.to_owned()),
            ("root = true\n", format!("root = true\n\n{at_the_end}")),
            ("root = true", format!("root = true\n\n{at_the_end}")),
            (
                "[rules.filler] # mine\nallow = [\"just\"]\n",
                "[rules.filler] # mine\nlevel = \"off\"\nallow = [\"just\"]\n".into(),
            ),
            (
                "[rules.filler]\nlevel = 'info' # so\n[rules.cliche]\n",
                "[rules.filler]\nlevel = \"off\" # so\n[rules.cliche]\n".into(),
            ),
            ("rules.filler.level = \"info\"\n", "rules.filler.level = \"off\"\n".into()),
            ("rules = { filler = { level = \"info\" } }\n", "rules = { filler = { level = \"off\" } }\n".into()),
            ("root = true\r\n", "root = true\r\n\r\n[rules.filler]\r\nlevel = \"off\"\r\n".into()),
            ("[rules.cliche]\nlevel = \"off\"\n", format!("[rules.cliche]\nlevel = \"off\"\n\n{at_the_end}")),
        ] {
            assert_eq!(after(text), Some(wanted), "{text:?}");
        }
    }

    #[test]
    fn a_text_that_cannot_be_changed_simply_is_left_alone() {
        for text in
            ["[rules.filler]\nlevel = \"off\"\n", "rules = {}\n", "[rules\n", "rules.filler = { allow = [\"just\"] }\n"]
        {
            assert_eq!(after(text), None, "{text:?}");
        }
    }
}
