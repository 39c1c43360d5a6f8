"""The addresses on the rating pages."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for

from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services import tasks
from careercraft.services.context import Desk
from careercraft.services.previews import STUDENTS_PER_PAGE, PreviewPage
from careercraft.services.ratings.page import RatingPage
from careercraft.web.pager import Pager
from careercraft.web.progress import ProgressBlock, progress_of

FORMATS = ("xlsx", "csv")


class YearChoice(NamedTuple):
    """A year of ratings to switch to."""

    href: str
    label: str
    current: bool


def export_hrefs(desk: Desk, year: int) -> dict[str, str]:
    """The addresses of the campuses as a file; none for whoever may not take lists away."""
    if Permission.CAMPUS_LISTS_EXPORT not in permissions(desk.actor):
        return {}
    return {one: url_for("ratings.export_campuses", year=year, format=one) for one in FORMATS}


def year_choices(page: RatingPage) -> list[YearChoice]:
    """The years of ratings of the classes on file, for the switch in the top bar."""
    known = sorted({*page.years, page.year}, reverse=True)
    return [
        YearChoice(
            _address(page, year), f"Ratings of {year} (class of {year - 1})", year == page.year
        )
        for year in known
    ]


def _address(page: RatingPage, year: int) -> str:
    if page.campus is None:
        return url_for("ratings.district", year=year)
    return url_for("ratings.campus", year=year, campus_id=page.campus.id)


def preview_progress(desk: Desk, page: PreviewPage) -> ProgressBlock | None:
    """How far a preview is that is still worked out; its end brings the page anew."""
    if page.listed.ready_at is not None:
        return None
    task = tasks.latest_for(desk, page.listed.id)
    if task is None:
        return None
    here = url_for("ratings.preview", preview_id=page.listed.id)
    return progress_of(task)._replace(status_href=here, page_href=here)


def preview_pager(page: PreviewPage) -> Pager | None:
    """The pages of the chosen students."""
    if not page.students:
        return None
    first = (page.page - 1) * STUDENTS_PER_PAGE + 1

    def href(number: int) -> str:
        here = page.listed.id
        return url_for("ratings.preview", preview_id=here, who=page.chosen, page=number)

    return Pager(
        page.page,
        page.pages,
        first,
        first + len(page.students) - 1,
        page.total,
        href(page.page - 1) if page.page > 1 else None,
        href(page.page + 1) if page.page < page.pages else None,
    )
