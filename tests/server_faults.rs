//! The language server with clients that make mistakes, ask too much, or die.
#![cfg(feature = "server")]

mod common;

use common::client::{Client, able, rules, uri};
use common::{Folder, WEAK};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

fn code(answer: &Value) -> i64 {
    answer["error"]["code"].as_i64().unwrap_or_default()
}

/// Whether the server still does its work.
fn works(client: &mut Client, folder: &Folder) {
    let note = folder.path("works.md");
    client.open(&note, WEAK);
    assert!(rules(&client.diagnostics(&note, 1)).contains(&"missing-metric"));
}

#[test]
fn a_message_that_cannot_be_read_costs_only_itself() {
    let folder = Folder::new("faults-malformed", &[]);
    let mut client = Client::begin(&folder, able(), Value::Null);
    for (bytes, answered) in [
        (&b"Content-Length: 5\r\n\r\n{\"a\":"[..], true),
        (b"Content-Length: 2\r\n\r\n\xff\xfe", true),
        (b"Content-Length: none\r\n\r\n", true),
        (b"Content-Length: 18446744073709551616\r\n\r\n", true),
        (b"GET / HTTP/1.1\r\n\r\n", true),
        (b"\r\n\r\n", false),
        (b"Content-Length: 2\r\n\r\n{}", true),
        (b"Content-Length: 2\r\n\r\n[]", true),
        (b"Content-Length: 4\r\n\r\nnull", true),
    ] {
        client.raw(bytes);
        if answered {
            let answer = client.wait(|it| it["id"].is_null() && it.get("error").is_some());
            assert_eq!(code(&answer), -32700, "{}", String::from_utf8_lossy(bytes));
        }
    }
    let deep = format!("{{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"params\":{}", "[".repeat(100_000));
    client.raw(format!("Content-Length: {}\r\n\r\n{deep}", deep.len()).as_bytes());
    let _ = client.wait(|it| it["id"].is_null() && it.get("error").is_some());
    works(&mut client, &folder);
    assert!(client.leave().success());
}

#[test]
fn requests_that_make_no_sense_are_refused() {
    let folder = Folder::new("faults-requests", &[]);
    let mut client = Client::start(&folder, &[]);
    assert_eq!(code(&client.answer("textDocument/hover", Value::Null)), -32002);
    client.tell("textDocument/didOpen", json!({}));
    client.initialize(&folder, json!([1, { "general": 7 }]), json!("options"));
    assert_eq!(code(&client.answer("initialize", json!({}))), -32600);
    assert_eq!(code(&client.answer("star-lint/poem", Value::Null)), -32601);
    client.tell("$/setTrace", json!({ "value": "off" }));
    client.tell("star-lint/poem", json!(null));
    for params in [Value::Null, json!([]), json!({ "textDocument": 1 }), json!({ "textDocument": { "uri": 1 } })] {
        for method in ["textDocument/hover", "textDocument/codeAction", "textDocument/documentSymbol"] {
            assert_eq!(code(&client.answer(method, params.clone())), -32602, "{method} {params}");
        }
        for method in ["didOpen", "didChange", "didSave", "didClose"] {
            client.tell(&format!("textDocument/{method}"), params.clone());
        }
        for method in ["didChangeConfiguration", "didChangeWatchedFiles", "didChangeWorkspaceFolders"] {
            client.tell(&format!("workspace/{method}"), params.clone());
        }
        client.tell("$/cancelRequest", params.clone());
        assert!(code(&client.answer("codeAction/resolve", params)) < 0);
    }
    let about = json!({ "textDocument": { "uri": "file:///not/open.md" } });
    assert_eq!(code(&client.answer("textDocument/hover", about)), -32803);
    works(&mut client, &folder);
    assert_eq!(client.ask("shutdown", Value::Null), Value::Null);
    assert_eq!(code(&client.answer("textDocument/hover", Value::Null)), -32600);
    client.tell("exit", Value::Null);
    assert!(client.ended().success());
}

