"""Addresses of the house itself."""

from __future__ import annotations

from django.urls import path

from styrmodell.views import (
    brand,
    calendar,
    chooser,
    left,
    log,
    organisation_list,
    organisations,
    pages,
    people,
    people_list,
    reviewing,
)

app_name = "styrmodell"
urlpatterns = [
    path("", chooser.choose, name="choose"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("personuppgifter/", pages.privacy, name="privacy"),
    path("<slug:kommun>/farg-<slug:digest>.css", brand.brand_css, name="brand-css"),
    path("<slug:kommun>/marke-<slug:digest>.svg", brand.brand_logo, name="brand-logo"),
    path("<slug:kommun>/arshjul/", calendar.calendar, name="calendar"),
    path("<slug:kommun>/ordlista/", pages.glossary, name="glossary"),
    path("<slug:kommun>/styrdokument/", pages.documents, name="documents"),
    path("<slug:kommun>/anvisningar/", pages.instructions, name="instructions"),
    path("<slug:kommun>/administration/personer/", people.show, name="people"),
    path("<slug:kommun>/administration/personer/bjud-in/", people.invite, name="invite"),
    path("<slug:kommun>/administration/personer/genomgang/", reviewing.show, name="reviews"),
    path("<slug:kommun>/administration/personer/genomgang/<slug:code>/", reviewing.review, name="review"),
    path(
        "<slug:kommun>/administration/personer/genomgang/protokoll/<int:review_id>/",
        reviewing.record,
        name="review-record",
    ),
    path("<slug:kommun>/administration/personer/lista/", people_list.read_in, name="people-list"),
    path("<slug:kommun>/administration/personer/fil/<slug:format>/", people_list.download, name="people-file"),
    path("<slug:kommun>/administration/personer/<int:person_id>/", people.person, name="person"),
    path("<slug:kommun>/administration/personer/<int:person_id>/bjud-in/", people.again, name="invite-again"),
    path("<slug:kommun>/administration/personer/<int:person_id>/ny-roll/", people.give, name="role-give"),
    path("<slug:kommun>/administration/personer/<int:person_id>/roller/<int:role_id>/", people.role, name="role"),
    path("<slug:kommun>/administration/personer/<int:person_id>/stang/", people.close, name="account-close"),
    path("<slug:kommun>/administration/organisation/", organisations.show, name="organisations"),
    path("<slug:kommun>/administration/organisation/ny/", organisations.new, name="organisation-new"),
    path("<slug:kommun>/administration/organisation/las-in/", organisation_list.read_in, name="organisation-list"),
    path("<slug:kommun>/administration/organisation/fil/", organisation_list.download, name="organisation-file"),
    path("<slug:kommun>/administration/organisation/kod/<slug:code>/", organisations.edit, name="organisation"),
    path("<slug:kommun>/administration/personer/<int:person_id>/lamna-over/", people.hand_over, name="hand-over"),
    path("<slug:kommun>/administration/kvar/", left.show, name="left"),
    path("<slug:kommun>/administration/logg/", log.show, name="log"),
    path("<slug:kommun>/administration/logg/fil/<slug:format>/", log.download, name="log-file"),
]
