//! Files that are made from others are kept in git; these tests fail when they are stale.
//! `SNAPSHOTS=overwrite cargo test --test generated` makes them anew.

use star_lint::config::show;
use star_lint::diagnostic::Level;
use star_lint::language::definition::FileId;
use star_lint::rules::Check;
use star_lint::rules::builtin;
use star_lint::rules::file::RulePatch;
use star_lint::rules::load::{WrittenRule, built_in};
use star_lint::rules::reader;
use std::path::Path;

fn current(path: &str, wanted: &[u8]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        std::fs::write(&path, wanted).expect("the file can be written");
    }
    let found = std::fs::read(&path).unwrap_or_default();
    assert!(found == wanted, "{} is stale: SNAPSHOTS=overwrite cargo test --test generated", path.display());
}

/// `src/rules/files.rs`, from the folders of `rules/`: a language of labels is its file.
fn list() -> String {
    let mut list = String::from(
        "//! The files in the folders of `rules/`, each with its name and its text.\n//!\n\
         //! Made from the folders by `tests/generated.rs`.\n",
    );
    list +=
        &table("Labels and what the parser knows of words, a file for each language", "LABELS", "labels", "labels/");
    list += &table("Classes of words and their forms", "LEXICON", "lexicon", "lexicon/");
    list += &table("Words and patterns", "VOCABULARIES", "vocabulary", "vocabulary/");
    let cues = "Tables of patterns with weights, and what else tells answers without labels";
    list += &table(cues, "CUES", "cues", "cues/");
    list += &table("The profiles in the order in which people see them", "PROFILES", "profiles", "");
    list +=
        &table("What profiles share; a file extends it by its name, as it does a profile", "SHARED", "profiles", "");
    list
}

/// A table of the files in a folder, as rustfmt writes it.
fn table(about: &str, name: &str, folder: &str, prefix: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(folder);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&path).expect("the folder can be read").flatten() {
        let text = std::fs::read_to_string(entry.path()).expect("a rule file is UTF-8");
        let order = reader::read(&text, &mut Vec::new()).profile.map(|profile| profile.order.expect("an `order`"));
        let name = entry.path().file_stem().expect("a name").to_string_lossy().into_owned();
        files.push((order, name));
    }
    if folder == "profiles" {
        files.retain(|(order, _)| order.is_some() == (name == "PROFILES"));
    }
    files.sort_unstable();
    let count = files.len();
    let line = |name: &String| {
        let line = format!("    (\"{prefix}{name}\", include_str!(\"../../rules/{folder}/{name}.toml\")),\n");
        assert!(line.len() <= 121, "the name {name} is too long");
        line
    };
    let lines: Vec<String> = files.iter().map(|(_, name)| line(name)).collect();
    let lines = match &lines[..] {
        [line] => line.trim().trim_end_matches(',').to_owned(),
        lines => format!("\n{}", lines.concat()),
    };
    format!("\n/// {about}.\npub const {name}: [(&str, &str); {count}] = [{lines}];\n")
}

#[test]
fn list_of_the_files_is_current() {
    let list = list();
    current("src/rules/files.rs", list.as_bytes());
    // What this run made of the files was made of those that were listed before.
    assert!(list == include_str!("../src/rules/files.rs"), "the list of files is new: run this once more");
}

/// Every problem of the built-in rule files and of each profile, with its file and line.
#[test]
fn rule_files_are_right() {
    let profiles = builtin::PROFILES.map(|profile| vec![builtin::SHARED[0], profile]);
    for over in std::iter::once(Vec::new()).chain(profiles) {
        let files: Vec<_> = builtin::files().chain(over).collect();
        let mut problems = Vec::new();
        built_in(files.clone(), &mut problems).compile(&mut problems);
        let told = problems.iter().map(|problem| {
            let (FileId::BuiltIn(number) | FileId::Applied(number)) = problem.file;
            let (name, text) = files[number];
            let line = text[..problem.span.start as usize].lines().count().max(1);
            format!("{name}.toml:{line}: {} {}", problem.message, problem.help)
        });
        let told: Vec<String> = told.collect();
        assert!(told.is_empty(), "{}", told.join("\n"));
    }
}

#[test]
fn compiled_rules_are_current() {
    current("rules/compiled.bin", &builtin::compiled());
}

/// `docs/rules.md`, from the rule files.
fn page() -> String {
    let layers = built_in(builtin::files(), &mut Vec::new());
    let rules = builtin::compile();
    let text = |rule: &WrittenRule, key: &str| rule.patch.texts.get(key).cloned().unwrap_or_default();
    let level = |rule: &WrittenRule| rules.rule(&rule.id).map_or("off", |rule| rule.level.name());
    let mut page = String::from(
        "# Rules\n\n<!-- Made from rules/*.toml by tests/generated.rs; edit those. -->\n\n\
         How often a rule was right was measured on 355 answers in 120 public note files, 101 of them marked by two \
         coaches. A rule that was right less than four times in five is not a warning.\n\n\
         `--select GROUP` and `--ignore GROUP` take the rules of a group together.\n\n\
         | rule | group | level | finds | measured |\n| --- | --- | --- | --- | --- |\n",
    );
    for rule in &layers.rules {
        let (id, group, level) = (&rule.id, &rule.group, level(rule));
        let (finds, measured) = (text(rule, "summary"), text(rule, "measured"));
        page += &format!("| [`{id}`](#{id}) | {group} | {level} | {finds} | {measured} |\n");
    }
    for (group, rules) in layers.groups() {
        page += &format!("\n# {group}\n");
        for rule in rules {
            page += &format!("\n## {}\n\n{} ({}).\n\n", rule.id, text(rule, "summary"), level(rule));
            page += &told(&rule.patch);
        }
    }
    page
}

