"""All addresses. What stands under `/<kommun>/` is inside a municipality: see `styrmodell/middleware.py`."""

from __future__ import annotations

from django.urls import include, path, re_path

from accounts import views as account_views
from accounts.adapters import closed_pages
from config import health, metrics, refusals
from styrmodell.middleware import too_many

handler500 = refusals.fault
handler429 = too_many  # the login library looks for it here

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("metrics", metrics.metrics, name="metrics"),
    path("readyz", health.readyz, name="readyz"),
    re_path(rf"^konto/(?:{'|'.join(closed_pages())})/", account_views.closed, name="account_closed"),
    path("konto/logout/", account_views.sign_out, name="account_sign_out"),  # before the library's own of that address
    path("konto/", include("allauth.account.urls")),
    path("konto/", include("accounts.urls")),
    path("", include("ui.urls")),
    path("", include("styrmodell.urls")),
    path("<slug:kommun>/", include("goals.urls")),
    path("<slug:kommun>/", include("budget.urls")),
    path("<slug:kommun>/", include("followup.urls")),
]
