//! The bank for a terminal of 80 columns.

use super::{Length, Shown, codes, gaps, headline, length, limits, name, off_range, place, reasons, short, time};
use crate::bank::{Bank, Group};
use crate::diagnostic::Diagnostic;
use crate::linter::Linted;
use crate::report::human::Human;
use crate::report::{Checked, Context, Report, plural, printable};
use crate::rules::Across;
use std::fmt::Write;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The columns that a report takes.
const COLUMNS: usize = 80;

/// The columns of a title in the table of stories, and in that of values.
const TITLE: usize = 40;
const NARROW: usize = 30;

/// The most values beside each other.
const MOST: usize = 16;

pub(super) fn report(shown: &Shown, context: &Context) -> String {
    let bank = shown.bank;
    let page = Page { color: context.color };
    let mut out = format!("{}\n", page.bold(&headline(bank)));
    if bank.stories.is_empty() {
        return out;
    }
    page.stories(bank, &mut out);
    for group in bank.groups.iter().filter(|group| group.shown && !group.columns.is_empty()) {
        page.coverage(bank, group, &mut out);
    }
    page.questions(bank, &mut out);
    if let Some(growth) = shown.growth {
        page.growth(bank, growth, &mut out);
    }
    page.findings(bank, context, &mut out);
    out
}

struct Page {
    color: bool,
}

