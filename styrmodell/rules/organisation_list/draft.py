"""A row of a list on its way to be an organisation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from styrmodell.rules.organisation_list.rows import Column, OrganisationFault
from styrmodell.rules.vocabulary import OrganisationKind
from ui.drawing.letters import shape_problem

LONGEST = {Column.NAME: 160, Column.SHORT_NAME: 60}
_LEDGER_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,19}")
_BETWEEN = re.compile(r"[,;\s]+")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?", re.ASCII)
_FOREVER = {"", "-", "–", "tills vidare"}


def ledger_codes_in(text: str) -> tuple[tuple[str, ...], list[str]]:
    """The codes of a text, parted by commas, semicolons or spaces, and what is wrong with those that are none."""
    codes = tuple(code for code in _BETWEEN.split(text) if code)
    advice = "Skriv koderna som i ekonomisystemet, skilda med komma."
    return codes, [f"”{code[:40]}” är ingen ansvarskod. {advice}" for code in codes if not _LEDGER_CODE.fullmatch(code)]


@dataclass(slots=True, eq=False)
class Draft:
    """What a row's cells say, how far in it stands, what has been found out about it, and what is wrong."""

    row: int
    cells: dict[Column, str]
    depth: int
    above: Draft | None = None
    code: str = ""
    kind: OrganisationKind | None = None
    parent: str = ""
    proposed: set[Column] = field(default_factory=set)
    faults: list[OrganisationFault] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the organisation is called; empty when the row does not say."""
        return self.cells.get(Column.NAME, "")

    def say(self, column: Column, text: str) -> None:
        """Write down what is wrong in a column of the row."""
        self.faults.append(OrganisationFault(self.row, column, text))

    def check_texts(self) -> None:
        """Names fit, and their letters can be printed."""
        for column, most in LONGEST.items():
            text = self.cells.get(column, "")
            if len(text) > most:
                self.say(column, f"{column.label}et är {len(text)} tecken. Högst {most} får plats.")
            elif problem := shape_problem(text):
                self.say(column, problem)

    def ledger_codes(self) -> tuple[str, ...]:
        """The codes of the cell, parted by commas, semicolons or spaces."""
        codes, problems = ledger_codes_in(self.cells.get(Column.LEDGER_CODES, ""))
        for problem in problems:
            self.say(Column.LEDGER_CODES, problem)
        return codes

    def day(self, column: Column) -> date | None:
        """The day of the cell; None when it is open."""
        said = self.cells.get(column, "")
        if said.casefold() in _FOREVER:
            return None
        if written := _DAY.fullmatch(said):
            try:
                return date(int(written[1]), int(written[2]), int(written[3]))
            except ValueError:
                pass  # a day that no month has
        self.say(column, f"”{said[:40]}” är ingen dag. Skriv den som 2027-01-01, eller lämna rutan tom.")
        return None
