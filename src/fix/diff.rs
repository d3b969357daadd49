//! The difference between a text and its fixed version, as `patch` and `git apply` read it. The edits say which lines are
//! the same, so no search is needed.

use super::rounds::Fixed;
use similar::DiffOp;
use similar::udiff::UnifiedHunkHeader;
use std::fmt::Write;

/// The lines of context around a change.
const CONTEXT: usize = 3;

/// A unified diff from `text` to its fixed version, with its two header lines; empty if nothing changed. `name` is the
/// path of the file relative to the folder in which the patch is applied, with `/`.
pub fn unified(name: &[u8], text: &str, fixed: &Fixed) -> String {
    if text == fixed.text {
        return String::new();
    }
    let (old, new) = (lines(text), lines(&fixed.text));
    let mut out = format!("--- {}\n+++ {}\n", header("a", name), header("b", name));
    for group in similar::group_diff_ops(changes(old.len(), &fixed.lines), CONTEXT) {
        let _ = writeln!(out, "{}", UnifiedHunkHeader::new(&group));
        for change in group {
            let same = matches!(change, DiffOp::Equal { .. });
            add(&mut out, if same { ' ' } else { '-' }, &old[change.old_range()]);
            add(&mut out, '+', if same { &[] } else { &new[change.new_range()] });
        }
    }
    out
}

fn add(out: &mut String, mark: char, lines: &[&str]) {
    for line in lines {
        out.push(mark);
        *out += line;
        if !line.ends_with('\n') {
            *out += "\n\\ No newline at end of file\n";
        }
    }
}

/// The lines of a text with their ends. A lone carriage return does not end a line: no tool that reads patches thinks so.
fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The equal and the changed parts, from the lines of the new text that are lines of the old one.
fn changes(old: usize, lines: &[Option<u32>]) -> Vec<DiffOp> {
    let mut changes = Vec::new();
    let (mut old_index, mut new_index) = (0, 0);
    let same = lines.iter().enumerate().filter_map(|(new, line)| Some((line.as_ref().copied()? as usize, new)));
    for (old_line, new_line) in same.chain([(old, lines.len())]) {
        let (old_len, new_len) = (old_line - old_index, new_line - new_index);
        match (old_len, new_len) {
            (0, 0) => {}
            (_, 0) => changes.push(DiffOp::Delete { old_index, old_len, new_index }),
            (0, _) => changes.push(DiffOp::Insert { old_index, new_index, new_len }),
            _ => changes.push(DiffOp::Replace { old_index, old_len, new_index, new_len }),
        }
        match changes.last_mut() {
            Some(DiffOp::Equal { len, .. }) => *len += 1,
            _ => changes.push(DiffOp::Equal { old_index: old_line, new_index: new_line, len: 1 }),
        }
        (old_index, new_index) = (old_line + 1, new_line + 1);
    }
    // The last one is the end of both.
    if let Some(DiffOp::Equal { len, .. }) = changes.last_mut() {
        *len -= 1;
    }
    changes.retain(|change| !matches!(change, DiffOp::Equal { len: 0, .. }));
    changes
}

/// The name of a file as git writes it: in quotation marks if it has special characters, and followed by a tab if it has
/// spaces, at which `patch` would stop.
fn header(side: &str, name: &[u8]) -> String {
    let mut quoted = format!("\"{side}/");
    let mut plain = format!("{side}/");
    for chunk in name.utf8_chunks() {
        plain += chunk.valid();
        for c in chunk.valid().chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                _ if is_hidden(c) => octal(&mut quoted, c.to_string().as_bytes()),
                _ => quoted.push(c),
            }
        }
        octal(&mut quoted, chunk.invalid());
    }
    if quoted.len() > plain.len() + 1 {
        return quoted + "\"";
    }
    if plain.contains(' ') { plain + "\t" } else { plain }
}

fn octal(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(out, "\\{byte:03o}");
    }
}

/// Whether a terminal would interpret a character instead of showing it.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
