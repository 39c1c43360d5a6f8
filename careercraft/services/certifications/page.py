"""The certification page: what the class needs, and each certification held against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from careercraft.calc import Credential, Finding, RuleSet, rules_for_student, sentence
from careercraft.calc.criteria.case import Case
from careercraft.calc.criteria.credentials import certifications, is_sunsetting, tier
from careercraft.calc.explain import level_word, term, title
from careercraft.calc.steps import next_steps
from careercraft.privacy.events import Event
from careercraft.services import students
from careercraft.services.certifications.programs import Program, program_name, programs
from careercraft.services.cites import Cite, cites_of
from careercraft.services.context import Desk
from careercraft.services.evidence_words import (
    RECEIVED,
    EvidenceLine,
    certification_name,
    evidence_line,
)
from careercraft.services.records.contested import Marks, marks_of
from careercraft.services.students import Judged
from careercraft.services.supposing.kinds import lists_named

REQUIREMENTS = {
    "result": "Result code",
    "earned": "Date earned",
    "listed": "List",
    "program_of_study": "Program of study",
}
OTHERS = ("level_1_certificate", "level_2_certificate", "associate_degree")
ON_LIST = {True: "On it", False: "Not on it", None: "Not known"}
SUNSETTING = {
    True: "Sunsetting: a campus may count only so many graduates who have nothing else",
    False: "Not sunsetting",
    None: "Not known whether it is sunsetting",
}


class Rule(NamedTuple):
    """What the student's class needs, with where that was read."""

    title: str
    words: str
    standing: str
    cites: tuple[Cite, ...]


class Requirement(NamedTuple):
    """One requirement of a certification, answered."""

    title: str
    state: str
    words: str
    standing: str
    cites: tuple[Cite, ...]


class Certification(NamedTuple):
    """One certification: what is on file of it, and each requirement."""

    name: str
    code: str | None
    earned_on: date | None
    result: str
    lists: tuple[tuple[str, str], ...]
    tier: int | None
    sunsetting: str
    aligned: str
    state: str
    words: str
    requirements: tuple[Requirement, ...]
    place: str


class CertificationPage(NamedTuple):
    """Everything that the page shows."""

    student_id: UUID
    campus_id: UUID
    name: str
    class_of: int
    grade: int | None
    campus: str
    school_year: str
    judged_on: date
    title: str
    state: str
    level: str | None
    words: str
    standing: str
    cites: tuple[Cite, ...]
    only_by_sunsetting: bool
    rules: tuple[Rule, ...]
    certifications: tuple[Certification, ...]
    programs: tuple[Program, ...]
    others: tuple[EvidenceLine, ...]
    steps: tuple[str, ...]
    """What would make it count, shortest first."""
    marks: Marks


def page(desk: Desk, student_id: UUID) -> CertificationPage:
    """A student's certifications; raises `NotFound`. The look is recorded with its reason."""
    student, why = students.visible_student(desk, student_id)
    seen = students.judged(desk, student_id)
    shown = in_words(seen, student.campus_id, marks_of(desk, student_id))
    desk.record(Event.STUDENT_VIEWED, "student", student_id, reason=why.value)
    desk.session.commit()
    return shown


def in_words(seen: Judged, campus_id: UUID, marks: Marks) -> CertificationPage:
    """The certifications of a judged student in words."""
    result, facts = seen.result, seen.result.facts
    rules = rules_for_student(facts)
    lines = {ref: evidence_line(one, seen.class_of) for ref, one in seen.evidence.items()}
    whole = result.indicators["ibc"]
    case = Case(facts, rules)
    ceiling = rules.edition_authority.standing
    return CertificationPage(
        seen.student_id,
        campus_id,
        seen.identity.full_name,
        seen.class_of,
        seen.grade,
        seen.campus_name,
        seen.school_year,
        seen.judged_on,
        title("ibc"),
        whole.state.value,
        level_word(whole.level.value) if whole.level else None,
        sentence(whole.because),
        whole.standing.value,
        cites_of(whole.cite),
        bool(result.only_by_sunsetting_ibc),
        tuple(_rules(rules)),
        tuple(
            _certification(held, found.no_surer_than(ceiling), rules, lines)
            for held, found in certifications(case)
        ),
        programs(facts.courses, lines, result.class_of, rules.ibc_regime.value.step),
        tuple(_others(facts.credentials, lines)),
        tuple(one.action for one in next_steps(result) if one.indicator == "ibc"),
        marks,
    )


