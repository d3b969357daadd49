//! What the author says that a story is for: in its title, in the headings above it, in the front matter, and in lines such
//! as "Tags: conflict, deadline" or "Best for: failure".

use super::lens::Lens;
use crate::check::about::headings_above;
use crate::parse::document::{Document, LineKind, Run};
use crate::parse::{Answer, Note};
use crate::source::{Span, lines};

/// What an author says of one story.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Tags, each a few words.
    pub tags: Vec<Span>,
    /// What they name: the number of what is sought, and the tag or heading.
    pub names: Vec<(usize, Span)>,
}

/// A heading that names more than this is about the notes as a whole.
const MOST_NAMES: usize = 2;

/// The longest label of tags, and the longest tag, in bytes.
const LONGEST_LABEL: usize = 60;
const LONGEST_TAG: usize = 80;

/// For each answer of a note what its author says of it. `own` maps a tag of the user's own, in lower case.
pub fn said(note: &Note, text: &str, lens: &Lens, own: &impl Fn(&str) -> Option<usize>) -> Vec<Said> {
    let document = &note.document;
    let regions = regions(note, text);
    let mut all: Vec<Said> = vec![Said::default(); note.answers.len()];
    // What could be the label of tags, with what stands after it.
    let mut labels: Vec<(usize, Span, Span)> = Vec::new();
    for (number, region) in regions.iter().enumerate() {
        let mut line = document.line_of(region.start);
        while let Some(here) = document.lines.get(line).filter(|line| line.span.start < region.end) {
            labels.extend(label(text, here.span, here.kind).map(|(label, rest)| (number, label, rest)));
            line += 1;
        }
    }
    let spans: Vec<Span> = labels.iter().map(|(_, label, _)| *label).collect();
    let names = lens.names(&spans, text, document);
    let mut values: Vec<(usize, Span)> = Vec::new();
    for ((number, _, rest), (_, is_label)) in labels.into_iter().zip(names) {
        if is_label {
            values.extend(items(text, rest).into_iter().map(|item| (number, item)));
        }
    }
    let tagged = lens.names(&values.iter().map(|(_, item)| *item).collect::<Vec<_>>(), text, document);
    for ((number, item), (names, _)) in values.into_iter().zip(tagged) {
        all[number].add(item, names, own(&item.of(text).trim().to_lowercase()));
    }
    // Of several stories, front matter says what the note is about.
    let front = document.front_matter.filter(|_| note.answers.len() == 1);
    let front = front.map(|span| front_matter(text, span, lens, own)).unwrap_or_default();
    let headings = headings(note);
    let places: Vec<Span> = headings.iter().flatten().copied().collect();
    let mut named = lens.names(&places, text, document).into_iter();
    for ((said, headings), title) in all.iter_mut().zip(&headings).zip(note.answers.iter().map(|answer| answer.title)) {
        for heading in headings {
            let (names, _) = named.next().unwrap_or_default();
            // The line of tags is a heading in some notes: it was read already.
            let known = said.tags.iter().any(|tag| tag.start >= heading.start && tag.end <= heading.end);
            let values = names.iter().filter(|&&name| name < lens.values).count();
            // The title of a story is about that story, however much it names.
            let about_it = Some(*heading) == title || values <= MOST_NAMES && names.len() - values <= MOST_NAMES;
            if !known && about_it {
                said.names.extend(names.into_iter().map(|name| (name, *heading)));
            }
        }
        said.tags.extend(&front.tags);
        said.names.extend(&front.names);
    }
    all
}

impl Said {
    fn add(&mut self, tag: Span, names: Vec<usize>, own: Option<usize>) {
        self.tags.push(tag);
        self.names.extend(names.into_iter().chain(own).map(|name| (name, tag)));
    }
}

/// For each answer the text that is its own: from its title to that of the next one, or to the next heading that is not
/// below its own.
fn regions(note: &Note, text: &str) -> Vec<Span> {
    let start = |answer: &Answer| answer.title.map_or(answer.span.start, |title| title.start.min(answer.span.start));
    let mut regions: Vec<Span> = Vec::new();
    for (number, answer) in note.answers.iter().enumerate() {
        let document = &note.document;
        let end = note.answers.get(number + 1).map_or(text.len() as u32, start).max(answer.span.end);
        let level = |line: usize| match document.lines.get(line).map(|line| line.kind) {
            Some(LineKind::Heading(level)) => Some(level),
            _ => None,
        };
        let own = answer.title.and_then(|title| level(document.line_of(title.start))).unwrap_or(u8::MAX);
        let after = document.line_of(answer.span.end.max(1) - 1) + 1;
        let stop = (after..document.lines.len())
            .take_while(|&line| document.lines[line].span.start < end)
            .find(|&line| level(line).is_some_and(|level| level <= own) || document.lines[line].kind == LineKind::Rule);
        let end = stop.map_or(end, |line| document.lines[line].span.start.max(answer.span.end));
        regions.push(Span { start: start(answer), end });
    }
    regions
}

