"""Calculations about goals and indicators that know nothing about Django."""
