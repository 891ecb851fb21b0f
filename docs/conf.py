"""Configuration of the documentation site, which Sphinx builds from the Markdown pages here."""

project = "cacctl"
author = "The cacctl authors"
project_copyright = "2026 The cacctl authors"
extensions = ["myst_parser"]
# Links to headings work here as they do on a code host: formats.md#reading.
myst_heading_anchors = 4
# Furo brings its own scripts and uses the reader's fonts, so the site works offline.
html_theme = "furo"
html_title = "cacctl"
html_copy_source = False
