"""Runs all tests in parallel, or the ones named on the command line. Ends with pytest's own closing line."""

from __future__ import annotations

import os
import sys


def main(arguments: list[str]) -> None:
    """Become pytest: one process per core; tests in the same ``xdist_group`` stay in one process."""
    parallel = ["-n", str(max(2, os.cpu_count() or 2)), "--dist", "loadgroup"]
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *parallel, *arguments])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(sys.argv[1:])
