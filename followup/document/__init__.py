"""The report as values: what is frozen when a body decides, and what every renderer reads. Pure, without Django."""
