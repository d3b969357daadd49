//! The report for people: rustc's look, drawn by annotate-snippets.
//!
//! A paragraph of a note is often one line of two thousand characters, which the renderer shortens to the width of the
//! terminal after scanning all of it several times. It is given only what is near the finding, so that the cost of a
//! finding does not depend on the length of its line.

use super::statistics::{Statistics, Tally};
use super::text::{is_plain, link};
use super::view::{CUT_OFF, DOTS, INDENT, View, has_a_column_for_each};
use super::{Checked, Format, Report, Summary, counted, plural, printable};
use crate::check::spoken_time;
use crate::diagnostic::{Diagnostic, Label, Level, Text};
use crate::source::LineIndex;
use annotate_snippets as draw;
use draw::{AnnotationKind, Group, Renderer, Snippet};
use foldhash::{HashMap, HashMapExt};
use std::borrow::Cow;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Files with at least this many findings are drawn on several threads: some milliseconds of work.
const MANY_FINDINGS: usize = 128;

/// How many findings are drawn before they are written: a megabyte of text.
const PIECE: usize = 2_048;

/// What the renderer marks words with.
const MARK: &str = "^";

/// How many drawn snippets are cached.
const MOST_PICTURES: usize = 1 << 10;

/// What determines the picture of a finding in one line, but for its texts: the rule with its level, label and page,
/// whether there are profiles and help, the digits of the line number, and the length of the text that is drawn and the
/// words in it.
type Shape = (Text, Level, Text, Text, bool, bool, (usize, usize, Range<usize>));

/// `--format human`.
pub(super) const FORMAT: Format = Format {
    name: "human",
    about: "Snippets of the note with the words marked",
    report: |context| Box::new(Human::new(context.color, context.links, context.width, context.quiet)),
    statistics: Some(Statistics::LIST),
    record: None,
};

/// Snippets, drawn as rustc draws them.
pub struct Human {
    renderer: Renderer,
    color: bool,
    links: bool,
    quiet: bool,
    width: usize,
    known: Mutex<HashMap<Shape, Arc<str>>>,
}

impl Human {
    /// A report for a terminal of this many columns. With `quiet` there is no summary.
    /// With `links`, rule names lead to their pages.
    pub fn new(color: bool, links: bool, width: usize, quiet: bool) -> Human {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        Human { renderer: renderer.term_width(width), color, links, quiet, width, known: Mutex::new(HashMap::new()) }
    }

    /// One diagnostic, with an empty line after it.
    pub fn diagnostic(&self, path: &str, text: &str, index: &LineIndex, diagnostic: &Diagnostic) -> String {
        let view = View::of(text, index, diagnostic, self.width);
        let source = view.source(text);
        let words = view.relative(view.words);
        let known = view.seen.clone().filter(|_| is_plain(&source) && has_a_column_for_each(&source));
        let (mut indent, mut mark) = (0, 0);
        let (drawn, seen) = match known {
            Some(seen) => {
                (indent, mark) = (source[..words.start].chars().count(), source[words].chars().count());
                let drawn = self.known(&view, source.chars().count(), indent..indent + mark, &seen, diagnostic);
                (drawn, source.chars().skip(seen.start).take(seen.len()).collect())
            }
            None => (self.draw(&view, view.line, &source, words, diagnostic).into(), String::new()),
        };
        let at = index.position(diagnostic.span.start);
        let message = printable(&diagnostic.message);
        let words = [
            (place::MESSAGE, message.to_string()),
            (place::ORIGIN, format!("{}:{}:{}", printable(path), at.line, at.column)),
            (place::LINE, view.line.to_string()),
            (place::SOURCE, seen),
            (place::INDENT, " ".repeat(indent)),
            (place::MARK, MARK.repeat(mark)),
        ];
        let mut words: Vec<(&str, Cow<str>)> = words.into_iter().map(|(place, text)| (place, text.into())).collect();
        words.extend(diagnostic.labels.iter().filter_map(|label| {
            let source = label.source.as_ref()?;
            let at = LineIndex::new(&source.text).position(label.span.start);
            let path = source.path.display().to_string();
            Some((place::ELSEWHERE, format!("{}:{}:{}", printable(&path), at.line, at.column).into()))
        }));
        let others = [
            (place::PROFILES, format!("asked for by {}", printable(&diagnostic.profiles.join(", ")))),
            (place::HELP, printable(&diagnostic.help).into_owned()),
        ];
        words.extend(others.into_iter().map(|(place, text)| (place, text.into())));
        fill(&drawn, &words)
    }

