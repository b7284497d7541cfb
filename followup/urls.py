"""Addresses of followup, under /<kommun>/."""

from __future__ import annotations

from django.urls import path

from followup.views import board, plans, report, slot, status

app_name = "followup"
urlpatterns = [
    path("laget/", status.show, name="status-view"),
    path("planering/", plans.show, name="plans"),
    path("planering/<int:slot_id>/", slot.show_plan, name="plan"),
    path("uppfoljning/", board.show, name="board"),
    path("uppfoljning/oppna/", board.open_, name="open"),
    path("uppfoljning/<int:slot_id>/", slot.show, name="slot"),
    path("uppfoljning/tillfallen/<int:occasion_id>/ta-tillbaka/", board.withdraw, name="withdraw"),
    path("uppfoljning/bilagor/<int:attachment_id>/", report.attachment, name="attachment"),
    path("uppfoljning/<int:slot_id>/avsnitt/<slug:code>/", slot.write, name="section"),
    path("uppfoljning/<int:slot_id>/lamna-in/", slot.submit, name="submit"),
    path("uppfoljning/<int:slot_id>/lamna-tillbaka/", slot.return_, name="return"),
    path("uppfoljning/<int:slot_id>/steg/", slot.record_step, name="step"),
    path("uppfoljning/<int:slot_id>/rapport/", report.preview, name="preview"),
    path("uppfoljning/<int:slot_id>/rapport/skapa/", report.make, name="make"),
    path("uppfoljning/<int:slot_id>/rapport/lage/", report.progress, name="file-state"),
    path("uppfoljning/<int:slot_id>/rapport/<str:format>/", report.download, name="download"),
]
