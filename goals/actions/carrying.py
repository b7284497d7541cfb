"""Goals go on into the next period: what is chosen for each, the drafts that are made of it, and taking them back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from goals import policies
from goals.actions.copying import copy_indicators
from goals.actions.goals import follow
from goals.actions.indicators import locked_row
from goals.models import (
    CarryChoice,
    CarryTarget,
    Goal,
    GoalLink,
    Indicator,
    IndicatorTarget,
    IndicatorValue,
    Judgement,
    PeerValue,
)
from goals.rules.carrying import code_in, next_period
from goals.rules.vocabulary import CarryKind
from goals.selectors.carrying import (
    CarryRow,
    carried,
    carry_row_or_404,
    carry_rows,
    heirs_of,
    units_of,
)
from goals.selectors.planned import plan_slots
from styrmodell import audit
from styrmodell.access import Access
from styrmodell.models import AuditEvent, Level, Organisation, SteeringModel
from styrmodell.models.versioned import Stale
from styrmodell.rules.vocabulary import LevelKind

FOLLOWS_ALONG = (IndicatorValue, PeerValue)  # the series goes on; the targets are the new period's own
COPIED = (
    "municipality_id",
    "description",
    "motivation",
    "perspective_id",
    "owner_role",
    "progress",
    "completion",
    "position",
)


@dataclass(frozen=True, slots=True)
class ChoiceInput:
    """What is chosen for a goal. `targets`: indicator → the next period's target in its own unit, None for none."""

    kind: CarryKind
    title: str = ""
    motive: str = ""
    owner_id: int | None = None
    targets: Mapping[int, Decimal | None] = field(default_factory=dict)


@transaction.atomic
def choose(*, access: Access, goal: Goal, given: ChoiceInput, version: int) -> CarryChoice:
    """Choose what becomes of a goal when its period ends. It may be half done: `CarryRow.lacks` says what is left, and
    nothing happens to the goal. Locks the goal. `version` is 0 when nothing was chosen.

    Raises PermissionDenied without the right or when it is carried, Stale when somebody has chosen meanwhile,
    ValidationError when the owner cannot own it then or an indicator is another goal's."""
    locked_row(access, goal.pk)
    row = carry_row_or_404(access, goal.pk)
    row.may_choose.require()
    choice = row.choice or CarryChoice(municipality=access.municipality, goal=row.goal, version=0)
    if choice.version != version:
        raise Stale(choice)
    choice.owner = _owner(access, row, given.owner_id)
    choice.kind, choice.motive = given.kind.value, given.motive.strip()
    choice.title = given.title.strip() if given.kind is CarryKind.CHANGE else ""
    choice.version += 1
    choice.save()
    _write_targets(choice, row, {} if given.kind is CarryKind.END else given.targets)
    audit.record(
        AuditEvent.Type.CARRY_CHOSEN, target=row.goal, access=access, summary=f"{given.kind.label}: {row.goal.title}",
        motive=choice.motive, version=choice.version,
    )  # fmt: skip
    return choice


@transaction.atomic
def carry_forward(*, access: Access, year: int, body: Organisation | None = None) -> list[Goal]:
    """Make the next period's goals of those that end with the year and are chosen to go on, of one body or of all: drafts
    with the same links, indicators and series. What is carried already, or not wholly chosen, is left alone, so that
    carrying twice is carrying once. Locks the steering models.

    Raises PermissionDenied without the right, or while a plan that would hold one of them is handed in."""
    _ensure_may_carry(access, body)
    _lock(access)
    rows = [row for row in _rows_of(access, year, body) if row.goes_on]
    drafts = _drafts(access, rows)
    _ensure_no_plan_holds(access, drafts)
    Goal.objects.bulk_create(drafts)
    pairs = [(row.goal, draft) for row, draft in zip(rows, drafts, strict=True)]
    made = copy_indicators(pairs, FOLLOWS_ALONG)
    _set_targets(rows, made)
    _link(access, year, {before.pk: after for before, after in pairs})
    if drafts:
        _record(AuditEvent.Type.GOALS_CARRIED, access, body, year, drafts)
    return drafts


@transaction.atomic
def take_back(*, access: Access, year: int, body: Organisation | None = None) -> int:
    """Take away the drafts that were made when the goals were carried; the choices stay. Answers how many. Locks the
    steering models.

    Raises PermissionDenied without the right, once one of them is decided or carries something of its own, or while a
    plan that holds one is handed in."""
    _ensure_may_carry(access, body)
    _lock(access)
    rows = carried(access, year)
    if body is not None:
        rows = rows.filter(predecessor__organisation_id__in=units_of(access, body.pk))
    _ensure_no_plan_holds(access, list(rows.select_related("level")))
    drafts = list(rows.select_for_update(of=("self",)).order_by("pk"))
    _ensure_untouched(access, drafts)
    if drafts:
        _record(AuditEvent.Type.GOALS_TAKEN_BACK, access, body, year, drafts)
    GoalLink.objects.of(access).filter(child__in=drafts).delete()
    Indicator.objects.of(access).filter(goal__in=drafts).delete()
    Goal.objects.of(access).filter(pk__in=[draft.pk for draft in drafts]).delete()
    return len(drafts)


def _ensure_may_carry(access: Access, body: Organisation | None) -> None:
    roots = [body.pk] if body else access.ever.tree.roots()
    for pk in roots:
        policies.can_carry(access, pk).require()


def _lock(access: Access) -> None:
    """One at a time: goals are written, decided and carried behind the same rows."""
    list(SteeringModel.objects.of(access).select_for_update(no_key=True).order_by("pk"))


