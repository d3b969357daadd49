//! The bank as one page: a file that asks nothing of the network, to be looked at, filtered and printed. All text of notes
//! is escaped, and a policy forbids everything but the one script and the one style sheet.

use super::{Length, Shown, headline, length, limits, name, place, reasons, short, time, uncovered};
use crate::bank::{Bank, Group, Story};
use crate::diagnostic::{Diagnostic, Level};
use crate::parse::Kinds;
use crate::report::{Context, plural, printable};
use crate::source::{LineIndex, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What the browser holds style sheet and script against: `openssl dgst -sha256 -binary FILE | base64`.
const POLICY: &str = "default-src 'none'; style-src 'sha256-Mq7HcVPNbqH3AYvK1DsVa/mWHoYuGLEWNcstTvdyrWM='; \
     script-src 'sha256-oJuO4/GeQHh4rj94AX0mYSTsWxhzCb+5zRcteOiocPs='; base-uri 'none'; form-action 'none'";

/// The width of bars, in units of their pictures.
const WIDE: usize = 1_000;

pub(super) fn report(shown: &Shown, _: &Context) -> String {
    let bank = shown.bank;
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>Stories</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#stories\">Skip to the stories</a>\n<header>\n<h1>Stories</h1>\n<p class=\"soft\">{}</p>\n",
        escaped(&headline(bank))
    );
    tiles(bank, &mut out);
    form(bank, &mut out);
    out += "</header>\n<main>\n";
    for (number, group) in bank.groups.iter().enumerate().filter(|(_, group)| group.shown && !group.columns.is_empty())
    {
        matrix(bank, number, group, &mut out);
    }
    bars(bank, &mut out);
    across(bank, &mut out);
    questions(bank, &mut out);
    growth(shown, &mut out);
    rules(bank, &mut out);
    out += "<section id=\"stories\" aria-labelledby=\"stories-title\">\n<h2 id=\"stories-title\">Every story</h2>\n\
            <p class=\"soft\">Those that need work first. Numbers in the text lead to what was found there.</p>\n";
    bank.by_need().into_iter().for_each(|number| article(bank, number, &mut out));
    let _ = write!(
        out,
        "</section>\n</main>\n<footer class=\"soft small\">Made by star-lint {} from your own notes. What speaks for a story are \
         its words; nobody is scored.</footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    );
    out
}

fn tiles(bank: &Bank, out: &mut String) {
    let of = |wanted: &dyn Fn(&Story) -> bool| bank.stories.iter().filter(|story| wanted(story)).count();
    let all = bank.stories.len();
    let columns = || bank.groups.iter().filter(|group| group.shown).flat_map(|group| &group.columns);
    let covered = columns().filter(|column| !column.stories.is_empty()).count();
    let seconds: usize = bank.stories.iter().map(|story| story.seconds).sum();
    let tiles = [
        (all.to_string(), "stories".to_owned()),
        (time(seconds), "to say them all".to_owned()),
        (format!("{}/{all}", of(&|story| !story.metrics.is_empty())), "with a measured result".to_owned()),
        (format!("{}/{all}", of(&|story| story.lesson)), "with a lesson".to_owned()),
        (format!("{covered}/{}", columns().count()), "values or questions covered".to_owned()),
    ];
    *out += "<ul class=\"tiles\">\n";
    for (number, what) in tiles {
        let _ = writeln!(out, "<li><b>{number}</b> <span>{what}</span></li>");
    }
    *out += "</ul>\n";
}

fn form(bank: &Bank, out: &mut String) {
    *out += "<form hidden role=\"search\" aria-label=\"Filter stories\">\n<label class=\"unseen\" for=\"text\">Words in a story</label>\
             <input id=\"text\" type=\"search\" placeholder=\"Filter by words\" autocomplete=\"off\">\n\
             <label class=\"unseen\" for=\"value\">Value or question</label>\n<select id=\"value\"><option value=\"\">All values</option>\n";
    for (number, group) in bank.groups.iter().enumerate() {
        let _ = writeln!(out, "<optgroup label=\"{}\">", escaped(&group.title));
        for (column, head) in group.columns.iter().enumerate() {
            let (title, count) = (escaped(&head.title), head.stories.len());
            let _ = writeln!(out, "<option value=\"{number}-{column}\">{title} ({count})</option>");
        }
        *out += "</optgroup>\n";
    }
    *out += "</select>\n<output id=\"seen\" aria-live=\"polite\"></output>\n</form>\n";
}

fn matrix(bank: &Bank, number: usize, group: &Group, out: &mut String) {
    let empty = uncovered(group);
    let missing = if empty.is_empty() {
        "Every column has a story.".to_owned()
    } else {
        format!("No story shows {}.", escaped(&empty.join(", ")))
    };
    let _ = write!(
        out,
        "<section aria-labelledby=\"m{number}\">\n<h2 id=\"m{number}\">{}</h2>\n<p>{missing}</p>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"m{number}\">\n<table class=\"matrix\">\n<thead><tr><th scope=\"col\">Story</th>",
        escaped(&group.title)
    );
    let class = |column: usize| if group.columns[column].stories.is_empty() { " class=\"empty\"" } else { "" };
    for (column, head) in group.columns.iter().enumerate() {
        let _ = write!(out, "<th scope=\"col\"{}><span>{}</span></th>", class(column), escaped(&head.title));
    }
    *out += "</tr></thead>\n<tbody>\n";
    for (index, story) in bank.stories.iter().enumerate() {
        let _ = write!(
            out,
            "<tr data-story=\"{index}\"><th scope=\"row\"><a href=\"#s{index}\">{}</a></th>",
            escaped(&short(story))
        );
        for column in 0..group.columns.len() {
            let cell = story.cells.iter().find(|cell| cell.column == (number, column));
            let Some(cell) = cell else {
                let _ = write!(out, "<td{}></td>", class(column));
                continue;
            };
            let (kind, how, span) = match (cell.named.first(), cell.shown.first()) {
                (Some(named), _) => ("dot named", "filed under it", *named),
                (None, shown) => ("dot", "its words show it", shown.copied().unwrap_or_default()),
            };
            let words = quote(bank, story, span);
            let _ = write!(
                out,
                "<td><span class=\"{kind}\" title=\"{how}: {words}\"></span><span class=\"unseen\">{how}: {words}</span></td>"
            );
        }
        *out += "</tr>\n";
    }
    *out += "</tbody>\n<tfoot><tr><th scope=\"row\">Stories</th>";
    for column in &group.columns {
        let _ = write!(out, "<td>{}</td>", column.stories.len());
    }
    *out += "</tr></tfoot>\n</table>\n</div>\n<ul class=\"key\"><li><span class=\"dot named\"></span> its tags or headings name it</li>\
             <li><span class=\"dot\"></span> its words show it</li></ul>\n</section>\n";
}

/// The kinds of sections with the letter of their colour.
const PARTS: [(Kinds, &str, &str); 5] = [
    (Kinds::SITUATION, "s", "Situation"),
    (Kinds::TASK, "t", "Task"),
    (Kinds::ACTION, "a", "Action"),
    (Kinds::RESULT, "r", "Result"),
    (Kinds::OTHER, "o", "Other"),
];

/// The letter of the colour of a section.
fn letter(kinds: Kinds) -> &'static str {
    PARTS.iter().find(|(kind, ..)| kinds.meets(*kind)).map_or("o", |(_, letter, _)| letter)
}