#[test]
fn positions_that_are_nowhere_are_moved_into_the_text() {
    let folder = Folder::new("faults-positions", &[]);
    let mut client = Client::begin(&folder, able(), Value::Null);
    let note = folder.path("a.md");
    client.open(&note, WEAK);
    let far = json!({ "line": u32::MAX, "character": u32::MAX });
    let start = json!({ "line": 0, "character": 0 });
    for (version, range) in [
        (-5, json!({ "start": far, "end": start })),
        (7, json!({ "start": far, "end": far })),
        (i32::MAX, json!({ "start": start, "end": far })),
    ] {
        let about = json!({ "uri": uri(&note), "version": version });
        let change = json!({ "range": range, "text": WEAK });
        client.tell("textDocument/didChange", json!({ "textDocument": about, "contentChanges": [change] }));
        let _ = client.diagnostics(&note, version);
        for method in ["hover", "codeAction", "inlayHint", "completion", "documentSymbol", "foldingRange"] {
            let params =
                json!({ "textDocument": { "uri": uri(&note) }, "position": far, "range": range, "context": {} });
            let _ = client.ask(&format!("textDocument/{method}"), params);
        }
    }
    works(&mut client, &folder);
}

#[test]
fn the_server_ends_with_its_client() {
    let folder = Folder::new("faults-ends", &[]);
    // The input ends: before the session, in it, and in the middle of a message.
    assert_eq!(Client::start(&folder, &[]).hang_up().code(), Some(1));
    let mut client = Client::begin(&folder, able(), Value::Null);
    client.open(&folder.path("a.md"), WEAK);
    assert_eq!(client.hang_up().code(), Some(1));
    let mut client = Client::begin(&folder, able(), Value::Null);
    client.raw(b"Content-Length: 1000\r\n\r\n{\"jsonrpc\"");
    assert_eq!(client.hang_up().code(), Some(1));
    // It leaves without a word.
    let mut client = Client::begin(&folder, able(), Value::Null);
    client.tell("exit", Value::Null);
    assert_eq!(client.ended().code(), Some(1));
    // Nobody reads what it says.
    let mut server = common::star_lint();
    let mut server = server
        .arg("server")
        .current_dir(&folder.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(server.stdout.take());
    let mut input = server.stdin.take().expect("a pipe");
    let text = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {} }).to_string();
    std::io::Write::write_all(&mut input, format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes())
        .expect("it is read");
    assert_eq!(server.wait().expect("it ends").code(), Some(1));
}

#[cfg(unix)]
#[test]
fn a_client_that_is_killed_takes_the_server_with_it() {
    let folder = Folder::new("faults-killed", &[]);
    // A client that holds the other end of the input, as an editor does, and says which process its server is.
    let client = "import subprocess, sys, time\n\
        server = subprocess.Popen([sys.argv[1], 'server'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)\n\
        print(server.pid, flush=True)\ntime.sleep(600)\n";
    let started = Command::new("python3")
        .args(["-c", client, env!("CARGO_BIN_EXE_star-lint")])
        .current_dir(&folder.0)
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut client) = started else { return common::skipped("there is no python3") };
    let mut pid = String::new();
    let mut out = BufReader::new(client.stdout.take().expect("a pipe"));
    out.read_line(&mut pid).expect("a line");
    let runs =
        || Command::new("kill").args(["-0", pid.trim()]).stderr(Stdio::null()).status().expect("kill runs").success();
    assert!(runs());
    client.kill().expect("it is killed");
    client.wait().expect("it ends");
    let mut left = 600;
    // Nobody waits for it: it may be there as a zombie for as long as init takes.
    while runs() && !is_zombie(pid.trim()) {
        std::thread::sleep(Duration::from_millis(100));
        left -= 1;
        assert!(left > 0, "the server runs on");
    }
}

#[cfg(unix)]
fn is_zombie(pid: &str) -> bool {
    let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    state.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z'))
}

#[test]
fn two_hundred_texts_are_open_at_once() {
    let folder = Folder::new("faults-many", &[]);
    let mut client = Client::begin(&folder, able(), Value::Null);
    let paths: Vec<_> = (0..200).map(|number| folder.path(&format!("{number}.md"))).collect();
    for path in &paths {
        client.open(path, WEAK);
    }
    for path in &paths {
        assert!(rules(&client.diagnostics(path, 1)).contains(&"missing-metric"));
        client.replace(path, 2, &format!("{WEAK}\n"));
    }
    for path in &paths {
        assert!(rules(&client.diagnostics(path, 2)).contains(&"missing-metric"));
    }
    // All of them are linted again under another configuration.
    client.open(&folder.path("star-lint.toml"), "[rules.missing-metric]\nlevel = \"off\"\n");
    for path in &paths {
        client.until(path, |found| !rules(found).contains(&"missing-metric"));
    }
    assert!(client.leave().success());
}

