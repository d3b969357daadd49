//! The recipe for Neovim in a real one, where there is one: `cargo test --test neovim -- --ignored`.
#![cfg(feature = "server")]

mod common;

use common::{Folder, skipped};
use std::path::Path;
use std::process::Command;

const NOTE: &str = "# A slow export\n\n**Situation:** Basically, the export of the shop took 40 seconds.\n\
    **Task:** I had to make it fast before the sale.\n**Action:** We traced it and we rewrote the query.\n\
    **Result:** It runs in 2 seconds instead of 40.\n";

#[test]
#[ignore = "it needs Neovim"]
fn the_recipe_works() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(version) = Command::new("nvim").arg("--version").output() else { return skipped("there is no nvim") };
    let folder = Folder::new("neovim", &[("note.md", NOTE), ("star-lint.toml", "root = true\n")]);
    let binary = Path::new(env!("CARGO_BIN_EXE_star-lint")).parent().expect("a folder");
    let path = std::env::join_paths(
        std::iter::once(binary.to_owned()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let run = Command::new("nvim")
        .args(["--headless", "-i", "NONE", "-u"])
        .arg(root.join("editors/neovim/star-lint.lua"))
        .arg("-c")
        .arg(format!("luafile {}", root.join("tests/neovim/session.lua").display()))
        .current_dir(&folder.0)
        .env("PATH", path.expect("a path"))
        .env("HOME", &folder.0)
        .env("XDG_CONFIG_HOME", folder.path("config"))
        .env("XDG_STATE_HOME", folder.path("state"))
        .env("XDG_DATA_HOME", folder.path("data"))
        .env("XDG_CACHE_HOME", folder.path("cache"))
        .output()
        .expect("it runs");
    let wrong = std::fs::read_to_string(folder.path("wrong")).unwrap_or_default();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success() && wrong.is_empty(), "{wrong}\n{said}\n{}", String::from_utf8_lossy(&version.stdout));
    let text = folder.read("note.md");
    assert!(text.contains("**Situation:** The export") && text.contains("<!-- star-lint-disable"), "{text}");
}
