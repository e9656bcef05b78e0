"""Wards against the whole area and one another: which differ by more than chance, and how certain that is."""
