"""What the pages of the bonus show around what the services found: addresses, tabs, chips."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import url_for
from wtforms import Form

from careercraft.blueprints.bonus.forms import (
    GROUP_LABELS,
    STATE_LABELS,
    STEP_LABELS,
    ListForm,
    radio,
)
from careercraft.clock import school_year, senior_class, today
from careercraft.filters import class_label, long_date
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.bonus.student_lists import (
    ROWS_PER_PAGE,
    ListedStudent,
    ListQuery,
    StudentList,
    chosen_campus,
    sentence,
)
from careercraft.services.class_counts import classes
from careercraft.services.context import Desk
from careercraft.web.desk import signed_in_person
from careercraft.web.narrowing import Chip, Tab, left_out
from careercraft.web.pager import Pager

EXPORT_FORMATS = ("xlsx", "csv")


class ClassChoice(NamedTuple):
    """A graduating class to switch to."""

    href: str
    label: str
    current: bool


class ListPage(NamedTuple):
    """Everything that `bonus/students.html` and its fragment show."""

    class_of: int
    title: str
    facts: list[str]
    sentence: str
    notices: list[str]
    address: str
    action: str
    form: Form
    tabs: list[Tab]
    chips: list[Chip]
    clear_href: str | None
    rows: list[ListedStudent]
    with_money: bool
    with_campus: bool
    with_steps: bool
    pages: Pager
    files: dict[str, str]
    money_href: str | None
    not_judged: int


def class_choices(desk: Desk, class_of: int, endpoint: str, **kept: Any) -> list[ClassChoice]:
    """The classes of the switch: those with students, and the one that is shown."""
    this_year = school_year(today())
    known = sorted({*classes(desk), class_of, senior_class(today())}, reverse=True)
    return [
        ClassChoice(
            url_for(endpoint, class_of=year, **kept), class_label(year, this_year), year == class_of
        )
        for year in known
    ]


def list_address(query: ListQuery, **changes: Any) -> str:
    """The address of a list."""
    wanted = query._replace(**changes)
    return url_for("bonus.students", class_of=wanted.class_of, **_arguments(wanted))


def _arguments(query: ListQuery) -> dict[str, Any]:
    given = {
        "step": query.step,
        "state": query.state,
        "group": query.group,
        "campus": query.campus_id,
        "page": query.page if query.page > 1 else None,
    }
    return {name: str(value) for name, value in given.items() if value is not None}


def list_page(found: StudentList, dropped: list[str]) -> ListPage:
    """The page of a list; `dropped` names what of the address was not understood."""
    query = found.query
    chips = _chips(found)
    form = ListForm(
        data={
            "step": query.step or "",
            "campus": str(query.campus_id or ""),
            "group": query.group or "",
            "state": query.state or "",
        }
    )
    form.campus.choices = radio([("", "All"), *((one.id, one.label) for one in found.campuses)])
    return ListPage(
        class_of=query.class_of,
        title=f"Bonus, {class_label(query.class_of, school_year(today()))[:1].lower()}"
        f"{class_label(query.class_of, school_year(today()))[1:]}",
        facts=_facts(found),
        sentence=sentence(found),
        notices=left_out([*dropped, *found.ignored]),
        address=list_address(query),
        action=url_for("bonus.students", class_of=query.class_of),
        form=form,
        tabs=_tabs(found),
        chips=chips,
        clear_href=list_address(ListQuery(query.class_of)) if len(chips) > 1 else None,
        rows=found.rows,
        with_money=found.with_money,
        with_campus=len(found.campuses) > 1 and query.campus_id is None,
        with_steps=any(row.step for row in found.rows),
        pages=_pages(found),
        files=_files(query),
        money_href=url_for("bonus.show", class_of=query.class_of) if found.with_money else None,
        not_judged=found.not_judged,
    )


def may_export() -> bool:
    """Whether this person may take lists away."""
    return Permission.CAMPUS_LISTS_EXPORT in permissions(signed_in_person().actor)


def _files(query: ListQuery) -> dict[str, str]:
    """The whole list as files, for those who may take lists away."""
    if not may_export():
        return {}
    kept = _arguments(query._replace(page=1))
    return {
        kind: url_for("bonus.students_file", class_of=query.class_of, format=kind, **kept)
        for kind in EXPORT_FORMATS
    }


def _facts(found: StudentList) -> list[str]:
    campus = chosen_campus(found)
    facts = [campus.label if campus else f"{len(found.campuses)} campuses"]
    if found.data_through:
        facts.append(f"data through {long_date(found.data_through)}")
    if found.judged_at:
        facts.append(f"computed {long_date(found.judged_at)}")
    return facts


def _tabs(found: StudentList) -> list[Tab]:
    return [
        Tab(
            STEP_LABELS[step],
            students,
            list_address(found.query, step=step, state=None, page=1),
            found.query.step == step,
        )
        for step, students in found.by_step.items()
    ]


def _chips(found: StudentList) -> list[Chip]:
    query, chips = found.query, []
    if query.step:
        href = list_address(query, step=None, page=1)
        chips.append(Chip("Step", STEP_LABELS[query.step], href))
    if query.campus_id and (campus := chosen_campus(found)):
        chips.append(Chip("Campus", campus.label, list_address(query, campus_id=None, page=1)))
    if query.group:
        href = list_address(query, group=None, page=1)
        chips.append(Chip("Group", GROUP_LABELS[query.group], href))
    if query.state:
        href = list_address(query, state=None, page=1)
        chips.append(Chip("Bonus", STATE_LABELS[query.state], href))
    return chips


def _pages(found: StudentList) -> Pager:
    query = found.query
    first = (query.page - 1) * ROWS_PER_PAGE + 1
    return Pager(
        query.page,
        found.pages,
        first,
        first + len(found.rows) - 1,
        found.total,
        list_address(query, page=query.page - 1) if query.page > 1 else None,
        list_address(query, page=query.page + 1) if query.page < found.pages else None,
    )
