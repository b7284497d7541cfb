"""Database guards of what is decided about a goal: its own words, years and owner, its indicators and their targets."""

from __future__ import annotations

import pgtrigger

REFUSED = "RAISE EXCEPTION 'Målet är beslutat och ändras bara med ett nytt beslut.' USING ERRCODE = 'check_violation';"


def _unless_same(names: str) -> str:
    """Refuse when any of the columns changes, or the row goes away."""
    old, new = (", ".join(f"{row}.{name}" for name in names.split()) for row in ("OLD", "NEW"))
    return f"""
    IF TG_OP = 'DELETE' THEN
        {REFUSED}
    END IF;
    IF ROW({old}) IS DISTINCT FROM ROW({new}) THEN
        {REFUSED}
    END IF;
    RETURN NEW;
"""


_GOAL = "title description motivation year_from year_to organisation_id level_id decision_id lacks departure"
_INDICATOR = "goal_id kind name unit direction baseline baseline_year"
_TARGET = "indicator_id year value"


def decided_goal_guard(name: str) -> pgtrigger.Trigger:
    """Trigger for goals: a decided one keeps what was decided, and stays."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__decision__isnull=False),
        func=_unless_same(_GOAL),
    )


def decided_indicator_guard(name: str) -> pgtrigger.Trigger:
    """Trigger for indicators: those of a decided goal keep what they measure, and stay."""
    decided = "SELECT 1 FROM goals_goal g WHERE g.id = OLD.goal_id AND g.decision_id IS NOT NULL"
    return _guard_below(name, decided, _INDICATOR)


def decided_target_guard(name: str) -> pgtrigger.Trigger:
    """Trigger for targets: those of a decided goal keep their value, and stay."""
    decided = (
        "SELECT 1 FROM goals_goal g JOIN goals_indicator i ON i.goal_id = g.id "
        "WHERE i.id = OLD.indicator_id AND g.decision_id IS NOT NULL"
    )
    return _guard_below(name, decided, _TARGET)


def _guard_below(name: str, decided: str, columns: str) -> pgtrigger.Trigger:
    """Trigger for a table whose rows belong to a goal; `decided` finds the goal when it is decided."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
    IF NOT EXISTS ({decided}) THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;{_unless_same(columns)}""",
    )