/// A text of many answers: smaller where the binary is slow.
fn large() -> String {
    let bytes = if cfg!(debug_assertions) { 300_000 } else { 10_000_000 };
    let answer = format!("## A time\n\n{WEAK}\n");
    answer.repeat(bytes / answer.len() + 1)
}

#[test]
fn a_large_text_keeps_nobody_waiting() {
    let folder = Folder::new("faults-large", &[]);
    let mut client = Client::begin(&folder, able(), Value::Null);
    let (book, note) = (folder.path("book.md"), folder.path("a.md"));
    let text = large();
    client.open(&book, &text);
    client.open(&note, WEAK);
    let found = client.diagnostics(&note, 1);
    assert!(found.len() > 2);
    // The book is typed in all the while; only its last version counts.
    for version in 2..12 {
        let at = json!({ "line": 2, "character": 0 });
        let change = json!({ "range": { "start": at, "end": at }, "text": "x" });
        let about = json!({ "uri": uri(&book), "version": version });
        client.tell("textDocument/didChange", json!({ "textDocument": about, "contentChanges": [change] }));
        let about = json!({ "textDocument": { "uri": uri(&note) }, "position": { "line": 3, "character": 15 } });
        assert!(client.ask("textDocument/hover", about).is_object());
    }
    assert!(client.diagnostics(&book, 11).len() > 1000);
    assert!(client.leave().success());
}

#[test]
fn a_request_that_is_cancelled_is_answered_once() {
    let folder = Folder::new("faults-cancel", &[]);
    let mut client = Client::begin(&folder, able(), Value::Null);
    let book = folder.path("book.md");
    client.open(&book, &large());
    let about = json!({ "textDocument": { "uri": uri(&book) } });
    let ids: Vec<i64> = (0..20).map(|_| client.request("textDocument/documentSymbol", about.clone())).collect();
    for id in &ids {
        client.tell("$/cancelRequest", json!({ "id": id }));
    }
    let mut cancelled = 0;
    for id in &ids {
        let answer = client.wait(|it| it["id"] == *id);
        assert!([0, -32800].contains(&code(&answer)), "{answer}");
        cancelled += usize::from(code(&answer) != 0);
    }
    assert!(cancelled >= 10, "{cancelled}");
    let _ = client.diagnostics(&book, 1);
    let again = client.rest().iter().filter(|it| ids.iter().any(|id| it["id"] == *id)).count();
    assert_eq!(again, 0, "a second answer");
}

#[test]
fn a_session_is_shut_down_in_the_middle_of_its_work() {
    let folder = Folder::new("faults-middle", &[]);
    let mut client = Client::begin(&folder, able(), Value::Null);
    let book = folder.path("book.md");
    client.open(&book, &large());
    let about = json!({ "textDocument": { "uri": uri(&book) } });
    let id = client.request("textDocument/documentSymbol", about);
    assert_eq!(client.ask("shutdown", Value::Null), Value::Null);
    let answer = client.wait(|it| it["id"] == id);
    assert!([0, -32800].contains(&code(&answer)), "{answer}");
    client.tell("exit", Value::Null);
    assert!(client.ended().success());
}

#[test]
fn the_log_tells_what_was_asked_and_nothing_of_the_notes() {
    let folder = Folder::new("faults-log", &[]);
    let mut client = Client::start(&folder, &["--log", "server.log"]);
    client.initialize(&folder, able(), Value::Null);
    works(&mut client, &folder);
    client.raw(b"Content-Length: 3\r\n\r\n{]}");
    let _ = client.wait(|it| it["id"].is_null() && it.get("error").is_some());
    assert!(client.leave().success());
    let log = folder.read("server.log");
    for wanted in ["request 1 initialize", "textDocument/didOpen", "works.md version 1", "cannot be read", "ends"] {
        assert!(log.contains(wanted), "{wanted}: {log}");
    }
    assert!(!log.contains("slow export"), "{log}");
    let run = folder.run(&["server", "--log", "no/such/folder/log"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("cannot write the log no/such/folder/log"), "{}", run.err);
}
