"""Mail is neither lost nor doubled, nobody at a page waits for the mail server, and none learns from it who is known."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse

from accounts.mail import HELD, KEPT, PAUSE, send_waiting
from accounts.models import Mail
from accounts.tasks import send_mail
from config import env
from tests.at_once import answers_at_once
from tests.factories import UserFactory
from tests.mail_server import MailServer, running_mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings) -> Iterator[MailServer]:
    """The mail server, with the program's settings for it."""
    cache.clear()
    with running_mail_server() as server:
        for name, value in env.mail().items():
            setattr(settings, name, value)
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        yield server


def write(*addresses: str) -> None:
    for address in addresses:
        EmailMessage("Ämne", "Brödtext åäö", "styrmodell@example.org", [address]).send()


def later(pause: timedelta) -> None:
    Mail.objects.update(due_at=F("due_at") - pause, created_at=F("created_at") - pause)


def test_whoever_asks_for_a_new_password_is_answered_alike_and_mailed_afterwards(server: MailServer) -> None:
    """With the mail server away too: an error for those alone who have an account would tell who has."""
    server.answers["MAIL"] = ""
    user = UserFactory(email="chef@example.org")
    page = reverse("account_reset_password")
    known = Client().post(page, {"email": user.email})
    unknown = Client().post(page, {"email": "okand@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert server.taken == []

    send_mail()
    server.answers.clear()
    later(PAUSE)
    assert send_mail() == 1

    [letter] = server.taken
    assert letter["To"] == user.email
    assert "/konto/password/reset/key/" in letter.get_payload(decode=True).decode()
    assert not Mail.objects.exists(), "a link that lets somebody in is not kept"


def test_a_letter_that_cannot_be_written_holds_up_no_other(server: MailServer, caplog) -> None:
    EmailMessage("Två\nrader", "Brödtext", "styrmodell@example.org", ["a@example.org"]).send()
    write("b@example.org", "c@example.org")

    assert send_mail() == 2

    assert sorted(letter["To"] for letter in server.taken) == ["b@example.org", "c@example.org"]
    assert f"mail {Mail.objects.get().pk} could not be sent" in caplog.text


def test_two_hundred_letters_arrive_once_each(server: MailServer) -> None:
    write(*(f"person{number}@example.org" for number in range(200)))
    assert send_waiting() == 200
    assert send_waiting() == 0
    assert {letter["To"] for letter in server.taken} == {f"person{number}@example.org" for number in range(200)}
    assert len(set(server.ids())) == len(server.taken) == 200


@pytest.mark.parametrize(
    "answers",
    [{"EHLO": "", "HELO": ""}, {"MAIL": "451 later"}, {"RCPT": "450 later"}, {"DATA": "451 later"}, {"DATA": ""},
     {"TAKEN": "452 full"}],
    ids=str,
)  # fmt: skip
def test_what_the_mail_server_cannot_take_now_is_sent_later_and_once(
    server: MailServer, answers: dict[str, str]
) -> None:
    write("a@example.org", "b@example.org")
    server.answers.update(answers)
    assert send_waiting() == 0
    server.answers.clear()
    assert send_waiting() == 0, "not at once again"
    later(PAUSE)
    assert send_waiting() == 2
    assert [letter["To"] for letter in server.taken] == ["a@example.org", "b@example.org"]


def test_what_was_taken_without_a_word_is_sent_again_as_the_same_letter(server: MailServer) -> None:
    """Nobody can know whether it was taken: its reader's program sees that it is one."""
    write("a@example.org")
    server.answers["TAKEN"] = ""
    send_waiting()
    server.answers.clear()
    later(PAUSE)
    assert send_waiting() == 1
    assert len(server.taken) == 2
    assert len(set(server.ids())) == 1


@pytest.mark.parametrize("answers", [{"RCPT": "550 nobody"}, {"TAKEN": "554 no"}], ids=str)
def test_what_will_never_be_taken_is_told_in_the_log_and_holds_up_nothing(
    server: MailServer, answers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    write("okand@example.org")
    server.answers.update(answers)
    assert send_waiting() == 0
    assert not Mail.objects.exists()
    [line] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "is refused by the mail server" in line.getMessage()
    assert "okand" not in line.getMessage()


def test_a_mail_server_that_does_not_answer_is_left_alone_for_a_minute(server: MailServer, settings) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    server.silent = threading.Event()
    write("a@example.org", "b@example.org")
    assert send_waiting() == 0
    assert not Mail.objects.filter(due_at__lte=Now()).exists(), "the second waits too"
    server.silent.set()
    assert server.visits == 1


def test_a_letter_that_cannot_be_sent_in_a_day_is_given_up_with_a_line(
    server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    write("a@example.org")
    later(KEPT - timedelta(minutes=1))
    server.answers["MAIL"] = ""
    send_waiting()
    assert Mail.objects.exists()
    later(timedelta(minutes=2))
    send_waiting()
    assert not Mail.objects.exists()
    assert "could not be sent in a day" in caplog.text


def test_what_a_killed_sender_had_is_free_after_a_while(server: MailServer) -> None:
    write("a@example.org")
    assert len(Mail.objects.claim(HELD)) == 1
    assert send_waiting() == 0
    later(HELD)
    assert send_waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_letter_once(server: MailServer) -> None:
    write(*(f"person{number}@example.org" for number in range(20)))
    sent = answers_at_once(send_waiting, send_waiting, refused=())
    assert sum(sent) == len(set(server.ids())) == len(server.taken) == 20
