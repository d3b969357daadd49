//! All stories in two pictures: which values each serves, and how long it is and how its parts are balanced.

use super::WIDE;
use super::escape::{PARTS, escaped, quote};
use crate::bank::{Bank, Group};
use crate::report::bank::{Length, gaps, length, limits, short, time};
use std::fmt::Write;

/// The stories of a group of values or questions, and why each is in a column.
pub fn matrix(bank: &Bank, number: usize, group: &Group, out: &mut String) {
    let gaps = gaps(bank, number);
    let missing = if gaps.is_empty() { "Every column has a story.".to_owned() } else { escaped(&gaps.join(" ")) };
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

/// The length of each story against what is asked for, and the shares of its sections.
pub fn bars(bank: &Bank, out: &mut String) {
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
