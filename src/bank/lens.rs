//! A view of the rules as the bank needs it: the values and questions with the numbers of their vocabularies, and what
//! looks for them.

use crate::config::ProfileView;
use crate::language::index::Id;
use crate::language::matcher::{Match, Searcher};
use crate::language::pool::Pool;
use crate::parse::document::Document;
use crate::parse::words::Words;
use crate::parse::{Answer, Content, Kinds, Section, markdown, words};
use crate::rules::{Amounts, Check, Counted, Require, Rule, Topic};
use crate::source::Span;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The vocabularies that the bank looks for besides those of values and questions.
const TAG_LABEL: &str = "tag-label";
const WHEN: &str = "told-when";
const OPENING: &str = "question-opening";

/// A value or a family of questions with its vocabularies.
pub struct Sought {
    /// Its name in the rule files.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What tags, headings and questions match that name it.
    pub named: Option<Id>,
    /// What the words of a story match that show it.
    pub shows: Option<Id>,
    /// In which sections.
    pub scope: Kinds,
    /// How many sentences must show it.
    pub at_least: usize,
}

/// A view of the rules, as the bank needs it.
pub struct Lens {
    /// The view.
    pub view: Arc<ProfileView>,
    /// The values, then the families of questions.
    pub sought: Vec<Sought>,
    /// How many of them are values.
    pub values: usize,
    /// What a line begins with that says what a story is for.
    pub tag_label: Option<Id>,
    /// When a story happened.
    pub when: Option<Id>,
    /// What questions begin with that tells none from another.
    opening: Option<Id>,
    /// What is measured, and in which sections.
    pub metric: Option<(Id, Kinds)>,
    /// What was learned, in all sections and in those of learning.
    pub lesson: (Option<Id>, Option<Id>),
    /// What words of amounts stand for.
    pub amounts: Arc<Amounts>,
    searchers: Pool,
}

/// The lenses of a run, one for each view.
#[derive(Default)]
pub struct Lenses(Mutex<HashMap<usize, Arc<Lens>>>);

impl Lenses {
    /// The lens of a view.
    pub fn of(&self, view: &Arc<ProfileView>) -> Arc<Lens> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(Arc::as_ptr(view) as usize).or_insert_with(|| Arc::new(Lens::new(view.clone()))).clone()
    }
}

impl Lens {
    fn new(view: Arc<ProfileView>) -> Lens {
        let rules = &view.rules;
        let ids: HashMap<&str, Id> = rules.vocabularies.lines().zip(0..).collect();
        let id = |named: &Option<(String, Span)>| ids.get(named.as_ref()?.0.as_str()).copied();
        let sought = |(name, topic): &(String, Topic)| Sought {
            name: name.clone(),
            title: topic.title.clone(),
            named: id(&topic.named),
            shows: id(&topic.shows),
            scope: topic.scope.or_all(),
            at_least: topic.at_least.unwrap_or(1).max(1) as usize,
        };
        let written = view.written();
        let (values, amounts) = (written.values.len(), written.amounts.clone());
        let all: Vec<Sought> = written.values.iter().chain(&written.questions).map(sought).collect();
        // The same rule has a vocabulary for each language; the bank reads English.
        let english =
            |rule: &&Rule<'_>| rule.outline == Some(Counted::Metrics) && ["en", ""].contains(&&*rule.language);
        let metric = rules.rules.iter().rev().find(english);
        let metric = metric.and_then(|rule| Some((*rule.check.subject()?, rule.scope.or_all())));
        let lesson = rules.rules.iter().find_map(|rule| match &rule.check {
            Check::Require(Require { vocabulary, reflection: Some(reflection), .. }) => {
                Some((Some(*vocabulary), Some(*reflection)))
            }
            _ => None,
        });
        let [tag_label, when, opening] = [TAG_LABEL, WHEN, OPENING].map(|name| ids.get(name).copied());
        let lesson = lesson.unwrap_or_default();
        Lens {
            sought: all,
            values,
            tag_label,
            when,
            opening,
            metric,
            lesson,
            amounts,
            searchers: Pool::default(),
            view,
        }
    }

