"""The throw-away process: whatever a file from outside does to its reader, the program goes on.

`parent.py` starts the process and reads its answer, `bounds.py` is what the process does to itself before it opens the
file, `contract.py` what both know. Each kind of file has a script of its own, as `budget/importers/child.py`."""
