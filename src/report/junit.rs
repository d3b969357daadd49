//! `--format junit`: JUnit XML, which most build servers show. A file is a suite, a finding a failed case.

use super::statistics::Tally;
use super::{Checked, Report, Summary};
use quick_xml::escape::escape;

/// See the module.
pub struct Junit;

impl Report for Junit {
    fn start(&self) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"star-lint\">\n".into()
    }

    fn file(&self, checked: &Checked) -> String {
        let path = text(&checked.path());
        let cases = checked.each(|diagnostic, index| {
            let at = index.position(diagnostic.span.start);
            let (rule, level, message) = (text(&diagnostic.rule), diagnostic.level.name(), text(&diagnostic.told()));
            let place = format!("{path}:{}:{}", at.line, at.column);
            let help = text(&diagnostic.help);
            format!(
                "    <testcase classname=\"{path}\" name=\"{rule} ({}:{})\" file=\"{path}\" line=\"{}\">\n      \
                 <failure type=\"{level}\" message=\"{message}\">{place}: {message}&#10;{help}</failure>\n    \
                 </testcase>\n",
                at.line, at.column, at.line
            )
        });
        let count = cases.len();
        if cases.is_empty() {
            return format!(
                "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"0\">\n    \
                 <testcase classname=\"{path}\" name=\"star-lint\"/>\n  </testsuite>\n"
            );
        }
        let cases = cases.concat();
        format!(
            "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\">\n{cases}  </testsuite>\n"
        )
    }

    fn finish(&self, _: &Summary, _: &Tally) -> String {
        "</testsuites>\n".into()
    }
}

/// Text for XML 1.0, which has no place for most control characters, escaped or not.
fn text(raw: &str) -> String {
    let allowed = |c: char| c >= ' ' && !matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}');
    let clean: String = raw.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect();
    escape(clean.as_str()).into_owned()
}