fn bars(bank: &Bank, out: &mut String) {
    let longest = (0..bank.stories.len())
        .map(|story| bank.stories[story].words.max(bank.range(story).max.unwrap_or(0) as usize))
        .max()
        .unwrap_or(0)
        .max(1);
    *out += "<section aria-labelledby=\"length\">\n<h2 id=\"length\">Length and balance</h2>\n<p class=\"soft\">The light band is \
             what is asked for.</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"length\">\n<table class=\"bars balance\">\n\
             <thead><tr><th scope=\"col\">Story</th><th scope=\"col\" class=\"num\">Words</th><th scope=\"col\" class=\"num time\">Time</th>\
             <th scope=\"col\">Length</th><th scope=\"col\" class=\"share\">Situation, Task, Action, Result</th></tr></thead>\n<tbody>\n";
    let scaled = |words: usize| words * WIDE / longest;
    for (index, story) in bank.stories.iter().enumerate() {
        let range = bank.range(index);
        let off = length(story.words, range);
        let (class, told) = match off {
            Length::Short => ("bar off", "too short, "),
            Length::Right => ("bar", ""),
            Length::Long => ("bar off", "too long, "),
        };
        let (from, to) = (range.min.unwrap_or(0) as usize, range.max.map_or(longest, |max| max as usize));
        let _ = write!(
            out,
            "<tr data-story=\"{index}\"><th scope=\"row\"><a href=\"#s{index}\">{}</a></th><td class=\"num\">{}</td><td class=\"num time\">{}</td>\
             <td><svg viewBox=\"0 0 {WIDE} 16\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{told}{} words of {}\">\
             <rect class=\"track\" width=\"{WIDE}\" height=\"16\"/><rect class=\"range\" x=\"{}\" width=\"{}\" height=\"16\"/>\
             <rect class=\"{class}\" y=\"4\" width=\"{}\" height=\"8\"/></svg></td>",
            escaped(&short(story)),
            story.words,
            time(story.seconds),
            story.words,
            limits(range),
            scaled(from),
            scaled(to.saturating_sub(from)),
            scaled(story.words).max(2)
        );
        let mut shares = [0; 4];
        for (kinds, words, _) in &story.sections {
            for (share, (kind, ..)) in shares.iter_mut().zip(PARTS) {
                if kinds.meets(kind) {
                    *share += words;
                    break;
                }
            }
        }
        let all = shares.iter().sum::<usize>().max(1);
        let told: Vec<String> =
            shares.iter().zip(PARTS).map(|(share, (.., name))| format!("{name} {}%", share * 100 / all)).collect();
        let _ = write!(
            out,
            "<td class=\"share\"><svg viewBox=\"0 0 {WIDE} 16\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\">",
            told.join(", ")
        );
        let mut x = 0;
        for (share, (_, letter, _)) in shares.iter().zip(PARTS) {
            let width = share * WIDE / all;
            let _ = write!(out, "<rect class=\"f{letter}\" x=\"{x}\" width=\"{width}\" height=\"16\"/>");
            x += width;
        }
        *out += "</svg></td></tr>\n";
    }
    *out += "</tbody>\n</table>\n</div>\n<ul class=\"key\">";
    for (_, letter, name) in &PARTS[..4] {
        let _ = write!(out, "<li><span class=\"swatch f{letter}\"></span>{name}</li>");
    }
    *out += "</ul>\n</section>\n";
}

