//! Messages on standard input and output. `lsp-server` has the messages, but ends at the first one that it cannot read
//! and takes any length on trust; here such a message costs only itself.

use lsp_server::Message;
use std::io::{self, BufRead, Read, Write};
use std::num::ParseIntError;

/// The largest message that is read, in bytes: a note of 256 MB, each byte of which may be escaped.
const MOST: u64 = 1 << 30;

/// The longest line of a header.
const LINE: u64 = 4_096;

/// What came in.
#[derive(Debug)]
pub enum Incoming {
    /// A message.
    Message(Message),
    /// Something else, and what is wrong with it.
    Malformed(String),
}

/// Reads one message, or what stands in its place; `None` at the end of the input.
///
/// # Errors
/// The errors of the input.
pub fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut size = None;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        match (line.trim_end(), size) {
            ("", Some(size)) => return body(input, size),
            // Between messages.
            ("", None) => {}
            (line, _) => match (length(line), line.split_once(':')) {
                (Some(Ok(length)), _) => size = Some(length),
                (Some(Err(_)), _) => {
                    return Ok(Some(Incoming::Malformed("the length of a message is no number".into())));
                }
                (None, Some((name, _))) if name.eq_ignore_ascii_case("content-type") => {}
                _ => return Ok(Some(Incoming::Malformed("a line that is no header of a message".into()))),
            },
        }
    }
}

/// The length of a message, where a line tells it. What stands before it on the line may be left of the message before,
/// whose own length was wrong.
fn length(line: &str) -> Option<Result<u64, ParseIntError>> {
    let name = "content-length:";
    let at = line.to_ascii_lowercase().rfind(name)?;
    Some(line[at + name.len()..].trim().parse())
}

fn body(input: &mut impl BufRead, size: u64) -> io::Result<Option<Incoming>> {
    if size > MOST {
        io::copy(&mut input.by_ref().take(size), &mut io::sink())?;
        return Ok(Some(Incoming::Malformed(format!("a message of {size} bytes is too large"))));
    }
    // It grows as it is read: the length may be a lie.
    let mut bytes = Vec::new();
    if input.by_ref().take(size).read_to_end(&mut bytes)? < size as usize {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&bytes) {
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Malformed(format!("a message that cannot be read: {error}")),
    }))
}

/// Writes a message, or the answer to one that could not be read.
///
/// # Errors
/// The errors of the output.
pub fn write(output: &mut impl Write, message: &Outgoing) -> io::Result<()> {
    match message {
        Outgoing::Message(message) => message.write(output),
        Outgoing::Refusal(reason) => {
            let error = serde_json::json!({ "code": lsp_server::ErrorCode::ParseError as i32, "message": reason });
            let text = serde_json::json!({ "jsonrpc": "2.0", "id": null, "error": error }).to_string();
            write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
            output.flush()
        }
    }
}

/// What goes out.
#[derive(Debug)]
pub enum Outgoing {
    /// A message.
    Message(Message),
    /// The answer to something that is no message: why.
    Refusal(String),
}

#[cfg(test)]
mod tests {
    use super::{Incoming, read};

    fn all(mut text: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        while let Some(incoming) = read(&mut text).expect("memory can be read") {
            found.push(match incoming {
                Incoming::Message(lsp_server::Message::Notification(it)) => it.method,
                other => format!("{other:?}").chars().take(9).collect(),
            });
        }
        found
    }

    #[test]
    fn one_bad_message_costs_only_itself() {
        let good = "Content-Length: 31\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"a\"} ";
        for bad in [
            "Content-Length: 3\r\n\r\n{]}",
            "Content-Length: -1\r\n\r\n",
            "Content-Length: 99999999999999999999\r\n\r\n",
            "Content-Length: 2\r\n\r\n\u{ff}",
            "Content-Length: 1\r\n\r\n{}",
            "hello\r\n",
            "\0\n",
        ] {
            let found = all([good, bad, good].concat().as_bytes());
            assert_eq!(found, ["a", "Malformed", "a"], "{bad:?}");
        }
        // The end of the input, wherever it comes.
        for end in ["", "Content-Length: 9", "Content-Length: 9\r\n\r\n", "Content-Length: 1000000000\r\n\r\n{"] {
            assert_eq!(all([good, end].concat().as_bytes()), ["a"], "{end:?}");
        }
        assert_eq!(all("content-length:31\n\n{\"jsonrpc\":\"2.0\",\"method\":\"a\"} ".as_bytes()), ["a"]);
    }
}
