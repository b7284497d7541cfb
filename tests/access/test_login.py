"""Coming in and going out: guesses, sessions, redirects, and who may be anybody."""

from __future__ import annotations

import re

import pytest
from allauth.account.adapter import get_adapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from accounts.limits import forget_old
from accounts.models import User
from accounts.visits import address_of
from styrmodell.models import RoleAssignment
from styrmodell.permissions import Role
from tests.access import nasty, world
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "ett långt och lagom lösenord"
GUESSES_AN_ACCOUNT = 5  # wrong ones in five minutes, from wherever they come
GUESSES_AT_OTHERS = 400  # more than a cache that keeps to a number of rows would hold


@pytest.fixture(autouse=True)
def no_earlier_guesses(db):
    cache.clear()


@pytest.fixture
def user(db) -> User:
    made = UserFactory(email="chef@example.org")
    made.set_password(PASSWORD)
    made.save()
    return made


def sign_in(client: Client, password: str = PASSWORD, email: str = "chef@example.org", **extra):
    next_ = extra.pop("next", None)
    data = {"login": email, "password": password} | ({"next": next_} if next_ is not None else {})
    return client.post(reverse("account_login"), data, **extra)


def is_in(client: Client) -> bool:
    return client.get(reverse("styrmodell:choose")).status_code == 200


def test_the_right_password_lets_in_and_the_wrong_does_not(user):
    client = Client()
    assert sign_in(client, "fel").status_code == 200
    assert not is_in(client)
    assert sign_in(client).status_code == 302
    assert is_in(client)


def test_guessing_at_an_account_is_stopped_from_any_number_of_addresses(user):
    for number in range(GUESSES_AN_ACCOUNT):
        assert sign_in(Client(), f"gissning {number}", REMOTE_ADDR=f"10.0.0.{number}").status_code == 200
    stopped = sign_in(Client(), "en till", REMOTE_ADDR="10.0.0.99")
    assert (stopped.status_code, stopped["Retry-After"]) == (429, "300")
    assert "För många" in stopped.text
    client = Client()
    sign_in(client, REMOTE_ADDR="10.0.0.98")
    assert not is_in(client)


def test_guesses_at_others_do_not_free_a_locked_account(user):
    """Each of them is remembered until its own time is out, however many they are."""
    for number in range(GUESSES_AN_ACCOUNT):
        sign_in(Client(), "fel", REMOTE_ADDR=f"10.0.0.{number}")
    for number in range(GUESSES_AT_OTHERS):
        count_a_guess(f"annan{number}@example.org", f"10.1.{number // 5}.1")
    stopped = sign_in(Client(), REMOTE_ADDR="10.0.0.99")
    assert stopped.status_code == 429, "the right password, but too many wrong ones before it"


def test_what_is_old_is_forgotten_and_nothing_else():
    cache.set("old", 1, timeout=-1)
    cache.set("new", 1, timeout=60)
    assert forget_old() == 1
    assert cache.get("new") == 1


def count_a_guess(email: str, address: str) -> None:
    """What the login page does before it looks at the password, without the dear look."""
    request = RequestFactory().post(reverse("account_login"), REMOTE_ADDR=address)
    request.session = SessionStore()
    request.user = AnonymousUser()
    with context.request_context(request):
        get_adapter(request).pre_authenticate(request, email=email)


def test_asking_for_new_passwords_is_limited_in_words(user):
    answers = [Client().post(reverse("account_reset_password"), {"email": user.email}) for _ in range(30)]
    assert answers[0].status_code == 302
    assert (answers[-1].status_code, "För många" in answers[-1].text) == (429, True)
    assert int(answers[-1]["Retry-After"]) > 0


def test_guessing_from_an_address_is_stopped_whatever_it_says_it_is(user):
    """A visitor's own X-Forwarded-For is not believed."""
    texts = []
    for number in range(12):
        forwarded = f"192.0.2.{number}"
        answer = sign_in(Client(), "fel", email=f"nagon{number}@example.org", HTTP_X_FORWARDED_FOR=forwarded)
        texts.append(answer.text)
    assert "För många" not in texts[0]
    assert "För många" in texts[-1]


FORGED = ["", "192.0.2.7", "127.0.0.1", "::1", "10.0.0.1, 192.0.2.7", "192.0.2.7, 10.0.0.1", "unknown", "_hidden", "[2001:db8::1]:443",
          "192.0.2.7:80", "'; DROP TABLE x; --", "a" * 300, "192.0.2.7,", ",192.0.2.7", "0x7f000001", "2130706433", "<b>", "å", "%0d%0a", "-1"]  # fmt: skip


