"""Taking a file in: examined, foretold, accepted or undone; the same from the page, a command or a watched folder."""
