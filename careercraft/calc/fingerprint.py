"""Short, stable fingerprints of rules and facts: two equal ones mean the outcome can be reused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from careercraft.calc.facts import Score, StudentFacts

FOLDER = Path(__file__).parent
CODE_THAT_JUDGES = ("criteria", "accountability", "bonus")
MODULES_THAT_JUDGE = (
    "calendar.py",
    "citations.py",
    "evaluate.py",
    "facts.py",
    "finding.py",
    "findings.py",
    "history.py",
    "reasons.py",
    "rules.py",
    "verdict.py",
    "verdicts.py",
)
LENGTH = 32
REF = -1


def digest(*values: object) -> str:
    """Return a fingerprint of values that print the same way every time."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:LENGTH]


@lru_cache(maxsize=1)
def rule_code() -> str:
    """Return a fingerprint of the code that judges: a changed rule shows in every result."""
    return digest([(path.name, path.read_text("utf-8")) for path in judging_texts()])


def judging_texts() -> list[Path]:
    """Return the texts of the code that judges."""
    files = [FOLDER / name for name in MODULES_THAT_JUDGE]
    return files + [
        one for room in CODE_THAT_JUDGES for one in sorted((FOLDER / room).glob("*.py"))
    ]


def facts_fingerprint(facts: StudentFacts) -> str:
    """Return a fingerprint of the facts; the order of evidence and its refs do not matter."""
    return digest(
        facts[: StudentFacts._fields.index("scores")],
        _without_refs(facts.scores),
        _without_refs(facts.courses),
        _without_refs(facts.credentials),
        _without_refs(facts.enlistments),
        _without_refs(facts.enrollments),
        sorted(facts.known),
    )


def _without_refs(items: Iterable[tuple[Any, ...]]) -> list[str]:
    return sorted(repr(_steady(item)) for item in items)


def _steady(item: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return an item without its ref, the parts of a score in the order of their names."""
    if isinstance(item, Score):
        return (item.test, sorted(item.parts.items()), item.date, item.exam)
    return item[:REF]
