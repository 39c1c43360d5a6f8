"""The areas of the application; each folder is one blueprint."""

from __future__ import annotations

from flask import Blueprint

from careercraft.blueprints.api import api, programs_page
from careercraft.blueprints.auth import auth
from careercraft.blueprints.bonus import bonus
from careercraft.blueprints.caseloads import caseloads
from careercraft.blueprints.certifications import certifications
from careercraft.blueprints.chase import chase
from careercraft.blueprints.documents import documents
from careercraft.blueprints.files import files
from careercraft.blueprints.glossary import glossary
from careercraft.blueprints.health import health
from careercraft.blueprints.history import history
from careercraft.blueprints.home import home
from careercraft.blueprints.incidents import incidents
from careercraft.blueprints.lists import lists
from careercraft.blueprints.oversight import oversight
from careercraft.blueprints.papers import papers
from careercraft.blueprints.plans import plans
from careercraft.blueprints.preferences import preferences
from careercraft.blueprints.presenter import presenter
from careercraft.blueprints.programs import programs
from careercraft.blueprints.promises import promises
from careercraft.blueprints.ratings import ratings
from careercraft.blueprints.records import records
from careercraft.blueprints.retention import retention
from careercraft.blueprints.rosters import rosters
from careercraft.blueprints.rules import rules
from careercraft.blueprints.students import students
from careercraft.blueprints.takeout import takeout
from careercraft.blueprints.tasks import tasks
from careercraft.blueprints.testing import testing
from careercraft.blueprints.what_if import what_if


def all_blueprints() -> tuple[Blueprint, ...]:
    """Every area, in no particular order."""
    return (
        api,
        auth,
        bonus,
        caseloads,
        certifications,
        chase,
        documents,
        files,
        glossary,
        health,
        history,
        home,
        incidents,
        lists,
        oversight,
        papers,
        plans,
        preferences,
        presenter,
        promises,
        ratings,
        programs,
        programs_page,
        records,
        retention,
        rosters,
        rules,
        students,
        takeout,
        tasks,
        what_if,
        testing,
    )