def _rules(rules: RuleSet) -> Iterator[Rule]:
    lists, authority = rules.ibc_lists
    words = " or ".join(term(f"list.{one}") for one in lists.lists)
    yield Rule("List", f"On {words}.", authority.standing.value, cites_of(authority.cite))
    regime, authority = rules.ibc_regime
    step = term(f"step.{regime.step}")
    yield Rule(
        "Program of study",
        f"Beside it {step}, in a program of study aligned with it."
        if regime.step != "none"
        else "No course beside it.",
        authority.standing.value,
        cites_of(authority.cite),
    )
    code, authority = rules.ibc_result.at(date.max)
    needed = "and it must be on file" if code.required else "where it is on file"
    told = f"Result code {' or '.join(code.credited)} (received), {needed}."
    yield Rule("Result code", told, authority.standing.value, cites_of(authority.cite))
    sunset, authority = rules.ibc_sunsetting
    if sunset.outgoing:
        told = (
            f"On {term(f'list.{sunset.outgoing}')} and not on {term(f'list.{sunset.incoming}')}: "
            "a campus may count only so many graduates who have nothing else."
        )
        yield Rule("Sunsetting", told, authority.standing.value, cites_of(authority.cite))


def _certification(
    held: Credential, found: Finding, rules: RuleSet, lines: Mapping[str, EvidenceLine]
) -> Certification:
    registered = rules.certifications.get(held.code or "")
    aligned = held.programs_of_study
    if aligned is None and registered is not None:
        aligned = registered.programs_of_study
    line = lines.get(held.ref or "")
    return Certification(
        certification_name(held.code, int(rules.class_of)),
        held.code,
        held.earned_on,
        _result(held.result),
        tuple((_list_title(one), ON_LIST[_on_list(held, one, rules)]) for one in lists_named()),
        tier(held, rules),
        SUNSETTING[is_sunsetting(held, rules)],
        _aligned(aligned),
        found.state.value,
        sentence(found.because),
        tuple(_requirements(found)),
        line.place if line else "",
    )


def _list_title(name: str) -> str:
    words = term(f"list.{name}")
    return words[:1].upper() + words[1:]


def _aligned(programs_of_study: Iterable[str] | None) -> str:
    if programs_of_study is None:
        return "Not known: neither the record nor the register says with which program it goes"
    return ", ".join(map(program_name, programs_of_study)) or "With none"


def _result(code: str | None) -> str:
    if code is None:
        return "Not on file"
    return f"{code}, received" if code == RECEIVED else f"{code}, not received"


def _on_list(held: Credential, name: str, rules: RuleSet) -> bool | None:
    if held.lists is not None:
        return name in held.lists
    registered = rules.certifications.get(held.code or "")
    return registered.lists.get(name) if registered else None


def _requirements(found: Finding) -> Iterator[Requirement]:
    for part in found.parts:
        yield Requirement(
            REQUIREMENTS.get(part.id, part.id.replace("_", " ").capitalize()),
            part.state.value,
            sentence(part.because),
            part.standing.value,
            cites_of(part.cite),
        )


def _others(
    credentials: Iterable[Credential], lines: Mapping[str, EvidenceLine]
) -> Iterator[EvidenceLine]:
    for one in credentials:
        if one.kind in OTHERS and one.ref is not None and one.ref in lines:
            yield lines[one.ref]
