"""Addresses of goals, under /<kommun>/."""

from __future__ import annotations

from django.urls import path

from goals.views import assignments, carrying, deciding, detail, editing, judging, model, model_parts, overview

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
    path("administration/styrmodell/", model.home, name="model"),
    path("administration/styrmodell/andra/<slug:part>/", model_parts.edit, name="model-edit"),
    path("administration/styrmodell/nasta-mandatperiod/", model.begin_next, name="model-next"),
    path("administration/styrmodell/fil/", model.upload, name="model-upload"),
    path("administration/styrmodell/version-<int:version>/fil/", model.download, name="model-file"),
    path("administration/styrmodell/utgava/<int:edition_id>/", model.read_edition, name="model-edition"),
    path("administration/styrmodell/utgava/<int:edition_id>/fil/", model.download_edition, name="model-edition-file"),
    path("administration/styrmodell/utgava/<int:edition_id>/las-in/", model.load, name="model-load"),
    path("administration/styrmodell/utgava/<int:edition_id>/kasta/", model.throw_away, name="model-discard"),
    path("planering/uppdrag/", assignments.show_all, name="assignments"),
    path("planering/uppdrag/fil/", assignments.download, name="assignments-file"),
    path("planering/uppdrag/nytt/", assignments.new, name="assignment-new"),
    path("planering/uppdrag/<int:assignment_id>/", assignments.show, name="assignment"),
    path("planering/uppdrag/<int:assignment_id>/andra/", assignments.edit, name="assignment-edit"),
    path("planering/uppdrag/<int:assignment_id>/besked/", assignments.answer, name="assignment-answer"),
    path("planering/uppdrag/<int:assignment_id>/avsluta/", assignments.close, name="assignment-close"),
]
