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
    ``ProgramStudent``, ``ProgramYear``, ``District``: the facts. ``measure_program(...)`` returns a
    ``Measured`` per indicator: who is in the numerator, who not yet, unknown or left out, each with
    the reason and who could still make it; ``measured.figure`` goes into ``judge_program``.
    ``milestones(student, ...)`` for the plan page; ``pace(...)`` for early warning;
    ``what_if``: ``with_more``, ``with_students``; ``project(...)`` for the next designation years.

Settings
    ``settings()`` lists the named assumptions about numerators and denominators (``Setting``:
    default, allowed values, the measures they touch, standing); pass the district's choices as
    ``Choices``.

Words
    ``indicator_title``, ``level_name``, ``status_word``, ``domain_title``, ``setting_title`` and
    ``setting_value`` in ``words``, in English and Spanish; every ``Message`` by ``sentence``.
"""
