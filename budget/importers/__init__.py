"""Files from outside: parsed in a throw-away child process, never in the web or worker process.

Start reading in `sandbox.py` (what the app calls) and `ledger.py` (how rows are checked). Everything that runs in the
child (all but `sandbox.py` and `apply.py`) is free of Django.
"""
