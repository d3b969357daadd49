//! Builds the [`Index`] from written vocabularies.

use super::builder::Builder;
use super::pattern::{Atom, Item};
use super::{Entry, Id, Index, class};
use crate::source::Span;
use std::collections::BTreeMap;

/// Where something was written: the number of the rule file and the bytes in it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// The number of the file in its rule set.
    pub file: usize,
    /// The bytes.
    pub span: Span,
}

/// A phrase or pattern and where it was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// What it matches.
    pub items: Vec<Item>,
    /// For messages.
    pub place: Place,
}

impl Written {
    /// The word, where a single one is all.
    pub fn word(&self) -> Option<&str> {
        match &self.items[..] {
            [Item { atom: Atom::Word(word), min: 1, max: 1, glued: false }] => Some(word),
            _ => None,
        }
    }
}

/// A reference to another vocabulary.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name as written.
    pub text: String,
    /// For messages.
    pub place: Place,
}

/// A vocabulary as written, all layers together.
#[derive(Clone, Debug, Default)]
pub struct Definition {
    /// What it matches.
    pub entries: Vec<Written>,
    /// Its look-alikes.
    pub except: Vec<Written>,
    /// A match of one of these in the same sentence cancels.
    pub unless: Vec<Name>,
    /// A match of one of these earlier in the same clause cancels.
    pub unless_before: Vec<Name>,
    /// One of these must match in the same sentence.
    pub with: Vec<Name>,
    /// What parts clauses.
    pub clause: Option<Name>,
}

impl Definition {
    /// What is wrong with it by itself.
    fn fault(&self, name: &str) -> Option<Fault> {
        let written = self.entries.iter().chain(&self.except).map(|written| written.place);
        let fault = |place: Option<Place>, message| Fault { place: place.unwrap_or_default(), message, meant: None };
        let here = || written.clone().next();
        if class::NAMES.contains(&name) {
            return Some(fault(here(), format!("`{name}` is a class of tokens; this vocabulary needs another name")));
        }
        if name.is_empty() || name.contains(|c: char| !c.is_alphanumeric() && c != '-' && c != '_') {
            return Some(fault(
                here(),
                format!("a vocabulary has letters, digits and hyphens in its name, not `{name}`"),
            ));
        }
        let alone = self.clause.as_ref().filter(|_| self.unless_before.is_empty());
        alone.map(|clause| fault(Some(clause.place), "`clause` says nothing without `unless-before`".into()))
    }
}

/// Something wrong with a reference.
#[derive(Debug)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What.
    pub message: String,
    /// A name that may have been meant.
    pub meant: Option<String>,
}

/// The most positions of one pattern, written out: eight times what the longest built-in one has.
const MOST_POSITIONS: u64 = 200_000;

/// Builds the index and the numbers of the vocabularies. The same definitions give the same bytes.
///
/// # Errors
/// Every unknown name and every circle of vocabularies.
pub fn compile(
    mut definitions: BTreeMap<String, Definition>,
) -> Result<(Index<'static>, BTreeMap<String, Id>), Vec<Fault>> {
    let mut faults = Vec::new();
    // Look-alikes are vocabularies of their own; a space keeps their names apart from written ones.
    let names: Vec<String> = definitions.keys().cloned().collect();
    for name in &names {
        let Some(definition) = definitions.get_mut(name) else { continue };
        faults.extend(definition.fault(name));
        if !definition.except.is_empty() {
            let entries = std::mem::take(&mut definition.except);
            definition.except = vec![Written { items: Vec::new(), place: Place::default() }];
            definitions.insert(except_name(name), Definition { entries, ..Definition::default() });
        }
    }
    let order = order(&definitions, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut builder = Builder::new();
    for name in &order {
        builder.ids.insert(name.clone(), builder.ids.len() as Id);
        builder.vocabulary(&definitions[name]);
        for written in &definitions[name].entries {
            if builder.positions(&written.items) > MOST_POSITIONS {
                let message = "this pattern repeats and names so much that it cannot be searched for";
                faults.push(Fault { place: written.place, message: message.into(), meant: None });
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
    }
    let over = [
        (order.len() > Entry::MOST_VOCABULARIES, "there are more than 4,096 vocabularies"),
        (builder.code.len() > Entry::MOST_CODE, "the patterns are too long together"),
        (
            builder.affixes.len() > (64 - class::AFFIX) as usize,
            "there are more than 52 different wildcards such as `*ed`",
        ),
    ];
    let over = over.into_iter().filter(|(over, _)| *over);
    faults.extend(over.map(|(_, message)| Fault { place: Place::default(), message: message.into(), meant: None }));
    if !faults.is_empty() {
        return Err(faults);
    }
    let index = builder.finish(&order, &definitions);
    Ok((index, builder.ids))
}

pub(super) fn except_name(name: &str) -> String {
    format!("{name} except")
}

/// The names, each after what it depends on.
fn order(definitions: &BTreeMap<String, Definition>, faults: &mut Vec<Fault>) -> Vec<String> {
    let mut order = Vec::new();
    let mut state = BTreeMap::new();
    for name in definitions.keys() {
        if state.contains_key(name) {
            continue;
        }
        visit(name, definitions, &mut state, &mut order, faults);
    }
    order
}

fn visit(
    name: &str,
    all: &BTreeMap<String, Definition>,
    state: &mut BTreeMap<String, bool>,
    order: &mut Vec<String>,
    faults: &mut Vec<Fault>,
) {
    state.insert(name.to_owned(), false);
    let definition = &all[name];
    let mut needed = Vec::new();
    for written in &definition.entries {
        references(&written.items, &mut |reference| needed.push((reference.to_owned(), written.place)));
    }
    let names =
        definition.unless.iter().chain(&definition.unless_before).chain(&definition.with).chain(&definition.clause);
    needed.extend(names.map(|name| (name.text.clone(), name.place)));
    if !definition.except.is_empty() {
        needed.push((except_name(name), Place::default()));
    }
    for (reference, place) in needed {
        match state.get(&reference) {
            Some(true) => {}
            Some(false) => {
                faults.push(Fault {
                    place,
                    message: format!("vocabulary `{reference}` refers to itself"),
                    meant: None,
                });
            }
            None if all.contains_key(&reference) => visit(&reference, all, state, order, faults),
            None => {
                let known = all.keys().map(String::as_str).filter(|name| !name.contains(' ')).chain(class::NAMES);
                let meant = crate::suggest::nearest(&reference, known).map(str::to_owned);
                faults.push(Fault { place, message: format!("there is no vocabulary or class `{reference}`"), meant });
            }
        }
    }
    state.insert(name.to_owned(), true);
    order.push(name.to_owned());
}

/// The vocabularies that a pattern names; classes are left out.
pub(crate) fn references(items: &[Item], found: &mut impl FnMut(&str)) {
    for item in items {
        match &item.atom {
            Atom::Name(name) if !class::NAMES.contains(&name.as_str()) => found(name),
            Atom::Group(alternatives) => alternatives.iter().for_each(|items| references(items, found)),
            _ => {}
        }
    }
}
