"""The command at the door: the rules without a database, and the first steps of an installation."""

from __future__ import annotations

import base64
import getpass
import json
from pathlib import Path

import psycopg
import pytest

from careercraft.cli import main
from tests.conftest import MASTER_KEY


@pytest.fixture
def installed(
    monkeypatch: pytest.MonkeyPatch, database_urls: tuple[str, str], redis_url: str, tmp_path: Path
) -> None:
    """The settings of a real installation, in the environment."""
    for name, value in {
        "DATABASE_URL": database_urls[1],
        "DATABASE_OWNER_URL": database_urls[0],
        "REDIS_URL": redis_url,
        "CAREERCRAFT_MASTER_KEY": base64.b64encode(MASTER_KEY).decode(),
        "CAREERCRAFT_SECRET_KEY": "x" * 32,
        "CAREERCRAFT_FILE_STORE": str(tmp_path),
        "CAREERCRAFT_ENV": "test",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: "a password long enough")


def test_the_rules_answer_without_any_setting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    student = tmp_path / "student.json"
    student.write_text('{"class_of": 2027, "scores": []}')
    assert main(["calc", "student", "--in", str(student)]) == 0
    assert json.loads(capsys.readouterr().out)["class_of"] == 2027


def test_bad_input_is_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    student = tmp_path / "student.json"
    student.write_text('{"class_of": 2027, "scroes": []}')
    assert main(["calc", "student", "--in", str(student)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "scroes" in told.err
    assert told.err.count("\n") == 1


def test_an_installation_takes_its_first_steps(
    installed: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate"]) == 0
    assert main(["add-district", "--number", "998001", "--name", "New ISD"]) == 0
    assert main(["add-campus", "--number", "998001001", "--name", "New High School"]) == 0
    counselor = ["--district", "998001", "--name", "Pat", "--email", "pat@998001.example"]
    role = ["--role", "campus_counselor", "--campus", "998001001"]
    assert main(["add-user", *counselor, *role]) == 0
    assert "may sign in now" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["add-district", "--number", "12", "--name", "X"], "six digits"),
        (["add-campus", "--number", "12", "--name", "X"], "nine digits"),
        (["add-campus", "--number", "997001001", "--name", "X"], "no district 997001"),
        (
            [
                "add-user",
                "--district=997001",
                "--name=X",
                "--email=x@y.z",
                "--role=records_officer",
            ],
            "no district 997001",
        ),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(
    installed: None, capsys: pytest.CaptureFixture[str], command: list[str], said: str
) -> None:
    assert main(command) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_a_district_is_founded_once(installed: None, capsys: pytest.CaptureFixture[str]) -> None:
    found = ["add-district", "--number", "998002", "--name", "Once ISD"]
    assert main(found) == 0
    assert main(found) == 2
    assert "already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("role", "said"),
    [("principal", "must be one of"), ("campus_counselor", "held at a school")],
)
def test_a_role_that_does_not_fit_is_refused(
    installed: None,
    capsys: pytest.CaptureFixture[str],
    role: str,
    said: str,
) -> None:
    main(["add-district", "--number", "998003", "--name", "Roles ISD"])
    person = ["add-user", "--district=998003", "--name=X", "--email=x@998003.example"]
    assert main([*person, f"--role={role}"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "mysql://x"),
        ("REDIS_URL", "localhost"),
        ("CAREERCRAFT_MASTER_KEY", "short"),
        ("CAREERCRAFT_SECRET_KEY", "x" * 31),
        ("CAREERCRAFT_FILE_STORE", "relative/folder"),
        ("CAREERCRAFT_ENV", "staging"),
        ("CAREERCRAFT_PROXIES", "many"),
    ],
)
def test_a_bad_setting_stops_the_start_with_a_sentence_that_names_it(
    installed: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["add-district", "--number", "998004", "--name", "Never ISD"]) == 2
    assert name in capsys.readouterr().err


def test_the_role_of_the_owner_is_refused_for_daily_work(
    installed: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    database_urls: tuple[str, str],
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_urls[0])
    assert main(["add-district", "--number", "998005", "--name", "Never ISD"]) == 2
    assert "row-level security" in capsys.readouterr().err


def test_the_trail_is_verified_and_its_head_noted_from_the_command_line(
    installed: None, capsys: pytest.CaptureFixture[str], database_urls: tuple[str, str]
) -> None:
    main(["migrate"])
    main(["add-district", "--number", "998003", "--name", "Audited ISD"])
    person = ["--name", "Ana Ruiz", "--email", "ana@998003.example"]
    main(["add-user", "--district", "998003", *person, "--role", "auditor"])
    capsys.readouterr()
    here = ["--district", "998003"]
    assert main(["audit", "verify", *here]) == 0
    assert "998003: The trail is whole." in capsys.readouterr().out
    assert main(["audit", "head", *here]) == 0
    head = capsys.readouterr().out.split()[1]
    assert main(["audit", "verify", *here, "--head", head]) == 0
    with psycopg.connect(database_urls[0]) as owner:
        owner.execute("alter table audit_events disable trigger user")
        owner.execute(
            "delete from audit_events e using districts d "
            "where d.id = e.district_id and d.number = '998003'"
        )
        owner.execute("alter table audit_events enable trigger user")
    capsys.readouterr()
    assert main(["audit", "verify", *here]) == 1
    assert "BROKEN at entry 1" in capsys.readouterr().out
    assert main(["nightly", *here]) == 1
    assert "truncated" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--district", "000000"], "no district"),
        (["--district", "998003", "--head", "12"], "a colon"),
        (["--head", f"1:{'0' * 64}"], "--district"),
    ],
)
def test_a_verification_that_cannot_be_done_says_why(
    installed: None, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(["audit", "verify", *arguments]) == 2
    assert told in capsys.readouterr().err
