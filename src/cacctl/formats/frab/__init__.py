"""Schedule XML and schedule JSON, as frab, pretalx and others write them."""
