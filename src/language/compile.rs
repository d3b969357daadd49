//! Builds the [`Index`] from written vocabularies.

use super::builder::Builder;
use super::class;
use super::definition::{Definition, Origin, except_name, form_name, references};
use super::index::{Id, Index, Posting};
use super::inflection::{self, Irregulars};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Something wrong with a vocabulary.
#[derive(Debug)]
pub struct CompileError {
    /// Where.
    pub origin: Origin,
    /// What.
    pub message: String,
    /// A name that may have been meant.
    pub meant: Option<String>,
}

/// How the name of a vocabulary ends that is one cue: nobody can write a space into a name.
pub const CUE: &str = " cue";

/// The most positions of one pattern, written out: some eighty times what the longest built-in one has.
const MOST_POSITIONS: u64 = 200_000;

/// The most vocabularies of which each refers to the next: some three times as many as the built-in ones have.
const DEEPEST: usize = 64;

/// Builds the index and the numbers of the vocabularies. The same definitions give the same bytes.
///
/// # Errors
/// Every unknown name and every circle of vocabularies.
pub fn compile(
    mut definitions: BTreeMap<String, Arc<Definition>>,
    irregulars: &Irregulars,
) -> Result<(Index<'static>, BTreeMap<String, Id>), Vec<CompileError>> {
    let mut errors = Vec::new();
    // Look-alikes are vocabularies of their own; a space keeps their names apart from written ones.
    let names: Vec<String> = definitions.keys().cloned().collect();
    for name in &names {
        let Some(definition) = definitions.get(name) else { continue };
        errors.extend(fault(name, definition));
        let forms = [(&definition.verbs, &inflection::VERB_FORMS[..]), (&definition.nouns, &inflection::NOUN_FORMS)];
        let forms: Vec<_> =
            forms.into_iter().filter(|(words, _)| !words.is_empty()).flat_map(|(_, forms)| forms).collect();
        let entries = definition.except.clone();
        for form in forms {
            definitions.insert(form_name(name, form), Arc::default());
        }
        if !entries.is_empty() {
            definitions.insert(except_name(name), Arc::new(Definition { entries, ..Definition::default() }));
        }
    }
    let order = order(&definitions, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut builder = Builder::default();
    for name in &order {
        builder.vocabulary(name, &definitions[name], irregulars);
        for written in &definitions[name].entries {
            if builder.positions(&written.items) > MOST_POSITIONS {
                let message = "this pattern is too large: it repeats or refers to too much";
                errors.push(CompileError { origin: written.origin, message: message.into(), meant: None });
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
    }
    let over = [
        (order.len() > Posting::MOST_VOCABULARIES, "there are more than 4,096 vocabularies"),
        (builder.code.len() > Posting::MOST_CODE, "all patterns together are too long"),
        (
            builder.affixes.len() > (64 - class::AFFIX) as usize,
            "there are more than 52 different wildcards such as `*ed`",
        ),
    ];
    let over = over.into_iter().filter(|(over, _)| *over);
    errors.extend(over.map(|(_, message)| CompileError {
        origin: Origin::default(),
        message: message.into(),
        meant: None,
    }));
    if !errors.is_empty() {
        return Err(errors);
    }
    let index = builder.finish(&order, &definitions);
    Ok((index, builder.ids))
}

/// What is wrong with a definition by itself.
fn fault(name: &str, definition: &Definition) -> Option<CompileError> {
    let here = || definition.entries.iter().chain(&definition.except).next().map(|written| written.origin);
    let error = |origin: Option<Origin>, message| {
        Some(CompileError { origin: origin.unwrap_or_default(), message, meant: None })
    };
    if class::NAMES.contains(&name) {
        return error(here(), format!("`{name}` is a class of tokens; this vocabulary needs another name"));
    }
    let odd = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_');
    if !name.ends_with(CUE) && (name.is_empty() || name.contains(odd)) {
        return error(here(), format!("the name of a vocabulary has letters, digits and hyphens, not `{name}`"));
    }
    let alone = definition.clause.as_ref().filter(|_| definition.unless_before.is_empty());
    alone.and_then(|clause| error(Some(clause.origin), "`clause` has no effect without `unless-before`".into()))
}

/// The names, each after what it depends on.
fn order(all: &BTreeMap<String, Arc<Definition>>, errors: &mut Vec<CompileError>) -> Vec<String> {
    let mut visitor = Visitor { all, depths: BTreeMap::new(), order: Vec::new(), errors };
    for name in all.keys() {
        if !visitor.depths.contains_key(name.as_str()) {
            visitor.visit(name, 1);
        }
    }
    visitor.order
}

/// Puts vocabularies in order.
struct Visitor<'a> {
    all: &'a BTreeMap<String, Arc<Definition>>,
    /// How many stand in a row from a vocabulary on, each of which refers to the next; none while that is looked into.
    depths: BTreeMap<&'a str, Option<usize>>,
    order: Vec<String>,
    errors: &'a mut Vec<CompileError>,
}

impl<'a> Visitor<'a> {
    /// Visits a vocabulary, the last of so many in a row, and returns how many stand in a row from it on.
    fn visit(&mut self, name: &'a str, row: usize) -> usize {
        self.depths.insert(name, None);
        let mut below = 0;
        for (reference, origin) in needs(name, &self.all[name]) {
            match self.refer(&reference, row) {
                Ok(depth) => below = below.max(depth),
                Err((message, meant)) => self.errors.push(CompileError { origin, message, meant }),
            }
        }
        self.depths.insert(name, Some(below + 1));
        self.order.push(name.to_owned());
        below + 1
    }

    /// Visits what a vocabulary refers to; an error is a message and a name that may have been meant.
    fn refer(&mut self, reference: &str, row: usize) -> Result<usize, (String, Option<String>)> {
        let Some((name, _)) = self.all.get_key_value(reference) else {
            let names = self.all.keys().map(String::as_str).filter(|name| !name.contains([' ', ':']));
            let meant = crate::suggest::nearest(reference, names.chain(class::NAMES)).map(str::to_owned);
            return Err((format!("there is no vocabulary or class `{reference}`"), meant));
        };
        let depth = match self.depths.get(name.as_str()) {
            Some(None) => return Err((format!("vocabulary `{reference}` refers to itself"), None)),
            Some(Some(depth)) => *depth,
            None if row < DEEPEST => self.visit(name, row + 1),
            None => DEEPEST,
        };
        if row + depth > DEEPEST {
            return Err((format!("more than {DEEPEST} vocabularies in a row, each of which refers to the next"), None));
        }
        Ok(depth)
    }
}

/// What must come before a vocabulary.
fn needs(name: &str, definition: &Definition) -> Vec<(String, Origin)> {
    let mut needed = Vec::new();
    for written in &definition.entries {
        references(&written.items, &mut |reference| needed.push((reference.to_owned(), written.origin)));
    }
    // A form is complete once the vocabulary is that has the words.
    let wholes = |(name, origin): &(String, Origin)| Some((name.split_once(':')?.0.to_owned(), *origin));
    needed.extend(needed.iter().filter_map(wholes).collect::<Vec<_>>());
    let names =
        definition.unless.iter().chain(&definition.unless_before).chain(&definition.with).chain(&definition.clause);
    needed.extend(names.map(|name| (name.text.clone(), name.origin)));
    for (words, forms) in
        [(&definition.verbs, &inflection::VERB_FORMS[..]), (&definition.nouns, &inflection::NOUN_FORMS)]
    {
        let forms = forms.iter().filter(|_| !words.is_empty());
        needed.extend(forms.map(|form| (form_name(name, form), Origin::default())));
    }
    if !definition.except.is_empty() {
        needed.push((except_name(name), Origin::default()));
    }
    needed
}
