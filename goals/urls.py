"""Addresses of goals, under /<kommun>/."""

from __future__ import annotations

from django.urls import path

from goals.views import carrying, deciding, detail, editing, judging, overview

app_name = "goals"
urlpatterns = [
    path("planering/mal-vidare/", carrying.show, name="carry"),
    path("planering/mal-vidare/for-over/", carrying.carry, name="carry-forward"),
    path("planering/mal-vidare/angra/", carrying.back, name="carry-back"),
    path("planering/mal-vidare/<int:goal_id>/", carrying.choice, name="carry-choice"),
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
