"""Who is hurt and who hurts: by age and sex, repeats, fairness, and what one service sees and another does not."""
