from __future__ import annotations

from pathlib import Path

import pytest

from careercraft.calc import GraduatingClass, NoValueInForce, rules_for_class
from careercraft.calc.citations import Standing
from careercraft.calc.params import (
    CERTIFICATIONS,
    FOLDER,
    build_rules,
    first_class,
    first_tiered_class,
    read_certifications,
    rulebook,
)
from careercraft.calc.params.schema import ParameterError, load_yaml


def parameter_files() -> list[Path]:
    return sorted(FOLDER.glob("*/**/*.yaml"))


@pytest.mark.parametrize("class_of", range(2021, 2036))
def test_every_class_from_2021_on_has_rules(class_of: int) -> None:
    rules = rules_for_class(class_of)
    assert rules.class_of == class_of
    assert rules.accountability_year == class_of + 1
    assert rules.edition == ("tiered_2030" if class_of >= 2030 else "met_not_met")


def test_a_class_before_the_first_has_no_rules() -> None:
    assert first_class() == 2021
    with pytest.raises(NoValueInForce, match="2020"):
        rules_for_class(2020)


def test_the_tiered_edition_begins_with_the_class_of_2030() -> None:
    assert first_tiered_class() == 2030


def test_rules_are_read_once_per_class() -> None:
    assert rules_for_class(2026) is rules_for_class(2026)


def test_the_fingerprint_tells_classes_apart_and_stays_for_the_same() -> None:
    assert rules_for_class(2026).fingerprint != rules_for_class(2027).fingerprint
    again = build_rules(rulebook(), GraduatingClass(2026))
    assert again.fingerprint == rules_for_class(2026).fingerprint


def test_the_standings_name_every_parameter_in_force() -> None:
    standings = rules_for_class(2026).standings
    assert ("criteria/tsia2", Standing.READ) in standings
    assert ("accountability/window_sat", Standing.ASSUMED) in standings
    assert not [name for name, _ in standings if name.startswith("tiered/")]


def test_nothing_for_the_class_of_2030_is_marked_surer_than_secondary_in_its_own_files() -> None:
    own = [one for one in rules_for_class(2030).standings if one[0].startswith("tiered/")]
    assert own
    assert {standing for _, standing in own} == {Standing.SECONDARY}


def test_every_parameter_cites_a_registered_source_and_every_source_is_cited() -> None:
    book = rulebook()
    cited = {
        cite.source
        for history in book.histories.values()
        for entry in history.entries
        if entry.dated
        for cite in entry.dated.authority.cite
    }
    assert cited
    assert cited <= set(book.sources)
    assert set(book.sources) - cited <= {"C214"}


def test_the_reader_sees_every_parameter_file() -> None:
    files = parameter_files()
    assert len(files) > 30
    assert len(rulebook().histories) == len(files)


def test_every_title_is_a_sentence() -> None:
    titles = [load_yaml(path.read_text("utf-8"), path.name)["title"] for path in parameter_files()]
    assert titles
    assert [title for title in titles if not title.endswith(".") or " " not in title] == []


def test_the_certifications_are_registered_without_lists_until_someone_enters_them() -> None:
    register = read_certifications(CERTIFICATIONS)
    assert len(register) == 244
    assert register["783"].name == "OSHA 30 Hour Construction"
    assert register["783"].lists == {}


def write(folder: Path, *rows: str) -> Path:
    path = folder / "certifications.csv"
    head = "code,name,list_2019-22,list_2022-25,tier,programs_of_study,source"
    path.write_text("\n".join((head, *rows)) + "\n", "utf-8")
    return path


def test_a_registered_certification_may_carry_lists_tier_and_programs(tmp_path: Path) -> None:
    path = write(tmp_path, "010,Welder,yes,no,2,060 012,S2")
    welder = read_certifications(path)["010"]
    assert welder.lists == {"2019-22": True, "2022-25": False}
    assert welder.tier == 2
    assert welder.programs_of_study == ("060", "012")


def test_a_certification_with_a_membership_that_is_neither_yes_nor_no_is_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(ParameterError, match=r"010\.list_2019-22: expected yes, no, or empty"):
        read_certifications(write(tmp_path, "010,Welder,maybe,,,,S2"))


def test_a_certification_listed_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="each code only once"):
        read_certifications(write(tmp_path, "010,Welder,,,,,S2", "010,Welder,,,,,S2"))
