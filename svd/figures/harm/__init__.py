"""Harm and cost: offences weighed before they are added up, and how far the gravest of them make up the sum."""
