"""Lists of recordings: an organiser's own, and those of media.ccc.de."""
