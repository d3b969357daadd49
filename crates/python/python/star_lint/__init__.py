"""star-lint: a linter for behavioural-interview answers in STAR form (Situation, Task, Action, Result).

>>> import star_lint
>>> text = "S: It was late.\\n\\nT: I had to go.\\n\\nA: We ran.\\n\\nR: We were there in 5 minutes.\\n"
>>> for finding in star_lint.lint(text):
...     if finding.rule == "team-reliance":
...         print(finding.line, finding.level, text[finding.start:finding.end])
5 warning We ran

Offsets count characters as Python does, so that ``text[finding.start:finding.end]`` is what a finding is about. Lines and
columns start at 1. The same text under the same configuration has the same findings as on the command line.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Iterable, List, Literal, Optional, Sequence, Union, overload

from . import _engine
from ._engine import ConfigError, NoteError
from ._types import Answer, Edit, Finding, Fix, Label, LeftAlone, Metric, Outline, Record, Section, Sentence, outline_of, record_of

_PathLike = Union[str, "os.PathLike[str]"]

__all__ = [
    "Answer",
    "ConfigError",
    "Edit",
    "Finding",
    "Fix",
    "Label",
    "LeftAlone",
    "Linter",
    "Metric",
    "NoteError",
    "Outline",
    "Record",
    "Section",
    "Sentence",
    "__version__",
    "lint",
    "main",
    "outline",
    "rules_digest",
]

__version__: str = _engine.VERSION

_MAKERS = _engine.Makers(Finding, Label, Fix, Edit, record_of)


class Linter:
    """A linter under one configuration: made once, used for any number of texts, from any number of threads.

    ``config`` is a ``star-lint.toml``; without one, none is read. ``profiles`` are those of companies and schemes,
    ``settings`` single settings in TOML (``"words-per-minute = 120"``), ``select`` and ``ignore`` rules and groups of rules.

    A linter can be pickled, and takes the text of its configuration with it: to other processes, and to the workers of a
    cluster.

    >>> linter = Linter(profiles=["amazon"], select=["missing-metric"])
    >>> [finding.rule for finding in linter.lint("S: It was late.\\n\\nT: I had to go.\\n\\nA: I ran.\\n\\nR: It was better.\\n")]
    ['missing-metric']
    >>> Linter(profiles=["amazn"])
    Traceback (most recent call last):
        ...
    star_lint.ConfigError: there is no profile `amazn`; did you mean `amazon`?
    """

    __slots__ = ("_engine", "_state")

    def __init__(
        self,
        *,
        config: Optional[_PathLike] = None,
        profiles: Sequence[str] = (),
        settings: Sequence[str] = (),
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
    ) -> None:
        path = None if config is None else os.fspath(config)
        text: Optional[str] = None
        if path is not None:
            try:
                with open(path, encoding="utf-8", newline="") as file:
                    text = file.read()
            except (OSError, UnicodeDecodeError):
                # The engine says what is wrong with it.
                text = None
        lists = {"profiles": profiles, "settings": settings, "select": select, "ignore": ignore}
        self._open(path, text, *(_names(name, words) for name, words in lists.items()))

    def _open(self, *state: object) -> None:
        self._state = state
        self._engine = _engine.Engine(*state)  # type: ignore[arg-type]

    def __getstate__(self) -> object:
        return self._state

    def __setstate__(self, state: Sequence[object]) -> None:
        self._open(*state)

    def lint(self, text: str, *, path: Optional[_PathLike] = None) -> List[Finding]:
        """The findings in a text, in its order. ``path`` is its name in messages and for the ``[[overrides]]`` of a
        configuration; it need not exist.

        Raises ``NoteError`` if the text itself asks for a profile that does not exist.
        """
        return self._engine.lint(_MAKERS, text, path)

    @overload
    def lint_many(self, texts: Iterable[str], *, return_exceptions: Literal[False] = False) -> List[List[Finding]]: ...

    @overload
    def lint_many(
        self, texts: Iterable[Optional[str]], *, return_exceptions: Literal[True]
    ) -> List[Union[List[Finding], Exception]]: ...

    def lint_many(
        self, texts: Iterable[Optional[str]], *, return_exceptions: bool = False
    ) -> Union[List[List[Finding]], List[Union[List[Finding], Exception]]]:
        """The findings in each of many texts, on all cores and without the interpreter's lock.

        With ``return_exceptions``, what is no text (such as ``None``) or asks for what there is not has an exception in the
        place of its findings, and the others are not affected. Otherwise the first such exception is raised.

        >>> good, bad = Linter().lint_many(["", None], return_exceptions=True)
        >>> good[0].rule, bad
        ('no-answer', TypeError('a text is str, not NoneType'))
        """
        found = self._engine.lint_many(_MAKERS, list(texts))
        if not return_exceptions:
            for one in found:
                if isinstance(one, Exception):
                    raise one
        return found

    def lint_records(
        self, lines: Iterable[Union[str, bytes, None]], *, first: int = 1, name: str = "-"
    ) -> List[Record]:
        """What is said of each of many records, ``{"id": …, "text": …}`` in JSON, on all cores and without the interpreter's
        lock: the same as on the command line with ``--input jsonl``. One that is broken has an ``error`` and no findings.
        ``first`` is the number of the first line of the stream ``name``, for messages.

        >>> Linter(select=["no-answer"]).lint_records(['{"id": 7, "text": ""}', '{"id": 8}'])[1].error
        '-:2:1: there is no `text`; a record is one line such as {"id": 1, "text": "…"}'
        """
        return self._engine.lint_records(_MAKERS, list(lines), first, name)

    def outline(self, text: str, *, path: Optional[_PathLike] = None) -> Outline:
        """How a text is read: its answers, their sections, and what was left alone."""
        return outline_of(self._engine.outline(text, path))


def lint(
    text: str,
    *,
    path: Optional[_PathLike] = None,
    config: Optional[_PathLike] = None,
    profiles: Sequence[str] = (),
) -> List[Finding]:
    """The findings in a text, in its order. For many texts, a `Linter` reads the configuration once."""
    return Linter(config=config, profiles=profiles).lint(text, path=path)


def outline(
    text: str,
    *,
    path: Optional[_PathLike] = None,
    config: Optional[_PathLike] = None,
    profiles: Sequence[str] = (),
) -> Outline:
    """How a text is read: its answers, their sections, and what was left alone.

    >>> text = "S: It was late.\\n\\nT: I had to go.\\n\\nA: I ran.\\n\\nR: I was there in 5 minutes.\\n"
    >>> [answer] = outline(text).answers
    >>> [(section.kinds, text[section.start:section.end]) for section in answer.sections][2]
    (('action',), 'I ran.')
    >>> answer.metrics[0].text
    'in 5 minutes'
    """
    return Linter(config=config, profiles=profiles).outline(text, path=path)


def rules_digest() -> str:
    """A digest of the built-in rules: with equal digests, versions and configurations, the same is found in the same text."""
    return _engine.rules_digest()


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """The command `star-lint` with these arguments, those of the process by default; its exit code."""
    words = ["star-lint", *(sys.argv[1:] if arguments is None else arguments)]
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    if threading.current_thread() is not threading.main_thread():
        return _engine.main(words)
    # The interpreter would look at an interrupt only afterwards.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return _engine.main(words)
    finally:
        signal.signal(signal.SIGINT, before)


def _names(name: str, words: Sequence[str]) -> List[str]:
    if isinstance(words, str):
        raise TypeError(f"{name} is a sequence of str, not one str: [{words!r}]")
    return list(words)
