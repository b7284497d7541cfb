"""What the program is made of, as CycloneDX: every locked package with its version and hashes, in ``var/sbom.json``.

The packages are those of production, from ``requirements/base.txt``; nobody is asked over the network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ["--pyproject", "pyproject.toml", "--output-reproducible", "--spec-version", "1.6", "--validate"]


def write(target: Path) -> int:
    """Write the list. Answers with the exit status: 0 when it is written and follows CycloneDX's schema."""
    target.parent.mkdir(parents=True, exist_ok=True)
    tool = Path(sys.executable).with_name("cyclonedx-py")
    command = [sys.executable, "-W", "ignore::UserWarning", str(tool), "requirements", "requirements/base.txt"]
    return subprocess.run([*command, *OPTIONS, "--output-file", str(target)], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    path = ROOT / "var" / "sbom.json"
    status = write(path)
    if status == 0:
        sys.stdout.write(f"Skrev {path.relative_to(ROOT)} (CycloneDX 1.6).\n")
    sys.exit(status)
