//! One story of the page: what is known of it, its text, and what was found there.

use super::escape::{PARTS, escaped, escaped_lines, letter, level, quote};
use crate::bank::Bank;
use crate::diagnostic::Diagnostic;
use crate::report::bank::{place, time};
use crate::report::plural;
use crate::source::Span;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Writes the story of this number.
pub fn article(bank: &Bank, number: usize, out: &mut String) {
    let story = &bank.stories[number];
    let found = bank.findings_of(number);
    let values: Vec<String> = story.cells.iter().map(|cell| format!("{}-{}", cell.column.0, cell.column.1)).collect();
    let _ = write!(
        out,
        "<article id=\"s{number}\" data-story=\"{number}\" data-values=\"{}\" aria-labelledby=\"t{number}\">\n<h3 id=\"t{number}\">{}</h3>\n<ul class=\"meta\">",
        values.join(" "),
        escaped(story.name())
    );
    let [errors, warnings, infos] = story.levels;
    let mut told = vec![place(bank, story), plural(story.words, "word"), format!("{} to say", time(story.seconds))];
    told.extend(story.when.map(|span| crate::check::one_line(span.of(&bank.source(number).text))));
    told.push(if story.metrics.is_empty() { "no measured result" } else { "a measured result" }.to_owned());
    told.extend(story.lesson.then(|| "a lesson".to_owned()));
    let counted = crate::report::counted(&[(errors, "error"), (warnings, "warning"), (infos, "info")]);
    told.push(if counted.is_empty() { "nothing found".to_owned() } else { counted.join(", ") });
    for one in &told {
        *out += &format!("<li>{}</li>", escaped(one));
    }
    *out += "</ul>\n";
    if !story.tags.is_empty() || !story.cells.is_empty() {
        *out += "<ul class=\"chips\">";
        for cell in &story.cells {
            let column = &bank.groups[cell.column.0].columns[cell.column.1];
            let (kind, span) = match cell.named.first() {
                Some(named) => ("dot named", *named),
                None => ("dot", cell.shown.first().copied().unwrap_or_default()),
            };
            let _ = write!(
                out,
                "<li><span class=\"{kind}\"></span>{}: <span class=\"soft\">{}</span></li>",
                escaped(&column.title),
                quote(bank, story, span)
            );
        }
        story.tags.iter().for_each(|tag| *out += &format!("<li class=\"soft\">#{}</li>", escaped(tag)));
        *out += "</ul>\n";
    }
    let text = &bank.source(number).text;
    for (kinds, _, span) in &story.sections {
        let names: Vec<&str> = PARTS.iter().filter(|(kind, ..)| kinds.meets(*kind)).map(|(.., name)| *name).collect();
        let _ = writeln!(
            out,
            "<div class=\"part p{}\"><h4>{}</h4><p class=\"text\">{}</p></div>",
            letter(*kinds),
            names.join(" and "),
            marked(text, *span, &found, number)
        );
    }
    if !found.is_empty() {
        *out += "<ol class=\"found\">\n";
        for (index, one) in found.iter().enumerate() {
            let help = if one.help.is_empty() {
                String::new()
            } else {
                format!(" <span class=\"soft\">{}</span>", escaped(&one.help))
            };
            let _ = writeln!(
                out,
                "<li id=\"f{number}-{}\"><span class=\"{}\">{}</span> {} <code class=\"soft\">{}</code>{help}</li>",
                index + 1,
                level(one.level),
                one.level.name(),
                escaped(&one.message_with_profiles()),
                escaped(&one.rule)
            );
        }
        *out += "</ol>\n";
    }
    *out += "</article>\n";
}

/// The text of a section, with the words of findings marked.
fn marked(text: &str, section: Span, found: &[&Diagnostic], story: usize) -> String {
    let lead = section.of(text).len() - section.of(text).trim_start().len();
    let section = Span {
        start: section.start + lead as u32,
        end: section.start + lead as u32 + section.of(text).trim().len() as u32,
    };
    let inside = |found: &Diagnostic| {
        found.span.start >= section.start && found.span.end <= section.end && !found.span.is_empty()
    };
    let marks: Vec<(usize, &Diagnostic)> =
        found.iter().enumerate().filter(|(_, found)| inside(found)).map(|(number, found)| (number, *found)).collect();
    let mut cuts: BTreeSet<u32> = BTreeSet::from([section.start, section.end]);
    cuts.extend(marks.iter().flat_map(|(_, found)| [found.span.start, found.span.end]));
    let cuts: Vec<u32> = cuts.into_iter().collect();
    let mut out = String::new();
    for piece in cuts.windows(2) {
        let span = Span { start: piece[0], end: piece[1] };
        let over = || marks.iter().filter(|(_, found)| found.span.start <= span.start && span.end <= found.span.end);
        match over().map(|(_, found)| found.level).max() {
            Some(most) => {
                let _ = write!(out, "<mark class=\"{}\">{}", level(most), escaped_lines(span.of(text)));
                for (number, _) in over().filter(|(_, found)| found.span.end == span.end) {
                    let number = number + 1;
                    let _ = write!(
                        out,
                        "<sup><a href=\"#f{story}-{number}\" aria-label=\"finding {number}\">{number}</a></sup>"
                    );
                }
                out += "</mark>";
            }
            None => out += &escaped_lines(span.of(text)),
        }
    }
    out
}
