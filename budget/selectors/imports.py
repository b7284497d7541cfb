"""NOTE: the lead writes the import (apply, mapping, actions, tasks, views, templates, command, tests) himself: leave it to him. Finish the overview, unit and drill-down pages."""
