"""What is decided cannot change, whoever writes."""

from datetime import date

import pytest
from django.db import DatabaseError

from styrmodell.models import Decision, Municipality, Organisation

pytestmark = pytest.mark.django_db


def test_a_decision_cannot_be_changed_or_deleted():
    kommun = Municipality.objects.create(slug="prov", name="Provköping", short_name="Prov")
    body = Organisation.objects.create(municipality=kommun, code="kf", name="Kommunfullmäktige", kind="fullmaktige")
    decision = Decision.objects.create(
        municipality=kommun, organisation=body, date=date(2026, 6, 16), paragraph="98", title="Ramar"
    )

    with pytest.raises(DatabaseError, match="Cannot update"):
        Decision.objects.filter(pk=decision.pk).update(paragraph="99")
