"""The student page in words: the judgement, what next, the two gates, every other indicator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from careercraft.calc import (
    Citation,
    Finding,
    Standing,
    State,
    StudentResult,
    next_steps,
    rules_for_class,
    sentence,
    title,
)
from careercraft.calc.explain import gap_amount, level_word, part_title, term
from careercraft.calc.facts import Number
from careercraft.calc.scales import SCALES
from careercraft.clock import TEXAS
from careercraft.services import students
from careercraft.services.cites import Cite, cites_of
from careercraft.services.context import Desk
from careercraft.services.evidence_words import EvidenceLine, evidence_line
from careercraft.services.papers.reading import OfStudent, of_student
from careercraft.services.programs.student import WayView, way_view
from careercraft.services.records.contested import NO_MARKS, Amendment, Marks, marks_of
from careercraft.services.records.notices import recent
from careercraft.services.students import Judged, PrintedPlan, StudentPage
from careercraft.services.students.beside import Planned
from careercraft.services.students.bonus import BonusView, bonus_view
from careercraft.services.students.reasons import ROUTES, WayInWords, mixing, reason, ways
from careercraft.services.students.ways import EveryWay, every_way

PROGRAMS = {"echs": "Early College High School", "ptech": "P-TECH"}
STATUSES = {"graduated": "Graduated", "withdrawn": "Withdrawn"}
STAFF_WORK = frozenset({"load_evidence"})


class Judgement(NamedTuple):
    """One judgement of a student: state, level where there are levels, the reason, its standing."""

    name: str
    state: str
    level: str | None
    reason: str
    standing: str
    cites: tuple[Cite, ...]


class Mark(NamedTuple):
    """The best result on one test, on its scale, with the cut and where the result was read."""

    name: str
    subject: str
    low: Number
    high: Number
    cut: Number
    best: Number
    on: date | None
    evidence: tuple[EvidenceLine, ...]


class Condition(NamedTuple):
    """One condition that was looked at, with its answer."""

    state: str
    sentence: str


class Gate(NamedTuple):
    """A subject of TSI."""

    id: str
    title: str
    state: str
    gap: str | None
    sentence: str
    marks: tuple[Mark, ...]
    remarks: tuple[Condition, ...]
    nothing_on_file: tuple[str, ...]
    not_loaded: tuple[str, ...]
    standing: str
    cites: tuple[Cite, ...]


class IndicatorRow(NamedTuple):
    """An indicator other than TSI."""

    id: str
    title: str
    state: str
    level: str | None
    sentence: str
    conditions: tuple[Condition, ...]
    evidence: tuple[EvidenceLine, ...]
    standing: str
    cites: tuple[Cite, ...]


class StudentView(NamedTuple):
    """Everything that the student page shows."""

    id: UUID
    campus_id: UUID
    name: str
    birth_date: date | None
    state_id: str | None
    local_id: str | None
    grade: int | None
    class_of: int
    school_year: str
    campus: str
    counselor: str | None
    program: str | None
    status: str | None
    judged_on: date
    rated_in: int
    data_through: date | None
    judgement: Judgement
    bonus: BonusView
    ways: tuple[WayInWords, ...]
    staff_work: tuple[str, ...]
    every_way: EveryWay
    gates: tuple[Gate, ...]
    tsi_state: str
    tsi_level: str | None
    mixing: str | None
    indicators: tuple[IndicatorRow, ...]
    evidence: tuple[EvidenceLine, ...]
    plans: tuple[PrintedPlan, ...]
    up_to_date: bool
    computed_on: date | None
    stored_state: str | None
    planned: Planned
    way: WayView | None = None
    """Their program, where they are or were in one."""
    marks: Marks = NO_MARKS
    """What was amended on request, and what the family says of parts that stand."""
    just_amended: tuple[Amendment, ...] = ()
    """Amendments that the page still announces."""
    papers: OfStudent | None = None
    """The documents handed in; None for whoever may see none."""


def view(desk: Desk, student_id: UUID) -> StudentView:
    """A student as the page shows them; raises `NotFound`.

    The look is recorded with its reason, last of all, as that ends the transaction in which all of
    it is read.
    """
    page = students.looked_at(desk, student_id)
    marks = marks_of(desk, student_id) if page.beside.marked else NO_MARKS
    in_program = any(one.kind == "program_year" for one in page.judged.evidence.values())
    seen = in_words(page)._replace(
        marks=marks,
        just_amended=recent(marks, desk.now),
        papers=of_student(desk, student_id, some=page.beside.papers),
        way=way_view(desk, student_id) if in_program else None,
    )
    students.record_look(desk, page)
    return seen


def in_words(page: StudentPage) -> StudentView:
    """A student page with everything said in sentences."""
    judged, result = page.judged, page.judged.result
    lines = {ref: evidence_line(one, judged.class_of) for ref, one in judged.evidence.items()}
    identity = judged.identity
    tsi = result.indicators["tsi"]
    steps = next_steps(result)
    return StudentView(
        id=judged.student_id,
        campus_id=page.campus_id,
        name=identity.full_name,
        birth_date=identity.birth_date,
        state_id=identity.state_unique_id,
        local_id=identity.local_id,
        grade=judged.grade,
        class_of=judged.class_of,
        school_year=judged.school_year,
        campus=judged.campus_name,
        counselor=judged.counselor_name,
        program=PROGRAMS.get(judged.profile.program or ""),
        status=STATUSES.get(judged.status),
        judged_on=judged.judged_on,
        rated_in=int(result.accountability_year),
        data_through=judged.data_through,
        judgement=_judgement(judged),
        bonus=bonus_view(judged.bonus, result.facts, judged.judged_on, lines),
        ways=ways(judged.result),
        staff_work=tuple(dict.fromkeys(one.action for one in steps if one.key in STAFF_WORK)),
        every_way=every_way(result, rules_for_class(result.class_of), judged.judged_on),
        gates=tuple(_gate(part, lines) for part in tsi.parts),
        tsi_state=tsi.state.value,
        tsi_level=_level(tsi),
        mixing=mixing(tsi),
        indicators=tuple(_indicator(id_, result, lines) for id_ in _in_order(result)),
        evidence=tuple(sorted(lines.values(), key=_newest_first)),
        plans=page.plans,
        up_to_date=page.up_to_date,
        computed_on=page.computed_at.astimezone(TEXAS).date() if page.computed_at else None,
        stored_state=page.stored_state,
        planned=page.beside.planned,
    )


# The judgement


def _judgement(judged: Judged) -> Judgement:
    result = judged.result
    return Judgement(
        "Accountability",
        result.state.value,
        level_word(result.level.value) if result.level else None,
        reason(result),
        result.standing.value,
        cites_of(_what_it_rests_on(result)),
    )


def _what_it_rests_on(result: StudentResult) -> Iterator[Citation]:
    """The places that make a judgement as unsure as it is; for a sure one, those that decide it."""
    edition = rules_for_class(result.class_of).edition_authority
    if result.standing is not Standing.READ and edition.standing is result.standing:
        yield from edition.cite
        return
    for finding in result.indicators.values():
        decides = finding.state is State.MET or result.standing is not Standing.READ
        if decides and finding.standing is result.standing:
            yield from finding.cite


# The gates


def _gate(subject: Finding, lines: dict[str, EvidenceLine]) -> Gate:
    marks = tuple(_marks(subject, lines))
    return Gate(
        subject.id,
        part_title(subject.id),
        subject.state.value,
        _gap(subject),
        sentence(subject.because),
        marks,
        tuple(_remarks(subject)),
        tuple(ROUTES[r.id] for r in subject.parts if r.state is State.NOT_MET and _is_bare(r)),
        tuple(ROUTES[r.id] for r in subject.parts if r.state is State.UNKNOWN and _is_bare(r)),
        subject.standing.value,
        cites_of(subject.cite),
    )


def _gap(subject: Finding) -> str | None:
    """What is missing, where it is one thing; where it is more, the sentence says each."""
    if subject.gap is None or subject.because.key == "joined":
        return None
    return f"{gap_amount(subject.gap)} short"


def _is_bare(route: Finding) -> bool:
    """Whether nothing of a route is on file."""
    return not route.evidence


def _marks(subject: Finding, lines: dict[str, EvidenceLine]) -> Iterator[Mark]:
    for leaf in _leaves(subject):
        scale = _scale(leaf)
        if scale is None or leaf.fact is None or leaf.required is None:
            continue
        name = term(leaf.fact.what)
        value = leaf.fact.value
        if isinstance(value, str):
            continue
        yield Mark(
            name,
            f"{part_title(subject.id)}, {name}",
            *scale,
            leaf.required,
            value,
            leaf.fact.date,
            _read_from(leaf, lines),
        )


def _scale(leaf: Finding) -> tuple[int, int] | None:
    if leaf.fact is None:
        return None
    _, test, part = f"{leaf.fact.what}..".split(".")[:3]
    return SCALES.get((test, part))


def _remarks(subject: Finding) -> Iterator[Condition]:
    """What a route has to say that no scale shows: a course, a missing essay, a missing date."""
    for route in subject.parts:
        told = sentence(route.because)
        shown = all(_scale(leaf) and leaf.required is not None for leaf in _leaves(route))
        if not _is_bare(route) and not shown and told != sentence(subject.because):
            yield Condition(route.state.value, told)


def _leaves(finding: Finding) -> Iterator[Finding]:
    if not finding.parts:
        yield finding
    for part in finding.parts:
        yield from _leaves(part)


# The other indicators


def _in_order(result: StudentResult) -> list[str]:
    """Met first, then nearest, then far, then undecided, then closed; TSI has its gates."""
    others = [id_ for id_ in result.indicators if id_ != "tsi"]
    return sorted(others, key=lambda id_: _rank(result.indicators[id_]))


def _rank(finding: Finding) -> tuple[float, ...]:
    order = {State.MET: 0, State.NOT_MET: 1, State.UNKNOWN: 2, State.NOT_APPLICABLE: 3}
    return order[finding.state], float(finding.gap.share) if finding.gap else 1.0


def _indicator(id_: str, result: StudentResult, lines: dict[str, EvidenceLine]) -> IndicatorRow:
    finding = result.indicators[id_]
    return IndicatorRow(
        id_,
        title(id_),
        finding.state.value,
        _level(finding),
        sentence(finding.because),
        tuple(_conditions(finding)),
        _read_from(finding, lines),
        finding.standing.value,
        cites_of(finding.cite),
    )


def _level(finding: Finding) -> str | None:
    return level_word(finding.level.value) if finding.level else None


def _conditions(finding: Finding) -> Iterator[Condition]:
    """Every condition behind an indicator of which something is on file, each told once."""
    if not finding.evidence:
        return
    told = {sentence(finding.because)}
    for leaf in _leaves(finding):
        words = sentence(leaf.because)
        if words not in told:
            told.add(words)
            yield Condition(leaf.state.value, words)


# Words


def _read_from(finding: Finding, lines: dict[str, EvidenceLine]) -> tuple[EvidenceLine, ...]:
    return tuple(lines[ref] for ref in finding.evidence if ref in lines)


def _newest_first(line: EvidenceLine) -> tuple[int, str, str]:
    return -(line.on.toordinal() if line.on else 0), line.what, str(line.id)
