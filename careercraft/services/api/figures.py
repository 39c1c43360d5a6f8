"""Figures of campuses, of the bonus and of programs, and the rules behind them, as plain data.

Every figure says from when it is, by which year's rules, and how sure those are.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from careercraft.calc.obm.figures import Share as ProgramShare
from careercraft.calc.obm.program import IndicatorResult
from careercraft.services import programs, rules, sources
from careercraft.services.bonus import money
from careercraft.services.context import Desk
from careercraft.services.programs import ProgramView
from careercraft.services.programs import results as program_results
from careercraft.services.ratings import page as ratings
from careercraft.services.ratings.lines import Share
from careercraft.services.ratings.page import RatingPage

Plain = dict[str, Any]


def campus_results(desk: Desk, year: int) -> Plain:
    """The district and each campus in one year of ratings; raises `NotFound`."""
    found = ratings.district_page(desk, year)
    share = _share(found.share)
    return {
        **_of(found),
        "district": {"rate": share, "graduates": found.graduates, "not_judged": found.not_judged},
        "indicators": [
            {"id": one.id, "title": one.title, "met": one.met, "unknown": one.unknown}
            for one in found.indicators
        ],
        "campuses": [
            {
                "id": str(one.id),
                "name": one.name,
                "type": one.campus_type,
                "rate": _share(one.share),
                "scaled_score": one.scaled or None,
                "letter": one.letter or None,
                "kinds_not_loaded": one.missing,
            }
            for one in found.campuses
        ],
        "not_modelled": list(found.not_modelled),
    }


def _of(found: RatingPage) -> Plain:
    return {
        "rule_year": found.year,
        "class_of": found.class_of,
        "projected": found.projected,
        "data_through": _day(found.data_through),
        "judged_at": _moment(found.computed_at),
    }


def _share(share: Share) -> Plain:
    """So many of so many: at least, and at most if everyone of whom it is not known counts."""
    return {
        "at_least": share.low,
        "at_most": share.high,
        "of": share.of,
        "percent_at_least": share.percent_low,
        "percent_at_most": share.percent_high,
        "standing": share.standing.word if share.standing else None,
    }


def bonus(desk: Desk, class_of: int) -> Plain:
    """What the outcomes bonus of a class comes to; raises `NotFound`."""
    found = money.money(desk, class_of)
    return {
        "class_of": class_of,
        "rule_year": int(found.bonus.fiscal_year),
        "standing": found.bonus.payment.standing.value,
        "data_through": _day(found.data_through),
        "judged_at": _moment(found.judged_at),
        "estimate": found.is_estimate,
        "graduates": found.graduates,
        "met": found.met,
        "not_known": found.unknown,
        "dollars": {
            "earned": found.earned,
            "projected": found.projected,
            "at_most": found.highest,
            "one_step_away": found.on_the_table,
        },
        "groups": [
            {
                "id": one.bonus.group,
                "title": one.title,
                "graduates": one.bonus.counts.graduates,
                "threshold_percent": one.bonus.threshold_percent,
                "minimum": one.bonus.minimum,
                "dollars_at_least": one.bonus.dollars.low,
                "dollars_at_most": one.bonus.dollars.high,
                "standing": one.authority.standing.value,
            }
            for one in found.groups
        ],
    }


def program_list(desk: Desk) -> list[Plain]:
    """The programs of the district."""
    return [_program(one) for one in programs.programs(desk)]


def program_result(desk: Desk, program_id: UUID, data_year: int) -> Plain:
    """A program's figures by the data of a school year; raises `NotFound`."""
    program = programs.program(desk, program_id)
    found = program_results.estimate(program_results.basis(desk, program), data_year)
    return {
        "program": _program(program),
        "data_year": data_year,
        "rule_year": found.designation_year,
        "year_of_implementation": found.year_of_implementation,
        "edition": program.edition,
        "designation": found.own.designation.status,
        "possible_designations": list(found.own.designation.possible),
        "data_through": _day(sources.data_through(desk.session)),
        "indicators": [_indicator(id_, one) for id_, one in found.own.indicators.items()],
        "assumptions": [
            {"name": one.name, "value": one.value, "standing": one.standing.value}
            for one in found.own.assumptions
        ],
    }


def _program(one: ProgramView) -> Plain:
    return {
        "id": str(one.id),
        "name": one.name,
        "model": one.model,
        "campus": one.campus_number,
        "first_year": one.first_year,
        "edition": one.edition,
    }


def _indicator(id_: str, one: IndicatorResult) -> Plain:
    main = one.figure.main
    return {
        "id": id_,
        "figure": _program_share(main) if main else None,
        "targets": {level: target.state.value for level, target in one.targets.items()},
    }


def _program_share(share: ProgramShare) -> Plain:
    tally = share.tally
    return {
        "percent_at_least": float(share.low),
        "percent_at_most": float(share.high),
        "count": tally.numerator if tally else None,
        "of": tally.denominator if tally else None,
        "not_known": tally.unknown if tally else None,
    }


def rules_in_force(desk: Desk, class_of: int) -> Plain:
    """The rules of a class, each value with its year, standing and source; raises `NotFound`."""
    found = rules.rules_of_class(desk, class_of)
    return {
        "class_of": class_of,
        "rule_year": found.rated_in,
        "rules_fingerprint": found.fingerprint,
        "rules": [
            {
                "indicator": section.id,
                "name": one.name,
                "title": one.title,
                "values": [
                    {
                        "since": value.since,
                        "value": list(value.words),
                        "standing": value.standing,
                        "sources": [
                            {"text": cite.text, "address": cite.href} for cite in value.cites
                        ],
                        "note": value.note,
                    }
                    for value in one.values
                ],
                "not_modelled": list(one.not_modelled),
            }
            for section in found.sections
            for one in section.rules
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
