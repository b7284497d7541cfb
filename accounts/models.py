"""Who logs in, and what is to be mailed to them. Rights are not here: they are role assignments in `styrmodell`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models.functions import Now


class UserManager(BaseUserManager["User"]):
    """Creates users; there is no superuser (architecture: no silent superuser)."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """Make a user with a normalised e-mail address; no password means an unusable one."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Användare: one person, known by e-mail. `name` is the role's name in the demo (people are named by role)."""

    email = models.EmailField("e-postadress", unique=True)
    name = models.CharField("namn", max_length=120)
    is_active = models.BooleanField("aktiv", default=True)
    is_demo = models.BooleanField("demokonto", default=False)
    date_joined = models.DateTimeField("skapad", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "användare"
        verbose_name_plural = "användare"

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """One or two letters for the account button."""
        return initials_of(self.name)


def initials_of(name: str) -> str:
    """The first letters of a name's first and last word that begin with one."""
    words = [word for word in name.replace(",", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class MailQuerySet(models.QuerySet["Mail"]):
    """What waits to be sent. All times are the database's."""

    def claim(self, held: timedelta) -> list[Mail]:
        """Take all that is due, oldest first; it is due again when it has been held so long without being sent."""
        with transaction.atomic():
            due = list(self.filter(due_at__lte=Now()).select_for_update(skip_locked=True).order_by("pk"))
            self.filter(pk__in=[mail.pk for mail in due]).update(due_at=Now() + held)
        return due


class Mail(models.Model):
    """Brev: waits for the mail server, and is gone when that has taken it. It may hold a link that lets somebody in."""

    content = models.JSONField("innehåll")
    created_at = models.DateTimeField("skapat", db_default=Now())
    due_at = models.DateTimeField("skickas", db_default=Now())

    objects: ClassVar = MailQuerySet.as_manager()

    class Meta:
        verbose_name = "brev"
        verbose_name_plural = "brev"

    def __str__(self) -> str:
        return f"brev {self.pk}"
