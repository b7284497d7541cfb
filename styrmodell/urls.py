"""Addresses of the house itself."""

from django.urls import path

from .views import brand, calendar, chooser, gallery, pages

app_name = "styrmodell"
urlpatterns = [
    path("", chooser.choose, name="choose"),
    path("komponenter/", gallery.gallery_page, name="gallery"),
    path("tillganglighet/", pages.accessibility, name="accessibility"),
    path("personuppgifter/", pages.privacy, name="privacy"),
    path("<slug:kommun>/farg-<slug:digest>.css", brand.brand_css, name="brand-css"),
    path("<slug:kommun>/marke-<slug:digest>.svg", brand.brand_logo, name="brand-logo"),
    path("<slug:kommun>/arshjul/", calendar.calendar, name="calendar"),
    path("<slug:kommun>/ordlista/", pages.glossary, name="glossary"),
    path("<slug:kommun>/anvisningar/", pages.instructions, name="instructions"),
]
