"""Example municipalities: real figures where there are any, and content that is marked as example everywhere else."""
