"""The what-if pages as their templates read them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for

from careercraft.blueprints.rosters.addresses import address
from careercraft.blueprints.what_if.asking import Asked, SetAsked
from careercraft.blueprints.what_if.forms import SupposeForm
from careercraft.clock import school_year, today
from careercraft.filters import class_label, grade, long_date, number
from careercraft.services.supposing.codes import MOST_SUPPOSED
from careercraft.services.supposing.kinds import kinds
from careercraft.services.supposing.many import ROWS_PER_PAGE, SetWhatIf, in_words_of
from careercraft.services.supposing.one import StudentWhatIf
from careercraft.services.supposing.runs import Run
from careercraft.web.pager import Pager
from careercraft.web.progress import ProgressBlock, progress_of

FORMATS = ("xlsx", "csv")


class Chosen(NamedTuple):
    """One supposition with the page that lacks it."""

    words: str
    without_href: str


class Suggestion(NamedTuple):
    """One of the shortest steps, with the page that supposes it."""

    words: str
    href: str


class KindLink(NamedTuple):
    """A kind whose form can be opened."""

    title: str
    href: str
    current: bool


class Supposing(NamedTuple):
    """The panel in which something is supposed."""

    chosen: list[Chosen]
    groups: list[tuple[str, list[KindLink]]]
    form: SupposeForm
    kind: str
    title: str
    method: str
    """"get" where the answer is an address, "post" where work in the background begins."""
    action: str
    hidden: list[tuple[str, str]]
    """What the form carries along."""
    clear_href: str
    notice: str | None
    full: str | None
    opened: bool
    suggested: list[Suggestion]


class StudentPage(NamedTuple):
    """Everything that `what_if/student.html` shows."""

    found: StudentWhatIf
    supposing: Supposing
    facts: list[str]
    trail: list[tuple[str, str]]
    back_href: str
    plan_href: str | None


class SetPage(NamedTuple):
    """Everything that `what_if/set.html` shows."""

    found: SetWhatIf
    codes: list[str]
    supposing: Supposing
    title: str
    facts: list[str]
    trail: list[tuple[str, str]]
    pager: Pager
    export_hrefs: dict[str, str]
    again: Again | None
    """For a set that was worked out in the background."""


class Again(NamedTuple):
    """When a large set was worked out, and how to have it done anew."""

    at: datetime
    outdated: bool
    action: str
    hidden: list[tuple[str, str]]


class LargePage(NamedTuple):
    """A large set before it is worked out. `failed`: whether an earlier try came to nothing."""

    supposing: Supposing
    title: str
    facts: list[str]
    trail: list[tuple[str, str]]
    students: int
    action: str
    hidden: list[tuple[str, str]]
    progress: ProgressBlock | None
    failed: bool


def student_page(found: StudentWhatIf, asked: Asked) -> StudentPage:
    """The page of one student."""
    student_id = found.student_id
    shown = url_for("students.show", student_id=student_id)
    roster = url_for("rosters.show", class_of=found.class_of, campus=str(found.campus_id))
    may_plan = found.may_plan and asked.supposed
    codes = list(asked.codes)
    return StudentPage(
        found,
        _supposing(
            asked,
            [(one.code, one.words) for one in found.supposed],
            [],
            [Suggestion(one.words, asked.also(one.code)) for one in found.suggested],
        ),
        [
            grade(found.grade) if found.grade is not None else "",
            class_label(found.class_of, found.school_year),
            found.campus,
        ],
        [
            ("Rosters", url_for("rosters.choose")),
            (f"Class of {found.class_of} at {found.campus}", roster),
            ("Student", shown),
        ],
        shown,
        url_for("plans.show", student_id=student_id, s=codes, _anchor="action-form")
        if may_plan
        else None,
    )


def set_page(found: SetWhatIf, whom: SetAsked, asked: Asked, run: Run | None = None) -> SetPage:
    """The page of a chosen set."""
    supposing = _supposing(asked, list(found.supposed), _pairs(whom.arguments()), [])
    return SetPage(
        found,
        list(asked.codes),
        _in_background(supposing, whom) if run else supposing,
        _title(whom),
        [*_whom(found.total, whom), f"judged on {long_date(found.on)}"],
        _trail(whom),
        _pager(found, asked),
        _exports(whom, asked) if found.may_export else {},
        _again(whom, asked, run) if run else None,
    )


def large_page(
    whom: SetAsked, asked: Asked, ids: Collection[UUID], run: Run | None = None
) -> LargePage:
    """The page of a set that is too large to be judged while somebody waits."""
    told = list(in_words_of(asked.supposed, whom.class_of))
    supposing = _supposing(asked, told, _pairs(whom.arguments()), [])
    progress = progress_of(run.task) if run and run.at_work and run.task else None
    return LargePage(
        _in_background(supposing, whom),
        _title(whom),
        _whom(len(ids), whom),
        _trail(whom),
        len(ids),
        _work_out_href(whom),
        _carried(whom, asked),
        progress and progress._replace(status_href=asked.address(), page_href=asked.address()),
        run is not None and progress is None,
    )


def _in_background(supposing: Supposing, whom: SetAsked) -> Supposing:
    return supposing._replace(method="post", action=_work_out_href(whom))


def _work_out_href(whom: SetAsked) -> str:
    return url_for("what_if.work_out_set", class_of=whom.class_of)


def _carried(whom: SetAsked, asked: Asked) -> list[tuple[str, str]]:
    return [*_pairs(whom.arguments()), *(("s", code) for code in asked.codes)]


def _again(whom: SetAsked, asked: Asked, run: Run) -> Again:
    assert run.ready_at is not None  # noqa: S101 - it has a result
    return Again(run.ready_at, run.outdated, _work_out_href(whom), _carried(whom, asked))


def _title(whom: SetAsked) -> str:
    return f"What if, class of {whom.class_of}"


def _whom(total: int, whom: SetAsked) -> list[str]:
    noun = "student" if total == 1 else "students"
    return [f"{number(total)} chosen {noun}", class_label(whom.class_of, school_year(today()))]


def _trail(whom: SetAsked) -> list[tuple[str, str]]:
    roster = address(whom.query)
    return [("Rosters", url_for("rosters.choose")), (f"Class of {whom.class_of}", roster)]


def _supposing(
    asked: Asked,
    chosen: list[tuple[str, str]],
    carried: list[tuple[str, str]],
    suggestions: list[Suggestion],
) -> Supposing:
    links = [
        (one.group, KindLink(one.title, asked.with_form(one.id), one.id == asked.kind))
        for one in kinds().values()
    ]
    grouped = groupby(links, key=lambda pair: pair[0])
    return Supposing(
        [Chosen(words, asked.without(code)) for code, words in chosen],
        [(group, [link for _, link in pairs]) for group, pairs in grouped],
        asked.form,
        asked.kind,
        kinds()[asked.kind].title,
        "get",
        asked.whom.address(()).partition("?")[0],
        [*carried, *(("s", code) for code in asked.codes), ("kind", asked.kind)],
        asked.whom.address(()),
        _left_out(asked.left_out),
        f"{MOST_SUPPOSED} things are supposed; remove one to suppose another."
        if asked.full
        else None,
        asked.opened,
        [] if asked.full else suggestions,
    )


def _left_out(number: int) -> str | None:
    if not number:
        return None
    noun = "One supposition" if number == 1 else f"{number} suppositions"
    return f"{noun} of this address could not be read and is left out. Add it below once more."


def _pairs(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Values of an address one by one, as hidden fields carry them."""
    return [
        (name, one)
        for name, value in values.items()
        for one in (value if isinstance(value, list) else [value])
    ]


def _pager(found: SetWhatIf, asked: Asked) -> Pager:
    def at(page: int) -> str:
        return asked.whom.address(asked.codes, at=page, _anchor="students")

    first = (found.page - 1) * ROWS_PER_PAGE + 1
    return Pager(
        found.page,
        found.pages,
        first,
        first + len(found.rows) - 1,
        found.total,
        at(found.page - 1) if found.page > 1 else None,
        at(found.page + 1) if found.page < found.pages else None,
    )


def _exports(whom: SetAsked, asked: Asked) -> dict[str, str]:
    wanted = whom.arguments() | {"s": list(asked.codes)}
    return {
        one: url_for("what_if.export", class_of=whom.class_of, format=one, **wanted)
        for one in FORMATS
    }
