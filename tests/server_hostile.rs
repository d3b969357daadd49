//! Hostile messages for the language server: valid ones in which anything may be replaced, cut off or repeated.
//! `STAR_LINT_SECONDS=600 cargo test --test server_hostile -- --ignored`.
#![cfg(feature = "server")]

mod common;

use common::client::{Client, able, uri};
use common::{Folder, WEAK};
use serde_json::{Value, json};
use std::io::Write;
use std::time::{Duration, Instant};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count as u64) as usize
    }

    fn one<'o, T: ?Sized>(&mut self, of: &[&'o T]) -> &'o T {
        of[self.below(of.len())]
    }

    /// A number of a line or a character, most often one that exists.
    fn number(&mut self) -> u64 {
        let odd = [0, 1, u64::from(u32::MAX), 1 << 31, u64::MAX];
        if self.below(12) == 0 { odd[self.below(odd.len())] } else { self.below(90) as u64 }
    }
}

/// Pieces of texts.
const PIECES: [&str; 24] = [
    WEAK,
    "\n",
    "\r\n",
    "\r",
    "the the ",
    "basically, ",
    "\u{1f600}",
    "\u{feff}",
    "e\u{301}",
    "\0",
    "<!-- star-lint-disable",
    " -->",
    "```\n",
    "| a | b |\n|--|--|\n",
    "---\nstar-lint: amazon\n---\n",
    "# Tell me about a time you failed\n",
    "[rules.filler]\n",
    "level = \"off\"\n",
    "extends = [\"amazon\"]\n",
    "\"\"\"",
    "{",
    "]",
    "**Result:** ",
    "\u{202e}\u{2066}",
];

fn text(dice: &mut Dice) -> String {
    (0..dice.below(6)).map(|_| dice.one(&PIECES)).collect()
}

/// A value that nobody expects.
fn junk(dice: &mut Dice) -> Value {
    match dice.below(9) {
        0 => Value::Null,
        1 => json!(-1),
        2 => json!(1e308),
        3 => json!(u64::MAX),
        4 => json!([]),
        5 => json!({}),
        6 => json!(true),
        7 => json!([[[{ "a": [1, null] }]]]),
        _ => json!(text(dice)),
    }
}

/// Replaces, removes or adds something somewhere in a value.
fn spoil(value: &mut Value, dice: &mut Dice) {
    if dice.below(4) == 0 {
        *value = junk(dice);
        return;
    }
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            let key = fields.keys().nth(dice.below(fields.len())).expect("a key").clone();
            if dice.below(6) == 0 {
                fields.remove(&key);
            } else {
                spoil(&mut fields[&key], dice);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = dice.below(items.len());
            spoil(&mut items[at], dice);
        }
        other => *other = junk(dice),
    }
}

const NAMES: [&str; 5] = ["a.md", "b.md", "star-lint.toml", "house.toml", "sub/c.txt"];

const ABOUT_TEXT: [&str; 8] =
    ["hover", "codeAction", "documentSymbol", "foldingRange", "inlayHint", "codeLens", "completion", "diagnostic"];

