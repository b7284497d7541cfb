"""The steering model: levels, words, scales and limits, all data and versioned per term of office."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from styrmodell.models.decision import Decision
from styrmodell.models.municipality import Municipality
from styrmodell.models.tenant import TenantModel
from styrmodell.rules.vocabulary import LevelKind, LevelSphere, Phase, ScaleKind, SmartModel
from ui import clock
from ui.rules.marks import Mark

SMART_CHOICES = [("", "Inget krav"), *SmartModel.choices()]


class SteeringModel(TenantModel):
    """Styrmodell: one municipality's way of steering during a term of office."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="steering_models")
    name = models.CharField("namn", max_length=160)
    version = models.PositiveIntegerField("version", default=1)
    valid_from = models.DateField("gäller från")
    valid_to = models.DateField("gäller till")
    source = models.CharField("källa", max_length=200, blank=True)
    vision_title = models.CharField("visionens namn", max_length=200, blank=True)
    vision_text = models.TextField("visionens text", blank=True)
    slogan = models.CharField("slogan", max_length=200, blank=True)
    value_words = models.JSONField("värdeord", default=list, blank=True)  # [{"ord": …, "beskrivning": …}]
    phases = models.JSONField("faser", default=list, blank=True)  # [{"fas": …, "namn": …}], in the cycle's own order
    smart = models.CharField("krav på målformulering", max_length=6, choices=SMART_CHOICES, blank=True)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "styrmodell"
        verbose_name_plural = "styrmodeller"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "version"], name="steering_model_version_once"),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="steering_model_from_before_to"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_ended(self) -> bool:
        """Is the term of office that it was made for over?"""
        return self.valid_to < clock.today()

    @property
    def phase_names(self) -> dict[str, str]:
        """The phases in the cycle's order with the municipality's own words; those it has no word for come last."""
        own = {row["fas"]: row["namn"] for row in self.phases}
        return own | {phase.value: phase.label for phase in Phase if phase.value not in own}


class ModelPart(TenantModel):
    """What belongs to one steering model and has a place in an order."""

    model = models.ForeignKey(SteeringModel, models.CASCADE, related_name="%(class)ss")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    code = models.SlugField("kod", max_length=60)
    position = models.PositiveIntegerField("ordning", default=0)
    source = models.CharField("källa", max_length=200, blank=True)
    is_example = models.BooleanField("exempel", default=False)  # not in the source: shown as Exempel

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Level(ModelPart):
    """Nivå: a step in the chain from vision to activity, with the municipality's own name for it."""

    Kind = LevelKind
    Sphere = LevelSphere

    singular = models.CharField("singular", max_length=80)
    plural = models.CharField("plural", max_length=80)
    definite = models.CharField("bestämd form", max_length=80)
    kind = models.CharField("slag", max_length=10, choices=Kind.choices())
    sphere = models.CharField("vad eller hur", max_length=3, choices=Sphere.choices(), default=LevelSphere.WHAT.value)
    decided_by = models.CharField("beslutas av", max_length=160, blank=True)
    decided_by_kind = models.CharField("beslutsorgan", max_length=12, blank=True)
    decided_in = models.CharField("beslutas i", max_length=160, blank=True)
    owner_kinds = ArrayField(models.CharField(max_length=12), verbose_name="ägare", default=list, blank=True)
    span = models.CharField("tidsrymd", max_length=80, blank=True)
    parents = models.ManyToManyField("self", symmetrical=False, related_name="children", blank=True)
    is_judged = models.BooleanField("bedöms", default=False)
    has_indicators = models.BooleanField("har indikatorer", default=False)
    needs_targets = models.BooleanField("målvärden krävs", default=False)
    smart = models.CharField("krav på formulering", max_length=6, choices=SMART_CHOICES, blank=True)
    description = models.TextField("beskrivning", blank=True)

    class Meta(ModelPart.Meta):
        verbose_name = "nivå"
        verbose_name_plural = "nivåer"
        constraints = [models.UniqueConstraint(fields=["municipality", "model", "code"], name="level_code_once")]

    def __str__(self) -> str:
        return self.singular

    @property
    def holds_goals(self) -> bool:
        """Are its nodes goals, and not areas, strategies or activities?"""
        return self.kind == LevelKind.GOAL


class Limit(ModelPart):
    """Gräns: at most so many goals of some levels per organisation (SH-4: at most seven), or so many kronor of deficit
    per line of a forecast or per forecast; then `per_kind` is a `MoneyLimit` and there are no levels."""

    text = models.CharField("regel", max_length=300)
    levels = models.ManyToManyField(Level, related_name="limits")
    per_kind = models.CharField("per", max_length=12)
    maximum = models.PositiveIntegerField("högst")

    class Meta(ModelPart.Meta):
        verbose_name = "gräns"
        verbose_name_plural = "gränser"
        constraints = [models.UniqueConstraint(fields=["municipality", "model", "code"], name="limit_code_once")]

    def __str__(self) -> str:
        return self.text


