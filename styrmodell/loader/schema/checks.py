"""Rules between the parts of the file: codes that must exist, be unique, and fit together.

Each rule yields problems with the place in the file, so that the reader can say the line. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from styrmodell.loader.schema.chains import chain_order, day_problems, deadline_problems
from styrmodell.loader.schema.levels import LevelEntry, LimitEntry
from styrmodell.loader.schema.organisation import OrganisationEntry
from styrmodell.loader.schema.plan_checks import plan_problems
from styrmodell.loader.schema.problems import Place, Problem, hint, repeated
from styrmodell.loader.schema.reporting import OccasionRuleEntry, PlanEntry
from styrmodell.loader.schema.root import SteeringFile
from styrmodell.permissions import INSIGHT
from styrmodell.rules.levels import MOST_LEVELS
from styrmodell.rules.organisation_list import ALLOWED_UNDER
from styrmodell.rules.vocabulary import (
    Content,
    Insight,
    LevelKind,
    MoneyLimit,
    OrganisationKind,
    ScaleKind,
    StepKind,
    StepScope,
)

_K = OrganisationKind


def find_problems(file: SteeringFile) -> list[Problem]:
    """Every broken rule between the parts of a file whose shape is right."""
    return [
        *_unique_codes(file),
        *_organisation(file),
        *_insight(file),
        *_periods(file),
        *_levels(file),
        *_areas(file),
        *_limits(file),
        *_scales(file),
        *_terms(file),
        *_accounts(file),
        *_reports(file),
        *plan_problems(file, {node.kind for _, node in walk(file.organisation)}),
        *_calendar(file),
    ]


def _unique_codes(file: SteeringFile) -> Iterator[Problem]:
    lists: dict[str, Sequence[str]] = {
        "nivaer": [row.code for row in file.levels],
        "omraden": [row.code for row in file.areas],
        "granser": [row.code for row in file.limits],
        "perspektiv": [row.code for row in file.perspectives],
        "skalor": [row.code for row in file.scales],
        "kontogrupper": [row.code for row in file.account_groups],
        "tillfallen": [row.code for row in file.occasion_rules],
        "planer": [row.code for row in file.plans],
        "arshjul": [row.code for row in file.calendar],
        "dokumenttyper": [row.code for row in file.document_types],
        "anvisningar": [row.code for row in file.instructions],
    }
    for key, codes in lists.items():
        yield from repeated(codes, (key,), "kod")
    yield from repeated([row.singular.casefold() for row in file.glossary], ("ordlista",), "ord")


def walk(
    nodes: Sequence[OrganisationEntry], place: Place = ("organisation",)
) -> Iterator[tuple[Place, OrganisationEntry]]:
    """Every organisation with its place in the file, parents first."""
    for index, node in enumerate(nodes):
        own_place = (*place, index)
        yield own_place, node
        yield from walk(node.children, (*own_place, "under"))


def _organisation(file: SteeringFile) -> Iterator[Problem]:
    nodes = list(walk(file.organisation))
    kinds = [node.kind for _, node in nodes]
    if len(file.organisation) != 1 or file.organisation[0].kind is not _K.ASSEMBLY:
        yield Problem(
            ("organisation",), "Överst ska det stå en organisation av typen fullmaktige, med allt annat under."
        )
    if kinds.count(_K.EXECUTIVE) != 1:
        lacks = "" if _K.EXECUTIVE in kinds else _K.EXECUTIVE.value
        yield Problem(("organisation",), "Det ska finnas exakt en organisation av typen styrelse.", lacks)
    yield from _organisation_codes(nodes)
    for place, node in nodes:
        yield from _children(place, node)
        if node.valid_from and node.valid_to and node.valid_to < node.valid_from:
            yield Problem((*place, "giltig_till"), "Sista dagen ligger före den första. Ändra ett av datumen.")


def _organisation_codes(nodes: Sequence[tuple[Place, OrganisationEntry]]) -> Iterator[Problem]:
    codes: set[str] = set()
    ledger: set[str] = set()
    for place, node in nodes:
        if node.code in codes:
            yield Problem((*place, "kod"), f"{node.code} används redan av en annan organisation. Välj en annan kod.")
        codes.add(node.code)
        for index, code in enumerate(node.ledger_codes):
            if code in ledger:
                yield Problem((*place, "koder", index), f"Ansvarskoden {code} hör redan till en annan organisation.")
            ledger.add(code)


def _children(place: Place, node: OrganisationEntry) -> Iterator[Problem]:
    allowed = ALLOWED_UNDER[node.kind]
    for index, child in enumerate(node.children):
        if child.kind not in allowed:
            may = ", ".join(sorted(allowed)) or "ingenting"
            text = f"{child.kind} kan inte stå under {node.kind}. Under {node.kind} kan stå: {may}."
            yield Problem((*place, "under", index, "typ"), text)


def _periods(file: SteeringFile) -> Iterator[Problem]:
    period = file.steering_model.term_of_office
    if period.valid_to <= period.valid_from:
        place = ("styrmodell", "mandatperiod", "till")
        yield Problem(place, "Mandatperioden slutar innan den börjar. Ändra ett av datumen.")


def _levels(file: SteeringFile) -> Iterator[Problem]:
    by_code = {level.code: level for level in file.levels}
    yield from repeated([str(level.position) for level in file.levels], ("nivaer",), "ordning")
    if len(file.levels) > MOST_LEVELS:
        text = f"Nivåerna är fler än {MOST_LEVELS}, som är så många en rapport har plats för. Ta bort eller slå ihop några."
        yield Problem(("nivaer", MOST_LEVELS), text)
    for index, level in enumerate(file.levels):
        for number, parent in enumerate(level.parents):
            place = ("nivaer", index, "foraldrar", number)
            if parent not in by_code:
                yield Problem(place, f"Nivån {parent} finns inte.{hint(parent, by_code)}", parent)
            elif by_code[parent].position >= level.position:
                text = f"{parent} ligger inte ovanför {level.code}. En förälder ska ha lägre ordning."
                yield Problem(place, text)
        yield from _level_flags(index, level)


def _level_flags(index: int, level: LevelEntry) -> Iterator[Problem]:
    if level.needs_targets and not level.has_indicators:
        text = "malvarden_kravs kan bara vara ja när indikatorer är ja."
        yield Problem(("nivaer", index, "malvarden_kravs"), text)
    if level.kind is LevelKind.VISION and level.parents:
        yield Problem(("nivaer", index, "foraldrar"), "En vision står överst och kan inte ha föräldrar.")


def _areas(file: SteeringFile) -> Iterator[Problem]:
    levels = {level.code: level for level in file.levels}
    areas = {area.code: area for area in file.areas}
    for index, area in enumerate(file.areas):
        if area.level not in levels:
            text = f"Nivån {area.level} finns inte.{hint(area.level, levels)}"
            yield Problem(("omraden", index, "niva"), text, area.level)
        if area.parent is None:
            continue
        place = ("omraden", index, "foralder")
        if area.parent not in areas:
            yield Problem(place, f"Området {area.parent} finns inte.{hint(area.parent, areas)}", area.parent)
        elif area.level in levels and areas[area.parent].level not in levels[area.level].parents:
            text = (
                f"{area.parent} ligger på en nivå som {area.level} inte får bryta ned. Ändra foralder eller foraldrar."
            )
            yield Problem(place, text)


def _limits(file: SteeringFile) -> Iterator[Problem]:
    levels = [level.code for level in file.levels]
    seen: set[MoneyLimit] = set()
    for index, limit in enumerate(file.limits):
        place: Place = ("granser", index)
        for number, code in enumerate(limit.levels):
            if code not in levels:
                yield Problem((*place, "nivaer", number), f"Nivån {code} finns inte.{hint(code, levels)}", code)
        if limit.about is None:
            yield from _goal_limit(place, limit)
        else:
            yield from _money_limit(place, limit, is_second=limit.about in seen)
            seen.add(limit.about)


def _goal_limit(place: Place, limit: LimitEntry) -> Iterator[Problem]:
    """A limit on goals says which levels, for whom and how many."""
    if limit.maximum_kronor is not None:
        yield Problem((*place, "hogst_kr"), "hogst_kr hör ihop med galler. Ange galler eller ta bort hogst_kr.")
    elif not (limit.levels and limit.per and limit.maximum):
        yield Problem(place, "Ange nivaer, per och hogst för antal mål, eller galler och hogst_kr för pengar.")


def _money_limit(place: Place, limit: LimitEntry, *, is_second: bool) -> Iterator[Problem]:
    """A limit in kronor says what it is about and how much, once."""
    if limit.levels or limit.per or limit.maximum:
        yield Problem(place, "En gräns med galler är i kronor. Ta bort nivaer, per och hogst.")
    if limit.maximum_kronor is None:
        yield Problem(place, "Ange hogst_kr, till exempel 500000.")
    if is_second:
        yield Problem((*place, "galler"), f"Det finns redan en gräns för {limit.about}. Behåll en av dem.")


def _scales(file: SteeringFile) -> Iterator[Problem]:
    for kind in (ScaleKind.GOAL, ScaleKind.INDICATOR):
        if kind not in {scale.kind for scale in file.scales}:
            yield Problem(("skalor",), f"Det saknas en skala av slaget {kind}. Lägg till en.", kind.value)
    for index, scale in enumerate(file.scales):
        place = ("skalor", index, "steg")
        yield from repeated([step.code for step in scale.steps], place, "kod")
        yield from repeated([str(step.position) for step in scale.steps], place, "ordning")


def _terms(file: SteeringFile) -> Iterator[Problem]:
    yield from repeated([term.key.value for term in file.terms], ("termer",), "nyckel")


def _accounts(file: SteeringFile) -> Iterator[Problem]:
    ranges: list[tuple[int, int, str]] = []
    for index, group in enumerate(file.account_groups):
        if group.account_to < group.account_from:
            yield Problem(("kontogrupper", index, "till"), "Sista kontot ligger före det första.")
        for first, last, code in ranges:
            if group.account_from <= last and first <= group.account_to:
                text = f"Kontona överlappar gruppen {code}. Varje konto ska höra till en grupp."
                yield Problem(("kontogrupper", index, "fran"), text)
        ranges.append((group.account_from, group.account_to, group.code))


def _insight(file: SteeringFile) -> Iterator[Problem]:
    """Whoever takes a step of a chain sees what it is about."""
    rules: list[OccasionRuleEntry | PlanEntry] = [*file.occasion_rules, *file.plans]
    named = {role for rule in rules for step in rule.steps for role in step.roles}
    for role, usual in INSIGHT.items():
        chosen = file.municipality.insight.of(role) if file.municipality.insight else None
        if role in named and (chosen or usual) == Insight.DECIDED:
            text = f"Rollen {role.value} tar ett steg i ett tillfälles kedja. Välj eget, inlamnat eller utkast, så att rapporten syns då."
            yield Problem(("kommun", "insyn", role.value) if chosen else ("kommun",), text)


def _reports(file: SteeringFile) -> Iterator[Problem]:
    kinds = {node.kind for _, node in walk(file.organisation)}
    for index, rule in enumerate(file.occasion_rules):
        place: Place = ("tillfallen", index)
        yield from repeated([step.code for step in rule.steps], (*place, "kedja"), "kod")
        yield from repeated([section.code for section in rule.sections], (*place, "avsnitt"), "kod")
        if set(rule.contents) == {Content.TEXT} and not rule.sections:
            yield Problem((*place, "innehall"), "Rapporten är tom. Lägg till mer innehåll, eller ett avsnitt.")
        for number, kind in enumerate(rule.organisation_kinds):
            if kind not in kinds:
                text = f"Ingen organisation i filen är av typen {kind}. Lägg till en eller ta bort ordet."
                yield Problem((*place, "lamnas_av", number), text, kind.value)
        for number, cut_off in enumerate(rule.cutoffs):
            yield from day_problems((*place, "per", number, "dag"), cut_off.month, cut_off.day)
        yield from _chain(place, rule)


def _chain(place: Place, rule: OccasionRuleEntry) -> Iterator[Problem]:
    first = next((step for step in rule.steps if step.scope is StepScope.UNIT), None)
    if first is None or first.kind is not StepKind.SUBMIT:
        yield Problem((*place, "kedja"), "Kedjan ska börja med ett steg för enhet av slaget lamna_in.")
    for scope in StepScope:
        part = [(index, step) for index, step in enumerate(rule.steps) if step.scope is scope]
        yield from chain_order((*place, "kedja"), part)
    for index, step in enumerate(rule.steps):
        yield from deadline_problems((*place, "kedja", index), step, cutoffs=len(rule.cutoffs))
    deciding = [step for step in rule.steps if step.scope is StepScope.WHOLE and step.kind is StepKind.DECIDE]
    if rule.is_statutory and (not deciding or deciding[-1].body is not OrganisationKind.ASSEMBLY):
        text = "En lagstadgad rapport ska till fullmäktige (kommunallagen 11 kap.). Avsluta kedjan med att fullmäktige beslutar."
        yield Problem((*place, "kedja"), text)


def _calendar(file: SteeringFile) -> Iterator[Problem]:
    for index, rule in enumerate(file.calendar):
        place: Place = ("arshjul", index)
        if rule.day is not None:
            yield from day_problems((*place, "dag"), rule.month, rule.day)
        if rule.to_day is not None and rule.to_month is None:
            yield Problem((*place, "till_dag"), "Ange också till_manad.")
        elif rule.to_day is not None and rule.to_month is not None:
            yield from day_problems((*place, "till_dag"), rule.to_month, rule.to_day, last_word=False)


def term_years(start: date, end: date) -> tuple[int, int]:
    """First and last budget year of a term of office: a term that starts in October steers from the next year."""
    first = start.year + 1 if start.month > 6 else start.year
    last = end.year if end.month > 6 else end.year - 1
    return first, max(first, last)
