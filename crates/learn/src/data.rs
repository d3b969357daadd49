//! Labelled sentences: a line each, `group TAB document TAB label TAB text`. A group is one author or repository, whose
//! documents are never learned from and measured on at once. A label names what the sentence is: for the sections S, T, A,
//! R or O for anything else, `S+T` where either will do; for one matter `yes` or `no`.

use std::collections::BTreeMap;

/// The labels, in the order of the weights of a table of sections.
const SECTIONS: [&str; 5] = ["S", "T", "A", "R", "O"];
/// The labels of one matter: its weight is that of `yes`.
const ONE: [&str; 2] = ["yes", "no"];

/// Some sentences in their order.
#[derive(Default)]
pub struct Document {
    pub group: usize,
    /// Whether it was never told in sections: its name begins with `prose`.
    pub prose: bool,
    /// Each sentence with the labels that are right, as bits.
    pub sentences: Vec<(u8, String)>,
}

/// What was read.
pub struct Data {
    pub documents: Vec<Document>,
    pub groups: usize,
    /// Whether the labels are those of the sections.
    pub sections: bool,
}

/// Reads the lines of a file.
///
/// # Errors
/// The first line that is not one.
pub fn read(text: &str) -> Result<Data, String> {
    let mut groups = BTreeMap::new();
    let mut documents: BTreeMap<(&str, &str), Document> = BTreeMap::new();
    let mut sections = true;
    for (number, line) in (1..).zip(text.lines()) {
        let fields: Vec<&str> = line.splitn(4, '\t').collect();
        let &[group, document, label, text] = &fields[..] else {
            return Err(format!("line {number} has not four fields: group, document, label, text"));
        };
        let count = groups.len();
        let place = *groups.entry(group).or_insert(count);
        let mut bits = 0;
        for name in label.split('+') {
            let of = |names: &[&str]| names.iter().position(|known| *known == name);
            let bit = of(&SECTIONS).or_else(|| of(&ONE).inspect(|_| sections = false));
            bits |= 1 << bit.ok_or_else(|| format!("line {number}: there is no label `{name}`"))?;
        }
        let prose = document.starts_with("prose");
        let document = documents.entry((group, document)).or_default();
        document.prose = prose;
        document.group = place;
        document.sentences.push((bits, text.trim().to_owned()));
    }
    Ok(Data { documents: documents.into_values().collect(), groups: groups.len(), sections })
}
