//! Writes a table of cues, as it stands in a rule file.

use crate::chain::{K, Model};
use crate::features::{Feature, quoted};
use star_lint::parse::Kinds;
use star_lint::rules::cues::Side;
use std::fmt::Write;

/// The table of this name.
pub fn write(name: &str, model: &Model, features: &[Feature], sections: bool) -> String {
    let mut out = String::new();
    let row = |weights: &[f32; K]| {
        if !sections {
            return format!("{:.2}", weights[0]);
        }
        let weights = weights.iter().zip(Kinds::NAMES).filter(|(weight, _)| weight.abs() >= 0.005);
        let weights: Vec<String> = weights.map(|(weight, kind)| format!("{kind} = {weight:.2}")).collect();
        format!("{{ {} }}", weights.join(", "))
    };
    let of = |wanted: &Feature| features.iter().position(|feature| feature == wanted).map(|at| &model.weights[at]);
    let _ = writeln!(out, "[cues.{name}]");
    if let Some(bias) = of(&Feature::Bias) {
        let _ = writeln!(out, "bias = {}", row(bias));
    }
    let speaks = |weights: &[f32; K]| weights.iter().any(|weight| weight.abs() >= 0.005);
    for (key, side) in Side::NAMES {
        let mut cues: Vec<_> = features
            .iter()
            .zip(&model.weights)
            .filter_map(|(feature, weights)| match feature {
                Feature::Words(here, pattern) if *here == side && speaks(weights) => Some((pattern, weights)),
                _ => None,
            })
            .collect();
        // By what they speak for most, the loudest first.
        let most = |weights: &[f32; K]| (0..K).max_by(|&a, &b| weights[a].total_cmp(&weights[b])).unwrap_or_default();
        cues.sort_by(|(a, x), (b, y)| most(x).cmp(&most(y)).then(y[most(y)].total_cmp(&x[most(x)])).then(a.cmp(b)));
        if cues.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n[cues.{name}.{key}]");
        let mut last = K;
        for (pattern, weights) in cues {
            if sections && most(weights) != last {
                last = most(weights);
                let _ = writeln!(out, "# for the {}", Kinds::NAMES[last]);
            }
            let _ = writeln!(out, "{} = {}", quoted(pattern), row(weights));
        }
    }
    let mut places: Vec<_> = features
        .iter()
        .zip(&model.weights)
        .filter_map(|(feature, weights)| match feature {
            Feature::Place(name) if speaks(weights) => Some((*name, weights)),
            _ => None,
        })
        .collect();
    places.sort_by_key(|(name, _)| star_lint::rules::cues::Place::named(name));
    if sections {
        let _ = writeln!(out, "\n[cues.{name}.place]");
        places.iter().for_each(|(name, weights)| _ = writeln!(out, "{name} = {}", row(weights)));
        let _ = writeln!(out, "\n[cues.{name}.order]");
        Kinds::NAMES
            .iter()
            .zip(&model.order)
            .for_each(|(kind, weights)| _ = writeln!(out, "{kind} = {}", row(weights)));
    }
    out
}
