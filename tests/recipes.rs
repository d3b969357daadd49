//! The recipes of `docs/editors.md` are the files of `editors/`, which are what is run.

use std::path::Path;

#[test]
fn the_recipes_are_printed_as_they_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(root.join(name)).expect("a file").replace("\r\n", "\n");
    let page = read("docs/editors.md");
    for name in [
        "neovim/star-lint.lua",
        "emacs/star-lint.el",
        "helix/languages.toml",
        "zed/settings.json",
        "sublime/LSP.sublime-settings",
    ] {
        let text = read(&format!("editors/{name}"));
        assert!(page.contains(&format!("\n{text}```\n")), "{name} is not in docs/editors.md as it is");
    }
    // The extensions have the version of star-lint.
    let version = env!("CARGO_PKG_VERSION");
    assert!(read("editors/vscode/package.json").contains(&format!("\"version\": \"{version}\"")));
    assert!(page.contains(&format!("star-lint-{version}.vsix")));
    assert!(read("editors/zed/extension.toml").contains(&format!("version = \"{version}\"")));
}