@pytest.mark.parametrize("proxies", [0, 1])
def test_whatever_is_said_of_where_somebody_comes_from_it_is_known(settings, proxies):
    """Without a proxy of ours the connection's address counts, with one what the proxy put last."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    true = "198.51.100.4"
    for forged in FORGED:
        said = ", ".join(part for part in (forged, true if proxies else "") if part)
        headers = {
            "X-Forwarded-For": said,
            "X-Real-IP": forged or "1",
            "Forwarded": f"for={forged}",
            "True-Client-IP": forged,
        }
        request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9" if proxies else true, headers=headers)
        assert address_of(request) == true, forged


def test_an_unknown_account_is_answered_as_a_known_one(user):
    known = sign_in(Client(), "fel").text
    unknown = sign_in(Client(), "fel", email="okand@example.org").text.replace("okand@example.org", "chef@example.org")
    token = re.compile(r'(name="csrfmiddlewaretoken" value|name="csrf-token" content)="[^"]+"')
    assert token.sub("", known) == token.sub("", unknown)


def test_a_guess_costs_as_much_at_an_unknown_account(user, monkeypatch):
    """What takes time is to count the password's hash: as often for whoever is not here, so that time tells nothing."""
    counted: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *args, **more: counted.append("once") or encode(*args, **more)
    )
    for email in (user.email, "okand@example.org"):
        counted.clear()
        sign_in(Client(), "fel", email=email)
        assert counted == ["once"], email
    counted.clear()
    monkeypatch.setattr(AuthenticationBackend, "_mitigate_timing_attack", lambda *args: None)  # negative control
    sign_in(Client(), "fel", email="ingen@example.org")
    assert counted == []


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(user):
    client = Client()
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client)
    stolen = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert stolen != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()
    client.get(reverse("account_logout"))
    assert is_in(client)  # reading the page does not sign out
    client.post(reverse("account_logout"))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert not is_in(thief)


def test_signing_out_tells_the_browser_to_forget_and_no_other_answer_does(user):
    client = Client()
    assert "Clear-Site-Data" not in client.post(reverse("account_logout"))
    assert "Clear-Site-Data" not in sign_in(client)
    assert "Clear-Site-Data" not in client.get(reverse("account_logout"))
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache", "storage"'


def test_over_https_every_cookie_says_that_this_host_alone_has_set_it(user, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    client = Client()
    client.get(reverse("account_login"), secure=True)
    sign_in(client, secure=True)
    data = {
        "oldpassword": PASSWORD,
        "password1": "ett helt annat långt lösenord",
        "password2": "ett helt annat långt lösenord",
    }
    changed = client.post(reverse("account_change_password"), data, secure=True)
    assert "__Host-messages" in changed.cookies
    assert {name[:7] for name in client.cookies} == {"__Host-"}
    for cookie in client.cookies.values():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")
    client.get(reverse("styrmodell:choose"), secure=True)
    assert client.cookies["__Host-messages"].value == ""  # shown once
    assert client.cookies["__Host-messages"]["secure"]


def test_whoever_has_no_account_gets_no_mail_and_is_answered_alike(user, mailoutbox):
    known = Client().post(reverse("account_reset_password"), {"email": user.email})
    unknown = Client().post(reverse("account_reset_password"), {"email": "okand@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [mail.to for mail in mailoutbox] == [[user.email]]


def test_a_mail_leads_here_whatever_the_visitor_says_the_place_is_called(user, mailoutbox):
    said = {"X-Forwarded-Host": "elak.example", "X-Forwarded-Proto": "https", "Forwarded": "host=elak.example"}
    Client().post(reverse("account_reset_password"), {"email": user.email}, headers=said)
    [mail] = mailoutbox
    assert re.findall(r"https?://[^/\s]+", mail.body) == ["http://testserver"]
    assert "elak" not in str(mail.message())


@pytest.mark.parametrize("typed", ["chef@example.org\r\nBcc: elak@example.org", "chef@example.org\nelak@example.org"])
def test_no_line_of_a_mail_is_written_by_who_asks_for_it(user, mailoutbox, typed):
    Client().post(reverse("account_reset_password"), {"email": typed})
    assert all(mail.recipients() == [user.email] for mail in mailoutbox)
    User.objects.filter(pk=user.pk).update(name="Eva\r\nBcc: elak@example.org")
    Client().post(reverse("account_reset_password"), {"email": user.email})
    mail = mailoutbox[-1].message()
    assert (mail["To"], mail["Bcc"]) == (user.email, None)


def test_a_closed_account_is_out_at_the_next_page(user):
    client = Client()
    sign_in(client)
    User.objects.update(is_active=False)
    assert not is_in(client)
    sign_in(client)
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(user):
    client = Client()
    sign_in(client)
    user.set_password("ett helt annat långt lösenord")
    user.save()
    assert not is_in(client)


def test_a_role_that_is_taken_away_is_gone_at_the_next_page():
    home = world.build("HEMMA")
    client, page = home.client(Role.CONTROLLER), reverse("followup:board", args=[home.kommun.slug])
    assert client.get(page).status_code == 200
    RoleAssignment.objects.filter(user=home.users[Role.CONTROLLER]).update(valid_to="2020-12-31")
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elak.example/", "//elak.example/", "/\\elak.example/", "\\\\elak.example", "javascript:alert(1)", "https:///elak.example",
     "/%09/elak.example", "\t//elak.example", "//testserver@elak.example/", "http:elak.example"],
)  # fmt: skip
def test_signing_in_never_leads_to_another_site(user, elsewhere):
    for answer in (
        sign_in(Client(), next=elsewhere),
        Client().post(f"/konto/login/?next={elsewhere}", {"login": user.email, "password": PASSWORD}),
    ):
        assert answer.status_code == 302
        assert answer["Location"] == reverse("styrmodell:choose") or re.match(r"/[^/\\]", answer["Location"])
    home = world.build("HEMMA")
    signed_in = home.client(Role.CONTROLLER)
    assert re.match(r"/[^/\\]", signed_in.post("/konto/logout/", {"next": elsewhere})["Location"])


def test_signing_in_leads_back_to_the_page_that_was_asked_for(user):
    answer = Client().get("/provkoping/styrkedja/?ar=2026")
    assert answer["Location"] == "/konto/login/?next=/provkoping/styrkedja/%3Far%3D2026"
    assert sign_in(Client(), next="/provkoping/styrkedja/?ar=2026")["Location"] == "/provkoping/styrkedja/?ar=2026"


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/provkoping/uppfoljning/7/?sida=2", "/provkoping/uppfoljning/7/%3Fsida%3D2"),
        ("http://testserver/provkoping/budget/", "/provkoping/budget/"),
        ("https://elak.example/provkoping/", "/"),
        ("", "/"),
    ],
)
def test_who_sends_a_form_too_late_comes_back_to_its_page(came_from, back):
    answer = Client().post("/provkoping/uppfoljning/7/lamna-in/", headers={"Referer": came_from})
    assert answer["Location"] == f"/konto/login/?next={back}"


