//! The bank as Markdown, for the README of a repository of notes.

use super::{Shown, gaps, headline, limits, name, off_range, place, reasons, time};
use crate::bank::{Bank, Group};
use crate::diagnostic::Diagnostic;
use crate::report::{Context, printable};
use crate::source::LineIndex;
use std::fmt::Write;

pub(super) fn report(shown: &Shown, _: &Context) -> String {
    let bank = shown.bank;
    let mut out = format!("# Stories\n\n{}.\n", headline(bank));
    if bank.stories.is_empty() {
        return out;
    }
    stories(bank, &mut out);
    for group in bank.groups.iter().filter(|group| group.shown && !group.columns.is_empty()) {
        coverage(bank, group, &mut out);
    }
    questions(bank, &mut out);
    if let Some(growth) = shown.growth {
        let _ = writeln!(out, "\n## Since {}\n", escaped(&growth.since));
        for (story, changes) in &growth.changed {
            let _ = writeln!(out, "- {}: {}", link(bank, *story), escaped(&changes.join("; ")));
        }
        growth.new.iter().for_each(|story| out += &format!("- {}: new\n", link(bank, *story)));
        growth.gone.iter().for_each(|gone| out += &format!("- {}: gone\n", escaped(gone)));
        if growth.is_empty() {
            out += "Nothing has changed.\n";
        }
    }
    findings(bank, &mut out);
    out
}

fn stories(bank: &Bank, out: &mut String) {
    *out += "\n| Story | Words | Time | Errors | Warnings | Infos | Metric | Lesson | When | Tags |\n";
    *out += "| --- | ---: | ---: | ---: | ---: | ---: | --- | --- | --- | --- |\n";
    for number in bank.by_need() {
        let story = &bank.stories[number];
        let [errors, warnings, infos] = story.levels;
        let yes = |is: bool| if is { "yes" } else { "no" };
        let when =
            story.when.map(|span| crate::check::one_line(span.of(&bank.source(number).text))).unwrap_or_default();
        let _ = writeln!(
            out,
            "| {} | {} | {} | {errors} | {warnings} | {infos} | {} | {} | {} | {} |",
            link(bank, number),
            story.words,
            time(story.seconds),
            yes(!story.metrics.is_empty()),
            yes(story.lesson),
            escaped(&when),
            escaped(&story.tags.join(", "))
        );
    }
    let [short, long] = off_range(bank);
    for (numbers, what) in [(short, "Too short"), (long, "Too long")] {
        if !numbers.is_empty() {
            let names: Vec<String> =
                numbers.iter().map(|&story| format!("{} ({})", link(bank, story), bank.stories[story].words)).collect();
            let _ = writeln!(out, "\n{what} for {}: {}.", limits(bank.range(numbers[0])), names.join(", "));
        }
    }
}

fn coverage(bank: &Bank, group: &Group, out: &mut String) {
    let place = bank.groups.iter().position(|known| std::ptr::eq(known, group)).unwrap_or_default();
    let titles: Vec<String> = group.columns.iter().map(|column| escaped(&column.title)).collect();
    let _ = writeln!(out, "\n## {}\n\n●: its tags or headings name it. ○: its words show it.\n", escaped(&group.title));
    let _ = writeln!(out, "| Story | {} |\n| --- |{}", titles.join(" | "), " :-: |".repeat(titles.len()));
    for (number, story) in bank.stories.iter().enumerate() {
        let cell = |column: usize| {
            let cell = story.cells.iter().find(|cell| cell.column == (place, column));
            cell.map_or("", |cell| if cell.named.is_empty() { "○" } else { "●" })
        };
        let cells: Vec<&str> = (0..titles.len()).map(cell).collect();
        let _ = writeln!(out, "| {} | {} |", link(bank, number), cells.join(" | "));
    }
    for gap in gaps(bank, place) {
        let _ = writeln!(out, "\n{}", escaped(&gap));
    }
}

fn questions(bank: &Bank, out: &mut String) {
    if bank.asked.is_empty() {
        return;
    }
    *out += "\n## Questions\n\nBy the words that questions and stories share.\n";
    for asked in &bank.asked {
        let about = if asked.about.is_empty() {
            String::new()
        } else {
            format!(" Asks for {}.", escaped(&asked.about.join(", ")))
        };
        let _ = writeln!(out, "\n**{}**{about}\n", escaped(&asked.question));
        if !asked.fits.iter().any(|fit| fit.good) {
            *out += "No story is known to answer it.\n\n";
        }
        for (number, fit) in asked.fits.iter().enumerate() {
            let reasons = reasons(bank, &bank.stories[fit.story], &fit.reasons);
            let _ = writeln!(out, "{}. {}: {}", number + 1, link(bank, fit.story), escaped(&reasons.join("; ")));
        }
    }
}

fn findings(bank: &Bank, out: &mut String) {
    let told: Vec<(usize, &Diagnostic)> = bank
        .findings
        .iter()
        .enumerate()
        .flat_map(|(file, linted)| linted.diagnostics.iter().map(move |found| (file, found)))
        .filter(|(_, found)| found.answer.is_some())
        .collect();
    if told.is_empty() {
        return;
    }
    *out += "\n## Across notes\n\n";
    for (file, found) in told {
        let source = &bank.files[file].source;
        let at = LineIndex::new(&source.text).position(found.span.start);
        let mut others = Vec::new();
        for label in &found.labels {
            let other = label.source.as_deref().unwrap_or(source);
            let line = LineIndex::new(&other.text).position(label.span.start).line;
            others.push(format!("{}:{line}", crate::report::path(other)));
        }
        let others = if others.is_empty() { String::new() } else { format!(" (see {})", others.join(", ")) };
        let place = format!("{}:{}", crate::report::path(source), at.line);
        let _ = writeln!(out, "- {} `{}` {}{}", escaped(&place), found.rule, escaped(&found.message), escaped(&others));
    }
}

/// A story as a link to its note.
fn link(bank: &Bank, story: usize) -> String {
    let story = &bank.stories[story];
    let path = place(bank, story);
    let (path, line) = path.rsplit_once(':').unwrap_or((&path, ""));
    let mut target = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'/' => target.push(byte as char),
            _ => target += &format!("%{byte:02X}"),
        }
    }
    format!("[{}]({target}#L{line})", escaped(&name(story)))
}

/// A text that is no Markup: marks are escaped, and what a terminal would obey is not there.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in printable(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => out.extend(['\\', c]),
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '&' => out += "&amp;",
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}
