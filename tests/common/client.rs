//! A small client of the language server, which speaks to the real binary.
#![allow(clippy::needless_pass_by_value)]

use super::{Folder, star_lint};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Longer than anything takes: what has not come by then does not come.
const LONG: Duration = Duration::from_secs(60);

/// A client and its server.
pub struct Client {
    pub server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// What came while something else was waited for.
    kept: VecDeque<Value>,
    requests: i64,
}

/// The URI of a file.
pub fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// The capabilities of a client that can do everything but ask for diagnostics.
pub fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16", "utf-8", "utf-32"] },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true, "tagSupport": { "valueSet": [1, 2] }, "codeDescriptionSupport": true },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "hover": { "contentFormat": ["markdown", "plaintext"] },
        },
        "workspace": { "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] } },
    })
}

impl Client {
    /// Starts a server in a folder.
    pub fn start(folder: &Folder, args: &[&str]) -> Client {
        let mut server = star_lint()
            .arg("server")
            .args(args)
            .current_dir(&folder.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let input = server.stdin.take();
        let mut output = BufReader::new(server.stdout.take().expect("a pipe"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Client { server, input, messages, kept: VecDeque::new(), requests: 0 }
    }

    /// Starts a server and begins a session in a folder.
    pub fn begin(folder: &Folder, capabilities: Value, options: Value) -> Client {
        let mut client = Client::start(folder, &[]);
        client.initialize(folder, capabilities, options);
        client
    }

    /// Begins a session; returns what the server can do.
    pub fn initialize(&mut self, folder: &Folder, capabilities: Value, options: Value) -> Value {
        let folders = json!([{ "uri": uri(&folder.0), "name": "notes" }]);
        let params = json!({ "processId": null, "rootUri": uri(&folder.0), "workspaceFolders": folders, "capabilities": capabilities, "initializationOptions": options });
        let able = self.ask("initialize", params)["capabilities"].clone();
        self.tell("initialized", json!({}));
        able
    }

    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        // The server may have gone.
        let _ = self.input.as_mut().map(|input| input.write_all(bytes).and_then(|()| input.flush()));
    }

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    /// Sends a notification.
    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request; returns its id.
    pub fn request(&mut self, method: &str, params: Value) -> i64 {
        self.requests += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.requests, "method": method, "params": params }));
        self.requests
    }

    /// Sends a request and waits for its whole answer.
    pub fn answer(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Sends a request and waits for its result.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Waits for a message.
    pub fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&wanted) {
            return self.kept.remove(at).expect("it is there");
        }
        loop {
            let message = self.messages.recv_timeout(LONG).expect("a message");
            if wanted(&message) {
                return message;
            }
            self.kept.push_back(message);
        }
    }

    /// Every message that has come and was not waited for.
    pub fn rest(&mut self) -> Vec<Value> {
        self.kept.extend(self.messages.try_iter());
        self.kept.drain(..).collect()
    }

    /// Opens a text.
    pub fn open(&mut self, path: &Path, text: &str) {
        let language = if path.extension().is_some_and(|it| it == "toml") { "toml" } else { "markdown" };
        let item = json!({ "uri": uri(path), "languageId": language, "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": item }));
    }

    /// Replaces a text.
    pub fn replace(&mut self, path: &Path, version: i32, text: &str) {
        let about = json!({ "uri": uri(path), "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": about, "contentChanges": [{ "text": text }] }));
    }

    /// Waits for the diagnostics of a version of a text.
    pub fn diagnostics(&mut self, path: &Path, version: i32) -> Vec<Value> {
        let uri = uri(path);
        let message = self.wait(|message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"] == version
        });
        message["params"]["diagnostics"].as_array().expect("a list").clone()
    }

    /// Waits until the rules that are found in a text are these, however often it is linted.
    pub fn until(&mut self, path: &Path, holds: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let uri = uri(path);
        loop {
            let published =
                |it: &Value| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == uri;
            let message = self.wait(published);
            let found = message["params"]["diagnostics"].as_array().expect("a list");
            if holds(found) {
                return found.clone();
            }
        }
    }

    /// Leaves as the protocol has it.
    pub fn leave(mut self) -> ExitStatus {
        let _ = self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.ended()
    }

    /// Closes the input and waits for the end.
    pub fn hang_up(mut self) -> ExitStatus {
        self.input = None;
        self.ended()
    }

    /// Waits for the end, after which there is nothing on standard error.
    pub fn ended(&mut self) -> ExitStatus {
        let status = self.server.wait().expect("the server ends");
        let mut said = String::new();
        let _ = self.server.stderr.take().map(|mut err| err.read_to_string(&mut said));
        assert_eq!(said, "");
        status
    }
}

/// Ends the server, also that of a test that fails.
impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The rules of diagnostics.
pub fn rules(found: &[Value]) -> Vec<&str> {
    found.iter().map(|found| found["code"].as_str().unwrap_or_default()).collect()
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut size = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            header => {
                let (name, value) = header.split_once(": ").expect("a header and nothing else on standard output");
                assert_eq!(name, "Content-Length");
                size = value.parse().expect("a length");
            }
        }
    }
    let mut body = vec![0; size];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("JSON"))
}