/// The findings across notes, but for those about empty columns, which the tables show.
fn across(bank: &Bank, out: &mut String) {
    let all = bank
        .findings
        .iter()
        .enumerate()
        .flat_map(|(file, linted)| linted.diagnostics.iter().map(move |found| (file, found)));
    let told: Vec<_> = all.filter(|(_, found)| found.answer.is_some()).collect();
    if told.is_empty() {
        return;
    }
    *out += "<section aria-labelledby=\"across\">\n<h2 id=\"across\">Across stories</h2>\n<ul class=\"list\">\n";
    for (file, found) in told {
        let story = bank.stories.iter().position(|story| story.file == file && Some(story.number) == found.answer);
        let source = &bank.files[file].source;
        let line = LineIndex::new(&source.text).position(found.span.start).line;
        let _ = write!(
            out,
            "<li{}><code class=\"{}\">{}</code> <a href=\"#s{}\">{}:{line}</a> {}",
            story.map(|story| format!(" data-story=\"{story}\"")).unwrap_or_default(),
            level(found.level),
            escaped(&found.rule),
            story.unwrap_or_default(),
            escaped(&crate::report::path(source)),
            escaped(&found.message)
        );
        for label in &found.labels {
            let other = label.source.as_deref().unwrap_or(source);
            let line = LineIndex::new(&other.text).position(label.span.start).line;
            let _ = write!(
                out,
                "<br><span class=\"soft small\">{}:{line}: {}</span>",
                escaped(&crate::report::path(other)),
                escaped(&label.text)
            );
        }
        *out += "</li>\n";
    }
    *out += "</ul>\n</section>\n";
}

