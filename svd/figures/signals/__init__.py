"""Which of many series the meeting should look at, and what was said of each: few false ones, and how few is told."""
