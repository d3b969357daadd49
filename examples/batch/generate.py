#!/usr/bin/env python3
"""Writes made-up answers as records, one a line: `generate.py 20000 --broken 100 > answers.jsonl`.

The same numbers give the same bytes everywhere. With `--broken N`, about one record in N cannot be read.
"""

import argparse
import json
import random
import sys
from typing import Iterator

PLACES = ["a bakery with nine shops", "the county library", "a ferry line", "a dental clinic", "the parcel depot", "an observatory"]
THINGS = ["the booking form", "the loan register", "the label printer", "the night export", "the rota", "the stock count"]
PEOPLE = ["two dispatchers", "the shift leads", "our accountant", "four drivers", "the night nurses"]
QUESTIONS = ["A time when a date could not be kept", "Tell me about a failure", "A risk that you took", "A conflict with a colleague"]
SENTENCES = {
    "Situation": [
        "I worked in the office of {place} when {thing} failed every second Friday.",
        "In my second year at {place}, {thing} took most of a morning, and {people} had stopped reporting it.",
        "It was the busiest month at {place}; {thing} lost one order in forty.",
    ],
    "Task": [
        "I was asked to bring {thing} back within {number} weeks.",
        "My job was to find out why {thing} was slow and to put an end to it.",
        "I took it on myself to repair {thing}, since nobody else was going to.",
    ],
    "Action": [
        "I sat with {people} for {number} days and wrote down each step they took.",
        "I counted the failures by hour and found that {share}% of them fell into one of them.",
        "I wrote a one-page plan, read it out to {people}, and changed it twice.",
        "I tried the new version on {number} shops before I touched the others.",
        "We decided to look at {thing} together and we changed a few things.",
        "I think I may have suggested that {people} should try to kind of check it more often.",
        "Several improvements were made and the settings were adjusted.",
        "I trained {people} and left them a list of what to look at each morning.",
    ],
    "Result": [
        "After {number} weeks {thing} ran in {number} minutes instead of {share}.",
        "Complaints fell from {share} to {number} a month.",
        "Everything got a lot better and everybody was very happy.",
        "It saved {people} about {number} hours a week.",
        "It was a great success in the end.",
    ],
}
LENGTHS = {"Situation": 2, "Task": 1, "Action": 5, "Result": 2}
BROKEN = ["{", '{"id": %d}', '{"id": %d, "text": 5}', '{"id": %d, "text": "cut', '{"id": %d, "text": null}', "not JSON"]


def sentence(of: random.Random, section: str) -> str:
    return of.choice(SENTENCES[section]).format(
        place=of.choice(PLACES),
        thing=of.choice(THINGS),
        people=of.choice(PEOPLE),
        number=of.randint(2, 19),
        share=of.randint(20, 89),
    )


def answer(of: random.Random) -> str:
    """One answer: under headings, with bold labels, or as prose without any."""
    look = of.choice(["## {}\n\n{}", "**{}:** {}", "{}: {}", "{1}"])
    parts = [
        look.format(section, " ".join(sentence(of, section) for _ in range(of.randint(1, most))))
        for section, most in LENGTHS.items()
    ]
    return "# {}\n\n{}\n".format(of.choice(QUESTIONS), "\n\n".join(parts))


def records(count: int, broken: int) -> Iterator[str]:
    """Records as lines, with their numbers as ids."""
    for number in range(count):
        of = random.Random(number)
        if broken and of.randrange(broken) == 0:
            form = of.choice(BROKEN)
            yield form % number if "%d" in form else form
        else:
            yield json.dumps({"id": number, "text": answer(of)})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("--broken", type=int, default=0, metavar="N", help="about one record in N cannot be read")
    arguments = parser.parse_args()
    for line in records(arguments.count, arguments.broken):
        sys.stdout.write(line + "\n")
