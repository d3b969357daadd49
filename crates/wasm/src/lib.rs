//! The engine for browsers and Node, as WebAssembly without glue: JavaScript writes a question as JSON where [`input`]
//! says, calls [`ask`], and reads the answer as JSON where [`output`] says. `npm/engine.js` does that for everyone else.

mod answers;
mod engine;
mod questions;

use questions::Question;
use std::cell::RefCell;

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static OUTPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Where a question of this many bytes is to be written.
#[expect(unsafe_code, reason = "the name by which JavaScript knows it; no other crate has one like it")]
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        *input = vec![0; length];
        input.as_mut_ptr()
    })
}

/// Answers the question; how many bytes the answer has.
#[expect(unsafe_code, reason = "the name by which JavaScript knows it; no other crate has one like it")]
#[unsafe(no_mangle)]
pub extern "C" fn ask() -> usize {
    let question = INPUT.take();
    let answer = match serde_json::from_slice::<Question>(&question) {
        Ok(question) => answers::answer(question),
        Err(error) => answers::failure(&error.to_string()),
    };
    OUTPUT.with_borrow_mut(|output| {
        *output = answer.to_string().into_bytes();
        output.len()
    })
}

/// Where the answer is.
#[expect(unsafe_code, reason = "the name by which JavaScript knows it; no other crate has one like it")]
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.with_borrow(|output| output.as_ptr())
}