/// What there is to say of a rule.
fn told(patch: &RulePatch) -> String {
    let text = |key: &str| patch.texts.get(key).cloned().unwrap_or_default();
    let mut told = format!("{}\n\nWhat to do: {}.\n\nSource: {}.\n", text("why"), text("help"), text("source"));
    for example in &patch.examples {
        for (name, text) in [("Weak", &example.bad), ("Fine", &example.good)] {
            if !text.is_empty() {
                told += &format!("\n{name}:\n\n```markdown\n{}\n```\n", text.trim_end());
            }
        }
    }
    told
}

/// `docs/profiles.md`, from the profiles.
fn profiles() -> String {
    let mut page = String::from(
        "# Profiles\n\n<!-- Made from rules/profiles/*.toml by tests/generated.rs; edit those. -->\n\n\
         `star-lint --profile NAME` checks as a company or scheme asks; `extends = [\"NAME\"]` in a star-lint.toml and \
         `star-lint: NAME` in the front matter of a note do the same. A hint says that no word of a value was found. \
         It proves nothing, and a word that was found proves nothing either: hints are never more than an `info`. \
         \"Stated\" profiles rest on what the employer publishes, \"folklore\" on what candidates and coaches say. \
         Employers change their lists, so each profile says when its sources were read.\n\n\
         | profile | for | basis | as of |\n| --- | --- | --- | --- |\n",
    );
    let files = builtin::PROFILES.map(|(name, text)| (name, text, reader::read(text, &mut Vec::new())));
    for (name, _, file) in &files {
        let profile = file.profile.as_ref().expect("a profile");
        page +=
            &format!("| [`{name}`](#{name}) | {} | {} | {} |\n", profile.title, profile.basis.name(), profile.as_of);
    }
    for (name, text, file) in &files {
        let profile = file.profile.as_ref().expect("a profile");
        page += &format!("\n# {name}\n\n{}\n\n```toml\n", profile.description);
        for (key, value) in show::changes(text) {
            page += &format!("{key} = {value}\n");
        }
        page += "```\n\nSources:\n\n";
        profile.sources.iter().for_each(|source| page += &format!("- {source}\n"));
        for (id, patch) in file.rules.iter().filter(|(_, patch)| patch.texts.contains_key("summary")) {
            let text = |key: &str| patch.texts.get(key).cloned().unwrap_or_default();
            page += &format!("\n## {id}\n\n{} ({}).\n\n", text("summary"), text("measured"));
            page += &told(patch);
        }
    }
    page
}

#[test]
fn page_of_the_profiles_is_current() {
    current("docs/profiles.md", profiles().as_bytes());
}

/// A hint of a profile is never loud: that a word is missing proves nothing.
#[test]
fn hints_are_quiet() {
    let mut hints = 0;
    for (name, text) in builtin::PROFILES {
        let file = reader::read(text, &mut Vec::new());
        let profile = file.profile.expect("a profile");
        assert!(!profile.sources.is_empty() && profile.as_of.len() == 7, "{name}");
        for (id, patch) in file.rules {
            let hint = matches!(patch.check.as_ref().map(|written| &written.check), Some(Check::Require(_)));
            assert!(!hint || patch.level == Some(Level::Info), "{name}: {id}");
            hints += usize::from(hint);
        }
    }
    assert!(hints > 40, "{hints} hints");
}

#[test]
fn page_of_the_rules_is_current() {
    current("docs/rules.md", page().as_bytes());
}

/// A warning that is wrong more than once in five is not worth its noise. Counted rules say so.
#[test]
fn every_rule_says_how_often_it_was_right() {
    let all = builtin::all_files();
    for rule in &built_in(all, &mut Vec::new()).rules {
        assert!(rule.patch.texts.contains_key("measured"), "{} has no `measured`", rule.id);
        assert!(rule.patch.texts.contains_key("why") && rule.patch.texts.contains_key("source"), "{}", rule.id);
    }
}

/// No list of words of a human language stands in the code: what decides is in `rules/`.
#[test]
fn the_code_knows_no_words() {
    let words =
        ["we", "our team", "team", "decided", "significantly", "percent", "kind of", "i think", "million", "users"];
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("src can be read").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            if entry.file_name() == "tests.rs" {
                continue;
            }
            let text = std::fs::read_to_string(entry.path()).expect("code is UTF-8").to_lowercase();
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let code = code.join("\n");
            for word in words {
                assert!(!code.contains(&format!("\"{word}\"")), "{} has {word:?}", entry.path().display());
            }
        }
    }
}
