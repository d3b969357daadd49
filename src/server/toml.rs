//! Where in a TOML text the cursor is. The text is being written, so it is not parsed: what stands before the cursor is
//! followed letter by letter.

/// What is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A name in the header of a table.
    Header,
    /// A key.
    Key,
    /// A value, or an item of a list.
    Value {
        /// Whether its quotation mark is written already.
        quoted: bool,
    },
}

/// A place in a TOML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What is being written.
    pub part: Part,
    /// The names that lead there: of the table, the keys, and the key of a value.
    pub path: Vec<String>,
    /// What is written of it so far.
    pub written: String,
}

/// Follows a text up to its end.
#[derive(Default)]
struct Follower {
    table: Vec<String>,
    /// The keys of the values that the end is in: one for each table that is written in braces.
    keys: Vec<Vec<String>>,
    /// The brackets and braces that are open.
    open: Vec<char>,
    /// What stands since the beginning of a key, a value or a header.
    written: String,
    state: State,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Key,
    Header,
    Value,
    Comment,
}

/// The place at the end of a text; `None` in a comment.
pub fn place(text: &str) -> Option<Place> {
    let mut follower = Follower::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' | '\'' if follower.state == State::Value => match string(rest, c) {
                Some(length) => length,
                None => return Some(follower.quoted(rest.trim_start_matches(c))),
            },
            _ => c.len_utf8(),
        };
        let (piece, after) = rest.split_at(length);
        if piece.len() == c.len_utf8() {
            follower.step(c);
        } else {
            follower.written += piece;
        }
        rest = after;
    }
    follower.end()
}

/// The length of a string with its marks; `None` if it does not end. One on a single line ends there at the latest.
fn string(text: &str, mark: char) -> Option<usize> {
    let long = mark.to_string().repeat(3);
    let (marks, long) = if text.starts_with(&long) { (long, true) } else { (mark.to_string(), false) };
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(marks.len()) {
        if !escaped && text[at..].starts_with(&marks) {
            return Some(at + marks.len());
        }
        if c == '\n' && !long {
            return Some(at);
        }
        escaped = c == '\\' && !escaped && mark == '"';
    }
    None
}

/// The names of a dotted key.
fn names(key: &str) -> Vec<String> {
    key.split('.').map(|name| name.trim().trim_matches(['"', '\'']).to_owned()).collect()
}

impl Follower {
    fn step(&mut self, c: char) {
        match (self.state, c) {
            (_, '\n') => self.line(),
            (State::Comment, _) => {}
            (_, '#') => self.state = State::Comment,
            (State::Header, ']') => self.table = names(self.written.trim_start_matches('[')),
            (State::Key, '[') if self.open.is_empty() && self.written.trim().is_empty() => self.begin(State::Header),
            (State::Key, '=') => {
                self.keys.push(names(&self.written));
                self.begin(State::Value);
            }
            (State::Key | State::Value, '}' | ']') => self.close(),
            (State::Value, '[') => {
                self.open.push(c);
                self.written.clear();
            }
            (State::Value, '{') => {
                self.open.push(c);
                self.begin(State::Key);
            }
            (State::Value, ',') if self.open.last() == Some(&'{') => {
                self.keys.pop();
                self.begin(State::Key);
            }
            (State::Value, ',') => self.written.clear(),
            _ => self.written.push(c),
        }
    }

    fn begin(&mut self, state: State) {
        self.state = state;
        self.written.clear();
    }

    /// The end of a line ends a key and its value, unless that is a list.
    fn line(&mut self) {
        if self.open.is_empty() {
            self.keys.clear();
            self.begin(State::Key);
        } else {
            self.begin(if self.open.last() == Some(&'{') { State::Key } else { State::Value });
        }
    }

    fn close(&mut self) {
        if self.open.pop() == Some('{') && self.state == State::Value {
            self.keys.pop();
        }
        self.begin(State::Value);
    }

    fn path(&self) -> Vec<String> {
        self.table.iter().chain(self.keys.iter().flatten()).cloned().collect()
    }

    fn quoted(&self, written: &str) -> Place {
        Place { part: Part::Value { quoted: true }, path: self.path(), written: written.to_owned() }
    }

    fn end(self) -> Option<Place> {
        let path = self.path();
        match self.state {
            State::Comment => None,
            State::Value => {
                Some(Place { part: Part::Value { quoted: false }, path, written: self.written.trim_start().to_owned() })
            }
            State::Header | State::Key => {
                let header = self.state == State::Header;
                let mut names = names(self.written.trim_start_matches('['));
                let written = names.pop().unwrap_or_default();
                let path = if header { names } else { path.into_iter().chain(names).collect() };
                Some(Place { part: if header { Part::Header } else { Part::Key }, path, written })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, place};

    #[test]
    fn the_place_is_found() {
        let value = |quoted| Part::Value { quoted };
        for (text, part, path, written) in [
            ("", Part::Key, "", ""),
            ("root = true\nwor", Part::Key, "", "wor"),
            ("[", Part::Header, "", ""),
            ("[rules.fil", Part::Header, "rules", "fil"),
            ("[[over", Part::Header, "", "over"),
            ("[rules.filler]\nle", Part::Key, "rules.filler", "le"),
            ("[rules.filler] # [a]\nlevel = ", value(false), "rules.filler.level", ""),
            ("[rules.filler]\nlevel = \"wa", value(true), "rules.filler.level", "wa"),
            ("rules.filler.lev", Part::Key, "rules.filler", "lev"),
            ("extends = [\"net", value(true), "extends", "net"),
            ("extends = [\n  \"netflix\",\n  'am", value(true), "extends", "am"),
            ("extends = [\"netflix\"]\nf", Part::Key, "", "f"),
            ("[rules.word-count]\ncheck.length = { ma", Part::Key, "rules.word-count.check.length", "ma"),
            ("[rules.a]\ncheck.length = { max = 1, mi", Part::Key, "rules.a.check.length", "mi"),
            ("[rules.a]\ncheck.length = { max = 1 }\nle", Part::Key, "rules.a", "le"),
            ("a = \"\"\"\n[b]\n\"\"\"\nc", Part::Key, "", "c"),
            ("a = \"\\\"[\"\nc", Part::Key, "", "c"),
            ("a = \"open\nc", Part::Key, "", "c"),
        ] {
            let found = place(text).expect("a place");
            let expected = (part, path.to_owned(), written.to_owned());
            assert_eq!((found.part, found.path.join("."), found.written), expected, "{text:?}");
        }
        assert_eq!(place("a = 1 # b"), None);
    }
}