def test_nobody_becomes_somebody_without_a_password_outside_the_demo(settings):
    UserFactory(email="demo@example.org", is_demo=True)
    for mode in (False, None, 0):
        settings.DEMO_MODE = mode
        client = Client()
        assert client.post("/konto/logga-in-som/", {"anvandare": "demo@example.org"}).status_code == 404
        assert "logga-in-som" not in client.get(reverse("account_login")).text
        assert not is_in(client)


def test_in_the_demo_one_can_be_a_demo_person_and_nobody_else(settings, user):
    settings.DEMO_MODE = True
    UserFactory(email="demo@example.org", is_demo=True)
    UserFactory(email="slutat@example.org", is_demo=True, is_active=False)
    for email in (user.email, "slutat@example.org", "", "finns@inte.se", *nasty.VALUES.values()):
        client = Client(raise_request_exception=False)
        assert client.post("/konto/logga-in-som/", {"anvandare": email}).status_code == 404
        assert not is_in(client)
    client = Client()
    client.post("/konto/logga-in-som/", {"anvandare": "demo@example.org", "next": "https://elak.example/"})
    assert is_in(client)


def test_a_demo_person_has_no_password(user):
    person = User.objects.create_user("demo@example.org", "Controller", is_demo=True)
    assert not person.has_usable_password()
    for password in ("", "!", person.password):
        client = Client()
        sign_in(client, password, email="demo@example.org")
        assert not is_in(client)


@pytest.mark.parametrize("password", ["kort lösenord", "123456789012345678", "chef@example.org"])
def test_weak_passwords_are_refused(user, password):
    client = Client()
    sign_in(client)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post(reverse("account_change_password"), data).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


OPEN_TO_STRANGERS = {"account_login", "account_reset_password", "account_reset_password_done", "account_inactive",
                     "account_reset_password_from_key", "account_reset_password_from_key_done"}  # fmt: skip
OPEN_TO_USERS = {"account_logout", "account_change_password", "account_reauthenticate"}


def library_pages() -> dict[str, str]:
    """The login library's own addresses."""
    [library] = [
        p for p in get_resolver().url_patterns if "allauth.account.urls" in str(getattr(p, "urlconf_name", ""))
    ]
    values = {"key": "1-a", "uidb36": "1"}
    kwargs = {p.name: {key: values[key] for key in p.pattern.regex.groupindex} for p in library.url_patterns}
    return {name: reverse(name, kwargs=found) for name, found in kwargs.items()}


def test_of_the_login_librarys_pages_only_those_listed_are_there(user):
    client = Client()
    sign_in(client)
    for name, url in library_pages().items():
        for visitor in (Client(), client):
            for answer in (visitor.get(url), Client().post(url)):
                is_there = answer.status_code != 404
                assert is_there == (name in OPEN_TO_STRANGERS | OPEN_TO_USERS), f"{name} {url} {answer.status_code}"


def test_a_new_password_cannot_be_asked_for_where_no_mail_is_sent(settings):
    from accounts.adapters import closed_pages

    assert not any("reset" in page for page in closed_pages())
    settings.SENDS_MAIL = False
    [closed] = [page for page in closed_pages() if "reset" in page]
    assert re.match(closed, "password/reset/")
    assert re.match(closed, "password/reset/done/")
    assert not re.match(closed, "password/reset/key/1-a/")
    assert "Glömt" not in Client().get(reverse("account_login")).text
