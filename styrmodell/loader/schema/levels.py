"""The steering model proper: levels, areas, limits, perspectives and scales."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from styrmodell.loader.schema.base import (
    Code,
    FileModel,
    Item,
    Line,
    PeriodEntry,
    Prose,
    Sentence,
    Short,
    ShortCode,
    Source,
    Word,
    YesNo,
)
from styrmodell.rules.vocabulary import (
    LevelKind,
    LevelSphere,
    MoneyLimit,
    OrganisationKind,
    Phase,
    ScaleKind,
    SmartModel,
    Symbol,
)
from ui.rules.marks import Tone


class VisionEntry(FileModel):
    """The municipality's vision."""

    vision_title: Source | None = Field(default=None, alias="rubrik")
    vision_text: Prose | None = Field(default=None, alias="text")
    slogan: Source | None = Field(default=None)


class CoreValueEntry(FileModel):
    """One of the words the municipality wants to be known by."""

    word: Word = Field(alias="ord")
    description: Prose | None = Field(default=None, alias="beskrivning")


class PhaseNameEntry(FileModel):
    """What the municipality calls a phase of its cycle."""

    phase: Phase = Field(alias="fas")
    name: Short = Field(alias="namn", description="Kommunens eget ord för fasen.")


class SteeringModelEntry(FileModel):
    """Name and frame of the steering model."""

    name: Line = Field(alias="namn")
    version: int = Field(ge=1, le=9999, description="Höj när filen ändras under mandatperioden: 1, 2, 3 …")
    term_of_office: PeriodEntry = Field(alias="mandatperiod")
    source: Source | None = Field(
        default=None, alias="kalla", description="Källdokumentets namn, datum och diarienummer."
    )
    vision: VisionEntry | None = Field(default=None)
    value_words: list[CoreValueEntry] = Field(default_factory=list, alias="vardeord")
    phases: list[PhaseNameEntry] = Field(
        default_factory=list,
        alias="faser",
        description="Cykelns faser i kommunens ordning, med dess egna ord. Utan dem gäller de fem i deras ordning.",
    )
    smart: SmartModel | None = Field(
        default=None, description="SMART eller SMARTA, om mål ska prövas mot en sådan lista."
    )


class LevelEntry(Item):
    """One step in the chain from vision to activity."""

    code: Code = Field(alias="kod")
    position: int = Field(alias="ordning", ge=1, le=99, description="Plats i kedjan, 1 är överst.")
    singular: Short
    plural: Short
    definite: Short = Field(alias="bestamd", description="Bestämd form, till exempel nämndmålet.")
    kind: LevelKind = Field(alias="slag")
    decided_by: Line | None = Field(default=None, alias="beslutas_av", description="Vem som beslutar, i ord.")
    decided_by_kind: OrganisationKind | None = Field(
        default=None, alias="beslutsorgan", description="Typen av organ som beslutar."
    )
    decided_in: Line | None = Field(
        default=None,
        alias="beslutas_i",
        description="Dokumentet där nivån beslutas: en dokumenttyps kod eller fri text.",
    )
    owner_kinds: list[OrganisationKind] = Field(
        default_factory=list, alias="agare", description="Typer av organisation som äger mål på nivån."
    )
    span: Short | None = Field(default=None, alias="tidsrymd", description="Till exempel mandatperiod eller ett år.")
    parents: list[Code] = Field(
        default_factory=list, alias="foraldrar", description="Nivåer som den här får bryta ned."
    )
    is_judged: YesNo = Field(default=False, alias="bedoms", description="ja = måluppfyllelsen bedöms vid uppföljning.")
    has_indicators: YesNo = Field(default=False, alias="indikatorer", description="ja = kan ha indikatorer.")
    needs_targets: YesNo = Field(
        default=False, alias="malvarden_kravs", description="ja = varje indikator ska ha målvärde."
    )
    smart: SmartModel | None = Field(default=None, description="Listan som formuleringen prövas mot, om någon.")
    sphere: LevelSphere = Field(
        alias="vad_eller_hur", description="vad = politiken ändrar, hur = förvaltningen ändrar."
    )
    description: Prose | None = Field(default=None, alias="beskrivning")


class AreaEntry(FileModel):
    """A decided part of the tree, with its text from the document."""

    code: Code = Field(alias="kod")
    level: Code = Field(alias="niva", description="Nivån det hör till.")
    parent: Code | None = Field(default=None, alias="foralder", description="Området det står under, om det finns ett.")
    title: Sentence = Field(alias="namn")
    description: Prose | None = Field(default=None, alias="text")
    is_example: YesNo = Field(
        default=False, alias="exempel", description="ja = finns inte i källdokumentet. Visas som Exempel."
    )


class LimitEntry(Item):
    """A limit on the number of goals, or on the deficit that needs no explanation or measures."""

    code: Code = Field(alias="kod")
    text: Sentence = Field(description="Regeln i ord, visas när gränsen nås.")
    levels: list[Code] = Field(
        default_factory=list, alias="nivaer", description="Nivåerna som räknas ihop. Anges med per och hogst."
    )
    per: OrganisationKind | None = Field(
        default=None, description="Gränsen gäller antalet mål för var och en av den här typen."
    )
    maximum: int | None = Field(default=None, alias="hogst", ge=1, le=999, description="Högsta antalet mål.")
    about: MoneyLimit | None = Field(
        default=None,
        alias="galler",
        description="I stället för per: prognosrad = underskott på en rad som ska förklaras, prognos = underskott i "
        "enhetens prognos som kräver åtgärder när rapportens atgarder_vid säger det. Utan gräns gäller 500 000 kr.",
    )
    maximum_kronor: int | None = Field(
        default=None,
        alias="hogst_kr",
        ge=0,
        le=2_000_000_000,
        description="Anges med galler: så många kronor under budget som varken behöver förklaras eller mötas.",
    )


class PerspectiveEntry(Item):
    """A perspective that quality factors and goals are sorted by."""

    code: Code = Field(alias="kod")
    name: Line = Field(alias="namn")
    description: Prose | None = Field(default=None, alias="beskrivning")


class ScaleStepEntry(FileModel):
    """One step on a scale."""

    code: ShortCode = Field(alias="kod")
    label: Short = Field(alias="namn")
    many: Short | None = Field(
        default=None, alias="flera", description="Ordet om flera, om det är ett annat: uppfyllda när namn är uppfyllt."
    )
    tone: Tone = Field(alias="ton", description="ok bra, part delvis, bad dåligt, none ej bedömt, info pågår.")
    symbol: Symbol = Field(description="Tecknet som visas bredvid ordet.")
    position: int = Field(alias="ordning", ge=1, le=20)
    threshold: Decimal | None = Field(
        default=None,
        alias="troskel",
        max_digits=10,
        decimal_places=4,
        description="Lägsta värde som ger steget, om skalan räknas.",
    )


class ScaleEntry(Item):
    """A scale for judgements."""

    code: Code = Field(alias="kod")
    name: Word = Field(alias="namn")
    kind: ScaleKind = Field(alias="slag")
    steps: list[ScaleStepEntry] = Field(alias="steg", min_length=2)
