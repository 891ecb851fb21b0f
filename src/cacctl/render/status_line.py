"""A line about the live session for status bars (tmux, polybar) and shell prompts."""

import re
from collections.abc import Mapping

from cacctl.base.errors import UsageProblem
from cacctl.base.hints import suggestion
from cacctl.base.i18n import _
from cacctl.base.sanitize import visible
from cacctl.model import streams
from cacctl.model.programme import Session
from cacctl.times import format as time_format
from cacctl.viewer.streams import stream_for
from cacctl.viewer.view import View

# The fields of a template: those with `next_` are of the session that starts next, the others of
# the live one. They are empty if there is no such session; `event` never is.
FIELDS = (
    "event",
    "id",
    "number",
    "name",
    "topic",
    "room",
    "start",
    "end",
    "elapsed",
    "remaining",
    "percent",
    "url",
    "next_id",
    "next_number",
    "next_name",
    "next_topic",
    "next_room",
    "next_start",
    "next_end",
    "next_in",
    "next_url",
)
FIELD = r"\{\{|\}\}|\{([^{}]*)\}|[{}]"

# Surrounds each character of a field while a line is put together. It separates the text of the
# fields from that of the template, and occurs in neither.
MARK = "\0"
# What bars and prompts interpret, with a mark inside: polybar and lemonbar `%{A:...}`; zsh nearly
# everything behind a `%`; prompts that are expanded again `$(...)`, `$NAME` and `\w`; tmux
# `#(...)`, `#[...]` and `#T`; dzen2 `^ca(...)`.
INTERPRETED = re.compile(
    r"[%\\]\0+(?=[^\0 ])|\$\0+(?=[^\0 \d,.;)])|#\0+(?=[A-Za-z#(\[{,}])|\^\0+(?=[A-Za-z(])"
)
# Look-alikes of single characters that are interpreted: a shell's backquotes and backslashes, the
# tags of xmobar and Pango, and the bar before a command (xbar, Argos). The last three are replaced
# because an encoding that lacks them would spell them as the others.
LOOK_ALIKES = str.maketrans(
    {"`": "'", "\\": "/", "<": "‹", "|": "¦", "〈": "‹", "│": "¦", "┃": "¦"}
)
# A character of a URL, or one of its percent-escapes.
ESCAPE = "%[0-9A-Fa-f]{2}|."
# Pango markup in a template, as i3blocks and Waybar read it. Its fields get entities.
PANGO = re.compile(r"</(?:span|b|big|i|s|sub|sup|small|tt|u|txt)>|&(?:amp|lt|gt|quot|apos);")
ENTITIES = LOOK_ALIKES | str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "`": "&apos;"}
)


def check_template(template: str) -> None:
    """Raise UsageProblem for an unknown field or an unmatched brace."""
    for match in re.finditer(FIELD, template):
        name = match[1]
        if match[0] in ("{{", "}}") or name in FIELDS:
            continue
        message = _("Unknown field: '{name}'.").format(name=visible((name or "")[:40]) or "{}")
        if name is None:
            message = _("Unmatched brace in --format. Use {{ or }} for a literal brace.")
        # Python's conversions and formats follow a name: `{name!r}`.
        raise UsageProblem(message, suggestion(re.split(r"\W", name or "")[0], FIELDS))


def line(view: View, template: str, otherwise: str) -> str:
    """Return the template with its fields filled in, or `otherwise` if nothing is live."""
    live = view.programme.live_at(view.now)
    coming = view.programme.next_after(view.now)
    session = streams.session_to_watch(view.programme, view.now, lang=view.lang) if live else None
    if session is None and not coming:
        # Nothing is live or next: all fields would be empty.
        otherwise = "" if _fields_of(otherwise) else otherwise
    values = {**_values(view, session, ""), **_values(view, next(iter(coming), None), "next_")}
    values["event"] = view.words(view.programme.event.name)
    is_pango = bool(PANGO.search(template) or PANGO.search(otherwise))
    return filled(template if session else otherwise, values, is_pango=is_pango)


def plain(otherwise: str) -> str:
    """Return `otherwise` if there is no schedule; "" if it has a field."""
    return "" if _fields_of(otherwise) else otherwise.replace("{{", "{").replace("}}", "}")


def filled(template: str, values: Mapping[str, str], *, is_pango: bool = False) -> str:
    """Fill in the fields of a template so that no bar or prompt interprets what is in them.

    This holds across the borders of fields and text. The template's own markup is kept.
    """
    signs = ENTITIES if is_pango else LOOK_ALIKES

    def marked(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return found[0][0]
        letters = (
            re.findall(ESCAPE, _plain_url(values[name])) if name.endswith("url") else values[name]
        )
        return MARK.join(["", *(letter.translate(signs) for letter in letters), ""])

    text = INTERPRETED.sub(lambda found: f"{found[0][0]} ", re.sub(FIELD, marked, template))
    return text.replace(MARK, "")


def _plain_url(url: str) -> str:
    """Percent-escape what would be interpreted in a URL."""
    signs = r"[$`\\<>|^\"'{}]|(?<=#)[A-Za-z#(\[,]"
    return re.sub(signs, lambda found: f"%{ord(found[0]):02X}", url)


def _fields_of(template: str) -> list[str]:
    return [match[1] for match in re.finditer(FIELD, template) if match[1]]


def _values(view: View, session: Session | None, prefix: str) -> dict[str, str]:
    if session is None:
        return {name: "" for name in FIELDS if name.startswith(prefix)}
    stream = stream_for(view, session)
    values = {
        "id": session.id,
        "number": str(session.number),
        "name": view.name(session),
        "topic": view.words(session.topic),
        "room": view.words(session.room),
        "start": time_format.time_words(session.start.astimezone(view.tz), view.hours),
        "end": time_format.time_words(session.end.astimezone(view.tz), view.hours),
        "elapsed": time_format.length_words(session.start, view.now, rounding="down"),
        "remaining": time_format.length_words(view.now, session.end, rounding="up"),
        "percent": str(view.percent(session)),
        "in": time_format.length_words(view.now, session.start, rounding="up"),
        "url": stream.url if stream else "",
    }
    return {prefix + name: value for name, value in values.items() if prefix + name in FIELDS}