impl Page {
    fn bold(&self, text: &str) -> String {
        if self.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn stories(&self, bank: &Bank, out: &mut String) {
        let head =
            format!("{} words   time err warn inf metric lesson", fit("Stories, those that need work first", TITLE));
        let _ = writeln!(out, "\n{}", self.bold(&fit(&head, COLUMNS)));
        for number in bank.by_need() {
            let story = &bank.stories[number];
            let mark = match length(story.words, bank.range(number)) {
                Length::Short => '-',
                Length::Right => ' ',
                Length::Long => '+',
            };
            let yes = |is: bool| if is { "yes" } else { "no" };
            let [errors, warnings, infos] = story.levels;
            let _ = writeln!(
                out,
                "{} {:>5}{mark} {:>5} {errors:>3} {warnings:>4} {infos:>3} {:>6} {:>6}",
                fit(&short(story), TITLE),
                story.words,
                time(story.seconds),
                yes(!story.metrics.is_empty()),
                yes(story.lesson)
            );
            let when = story.when.map(|span| one_line_of(bank, story.file, span)).unwrap_or_default();
            let mut told = vec![place(bank, story)];
            told.extend((!when.is_empty()).then_some(when));
            told.extend((!story.tags.is_empty()).then(|| printable(&story.tags.join(", ")).into_owned()));
            let _ = writeln!(out, "  {}", fit(&told.join(" · "), COLUMNS - 2).trim_end());
        }
        let [short, long] = off_range(bank);
        if !short.is_empty() || !long.is_empty() {
            let range = limits(bank.range(0));
            let _ = writeln!(out, "{range} are asked for: {} too short (-), {} too long (+)", short.len(), long.len());
        }
    }

    fn coverage(&self, bank: &Bank, group: &Group, out: &mut String) {
        let codes = codes(group);
        let place = bank.groups.iter().position(|known| std::ptr::eq(known, group)).unwrap_or_default();
        let columns: Vec<usize> = (0..group.columns.len()).collect();
        for part in columns.chunks(MOST) {
            let heads: Vec<&str> = part.iter().map(|&column| codes[column].as_str()).collect();
            let _ = writeln!(
                out,
                "\n{}",
                self.bold(format!("{} {}", fit(&printable(&group.title), NARROW), heads.join(" ")).trim_end())
            );
            for story in &bank.stories {
                let cell = |&column: &usize| {
                    let cell = story.cells.iter().find(|cell| cell.column == (place, column));
                    cell.map_or(" .", |cell| if cell.named.is_empty() { " o" } else { " #" })
                };
                let cells: Vec<&str> = part.iter().map(cell).collect();
                let _ = writeln!(out, "{} {}", fit(&short(story), NARROW), cells.join(" "));
            }
        }
        let _ = writeln!(out, "#: its tags or headings name it; o: its words show it");
        let entries: Vec<String> = group
            .columns
            .iter()
            .zip(&codes)
            .map(|(column, code)| format!("{code} {}: {}", printable(&column.title), column.stories.len()))
            .collect();
        *out += &wrapped(&entries.join(", "));
        for gap in gaps(bank, place) {
            *out += &wrapped(&printable(&gap));
        }
    }

    fn questions(&self, bank: &Bank, out: &mut String) {
        if bank.asked.is_empty() {
            return;
        }
        let _ = writeln!(out, "\n{}", self.bold("Questions, by the words that they share with stories"));
        let mut seconds = 0;
        for asked in &bank.asked {
            let about = if asked.about.is_empty() {
                "no value or family of questions is known by these words".to_owned()
            } else {
                format!("asks for {}", asked.about.join(", "))
            };
            *out += &wrapped(&format!("{} ({})", printable(&asked.question), printable(&about)));
            seconds += asked.fits.first().filter(|fit| fit.good).map_or(0, |fit| bank.stories[fit.story].seconds);
            if !asked.fits.iter().any(|fit| fit.good) {
                *out += "  no story is known to answer it\n";
            }
            for (number, fit) in asked.fits.iter().enumerate() {
                let story = &bank.stories[fit.story];
                let _ = writeln!(
                    out,
                    "  {}. {}",
                    number + 1,
                    self::fit(&format!("{} ({})", name(story), place(bank, story)), COLUMNS - 5).trim_end()
                );
                for reason in reasons(bank, story, &fit.reasons) {
                    let _ = writeln!(out, "     {}", self::fit(&reason, COLUMNS - 5).trim_end());
                }
            }
        }
        let without = bank.asked.iter().filter(|asked| !asked.fits.iter().any(|fit| fit.good)).count();
        let _ = writeln!(
            out,
            "{}, {without} without a good story; the best of each take {} together",
            plural(bank.asked.len(), "question"),
            time(seconds)
        );
    }

    fn growth(&self, bank: &Bank, growth: &crate::bank::growth::Growth, out: &mut String) {
        let _ = writeln!(out, "\n{}", self.bold(&format!("Since {}", printable(&growth.since))));
        if growth.is_empty() {
            *out += "nothing has changed\n";
        }
        for (story, changes) in &growth.changed {
            let story = &bank.stories[*story];
            *out += &wrapped(&format!("{} ({}): {}", name(story), place(bank, story), changes.join("; ")));
        }
        for story in &growth.new {
            let story = &bank.stories[*story];
            *out += &wrapped(&format!("{} ({}): new", name(story), place(bank, story)));
        }
        for gone in &growth.gone {
            *out += &wrapped(&format!("{}: gone", printable(gone)));
        }
    }

    /// The findings across notes. Those about empty columns are told beside the table.
    fn findings(&self, bank: &Bank, context: &Context, out: &mut String) {
        let drawn = Human::new(self.color, context.links, context.width.min(COLUMNS), true);
        let mut hidden = 0;
        let mut counts = [0; 4];
        for (file, linted) in bank.files.iter().zip(&bank.findings) {
            let about_empty = |found: &&Diagnostic| bank.finds(&found.rule) == Some(Across::Uncovered);
            let (empty, rest): (Vec<_>, Vec<_>) = linted.diagnostics.iter().partition(about_empty);
            counts[0] += empty.len();
            for found in &rest {
                counts[bank.finds(&found.rule).map_or(0, |across| across as usize)] += 1;
            }
            hidden += linted.hidden.len();
            let diagnostics: Vec<Diagnostic> = rest.into_iter().cloned().collect();
            if !diagnostics.is_empty() {
                let linted = Linted { fail_on: linted.fail_on, ..Linted::default() };
                out.push('\n');
                *out += drawn
                    .file(&Checked { diagnostics: &diagnostics, ..Checked::new(&file.source, &linted) })
                    .trim_end_matches('\n');
                out.push('\n');
            }
        }
        let [empty, overused, duplicate, numbers] = counts;
        let hidden = if hidden > 0 { format!("; {hidden} silenced or known") } else { String::new() };
        let told = format!(
            "{}, {overused} that carry too much, {duplicate} told twice, {numbers} with different numbers{hidden}",
            plural(empty, "column without a story")
        );
        *out += &format!("\n{}\n{}", self.bold("Across notes"), wrapped(&told));
    }
}

fn one_line_of(bank: &Bank, file: usize, span: crate::source::Span) -> String {
    printable(&crate::check::one_line(span.of(&bank.files[file].source.text))).into_owned()
}

/// A text in exactly so many columns: filled up, or cut.
fn fit(text: &str, columns: usize) -> String {
    let mut out = String::new();
    let mut width = 0;
    let cut = text.width() > columns;
    for c in text.chars() {
        let own = c.width().unwrap_or(0);
        if width + own > columns - usize::from(cut) {
            break;
        }
        out.push(c);
        width += own;
    }
    if cut {
        out.push('…');
        width += 1;
    }
    out + &" ".repeat(columns.saturating_sub(width))
}

/// A text as lines of at most the columns of a report; those after the first are indented.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for word in text.split_whitespace() {
        let own = word.width();
        if width > 0 && width + 1 + own > COLUMNS {
            out += "\n  ";
            width = 2;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out += word;
        width += own;
    }
    out + "\n"
}
