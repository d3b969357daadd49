//! What a request about a text says.

use gen_lsp_types as lsp;
use serde::Deserialize;

/// What a client may say of a text that it asks about. All requests share these words; what else they have is left to
/// the client, so that a mistake there costs nothing.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// The text.
    pub text_document: About,
    /// Where the cursor is.
    #[serde(default)]
    pub position: lsp::Position,
    /// The part of the text.
    #[serde(default)]
    pub range: lsp::Range,
    /// What is wanted of code actions.
    #[serde(default)]
    pub context: Wanted,
    /// What tells the diagnostics that the client has.
    #[serde(default)]
    pub previous_result_id: Option<String>,
}

/// The text that a request is about.
#[derive(Debug, Deserialize)]
pub struct About {
    /// As the client names it.
    pub uri: String,
}

/// What is wanted of code actions.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    /// These kinds only.
    #[serde(default)]
    pub only: Option<Vec<String>>,
}
