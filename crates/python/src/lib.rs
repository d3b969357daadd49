//! star-lint for Python: the native half of the module `star_lint`, which turns what it returns into named tuples. It holds
//! no logic of its own: texts go into the engine's `Linter`, findings come out.

mod characters;
mod findings;

use characters::Characters;
use findings::Makers;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};
use star_lint::cli;
use star_lint::records::{self, Answered, Line};
use star_lint::report::outline;
use star_lint::{Linter, Options, Selection, Source, Workspace};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

pyo3::create_exception!(
    star_lint,
    ConfigError,
    pyo3::exceptions::PyValueError,
    "The configuration is wrong; with file, line and column."
);
pyo3::create_exception!(
    star_lint,
    NoteError,
    pyo3::exceptions::PyValueError,
    "A note asks for what there is not; with its path, line and column."
);

/// A linter under one configuration.
#[pyclass(frozen)]
struct Engine {
    linter: Linter,
}

/// The name of a text that has none, as the command line calls standard input.
const UNNAMED: &str = "-";

#[pymethods]
impl Engine {
    #[new]
    fn new(
        config: Option<PathBuf>,
        config_text: Option<String>,
        profiles: Vec<String>,
        settings: Vec<String>,
        select: Vec<String>,
        ignore: Vec<String>,
    ) -> PyResult<Engine> {
        let options =
            Options { none: config.is_none(), file: config.clone(), profiles, set: settings, ..Options::default() };
        let workspace = Workspace::new(options);
        if let (Some(path), Some(text)) = (config, config_text) {
            workspace.overlay(&path, Some(text));
        }
        let selection = Selection { select, ignore, ..Selection::default() };
        let here = workspace.here();
        let (mut problems, files) = workspace.problems();
        for (source, found) in &files {
            problems.extend(found.iter().map(|problem| problem.placed(source)));
        }
        problems.extend(selection.unknown([&here].into_iter()));
        if problems.is_empty() {
            Ok(Engine { linter: Linter::new(workspace, selection) })
        } else {
            Err(ConfigError::new_err(problems.join("\n")))
        }
    }

    /// The findings of one text.
    fn lint<'py>(
        &self,
        py: Python<'py>,
        makers: &Makers,
        text: String,
        path: Option<PathBuf>,
    ) -> PyResult<Bound<'py, PyList>> {
        let source = Source::new(path.unwrap_or_else(|| UNNAMED.into()), text);
        let linted = py.detach(|| self.linter.lint(&source));
        makers.findings(py, &source, &linted)
    }

    /// For each text its findings, or the exception that is in their place.
    fn lint_many<'py>(
        &self,
        py: Python<'py>,
        makers: &Makers,
        texts: &Bound<'py, PyList>,
    ) -> PyResult<Bound<'py, PyList>> {
        let read: Vec<PyResult<Source>> = texts.iter().map(|text| source(&text)).collect();
        // What is no text is linted as an empty one, and its findings are dropped.
        let given = |read: &PyResult<Source>| read.as_ref().map_or_else(|_| Source::new(UNNAMED, ""), Source::clone);
        let sources: Vec<Source> = read.iter().map(given).collect();
        let linted = py.detach(|| self.linter.lint_many(&sources));
        let all = PyList::empty(py);
        for ((read, source), linted) in read.into_iter().zip(&sources).zip(&linted) {
            match read.and_then(|_| makers.findings(py, source, linted)) {
                Ok(found) => all.append(found)?,
                Err(error) => all.append(error.into_value(py))?,
            }
        }
        Ok(all)
    }

    /// For each line with a record what is said of it. The numbers of the lines start at `first`.
    fn lint_records<'py>(
        &self,
        py: Python<'py>,
        makers: &Makers,
        lines: &Bound<'py, PyList>,
        first: usize,
        name: &str,
    ) -> PyResult<Bound<'py, PyList>> {
        let read = |(at, text): (usize, Bound<PyAny>)| Line { number: first + at, text: line(&text) };
        let lines: Vec<Line> = lines.iter().enumerate().map(read).collect();
        let own = |answered: Answered| {
            let Answered { line, id, error, source, linted } = answered;
            (line, id.map(|id| id.get().to_owned()), error, source, linted)
        };
        let all = PyList::empty(py);
        for (line, id, error, source, linted) in
            py.detach(|| records::answer(&lines, Path::new(name), &self.linter, own))
        {
            let found = makers.found(py, &source, &linted)?;
            all.append(makers.record.bind(py).call1((line, id, error, found))?)?;
        }
        Ok(all)
    }

    /// How a text is read, as JSON in which offsets count characters.
    fn outline(&self, py: Python, text: String, path: Option<PathBuf>) -> PyResult<String> {
        let source = Source::new(path.unwrap_or_else(|| UNNAMED.into()), text);
        let outline = py.detach(|| outline::read(&self.linter, &source));
        let mut json = serde_json::to_value(&outline).map_err(|error| NoteError::new_err(error.to_string()))?;
        Characters::new(&source.text).replace_offsets(&mut json);
        Ok(json.to_string())
    }
}

/// One text of many.
fn source(text: &Bound<PyAny>) -> PyResult<Source> {
    let text = text.cast::<PyString>().map_err(|_| not_a("text", "str", text))?;
    Ok(Source::new(UNNAMED, text.to_cow()?))
}

/// One line with a record, or why it is none.
fn line(line: &Bound<PyAny>) -> Result<Vec<u8>, String> {
    let text = match line.cast::<PyBytes>() {
        Ok(bytes) => return Ok(bytes.as_bytes().to_vec()),
        Err(_) => line.cast::<PyString>().map_err(|_| not_a("line", "str or bytes", line)),
    };
    let read = text.and_then(|text| Ok(text.to_cow()?.into_owned().into_bytes()));
    read.map_err(|error| error.value(line.py()).to_string())
}

/// The exception that something has another type.
fn not_a(what: &str, wanted: &str, given: &Bound<PyAny>) -> PyErr {
    let kind = given.get_type().name().map_or_else(|_| "something else".into(), |name| name.to_string());
    PyTypeError::new_err(format!("a {what} is {wanted}, not {kind}"))
}

/// Runs the command line; its exit code.
#[pyfunction]
fn main(py: Python, words: Vec<OsString>) -> u8 {
    py.detach(|| cli::main(words).code())
}

/// The digest of the built-in rules.
#[pyfunction]
fn rules_digest() -> String {
    star_lint::rules::builtin::digest()
}

#[pymodule]
mod _engine {
    #[pymodule_export]
    use super::{ConfigError, Engine, Makers, NoteError, main, rules_digest};

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
