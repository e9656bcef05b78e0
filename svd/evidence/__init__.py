"""Do the tests keep their promises? Worlds in which nothing changes, or something does, and what each test says."""
