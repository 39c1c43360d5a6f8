"""What is supposed, in the words of the evidence that it would be."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from careercraft.calc.explain import term
from careercraft.filters import long_date
from careercraft.services.evidence_words import evidence_line
from careercraft.services.students import EvidenceView
from careercraft.services.supposing.codes import Supposed, item_of, read_all
from careercraft.services.supposing.kinds import DAY, MORE

NOBODY = UUID(int=0)
KIND_OF_LIST = {
    "scores": "score",
    "courses": "course",
    "credentials": "credential",
    "enlistments": "enlistment",
    "enrollments": "enrollment",
    "milestones": "milestone",
}


def in_words(supposed: Supposed, class_of: int) -> str:
    """One supposition: "SAT: math 530, Mar 8, 2027"."""
    if supposed.kind.id == MORE:
        return _more(supposed)
    item = {name: value for name, value in item_of(supposed).items() if name != "result"}
    kind = KIND_OF_LIST[supposed.kind.list_name]
    line = evidence_line(EvidenceView(NOBODY, kind, item, "", "", 0, None), class_of)
    details = [line.details, *(f"on {term(f'list.{one}')}" for one in item.get("lists", ()))]
    said = ", ".join(filter(None, details))
    told = f"{line.what}: {said}" if said else line.what
    named = kind == "milestone" or line.on is None
    return told if named else f"{told}, {long_date(line.on)}"


def as_actions(codes: Iterable[str], class_of: int) -> str:
    """What is supposed as something to be done, without days that are only supposed."""
    told = [in_words(_undated(one), class_of) for one in read_all(codes)[0]]
    return f"Reach {'; '.join(told)}" if told else ""


def _undated(supposed: Supposed) -> Supposed:
    days = {one.name for one in supposed.kind.fields if one.type == DAY}
    kept = {name: value for name, value in supposed.values.items() if name not in days}
    return supposed._replace(values=kept)


def _more(supposed: Supposed) -> str:
    points = supposed.values["points"]
    label = dict(supposed.kind.fields[0].choices)[supposed.values["part"]]
    day = supposed.values.get("on")
    noun = "point" if points == 1 else "points"
    return f"{label}: {points} {noun} more than the best on file" + (
        f", {long_date(day)}" if day else ""
    )
