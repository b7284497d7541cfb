"""Real processes are killed, stopped and emptied; nothing is lost and nothing is done twice."""
