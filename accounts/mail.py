"""Mail waits as a row until the mail server has taken it: nobody at a page waits for that, and none is lost.

A mail server can only be asked at least once: what it took when its sender was killed is sent again, with the same
Message-ID, by which the reader's program knows it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from email.utils import make_msgid
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models.functions import Now

from accounts.models import Mail

SERVER = "django.core.mail.backends.smtp.EmailBackend"
HELD = timedelta(minutes=10)  # by one who sends: longer than the task may last
PAUSE = timedelta(minutes=1)  # when the mail server is away; all that waits waits then
KEPT = timedelta(days=1)  # after that whoever asked for it has asked again
PERMANENT = 500  # from this code on the mail server will never take it
_log = logging.getLogger("styrmodell.mail")


class Outbox(BaseEmailBackend):
    """Takes what Django is told to send, and keeps it until its turn."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep them; answers with how many."""
        return len(Mail.objects.bulk_create([Mail(content=_kept(message)) for message in email_messages]))


def _kept(message: EmailMessage) -> dict[str, object]:
    return {
        "subject": message.subject,
        "body": message.body,
        "from_email": message.from_email,
        "to": message.to,
        "headers": {"Message-ID": make_msgid(domain="styrmodell"), **message.extra_headers},
        "alternatives": list(getattr(message, "alternatives", [])),
    }


def send_waiting() -> int:
    """Send what waits, until the mail server cannot be reached; answers with how many it took. Two at once take
    different ones."""
    _give_up()
    sent = 0
    mine = Mail.objects.claim(HELD)
    for mail in mine:
        try:
            EmailMultiAlternatives(**mail.content, connection=get_connection(SERVER)).send()
            sent += 1
        except (SMTPRecipientsRefused, SMTPDataError) as error:
            if not _is_permanent(error):
                Mail.objects.filter(pk=mail.pk).update(due_at=Now() + PAUSE)
                continue
            _log.error("mail %s is refused by the mail server, and is thrown away: %s", mail.pk, _codes(error))
        except OSError as error:  # every other of smtplib's is one
            _log.warning("the mail server cannot be reached: %s", error)
            Mail.objects.filter(pk__in=[each.pk for each in mine]).update(due_at=Now() + PAUSE)
            break
        except Exception:  # a letter that nobody can write, or a fault of ours: the others are sent
            _log.exception("mail %s could not be sent", mail.pk)
            Mail.objects.filter(pk=mail.pk).update(due_at=Now() + PAUSE)
            continue
        mail.delete()
    return sent


def _give_up() -> None:
    for mail in Mail.objects.filter(created_at__lt=Now() - KEPT):
        _log.error("mail %s could not be sent in a day, and is thrown away", mail.pk)
        mail.delete()


def _codes(error: SMTPRecipientsRefused | SMTPDataError) -> list[int]:
    """What the mail server answered, without what it was about."""
    if isinstance(error, SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code]


def _is_permanent(error: SMTPRecipientsRefused | SMTPDataError) -> bool:
    return all(code >= PERMANENT for code in _codes(error))
