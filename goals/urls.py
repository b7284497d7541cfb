"""Addresses of goals, under /<kommun>/."""

from __future__ import annotations

from django.urls import path

from goals.views import deciding, detail, editing, judging, overview

app_name = "goals"
urlpatterns = [
    path("styrkedja/", overview.tree, name="tree"),
    path("styrkedja/mal/", overview.list_, name="list"),
    path("styrkedja/mal/nytt/", editing.new, name="new"),
    path("styrkedja/mal/<int:goal_id>/", detail.show, name="detail"),
    path("styrkedja/mal/<int:goal_id>/andra/", editing.edit, name="edit"),
    path("styrkedja/mal/<int:goal_id>/ta-bort/", deciding.delete, name="delete"),
    path("styrkedja/mal/<int:goal_id>/faststall/", deciding.decide, name="decide"),
    path("styrkedja/mal/<int:goal_id>/nytt-beslut/", deciding.renew, name="renew"),
    path("styrkedja/mal/<int:goal_id>/ersatt/", deciding.replace, name="replace"),
    path("styrkedja/mal/<int:goal_id>/avsluta/", deciding.end, name="end"),
    path("styrkedja/mal/<int:goal_id>/utfall/", editing.values, name="values"),
    path("styrkedja/mal/<int:goal_id>/atgard/", editing.new_measure, name="measure"),
    path("styrkedja/mal/<int:goal_id>/bedomning/<int:slot_id>/", judging.judge, name="judge"),
]
