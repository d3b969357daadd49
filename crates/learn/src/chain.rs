//! A linear chain: each sentence has a label, the weights of its features speak for each, and the order of two labels
//! in a row has weights of its own. It is learned by maximum likelihood with an L1 penalty (FISTA).

use crate::features::{Chain, Sentence};

/// The most labels.
pub const K: usize = 5;

/// The weights of a feature, or of the labels after one.
pub type Row = [f32; K];

/// What is learned.
#[derive(Clone)]
pub struct Model {
    /// How many labels there are.
    pub labels: usize,
    pub weights: Vec<Row>,
    pub order: [Row; K],
}

/// How it is learned.
#[derive(Clone, Copy)]
pub struct Penalty {
    /// On the weights of cues.
    pub cues: f32,
    /// On the squares of all weights.
    pub squares: f32,
    /// Whether the order of labels is learned, and more than the first label has weights.
    pub sections: bool,
}

/// Which features may have weights, and which of them the penalty is for.
pub struct Choice<'c> {
    pub allowed: &'c [bool],
    pub free: &'c [bool],
}

/// No label is impossible.
const LEAST: f32 = 1e-12;

impl Model {
    pub fn new(features: usize, labels: usize) -> Model {
        Model { labels, weights: vec![Row::default(); features], order: [Row::default(); K] }
    }

    /// What speaks for each label of a sentence.
    fn sums(&self, sentence: &Sentence) -> Row {
        let mut sums = Row::default();
        for &feature in &sentence.features {
            sums.iter_mut().zip(&self.weights[feature as usize]).for_each(|(sum, weight)| *sum += weight);
        }
        sums
    }

    /// The logarithm of the sum over all ways that are right, how likely each label is, and each pair. All is scaled so
    /// that the ways to each sentence sum up to one.
    fn likely(&self, sums: &[Row], step: &[Row; K], right: impl Fn(usize) -> u8) -> (f32, Vec<Row>, [Row; K]) {
        let labels = self.labels;
        let mut all = 0.0;
        let mut here: Vec<Row> = Vec::with_capacity(sums.len());
        let mut forward: Vec<Row> = Vec::with_capacity(sums.len());
        let mut scales = Vec::with_capacity(sums.len());
        for (at, row) in sums.iter().enumerate() {
            let most = row[..labels].iter().copied().fold(f32::MIN, f32::max);
            let bits = right(at);
            let own: Row = std::array::from_fn(|label| {
                if label < labels && bits & (1 << label) != 0 { (row[label] - most).exp() + LEAST } else { 0.0 }
            });
            let mut ways = own;
            if let Some(before) = forward.last() {
                for (to, way) in ways.iter_mut().enumerate() {
                    *way *= (0..K).map(|from| before[from] * step[from][to]).sum::<f32>();
                }
            }
            let scale = ways.iter().sum::<f32>();
            all += most + scale.ln();
            forward.push(ways.map(|way| way / scale));
            scales.push(scale);
            here.push(own);
        }
        let mut likely = vec![Row::default(); sums.len()];
        let mut pairs = [Row::default(); K];
        let mut backward: Row = [1.0; K];
        for at in (0..sums.len()).rev() {
            likely[at] = std::array::from_fn(|label| forward[at][label] * backward[label]);
            if at > 0 {
                let ahead: Row = std::array::from_fn(|to| here[at][to] * backward[to] / scales[at]);
                for from in 0..K {
                    for to in 0..K {
                        pairs[from][to] += forward[at - 1][from] * step[from][to] * ahead[to];
                    }
                }
                backward = std::array::from_fn(|from| (0..K).map(|to| step[from][to] * ahead[to]).sum());
            }
        }
        (all, likely, pairs)
    }

    /// What the order makes of each pair.
    fn steps(&self) -> [Row; K] {
        self.order.map(|row| row.map(f32::exp))
    }

    /// The likeliest labels, one after the other.
    pub fn best(&self, chain: &Chain, bits: u8) -> Vec<usize> {
        let allowed = |label: &usize| bits & (1 << label) != 0;
        let mut ways: Vec<(Row, [usize; K])> = Vec::new();
        for sentence in &chain.sentences {
            let mut row = self.sums(sentence);
            let mut from = [0; K];
            if let Some((before, _)) = ways.last() {
                for label in 0..self.labels {
                    let best =
                        (0..self.labels).filter(allowed).map(|prior| (prior, before[prior] + self.order[prior][label]));
                    let best = best.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or_default();
                    row[label] += best.1;
                    from[label] = best.0;
                }
            }
            ways.push((row, from));
        }
        let mut labels = Vec::new();
        for (row, from) in ways.iter().rev() {
            let label = match labels.last() {
                Some(&next) => next,
                None => (0..self.labels).filter(allowed).max_by(|&a, &b| row[a].total_cmp(&row[b])).unwrap_or_default(),
            };
            if labels.is_empty() {
                labels.push(label);
            }
            labels.push(from[label]);
        }
        labels.truncate(chain.sentences.len());
        labels.reverse();
        labels
    }

