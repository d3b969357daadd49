//! `star-lint outline`.

use super::args::{OutlineArgs, OutlineFormat};
use super::{Outcome, complain, files, load};
use crate::parse::parse;
use crate::report::outline;
use std::io::{self, Write};

/// Runs the command.
pub fn run(args: &OutlineArgs) -> io::Result<Outcome> {
    let (loaded, mut outcome) = load(&args.rules);
    let rules = loaded.rules;
    let mut out = io::stdout().lock();
    let json = args.format == OutlineFormat::Json;
    let work = |read: files::Read| {
        read.map(|(source, _)| {
            let outline = outline::outline(&source, &parse(&source.text, &rules.grammar), &rules);
            if json { outline::json_file(&outline) } else { outline::human_file(&outline) }
        })
    };
    let mut all = Vec::new();
    files::each(&args.paths, &args.stdin_filename, work, |file| {
        match file {
            Ok(text) if json => all.push(text),
            Ok(text) => out.write_all(text.as_bytes())?,
            Err(message) => {
                complain(&message);
                outcome = Outcome::Trouble;
            }
        }
        Ok(())
    })?;
    if json {
        out.write_all(outline::json(&all).as_bytes())?;
    }
    out.flush()?;
    Ok(outcome)
}
