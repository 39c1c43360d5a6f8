"""Turns texts into extension modules with mypyc, in the folder where it is run.

`python -m devtools.extension_modules SETTINGS FILE…`; they come to lie in `MADE`.
"""

from __future__ import annotations

import sys

from mypyc.build import mypycify
from setuptools import setup

MADE = "made"
GROUP = "careercraft_rules"
OPTIMIZED = "2"
NO_DEBUGGING = "0"


def main(settings: str, files: list[str]) -> None:
    """Compile the files together, checking their types by the settings of mypy."""
    modules = mypycify(
        ["--config-file", settings, "--follow-imports=silent", *files],
        opt_level=OPTIMIZED,
        debug_level=NO_DEBUGGING,
        group_name=GROUP,
    )
    build = ["build_ext", "--build-lib", MADE, "--build-temp", "objects"]
    setup(name="careercraft-rules", packages=[], ext_modules=modules, script_args=build)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
