"""Outcomes-Based Measures of ECHS, P-TECH and T-STEM programs: the district's own early estimate.

Pure, like everything in ``calc``: no database, no clock, no names. From editions and figures to a
designation, and from a program's students to the figures.

Editions and figures
    ``edition(model, name, designation_year=None) -> Edition``: ``("echs", "2023")`` and so on, see
    ``editions()``. An edition has ``indicators`` (by id: definition, domain, measure, population,
    by when, ``targets`` per level, authority) and ``domains`` (by id: a ``Requirement`` per level).
    ``with_typed(edition, Typed(...))`` puts in what a district typed from its own letter.
    ``Figure``: what is known of one indicator: numerator and denominator, or percents.
    ``judge_program(edition, year_of_implementation, figures, ...) -> ProgramResult`` holds
    ``indicators`` (``IndicatorResult``: value, one ``TargetResult`` per level with state and
    students short), ``domains`` (a ``Finding`` per level), ``designation`` and ``assumptions``.

Calendar
    ``Cycle.of_data(year)``, ``Cycle.of_designation(year)``: data year, report label, application
    and designation year of one round, with its standing; ``cycle.because`` says it in words.

From students
    ``ProgramStudent``, ``ProgramYear``, ``District``: the facts. ``measure_program(edition,
    Program(students, district), data_year, today, choices)`` returns a ``Measured`` per indicator:
    a ``Line`` per student (met, open, closed, unknown, left out; why; how it could still be) and
    ``notes`` beside the figure. ``figures_of(measured)`` goes into ``judge_program(...,
    counted_here=True)``. ``other_readings(measured, program)``: the figure by each other answer to
    an assumption, persistence among stayers beside the raw one for example.
    ``milestones(student, edition, today, choices)`` for the plan page (credits by grade, each
    indicator) and for early warning (``pace``). What if: ``with_more(figures, {"ATT1": 4})``,
    ``with_students(measured, {"ATT1": refs})``. ``project(edition, program, first_year,
    designation_year, today)`` for this and the next two designation years.

Settings
    ``settings()`` lists the named assumptions about numerators and denominators (``Setting``:
    default, allowed values, the measures they touch, standing); pass the district's choices as
    ``Choices``.

Words
    ``indicator_title``, ``level_name``, ``status_word``, ``domain_title``, ``setting_question`` and
    ``setting_value`` in ``words``, in English and Spanish; every ``Message`` by ``sentence``.
"""

from careercraft.calc.obm.choices import Choices, NotAllowed, Setting, checked, settings, touching
from careercraft.calc.obm.cycle import Cycle
from careercraft.calc.obm.editions import (
    DESIGNATED,
    DISTINCTION,
    DOMAINS,
    PROVISIONAL,
    Domain,
    Edition,
    EditionName,
    Indicator,
    NoSuchEdition,
    Requirement,
    edition,
    editions,
    requirement_from,
)
from careercraft.calc.obm.figures import NO_DATA, Count, Figure, Share
from careercraft.calc.obm.held import TargetResult
from careercraft.calc.obm.measure import (
    Measured,
    Program,
    Reading,
    figures_of,
    measure_program,
    memberships_until,
    other_readings,
)
from careercraft.calc.obm.measures.verdict import Line, Standing
from careercraft.calc.obm.milestones import (
    GradeHours,
    Pace,
    PaceLine,
    StudentMilestones,
    milestones,
)
from careercraft.calc.obm.program import (
    Assumption,
    IndicatorResult,
    ProgramResult,
    judge_program,
)
from careercraft.calc.obm.projection import Projection, project, year_of_implementation
from careercraft.calc.obm.state_rate import StateRate, newest_state_rate, state_rate
from careercraft.calc.obm.status import STATUSES, UNDETERMINED, Designation
from careercraft.calc.obm.students import (
    GROUPS,
    NO_DISTRICT,
    District,
    Milestone,
    ProgramStudent,
    ProgramYear,
)
from careercraft.calc.obm.targets import NotATarget, Target, ToBeTyped, target_from
from careercraft.calc.obm.typed import AlreadyKnown, Typed, with_typed
from careercraft.calc.obm.what_if import with_more, with_students

__all__ = [
    "DESIGNATED",
    "DISTINCTION",
    "DOMAINS",
    "GROUPS",
    "NO_DATA",
    "NO_DISTRICT",
    "PROVISIONAL",
    "STATUSES",
    "UNDETERMINED",
    "AlreadyKnown",
    "Assumption",
    "Choices",
    "Count",
    "Cycle",
    "Designation",
    "District",
    "Domain",
    "Edition",
    "EditionName",
    "Figure",
    "GradeHours",
    "Indicator",
    "IndicatorResult",
    "Line",
    "Measured",
    "Milestone",
    "NoSuchEdition",
    "NotATarget",
    "NotAllowed",
    "Pace",
    "PaceLine",
    "Program",
    "ProgramResult",
    "ProgramStudent",
    "ProgramYear",
    "Projection",
    "Reading",
    "Requirement",
    "Setting",
    "Share",
    "Standing",
    "StateRate",
    "StudentMilestones",
    "Target",
    "TargetResult",
    "ToBeTyped",
    "Typed",
    "checked",
    "edition",
    "editions",
    "figures_of",
    "judge_program",
    "measure_program",
    "memberships_until",
    "milestones",
    "newest_state_rate",
    "other_readings",
    "project",
    "requirement_from",
    "settings",
    "state_rate",
    "target_from",
    "touching",
    "with_more",
    "with_students",
    "with_typed",
    "year_of_implementation",
]
