"""All addresses. What stands under `/<kommun>/` is inside a municipality: see `styrmodell/middleware.py`."""

from django.urls import include, path

from config import health

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("konto/", include("allauth.account.urls")),
    path("konto/", include("accounts.urls")),
    path("", include("styrmodell.urls")),
    path("<slug:kommun>/", include("goals.urls")),
    path("<slug:kommun>/", include("budget.urls")),
    path("<slug:kommun>/", include("followup.urls")),
]
