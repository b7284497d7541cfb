"""What each difference between two steering models means for what is going on, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from goals.rules.model_effect import Effect
from goals.selectors.model_use import ModelUse
from styrmodell.loader.compare import Change, Difference, FilePart
from styrmodell.loader.refusals import Refusal
from styrmodell.loader.schema import OccasionRuleEntry, PlanEntry, SteeringFile
from styrmodell.rules.vocabulary import StepKind
from ui.rules.swedish import plural

Told = tuple[Effect, str]

_AT_ONCE = "Gäller direkt när du bekräftar."
_LEVEL_WORDS = {"singular", "plural", "definite"}
_EXPLAINS = {"description", "source", "is_example", "position", "name", "question"}
_KEPT_IN_OPEN = {
    "cutoffs",
    "contents",
    "kind",
    "begins",
    "about_years",
}  # an occasion that has been opened keeps its own


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference with what it means."""

    difference: Difference
    effect: Effect
    meaning: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What the differences are held against. `starts` is the first day of a model that stands beside the old one; empty
    when the file changes the model in force."""

    file: SteeringFile
    use: ModelUse
    refusals: Sequence[Refusal] = ()
    starts: str = ""

    def open_occasions(self, code: str = "") -> int:
        """Occasions of the rule, or of any, with a report that is not decided."""
        return self.use.occasions.get(code, 0) if code else sum(self.use.occasions.values())


def rows_of(differences: Iterable[Difference], setting: Setting) -> list[DifferenceRow]:
    """Each difference with what it means; what stops the file without being a difference comes last."""
    stops = {(refusal.part, refusal.code, refusal.inner): refusal.message for refusal in setting.refusals}
    rows = []
    for difference in differences:
        stop = stops.pop((difference.part, difference.code, difference.inner[1]), "")
        rows.append(DifferenceRow(difference, *((Effect.STOPS, stop) if stop else _told(difference, setting))))
    others = ((place, message) for place, message in stops.items() if not _is_told(place, rows))
    return [*rows, *(_by_itself(*place, message) for place, message in others)]


def _is_told(place: tuple[FilePart, str, str], rows: Iterable[DifferenceRow]) -> bool:
    """A step that goes with its scale or its chain is told with it."""
    part, code, _ = place
    return any(
        row.difference.part is part and row.difference.code == code and row.difference.change is Change.REMOVED
        for row in rows
    )


def _by_itself(part: FilePart, code: str, inner: str, message: str) -> DifferenceRow:
    return DifferenceRow(Difference(part, code, part.label, Change.CHANGED), Effect.STOPS, message)


def _told(difference: Difference, setting: Setting) -> Told:
    if difference.part in _TELLERS_AT_ONCE:
        return _TELLERS_AT_ONCE[difference.part](difference, setting)
    if setting.starts:
        return Effect.NOTHING, f"Gäller från {setting.starts}. Det som gäller i dag ligger kvar."
    return _TELLERS[difference.part](difference, setting)


def _says(text: str) -> Callable[[Difference, Setting], Told]:
    def tell(difference: Difference, setting: Setting) -> Told:
        return Effect.NOTHING, text

    return tell


def _organisation(difference: Difference, setting: Setting) -> Told:
    if difference.change is Change.REMOVED:
        return (
            Effect.NOTHING,
            "Ligger kvar: pengar och historik hänger på den. Ge den en sista dag när den har upphört.",
        )
    return Effect.NOTHING, _AT_ONCE


def _level(difference: Difference, setting: Setting) -> Told:
    if difference.change is Change.ADDED:
        return Effect.NOTHING, "Inget som finns ändras."
    goals = setting.use.goals.get(difference.code, 0)
    if not goals:
        return Effect.NOTHING, "Inget mål finns på nivån."
    if difference.attribute in _EXPLAINS:
        return Effect.NOTHING, "Visas där nivån förklaras."
    count = plural(goals, "mål", "mål")
    if difference.attribute in _LEVEL_WORDS:
        return Effect.GOALS, f"{count} får det nya ordet. Beslutade rapporter behåller det gamla."
    if difference.attribute == "is_judged" and setting.open_occasions():
        return Effect.OPEN_WORK, f"{count} på nivån. Gäller också i de rapporter som är öppna."
    return Effect.GOALS, f"Gäller {count} på nivån från nu. Det som är beslutat ligger kvar."


def _area(difference: Difference, setting: Setting) -> Told:
    if difference.change is Change.ADDED:
        return Effect.NOTHING, "Läggs överst i kedjan. Inget som finns ändras."
    if difference.change is Change.REMOVED:
        return Effect.NOTHING, "Ligger kvar: mål kan stå under det. Avsluta det på dess sida."
    return Effect.GOALS, "Ändras överallt där det visas. Beslutade rapporter behåller sin text."


def _limit(difference: Difference, setting: Setting) -> Told:
    limits = {limit.code: limit for limit in setting.file.limits}
    limit = limits.get(difference.code)
    if difference.attribute in {"text", "source", "is_example"}:
        return Effect.NOTHING, "Visas när gränsen nås."
    if limit is not None and limit.about is not None and setting.open_occasions():
        return Effect.OPEN_WORK, f"Gäller direkt i {_occasions(setting.open_occasions())}."
    return Effect.GOALS, "Prövas när nästa mål fastställs. Mål som redan är beslutade ligger kvar."


def _scale(difference: Difference, setting: Setting) -> Told:
    where, step = difference.inner
    if difference.change is Change.ADDED:
        return Effect.NOTHING, "Kan väljas från nu."
    if difference.change is Change.REMOVED:
        return Effect.NOTHING, "Ingen bedömning använder steget." if where else "Ingen bedömning använder skalan."
    judged = setting.use.judgements.get((difference.code, step), 0)
    if not judged:
        return Effect.NOTHING, "Ingen öppen bedömning berörs."
    return Effect.OPEN_WORK, f"{plural(judged, 'bedömning', 'bedömningar')} i öppna rapporter visas med det nya."


def _occasion(difference: Difference, setting: Setting) -> Told:
    where = difference.inner[0]
    if difference.change is Change.ADDED and not where:
        return Effect.NOTHING, "Ekonomikontoret kan öppna det från nu."
    count = setting.open_occasions(difference.code)
    if not count:
        return Effect.NOTHING, "Inget tillfälle är öppet. Gäller från nästa."
    if difference.attribute in _EXPLAINS:
        return Effect.NOTHING, "Visas där tillfället förklaras."
    if difference.attribute in _KEPT_IN_OPEN or (difference.attribute == "due" and _hands_in(setting, difference)):
        return Effect.NOTHING, f"Gäller från nästa tillfälle. {_occasions(count)} behåller det som gällde."
    what = {"steps": "ny kedja", "sections": "andra avsnitt"}.get(where, "nya krav")
    new = "ny sista dag för steget" if difference.attribute == "due" else what
    return Effect.OPEN_WORK, f"{_occasions(count)} får {new}."


def _hands_in(setting: Setting, difference: Difference) -> bool:
    """Is it the step that hands in? Its day is kept by an occasion that has been opened."""
    rules: list[OccasionRuleEntry | PlanEntry] = [*setting.file.occasion_rules, *setting.file.plans]
    steps = {(rule.code, step.code): step for rule in rules for step in rule.steps}
    return steps[difference.code, difference.inner[1]].kind is StepKind.SUBMIT


def _occasions(count: int) -> str:
    return plural(count, "öppet tillfälle", "öppna tillfällen")


_TELLERS_AT_ONCE: Mapping[FilePart, Callable[[Difference, Setting], Told]] = {
    FilePart.MUNICIPALITY: _says(_AT_ONCE),
    FilePart.ORGANISATION: _organisation,
}
_TELLERS: Mapping[FilePart, Callable[[Difference, Setting], Told]] = {
    FilePart.MODEL: _says("Visas och räknas från nu. Beslutade rapporter ändras aldrig."),
    FilePart.LEVELS: _level,
    FilePart.AREAS: _area,
    FilePart.WORDS: _says("Rubriker och knappar. Beslutade rapporter behåller sina ord."),
    FilePart.LIMITS: _limit,
    FilePart.SCALES: _scale,
    FilePart.OCCASIONS: _occasion,
    FilePart.CALENDAR: _says("Årshjulet visar det nya. Dagar som är bestämda för ett år ligger kvar."),
    FilePart.INSTRUCTIONS: _says("Visas där arbetet görs, från nu."),
    FilePart.DOCUMENTS: _says("Visas bland styrdokumenten."),
    FilePart.GLOSSARY: _says("Visas i ordlistan."),
    FilePart.PERSPECTIVES: _says("Kan väljas för mål från nu."),
    FilePart.ACCOUNTS: _says("Nästa fil läses in med de nya grupperna. Det som är bokfört ligger kvar."),
}