/// What could be the label of a line of tags, and what stands after it.
fn label(text: &str, line: Span, kind: LineKind) -> Option<(Span, Span)> {
    let content = line.of(text);
    let skip = content.len() - content.trim_start_matches(|c: char| c.is_whitespace() || "#>-*+_|`(".contains(c)).len();
    let rest = &content[skip..];
    let mark = if kind == LineKind::Table { '|' } else { ':' };
    let at = rest.find(mark).filter(|&at| at > 0 && at <= LONGEST_LABEL)?;
    let start = line.start as usize + skip;
    let after = start + at + 1;
    Some((Span::new(start..after), Span::new(after..line.end as usize)))
}

/// The tags of a line: parted by commas and the like, or the whole line where that makes no tags of a few words.
fn items(text: &str, rest: Span) -> Vec<Span> {
    let items: Vec<Span> = pieces(text, rest).collect();
    let long = |item: &Span| item.of(text).split_whitespace().count() > MOST_WORDS;
    if items.iter().any(long) && !rest.of(text).contains(['"', '“', '?']) {
        let trimmed = rest.of(text).trim_matches(is_mark);
        let start = rest.start as usize + (trimmed.as_ptr() as usize - rest.of(text).as_ptr() as usize);
        return vec![Span::new(start..start + trimmed.len())];
    }
    items
}

/// The most words of a tag among others.
const MOST_WORDS: usize = 5;

fn pieces(text: &str, rest: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = rest.start as usize;
    rest.of(text).split([',', ';', '|', '/', '·', '•', '#', '+', '&', '→', '[', ']']).filter_map(move |piece| {
        let start = at + piece.len() - piece.trim_start_matches(is_mark).len();
        at += piece.len();
        let end = at - (piece.len() - piece.trim_end_matches(is_mark).len());
        at += text[at.min(text.len())..].chars().next().map_or(0, char::len_utf8);
        (start < end && end - start <= LONGEST_TAG).then(|| Span::new(start..end))
    })
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || "*_`\"'“”‘’()<>.:".contains(c)
}

/// The tags of front matter: of the keys that are labels of tags.
fn front_matter(text: &str, span: Span, lens: &Lens, own: &impl Fn(&str) -> Option<usize>) -> Said {
    // It is read as if it were prose.
    let run = |span: Span| Run { span, block: span.start, opaque: false, fenced: false };
    let mut at = span.start as usize;
    let mut keys: Vec<(Span, Vec<Span>)> = Vec::new();
    for line in lines(span.of(text)) {
        let here = Span::new(at..at + line.trim_end().len());
        at += line.len();
        let content = here.of(text);
        if let Some(mark) = content.find([':', '=']).filter(|_| !content.starts_with([' ', '-', '\t'])) {
            let key = here.start as usize + mark;
            keys.push((Span::new(here.start as usize..key + 1), vec![Span::new(key + 1..here.end as usize)]));
        } else if content.trim_start().starts_with("- ")
            && let Some((_, rest)) = keys.last_mut()
        {
            rest.push(Span::new(here.start as usize + content.find('-').unwrap_or(0) + 1..here.end as usize));
        }
    }
    let places: Vec<Span> = keys.iter().map(|(key, _)| *key).collect();
    let document = Document { runs: places.iter().copied().map(run).collect(), ..Document::default() };
    let labels = lens.names(&places, text, &document);
    let rests = keys.iter().zip(labels).filter(|(_, (_, is_label))| *is_label).flat_map(|((_, rests), _)| rests);
    let tags: Vec<Span> = rests.flat_map(|rest| items(text, *rest)).collect();
    let document = Document { runs: tags.iter().copied().map(run).collect(), ..Document::default() };
    let mut said = Said::default();
    for (tag, (names, _)) in tags.iter().zip(lens.names(&tags, text, &document)) {
        said.add(*tag, names, own(&tag.of(text).to_lowercase()));
    }
    said
}

/// For each answer its title and the headings above it.
fn headings(note: &Note) -> Vec<Vec<Span>> {
    let all = note.answers.iter().zip(headings_above(note)).map(|(answer, above)| {
        // A title that is a heading is among them, as the line that holds it.
        let apart =
            |heading: &Span| answer.title.is_none_or(|title| title.end <= heading.start || title.start >= heading.end);
        above.into_iter().filter(apart).chain(answer.title).collect()
    });
    all.collect()
}