    /// The matches of all vocabularies in a text; text of no kind is searched for names and the labels of tags.
    pub fn search(&self, text: &Words, source: &str, kinds: impl Fn(usize) -> Kinds) -> Vec<Match> {
        let index = &self.view.rules.index;
        let new = || {
            let mut asked: Vec<(Id, Kinds)> = Vec::new();
            for sought in &self.sought {
                asked.extend(sought.named.map(|id| (id, Kinds::NONE)));
                asked.extend(sought.shows.map(|id| (id, sought.scope)));
            }
            asked.extend(self.tag_label.into_iter().chain(self.opening).map(|id| (id, Kinds::NONE)));
            asked.extend(self.when.map(|id| (id, Kinds::ALL)));
            asked.extend(self.metric);
            asked.extend(self.lesson.0.map(|id| (id, Kinds::ALL)));
            asked.extend(self.lesson.1.map(|id| (id, Kinds::OTHER)));
            Searcher::new(index, &asked)
        };
        self.searchers.with("en", new, |searcher| searcher.search(index, text, source, kinds))
    }

    /// What is named in some places of a document: for each, the numbers of what is sought, and whether it is the label
    /// of tags.
    pub fn names(&self, places: &[Span], text: &str, document: &Document) -> Vec<(Vec<usize>, bool)> {
        let words = words::split(&pretended(places), text, document, &self.view.rules.grammar);
        let mut found: Vec<(Vec<usize>, bool)> = vec![Default::default(); places.len()];
        let by_name: HashMap<Id, Vec<usize>> = self.by_name();
        for hit in self.search(&words, text, |_| Kinds::NONE) {
            let place = words.sentences[hit.sentence].section;
            found[place].1 |= Some(hit.vocabulary) == self.tag_label;
            for &number in by_name.get(&hit.vocabulary).into_iter().flatten() {
                if !found[place].0.contains(&number) {
                    found[place].0.push(number);
                }
            }
        }
        found
    }

    /// A title without what questions begin with: "Tell me about a time when you failed" is "Failed".
    pub fn short(&self, title: Span, text: &str, document: &Document) -> Option<String> {
        let words = words::split(&pretended(&[title]), text, document, &self.view.rules.grammar);
        let hits = self.search(&words, text, |_| Kinds::NONE);
        let end = hits
            .iter()
            .filter(|hit| Some(hit.vocabulary) == self.opening && hit.sentence == 0)
            .map(|hit| hit.tokens.end)
            .max()?;
        let rest = Span { start: words.tokens.get(end)?.span.start, end: title.end }.of(text);
        let rest = rest.split_whitespace().filter(|word| *word != ">").collect::<Vec<_>>().join(" ");
        let mut letters = rest.chars();
        let short = letters.next()?.to_uppercase().chain(letters).collect::<String>();
        (short.split(' ').count() > 1).then_some(short)
    }

    /// A question without what questions begin with.
    pub fn asked(&self, question: &str) -> String {
        let document = markdown::read(question);
        self.short(Span::new(0..question.len()), question, &document).unwrap_or_else(|| question.to_owned())
    }

    fn by_name(&self) -> HashMap<Id, Vec<usize>> {
        let mut by_name: HashMap<Id, Vec<usize>> = HashMap::new();
        for (number, sought) in self.sought.iter().enumerate() {
            if let Some(id) = sought.named {
                by_name.entry(id).or_default().push(number);
            }
        }
        by_name
    }

    /// What a text that stands in no note names, such as a question.
    pub fn named_in(&self, text: &str) -> Vec<usize> {
        let document = markdown::read(text);
        self.names(&[Span::new(0..text.len())], text, &document).pop().map(|(numbers, _)| numbers).unwrap_or_default()
    }
}

/// Places of a document as the sections of an answer, to be split into words as one.
fn pretended(places: &[Span]) -> Answer {
    let section = |&span: &Span| Section {
        kinds: Kinds::NONE,
        label: Span { start: span.start, end: span.start },
        span,
        content: Content::Story,
        fenced: true,
        reflective: false,
        covers_task: false,
    };
    let all = places.iter().copied().reduce(Span::to).unwrap_or_default();
    Answer { title: None, span: all, sections: places.iter().map(section).collect(), guesses: Vec::new() }
}
