"""Finds code that the product does not use. Tests are no users: what only a test calls is dead.

Templates use attributes, tags and filters by name, so every word in a template's tags counts as used. Fields are left
out: many are read by name only (forms, frozen documents, the database). Exit code 1 when something is dead.
"""

from __future__ import annotations

import keyword
import re
import sys
import tempfile
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("accounts", "ui", "styrmodell", "goals", "budget", "followup", "demo", "config", "devserver", "scripts")
TAGS = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL)
KINDS = {"function", "class", "method", "property", "import", "unreachable_code"}
# What frameworks call by name: Django's commands, forms, models and middleware, allauth, pydantic, HTMLParser, YAML.
CALLED_BY_NAME = [
    "Meta", "Command", "ready", "handle", "add_arguments", "clean_*", "*Config", "*Middleware", "*Formatter", "process_view", "process_exception", "shell",
    "as_sql", "prepare_value", "is_open_for_signup", "AccountAdapter", "MessageStorage", "cookie_name",
    "get_session_cookie_age", "Outbox", "send_messages", "Argon2PasswordHasher", "OneScheduler", "setup_schedule", "handle_*", "increase_indent",
]  # fmt: skip
DECORATORS = ["@register.*", "@receiver*", "@shared_task*", "@model_validator*", "@field_validator*"]


def words_in_templates() -> set[str]:
    """Every word inside the tags of all templates."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    words = {word for text in texts for tag in TAGS.findall(text) for word in re.findall(r"[a-z_][a-z0-9_]*", tag)}
    return {word for word in words if not keyword.iskeyword(word)}


def main() -> int:
    """Tell what is dead, a line each."""
    finder = Vulture(ignore_names=CALLED_BY_NAME, ignore_decorators=DECORATORS)
    with tempfile.TemporaryDirectory() as folder:
        used = Path(folder) / "templates.py"
        used.write_text("".join(f"_.{word}\n" for word in sorted(words_in_templates())), encoding="utf-8")
        finder.scavenge([*(str(ROOT / room) for room in ROOMS), str(used)], exclude=["*/migrations/*"])
        dead = [item for item in finder.get_unused_code() if item.typ in KINDS]
    for item in dead:
        place = Path(str(item.filename)).relative_to(ROOT).as_posix()
        sys.stdout.write(f"{place}:{item.first_lineno}: {item.typ} {item.name}\n")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
