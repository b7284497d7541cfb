"""The organisation tree of the invented large municipality: 600 organisations, one nämnd with 432 verksamheter. Pure."""

from __future__ import annotations

from styrmodell.loader.schema import OrganisationEntry
from styrmodell.rules.vocabulary import OrganisationKind

COMMITTEES = 19  # with the executive twenty bodies that hold goals
COMPANIES = 4
LARGEST = 432
OTHERS = 122  # verksamheter shared by the executive and the other nämnder
NAMES = (
    "Utbildningsnämnden",
    "Äldrenämnden",
    "Funktionsrättsnämnden",
    "Individ- och familjenämnden",
    "Stadsbyggnadsnämnden",
    "Miljönämnden",
    "Tekniska nämnden",
    "Fastighetsnämnden",
    "Kulturnämnden",
    "Fritidsnämnden",
    "Arbetsmarknadsnämnden",
    "Gymnasienämnden",
    "Förskolenämnden",
    "Servicenämnden",
    "Överförmyndarnämnden",
    "Valnämnden",
    "Trafiknämnden",
    "Landsbygdsnämnden",
    "Näringslivsnämnden",
)
Kind = OrganisationKind


def organisation(largest: int = LARGEST, others: int = OTHERS) -> list[OrganisationEntry]:
    """The tree with the assembly at the top; every verksamhet has a ledger code of its own.

    The largest nämnd has `largest` verksamheter, the other bodies `others` together."""
    sizes = _sizes(largest, others)
    executive = _body("ks", "Kommunstyrelsen", Kind.EXECUTIVE, 1, sizes[0])
    committees = [
        _body(f"namnd-{number:02d}", name, Kind.COMMITTEE, number, size)
        for number, (name, size) in enumerate(zip(NAMES, sizes[1:], strict=True), start=2)
    ]
    companies = [
        OrganisationEntry(code=f"bolag-{number}", name=f"Bolag {number}", kind=Kind.COMPANY, is_example=True)
        for number in range(1, COMPANIES + 1)
    ]
    revision = OrganisationEntry(code="revision", name="Kommunens revisorer", kind=Kind.AUDIT, is_example=True)
    top = OrganisationEntry(
        code="kf",
        name="Kommunfullmäktige",
        short_name="KF",
        kind=Kind.ASSEMBLY,
        is_example=True,
        children=[revision, executive, *committees, *companies],
    )
    return [top]


def _sizes(largest: int, others: int) -> list[int]:
    """Verksamheter per body: the executive first, then the largest nämnd, then the rest as evenly as it goes."""
    even, left = divmod(others, COMMITTEES)
    rest = [even + (place < left) for place in range(COMMITTEES)]
    return [rest[0], largest, *rest[1:]]


def _body(code: str, name: str, kind: OrganisationKind, number: int, size: int) -> OrganisationEntry:
    units = [
        OrganisationEntry(
            code=f"{code}-{place:03d}",
            name=f"Verksamhet {number}.{place}",
            kind=Kind.ACTIVITY,
            ledger_codes=[f"{number:02d}{place:03d}"],
            is_example=True,
        )
        for place in range(1, size + 1)
    ]
    department = OrganisationEntry(
        code=f"{code}-f", name=f"Förvaltningen under {name}", kind=Kind.DEPARTMENT, is_example=True, children=units
    )
    return OrganisationEntry(code=code, name=name, kind=kind, is_example=True, children=[department])
