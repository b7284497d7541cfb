"""The page where all components can be looked at."""

from __future__ import annotations

from django.urls import path

from ui.views import gallery

app_name = "ui"
urlpatterns = [path("komponenter/", gallery.gallery_page, name="gallery")]
