"""Written sections of a report, and the frozen document with its files."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models

from styrmodell.models import Decision, Municipality, Slot, SlotPassage
from styrmodell.models.lock import decided_slot_lock
from styrmodell.models.tenant import TenantModel
from styrmodell.models.versioned import Versioned
from ui import clock


@pghistory.track()
class Section(TenantModel, Versioned):
    """Avsnitt: a written part of a slot's report, answering one of the rule's questions (HA-7, HA-8)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="sections")
    code = models.SlugField("kod", max_length=60)
    body = models.TextField("text", blank=True)
    is_done = models.BooleanField("klarmarkerat", default=False)  # asked for in plans alone
    updated_at = models.DateTimeField("ändrad", default=clock.now, editable=False)
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_example = models.BooleanField("exempel", default=False)

    class Meta:
        verbose_name = "avsnitt"
        verbose_name_plural = "avsnitt"
        constraints = [models.UniqueConstraint(fields=["municipality", "slot", "code"], name="section_once")]
        triggers = [decided_slot_lock("section_is_decided")]

    def __str__(self) -> str:
        return self.code


class Snapshot(TenantModel):
    """Fryst rapport: the decided document as values, with its schema number and SHA-256. It can never change."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="snapshots")
    slot = models.OneToOneField(Slot, models.PROTECT, related_name="snapshot")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="snapshots")
    schema = models.PositiveSmallIntegerField()
    document = models.TextField()  # canonical JSON: the very bytes that the hash is over
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField("fryst", default=clock.now, editable=False)

    class Meta:
        verbose_name = "fryst rapport"
        verbose_name_plural = "frysta rapporter"
        triggers = [pgtrigger.Protect(name="snapshot_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.sha256[:12]


class Attachment(TenantModel):
    """Bilaga: a document that belongs to a step of the chain, as the auditors' written judgement (KL 12:2). It can never
    change."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    passage = models.OneToOneField(SlotPassage, models.PROTECT, related_name="attachment")
    filename = models.CharField("filnamn", max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField("bifogad", default=clock.now, editable=False)

    class Meta:
        verbose_name = "bilaga"
        verbose_name_plural = "bilagor"
        triggers = [pgtrigger.Protect(name="attachment_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.filename


class SnapshotFile(TenantModel):
    """Fil: the PDF or Excel of a frozen report, stored once with its own SHA-256."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="files")
    format = models.CharField("format", max_length=5)
    filename = models.CharField("filnamn", max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField("skapad", default=clock.now, editable=False)

    class Meta:
        verbose_name = "fil"
        verbose_name_plural = "filer"
        constraints = [
            models.UniqueConstraint(fields=["municipality", "snapshot", "format"], name="snapshot_file_once")
        ]
        triggers = [pgtrigger.Protect(name="snapshot_file_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.filename


class DraftFile(TenantModel):
    """Utkastfil: the PDF of a report that is not decided, as its values were for who could see them. The latest few are
    kept; any can be made again."""

    municipality = models.ForeignKey(Municipality, models.CASCADE, related_name="+")
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="draft_files")
    format = models.CharField("format", max_length=5)
    document_sha256 = models.CharField(max_length=64)  # of the values it shows: another value, another file
    filename = models.CharField("filnamn", max_length=200)
    content = models.BinaryField()
    created_at = models.DateTimeField("skapad", default=clock.now, editable=False)

    class Meta:
        verbose_name = "utkastfil"
        verbose_name_plural = "utkastfiler"
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "slot", "format", "document_sha256"], name="draft_file_once"
            )
        ]

    def __str__(self) -> str:
        return self.filename
