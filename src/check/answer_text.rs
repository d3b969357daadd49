//! One answer, ready for the rules: its words, the matches of the vocabularies, and its language.

use crate::language::index::Id;
use crate::language::matcher::Match;
use crate::parse::words::{self, TokenKind, Words};
use crate::parse::{Answer, Content, Kinds, Note, Section, Uses};
use crate::rules::RuleSet;
use crate::source::Span;

/// An answer of a note, with everything that the rules need.
pub struct AnswerText<'n> {
    /// The text of the file.
    pub text: &'n str,
    /// The index of the answer in its note.
    pub number: usize,
    /// The answer.
    pub answer: &'n Answer,
    /// Its sentences and words.
    pub words: Words,
    rules: &'n RuleSet<'static>,
    matches: Vec<Match>,
    /// The code of its language, seen or set; empty where it is not known.
    pub language: &'n str,
}

/// The lowest share of grammar words that only English has. They are every fifth word of English prose and every
/// fifteenth of terse bullets; other languages have next to none, even in notes full of English terms.
const ENGLISH_SHARE: f64 = 0.04;

/// The lowest share of grammar words of another language: there they are every third word.
const OTHER_SHARE: f64 = 0.15;

impl<'n> AnswerText<'n> {
    /// Reads an answer of a note.
    pub fn new(note: &'n Note, number: usize, text: &'n str, rules: &'n RuleSet<'static>) -> AnswerText<'n> {
        let answer = &note.answers[number];
        let words = words::split(answer, text, &note.document, &rules.grammar);
        let mut reading = AnswerText { text, number, answer, words, rules, matches: Vec::new(), language: "" };
        reading.language = match &*rules.language {
            "" if reading.is_english(rules) => "en",
            "" => reading.other_language(),
            set => set,
        };
        reading.matches =
            rules.search(&reading.words, text, reading.language, |section| answer.sections[section].kinds);
        reading
    }

    /// The matches of a vocabulary in the sections of the scope, even where no rule looks for it.
    pub fn find(&self, vocabulary: Id, scope: Kinds) -> Vec<Match> {
        let kinds = |section: usize| self.answer.sections[section].kinds;
        self.rules.search_one((vocabulary, scope.or_all()), &self.words, self.text, kinds)
    }

    fn is_english(&self, rules: &RuleSet<'static>) -> bool {
        let words = || self.words.tokens.iter().filter(|token| token.kind == TokenKind::Word);
        let needed = (words().count() as f64 * ENGLISH_SHARE).ceil() as usize;
        let english = words().filter(|token| rules.grammar.uses(token.span.of(self.text)).has(Uses::ENGLISH));
        english.take(needed).count() == needed
    }

    /// The language other than English that has most of the grammar words, if they are enough.
    fn other_language(&self) -> &'static str {
        let mut counts = [0_usize; Uses::LANGUAGES.len()];
        let mut all = 0_usize;
        for token in self.words.tokens.iter().filter(|token| token.kind == TokenKind::Word) {
            let uses = self.uses(token.span.of(self.text));
            let own = Uses::LANGUAGES.iter().map(|(_, _, language)| usize::from(uses.has(*language)));
            counts.iter_mut().zip(own).for_each(|(count, own)| *count += own);
            all += 1;
        }
        let languages = Uses::LANGUAGES.iter().zip(counts).rev().filter(|((code, ..), _)| *code != "en");
        let most = languages.max_by_key(|(_, count)| *count);
        most.filter(|(_, count)| *count as f64 >= (all as f64 * OTHER_SHARE).max(1.0))
            .map_or("", |((code, ..), _)| code)
    }

    /// Whether some rule knows the words of a language.
    pub fn is_read(&self, language: &str) -> bool {
        self.rules.rules.iter().any(|rule| rule.language == language)
    }

    /// Whether the answer is in the language with this code; an empty code is any language.
    pub fn speaks(&self, language: &str) -> bool {
        language.is_empty() || language == self.language
    }

    /// All matches of a vocabulary, in the order of the text.
    pub fn matches(&self, vocabulary: Id) -> &[Match] {
        let from = self.matches.partition_point(|found| found.vocabulary < vocabulary);
        let to = from + self.matches[from..].partition_point(|found| found.vocabulary == vocabulary);
        &self.matches[from..to]
    }

    /// The matches of a vocabulary in the section with this index.
    pub fn matches_of_section(&self, vocabulary: Id, section: usize) -> impl Iterator<Item = &Match> {
        let matches = self.matches(vocabulary);
        let section_of = |found: &Match| self.words.sentences[found.sentence].section;
        let from = matches.partition_point(|found| section_of(found) < section);
        matches[from..].iter().take_while(move |found| section_of(found) == section)
    }

    /// The matches of a vocabulary in the sections of the scope; in all sections if the scope is empty.
    pub fn matches_in(&self, vocabulary: Id, scope: Kinds) -> impl Iterator<Item = &Match> {
        self.matches(vocabulary)
            .iter()
            .filter(move |found| scope == Kinds::NONE || self.section(found.sentence).kinds.meets(scope))
    }

    /// What the grammar says of a word.
    pub fn uses(&self, word: &str) -> Uses {
        self.rules.grammar.uses(word)
    }

    /// Whether a word is a member of a vocabulary.
    pub fn is_member(&self, vocabulary: Id, word: &str) -> bool {
        self.rules.index.is_member(vocabulary, word)
    }

    /// Whether a word in capitals is one of these acronyms, or in any vocabulary: then it is emphasis, not an acronym.
    pub fn is_known(&self, acronyms: Id, word: &str, singular: &str) -> bool {
        let index = &self.rules.index;
        index.is_member(acronyms, singular) || (index.knows(word) && !index.is_excepted(acronyms, singular))
    }

    /// The bytes of a match.
    pub fn span(&self, found: &Match) -> Span {
        self.words.cover(found.tokens.clone())
    }

    /// The bytes of a sentence.
    pub fn sentence(&self, sentence: usize) -> Span {
        self.words.span(&self.words.sentences[sentence])
    }

    /// The section of a sentence.
    pub fn section(&self, sentence: usize) -> &Section {
        &self.answer.sections[self.words.sentences[sentence].section]
    }

    /// The sections of a scope with their indices; the four of STAR if the scope is empty.
    pub fn sections(&self, scope: Kinds) -> impl Iterator<Item = (usize, &Section)> {
        self.answer.sections.iter().enumerate().filter(move |(_, section)| section.kinds.meets(scope.or_star()))
    }

    /// Whether a section has content: it is neither empty nor a placeholder.
    pub fn is_told(&self, section: usize) -> bool {
        matches!(self.answer.sections[section].content, Content::Story | Content::Instruction)
    }

    /// Whether a section says something although it has a placeholder: "We cut it by [X]".
    pub fn is_begun(&self, section: usize) -> bool {
        const FEW_WORDS: usize = 3;
        let mut open = 0_usize;
        let sentences = self.words.sentences.iter().filter(|sentence| sentence.section == section);
        let outside = sentences.flat_map(|sentence| &self.words.tokens[sentence.tokens.clone()]).filter(|token| {
            match token.span.of(self.text) {
                "[" | "{" | "<" | "(" => open += 1,
                "]" | "}" | ">" | ")" => open = open.saturating_sub(1),
                _ => {}
            }
            open == 0 && token.kind == TokenKind::Word
        });
        self.answer.sections[section].content == Content::Placeholder && outside.take(FEW_WORDS).count() == FEW_WORDS
    }

    /// Whether each of the four sections that exist has content.
    pub fn is_complete(&self) -> bool {
        self.sections(Kinds::NONE).all(|(index, _)| self.is_told(index))
    }

    /// The span that stands for the whole answer: its title or its first label.
    pub fn heading(&self) -> Span {
        let label = self.answer.sections.first().map_or(self.answer.span, |section| section.label);
        self.answer.title.unwrap_or(label)
    }
}
