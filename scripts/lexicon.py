#!/usr/bin/env python3
"""Print frequent verbs and nouns that rules/lexicon/ does not have yet, by the class that WordNet gives them.

usage: scripts/lexicon.py WORDNET SCOWL [HOW_RARE]

WORDNET   the folder with data.verb and data.noun (Debian's wordnet-base: /usr/share/wordnet)
SCOWL     the folder with english-words.10 and so on (Debian's scowl: /usr/share/dict/scowl)
HOW_RARE  the largest SCOWL size that counts as frequent; 35 where nothing is said

It is a first guess and no more: WordNet knows senses that nobody means. Judge each word before it enters a class.
"""

import collections
import pathlib
import re
import sys
import tomllib

# Numbers of WordNet's lexicographer files, as lexnames(5) lists them.
VERBS = "body change cognition communication competition consumption contact creation emotion motion perception possession social stative weather"
NOUNS = (
    "tops act animal artifact attribute body cognition communication event feeling food group location motive object "
    "person phenomenon plant possession process quantity relation shape state substance time"
)
CLASSES = {
    "verb": {29 + number: name for number, name in enumerate(VERBS.split())},
    "noun": {3 + number: name for number, name in enumerate(NOUNS.split())},
}


def known(kind):
    """The words that a file of the lexicon has."""
    path = pathlib.Path(__file__).parent.parent / "rules" / "lexicon" / f"{kind}s.toml"
    classes = tomllib.loads(path.read_text(encoding="utf-8"))["vocabulary"].values()
    return {word for entry in classes for word in entry.get(f"{kind}s", "").split()}


def frequent(folder, largest):
    """The words of SCOWL's lists up to a size."""
    words = set()
    for path in sorted(pathlib.Path(folder).glob("english-words.*")):
        if int(path.suffix[1:]) <= largest:
            words.update(path.read_text(encoding="latin-1").split())
    return words


def first_senses(path):
    """Each word with its lexicographer file: the one in which it has most senses."""
    counts = collections.defaultdict(collections.Counter)
    for line in pathlib.Path(path).read_text(encoding="latin-1").splitlines():
        if re.match(r"\d{8} ", line):
            _, file, _, count, *rest = line.split()
            for word in rest[: 2 * int(count, 16) : 2]:
                counts[word.lower()][int(file)] += 1
    return {word: files.most_common(1)[0][0] for word, files in counts.items()}


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    wordnet, scowl = pathlib.Path(sys.argv[1]), sys.argv[2]
    words = frequent(scowl, int(sys.argv[3]) if len(sys.argv) == 4 else 35)
    for kind, names in CLASSES.items():
        have, classes = known(kind), collections.defaultdict(list)
        for word, file in first_senses(wordnet / f"data.{kind}").items():
            if word in words and word not in have:
                classes[names[file]].append(word)
        for name in names.values():
            print(f"{kind}.{name}: {' '.join(sorted(classes[name]))}\n")


if __name__ == "__main__":
    main()
