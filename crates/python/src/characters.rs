//! Offsets as Python counts them: in characters of the text.

use serde_json::Value;

/// The bytes between two places whose number is known.
const STEP: usize = 1024;

/// The number of each character of a text.
pub struct Characters<'t> {
    text: &'t [u8],
    /// How many characters begin before every so many bytes; empty where each is one byte.
    before: Vec<usize>,
}

impl<'t> Characters<'t> {
    pub fn new(text: &'t str) -> Characters<'t> {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for piece in text.as_bytes().chunks(STEP) {
                before.push(count);
                count += starts(piece);
            }
        }
        Characters { text: text.as_bytes(), before }
    }

    /// How many characters begin before a byte.
    pub fn before(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        match self.before.get(byte / STEP) {
            Some(&count) => count + starts(&self.text[byte / STEP * STEP..byte]),
            // At the very end of a text whose last piece is whole, or where each character is a byte.
            None => self
                .before
                .last()
                .map_or(byte, |&count| count + starts(&self.text[(self.before.len() - 1) * STEP..byte])),
        }
    }

    /// Replaces every `offset` of a JSON document.
    pub fn replace_offsets(&self, json: &mut Value) {
        match json {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value.as_u64().and_then(|byte| usize::try_from(byte).ok()).filter(|_| name == "offset") {
                        Some(byte) => *value = self.before(byte).into(),
                        None => self.replace_offsets(value),
                    }
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.replace_offsets(value)),
            _ => {}
        }
    }
}

/// How many characters begin in these bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}
