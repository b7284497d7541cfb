"""Addresses of login beside allauth's own."""

from __future__ import annotations

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("logga-in-som/", views.demo_login, name="demo-login"),
    path("osparat/", views.unsent_form, name="unsent"),
    path("kvar/", views.still_here, name="still-here"),
]
