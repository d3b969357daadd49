"""What the functions of star_lint return. All offsets count characters of the text; ends are exclusive."""

from __future__ import annotations

import json
from typing import Any, Dict, List, NamedTuple, Optional, Tuple, Union


class Label(NamedTuple):
    """Another place that explains a finding; ``text`` may be empty."""

    start: int
    end: int
    text: str


class Edit(NamedTuple):
    """Puts ``text`` in the place of what is between two offsets."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """A change that removes the cause of a finding: edits in the order of the text, without overlap. It is ``safe`` if it
    does not change what the text says."""

    safe: bool
    edits: Tuple[Edit, ...]


class Finding(NamedTuple):
    """What a rule found."""

    rule: str
    level: str
    """``error``, ``warning`` or ``info``."""
    message: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    answer: Optional[str]
    """The title of the answer."""
    section: Optional[str]
    """``situation``, ``task``, ``action``, ``result`` or ``other``."""
    help: Optional[str]
    labels: Tuple[Label, ...]
    profiles: Tuple[str, ...]
    """Those that ask for it; empty if all do."""
    fix: Optional[Fix]
    url: Optional[str]
    """The page of the rule."""


class Record(NamedTuple):
    """What is said of one record: its findings, and with an ``error`` why it could not be linted, or not as its text asks
    for."""

    line: int
    id: Union[str, int, float, None]
    error: Optional[str]
    findings: List[Finding]


class Section(NamedTuple):
    """A section of an answer, without its label; it has two kinds if two were merged."""

    kinds: Tuple[str, ...]
    label: str
    inferred: bool
    words: int
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence whose section was inferred, and how sure that is."""

    kind: str
    percent: int
    start: int
    end: int


class Metric(NamedTuple):
    """An amount that was found."""

    section: str
    text: str
    start: int
    end: int


class Answer(NamedTuple):
    """One answer. ``own``, ``team`` and ``nobody`` count who acts in its Action and Result."""

    title: Optional[str]
    inferred: bool
    words: int
    seconds: int
    start: int
    end: int
    sections: Tuple[Section, ...]
    sentences: Tuple[Sentence, ...]
    metrics: Tuple[Metric, ...]
    own: int
    team: int
    nobody: int


class LeftAlone(NamedTuple):
    """What is no answer, and why, in words for people."""

    reason: str
    start: int
    end: int


class Outline(NamedTuple):
    """How a text is read."""

    answers: Tuple[Answer, ...]
    left_alone: Tuple[LeftAlone, ...]


def record_of(line: int, name: Optional[str], error: Optional[str], findings: List[Finding]) -> Record:
    """A record whose id is written in JSON."""
    return Record(line, None if name is None else json.loads(name), error, findings)


def outline_of(text: str) -> Outline:
    """An outline from the JSON of the engine."""
    outline = json.loads(text)
    return Outline(
        tuple(_answer(answer) for answer in outline["answers"]),
        tuple(LeftAlone(left["reason"], *_span(left)) for left in outline["left_alone"]),
    )


def _answer(answer: Dict[str, Any]) -> Answer:
    sections: List[Dict[str, Any]] = answer["sections"]
    return Answer(
        answer["title"],
        answer["inferred"],
        answer["words"],
        answer["seconds"],
        *_span(answer),
        tuple(Section(tuple(one["kinds"]), one["label"], one["inferred"], one["words"], *_span(one)) for one in sections),
        tuple(Sentence(one["kind"], one["percent"], *_span(one)) for one in answer.get("sentences", ())),
        tuple(Metric(one["section"], one["text"], *_span(one)) for one in answer["metrics"]),
        **answer["agency"],
    )


def _span(place: Dict[str, Any]) -> Tuple[int, int]:
    return place["start"]["offset"], place["end"]["offset"]
