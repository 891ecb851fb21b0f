"""One line about what is live, for the bars of tmux and polybar, and for prompts."""

import re

from cacctl import clock, streams, view
from cacctl.errors import UsageProblem
from cacctl.messages import _, suggestion
from cacctl.programme import Session
from cacctl.view import View

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
    chosen = template if session else otherwise
    return re.sub(
        FIELD, lambda found: found[0][0] if found[1] is None else harmless(values[found[1]]), chosen
    )


def plain(otherwise: str) -> str:
    """`otherwise` where there is not even a programme: nothing, if it asks for a field."""
    return "" if _fields_of(otherwise) else otherwise.replace("{{", "{").replace("}}", "}")


def harmless(text: str) -> str:
    """`text` without what a bar or a prompt obeys.

    Polybar starts programs for `%{A:...}`, tmux for `#(...)`, and a shell whose prompt is put
    together in PROMPT_COMMAND for `$(...)`, backquotes, and what stands in its arithmetic.
    """
    apart = re.sub(r"([%#$])(?=[{(\[])", r"\1 ", text)
    return apart.replace("`", "'").replace("\\", "/")


def _fields_of(template: str) -> list[str]:
    return [match[1] for match in re.finditer(FIELD, template) if match[1]]


def _values(seen: View, session: Session | None, prefix: str) -> dict[str, str]:
    if session is None:
        return {name: "" for name in FIELDS if name.startswith(prefix)}
    passed, length = seen.now - session.start, session.end - session.start
    stream = view.stream_for(seen, session)
    values = {
        "id": session.id,
        "number": str(session.number),
        "name": seen.name(session),
        "topic": seen.words(session.topic),
        "room": seen.words(session.room),
        "start": clock.time_words(session.start.astimezone(seen.tz), seen.hours),
        "end": clock.time_words(session.end.astimezone(seen.tz), seen.hours),
        "elapsed": clock.length_words(session.start, seen.now, rounding="down"),
        "remaining": clock.length_words(seen.now, session.end, rounding="up"),
        "percent": str(int(100 * passed / length)),
        "in": clock.length_words(seen.now, session.start, rounding="up"),
        "url": stream.url if stream else "",
    }
    return {prefix + name: value for name, value in values.items() if prefix + name in FIELDS}
