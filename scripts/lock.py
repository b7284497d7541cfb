"""Recompiles requirements/*.txt from pyproject.toml: exact versions with hashes, no registry addresses (ADR 0002).

``python3 scripts/lock.py`` keeps what it can; ``--upgrade`` takes the newest allowed versions.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.bootstrap import BootstrapError, find_uv, index_settings, run

FORM = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]


def lock(upgrade: bool) -> None:
    """Compile the three files. Raises BootstrapError."""
    uv = find_uv()
    environment = {**os.environ, **index_settings()}
    compile_to = [uv, "pip", "compile", "--quiet", "--no-emit-index-url", *FORM, *(["--upgrade"] if upgrade else [])]
    project, tool = "pyproject.toml", "requirements/uv.in"
    for sources, name in (([project], "base"), (["--group", "dev", project], "dev"), ([tool], "uv")):
        run([*compile_to, *sources, "-o", f"requirements/{name}.txt"], environment)


if __name__ == "__main__":
    try:
        lock("--upgrade" in sys.argv[1:])
    except BootstrapError as error:
        sys.exit(str(error))
