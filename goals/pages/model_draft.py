"""A draft of the steering model: every difference in words, what it means, and what stops it. Also a kept edition, held
against the model as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from goals.actions.drafts import file_of
from goals.loader.whole import fingerprint, model_before, whole_refusals
from goals.pages.model_effects import DifferenceRow, Setting, rows_of
from goals.pages.model_parts import PARTS, EditablePart
from goals.rules.model_effect import Effect
from goals.selectors.editions import all_models
from goals.selectors.model_use import ModelUse, model_use
from styrmodell.access import Access
from styrmodell.loader.compare import FilePart, compare
from styrmodell.loader.schema import SteeringFile
from styrmodell.models import Edition, SteeringModel
from ui.rules.swedish import DateForm, plural, sv_date


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What the page shows of an edition: `groups` are the parts with their differences."""

    edition: Edition
    against: SteeringModel | None  # what it is held against
    groups: Sequence[tuple[FilePart, Sequence[DifferenceRow]]]
    counts: Sequence[tuple[Effect, int]]
    seen: str  # what a confirmation says that it has read
    newer: Edition | None  # read in by somebody after the draft was begun
    starts: str

    @property
    def query(self) -> str:
        """What an address says to mean this draft."""
        return f"?utkast={self.edition.pk}"

    @property
    def parts(self) -> Sequence[EditablePart]:
        """What can be changed in the draft without a file."""
        return list(PARTS.values())

    @property
    def heading(self) -> str:
        """What the differences are held against."""
        against = f"version {self.against.version}" if self.against and self.starts else "modellen som gäller"
        return f"Skillnader mot {against}"

    @property
    def total(self) -> int:
        """How many differences."""
        return sum(len(rows) for _, rows in self.groups)

    def count(self, effect: Effect) -> int:
        """How many differences have the effect."""
        return dict(self.counts).get(effect, 0)

    @property
    def stops(self) -> int:
        """How many differences cannot be made."""
        return self.count(Effect.STOPS)

    @property
    def open_work(self) -> int:
        """How many differences touch what is under way."""
        return self.count(Effect.OPEN_WORK)

    @property
    def lead(self) -> str:
        """The page in a sentence or two."""
        if not self.total:
            return "Det är samma modell som den som gäller. Inget skulle ändras."
        said = [f"{plural(self.total, 'ändring', 'ändringar')}."]
        if self.open_work:
            said.append(f"{plural(self.open_work, 'berör', 'berör')} arbete som är öppet.")
        if self.stops:
            said.append(f"{plural(self.stops, 'går inte att göra', 'går inte att göra')}.")
        return " ".join([*said, "Inget ändras förrän du bekräftar."] if self.edition.is_draft else said)


def draft_page(access: Access, edition: Edition) -> DraftPage:
    """The edition held against the model of its version, else the one before; a new version stands beside the old one.
    The number of queries does not grow with the rows."""
    file = file_of(edition)
    models = all_models(access)
    against = next((model for model in models if model.version <= edition.model_version), None)
    before = model_before(access.municipality, edition.model_version)
    is_beside = against is not None and against.version != edition.model_version
    starts = sv_date(file.steering_model.term_of_office.valid_from, DateForm.FULL) if is_beside else ""
    rows = _rows(access, before, file, against, starts) if before else []
    found = Counter(row.effect for row in rows)
    parts = list(dict.fromkeys(row.difference.part for row in rows))
    return DraftPage(
        edition=edition,
        against=against,
        groups=[(part, [row for row in rows if row.difference.part is part]) for part in parts],
        counts=[(effect, found[effect]) for effect in Effect if found[effect]],
        seen=f"{fingerprint(before)}{edition.version}" if before else "",
        newer=_newer(access, edition),
        starts=starts,
    )


def _rows(
    access: Access, before: SteeringFile, file: SteeringFile, against: SteeringModel | None, starts: str
) -> list[DifferenceRow]:
    use = model_use(access, against) if against and not starts else ModelUse()
    return rows_of(compare(before, file), Setting(file, use, whole_refusals(file, access.municipality), starts))


def _newer(access: Access, edition: Edition) -> Edition | None:
    """What somebody has read in since the draft was begun."""
    if not edition.is_draft:
        return None
    later = Edition.objects.of(access).filter(loaded_at__gt=edition.created_at).select_related("loaded_by")
    return later.defer("text", "content").order_by("-loaded_at").first()
