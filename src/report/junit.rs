//! `--format junit`: JUnit XML, which most build servers show. A file is a suite, and a finding is a case:
//! failed if the finding fails the run, else passed with the finding as its output. A file that could not be read is an
//! error.

use super::statistics::Tally;
use super::{Checked, Format, Report, Summary, elsewhere, printable};
use quick_xml::escape::escape;

/// `--format junit`.
pub(super) const FORMAT: Format =
    Format { name: "junit", about: "JUnit XML", report: |_| Box::new(Junit), statistics: None, record: None };

/// A test suite per file, a test case per finding.
pub struct Junit;

impl Report for Junit {
    fn start(&self) -> String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"star-lint\">\n".into()
    }

    fn file(&self, checked: &Checked) -> String {
        let path = text(&checked.path());
        let mut cases = checked.each(|diagnostic, index| {
            let at = index.position(diagnostic.span.start);
            let (rule, level, message) =
                (text(&diagnostic.rule), diagnostic.level.name(), text(&diagnostic.message_with_profiles()));
            let place = format!("{path}:{}:{}", at.line, at.column);
            let more = [text(&diagnostic.help)].into_iter().filter(|help| !help.is_empty());
            let more = more.chain(elsewhere(diagnostic, index).into_iter().map(|place| text(&place)));
            let more: String = more.map(|line| format!("&#10;{line}")).collect();
            let told = if checked.fails(diagnostic) {
                format!("<failure type=\"{level}\" message=\"{message}\">{place}: {message}{more}</failure>")
            } else {
                format!("<system-out>{level}: {place}: {message}{more}</system-out>")
            };
            format!(
                "    <testcase classname=\"{path}\" name=\"{rule} ({}:{})\" file=\"{path}\" line=\"{}\">\n      \
                 {told}\n    </testcase>\n",
                at.line, at.column, at.line
            )
        });
        let mut failures = checked.diagnostics.iter().filter(|diagnostic| checked.fails(diagnostic)).count();
        if checked.fails_unseen {
            failures += 1;
            cases.push(format!(
                "    <testcase classname=\"{path}\" name=\"min-level\" file=\"{path}\">\n      \
                 <failure message=\"it fails because of findings that min-level hides\"/>\n    </testcase>\n"
            ));
        }
        let count = cases.len();
        if cases.is_empty() {
            return format!(
                "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"0\">\n    \
                 <testcase classname=\"{path}\" name=\"star-lint\"/>\n  </testsuite>\n"
            );
        }
        let cases = cases.concat();
        format!(
            "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{failures}\" errors=\"0\">\n{cases}  </testsuite>\n"
        )
    }

    fn trouble(&self, message: &str) -> String {
        let message = text(message);
        format!(
            "  <testsuite name=\"star-lint\" tests=\"1\" failures=\"0\" errors=\"1\">\n    \
             <testcase classname=\"star-lint\" name=\"{message}\">\n      <error message=\"{message}\"/>\n    \
             </testcase>\n  </testsuite>\n"
        )
    }

    fn finish(&self, _: &Summary, _: &Tally) -> String {
        "</testsuites>\n".into()
    }
}

/// Text for XML 1.0, which cannot hold control characters, not even escaped.
fn text(raw: &str) -> String {
    escape(&*printable(raw)).into_owned()
}
