//! The report for people: rustc's look, drawn by annotate-snippets.
//!
//! A paragraph of a note is often one line of two thousand characters. The renderer shortens a line to the width of the
//! terminal, and looks at all of it several times. It is given what is near the words, so that the cost of a finding does
//! not depend on its line.

use super::statistics::Tally;
use super::text::{drawable, link};
use super::{Checked, Report, Summary, counted, plural, printable};
use crate::check::spoken_time;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{LineIndex, Span};
use annotate_snippets as draw;
use draw::{AnnotationKind, Group, Renderer, Snippet};
use std::io;
use unicode_width::UnicodeWidthChar;

/// Lines longer than this many bytes are not drawn together with others; longer words are drawn so far.
const LONG_LINE: usize = 4_000;

/// The most text of several lines that is handed to the renderer, in bytes.
const LONG_SNIPPET: usize = 40_000;

/// From so many findings in a file on, they are drawn on several threads: some milliseconds of work.
const MANY_FINDINGS: usize = 128;

/// So many findings are drawn before they are written: a megabyte of text.
const PIECE: usize = 2_048;

/// See the module.
pub struct Human {
    renderer: Renderer,
    color: bool,
    links: bool,
    quiet: bool,
    width: usize,
}

impl Human {
    /// A report for a terminal of this many columns. With `quiet` there is no summary.
    /// With `links`, rule names lead to their pages.
    pub fn new(color: bool, links: bool, width: usize, quiet: bool) -> Human {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        Human { renderer: renderer.term_width(width), color, links, quiet, width }
    }

    /// One diagnostic, with an empty line after it.
    pub fn diagnostic(&self, path: &str, text: &str, index: &LineIndex, diagnostic: &Diagnostic) -> String {
        let view = View::of(text, index, diagnostic, self.width);
        let level = match diagnostic.level {
            Level::Error => draw::Level::ERROR,
            Level::Warning => draw::Level::WARNING,
            Level::Info | Level::Off => draw::Level::INFO,
        };
        let mut title = level.primary_title(place::MESSAGE);
        if !diagnostic.rule.is_empty() {
            title = title.id(printable(&diagnostic.rule));
            if let Some(page) = link(&diagnostic.url).filter(|_| self.links) {
                title = title.id_url(page);
            }
        }
        let annotate = |kind: AnnotationKind, span, label| {
            let annotation = kind.span(view.relative(span));
            if str::is_empty(label) { annotation } else { annotation.label(printable(label)) }
        };
        let mut snippet = Snippet::source(view.source(text)).line_start(view.line).path(place::ORIGIN).fold(true);
        snippet = snippet.annotation(annotate(AnnotationKind::Primary, view.words, &diagnostic.label));
        for other in diagnostic.labels.iter().filter(|other| view.holds(other.span)) {
            snippet = snippet.annotation(annotate(AnnotationKind::Context, other.span, &other.text));
        }
        let mut group = Group::with_title(title).element(snippet);
        let profiles = diagnostic.profiles.join(", ");
        if !profiles.is_empty() {
            group = group.element(draw::Level::NOTE.message(place::PROFILES));
        }
        if !diagnostic.help.is_empty() {
            group = group.element(draw::Level::HELP.message(place::HELP));
        }
        let at = index.position(diagnostic.span.start);
        let words = [
            (place::MESSAGE, &*printable(&diagnostic.message)),
            (place::ORIGIN, &format!("{}:{}:{}", printable(path), at.line, at.column)),
            (place::PROFILES, &format!("asked for by {}", printable(&profiles))),
            (place::HELP, &printable(&diagnostic.help)),
        ];
        fill(&self.renderer.render(&[group]), &words)
    }

