//! Learns a table of cues from labelled sentences: which patterns speak for what, and how much.
//!
//! ```text
//! cargo run --release -p star-lint-learn -- SENTENCES PATTERNS [NAME=VALUE…]
//! ```
//!
//! `SENTENCES` is described in `data`, `PATTERNS` has a pattern a line that may become a cue beside frequent words. The
//! table goes to standard output, to be read and put into a rule file; what it is worth, measured on groups that were left
//! out, to standard error.

mod candidates;
mod chain;
mod data;
mod features;
mod table;

use chain::{Choice, Model, Penalty};
use features::{Chain, Feature};
use std::collections::BTreeMap;
use std::process::ExitCode;

/// What may be set.
struct Settings {
    /// A sequence of words is looked at if it is in so many groups.
    groups: usize,
    /// So many sequences are looked at.
    most: usize,
    /// So many cues are kept.
    cues: usize,
    /// In so many parts the groups are left out in turn.
    folds: usize,
    /// The penalty on squares, in thousandths.
    squares: f32,
    /// The penalty when the cues are chosen, as a share of the one they were chosen with.
    again: f32,
    /// So much more prose that never had sections counts.
    prose: f32,
    /// How far the groups count alike, however much of each there is: 0 not at all, 1 entirely.
    balance: f32,
    /// The name of the table.
    name: String,
}

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(table) => {
            print!("{table}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<String, String> {
    let [sentences, patterns, rest @ ..] = args else {
        return Err("usage: star-lint-learn SENTENCES PATTERNS [NAME=VALUE...]".into());
    };
    let settings = settings(rest)?;
    let text = |path: &String| std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let data = data::read(&text(sentences)?).map_err(|message| format!("{sentences}: {message}"))?;
    let patterns = text(patterns)?;
    let candidates = candidates::find(&data, &patterns, settings.groups, settings.most);
    let (mut chains, features) = features::read(&data, &candidates, &candidates::written(&patterns).collect())?;
    weigh(&mut chains, &settings);
    let labels = if data.sections { chain::K } else { 2 };
    eprintln!(
        "{} documents of {} groups, {} sentences, {} candidates, {} features",
        chains.len(),
        data.groups,
        chains.iter().map(|chain| chain.sentences.len()).sum::<usize>(),
        candidates.len(),
        features.len()
    );
    if settings.folds > 1 {
        let measured: Vec<Measured> = std::thread::scope(|scope| {
            let fold = |number: usize| {
                let (chains, features, settings) = (&chains, &features, &settings);
                scope.spawn(move || {
                    let left_out = |chain: &&Chain| chain.group % settings.folds == number;
                    let (out, own): (Vec<&Chain>, Vec<&Chain>) = chains.iter().partition(left_out);
                    let (model, _) = learn(&own, features, labels, settings);
                    Measured::of(&model, &out)
                })
            };
            // Two at once: what most machines have to spare.
            let mut all = Vec::new();
            for pair in (0..settings.folds).collect::<Vec<_>>().chunks(2) {
                let running: Vec<_> = pair.iter().map(|&number| fold(number)).collect();
                all.extend(running.into_iter().map(|thread| thread.join().unwrap_or_default()));
            }
            all
        });
        eprintln!("left out, {}", measured.into_iter().fold(Measured::default(), Measured::and).told());
    }
    let all: Vec<&Chain> = chains.iter().collect();
    let (model, chosen) = learn(&all, &features, labels, &settings);
    eprintln!("learned from, {}\n{chosen} cues", Measured::of(&model, &all).told());
    Ok(table::write(&settings.name, &model, &features, data.sections))
}

fn settings(args: &[String]) -> Result<Settings, String> {
    let mut set: BTreeMap<&str, &str> = BTreeMap::new();
    for arg in args {
        let (name, value) = arg.split_once('=').ok_or_else(|| format!("`{arg}` is not NAME=VALUE"))?;
        set.insert(name, value);
    }
    let mut number = |name: &str, usual: f32| match set.remove(name) {
        Some(value) => value.parse().map_err(|_| format!("`{name}` must be a number, not `{value}`")),
        None => Ok(usual),
    };
    let (groups, most, cues) =
        (number("groups", 6.0)? as usize, number("most", 3000.0)? as usize, number("cues", 300.0)? as usize);
    let (folds, squares, again) =
        (number("folds", 10.0)? as usize, number("squares", 0.1)? / 1000.0, number("again", 0.3)?);
    let (prose, balance) = (number("prose", 1.0)?, number("balance", 0.0)?);
    let name = set.remove("name").unwrap_or("sections").to_owned();
    match set.keys().next() {
        Some(unknown) => Err(format!("there is no setting `{unknown}`")),
        None => Ok(Settings { groups, most, cues, folds, squares, again, prose, balance, name }),
    }
}

/// Sets how much each text counts.
fn weigh(chains: &mut [Chain], settings: &Settings) {
    let mut sentences: BTreeMap<usize, usize> = BTreeMap::new();
    chains.iter().for_each(|chain| *sentences.entry(chain.group).or_default() += chain.sentences.len());
    for chain in chains {
        let prose = if chain.prose { settings.prose } else { 1.0 };
        chain.weight = prose / (sentences[&chain.group] as f32).max(1.0).powf(settings.balance);
    }
}

/// A model of so many cues: the penalty falls until there are enough, then they are weighed anew with less of it.
fn learn(chains: &[&Chain], features: &[Feature], labels: usize, settings: &Settings) -> (Model, usize) {
    const SOFTER: f32 = 0.75;
    let sections = labels > 2;
    let is_cue: Vec<bool> = features.iter().map(|feature| matches!(feature, Feature::Words(..))).collect();
    let free: Vec<bool> = is_cue.iter().map(|is_cue| !is_cue).collect();
    let kept = |model: &Model| -> Vec<bool> {
        model.weights.iter().map(|row| row.iter().any(|weight| *weight != 0.0)).collect()
    };
    let count = |kept: &[bool]| kept.iter().zip(&is_cue).filter(|(kept, is_cue)| **kept && **is_cue).count();
    let mut allowed: Vec<bool> =
        features.iter().map(|feature| sections || !matches!(feature, Feature::Place(_))).collect();
    if !sections {
        let here = |feature: &Feature| !matches!(feature, Feature::Words(side, _) if *side != star_lint::rules::cues::Side::Here);
        allowed.iter_mut().zip(features).for_each(|(allowed, feature)| *allowed &= here(feature));
    }
    let mut penalty = Penalty { cues: 0.01, squares: settings.squares, sections };
    let mut model = Model::new(features.len(), labels);
    let mut chosen = vec![false; features.len()];
    loop {
        model = model.learn(chains, penalty, &Choice { allowed: &allowed, free: &free }, 20);
        let now = kept(&model);
        if count(&now) > settings.cues || penalty.cues < 1e-6 {
            break;
        }
        chosen = now;
        penalty.cues *= SOFTER;
    }
    let allowed: Vec<bool> = chosen
        .iter()
        .zip(&free)
        .zip(&allowed)
        .map(|((chosen, free), allowed)| *allowed && (*chosen || *free))
        .collect();
    for (row, allowed) in model.weights.iter_mut().zip(&allowed) {
        if !allowed {
            *row = Default::default();
        }
    }
    let penalty = Penalty { cues: penalty.cues * settings.again, ..penalty };
    let model = model.learn(chains, penalty, &Choice { allowed: &allowed, free: &free }, 150);
    let count = count(&kept(&model));
    (model, count)
}

/// How many words (of one matter: sentences) were put where they belong.
#[derive(Default)]
struct Measured {
    /// Labels taken away, and prose that never had any: all words, right ones, right ones with S and T as one.
    parts: [[usize; 3]; 2],
    /// Of one matter: found, missed, false alarms, rightly silent.
    one: [usize; 4],
    /// Sentences of each label by what was said of them.
    told: [[usize; chain::K]; chain::K],
}

impl Measured {
    fn of(model: &Model, chains: &[&Chain]) -> Measured {
        let mut measured = Measured::default();
        let all = chains.iter().flat_map(|chain| &chain.sentences).fold(0, |all, sentence| all | sentence.right);
        for chain in chains {
            let best = model.best(chain, all);
            for &(labels, words, read_in) in &chain.given {
                let Some(&said) = best.get(read_in) else { continue };
                let right = labels & (1 << said) != 0;
                let first = labels.trailing_zeros() as usize;
                measured.told[first][said] += words;
                measured.one[usize::from(!right) + 2 * usize::from(first == 1)] += usize::from(model.labels == 2);
                let merged = right || said < 2 && labels & 3 != 0;
                let part = &mut measured.parts[usize::from(chain.prose)];
                part[0] += words;
                part[1] += if right { words } else { 0 };
                part[2] += if merged { words } else { 0 };
            }
        }
        measured
    }

    fn and(mut self, other: Measured) -> Measured {
        self.parts.iter_mut().flatten().zip(other.parts.into_iter().flatten()).for_each(|(sum, more)| *sum += more);
        self.one.iter_mut().zip(other.one).for_each(|(sum, more)| *sum += more);
        self.told.iter_mut().flatten().zip(other.told.into_iter().flatten()).for_each(|(sum, more)| *sum += more);
        self
    }

    fn told(&self) -> String {
        let [found, missed, silent_wrongly, silent] = self.one;
        if found + missed + silent_wrongly + silent > 0 {
            let _ = silent_wrongly;
            return format!(
                "found {found} of {}, {silent_wrongly} rightly silent, {silent} false alarms",
                found + missed
            );
        }
        let share = |part: &[usize; 3], at: usize| part[at] as f32 / part[0].max(1) as f32;
        let [labelled, prose] = &self.parts;
        let rows = self.told.iter().map(|row| format!("{row:>6?}")).collect::<Vec<_>>().join("\n  ");
        format!(
            "words in the right section: {:.3} (S/T as one {:.3}); prose: {:.3} ({:.3})\n  {rows}",
            share(labelled, 1),
            share(labelled, 2),
            share(prose, 1),
            share(prose, 2)
        )
    }
}
