"""Events of schema.org in JSON-LD, alone or within a web page."""
