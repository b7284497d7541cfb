"""Occasion rules and the year wheel."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from styrmodell.loader.schema.base import (
    Code,
    Day,
    DayNumber,
    FileModel,
    Item,
    Line,
    Month,
    Prose,
    Sentence,
    Source,
    YesNo,
)
from styrmodell.permissions import Role
from styrmodell.rules.vocabulary import (
    CalendarRing,
    CalendarRow,
    CalendarYears,
    Content,
    MeasureTrigger,
    OccasionKind,
    OrganisationKind,
    Phase,
    PlanYears,
    Readers,
    StepKind,
    StepScope,
    UnitDemand,
)


class DayInYear(FileModel):
    """A day that comes back every year."""

    month: Month = Field(alias="manad")
    day: Day = Field(alias="dag", description="Dag i månaden, eller sista.")


class Deadline(FileModel):
    """Latest day for a step: the first such day after the cut-off, or a number of days after it."""

    due_month: Month | None = Field(default=None, alias="manad")
    due_day: DayNumber | None = Field(default=None, alias="dag", description="Dag i månaden.")
    due_days_after: int | None = Field(
        default=None, alias="dagar_efter", ge=0, le=400, description="Dagar efter brytdagen."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        by_date = self.due_month is not None and self.due_day is not None
        if by_date == (self.due_days_after is not None) or (self.due_month is None) != (self.due_day is None):
            raise ValueError("Ange antingen manad och dag, eller bara dagar_efter.")
        return self


class StepEntry(Item):
    """One step on the way from the one who reports to the one who decides."""

    code: Code = Field(alias="kod")
    name: Source = Field(alias="namn")
    scope: StepScope = Field(alias="galler", description="enhet = varje rapporterande, helhet = kommunen samlat.")
    kind: StepKind = Field(alias="slag")
    body: OrganisationKind | None = Field(default=None, alias="organ", description="Organet där steget sker.")
    actor: Line | None = Field(default=None, alias="aktor", description="Vem som gör det, i ord.")
    roles: list[Role] = Field(
        default_factory=list,
        alias="roller",
        description="Roller som får göra steget, utöver dem som annars får lämna in eller anteckna beslut där.",
    )
    due: Deadline | None = Field(default=None, alias="senast")


class SectionEntry(FileModel):
    """A written section of the report."""

    code: Code = Field(alias="kod")
    heading: Source = Field(alias="rubrik")
    question: Sentence | None = Field(default=None, alias="fraga", description="Frågan som avsnittet ska besvara.")
    organisation_kinds: list[OrganisationKind] = Field(
        default_factory=list,
        alias="lamnas_av",
        description="Vilka av de rapporterande som skriver avsnittet. Utan typer: alla. Hela kommunens rapport har det alltid.",
    )
    content: Content | None = Field(
        default=None,
        alias="innehall",
        description="Det av rapportens innehåll som avsnittet handlar om, när koden inte säger det. Innehåll som varken "
        "har en egen sida eller ett avsnitt får ett avsnitt sist.",
    )


class OccasionRuleEntry(Item):
    """When to report, what, who and through which steps."""

    code: Code = Field(alias="kod")
    name: Line = Field(alias="namn")
    kind: OccasionKind = Field(alias="slag")
    is_statutory: YesNo = Field(
        default=False,
        alias="lagstadgad",
        description="ja = lagens delårsrapport (KL 11:16, LKBR 13:1) eller årsredovisning.",
    )
    cutoffs: list[DayInYear] = Field(alias="per", min_length=1, description="Brytdagar, en eller flera per år.")
    contents: list[Content] = Field(alias="innehall", min_length=1)
    organisation_kinds: list[OrganisationKind] = Field(alias="lamnas_av", min_length=1)
    sections: list[SectionEntry] = Field(default_factory=list, alias="avsnitt")
    steps: list[StepEntry] = Field(alias="kedja", min_length=1, description="Stegen i ordning.")
    measures_when: list[MeasureTrigger] = Field(
        default_factory=list, alias="atgarder_vid", description="När åtgärder ska lämnas på samma gång."
    )
    analyses_all: YesNo = Field(
        default=False,
        alias="analys_av_alla",
        description="ja = varje bedömning ska ha en analys. Utan nyckeln: den av ett mål som inte nås helt.",
    )
    unit_demand: UnitDemand = Field(
        default=UnitDemand.DECIDED,
        alias="krav_pa_enheter",
        description="Vad varje enhet ska ha gjort innan helheten får beslutas. Alla ska alltid ha lämnat in; beslutade "
        "= den nämnd eller det bolag vars kedja har ett beslutande steg ska också ha beslutat.",
    )
    unit_demand_is_example: YesNo = Field(
        default=False, alias="krav_ar_exempel", description="ja = källan säger inte i vilken ordning besluten fattas."
    )
    description: Prose | None = Field(default=None, alias="beskrivning")


class PlanEntry(Item):
    """A plan that comes back: when it is begun, which years it is about and through which steps. Name, month and chapters
    are those of its type of document."""

    document: Code = Field(alias="dokument", description="Kod i dokumenttyper. Namnet och kapitlen står där.")
    begins: DayInYear = Field(
        alias="borjar", description="Dagen då arbetet börjar. Den kan öppnas i det årets planering."
    )
    about_years: PlanYears = Field(
        alias="galler_ar", description="Åren som planen gäller, räknat från året då arbetet börjar."
    )
    years: CalendarYears = Field(default=CalendarYears.EVERY, alias="ar", description="Åren då den skrivs.")
    readers: Readers = Field(
        default=Readers.ALL,
        alias="synlig",
        description="forvaltningen = den går inte vidare till politiken, och visas inte för politiker.",
    )
    contents: list[Content] = Field(alias="innehall", min_length=1)
    organisation_kinds: list[OrganisationKind] = Field(
        default_factory=list, alias="lamnas_av", description="Utan typer: bara hela kommunens."
    )
    sections: list[SectionEntry] = Field(
        default_factory=list, alias="avsnitt", description="Det som skrivs utöver dokumenttypens kapitel."
    )
    steps: list[StepEntry] = Field(alias="kedja", min_length=1, description="Stegen i ordning.")
    unit_demand: UnitDemand = Field(
        default=UnitDemand.DECIDED, alias="krav_pa_enheter", description="Som för tillfällen."
    )
    unit_demand_is_example: YesNo = Field(default=False, alias="krav_ar_exempel")
    description: Prose | None = Field(default=None, alias="beskrivning")

    @property
    def code(self) -> str:
        """That of its document: a document has one plan."""
        return self.document


class CalendarRuleEntry(Item):
    """Something that happens at the same time every year."""

    code: Code = Field(alias="kod")
    title: Source = Field(alias="titel")
    month: Month = Field(alias="manad")
    day: Day | None = Field(
        default=None, alias="dag", description="Dag, sista, eller utelämnad när bara månaden är känd."
    )
    to_month: Month | None = Field(
        default=None, alias="till_manad", description="Sista månaden när arbetet pågår en tid."
    )
    to_day: DayNumber | None = Field(default=None, alias="till_dag")
    actor: Line | None = Field(default=None, alias="aktor")
    ring: CalendarRing = Field(alias="organ", description="Ringen i årshjulet.")
    row: CalendarRow = Field(alias="rad", description="Raden i Översikt året.")
    phase: Phase | None = Field(default=None, alias="fas")
    years: CalendarYears = Field(
        default=CalendarYears.EVERY, alias="ar", description="varje år, valar (valår) eller efter_val (året efter val)."
    )
    description: Prose | None = Field(default=None, alias="beskrivning")
