"""Load the rules of a graduating class from the dated, cited files beside this module."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from careercraft.calc import rules as shapes
from careercraft.calc.calendar import (
    AccountabilityYear,
    FiscalYear,
    GraduatingClass,
    ImplementationYear,
    SchoolYear,
)
from careercraft.calc.citations import Source, Standing
from careercraft.calc.facts import StudentFacts
from careercraft.calc.fingerprint import digest, rule_code
from careercraft.calc.history import Dated, History, NoValueInForce
from careercraft.calc.params.records import record_builder
from careercraft.calc.params.schema import ParameterError, read_parameter, read_sources
from careercraft.calc.rules import Certification, RuleSet

FOLDER = Path(__file__).parent
CERTIFICATIONS = FOLDER / "lists" / "industry_certifications.csv"
LIST_PREFIX = "list_"
IN_LIST = {"yes": True, "no": False}
TIERED_EDITION = "tiered_2030"
NEVER_OF_A_STUDENT = (AccountabilityYear, FiscalYear, ImplementationYear, SchoolYear)

R = TypeVar("R")


class Rulebook:
    """Every parameter file, read and checked; hands out histories and values as records."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.sources: dict[str, Source] = read_sources(folder / "sources.yaml")
        self.histories: dict[str, History[Any]] = {}
        for path in sorted(folder.glob("*/**/*.yaml")):
            name = path.relative_to(folder).as_posix()
            text = path.read_text("utf-8")
            self.histories[name.removesuffix(".yaml")] = read_parameter(text, name, self.sources)

    def history(self, name: str, shape: type[R]) -> History[R]:
        """Return a parameter's history, each value as a record of the given shape."""
        return self.histories[name].map(record_builder(shape, f"{name}.yaml"))

    def at(self, name: str, shape: type[R], class_of: GraduatingClass) -> Dated[R]:
        """Return the value in force for a class, as a record of the given shape."""
        return self.history(name, shape).at(class_of)


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """Return the product's own rulebook, read once."""
    return Rulebook()


@lru_cache(maxsize=64)
def rules_for_class(class_of: int) -> RuleSet:
    """Return the rules for a graduating class, cached.

    Raises ``NoValueInForce`` for a class before the first one the rules cover.
    """
    return build_rules(rulebook(), GraduatingClass(class_of))


def rules_for_student(facts: StudentFacts) -> RuleSet:
    """Return the rules of the student's own class.

    From the tiered edition on, the class follows from the entry into grade 9, where that is known,
    whatever the expected year of graduation. Raises ``NoValueInForce`` before the first class.
    """
    if facts.grade_9_began_on is None:
        return rules_for_class(facts.class_of)
    by_entry = GraduatingClass.entering_grade_9_on(facts.grade_9_began_on)
    tiered = max(by_entry, facts.class_of) >= first_tiered_class()
    return rules_for_class(by_entry if tiered else facts.class_of)


def first_class() -> GraduatingClass:
    """Return the first graduating class that the rules cover."""
    return GraduatingClass(rulebook().histories["accountability/edition"].entries[0].start)


def first_tiered_class() -> GraduatingClass:
    """Return the first graduating class that the tiered edition judges."""
    for entry in rulebook().history("accountability/edition", shapes.EditionInForce).entries:
        if entry.dated is not None and entry.dated.value.edition == TIERED_EDITION:
            return GraduatingClass(entry.start)
    raise NoValueInForce("No class is judged by the tiered edition.")


