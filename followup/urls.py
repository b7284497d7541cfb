"""Addresses of followup, under /<kommun>/."""

from django.urls import URLPattern

app_name = "followup"
urlpatterns: list[URLPattern] = []