class Perspective(ModelPart):
    """Perspektiv: a way to group goals and quality factors (AN-2)."""

    name = models.CharField("namn", max_length=160)
    description = models.TextField("beskrivning", blank=True)

    class Meta(ModelPart.Meta):
        verbose_name = "perspektiv"
        verbose_name_plural = "perspektiv"
        constraints = [models.UniqueConstraint(fields=["municipality", "model", "code"], name="perspective_code_once")]

    def __str__(self) -> str:
        return self.name


class Scale(ModelPart):
    """Skala: the words by which something is judged."""

    Kind = ScaleKind

    name = models.CharField("namn", max_length=120)
    kind = models.CharField("slag", max_length=10, choices=Kind.choices())

    class Meta(ModelPart.Meta):
        verbose_name = "skala"
        verbose_name_plural = "skalor"
        constraints = [models.UniqueConstraint(fields=["municipality", "model", "code"], name="scale_code_once")]

    def __str__(self) -> str:
        return self.name


class ScaleStep(TenantModel):
    """Skalsteg: a word with its shape (symbol) and tone; the word may be renamed, the tone not recoloured."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="steps")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    code = models.SlugField("kod", max_length=40)
    label = models.CharField("ord", max_length=60)
    many = models.CharField("ord om flera", max_length=60, blank=True)  # one goal is uppfyllt, two are uppfyllda
    symbol = models.CharField("tecken", max_length=20)
    tone = models.CharField("ton", max_length=5)
    position = models.PositiveIntegerField("ordning", default=0)
    threshold = models.DecimalField("tröskel", max_digits=10, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = "skalsteg"
        verbose_name_plural = "skalsteg"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["municipality", "scale", "code"], name="scale_step_code_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def mark(self) -> Mark:
        """The step as it is shown."""
        return Mark(self.symbol, self.tone, self.label, self.many)


class Term(TenantModel):
    """Term: the municipality's own word. With a key it names something in the interface; with a definition it
    stands in the glossary (AL-8, SH-20)."""

    model = models.ForeignKey(SteeringModel, models.CASCADE, related_name="terms")
    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    key = models.CharField("nyckel", max_length=60, blank=True)
    singular = models.CharField("ord", max_length=120)
    plural = models.CharField("plural", max_length=120, blank=True)
    definite = models.CharField("bestämd form", max_length=120, blank=True)
    definition = models.TextField("förklaring", blank=True)
    source = models.CharField("källa", max_length=200, blank=True)
    position = models.PositiveIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "term"
        verbose_name_plural = "termer"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "model", "key"], condition=~Q(key=""), name="term_key_once"
            ),
        ]

    def __str__(self) -> str:
        return self.singular


class DocumentType(ModelPart):
    """Dokumenttyp: a governing or planning document, what it means and who decides it (AN-1, HA-3, SH-2)."""

    name = models.CharField("namn", max_length=160)
    decided_by = models.CharField("beslutas av", max_length=160, blank=True)
    description = models.TextField("beskrivning", blank=True)
    words = models.CharField("typiska ord", max_length=300, blank=True)
    chapters = ArrayField(models.CharField(max_length=200), verbose_name="kapitel", default=list, blank=True)
    month = models.PositiveSmallIntegerField("månad", null=True, blank=True)

    class Meta(ModelPart.Meta):
        verbose_name = "dokumenttyp"
        verbose_name_plural = "dokumenttyper"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "model", "code"], name="document_type_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class Instruction(ModelPart):
    """Anvisning: how nämnder and companies are to read the steering model in a phase (AL-7)."""

    phase = models.CharField("fas", max_length=60)
    title = models.CharField("rubrik", max_length=200)
    text = models.TextField("text")

    class Meta(ModelPart.Meta):
        verbose_name = "anvisning"
        verbose_name_plural = "anvisningar"
        constraints = [models.UniqueConstraint(fields=["municipality", "model", "code"], name="instruction_code_once")]

    def __str__(self) -> str:
        return self.title


class AccountGroup(ModelPart):
    """Kontogrupp: a range of accounts and the row of the income statement it belongs to (Kommun-Bas; docs/reference/styrmodell-format.md)."""

    name = models.CharField("namn", max_length=120)
    account_from = models.PositiveIntegerField("från konto")
    account_to = models.PositiveIntegerField("till konto")
    statement_row = models.CharField("rad i resultaträkningen", max_length=40)

    class Meta(ModelPart.Meta):
        verbose_name = "kontogrupp"
        verbose_name_plural = "kontogrupper"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "model", "code"], name="account_group_code_once"),
            models.CheckConstraint(
                condition=Q(account_to__gte=F("account_from")),
                name="account_group_from_before_to",
                violation_error_message="Kontogruppens sista konto ligger före det första.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
