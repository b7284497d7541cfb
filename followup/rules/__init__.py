"""Calculations of the reporting chain. No Django."""
