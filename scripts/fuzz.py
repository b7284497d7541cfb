"""Random rounds of the property tests: cases that `make test` never draws.

    python scripts/fuzz.py --minutes 10                         of all of them, for ten minutes
    python scripts/fuzz.py --minutes 10 tests/unit/styrmodell   of some
    python scripts/fuzz.py --seed 123                           one round again, as it was

Ends with the first round that fails. A round that has begun is finished, so at least one is run.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import time

KEEP = """
The case that failed stands above. Keep it: write it as @example(...) above its test, then mend the fault.
The same round again: make fuzz SEED={seed}
"""


def main() -> int:
    """Run rounds until the time is out. Exit code 1 when one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--seed", type=int)
    options, for_pytest = parser.parse_known_args()
    end = time.monotonic() + options.minutes * 60
    rounds = 0
    while rounds == 0 or time.monotonic() < end:
        seed = secrets.randbits(32) if options.seed is None else options.seed
        if not passes(seed, for_pytest):
            sys.stdout.write(KEEP.format(seed=seed))
            return 1
        rounds += 1
    sys.stdout.write(f"\nNothing found. Random rounds: {rounds}.\n")
    return 0


def passes(seed: int, arguments: list[str]) -> bool:
    """Run one round; the seed decides the cases and the order."""
    chosen = ["-m", "hypothesis", "--hypothesis-profile=fuzz", f"--hypothesis-seed={seed}", f"--randomly-seed={seed}"]
    parallel = ["-n", str(max(2, os.cpu_count() or 2))]
    command = [sys.executable, "-m", "pytest", "-q", *chosen, *parallel, *arguments]
    sys.stdout.write(f"Seed {seed}\n")
    sys.stdout.flush()
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
