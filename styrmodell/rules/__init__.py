"""Calculations and formatting that know nothing about Django."""