fn message(folder: &Folder, dice: &mut Dice, id: usize, version: i32) -> Value {
    let uri = uri(&folder.path(dice.one(&NAMES)));
    let place = |dice: &mut Dice| json!({ "line": dice.number(), "character": dice.number() });
    let range = json!({ "start": place(dice), "end": place(dice) });
    let about = json!({ "uri": uri, "version": version, "languageId": "markdown", "text": text(dice) });
    let (method, params) = match dice.below(12) {
        0 => ("textDocument/didOpen".into(), json!({ "textDocument": about })),
        1..=5 => {
            let change = if dice.below(9) == 0 {
                json!({ "text": text(dice) })
            } else {
                json!({ "range": range, "text": text(dice) })
            };
            ("textDocument/didChange".into(), json!({ "textDocument": about, "contentChanges": [change] }))
        }
        6 => {
            let method = dice.one(&[
                "textDocument/didSave",
                "textDocument/didClose",
                "workspace/didChangeWatchedFiles",
                "$/cancelRequest",
            ]);
            (
                method.to_owned(),
                json!({ "textDocument": about, "changes": [{ "uri": uri, "type": 2 }], "id": id - id.min(1) }),
            )
        }
        7 => {
            let settings = json!({ "star-lint": { "profiles": [text(dice)], "config": dice.one(&NAMES), "hints": "lens", "everyNote": true } });
            (
                "workspace/didChangeConfiguration".into(),
                json!({ "settings": if dice.below(3) == 0 { settings } else { json!({}) } }),
            )
        }
        8 if dice.below(20) == 0 => {
            ("workspace/diagnostic".into(), json!({ "previousResultIds": [], "workDoneToken": 1 }))
        }
        8 => {
            let deed = dice.one(&[
                "{\"Fix\":3}",
                "\"FixAll\"",
                "{\"Silence\":0}",
                "{\"TurnOff\":\"filler\"}",
                "{\"Annotate\":9}",
            ]);
            let deed: Value = serde_json::from_str(deed).expect("JSON");
            let data = json!({ "uri": uri, "version": version - 1, "engine": dice.below(40), "deed": deed });
            ("codeAction/resolve".into(), json!({ "title": "a", "data": data }))
        }
        _ => {
            let context = json!({ "diagnostics": [], "only": [dice.one(&["quickfix", "source", "refactor", ""])] });
            let params = json!({ "textDocument": about, "position": place(dice), "range": range, "context": context });
            (format!("textDocument/{}", dice.one(&ABOUT_TEXT)), params)
        }
    };
    let mut message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
    if !method.contains("/did") && !method.starts_with('$') {
        message["id"] = json!(id);
    }
    if dice.below(5) == 0 {
        spoil(&mut message, dice);
    }
    message
}

#[test]
#[ignore = "it takes as long as STAR_LINT_SECONDS says"]
fn hostile_messages_do_not_end_it() {
    let seconds = std::env::var("STAR_LINT_SECONDS").ok().and_then(|it| it.parse().ok()).unwrap_or(10);
    let folder = Folder::new(
        "server-hostile",
        &[("a.md", WEAK), ("star-lint.toml", "extends = [\"house.toml\"]\n"), ("house.toml", "")],
    );
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut dice, mut sent, mut sessions) = (Dice(0x5eed), 0_usize, 0);
    while Instant::now() < end {
        sessions += 1;
        let mut capabilities = able();
        capabilities["general"]["positionEncodings"] = json!([dice.one(&["utf-8", "utf-16", "utf-32"])]);
        let mut client = Client::begin(&folder, capabilities, Value::Null);
        for round in 0..50 {
            for version in 0..100 {
                let message = message(&folder, &mut dice, 1_000_000 + sent, round * 100 + version);
                let ends = message["method"] == "shutdown" || message["method"] == "exit";
                let body = message.to_string();
                match dice.below(60) {
                    _ if ends => {}
                    0 => client.raw(body.as_bytes()),
                    1 => {
                        let half = &body.as_bytes()[..body.len() / 2];
                        client.raw(&[format!("Content-Length: {}\r\n\r\n", half.len()).as_bytes(), half].concat());
                    }
                    2 => client.raw(format!("content-length:{}\nX: y\r\n\r\n{body}", body.len()).as_bytes()),
                    _ => client.send(&message),
                }
                sent += 1;
            }
            // It is alive: it answers, if not the first question, which what was cut off may swallow.
            let ids = [0; 3].map(|_| client.request("star-lint/alive", Value::Null));
            let _ = client.wait(|it| ids.iter().any(|id| it["id"] == *id));
            let _ = client.rest();
            if Instant::now() > end {
                break;
            }
        }
        assert!(client.server.try_wait().expect("it can be asked").is_none(), "it has ended");
        assert_eq!(client.hang_up().code(), Some(1));
    }
    let _ = writeln!(std::io::stderr(), "{sent} messages in {sessions} sessions");
}
