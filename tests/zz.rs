use star_lint::examples;
use star_lint::language::compile::compile;
use star_lint::language::definition::{Definition, FileId};
use star_lint::rules::RuleSet;
use star_lint::rules::builtin;
#[test]
fn zz() {
    let written = builtin::base().vocabularies();
    let files: Vec<_> = builtin::files().collect();
    let names = std::fs::read_to_string("/tmp/lang3/names.txt").unwrap();
    let pool = std::fs::read_to_string("/tmp/lang3/pool.txt").unwrap();
    let mut all = written.clone();
    let names: Vec<&str> = names.split_whitespace().collect();
    for name in &names {
        let whole = &written[*name];
        for (n, e) in whole.entries.iter().enumerate() {
            all.insert(format!("{name}:only{n}").into(), Definition { entries: vec![e.clone()], ..whole.clone() });
        }
        for n in 0..whole.except.len() {
            let mut f = whole.clone();
            f.except.remove(n);
            all.insert(format!("{name}:without{n}").into(), f);
        }
    }
    let (index, ids) = compile(all).expect("ok");
    let rs = RuleSet { index, ..builtin::rule_set() };
    let m = |name: &str, s: &str| !examples::matches(&rs, ids[name], s).is_empty();
    for name in &names {
        let whole = &written[*name];
        let mut done = vec![false; whole.entries.len()];
        let mut doneex = vec![false; whole.except.len()];
        for s in pool.lines().filter(|s| !s.is_empty()) {
            if m(name, s) {
                let by: Vec<usize> = (0..done.len()).filter(|n| m(&format!("{name}:only{n}"), s)).collect();
                if let [n] = by[..] { if !done[n] { done[n] = true; println!("FINDS\t{name}\t{s}"); } }
            } else {
                for n in 0..doneex.len() {
                    if !doneex[n] && m(&format!("{name}:without{n}"), s) { doneex[n] = true; println!("PASSES\t{name}\t{s}"); }
                }
            }
        }
        let text = |o: star_lint::language::definition::Origin| { let FileId::BuiltIn(k) = o.file else { return String::new() }; let (f, src) = files[k]; format!("{f}\t{}\t{}\t{}", o.span.start, o.span.end, src.get(o.span.range()).unwrap_or_default()) };
        for (e, d) in whole.entries.iter().zip(&done) { if !d { println!("IDLE\t{name}\t{}", text(e.origin)); } }
        for (e, d) in whole.except.iter().zip(&doneex) { if !d { println!("IDLEX\t{name}\t{}", text(e.origin)); } }
    }
}
