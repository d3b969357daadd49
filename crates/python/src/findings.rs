//! What the engine found, as the named tuples of the module.

use crate::NoteError;
use crate::characters::Characters;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};
use star_lint::report::{link, printable};
use star_lint::{Diagnostic, LineIndex, Linted, Source, Span};

/// The classes of the named tuples.
#[pyclass(frozen)]
pub struct Makers {
    finding: Py<PyAny>,
    label: Py<PyAny>,
    fix: Py<PyAny>,
    edit: Py<PyAny>,
    pub record: Py<PyAny>,
}

#[pymethods]
impl Makers {
    #[new]
    fn new(finding: Py<PyAny>, label: Py<PyAny>, fix: Py<PyAny>, edit: Py<PyAny>, record: Py<PyAny>) -> Makers {
        Makers { finding, label, fix, edit, record }
    }
}

impl Makers {
    /// The findings of a text, or the exception that it asks for what there is not.
    pub fn findings<'py>(&self, py: Python<'py>, source: &Source, linted: &Linted) -> PyResult<Bound<'py, PyList>> {
        match &linted.trouble {
            Some(trouble) => Err(NoteError::new_err(trouble.placed(source))),
            None => self.found(py, source, linted),
        }
    }

    /// The findings of a text, whatever it asks for.
    pub fn found<'py>(&self, py: Python<'py>, source: &Source, linted: &Linted) -> PyResult<Bound<'py, PyList>> {
        let all = PyList::empty(py);
        if linted.diagnostics.is_empty() {
            return Ok(all);
        }
        let (characters, index) = (Characters::new(&source.text), LineIndex::new(&source.text));
        for found in &linted.diagnostics {
            all.append(self.finding(py, found, linted, &characters, &index)?)?;
        }
        Ok(all)
    }

    fn finding<'py>(
        &self,
        py: Python<'py>,
        found: &Diagnostic,
        linted: &Linted,
        characters: &Characters,
        index: &LineIndex,
    ) -> PyResult<Bound<'py, PyAny>> {
        let place = |span: Span| (characters.before(span.start as usize), characters.before(span.end as usize));
        let (start, end) = place(found.span);
        let (first, last) = (index.position(found.span.start), index.position(found.span.end));
        let title = found.answer.and_then(|answer| linted.titles.get(answer as usize)).and_then(Option::as_deref);
        let help = Some(printable(&found.help)).filter(|help| !help.is_empty());
        let labels = found.labels_here().map(|label| {
            let (start, end) = place(label.span);
            self.label.bind(py).call1((start, end, printable(&label.text)))
        });
        let fix = found.fix.as_ref().map(|fix| {
            let edits = fix.edits.iter().map(|(span, text)| {
                let (start, end) = place(*span);
                self.edit.bind(py).call1((start, end, text))
            });
            let edits = PyTuple::new(py, edits.collect::<PyResult<Vec<_>>>()?)?;
            self.fix.bind(py).call1((fix.applicability == star_lint::Applicability::Safe, edits))
        });
        let fields = [
            PyString::intern(py, &found.rule).into_any(),
            PyString::intern(py, found.level.name()).into_any(),
            PyString::new(py, &printable(&found.message)).into_any(),
            start.into_pyobject(py)?.into_any(),
            end.into_pyobject(py)?.into_any(),
            first.line.into_pyobject(py)?.into_any(),
            first.column.into_pyobject(py)?.into_any(),
            last.line.into_pyobject(py)?.into_any(),
            last.column.into_pyobject(py)?.into_any(),
            title.into_pyobject(py)?.into_any(),
            found.section.map(|section| PyString::intern(py, section)).into_pyobject(py)?.into_any(),
            help.into_pyobject(py)?.into_any(),
            PyTuple::new(py, labels.collect::<PyResult<Vec<_>>>()?)?.into_any(),
            PyTuple::new(py, &found.profiles)?.into_any(),
            fix.transpose()?.into_pyobject(py)?.into_any(),
            link(&found.url).into_pyobject(py)?.into_any(),
        ];
        self.finding.bind(py).call1(PyTuple::new(py, fields)?)
    }
}
