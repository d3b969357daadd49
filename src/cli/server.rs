//! `star-lint server`.

use super::args::ServerArgs;
use super::{Outcome, complain};
use crate::server;
use std::fs::File;
use std::io;

/// Runs the command. Standard output carries the protocol, which has 1 for a client that leaves without a word.
pub fn run(args: &ServerArgs) -> io::Result<Outcome> {
    let log = match args.log.as_ref().map(|path| File::options().create(true).append(true).open(path)).transpose() {
        Ok(log) => log,
        Err(error) => {
            let path = args.log.as_deref().unwrap_or_else(|| "".as_ref()).display();
            complain(&format!("cannot write the log {path}: {error}"));
            return Ok(Outcome::Trouble);
        }
    };
    let orderly = server::run(args.rules.options(), log)?;
    Ok(if orderly { Outcome::Clean } else { Outcome::Found })
}
