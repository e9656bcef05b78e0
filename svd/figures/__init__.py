"""Figures: an indicator and a selection in, one tidy, tested and disclosed result out; and that result in words."""
