"""Reading a start file: everything that is wrong in it at once, the rows of its two lists too. Pure: no Django."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import ValidationError

from styrmodell.loader.formats import NEWEST, Format
from styrmodell.loader.read import FileError, SteeringFileError, shape_error, source_of, where
from styrmodell.loader.schema import MunicipalityEntry, OrganisationEntry, Problem, SteeringFile, find_problems
from styrmodell.loader.schema.checks import walk
from styrmodell.loader.schema.problems import Place, hint, repeated
from styrmodell.loader.source import Source
from styrmodell.loader.start.compose import compose
from styrmodell.loader.start.kinds import fit
from styrmodell.loader.start.schema import StartFile
from styrmodell.permissions import Role
from styrmodell.rules import organisation_list, people_list
from styrmodell.rules.organisation_list import ListedOrganisation, OrganisationList
from styrmodell.rules.people_list import ListedRole, PeopleList

_LIST_BELOW = re.compile(r":\s*\|[-+0-9]*\s*(#.*)?$")  # a text that stands on the lines under its key
_STAND_INS = ("kommun", "mandatperiod")  # parts of which the pattern's are looked at when they are wrong
NOBODY = "Ingen kan logga in. Lägg till en rad med rollen Administratör i hela kommunen, från och med i dag."


@dataclass(frozen=True, slots=True)
class Taken:
    """What another municipality has already."""

    slugs: Collection[str] = ()
    codes: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """A municipality that can be made: its whole file, its people, and what of the pattern was fitted to it, in words."""

    file: SteeringFile
    people: Sequence[ListedRole]
    told: Sequence[str] = field(default_factory=tuple)


def parse_start_file(raw: bytes, file: str, *, pattern: SteeringFile, today: date, taken: Taken) -> Start:
    """Check the bytes of a start file; `file` is its name in the messages. Raises SteeringFileError with every fault."""
    text = raw.decode("utf-8-sig", errors="replace")
    return _Reading(source_of(raw, file), text.splitlines(), file, pattern, today, taken).start()


@dataclass(slots=True)
class _Reading:
    """One start file, and what has been found wrong in it."""

    source: Source
    lines: Sequence[str]
    name: str
    pattern: SteeringFile
    today: date
    taken: Taken
    errors: list[FileError] = field(default_factory=list)

    def start(self) -> Start:
        """What the file says, or all that is wrong."""
        said = self._shaped()
        listed = self._organisations()
        people = self._people(listed)
        composed = self._composed(said, listed) if said is not None else None
        if self.errors or composed is None:
            raise SteeringFileError(self.errors)
        steering, told = composed
        return Start(steering, people.roles, told)

    def _shaped(self) -> StartFile | None:
        """What the file says; with faults in it what is right, as far as the rest can be looked at all the same."""
        data = self.source.data
        try:
            return StartFile.model_validate(data, by_alias=True, by_name=False)
        except ValidationError as exc:
            found = exc.errors(include_url=False)
        self.errors += [shape_error(error, self.source, Format(NEWEST), self.name, StartFile) for error in found]
        wrong = {str(error["loc"][0]) for error in found if error["loc"]}
        if not isinstance(data, dict):
            return None
        rest: dict[str, Any] = {key: value for key, value in data.items() if key not in wrong}
        stand_in = self.pattern.model_dump(mode="json", by_alias=True, exclude_none=True)
        stand_in["mandatperiod"] = stand_in["styrmodell"]["mandatperiod"]
        rest = (
            {"organisation": "-", "personer": "-"}
            | rest
            | {key: stand_in[key] for key in _STAND_INS if key not in rest}
        )
        return StartFile.model_validate(rest, by_alias=True, by_name=False)

    def _problems(self, said: StartFile) -> Iterator[Problem]:
        """What the rules between the parts, and those that are there before, say of the file."""
        if self._stands("kommun"):
            yield from self._already_there(said.municipality)
        levels = [level.code for level in self.pattern.levels]
        for index, level in enumerate(said.levels):
            if level.code not in levels:
                text = (
                    f"Mönstret har ingen nivå {level.code}.{hint(level.code, levels)} Välj bland: {', '.join(levels)}."
                )
                yield Problem(("nivaer", index, "kod"), text)
        yield from repeated([level.code for level in said.levels], ("nivaer",), "kod")
        yield from repeated([term.key.value for term in said.terms], ("termer",), "nyckel")
        period = said.term_of_office
        if self._stands("mandatperiod") and period.valid_to < self.today:
            yield Problem(
                ("mandatperiod", "till"), "Mandatperioden är redan slut. Skriv den som pågår eller den nästa."
            )

    def _already_there(self, municipality: MunicipalityEntry) -> Iterator[Problem]:
        if municipality.slug in self.taken.slugs:
            text = f"Adressen {municipality.slug} är upptagen. Välj ett annat namn."
            yield Problem(("kommun", "slug"), text)
        if municipality.code and municipality.code in self.taken.codes:
            text = f"En kommun med koden {municipality.code} finns redan. Rätta koden."
            yield Problem(("kommun", "scb_kod"), text)

    def _composed(self, said: StartFile, listed: OrganisationList) -> tuple[SteeringFile, list[str]] | None:
        """The whole file, held against its own rules and against the kinds of organisation there are; with the pattern's
        tree when its own cannot be."""
        for problem in self._problems(said):
            self._say(problem.place, problem.message)
        data = compose(self.pattern, said, [] if listed.faults else listed.organisations)
        fitting = fit(data, {node.kind.value for _, node in walk(_tree(data))})
        for fault in fitting.faults:
            self._say(("organisation",), fault)
        if fitting.faults:
            return None
        whole = SteeringFile.model_validate(data, by_alias=True, by_name=False)
        for problem in find_problems(whole):
            place = _in_the_start_file(problem.place)
            if self._stands(str(place[0])):
                self._say(place, problem.message)
        return whole, fitting.told

    def _organisations(self) -> OrganisationList:
        text = self._text("organisation")
        listed = organisation_list.read_text(text) if text else OrganisationList()
        for fault in listed.faults:
            self._say_of_row("organisation", fault.row, fault.column.label, fault.text)
        return listed

    def _people(self, listed: OrganisationList) -> PeopleList:
        """The roles; where they are is not told while the organisations have faults: they may be what is wrong."""
        text = self._text("personer")
        if not text:
            return PeopleList()
        people = people_list.read_text(text, listed.organisations)
        faults = [*people.faults, *self._too_late(people.roles, listed)]
        for fault in faults:
            if fault.column is not people_list.PersonColumn.ORGANISATION or not listed.faults:
                self._say_of_row("personer", fault.row, fault.column.label, fault.text)
        if not people.faults and not any(self._comes_first(role, listed) for role in people.roles):
            self._say(("personer",), NOBODY)
        return people

    def _too_late(self, roles: Sequence[ListedRole], listed: OrganisationList) -> list[people_list.PersonFault]:
        there = {one.code for one in listed.organisations if _is_there(one, self.today)}
        return people_list.changes(roles, (), self.today, open_to=there, is_whole=False)[1]

    def _comes_first(self, role: ListedRole, listed: OrganisationList) -> bool:
        """Is it an administrator of everything, today?"""
        top = next((one.code for one in listed.organisations if not one.parent), role.organisation)
        is_now = role.first is None or role.first <= self.today
        return role.role is Role.ADMINISTRATOR and role.organisation == top and is_now

    def _text(self, key: str) -> str:
        value = self.source.data.get(key) if isinstance(self.source.data, dict) else None
        return value if isinstance(value, str) else ""

    def _stands(self, key: str) -> bool:
        """Is the part as it should be, so that it can be told about?"""
        return not any(error.where == key or error.where.startswith(f"{key} ") for error in self.errors)

    def _say(self, place: Place, message: str) -> None:
        line = self.source.line(place)
        self.errors.append(FileError(line, where(place, self.source.data), message, self.name))

    def _say_of_row(self, key: str, row: int, column: str, message: str) -> None:
        line = self.source.line((key,))
        is_below = line <= len(self.lines) and _LIST_BELOW.search(self.lines[line - 1]) is not None
        if not row:
            self.errors.append(FileError(line, key, message, self.name))
            return
        place = f"{key} › rad {row}, {column.lower()}"
        self.errors.append(FileError(line + row if is_below else line, place, message, self.name))


def _is_there(one: ListedOrganisation, day: date) -> bool:
    return (one.valid_from or day) <= day <= (one.valid_to or day)


def _tree(data: dict[str, Any]) -> list[OrganisationEntry]:
    return [OrganisationEntry.model_validate(node, by_alias=True, by_name=False) for node in data["organisation"]]


def _in_the_start_file(place: Place) -> Place:
    """Where the start file says what stands at a place of the whole file; what is the pattern's is told of the
    organisation that does not fit it."""
    match place:
        case ("styrmodell", "mandatperiod", *_):
            return place[1:]
        case ("kommun", *_):
            return place[:1]
    return ("organisation",)