def _rows_of(access: Access, year: int, body: Organisation | None) -> list[CarryRow]:
    return carry_rows(access, year, units=units_of(access, body.pk) if body else None)


def _owner(access: Access, row: CarryRow, owner_id: int | None) -> Organisation | None:
    """Who else is to own it; None while it stays where it is."""
    if owner_id in (None, row.goal.organisation_id):
        return None
    owner = next((one for one in row.owners if one.pk == owner_id), None)
    if owner is None:
        raise ValidationError({"owner": ["Välj ägare i listan."]})
    policies.can_edit(access, row.goal.level, owner.pk).require()
    return owner


def _write_targets(choice: CarryChoice, row: CarryRow, targets: Mapping[int, Decimal | None]) -> None:
    own = {target.indicator.pk for target in row.targets}
    if not own.issuperset(targets):
        raise ValidationError("Indikatorn hör till ett annat mål. Ladda om sidan.")
    choice.targets.exclude(indicator_id__in=[pk for pk, value in targets.items() if value is not None]).delete()
    for pk, value in targets.items():
        if value is not None:
            CarryTarget.objects.update_or_create(
                municipality_id=choice.municipality_id, choice=choice, indicator_id=pk, defaults={"value": value}
            )


def _drafts(access: Access, rows: Sequence[CarryRow]) -> list[Goal]:
    taken = set(Goal.objects.of(access).values_list("code", flat=True)) if rows else set()
    drafts = []
    for row in rows:
        first, last = next_period(row.goal.year_from, row.goal.year_to)
        code = code_in(first, row.goal.code, taken)
        taken.add(code)
        same = {name: getattr(row.goal, name) for name in COPIED}
        draft = Goal(
            **same, level=row.level, organisation=row.owner, title=row.title, code=code, year_from=first, year_to=last
        )
        follow(draft, row.goal, Goal.Succession.CONTINUES)
        drafts.append(draft)
    return drafts


def _set_targets(rows: Sequence[CarryRow], made: Mapping[int, Indicator]) -> None:
    """The targets chosen for the first year of the next period."""
    IndicatorTarget.objects.bulk_create(
        IndicatorTarget(
            municipality_id=row.goal.municipality_id,
            indicator=made[target.indicator.pk],
            year=row.goal.year_to + 1,
            value=target.after,
        )
        for row in rows
        for target in row.targets
        if target.after is not None
    )


def _link(access: Access, year: int, new: Mapping[int, Goal]) -> None:
    """Let those that go on contribute to what goes on: a parent's own heir, or the parent itself while its years last. An
    area stays above them also when its years are over, until the new term has its own."""
    links = GoalLink.objects.of(access).select_related("child__level", "parent__level", "parent__ending")
    around = [*links.filter(child_id__in=new), *links.filter(parent_id__in=new).exclude(child_id__in=new)]
    heirs = {**heirs_of(access, year, [goal for link in around for goal in (link.child, link.parent)]), **new}
    allowed = set(Level.parents.through.objects.values_list("from_level_id", "to_level_id"))
    pairs = set()
    for link in around:
        child = heirs.get(link.child_id)
        parent = heirs.get(link.parent_id) or (link.parent if _lasts(link.parent, year) else None)
        if child and parent and (child.level_id, parent.level_id) in allowed:
            pairs.add((child.pk, parent.pk))
    GoalLink.objects.bulk_create(
        [
            GoalLink(municipality=access.municipality, child_id=child, parent_id=parent)
            for child, parent in sorted(pairs)
        ],
        ignore_conflicts=True,
    )


def _lasts(parent: Goal, year: int) -> bool:
    if parent.level.kind in (LevelKind.AREA.value, LevelKind.VISION.value):
        return True
    return parent.year_to > year and getattr(parent, "ending", None) is None


def _ensure_untouched(access: Access, drafts: Sequence[Goal]) -> None:
    decided = [draft for draft in drafts if draft.decision_id is not None]
    if decided:
        raise PermissionDenied(f"{decided[0].title} är fastställt. Det som är beslutat kan inte tas tillbaka.")
    own = {draft.pk for draft in drafts}
    hanging = GoalLink.objects.of(access).filter(parent__in=drafts).exclude(child_id__in=own)
    first = hanging.select_related("child", "parent").order_by("pk").first()
    if first is not None:
        raise PermissionDenied(f"{first.child.title} bidrar till {first.parent.title}. Koppla om det först.")
    judged = Judgement.objects.of(access).filter(goal__in=drafts).values_list("goal__title", flat=True)
    measured = Goal.objects.of(access).filter(pk__in=own, measures__isnull=False).values_list("title", flat=True)
    for title in (*judged[:1], *measured[:1]):
        raise PermissionDenied(f"{title} har bedömningar eller åtgärder och kan inte tas tillbaka.")


def _ensure_no_plan_holds(access: Access, drafts: Sequence[Goal]) -> None:
    """None slips into or out of a plan that is handed in, nor into one that somebody hands in meanwhile."""
    policies.can_change_now(plan_slots(access, *drafts).order_by("-scope", "pk").locked()).require()


def _record(
    type_: AuditEvent.Type, access: Access, body: Organisation | None, year: int, drafts: Sequence[Goal]
) -> None:
    who = body.name if body else "Alla"
    audit.record(
        type_, target=access.municipality, access=access, summary=f"{who}: {len(drafts)} mål till {year + 1}",
        goals=[draft.pk for draft in drafts],
    )  # fmt: skip
