//! What the client can do and wants. It is read from JSON leniently: one capability that is not as specified must not cost
//! the session.

use super::positions::Encoding;
use serde_json::Value;

/// The client at the other end.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// How it counts characters.
    pub encoding: Encoding,
    /// Diagnostics may have related information.
    pub related: bool,
    /// Diagnostics may have tags.
    pub tags: bool,
    /// Diagnostics may link to the page of a rule.
    pub links: bool,
    /// It asks for diagnostics instead of waiting for them, and asks again when told to.
    pub pulls: bool,
    /// It asks again for inlay hints when told to.
    pub refreshes_hints: bool,
    /// It asks again for code lenses when told to.
    pub refreshes_lenses: bool,
    /// It looks at versions before it applies edits.
    pub versioned: bool,
    /// It can create files.
    pub creates: bool,
    /// It asks for the edit of a code action only when that is chosen.
    pub resolves: bool,
    /// It takes code actions rather than commands.
    pub actions: bool,
    /// It shows symbols as a tree.
    pub nested: bool,
    /// It shows Markdown.
    pub markdown: bool,
    /// It tells of files that change on disk if asked to.
    pub watches: bool,
    /// It can be asked for its settings.
    pub tells_settings: bool,
    /// What its user has set.
    pub settings: Settings,
}

/// What a user sets in the editor, below `star-lint`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Profiles to check for, as `--profile`.
    pub profiles: Vec<String>,
    /// The configuration to use, as `--config`.
    pub config: Option<String>,
    /// Whether to read every open note as if it were named on the command line.
    pub every_note: bool,
    /// How words and time are shown beside titles.
    pub hints: Hints,
}

/// How words and time are shown beside titles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hints {
    /// Not at all.
    Off,
    /// As inlay hints.
    #[default]
    Inlay,
    /// As code lenses.
    Lens,
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub fn new(params: &Value) -> Client {
        let capabilities = &params["capabilities"];
        let at = |path: &str| capabilities.pointer(path).unwrap_or(&Value::Null);
        let is = |path: &str| at(path).as_bool() == Some(true);
        let lists = |path: &str, name: &str| {
            at(path).as_array().is_some_and(|list| list.iter().any(|item| item.as_str() == Some(name)))
        };
        let offered = at("/general/positionEncodings").as_array().into_iter().flatten().filter_map(Value::as_str);
        let offered: Vec<Encoding> = offered.filter_map(Encoding::named).collect();
        let best = [Encoding::Utf8, Encoding::Utf32, Encoding::Utf16].into_iter().find(|it| offered.contains(it));
        Client {
            encoding: best.unwrap_or_default(),
            related: is("/textDocument/publishDiagnostics/relatedInformation"),
            tags: at("/textDocument/publishDiagnostics/tagSupport").is_object(),
            links: is("/textDocument/publishDiagnostics/codeDescriptionSupport"),
            pulls: at("/textDocument/diagnostic").is_object() && is("/workspace/diagnostics/refreshSupport"),
            refreshes_hints: is("/workspace/inlayHint/refreshSupport"),
            refreshes_lenses: is("/workspace/codeLens/refreshSupport"),
            versioned: is("/workspace/workspaceEdit/documentChanges"),
            creates: lists("/workspace/workspaceEdit/resourceOperations", "create"),
            resolves: lists("/textDocument/codeAction/resolveSupport/properties", "edit")
                && is("/textDocument/codeAction/dataSupport"),
            actions: at("/textDocument/codeAction/codeActionLiteralSupport").is_object(),
            nested: is("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            markdown: lists("/textDocument/hover/contentFormat", "markdown"),
            watches: is("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            tells_settings: is("/workspace/configuration"),
            settings: Settings::new(&params["initializationOptions"]),
        }
    }
}

impl Settings {
    /// Reads settings, which may stand below `star-lint`. What is not understood is as if it were not set.
    pub fn new(value: &Value) -> Settings {
        let value = value.get("star-lint").unwrap_or(value);
        let texts = value["profiles"].as_array().into_iter().flatten().filter_map(Value::as_str);
        Settings {
            profiles: texts.map(str::to_owned).collect(),
            config: value["config"].as_str().filter(|path| !path.is_empty()).map(str::to_owned),
            every_note: value["everyNote"].as_bool().unwrap_or_default(),
            hints: match value["hints"].as_str() {
                Some("off") => Hints::Off,
                Some("lens") => Hints::Lens,
                _ => Hints::Inlay,
            },
        }
    }
}
