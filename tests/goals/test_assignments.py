"""The register of assignments: who keeps it, who answers, who reads what, and when something is late (SH-12, SH-13)."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from goals.actions.assignments import (
    AnswerInput,
    AssignmentInput,
    BodyDecision,
    answer_assignment,
    close_assignment,
    edit_assignment,
    register_assignment,
)
from goals.models import Assignment, AssignmentNote
from goals.rules.vocabulary import AssignmentKind, AssignmentStatus
from styrmodell.models import AuditEvent, Decision
from styrmodell.models.versioned import Stale
from styrmodell.permissions import Role
from tests.factories import (
    AssignmentFactory,
    AssignmentNoteFactory,
    DecisionFactory,
    MunicipalityFactory,
    OccasionRuleFactory,
    OrganisationFactory,
    SteeringModelFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 16)
MEETING = date(2026, 10, 26)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def assembly(db):
    town = MunicipalityFactory(slug="provkoping")
    SteeringModelFactory(municipality=town)
    return OrganisationFactory(municipality=town, name="Fullmäktige", short_name="KF", kind="fullmaktige", code="kf")


@pytest.fixture
def school(assembly):
    return OrganisationFactory(
        municipality=assembly.municipality, parent=assembly, name="Skolnämnden", short_name="SN", code="sn"
    )


@pytest.fixture
def care(assembly):
    return OrganisationFactory(municipality=assembly.municipality, parent=assembly, name="Omsorgsnämnden", code="on")


@pytest.fixture
def clerk(access_of, assembly, school, care):
    return access_of(Role.SECRETARY, assembly)


@pytest.fixture
def head(access_of, school, care):
    return access_of(Role.DEPARTMENT_HEAD, school)


def url(name: str, *arguments: object) -> str:
    return reverse(f"goals:{name}", args=["provkoping", *arguments])


def written(body, unit, **changes) -> AssignmentInput:
    values = {
        "kind": AssignmentKind.ASSIGNMENT, "title": "Utred skolskjutsarna", "organisation_id": unit.pk,
        "by": BodyDecision(body.pk, MEETING, "135", "26/KS/201"), "due": date(2027, 3, 31), **changes,
    }  # fmt: skip
    return AssignmentInput(**values)


def said(words="Remissen är ute.", status=AssignmentStatus.STARTED, answer="") -> AnswerInput:
    return AnswerInput(status, words, answer)


def given(organisation, body, **values) -> Assignment:
    return AssignmentFactory(organisation=organisation, decision=DecisionFactory(organisation=body), **values)


# ---- Keeping the register ----------------------------------------------------------------------------------------------


def test_the_secretary_writes_down_what_the_body_has_decided(clerk, assembly, school):
    made = register_assignment(access=clerk, given=written(assembly, school, responsible="Skolchefen"))

    decision = Decision.objects.get()
    assert (decision.organisation, decision.date, decision.paragraph, decision.diary_number) == (
        assembly, MEETING, "135", "26/KS/201"
    )  # fmt: skip
    assert (made.decision, made.organisation, made.due, made.status) == (
        decision, school, date(2027, 3, 31), "ej_paborjad"
    )  # fmt: skip
    assert AuditEvent.objects.get(type="assignment.saved").summary == "Utred skolskjutsarna"


def test_two_things_of_one_meeting_share_its_decision(clerk, assembly, school):
    register_assignment(access=clerk, given=written(assembly, school))
    register_assignment(access=clerk, given=written(assembly, school, title="Utred maten"))

    assert Decision.objects.count() == 1


def test_a_motion_is_due_when_its_year_is_out(clerk, assembly, school):
    motion = written(assembly, school, kind=AssignmentKind.MOTION, due=None)

    assert register_assignment(access=clerk, given=motion).due == date(2027, 10, 26)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"due": None}, "due"),
        ({"due": date(2026, 10, 25)}, "due"),
        ({"reported": date(2026, 11, 1)}, "reported"),
        ({"kind": AssignmentKind.MOTION, "reported": date(2026, 11, 17)}, "reported"),
        ({"kind": AssignmentKind.MOTION, "reported": date(2026, 10, 25)}, "reported"),
    ],
)
def test_days_that_cannot_be_are_refused(clerk, assembly, school, changes, field):
    with pytest.raises(ValidationError) as error:
        register_assignment(access=clerk, given=written(assembly, school, **changes))

    assert field in error.value.message_dict
    assert not Assignment.objects.exists()


def test_a_motion_is_raised_in_fullmaktige_alone(clerk, school):
    with pytest.raises(ValidationError) as error:
        register_assignment(access=clerk, given=written(school, school, kind=AssignmentKind.MOTION))

    assert error.value.message_dict["body"] == [
        "Motioner och medborgarförslag väcks i fullmäktige. Välj fullmäktige, eller ett annat slag."
    ]


def test_a_decision_of_tomorrow_is_none_yet(clerk, assembly, school):
    tomorrow = BodyDecision(assembly.pk, TODAY + timedelta(days=1), "140")

    with pytest.raises(ValidationError) as error:
        register_assignment(access=clerk, given=written(assembly, school, by=tomorrow))

    assert "day" in error.value.message_dict


def test_a_form_that_is_sent_twice_is_written_once(clerk, assembly, school):
    register_assignment(access=clerk, given=written(assembly, school))

    with pytest.raises(ValidationError):
        register_assignment(access=clerk, given=written(assembly, school))

    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("role", [Role.DEPARTMENT_HEAD, Role.UNIT_MANAGER, Role.POLITICIAN, Role.AUDITOR])
def test_others_do_not_keep_the_register(access_of, school, role):
    with pytest.raises(PermissionDenied):
        register_assignment(access=access_of(role, school), given=written(school, school))


def test_a_namnds_secretary_keeps_its_own_register_not_that_of_fullmaktige(access_of, assembly, school):
    secretary = access_of(Role.SECRETARY, school)

    register_assignment(access=secretary, given=written(school, school))
    with pytest.raises(PermissionDenied):
        register_assignment(access=secretary, given=written(assembly, school))


def test_who_comes_late_overwrites_nothing(clerk, assembly, school):
    row = register_assignment(access=clerk, given=written(assembly, school))
    edit_assignment(access=clerk, assignment=row, given=written(assembly, school, title="Först"), version=1)

    with pytest.raises(Stale):
        edit_assignment(access=clerk, assignment=row, given=written(assembly, school, title="Sen"), version=1)

    row.refresh_from_db()
    assert (row.title, row.version) == ("Först", 2)


def test_the_late_form_is_shown_with_both_values(client_for, assembly, school):
    row = given(school, assembly, title="Det som sparades", version=4)
    fields = {
        "kind": "uppdrag", "title": "Mitt", "body": "kf", "day": "2026-06-16", "paragraph": "98", "organisation": "sn",
        "due": "2026-12-31", "version": "3",
    }  # fmt: skip

    answer = client_for(Role.SECRETARY, assembly).post(url("assignment-edit", row.pk), fields)

    assert answer.status_code == 409
    assert "Mitt" in answer.text
    assert "Det som sparades" in answer.text
    row.refresh_from_db()
    assert row.title == "Det som sparades"


# ---- Answering ---------------------------------------------------------------------------------------------------------


def test_what_is_said_is_kept_with_its_day(head, school, assembly):
    row = given(school, assembly)
    with time_machine.travel(date(2026, 11, 2), tick=False):
        answer_assignment(access=head, assignment=row, given=said("Arbetet har börjat."), version=1)
    answer_assignment(access=head, assignment=row, given=said("Remissen är ute."), version=2)

    notes = AssignmentNote.objects.filter(assignment=row)
    assert [(note.day, note.words) for note in notes] == [
        (date(2026, 11, 16), "Remissen är ute."),
        (date(2026, 11, 2), "Arbetet har börjat."),
    ]
    row.refresh_from_db()
    assert row.status == "pagar"
    assert AuditEvent.objects.filter(type="assignment.answered").count() == 2


def test_nothing_is_done_without_an_answer(head, school, assembly):
    row = given(school, assembly)

    with pytest.raises(ValidationError) as error:
        answer_assignment(access=head, assignment=row, given=said(status=AssignmentStatus.DONE), version=1)

    assert "answer" in error.value.message_dict
    assert not AssignmentNote.objects.exists()


def test_another_unit_does_not_answer(access_of, school, care, assembly):
    row = given(school, assembly)

    with pytest.raises(PermissionDenied):
        answer_assignment(access=access_of(Role.DEPARTMENT_HEAD, care), assignment=row, given=said(), version=1)


def test_two_who_answer_at_once_are_both_told(head, school, assembly):
    row = given(school, assembly)
    answer_assignment(access=head, assignment=row, given=said("Först."), version=1)

    with pytest.raises(Stale):
        answer_assignment(access=head, assignment=row, given=said("Sen."), version=1)

    assert [note.words for note in AssignmentNote.objects.all()] == ["Först."]


def test_the_database_keeps_what_was_said(school):
    note = AssignmentNoteFactory(assignment__organisation=school)

    for change in (lambda: AssignmentNote.objects.update(words="Annat."), note.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


# ---- Closing -----------------------------------------------------------------------------------------------------------


def test_a_decision_closes_it_and_then_nobody_changes_it(clerk, head, assembly, school):
    row = given(school, assembly, status="klar", answer="Skjutsarna är samordnade.")
    by = BodyDecision(assembly.pk, MEETING, "136")

    close_assignment(access=clerk, assignment=row, by=by, answer="Skjutsarna är samordnade.", version=1)

    row.refresh_from_db()
    assert (row.closing.date, row.closing.paragraph) == (MEETING, "136")
    with pytest.raises(PermissionDenied):
        answer_assignment(access=head, assignment=row, given=said(), version=2)
    with pytest.raises(PermissionDenied):
        edit_assignment(access=clerk, assignment=row, given=written(assembly, school), version=2)
    with pytest.raises(DatabaseError), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(title="Annat")


def test_it_is_not_closed_without_an_answer_or_before_it_was_given(clerk, assembly, school):
    row = given(school, assembly)
    before = BodyDecision(assembly.pk, date(2026, 6, 15), "97")

    for by, answer in ((BodyDecision(assembly.pk, MEETING, "136"), " "), (before, "Svar.")):
        with pytest.raises(ValidationError):
            close_assignment(access=clerk, assignment=row, by=by, answer=answer, version=1)

    row.refresh_from_db()
    assert row.closing is None


@pytest.mark.parametrize("column", ["decision", "closing"])
def test_another_municipalitys_decision_decides_nothing(school, assembly, column):
    row = given(school, assembly)

    with pytest.raises(DatabaseError), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(**{column: DecisionFactory()})


# ---- Reading -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def register(assembly, school, care):
    """One in each group, and one that is closed."""
    rows = {
        "late": given(school, assembly, title="Försenat", due=TODAY - timedelta(days=1), status="pagar"),
        "today": given(school, assembly, title="I dag", due=TODAY),
        "soon": given(care, assembly, title="Om en månad", due=date(2026, 12, 16)),
        "later": given(care, assembly, title="Senare", due=date(2026, 12, 17)),
        "done": given(school, school, title="Klart", due=date(2026, 10, 1), status="klar", answer="Det är infört."),
    }
    rows["closed"] = given(school, assembly, title="Avslutat", due=date(2026, 10, 2), closing=rows["late"].decision)
    return rows


def groups(answer) -> list[tuple[str, int, list[str]]]:
    return [(group.label, group.total, [row.title for row in group.rows]) for group in answer.context["page"].groups]


def test_what_is_late_stands_first(client_for, assembly, register):
    answer = client_for(Role.SECRETARY, assembly).get(url("assignments"))

    assert groups(answer) == [
        ("Försenade", 1, ["Försenat"]),
        ("Inom en månad", 2, ["I dag", "Om en månad"]),
        ("Senare", 1, ["Senare"]),
        ("Klara, väntar på beslut om att avslutas", 1, ["Klart"]),
    ]
    assert answer.context["page"].lead == "1 av 5\u00a0ärenden är försenat."


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("sok=senare", ["Senare"]),
        ("sok=§ 98", ["Försenat", "I dag", "Om en månad", "Senare", "Klart"]),
        ("slag=motion", []),
        ("organ=sn", ["Klart"]),
        ("ansvarig=on", ["Om en månad", "Senare"]),
        ("lage=forsenade", ["Försenat"]),
        ("lage=avslutade", ["Avslutat"]),
    ],
)
def test_the_register_is_narrowed(client_for, assembly, register, asked, titles):
    answer = client_for(Role.SECRETARY, assembly).get(f"{url('assignments')}?{asked}")

    assert [title for _, _, rows in groups(answer) for title in rows] == titles


def test_a_choice_that_is_none_is_told(client_for, assembly, register):
    assert client_for(Role.SECRETARY, assembly).get(f"{url('assignments')}?lage=nonsens").status_code == 422


def test_what_has_waited_over_a_year_is_told(client_for, assembly, school):
    day = date(2025, 11, 15)
    for number, (kind, reported) in enumerate(
        [("motion", None), ("motion", date(2026, 10, 5)), ("medborgarforslag", None), ("uppdrag", None)]
    ):
        decision = DecisionFactory(organisation=assembly, date=day, paragraph=str(number))
        AssignmentFactory(
            organisation=school,
            decision=decision,
            kind=kind,
            due=date(2026, 12, 1),
            reported=reported,
            title=f"Nr {number}",
        )
    on_the_day = DecisionFactory(organisation=assembly, date=date(2025, 11, 16))
    AssignmentFactory(organisation=school, decision=on_the_day, kind="motion", due=date(2026, 11, 16))

    page = client_for(Role.POLITICIAN, assembly).get(url("assignments")).context["page"]

    assert page.lead == (
        "Inget av 5\u00a0ärenden är försenat. Två motioner och ett medborgarförslag har väntat längre än ett år på svar."
    )
    assert [row.words for row in page.waiting] == [
        "12\u00a0månader, anmälan till fullmäktige saknas",
        "12\u00a0månader, anmält 5\u00a0oktober",
        "12\u00a0månader, anmälan till fullmäktige saknas",
    ]


def test_a_politician_of_a_namnd_sees_its_own_and_no_draft_of_an_answer(client_for, register, school, care):
    row = register["late"]
    Assignment.objects.filter(pk=row.pk).update(answer="Hemligt utkast")
    AssignmentNoteFactory(assignment=row, words="Underlaget är hos ekonomen.")
    politician = client_for(Role.POLITICIAN, school)

    assert [title for _, _, rows in groups(politician.get(url("assignments"))) for title in rows] == [
        "Försenat", "I dag", "Klart"
    ]  # fmt: skip
    shown = politician.get(url("assignment", row.pk)).text
    assert "Hemligt utkast" not in shown
    assert "Underlaget är hos ekonomen." in shown
    assert "Det är infört." in politician.get(url("assignment", register["done"].pk)).text
    assert politician.get(url("assignment", register["soon"].pk)).status_code == 404


def test_a_politicians_file_holds_no_draft_of_an_answer(client_for, register, school):
    Assignment.objects.filter(pk=register["late"].pk).update(answer="Hemligt utkast")

    content = client_for(Role.POLITICIAN, school).get(url("assignments-file")).content

    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert [row[1] for row in rows] == ["Rubrik", "Försenat", "I dag", "Klart"]
    assert [row[11] for row in rows] == ["Svar", "", "", "Det är infört."]


def test_the_steering_model_says_when_it_is_accounted_for(client_for, assembly):
    model = assembly.municipality.steering_models.get()
    OccasionRuleFactory(
        model=model, name="Status på uppdrag", contents=["uppdrag", "text"],
        cutoffs=[{"manad": 11, "dag": 1}, {"manad": 5, "dag": 1}],
    )  # fmt: skip
    OccasionRuleFactory(model=model, name="Delårsrapport", contents=["mal"], cutoffs=[{"manad": 8, "dag": 31}])

    page = client_for(Role.POLITICIAN, assembly).get(url("assignments")).context["page"]

    assert page.accounts == [("Status på uppdrag", "maj och november")]


@pytest.mark.parametrize("name", ["assignments", "assignments-file"])
def test_the_register_asks_the_same_whatever_its_size(client_for, assembly, school, name):
    client = client_for(Role.SECRETARY, assembly)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(url(name))
            assert answer.status_code == 200
        return len(seen)

    AssignmentNoteFactory(assignment=given(school, assembly))
    queries()
    few = queries()
    for _ in range(40):
        AssignmentNoteFactory(assignment=given(school, assembly, kind="uppdrag", due=date(2026, 1, 1)))

    assert queries() == few


def test_the_register_is_kept_by_forms_alone(client_for, assembly, school):
    """Without script: written, answered, closed."""
    clerk, head = client_for(Role.SECRETARY, assembly), client_for(Role.DEPARTMENT_HEAD, school)
    new = {
        "version": "0", "kind": "uppdrag", "title": "Utred skolskjutsarna", "body": "kf", "day": "2026-10-26",
        "paragraph": "§ 135", "organisation": "sn", "due": "2027-03-31",
    }  # fmt: skip

    assert clerk.post(url("assignment-new"), {**new, "title": ""}).status_code == 422
    made = clerk.post(url("assignment-new"), new, follow=True)
    row = Assignment.objects.get()
    assert "Infört i registret: Utred skolskjutsarna." in made.text
    done = {"version": "1", "status": "klar", "words": "Klart.", "answer": "Samordnat."}
    assert head.post(url("assignment-answer", row.pk), {**done, "answer": ""}).status_code == 422
    assert head.post(url("assignment-answer", row.pk), done).status_code == 302
    closed = {"version": "2", "body": "kf", "day": "2026-11-16", "paragraph": "150", "answer": "Samordnat."}
    shown = clerk.post(url("assignment-close", row.pk), closed, follow=True).text
    assert "KF 2026-11-16 §\u00a0150" in shown
    assert clerk.get(url("assignment-edit", row.pk)).status_code == 200  # says why not
    assert "Det är avslutat genom beslut och ändras inte." in clerk.get(url("assignment-edit", row.pk)).text
