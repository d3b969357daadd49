//! Tables of cues as they are written, laid over each other and compiled: each pattern becomes a vocabulary of its own.

use super::cues::{Cue, Cues, ONE, Place, SECTIONS, Side, Weights};
use super::problem::Problem;
use super::toml::{Table, Value, span};
use crate::language::compile::CUE;
use crate::language::definition::{Definition, FileId, Origin, Written};
use crate::language::index::Id;
use crate::language::pattern::{self, Item};
use crate::parse::Kinds;
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a file says of a table of cues.
#[derive(Clone, Debug, Default)]
pub struct CuesPatch {
    /// Where its name stands.
    pub span: Span,
    /// What is added to every sum.
    pub bias: Option<Weights>,
    /// The patterns with their weights.
    pub words: BTreeMap<(Side, String), WrittenCue>,
    /// See [`Cues::places`].
    pub places: BTreeMap<Place, Weights>,
    /// See [`Cues::order`].
    pub order: BTreeMap<usize, Weights>,
}

/// A pattern with its weights.
#[derive(Clone, Debug)]
pub struct WrittenCue {
    /// What it matches.
    pub items: Vec<Item>,
    /// Where it stands.
    pub origin: Origin,
    /// How much it says.
    pub weights: Weights,
}

/// Reads the table of this name.
pub(super) fn read(name: &str, place: Span, table: &mut Table) -> CuesPatch {
    let by_section = name == SECTIONS;
    let mut patch = CuesPatch { span: place, ..CuesPatch::default() };
    if let Some(value) = table.value("bias") {
        patch.bias = weights(value, by_section, table.problems());
    }
    let sides = if by_section { &Side::NAMES[..] } else { &Side::NAMES[..1] };
    for &(key, side) in sides {
        for (text, value) in table.entries(key) {
            let items = pattern::parse(text.get_ref()).map_err(|(_, message)| table.problem(span(text), message));
            let found = weights(value, by_section, table.problems());
            if let (Ok(items), Some(weights)) = (items, found) {
                let text = text.get_ref().split_whitespace().collect::<Vec<_>>().join(" ");
                let origin = Origin { span: span(value), ..Origin::default() };
                patch.words.insert((side, text), WrittenCue { items, origin, weights });
            }
        }
    }
    if !by_section {
        return patch;
    }
    for (text, value) in table.entries("place") {
        if let Some(place) = Place::named(text.get_ref()) {
            let found = weights(value, by_section, table.problems());
            patch.places.extend(found.map(|weights| (place, weights)));
        } else {
            let message = format!("`{}` is not a place; places are {}", text.get_ref(), Place::NAMES.join(", "));
            table.problem(span(text), message);
        }
    }
    for (text, value) in table.entries("order") {
        let found = weights(value, by_section, table.problems());
        match kind(text.get_ref()) {
            Some(kind) => patch.order.extend(found.map(|weights| (kind, weights))),
            None => table.problem(span(text), no_section(text.get_ref())),
        }
    }
    patch
}

fn kind(name: &str) -> Option<usize> {
    Kinds::NAMES.iter().position(|known| *known == name)
}

fn no_section(name: &str) -> String {
    format!("`{name}` is not a section; sections are {}", Kinds::NAMES.join(", "))
}

/// One weight, or one for each section that is named.
fn weights(value: &Value, by_section: bool, problems: &mut Vec<Problem>) -> Option<Weights> {
    let mut weights = Weights::default();
    if !by_section {
        if value.get_ref().as_table().is_some() {
            problems.push(Problem::new(span(value), "only the cues of `sections` have a weight for each section"));
            return None;
        }
        weights[ONE] = number(value, problems)?;
        return Some(weights);
    }
    let Some(table) = value.get_ref().as_table() else {
        let message = "the cues of `sections` have a weight for each section, such as `{ action = 0.8 }`";
        problems.push(Problem::new(span(value), message));
        return None;
    };
    for (name, value) in table {
        match kind(name.get_ref()) {
            Some(kind) => weights[kind] = number(value, problems).unwrap_or_default(),
            None => problems.push(Problem::new(span(name), no_section(name.get_ref()))),
        }
    }
    Some(weights)
}

/// A number with or without decimals.
pub(super) fn number(value: &Value, problems: &mut Vec<Problem>) -> Option<f32> {
    const MOST: f32 = 100.0;
    let text = value.get_ref().as_float().map(::toml::de::DeFloat::as_str);
    let text = text.or(value.get_ref().as_integer().map(::toml::de::DeInteger::as_str));
    let number = text.and_then(|text| text.parse::<f32>().ok()).filter(|number| number.abs() <= MOST);
    if number.is_none() {
        problems.push(Problem::new(span(value), "a weight is a number between -100 and 100"));
    }
    number
}

impl CuesPatch {
    /// Lays a later patch over this one: it changes the weights that it names.
    pub fn change(&mut self, file: FileId, new: CuesPatch) {
        self.bias = new.bias.or(self.bias);
        let placed = |(key, mut cue): (_, WrittenCue)| {
            cue.origin.file = file;
            (key, cue)
        };
        self.words.extend(new.words.into_iter().map(placed));
        self.places.extend(new.places);
        self.order.extend(new.order);
    }

    /// The vocabularies that its patterns need.
    pub fn define(&self, definitions: &mut BTreeMap<String, Arc<Definition>>) {
        for ((_, text), cue) in &self.words {
            let entries = || vec![Written { items: cue.items.clone(), origin: cue.origin }];
            let new = || Arc::new(Definition { entries: entries(), ..Definition::default() });
            definitions.entry(vocabulary(text)).or_insert_with(new);
        }
    }

    /// The table, once its vocabularies have numbers.
    pub fn compile(&self, name: &str, ids: &BTreeMap<String, Id>) -> Cues<'static> {
        let cue = |((side, text), cue): (&(Side, String), &WrittenCue)| {
            let silent = cue.weights.iter().all(|weight| *weight == 0.0);
            let vocabulary = ids.get(&vocabulary(text)).copied().filter(|_| !silent)?;
            Some(Cue { vocabulary, side: *side, weights: cue.weights })
        };
        let mut words: Vec<Cue> = self.words.iter().filter_map(cue).collect();
        words.sort_by_key(|cue| (cue.vocabulary, cue.side));
        let mut order = [Weights::default(); 5];
        self.order.iter().for_each(|(kind, weights)| order[*kind] = *weights);
        Cues {
            name: name.to_owned().into(),
            bias: self.bias.unwrap_or_default(),
            words,
            places: self.places.iter().map(|(place, weights)| (*place, *weights)).collect(),
            order,
        }
    }
}

/// The name of the vocabulary that is one pattern.
fn vocabulary(pattern: &str) -> String {
    format!("{pattern}{CUE}")
}
