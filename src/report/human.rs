//! The report for people: rustc's look, drawn by annotate-snippets.
//!
//! A paragraph of a note is often one line of two thousand characters. The renderer shortens a line to the
//! width of the terminal; a very long line is cut to the sentence first, so that the cost of a finding does
//! not depend on the file.

use super::statistics::Tally;
use super::text::{drawable, link};
use super::{Checked, Report, Summary, plural, printable};
use crate::check::spoken_time;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{LineIndex, Span};
use annotate_snippets as draw;
use draw::{AnnotationKind, Group, Origin, Renderer, Snippet};
use std::io;

/// Lines longer than this many bytes are cut before they are drawn.
const LONG_LINE: usize = 4_000;

/// The most text that is handed to the renderer for labels that stand apart, in bytes.
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
}

impl Human {
    /// A report for a terminal of this many columns. With `quiet` there is no summary.
    /// With `links`, rule names lead to their pages.
    pub fn new(color: bool, links: bool, width: usize, quiet: bool) -> Human {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        Human { renderer: renderer.term_width(width), color, links, quiet }
    }

    /// One diagnostic, with an empty line after it.
    pub fn diagnostic(&self, path: &str, text: &str, index: &LineIndex, diagnostic: &Diagnostic) -> String {
        let path = printable(path);
        let view = View::of(text, index, diagnostic);
        let level = match diagnostic.level {
            Level::Error => draw::Level::ERROR,
            Level::Warning => draw::Level::WARNING,
            Level::Info | Level::Off => draw::Level::INFO,
        };
        let message = printable(&diagnostic.message);
        let label = printable(&diagnostic.label);
        let mut title = level.primary_title(message);
        if !diagnostic.rule.is_empty() {
            title = title.id(printable(&diagnostic.rule));
            if let Some(page) = link(&diagnostic.url).filter(|_| self.links) {
                title = title.id_url(page);
            }
        }
        let primary = AnnotationKind::Primary.span(view.relative(diagnostic.span));
        let primary = if label.is_empty() { primary } else { primary.label(label) };
        let mut snippet =
            Snippet::source(drawable(&text[view.span.range()])).line_start(view.line).fold(true).annotation(primary);
        for other in diagnostic.labels.iter().filter(|other| view.holds(other.span)) {
            let context = AnnotationKind::Context.span(view.relative(other.span));
            let text = printable(&other.text);
            snippet = snippet.annotation(if text.is_empty() { context } else { context.label(text) });
        }
        let at = index.position(diagnostic.span.start);
        let mut group = Group::with_title(title);
        group = if view.cut {
            group.element(Origin::path(path).line(at.line).char_column(at.column)).element(snippet)
        } else {
            group.element(snippet.path(path))
        };
        let asked =
            (!diagnostic.profiles.is_empty()).then(|| format!("asked for by {}", diagnostic.profiles.join(", ")));
        if let Some(asked) = &asked {
            group = group.element(draw::Level::NOTE.message(printable(asked)));
        }
        if !diagnostic.help.is_empty() {
            group = group.element(draw::Level::HELP.message(printable(&diagnostic.help)));
        }
        let mut out = self.renderer.render(&[group]);
        out.push_str("\n\n");
        out
    }

    fn bold(&self, text: &str) -> String {
        if self.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The part of the file that is drawn.
struct View {
    span: Span,
    /// 1-based.
    line: usize,
    /// Whether it does not begin at the start of its line, so that the renderer cannot count the column.
    cut: bool,
}

impl View {
    fn of(text: &str, index: &LineIndex, diagnostic: &Diagnostic) -> View {
        let lines = |span: Span| {
            let (first, last) = (index.line(span.start), index.line(span.end.max(span.start + 1) - 1));
            (first, Span { start: index.line_span(first).start, end: index.line_span(last).end.max(span.end) })
        };
        let (first, primary) = lines(diagnostic.span);
        let with_labels = diagnostic
            .labels
            .iter()
            .map(|label| lines(label.span))
            .fold((first, primary), |(line, all), (first, span)| (line.min(first), all.to(span)));
        let (line, span) = if with_labels.1.range().len() <= LONG_SNIPPET { with_labels } else { (first, primary) };
        let lines = line..=index.line(span.end.max(span.start + 1) - 1);
        let longest = lines.map(|line| index.line_span(line).range().len()).max().unwrap_or(0);
        let mark = usize::from(line == 0 && span.start == 0 && text.starts_with('\u{feff}')) * '\u{feff}'.len_utf8();
        if longest <= LONG_LINE && span.range().len() <= LONG_SNIPPET {
            return View {
                span: Span { start: span.start + mark as u32, end: span.end.max(span.start + mark as u32) },
                line: line + 1,
                cut: false,
            };
        }
        // Cut to the sentence, or to the neighbourhood of the words where that is too long as well.
        let near = Span { start: diagnostic.span.start.saturating_sub(200), end: diagnostic.span.end + 200 };
        let context = diagnostic.context.filter(|context| context.range().len() <= LONG_LINE).unwrap_or(near);
        let context = context.to(Span {
            start: diagnostic.span.start,
            end: diagnostic.span.end.min(diagnostic.span.start + LONG_LINE as u32),
        });
        let start = (context.start as usize).max(primary.start as usize + mark);
        let end = (context.end as usize).min(primary.end as usize).max(start);
        let start = (0..=start).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let end = (end..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
        View { span: Span::new(start..end), line: index.line(start as u32) + 1, cut: true }
    }

    fn holds(&self, span: Span) -> bool {
        span.start >= self.span.start && span.end <= self.span.end
    }

    /// The span within the view, clipped to it.
    fn relative(&self, span: Span) -> std::ops::Range<usize> {
        let clip = |at: u32| (at.clamp(self.span.start, self.span.end) - self.span.start) as usize;
        clip(span.start)..clip(span.end)
    }
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
        let mut parts = Vec::new();
        for (count, noun) in [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")] {
            if count > 0 {
                parts.push(plural(count, noun));
            }
        }
        if summary.fixed > 0 {
            parts.push(format!("{} fixed", summary.fixed));
        }
        let found = if parts.is_empty() { "nothing to report".to_owned() } else { parts.join(", ") };
        let mut seen = format!("{}, {}", plural(summary.files, "file"), plural(summary.answers, "answer"));
        if summary.without > 0 && summary.files > 1 {
            seen += &format!(" ({} without one)", plural(summary.without, "file"));
        }
        if summary.answers == 1 {
            seen += &format!(", {}, {} to say", plural(summary.words, "word"), spoken_time(summary.seconds));
        }
        format!("{}: {seen}\n", self.bold(&found))
    }
}
