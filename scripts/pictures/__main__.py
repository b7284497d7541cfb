"""`python -m scripts.pictures take|compare|showcase`: see README.md in this folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.pictures.differences import compare, lines
from scripts.pictures.kinds import MUNICIPALITIES, READERS
from scripts.pictures.showcase import take_showcase
from scripts.pictures.take import SCHEMES, WIDTHS, Choice, take


def parser() -> argparse.ArgumentParser:
    """The verbs and their options."""
    program = argparse.ArgumentParser(prog="python -m scripts.pictures", description=__doc__)
    verbs = program.add_subparsers(dest="verb", required=True)
    taking = verbs.add_parser("take", help="take pictures of a running demo")
    taking.add_argument("folder", type=Path)
    taking.add_argument("--address", default="http://127.0.0.1:8000", help="where the demo runs")
    taking.add_argument("--only", nargs="+", default=["*"], help="kinds of page (kinds.py), with * for anything; pdf")
    taking.add_argument("--municipality", nargs="+", default=MUNICIPALITIES, choices=MUNICIPALITIES)
    taking.add_argument("--reader", nargs="+", default=READERS, choices=READERS)
    taking.add_argument("--width", nargs="+", type=int, default=WIDTHS)
    taking.add_argument("--scheme", nargs="+", default=SCHEMES, choices=SCHEMES)
    comparing = verbs.add_parser("compare", help="tell what differs; the exit code is 1 when something does")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("folder", type=Path, help="gets a picture of each difference")
    comparing.add_argument("--name", nargs="+", default=[], help="only pictures of these names, with * for anything")
    showing = verbs.add_parser("showcase", help="take the pictures of README and the how-to pages: docs/images")
    showing.add_argument("--address", default="http://127.0.0.1:8000", help="where the demo runs, newly loaded")
    showing.add_argument("--municipality", default=MUNICIPALITIES[0], choices=MUNICIPALITIES)
    return program


def main(arguments: list[str]) -> int:
    """Do what the verb says."""
    chosen = parser().parse_args(arguments)
    if chosen.verb == "take":
        choice = Choice(chosen.only, chosen.municipality, chosen.reader, chosen.width, chosen.scheme)
        count = take(chosen.address, chosen.folder, choice)
        sys.stdout.write(f"{count} pictures in {chosen.folder}.\n")
        return 0
    if chosen.verb == "showcase":
        files = take_showcase(chosen.address, chosen.municipality)
        sizes = [f"{path.stat().st_size // 1000:4} kB  {path.name}\n" for path in files]
        sys.stdout.writelines(sizes)
        return 0
    count, differing = compare(chosen.before, chosen.after, chosen.folder, chosen.name)
    sys.stdout.write("\n".join(lines(count, differing)) + "\n")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
