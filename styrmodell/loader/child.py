"""The throw-away process that reads a steering model file. Started by `upload.py` as a script; nothing imports it.

It bounds itself before it opens the file (`styrmodell/throwaway/bounds.py`). The file's path and name come on standard
input, what it says, or all that is wrong with it, goes to standard output as JSON. Nothing here may import Django.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from styrmodell.loader.read import SteeringFileError, parse_steering_file
from styrmodell.throwaway.bounds import bound_process
from styrmodell.throwaway.contract import refusal_to_json


def answer(question: str) -> str:
    """The answer as JSON: the file's values, all faults, or that it takes too much."""
    asked = json.loads(question)
    try:
        file = parse_steering_file(Path(asked["path"]).read_bytes(), asked["filename"])
    except SteeringFileError as refused:
        return json.dumps({"faults": [asdict(fault) for fault in refused.errors]})
    except MemoryError:
        return refusal_to_json("Filen kräver för mycket minne. En styrmodell är normalt under 100 kB.")
    return json.dumps({"file": json.loads(file.model_dump_json(by_alias=True))})


def main() -> None:
    """Answer the question on standard input."""
    question = sys.stdin.read()
    bound_process()
    sys.stdout.write(answer(question))


if __name__ == "__main__":
    main()