    /// The mean loss of a sentence, and how it changes with each weight.
    fn loss(&self, chains: &[&Chain], squares: f32) -> (f64, Model) {
        let mut gradient = Model::new(self.weights.len(), self.labels);
        let total: f32 = chains.iter().map(|chain| chain.weight * chain.sentences.len() as f32).sum();
        let total = total.max(1.0);
        let mut loss = 0.0;
        let step = self.steps();
        for chain in chains {
            let sums: Vec<Row> = chain.sentences.iter().map(|sentence| self.sums(sentence)).collect();
            let (all, any, any_pairs) = self.likely(&sums, &step, |_| u8::MAX);
            let (some, right, right_pairs) = self.likely(&sums, &step, |at| chain.sentences[at].right);
            let weight = chain.weight / total;
            loss += f64::from(weight * (all - some));
            for (at, sentence) in chain.sentences.iter().enumerate() {
                let change: Row = std::array::from_fn(|label| (any[at][label] - right[at][label]) * weight);
                for &feature in &sentence.features {
                    gradient.weights[feature as usize].iter_mut().zip(change).for_each(|(sum, change)| *sum += change);
                }
            }
            for from in 0..K {
                for to in 0..K {
                    gradient.order[from][to] += (any_pairs[from][to] - right_pairs[from][to]) * weight;
                }
            }
        }
        let rows = self.weights.iter().chain(&self.order).zip(gradient.weights.iter_mut().chain(&mut gradient.order));
        for (row, gradient) in rows {
            for (weight, gradient) in row.iter().zip(gradient) {
                loss += f64::from(squares * weight * weight / 2.0);
                *gradient += squares * weight;
            }
        }
        (loss, gradient)
    }

    fn rows(&self) -> impl Iterator<Item = &Row> {
        self.weights.iter().chain(&self.order)
    }

    /// A step against the gradient, and what the penalty makes of it.
    fn step(&self, gradient: &Model, size: f32, penalty: Penalty, choice: &Choice) -> Model {
        let mut new = self.clone();
        for (feature, row) in new.weights.iter_mut().enumerate() {
            if !choice.allowed[feature] {
                continue;
            }
            let least = if choice.free[feature] { 0.0 } else { penalty.cues * size };
            let labels = if penalty.sections { self.labels } else { 1 };
            for (label, weight) in row.iter_mut().enumerate().take(labels) {
                let moved = *weight - size * gradient.weights[feature][label];
                *weight = moved.signum() * (moved.abs() - least).max(0.0);
            }
        }
        if penalty.sections {
            for (row, gradient) in new.order.iter_mut().zip(&gradient.order) {
                row.iter_mut().zip(gradient).for_each(|(weight, gradient)| *weight -= size * gradient);
            }
        }
        new
    }

    /// Learns from chains, beginning with these weights.
    pub fn learn(self, chains: &[&Chain], penalty: Penalty, choice: &Choice, steps: usize) -> Model {
        let mut model = self;
        let mut ahead = model.clone();
        let (mut momentum, mut size) = (1.0_f32, 4.0_f32);
        for _ in 0..steps {
            let (loss, gradient) = ahead.loss(chains, penalty.squares);
            let new = loop {
                let new = ahead.step(&gradient, size, penalty, choice);
                let (mut along, mut far) = (0.0_f64, 0.0_f64);
                for ((new, old), gradient) in new.rows().zip(ahead.rows()).zip(gradient.rows()) {
                    for label in 0..K {
                        let moved = f64::from(new[label] - old[label]);
                        along += moved * f64::from(gradient[label]);
                        far += moved * moved;
                    }
                }
                if new.loss(chains, penalty.squares).0 <= loss + along + far / (2.0 * f64::from(size)) + 1e-7 {
                    break new;
                }
                size /= 2.0;
            };
            // Where the momentum leads astray, it begins anew.
            let astray: f32 = new
                .rows()
                .zip(ahead.rows())
                .zip(model.rows())
                .flat_map(|((new, ahead), old)| {
                    (0..K).map(|label| (ahead[label] - new[label]) * (new[label] - old[label]))
                })
                .sum();
            if astray > 0.0 {
                momentum = 1.0;
            }
            let next = (1.0 + (1.0 + 4.0 * momentum * momentum).sqrt()) / 2.0;
            let push = (momentum - 1.0) / next;
            momentum = next;
            ahead = new.clone();
            let rows = ahead.weights.iter_mut().chain(&mut ahead.order).zip(model.rows());
            for (row, old) in rows {
                row.iter_mut().zip(old).for_each(|(weight, old)| *weight += push * (*weight - old));
            }
            model = new;
        }
        model
    }
}
