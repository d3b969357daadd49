//! The bank as one page: a file that asks nothing of the network, to be looked at, filtered and printed. All text of notes
//! is escaped, and a policy forbids everything but the one script and the one style sheet.

mod article;
mod charts;
mod escape;

use super::{Shown, headline, name, reasons, time};
use crate::bank::{Bank, Story};
use crate::diagnostic::Level;
use crate::report::Context;
use crate::source::LineIndex;
use article::article;
use charts::{bars, matrix};
use escape::{escaped, level};
use std::collections::BTreeMap;
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

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::BASE64;
    use sha2::{Digest, Sha256};

    /// A browser would refuse a script or a style sheet with another hash.
    #[test]
    fn the_policy_allows_the_script_and_the_style_sheet() {
        for (kind, text) in [("script", SCRIPT), ("style", STYLE)] {
            let hash = BASE64.encode(&Sha256::digest(text));
            assert!(POLICY.contains(&format!("{kind}-src 'sha256-{hash}'")), "{kind}: {hash}");
        }
    }
}