    fn bold(&self, text: &str) -> String {
        if self.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The part of the file that is drawn: whole lines, or what is near the words in their line.
struct View {
    span: Span,
    /// 1-based.
    line: usize,
    /// The words of the finding, as far as they are drawn.
    words: Span,
    /// Whether the line goes on before and after it.
    cut: [bool; 2],
}

/// What stands for the part of a line that is cut off, out of sight of the reader.
const CUT_OFF: &str = "x";

/// So many columns the renderer keeps free on both sides of what it marks.
const PADDING: usize = 6;

/// So many columns more are kept on both sides than can be seen: letters may be wide.
const SPARE: usize = 6;

impl View {
    fn of(text: &str, index: &LineIndex, diagnostic: &Diagnostic, width: usize) -> View {
        let words = diagnostic.span;
        let lines = |span: Span| (index.line(span.start), index.line(span.end.max(span.start + 1) - 1));
        let whole = |(first, last): (usize, usize)| {
            let Span { start, end } = index.line_span(first).to(index.line_span(last));
            // A byte-order mark is no text.
            let mark = if start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() as u32 } else { 0 };
            let end = if lines(words).1 == last { end.max(words.end) } else { end };
            Span { start: start + mark, end: end.max(start + mark) }
        };
        let own = lines(words);
        let labels = diagnostic.labels.iter().map(|label| lines(label.span));
        let all = labels.fold(own, |all, label| (all.0.min(label.0), all.1.max(label.1)));
        let fit = |&(first, last): &(usize, usize)| {
            let short = |line| index.line_span(line).range().len() <= LONG_LINE;
            first < last && whole((first, last)).range().len() <= LONG_SNIPPET && (first..=last).all(short)
        };
        match [all, own].into_iter().find(fit) {
            Some(lines) => View { span: whole(lines), line: lines.0 + 1, words, cut: [false; 2] },
            None => View::in_line(text, whole((own.0, own.0)), own.0 + 1, diagnostic, width),
        }
    }

    /// What can be seen of a line, which may be long: the renderer looks at all that it is given. What it would choose of
    /// the whole line is what it chooses of this part.
    fn in_line(text: &str, whole: Span, line: usize, diagnostic: &Diagnostic, width: usize) -> View {
        let far = LONG_LINE as u32;
        let start = diagnostic.span.start.clamp(whole.start, whole.end);
        let end = diagnostic.span.end.min(start.saturating_add(far)).clamp(start, whole.end);
        let end = (start..=end).rev().find(|&at| text.is_char_boundary(at as usize)).unwrap_or(start);
        let words = Span { start, end };
        let near =
            Span { start: start.saturating_sub(far).max(whole.start), end: end.saturating_add(far).min(whole.end) };
        let others = diagnostic.labels.iter().map(|label| (label.span, &label.text));
        let others = others.filter(|(span, _)| span.start >= near.start && span.end <= near.end);
        let marks: Vec<_> = others.chain([(words, &diagnostic.label)]).collect();
        let marked = marks.iter().fold(words, |all, (span, _)| all.to(*span));
        let before = &text[whole.start as usize..marked.start as usize];
        let after = &text[marked.end as usize..whole.end as usize];

        // As the renderer does: in the middle what has labels beside it, else the words alone, else what fits of them.
        let room = width.saturating_sub(3 + line.to_string().len());
        let size = columns(marked.of(text));
        let reach = marks.iter().map(|(span, label)| {
            let label = if label.is_empty() { 0 } else { columns(label) + 1 };
            columns(Span { start: marked.start, ..*span }.of(text)) + label
        });
        let reach = reach.max().unwrap_or(size);
        let lead = PADDING
            + match room {
                _ if reach + 2 * PADDING <= room => (room - reach - 2 * PADDING) / 2,
                _ if size + 2 * PADDING <= room => (room - size - 2 * PADDING) / 5 * 2,
                _ => 0,
            };
        let trail = room.saturating_sub(lead + size).max(PADDING) + SPARE;
        // Enough that the renderer has to choose: the line and its labels have no room.
        let rest = past(after.char_indices(), trail).map_or_else(|| columns(after), |_| trail);
        let least = lead.max((room + 1).saturating_sub(PADDING + reach)).max((room + 1).saturating_sub(size + rest));
        let indent = before.len() - before.trim_start().len();
        let left = past(before.char_indices().rev(), least + SPARE).filter(|&at| at > indent);
        let right = past(after.char_indices(), if left.is_some() { trail } else { room + trail });
        let span = Span {
            start: whole.start + left.unwrap_or(0) as u32,
            end: right.map_or(whole.end, |at| marked.end + at as u32),
        };
        View { span, line, words, cut: [left.is_some(), right.is_some()] }
    }

    fn holds(&self, span: Span) -> bool {
        span.start >= self.span.start && span.end <= self.span.end
    }

    /// The text for the renderer.
    fn source(&self, text: &str) -> String {
        let [before, after] = self.cut.map(|cut| if cut { CUT_OFF } else { "" });
        [before, &drawable(self.span.of(text)), after].concat()
    }

    /// A span within that text, clipped to it.
    fn relative(&self, span: Span) -> std::ops::Range<usize> {
        let before = if self.cut[0] { CUT_OFF.len() } else { 0 };
        let clip = |at: u32| (at.clamp(self.span.start, self.span.end) - self.span.start) as usize + before;
        clip(span.start)..clip(span.end)
    }
}

/// The first place that is so many columns on.
fn past(mut chars: impl Iterator<Item = (usize, char)>, columns: usize) -> Option<usize> {
    let mut passed = 0;
    let place = chars.find(|&(_, c)| {
        passed += column(c);
        passed >= columns
    });
    place.map(|(at, _)| at)
}

/// How many columns a text takes.
fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

/// How many columns a character takes, as the renderer counts them.
fn column(c: char) -> usize {
    match c {
        '\t' => 4,
        _ if c.is_ascii() => 1,
        _ => c.width().unwrap_or(1),
    }
}

/// What stands in the picture for words that are put in when it is drawn: the renderer takes a character at a time, and
/// they change nothing of the rest. These are no characters, and text that may be shown has none of them.
mod place {
    pub const MESSAGE: &str = "\u{fdd0}";
    pub const ORIGIN: &str = "\u{fdd1}";
    pub const PROFILES: &str = "\u{fdd2}";
    pub const HELP: &str = "\u{fdd3}";
}

/// The picture with the words in their places. The line and column of the origin are those of the file; the renderer
/// counts them in what it is given.
fn fill(drawn: &str, words: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(drawn.len() + words.iter().map(|(_, text)| text.len()).sum::<usize>() + 2);
    let mut rest = drawn;
    for (place, text) in words {
        let Some((before, after)) = rest.split_once(place) else { continue };
        out += before;
        out += text;
        let counted = |c: char| *place == place::ORIGIN && (c == ':' || c.is_ascii_digit());
        rest = after.trim_start_matches(counted);
    }
    out += rest;
    out.push_str("\n\n");
    out
}

impl Report for Human {
    fn file(&self, checked: &Checked) -> String {
        let mut all = String::new();
        let _ = self.pieces(checked, &mut |piece| {
            all += piece;
            Ok(())
        });
        all
    }

