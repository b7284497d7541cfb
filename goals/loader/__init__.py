"""What of a steering model file is goals: its areas, in and out of the database."""
