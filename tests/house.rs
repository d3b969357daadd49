//! What the code may do where: the engine touches no files but to find configurations, and keeps nothing between runs.

use std::path::{Path, PathBuf};

/// The code of each file in `src/`, without comments; tests are left out.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files): (Vec<PathBuf>, Vec<_>) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("src can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("code is UTF-8");
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let name = path.strip_prefix(&root).expect("a file in src").to_string_lossy().replace('\\', "/");
            files.push((name, code.join("\n")));
        }
    }
    assert!(files.len() > 80, "{} files", files.len());
    files
}

/// Rooms that read or write files: the command line and the language server, what they walk and write with, and what
/// finds configurations.
const ON_DISK: [&str; 9] = [
    "cli/",
    "atomic_write",
    "baseline.rs",
    "config/files.rs",
    "disk.rs",
    "ignored.rs",
    "main.rs",
    "server/",
    "walk.rs",
];

#[test]
fn only_the_upper_rooms_touch_files() {
    let touches =
        |code: &str| ["std::fs", "std::env", "File::open", "metadata("].iter().any(|name| code.contains(name));
    let (above, below): (Vec<_>, Vec<_>) =
        sources().into_iter().partition(|(name, _)| ON_DISK.iter().any(|room| name.starts_with(room)));
    let wrong: Vec<String> = below.into_iter().filter(|(_, code)| touches(code)).map(|(name, _)| name).collect();
    assert!(wrong.is_empty(), "these touch files: {wrong:?}");
    // Each of the others still does: the list is no longer than it has to be.
    for room in ON_DISK.iter().filter(|room| **room != "main.rs") {
        assert!(above.iter().any(|(name, code)| name.starts_with(room) && touches(code)), "{room} touches no files");
    }
}

/// What outlives a run: tables of what is built in, and the threads.
const STATICS: [&str; 5] = [
    "parallel.rs: POOL",
    "rules/builtin.rs: BASE",
    "rules/embedded.rs: COMPILED",
    "rules/embedded.rs: NAMES",
    "rules/embedded.rs: RULES",
];

#[test]
fn nothing_is_kept_but_what_is_built_in() {
    let mut statics = Vec::new();
    for (file, code) in sources() {
        for line in code.lines().map(str::trim_start) {
            let line = line.strip_prefix("pub ").unwrap_or(line);
            if let Some((name, _)) = line.strip_prefix("static ").and_then(|rest| rest.split_once(':')) {
                statics.push(format!("{file}: {name}"));
            }
        }
    }
    statics.sort_unstable();
    assert_eq!(statics, STATICS);
}

#[test]
fn no_front_end_calls_another() {
    let calls =
        |code: &str, room: &str| code.contains(&format!("crate::{room}")) || code.contains(&format!("{room}::"));
    for (name, code) in sources() {
        if let Some(rest) = name.strip_prefix("server/") {
            assert!(!calls(&code, "cli"), "server/{rest} calls the command line");
        } else if name != "cli/server.rs" {
            assert!(!code.contains("crate::server"), "{name} calls the language server");
        }
    }
}
