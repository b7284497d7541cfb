"""Pictures of every kind of page and of the reports, and what differs between two sets of them (README.md here)."""