fn questions(bank: &Bank, out: &mut String) {
    if bank.asked.is_empty() {
        return;
    }
    *out += "<section aria-labelledby=\"questions\">\n<h2 id=\"questions\">Your questions</h2>\n<p class=\"soft\">By the words that \
             questions and stories share.</p>\n<ul class=\"list\">\n";
    for asked in &bank.asked {
        let about = if asked.about.is_empty() { String::new() } else { format!("asks for {}", asked.about.join(", ")) };
        let _ = write!(
            out,
            "<li><h3>{}</h3><span class=\"soft small\">{}</span>",
            escaped(&asked.question),
            escaped(&about)
        );
        if !asked.fits.iter().any(|fit| fit.good) {
            *out += "<p class=\"w\">No story is known to answer it.</p>";
        }
        *out += "<ol class=\"fits\">";
        for fit in &asked.fits {
            let story = &bank.stories[fit.story];
            let why = reasons(bank, story, &fit.reasons).join("; ");
            let _ = write!(
                out,
                "<li><a href=\"#s{}\">{}</a> <span class=\"soft small\">{}</span></li>",
                fit.story,
                escaped(&name(story)),
                escaped(&why)
            );
        }
        *out += "</ol></li>\n";
    }
    *out += "</ul>\n</section>\n";
}

fn growth(shown: &Shown, out: &mut String) {
    let Some(growth) = shown.growth else { return };
    let _ =
        write!(out, "<section aria-labelledby=\"growth\">\n<h2 id=\"growth\">Since {}</h2>\n", escaped(&growth.since));
    if growth.is_empty() {
        *out += "<p>Nothing has changed.</p>\n";
    }
    *out += "<ul class=\"list\">\n";
    let story = |number: usize| format!("<a href=\"#s{number}\">{}</a>", escaped(&name(&shown.bank.stories[number])));
    for (number, changes) in &growth.changed {
        let _ = writeln!(out, "<li>{}: {}</li>", story(*number), escaped(&changes.join("; ")));
    }
    growth.new.iter().for_each(|number| *out += &format!("<li>{}: new</li>\n", story(*number)));
    growth.gone.iter().for_each(|gone| *out += &format!("<li>{}: gone</li>\n", escaped(gone)));
    *out += "</ul>\n</section>\n";
}

/// How often each rule found something.
fn rules(bank: &Bank, out: &mut String) {
    let mut counts: BTreeMap<&str, (usize, Level)> = BTreeMap::new();
    let all = bank.files.iter().map(|file| &file.linted).chain(&bank.findings).flat_map(|linted| &linted.diagnostics);
    for found in all {
        let count = counts.entry(&found.rule).or_default();
        *count = (count.0 + 1, count.1.max(found.level));
    }
    if counts.is_empty() {
        return;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(rule, (count, level))| (std::cmp::Reverse(*level), std::cmp::Reverse(*count), *rule));
    let most = counts.iter().map(|(_, (count, _))| *count).max().unwrap_or(1);
    *out += "<section aria-labelledby=\"rules\">\n<h2 id=\"rules\">What was found, by rule</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"rules\">\n\
             <table class=\"bars rules\"><thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Level</th><th scope=\"col\" class=\"num\">Findings</th><th scope=\"col\"><span class=\"unseen\">Bar</span></th></tr></thead>\n<tbody>\n";
    for (rule, (count, found)) in counts {
        let letter = level(found);
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\"><code>{}</code></th><td class=\"{letter}\">{}</td><td class=\"num\">{count}</td><td><svg viewBox=\"0 0 {WIDE} 16\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"f{letter}\" y=\"3\" width=\"{}\" height=\"10\"/></svg></td></tr>",
            escaped(rule),
            found.name(),
            (count * WIDE / most).max(4)
        );
    }
    *out += "</tbody>\n</table>\n</div>\n</section>\n";
}

fn article(bank: &Bank, number: usize, out: &mut String) {
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

/// Words of a story on one line, escaped.
fn quote(bank: &Bank, story: &Story, span: Span) -> String {
    escaped(&crate::check::one_line(span.of(&bank.files[story.file].source.text)))
}

/// The letter of a level, for its colour.
fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "e",
        Level::Warning => "w",
        Level::Info | Level::Off => "i",
    }
}

/// Text that is no markup, without characters that are not seen.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            _ => out.push(c),
        }
    }
    out
}

/// The same for several lines.
fn escaped_lines(text: &str) -> String {
    let lines = text.split('\n').map(|line| escaped(line.trim_end_matches('\r')));
    lines.collect::<Vec<_>>().join("\n")
}
