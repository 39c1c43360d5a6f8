"""The `careercraft` command: the rules for analysts, and the first steps of an installation."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Sequence

from careercraft.calc import command as calc_command
from careercraft.calc import rules_command
from careercraft.clock import today


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status (0 done, 1 look at what was found, 2 bad input)."""
    parser = argparse.ArgumentParser(prog="careercraft", description=__doc__)
    commands = parser.add_subparsers(title="commands", required=True, metavar="command")
    calc_command.register(commands)
    rules_command.register(commands, today)
    _register_migrate(commands)
    _register_district(commands)
    _register_campus(commands)
    _register_user(commands)
    _register_audit(commands)
    _register_nightly(commands)
    _register_feeds(commands)
    _register_housekeeping(commands)
    chosen = parser.parse_args(arguments)
    return int(chosen.handler(chosen))


def _register_migrate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("migrate", help="bring the database to this version's schema")
    parser.set_defaults(handler=_migrate)


def _register_district(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("add-district", help="create a district and its data keys")
    parser.add_argument("--number", required=True, help="county-district number, six digits")
    parser.add_argument("--name", required=True)
    parser.set_defaults(handler=_add_district)


def _register_campus(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("add-campus", help="add a school to a district")
    parser.add_argument("--number", required=True, help="campus number, nine digits")
    parser.add_argument("--name", required=True)
    parser.add_argument("--program", choices=("", "echs", "ptech"), default="")
    parser.set_defaults(handler=_add_campus)


def _register_user(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("add-user", help="add a member of staff; asks for the password")
    parser.add_argument("--district", required=True, help="county-district number, six digits")
    parser.add_argument("--name", required=True)
    parser.add_argument("--email", required=True)
    parser.add_argument("--role", required=True, help="for example district_director")
    parser.add_argument("--campus", help="campus number, for a role held at one school")
    parser.set_defaults(handler=_add_user)


def _register_audit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("audit", help="verify the audit trail, or note its head")
    kinds = parser.add_subparsers(title="what to do", required=True, metavar="action")
    verify = kinds.add_parser("verify", help="look for what was changed, removed, put in or cut")
    verify.add_argument("--district", help="county-district number; every district without it")
    verify.add_argument("--head", help="a head as it was printed, NUMBER:HASH, to compare with")
    verify.set_defaults(handler=_verify)
    head = kinds.add_parser("head", help="note the head of the trail, and print it to be kept")
    head.add_argument("--district", help="county-district number; every district without it")
    head.set_defaults(handler=_note_heads)


def _register_nightly(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("nightly", help="do what is due every night, once")
    parser.add_argument("--district", help="county-district number; every district without it")
    parser.set_defaults(handler=_nightly)


def _verify(chosen: argparse.Namespace) -> int:
    from careercraft.upkeep import Wanted, verify  # noqa: PLC0415

    wanted = Wanted(chosen.district, chosen.head)
    return _told(lambda: verify(os.environ, wanted, _say))


def _note_heads(chosen: argparse.Namespace) -> int:
    from careercraft.upkeep import Wanted, note_heads  # noqa: PLC0415

    return _told(lambda: note_heads(os.environ, Wanted(chosen.district), _say))


def _nightly(chosen: argparse.Namespace) -> int:
    from careercraft.logs import set_up_logs  # noqa: PLC0415
    from careercraft.upkeep import Wanted, run_nightly  # noqa: PLC0415

    set_up_logs()
    return _told(lambda: run_nightly(os.environ, Wanted(chosen.district), _say))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _told(work: Callable[[], bool]) -> int:
    """0 where all is well, 1 where something must be looked at, 2 where it could not be done."""
    from careercraft.installation import Problem  # noqa: PLC0415

    try:
        return 0 if work() else 1
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        return 2


def _register_feeds(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("feeds", help="look for files that come by themselves, send mail")
    actions = parser.add_subparsers(required=True, metavar="action")
    run = actions.add_parser("run", help="do what is due in every district; for cron or a timer")
    run.add_argument("--every", type=int, metavar="SECONDS", help="stay, and repeat")
    run.set_defaults(handler=_run_feeds)


def _register_housekeeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, about in (
        ("reseal", "seal records anew with the key of each student"),
        ("end-agreement", "destroy a district whose end two people confirmed, when it is due"),
    ):
        parser = commands.add_parser(name, help=about)
        parser.add_argument("--district", required=True, help="county-district number, six digits")
        parser.set_defaults(handler=_housekeeping, name=name)
        if name == "end-agreement":
            parser.add_argument("--certificate", required=True, help="where to write it, as a PDF")


def _migrate(_chosen: argparse.Namespace) -> int:
    from careercraft.installation import migrate  # noqa: PLC0415 - calc runs without a database

    return _answered(lambda: migrate(os.environ))


def _add_district(chosen: argparse.Namespace) -> int:
    from careercraft.installation import add_district  # noqa: PLC0415

    return _answered(lambda: add_district(os.environ, chosen.number, chosen.name))


def _add_campus(chosen: argparse.Namespace) -> int:
    from careercraft.installation import add_campus  # noqa: PLC0415

    return _answered(lambda: add_campus(os.environ, chosen.number, chosen.name, chosen.program))


def _add_user(chosen: argparse.Namespace) -> int:
    from careercraft.installation import NewUser, add_user  # noqa: PLC0415

    new = NewUser(chosen.district, chosen.name, chosen.email, chosen.role, chosen.campus)
    return _answered(lambda: add_user(os.environ, new, getpass.getpass("Password: ")))


def _run_feeds(chosen: argparse.Namespace) -> int:
    from careercraft.logs import set_up_logs  # noqa: PLC0415
    from careercraft.upkeep import run_clock  # noqa: PLC0415

    set_up_logs()
    return _answered(lambda: run_clock(os.environ, chosen.every))


def _housekeeping(chosen: argparse.Namespace) -> int:
    from careercraft import housekeeping  # noqa: PLC0415

    if chosen.name == "reseal":
        return _answered(lambda: housekeeping.reseal(os.environ, chosen.district))
    return _answered(
        lambda: housekeeping.end_agreement(os.environ, chosen.district, chosen.certificate)
    )


def _answered(work: object) -> int:
    from careercraft.installation import Problem  # noqa: PLC0415

    try:
        sys.stdout.write(f"{work()}\n")  # type: ignore[operator]
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
