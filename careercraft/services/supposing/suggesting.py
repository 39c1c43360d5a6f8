"""What is worth supposing first: the shortest steps of a student, as suppositions. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.calc import NextStep, StudentResult, next_steps
from careercraft.calc.contract import SUBJECTS
from careercraft.services.supposing.codes import NotACode, Supposed, read

MOST_SUGGESTED = 4


def suggested(result: StudentResult) -> tuple[Supposed, ...]:
    """The first steps that can be supposed as they are, each once."""
    found: dict[str, Supposed] = {}
    for step in next_steps(result):
        for code in _codes(step):
            try:
                one = read(code)
            except NotACode:
                continue
            found.setdefault(one.code, one)
    return tuple(found.values())[:MOST_SUGGESTED]


def _codes(step: NextStep) -> Iterator[str]:
    """What would close the gap of a step, where points or hours are missing."""
    if step.gap is None:
        return
    kind, _, part = step.gap.what.removeprefix("what.").partition(".")
    if step.gap.unit == "points":
        yield f"more~part~{kind}.{part}~points~{step.gap.amount}"
    elif step.gap.unit == "hours" and kind in SUBJECTS:
        subject = part if part in SUBJECTS[kind] else "other"
        yield f"{kind}~subject~{subject}~hours~{step.gap.amount}"
