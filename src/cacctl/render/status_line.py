"""One line about what is live, for the bars of tmux and polybar, and for prompts."""

import re
from collections.abc import Mapping

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import _, suggestion
from cacctl.model import streams
from cacctl.model.programme import Session
from cacctl.times import format as time_format
from cacctl.viewer.streams import stream_for
from cacctl.viewer.view import View

# The fields of a template. Those of `next_` are of the session that starts next, the others of the
# live one; all of them are empty where there is none. `event` is always there.
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
FIELD = r"\{\{|\}\}|\{(\w*)\}|[{}]"

# What stands before and behind every letter of a field while a line is put together, so that what
# begins in a field, or ends in one, can be told from the template's own text. No text has it.
MARK = "\0"
# What bars and prompts obey, where a mark parts it: polybar and lemonbar `%{A:...}`, and zsh nearly
# everything behind a `%`; a prompt that is expanded once more `$(...)`, `$NAME` and `\w`; tmux
# `#(...)`, `#[...]` and `#T`; dzen2 `^ca(...)`.
OBEYED = re.compile(
    r"[%\\]\0+(?=[^\0 ])|\$\0+(?=[^\0 \d,.;)])|#\0+(?=[A-Za-z#(\[{,}])|\^\0+(?=[A-Za-z(])"
)
# Look-alikes of what is obeyed by itself: a shell's backquotes and backslashes, tags as xmobar and
# Pango have them, and the bar that parts a text from what it starts (xbar, Argos). The last three
# would be spelled as the others where the output's encoding lacks them.
LOOK_ALIKES = str.maketrans(
    {"`": "'", "\\": "/", "<": "‹", "|": "¦", "〈": "‹", "│": "¦", "┃": "¦"}
)
# A letter of an address; its percent signs stay what they are.
ESCAPE = "%[0-9A-Fa-f]{2}|."
# A template with Pango's markup of its own, as i3blocks and Waybar read it; it gets entities.
PANGO = re.compile(r"</(?:span|b|big|i|s|sub|sup|small|tt|u|txt)>|&(?:amp|lt|gt|quot|apos);")
ENTITIES = LOOK_ALIKES | str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "`": "&apos;"}
)


def check_template(template: str) -> None:
    """Raise UsageProblem where the template has a field that there is not, or a lone brace."""
    for match in re.finditer(FIELD, template):
        name = match[1]
        if match[0] in ("{{", "}}") or name in FIELDS:
            continue
        message = _("There is no field {name}.").format(name=(name or "")[:40] or "{}")
        if name is None:
            message = _("A brace in --format stands alone; write it twice: {{ or }}.")
        raise UsageProblem(message, suggestion(name or "", FIELDS))


def line(seen: View, template: str, otherwise: str) -> str:
    """`template` with its fields filled in; where nothing is live, `otherwise` with them."""
    live = seen.programme.live_at(seen.now)
    coming = seen.programme.next_after(seen.now)
    session = streams.session_to_watch(seen.programme, seen.now, lang=seen.lang) if live else None
    if session is None and not coming:
        # Nothing is live and nothing comes: a line of empty fields would say nothing.
        otherwise = "" if _fields_of(otherwise) else otherwise
    values = {**_values(seen, session, ""), **_values(seen, next(iter(coming), None), "next_")}
    values["event"] = seen.words(seen.programme.event.name)
    is_pango = bool(PANGO.search(template) or PANGO.search(otherwise))
    return filled(template if session else otherwise, values, is_pango=is_pango)


def plain(otherwise: str) -> str:
    """`otherwise` where there is not even a programme: nothing, if it asks for a field."""
    return "" if _fields_of(otherwise) else otherwise.replace("{{", "{").replace("}}", "}")


def filled(template: str, values: Mapping[str, str], *, is_pango: bool = False) -> str:
    """Fill in the fields of a template, so that a bar or a prompt obeys nothing of what is in them.

    A field makes nothing out of the text beside it, or of another field, either. What the template
    has of its own stays as it is.
    """
    signs = ENTITIES if is_pango else LOOK_ALIKES

    def marked(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return found[0][0]
        letters = re.findall(ESCAPE, _plain(values[name])) if name.endswith("url") else values[name]
        return MARK.join(["", *(letter.translate(signs) for letter in letters), ""])

    text = OBEYED.sub(lambda found: f"{found[0][0]} ", re.sub(FIELD, marked, template))
    return text.replace(MARK, "")


def _plain(address: str) -> str:
    """An address with percent signs for what would be obeyed in it: it still leads there."""
    signs = r"[$`\\<>|^\"'{}]|(?<=#)[A-Za-z#(\[,]"
    return re.sub(signs, lambda found: f"%{ord(found[0]):02X}", address)


def _fields_of(template: str) -> list[str]:
    return [match[1] for match in re.finditer(FIELD, template) if match[1]]


def _values(seen: View, session: Session | None, prefix: str) -> dict[str, str]:
    if session is None:
        return {name: "" for name in FIELDS if name.startswith(prefix)}
    passed, length = seen.now - session.start, session.end - session.start
    stream = stream_for(seen, session)
    values = {
        "id": session.id,
        "number": str(session.number),
        "name": seen.name(session),
        "topic": seen.words(session.topic),
        "room": seen.words(session.room),
        "start": time_format.time_words(session.start.astimezone(seen.tz), seen.hours),
        "end": time_format.time_words(session.end.astimezone(seen.tz), seen.hours),
        "elapsed": time_format.length_words(session.start, seen.now, rounding="down"),
        "remaining": time_format.length_words(seen.now, session.end, rounding="up"),
        "percent": str(int(100 * passed / length)) if length else "0",
        "in": time_format.length_words(seen.now, session.start, rounding="up"),
        "url": stream.url if stream else "",
    }
    return {prefix + name: value for name, value in values.items() if prefix + name in FIELDS}