def build_rules(book: Rulebook, class_of: GraduatingClass) -> RuleSet:
    """Put together every value in force for a class."""
    edition = book.at("accountability/edition", shapes.EditionInForce, class_of)
    regime = book.at("criteria/ibc_program_of_study", shapes.Regime, class_of)
    certifications = read_certifications(CERTIFICATIONS)
    return RuleSet(
        class_of=class_of,
        accountability_year=class_of.rated_in(),
        edition=edition.value.edition,
        edition_authority=edition.authority,
        fingerprint=_fingerprint(book, class_of, certifications),
        standings=_standings(book, class_of),
        sat=book.history("criteria/sat", shapes.SubjectScores),
        act_composite=book.history("criteria/act_composite", shapes.ActComposite),
        act_sections=book.history("criteria/act_sections", shapes.ActSections),
        act_mixing=book.at("criteria/act_mixing", shapes.Allowed, class_of),
        act_superscoring=book.at("criteria/act_superscoring", shapes.Allowed, class_of),
        tsia1=book.at("criteria/tsia1", shapes.SubjectScores, class_of),
        tsia2=book.at("criteria/tsia2", shapes.Tsia2, class_of),
        tsia2_diagnostic_alone=book.at("criteria/tsia2_diagnostic_alone", shapes.Allowed, class_of),
        college_prep=book.at("criteria/college_prep", shapes.CollegePrep, class_of),
        advanced_placement=book.at("criteria/advanced_placement", shapes.ExamScore, class_of),
        international_baccalaureate=book.at(
            "criteria/international_baccalaureate", shapes.ExamScore, class_of
        ),
        dual_credit=book.at("criteria/dual_credit", shapes.DualCredit, class_of),
        onramps=book.at("criteria/onramps", shapes.Hours, class_of),
        associate_degree=book.at("criteria/associate_degree", shapes.CredentialKinds, class_of),
        level_certificate=book.at("criteria/level_certificate", shapes.CredentialKinds, class_of),
        ibc_lists=book.at("criteria/ibc_lists", shapes.ListsAccepted, class_of),
        ibc_sunsetting=book.at("criteria/ibc_sunsetting", shapes.Sunsetting, class_of),
        ibc_result=book.history("criteria/ibc_result", shapes.ResultCodes),
        ibc_regime=regime,
        program_step=book.at(
            f"criteria/program_step_{regime.value.step}", shapes.ProgramStep, class_of
        ),
        iep_workforce=book.at("criteria/iep_workforce", shapes.DiplomaTypes, class_of),
        advanced_plan=book.at("criteria/advanced_plan", shapes.DiplomaTypes, class_of),
        military=book.at("criteria/military", shapes.MilitaryEvidence, class_of),
        windows=_windows(book, class_of),
        bonus=_bonus(book, class_of),
        tiered=_tiered(book, class_of) if edition.value.edition == TIERED_EDITION else None,
        certifications=certifications,
    )


@lru_cache(maxsize=4)
def read_certifications(path: Path) -> dict[str, Certification]:
    """Read the dated lists of industry-based certifications, by code."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[str, Certification] = {}
    for row in rows:
        if row["code"] in found:
            raise ParameterError(path.name, row["code"], "each code only once")
        found[row["code"]] = _certification(row, path.name)
    return found


def _certification(row: dict[str, str], file: str) -> Certification:
    lists = {}
    for column, cell in row.items():
        if column.startswith(LIST_PREFIX) and cell:
            if cell not in IN_LIST:
                raise ParameterError(file, f"{row['code']}.{column}", "yes, no, or empty")
            lists[column.removeprefix(LIST_PREFIX)] = IN_LIST[cell]
    programs = tuple(row["programs_of_study"].split()) or None
    return Certification(row["code"], row["name"], lists, programs, int(row["tier"] or 0) or None)


def _windows(book: Rulebook, class_of: GraduatingClass) -> shapes.Windows:
    shapes_of = get_type_hints(shapes.Windows)
    return shapes.Windows(
        **{
            name: book.at(f"accountability/window_{name}", get_args(shapes_of[name])[0], class_of)
            for name in shapes.Windows._fields
        }
    )


def _bonus(book: Rulebook, class_of: GraduatingClass) -> shapes.BonusRules:
    shapes_of = get_type_hints(shapes.BonusRules)
    return shapes.BonusRules(
        **{
            name: book.at(f"bonus/{name}", get_args(shapes_of[name])[0], class_of)
            for name in shapes.BonusRules._fields
        }
    )


def _tiered(book: Rulebook, class_of: GraduatingClass) -> shapes.TieredRules:
    return shapes.TieredRules(
        levels=book.at("tiered/levels", shapes.TieredLevels, class_of),
        dual_credit=book.at("tiered/dual_credit", shapes.Hours, class_of),
        onramps=book.at("tiered/onramps", shapes.Hours, class_of),
        afqt=book.at("tiered/jrotc_afqt", shapes.AfqtScores, class_of),
    )


def _standings(book: Rulebook, class_of: GraduatingClass) -> tuple[tuple[str, Standing], ...]:
    return tuple(
        (name, dated.authority.standing)
        for name, history in book.histories.items()
        for dated in _in_force(history, class_of)
    )


def _in_force(history: History[Any], class_of: GraduatingClass) -> list[Dated[Any]]:
    """Return a parameter's values that can matter to a class; of one dated by test day, all.

    What goes by the year of ratings judges campuses, what goes by the fiscal year is money of a
    district, and what goes by school year or year of implementation judges programs.
    """
    if history.clock in NEVER_OF_A_STUDENT:
        return []
    if history.clock is GraduatingClass:
        return [history.at(class_of)] if history.in_force(class_of) else []
    return [entry.dated for entry in history.entries if entry.dated is not None]


def _fingerprint(
    book: Rulebook, class_of: GraduatingClass, certifications: dict[str, Certification]
) -> str:
    values = {name: _in_force(history, class_of) for name, history in book.histories.items()}
    return digest(int(class_of), values, sorted(certifications.items()), rule_code())
