"""Writes docs/reference/access.md from the tables that the tests read: `python -m tests.access.reference`."""

from __future__ import annotations

import sys

from styrmodell.permissions import Permission, Role, permissions_of
from tests.access.table import INSIDE, OUTSIDE, Route

HEAD = """# Who may do what

Written by `python -m tests.access.reference > docs/reference/access.md`; a test compares. A role is held in an
organisation and is inherited down the tree. Somebody without a role in the municipality gets 404 on every address
under `/<kommun>/`, the same answer as for a municipality that does not exist.

A report that is decided is a public document (TF 2 kap.): everybody with a role in the municipality reads and fetches
it, whoever's it is. Until then it is read where the role is held, and below, by whoever holds `draft.view` there, and
once it is handed in by whoever holds `submitted.view` or, for the own body's, `submitted.view.own`; for others it is not
there (404). Those three are shown as they are unless the municipality has chosen otherwise for those who only read
(`insyn` in its file, ADR 0025).
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, "## Roles and permissions", "", *_roles(), "", "## Addresses", "", *_routes(), ""])


def _roles() -> list[str]:
    names = [role.label for role in Role]
    lines = [f"| permission | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for permission in Permission:
        cells = ["yes" if permission in permissions_of(role) else "" for role in Role]
        lines.append(f"| `{permission.value}` | {' | '.join(cells)} |")
    return lines


def _routes() -> list[str]:
    lines = ["| address | methods | needs | a POST in the unit needs | before the decision | decided, for all |"]
    lines.append("|---|---|---|---|---|---|")
    return lines + [_line(route) for route in [*OUTSIDE, *INSIDE]]


def _line(route: Route) -> str:
    needs = f"`{route.needs.value}`" if route.needs else route.who
    in_unit = "the whole municipality" if route.at_top else ""
    if route.permission_in_unit:
        in_unit = f"`{route.permission_in_unit.value}`"
    public = "yes" if route.public else ""
    sight = "who sees into it" if route.is_in_a_report else ""
    return f"| `{route.name}` | {', '.join(route.methods)} | {needs} | {in_unit} | {sight} | {public} |"


if __name__ == "__main__":
    sys.stdout.write(page())
