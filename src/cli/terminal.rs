//! What the terminal can show: colours, links, and how wide it is.

use super::args::Color;
use anstream::ColorChoice;

/// Whether links can be shown on standard output. `FORCE_HYPERLINK` says yes where nothing else does.
pub fn links(color: bool) -> bool {
    color && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout)
}

/// Whether to colour what goes to `stream`.
pub fn colors(wanted: Color, stream: &impl anstream::stream::RawStream) -> bool {
    match wanted {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => anstream::AutoStream::choice(stream) != ColorChoice::Never,
    }
}

/// The columns where there is no terminal.
pub const COLUMNS: usize = 100;

/// The columns that the environment asks for.
pub fn columns() -> Option<usize> {
    let columns: usize = std::env::var("COLUMNS").ok()?.parse().ok()?;
    Some(columns.clamp(40, 400))
}

/// The columns of the terminal.
pub fn width() -> usize {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0).clamp(40, 400));
    columns().or_else(terminal).unwrap_or(COLUMNS)
}
