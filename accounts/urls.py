"""Addresses of login beside allauth's own."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [path("logga-in-som/", views.demo_login, name="demo-login")]