    /// The picture of a finding in a line whose characters take one column each. It is the same for all findings of one
    /// [`Shape`] and drawn once.
    fn known(
        &self,
        view: &View,
        length: usize,
        words: Range<usize>,
        seen: &Range<usize>,
        diagnostic: &Diagnostic,
    ) -> Arc<str> {
        let Diagnostic { rule, level, label, url, profiles, help, .. } = diagnostic;
        let digits = view.line.to_string().len();
        // Where the beginning is visible, the picture only grows with the text and what is before the words.
        let begins = seen.start == 0;
        let cut = seen.len() < length;
        let (length, words, seen) = match (begins, cut) {
            (true, false) => (INDENT + 1, INDENT..INDENT + 1, INDENT + 1),
            (true, true) => (seen.len() + DOTS + 1, INDENT..INDENT + 1, seen.len()),
            (false, _) => (length, words, seen.len()),
        };
        let place = (digits, length, words.clone());
        let (profiles, help) = (profiles.is_empty(), help.is_empty());
        let key = (rule.clone(), *level, label.clone(), url.clone(), profiles, help, place);
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(drawn) = known().get(&key) {
            return drawn.clone();
        }
        // No colour code contains this digit.
        let number = "8".repeat(digits);
        let line = number.parse().unwrap_or(view.line);
        let mut drawn = self.draw(view, line, &CUT_OFF.repeat(length), words, diagnostic);
        let start = drawn.find(place::ORIGIN).and_then(|at| Some(at + drawn[at..].find('\n')?)).unwrap_or(0);
        for (words, place) in [(CUT_OFF.repeat(seen), place::SOURCE), (number, place::LINE)] {
            if let Some(at) = drawn[start..].find(&words) {
                drawn.replace_range(start + at..start + at + words.len(), place);
            }
        }
        if begins && let Some(mark) = drawn[start..].find(MARK).map(|at| start + at) {
            drawn.replace_range(mark..mark + MARK.len(), place::MARK);
            if let Some(at) = drawn[..mark].rfind(&" ".repeat(INDENT)) {
                drawn.replace_range(at..at + INDENT, place::INDENT);
            }
        }
        let drawn: Arc<str> = drawn.into();
        let mut all = known();
        if all.len() < MOST_PICTURES {
            all.insert(key, drawn.clone());
        }
        drawn
    }

    /// Draws a finding, with placeholders for the words that do not change the picture.
    fn draw(&self, view: &View, line: usize, source: &str, words: Range<usize>, diagnostic: &Diagnostic) -> String {
        let elsewhere: Vec<Elsewhere> =
            diagnostic.labels.iter().filter_map(|label| Elsewhere::of(label, self.width)).collect();
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
        let annotate = |kind: AnnotationKind, range, label| {
            let annotation = kind.span(range);
            if str::is_empty(label) { annotation } else { annotation.label(printable(label)) }
        };
        let mut snippet = Snippet::source(source).line_start(line).path(place::ORIGIN).fold(true);
        snippet = snippet.annotation(annotate(AnnotationKind::Primary, words, &diagnostic.label));
        for other in diagnostic.labels_here().filter(|other| view.holds(other.span)) {
            snippet = snippet.annotation(annotate(AnnotationKind::Context, view.relative(other.span), &other.text));
        }
        let mut group = Group::with_title(title).element(snippet);
        for place in &elsewhere {
            let mark = annotate(AnnotationKind::Context, place.words.clone(), &place.label);
            let other = Snippet::source(&*place.source).line_start(place.line).path(place::ELSEWHERE).fold(true);
            group = group.element(other.annotation(mark));
        }
        if !diagnostic.profiles.is_empty() {
            group = group.element(draw::Level::NOTE.message(place::PROFILES));
        }
        if !diagnostic.help.is_empty() {
            group = group.element(draw::Level::HELP.message(place::HELP));
        }
        self.renderer.render(&[group])
    }

    fn bold(&self, text: &str) -> String {
        if self.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// A label in another note, ready to be drawn.
struct Elsewhere {
    source: String,
    line: usize,
    words: Range<usize>,
    label: Text,
}

impl Elsewhere {
    fn of(label: &Label, width: usize) -> Option<Elsewhere> {
        let text = &label.source.as_ref()?.text;
        let alone = Diagnostic { span: label.span, label: label.text.clone(), ..Diagnostic::default() };
        let view = View::of(text, &LineIndex::new(text), &alone, width);
        let (source, words) = (view.source(text), view.relative(view.words));
        Some(Elsewhere { source, line: view.line, words, label: label.text.clone() })
    }
}

/// Placeholders in a picture for text that is filled in later: the renderer works character by character, and this text
/// does not change the rest. They are noncharacters, which text that is shown never contains.
mod place {
    pub const MESSAGE: &str = "\u{fdd0}";
    pub const ORIGIN: &str = "\u{fdd1}";
    pub const LINE: &str = "\u{fdd5}";
    pub const SOURCE: &str = "\u{fdd4}";
    pub const INDENT: &str = "\u{fdd6}";
    pub const MARK: &str = "\u{fdd7}";
    pub const ELSEWHERE: &str = "\u{fdd8}";
    pub const PROFILES: &str = "\u{fdd2}";
    pub const HELP: &str = "\u{fdd3}";
}

/// The picture with its placeholders filled. The line and column of the origin are those in the file; the renderer only
/// knows those in the text that it is given.
fn fill(drawn: &str, words: &[(&str, Cow<str>)]) -> String {
    let mut out = String::with_capacity(drawn.len() + words.iter().map(|(_, text)| text.len()).sum::<usize>() + 2);
    let mut rest = drawn;
    for (place, text) in words {
        let Some((before, after)) = rest.split_once(place) else { continue };
        out += before;
        out += text;
        let counted = |c: char| matches!(*place, place::ORIGIN | place::ELSEWHERE) && (c == ':' || c.is_ascii_digit());
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

    fn sums_up(&self) -> bool {
        true
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
