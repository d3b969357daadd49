//! The bank as one page.

use super::Shown;
use crate::report::Context;

pub(super) fn report(_: &Shown, _: &Context) -> String {
    String::new()
}
