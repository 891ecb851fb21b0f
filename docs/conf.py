"""Configuration of the documentation site, which Sphinx builds from the Markdown pages here."""

from typing import Any

from sphinx.application import Sphinx

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


def setup(app: Sphinx) -> None:
    """Mark the pages in `ko` as Korean: browsers choose fonts and a voice by the language."""
    app.connect("html-page-context", _set_language)


def _set_language(
    _app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    context["language"] = "ko" if page.startswith("ko/") else "en"
