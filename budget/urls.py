"""Addresses of budget, under /<kommun>/."""

from django.urls import URLPattern

app_name = "budget"
urlpatterns: list[URLPattern] = []
