"""People and roles: the list, a person, and the forms that change what somebody holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from accounts.models import User
from styrmodell import policies
from styrmodell.actions.handing_over import hand_over as hand_over_roles
from styrmodell.actions.inviting import Invitation, invite_again, link_days
from styrmodell.actions.inviting import invite as invite_person
from styrmodell.actions.people import change_role, close_account, give_role
from styrmodell.forms.people import HandoverForm, InviteForm, PeopleForm, RoleDaysForm, RoleForm
from styrmodell.http import AppRequest, requires, wants_partial
from styrmodell.models.versioned import Stale
from styrmodell.pages.people import people_page, role_line
from styrmodell.pages.person import person_page, waiting_lines
from styrmodell.permissions import Permission
from styrmodell.selectors.awaiting import awaiting
from styrmodell.selectors.people import Person, holding_or_404, people, person_or_404
from ui.forms import Form
from ui.rules.swedish import sv_date

STALE = "Någon annan har ändrat rollen sedan du öppnade sidan. Nu står det som gäller här. Inget är sparat."


@require_GET
@requires(Permission.PEOPLE_VIEW)
@vary_on_headers("HX-Request")
def show(request: AppRequest, kommun: str) -> HttpResponse:
    """Everybody with a role, or those asked for (`styrmodell.forms.people.PeopleForm.NAMES`)."""
    policies.can_read_people(request.access).require()
    form = PeopleForm(request.GET.dict(), access=request.access)
    page = people_page(request.access, form.query(), request.GET.get("sida")) if form.is_valid() else None
    template = "styrmodell/_personer.html" if wants_partial(request) else "styrmodell/personer.html"
    context = {"form": form, "page": page, "may_manage": policies.can_manage_people(request.access)}
    return render(request, template, context, status=200 if page else 422)


@require_GET
@requires(Permission.PEOPLE_VIEW)
def person(request: AppRequest, kommun: str, person_id: int) -> HttpResponse:
    """Somebody: what they hold, and what can be done about it."""
    found = person_or_404(request.access, person_id)
    policies.can_read_people(request.access).require()
    page = person_page(request.access, found, User.objects.get(pk=found.pk))
    return render(request, "styrmodell/person.html", {"page": page})


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def invite(request: AppRequest, kommun: str) -> HttpResponse:
    """Let somebody in, with their first role."""
    policies.can_manage_people(request.access).require()
    form = InviteForm(request.POST or None, access=request.access)

    def save() -> HttpResponse:
        data = form.cleaned_data
        found = invite_person(access=request.access, email=data["email"], name=data["name"], given=form.given())
        return _invited(request, found)

    return _form(request, form, "styrmodell/bjud_in.html", save, {"days": link_days()})


@require_POST
@requires(Permission.PEOPLE_MANAGE)
def again(request: AppRequest, kommun: str, person_id: int) -> HttpResponse:
    """Send a new link to somebody who has not come in."""
    found = person_or_404(request.access, person_id)
    return _invited(request, invite_again(access=request.access, user=User.objects.get(pk=found.pk)))


def _invited(request: AppRequest, found: Invitation) -> HttpResponse:
    """To the person's page; where no mail is sent the link is shown, once."""
    if found.link:
        return render(request, "styrmodell/inbjuden.html", {"found": found, "days": link_days()})
    said = f"Ett brev är på väg till {found.user.email}." if found.is_mailed else "Personen loggar in som vanligt."
    messages.success(request, f"{found.user.name} har fått rollen. {said}")
    return redirect("styrmodell:person", request.access.slug, found.user.pk)


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def give(request: AppRequest, kommun: str, person_id: int) -> HttpResponse:
    """Give somebody one more role."""
    found = person_or_404(request.access, person_id)
    user = User.objects.get(pk=found.pk)
    policies.can_give_role(request.access, user).require()
    form = RoleForm(request.POST or None, access=request.access)

    def save() -> HttpResponse:
        given = form.given()
        give_role(access=request.access, user=user, given=given)
        return _done(request, found, f"{found.name} är {given.role.label} i {given.organisation.name}.")

    return _form(request, form, "styrmodell/ge_roll.html", save, {"person": found})


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def role(request: AppRequest, kommun: str, person_id: int, role_id: int) -> HttpResponse:
    """Change a role's last day, or end it at once."""
    found = person_or_404(request.access, person_id)
    holding = holding_or_404(found, role_id)
    policies.can_manage_people(request.access).require()
    form = RoleDaysForm(request.POST or None, holding=holding)
    about = {"person": found, "role": role_line(request.access, found, holding)}

    def save() -> HttpResponse:
        seen, last = form.cleaned_data["seen"], form.chosen()
        change_role(access=request.access, user_id=found.pk, role_id=role_id, seen=seen, last=last)
        return _done(request, found, "Rollen är ändrad. Det gäller från personens nästa sida.")

    try:
        return _form(request, form, "styrmodell/roll.html", save, about)
    except Stale as stale:
        now = holding_or_404(person_or_404(request.access, person_id), stale.current.pk)
        about |= {"form": RoleDaysForm(holding=now), "role": role_line(request.access, found, now), "stale": STALE}
        return render(request, "styrmodell/roll.html", about, status=409)


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def hand_over(request: AppRequest, kommun: str, person_id: int) -> HttpResponse:
    """Hand over what somebody holds, and with it what awaits them: to a deputy, or for good."""
    found = person_or_404(request.access, person_id)
    policies.can_manage_people(request.access).require()
    user = User.objects.get(pk=found.pk)
    form = HandoverForm(request.POST or None, giver=found, among=people(request.access))

    def save() -> HttpResponse:
        taker: Person = form.cleaned_data["taker"]
        hand_over_roles(access=request.access, giver=user, taker=User.objects.get(pk=taker.pk), what=form.what())
        return _done(request, found, f"{taker.name} tar över från och med {sv_date(form.cleaned_data['first'])}.")

    about = {"person": found, "waits": waiting_lines(awaiting(request.access, user))}
    return _form(request, form, "styrmodell/lamna_over.html", save, about)


@require_http_methods(["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def close(request: AppRequest, kommun: str, person_id: int) -> HttpResponse:
    """Close somebody's account, once it has been confirmed."""
    found = person_or_404(request.access, person_id)
    user = User.objects.get(pk=found.pk)
    page = person_page(request.access, found, user)
    page.may_close.require()

    def save() -> HttpResponse:
        close_account(access=request.access, user=user)
        return _done(request, found, f"Kontot {found.email} är stängt och alla roller avslutade.")

    form = Form(request.POST if request.method == "POST" else None)
    return _form(request, form, "styrmodell/stang_konto.html", save, {"page": page})


def _done(request: AppRequest, found: Person, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("styrmodell:person", request.access.slug, found.pk)


def _form(
    request: AppRequest, form: Form, template: str, save: Callable[[], HttpResponse], about: dict[str, Any]
) -> HttpResponse:
    """Show a form, or save it: 422 with errors, those that only the action sees too."""
    context = {**about, "form": form}
    if not form.is_bound:
        return render(request, template, context)
    if form.is_valid():
        try:
            return save()
        except ValidationError as error:
            form.add_errors(error.message_dict)
    return render(request, template, context, status=422)
