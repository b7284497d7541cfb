"""Addresses of the house itself."""

from __future__ import annotations

from django.urls import path

from styrmodell.views import brand, calendar, chooser, log, pages

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
    path("<slug:kommun>/administration/logg/", log.show, name="log"),
    path("<slug:kommun>/administration/logg/fil/<slug:format>/", log.download, name="log-file"),
]
