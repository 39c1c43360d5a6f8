"""Steps of ./dev that need the application; each runs in a process with its settings set.

`python -m devtools.steps migrate | demo | logins`
"""

from __future__ import annotations

import os
import sys

from devtools.console import complain, say
from devtools.processes import ROOT
from devtools.surroundings import STATE

SAMPLES = STATE / "samples"


def migrate() -> None:
    """Bring the database of DATABASE_OWNER_URL to the schema of this version."""
    from careercraft.config import SettingProblem  # noqa: PLC0415 - only this step needs it
    from careercraft.migrate import upgrade  # noqa: PLC0415

    address = os.environ.get("DATABASE_OWNER_URL", "").strip()
    if not address:
        raise SettingProblem(
            "The setting DATABASE_OWNER_URL is missing: it must be the PostgreSQL address of the "
            "role that owns the tables."
        )
    upgrade(address)


def demo() -> None:
    """Create the demonstration district if it is not there, and files to try beside it."""
    from careercraft.config import read_settings  # noqa: PLC0415 - only this step needs it
    from careercraft.demo import load  # noqa: PLC0415
    from careercraft.demo.files import write_samples  # noqa: PLC0415

    load.ensure(read_settings(os.environ))
    for sample in write_samples(SAMPLES):
        say(f"A file to try under Files: {sample.relative_to(ROOT)}")


def logins() -> None:
    """Print one login per role of the demonstration district."""
    from careercraft.demo import load  # noqa: PLC0415 - only this step needs it

    rows = load.logins()
    role_width = max(len(role) for role, _, _ in rows)
    email_width = max(len(email) for _, email, _ in rows)
    for role, email, password in rows:
        say(f"  {role:{role_width}}   {email:{email_width}}   {password}")


def main(name: str) -> int:
    """Run one step; a setting that is missing or malformed is told in its own sentence."""
    from careercraft.config import SettingProblem  # noqa: PLC0415 - the step needs it anyway

    try:
        {"migrate": migrate, "demo": demo, "logins": logins}[name]()
    except SettingProblem as problem:
        complain(str(problem))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
