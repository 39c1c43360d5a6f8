"""The file layouts that can be uploaded, and the templates a district can fill."""

from __future__ import annotations

from typing import NamedTuple

from careercraft.imports.formats import FORMATS
from careercraft.imports.formats.templates import TEMPLATES, template_csv
from careercraft.imports.rows import SourceFile
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk

__all__ = ["Layout", "SourceFile", "layouts", "template"]


class Layout(NamedTuple):
    """A layout as the page tells of it; `has_template` where ours can be downloaded."""

    id: str
    title: str
    cadence: str
    description: str
    has_template: bool


def layouts() -> tuple[Layout, ...]:
    """Every layout that is read: rosters first, as they must be loaded first."""
    ordered = sorted(FORMATS, key=lambda each: each.kind != "roster")
    return tuple(
        Layout(each.id, each.title, each.cadence, each.description, each.id in TEMPLATES)
        for each in ordered
    )


def template(desk: Desk, format_id: str) -> bytes:
    """The header row of a template of ours as a file; raises `NotFound` for any other layout."""
    require(desk.actor, Permission.DISTRICT_FILES_READ)
    if format_id not in TEMPLATES:
        raise NotFound("template")
    return template_csv(format_id)