    fn pieces(&self, checked: &Checked, out: &mut dyn FnMut(&str) -> io::Result<()>) -> io::Result<()> {
        if checked.diagnostics.is_empty() {
            return Ok(());
        }
        let text = &checked.source.text;
        let index = LineIndex::new(text);
        let path = checked.path();
        checked.diagnostics.chunks(PIECE).try_for_each(|piece| {
            let draw = |number: usize| self.diagnostic(&path, text, &index, &piece[number]);
            out(&crate::parallel::map(piece.len(), MANY_FINDINGS, draw).concat())
        })
    }

    fn finish(&self, summary: &Summary, _: &Tally) -> String {
        if self.quiet {
            return String::new();
        }
        let Summary { errors, warnings, infos, fixed, unread, files, answers, .. } = *summary;
        let mut parts = counted(&[(errors, "error"), (warnings, "warning"), (infos, "info")]);
        if fixed > 0 {
            parts.push(format!("{fixed} fixed"));
        }
        let hidden = super::hidden(summary);
        if unread > 0 {
            parts.push(format!("{} not read", plural(unread, "path")));
        }
        if errors + warnings + infos + fixed == 0 {
            let nothing = match (files, hidden.is_empty(), unread) {
                (0, ..) => "nothing checked",
                (_, false, _) => "nothing shown",
                (_, true, 0) => "nothing to report",
                _ => "nothing else to report",
            };
            parts.push(nothing.to_owned());
        }
        let mut found = parts.join(", ");
        if !hidden.is_empty() {
            found += &format!(" ({hidden} hidden by min-level)");
        }
        let mut seen = format!("{}, {}", plural(files, "file"), plural(answers, "answer"));
        if summary.answers == 1 {
            seen += &format!(", {}, {} to say", plural(summary.words, "word"), spoken_time(summary.seconds));
        }
        let left = super::left_alone(summary);
        if !left.is_empty() {
            seen += &format!("; left alone: {left} (see `star-lint outline PATH`)");
        }
        format!("{}: {seen}\n", self.bold(&found))
    }
}
