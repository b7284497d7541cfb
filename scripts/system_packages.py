"""Sees to it that the programs the tests drive are there: installs them as root, else says what to install.

Standard library only; run before the Python environment exists.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# Program the tests start, and the Debian package that has it.
NEEDED = {
    "chromium": "chromium",  # the browser tests
    "pdftotext": "poppler-utils",  # reads what a PDF really says
}


def missing() -> list[str]:
    """Packages whose program is not on PATH."""
    return [package for program, package in NEEDED.items() if shutil.which(program) is None]


def install(packages: list[str]) -> None:
    """Install through apt. Raises CalledProcessError."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *packages]):
        subprocess.run(
            ["apt-get", *command], check=True, env=environment, stdin=subprocess.DEVNULL, capture_output=True
        )


def main() -> int:
    """Install what is missing. Exit code 1 with advice when that is not possible."""
    packages = missing()
    if not packages:
        return 0
    advice = f"The tests need programs that are missing here. Install them: apt-get install {' '.join(packages)}\n"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.stderr.write(advice)
        return 1
    sys.stdout.write(f"Installing for the tests: {' '.join(packages)}\n")
    sys.stdout.flush()
    try:
        install(packages)
    except subprocess.CalledProcessError as error:
        sys.stderr.write(f"{error.stderr.decode(errors='replace')}\n{error}\n{advice}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
