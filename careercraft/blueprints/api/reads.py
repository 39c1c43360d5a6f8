"""The addresses that programs read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from flask import Response, jsonify, request

from careercraft.blueprints.api.area import api
from careercraft.blueprints.api.asked import asked_of, cursor_of
from careercraft.services.api import description, figures, records
from careercraft.services.api.records import Asked, Page
from careercraft.services.api.tokens import Scope
from careercraft.services.context import Desk
from careercraft.web.api import answer, desk_of_program, scoped
from careercraft.web.guard import public


@api.get("/openapi.json")
@public
def openapi() -> Any:
    """The description of all this, as OpenAPI 3.1; it says nothing of any district."""
    return jsonify(description.document())


@api.get("/students")
@scoped(Scope.STUDENTS)
def students() -> Any:
    """Students on file."""
    return _page(records.students)


@api.get("/students/<uuid:student_id>")
@scoped(Scope.STUDENTS)
def student(student_id: UUID) -> Any:
    """One student."""
    return _single(records.student(desk_of_program(), student_id), [student_id])


@api.get("/outcomes")
@scoped(Scope.OUTCOMES)
def outcomes() -> Any:
    """What the rules say of each student."""
    return _page(records.outcomes)


@api.get("/outcomes/<uuid:student_id>")
@scoped(Scope.OUTCOMES)
def outcome(student_id: UUID) -> Any:
    """What they say of one."""
    return _single(records.outcome(desk_of_program(), student_id), [student_id])


@api.get("/evidence")
@scoped(Scope.EVIDENCE)
def evidence() -> Any:
    """The facts that count now."""
    return _page(records.evidence)


@api.get("/evidence/<uuid:student_id>")
@scoped(Scope.EVIDENCE)
def evidence_of(student_id: UUID) -> Any:
    """The facts about one student."""
    return _page(lambda desk, asked: records.evidence(desk, asked, student_id))


@api.get("/campus-results/<int:year>")
@scoped(Scope.CAMPUS_RESULTS)
def campus_results(year: int) -> Any:
    """The district and its campuses in a year of ratings."""
    return _single(figures.campus_results(desk_of_program(), year))


@api.get("/bonus/<int:class_of>")
@scoped(Scope.BONUS)
def bonus(class_of: int) -> Any:
    """The outcomes bonus of a class."""
    return _single(figures.bonus(desk_of_program(), class_of))


@api.get("/programs")
@scoped(Scope.PROGRAMS)
def programs() -> Any:
    """The ECHS and P-TECH programs."""
    found = figures.program_list(desk_of_program())
    return answer({**_made(), "data": found, "next_cursor": None}, len(found))


@api.get("/programs/<uuid:program_id>/results/<int:year>")
@scoped(Scope.PROGRAMS)
def program_results(program_id: UUID, year: int) -> Any:
    """A program's figures by the data of a school year."""
    return _single(figures.program_result(desk_of_program(), program_id, year))


@api.get("/rules/<int:class_of>")
@scoped(Scope.RULES)
def rules(class_of: int) -> Any:
    """The rules of a class."""
    return _single(figures.rules_in_force(desk_of_program(), class_of))


def _page(read: Callable[[Desk, Asked], Page]) -> Response:
    page = read(desk_of_program(), asked_of(request.args))
    body = {**_made(), "data": page.records, "next_cursor": cursor_of(page.last)}
    return answer(body, len(page.records), page.whose)


def _single(found: dict[str, Any], students: Iterable[UUID] = ()) -> Response:
    return answer({**_made(), "data": found}, 1, students)


def _made() -> dict[str, str]:
    return {"made_at": desk_of_program().now.isoformat()}
