"""Addresses of budget, under /<kommun>/. The words prognos, utfall, manader and uppstallningar are taken before unit codes."""

from __future__ import annotations

from django.urls import path

from budget.views import economy, forecast, imports, measures, pasting, statements

app_name = "budget"
urlpatterns = [
    path("budget/utfall/", imports.choose, name="import"),
    path("budget/utfall/<int:batch_id>/", imports.review, name="import-review"),
    path("budget/utfall/<int:batch_id>/lage/", imports.state, name="import-state"),
    path("budget/utfall/<int:batch_id>/fel/", imports.errors, name="import-errors"),
    path("budget/utfall/<int:batch_id>/las-in/", imports.confirm, name="import-confirm"),
    path("budget/utfall/<int:batch_id>/placera/", imports.place, name="import-place"),
    path("budget/utfall/<int:batch_id>/kasta/", imports.throw_away, name="import-discard"),
    path("budget/manader/", imports.months, name="months"),
    path("budget/manader/<int:year>/<int:month>/", imports.change_month, name="month"),
    path("budget/uppstallningar/<slug:column>/", statements.enter, name="statement"),
    path("budget/uppstallningar/<slug:column>/las-in/", statements.read, name="statement-read"),
    path("budget/uppstallningar/<slug:column>/mall/", statements.template, name="statement-template"),
    path("budget/", economy.overview, name="overview"),
    path("budget/prognos/<int:slot_id>/", forecast.forecast, name="forecast"),
    path("budget/prognos/<int:slot_id>/klistra/", pasting.paste, name="forecast-paste"),
    path("budget/prognos/<int:slot_id>/cell/<slug:line>/", forecast.cell, name="forecast-cell"),
    path("budget/prognos/<int:slot_id>/rad/<slug:line>/", forecast.words, name="forecast-line"),
    path("budget/prognos/<int:slot_id>/atgard/", measures.add, name="measure-add"),
    path("budget/prognos/<int:slot_id>/atgard/<int:measure_id>/", measures.edit, name="measure-edit"),
    path("budget/<slug:code>/", economy.unit, name="unit"),
    path("budget/<slug:code>/rader/", economy.ledger, name="ledger"),
]
