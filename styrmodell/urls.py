"""Addresses of the house itself."""

from django.urls import path

from .views import chooser

app_name = "styrmodell"
urlpatterns = [
    path("", chooser.choose, name="choose"),
]
