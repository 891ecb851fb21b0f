#!/usr/bin/env python3
"""Generate the JSON Schemas of schedule files and event directories from their readers' keys.

    python scripts/schedule_schema.py

They are draft 7 without alternatives: Taplo's server overflows its stack on `allOf`, explains no
key under `anyOf`, and ignores what is beside a `$ref`.
"""

import json
from typing import Any

from cacctl.base import names
from cacctl.base.urls import LONGEST_URL
from cacctl.formats import limits
from cacctl.formats.directory import reader as directory
from cacctl.formats.lint import SCHEDULE_SCHEMA
from cacctl.formats.native import keys
from cacctl.model.programme import LINK_KINDS

Fragment = dict[str, Any]

DIRECTORY_SCHEMA = SCHEDULE_SCHEMA.with_name("directory.schema.json")

TABLES = {
    "event": ("Event", "The event that the schedule describes.", keys.EVENT),
    "channel": ("Channel", "A channel that streams the event or part of it.", keys.CHANNEL),
    "session": ("Session", "One session of the event.", keys.SESSION),
    "speaker": ("Speaker", "One of a session's speakers.", keys.SPEAKER),
    "stream": ("Stream", "A stream of only this session.", keys.LINK),
    "recording": ("Recording", "A recording of the session.", keys.RECORDING),
    "link": ("Link", "A link of the session beside its streams and recordings.", keys.BESIDE),
    "note": ("Note", "A note for viewers.", keys.NOTE),
}


def whole(pattern: str) -> str:
    """Return the pattern of a whole text, with the plain groups that JSON Schema recommends."""
    return f"^{pattern}$".replace("(?:", "(")


LANGUAGE = whole(names.LANGUAGE)
ID: Fragment = {"type": "string", "pattern": whole(names.ID)}
REST = r"://[^\s/?#@\\]+([/?#][^\s\\]*)?"
PATH = r"[^/\\:]+(/[^/\\:]+)*"
URL: Fragment = {
    "type": "string",
    "maxLength": LONGEST_URL,
    "pattern": rf"^[Hh][Tt][Tt][Pp][Ss]?{REST}$",
}
TEMPLATE: Fragment = {**URL, "pattern": r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s\\]*\{[^\s\\]+$"}
DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = rf"{DATE}[T ][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?(Z|[+-][0-9]{{2}}:[0-9]{{2}})?"
INTERVAL = " ?".join(
    f"([0-9]{{1,3}} ?({unit}))?" for unit in ("h|hours?", "m|min|minutes?", "s|seconds?")
)


def schema() -> Fragment:
    """Return the JSON Schema of schedule files."""
    tables = {
        name: {"title": title, "description": description, **table(contents)}
        for name, (title, description, contents) in TABLES.items()
    }
    text = 'A text for each language tag, such as { en = "London" }, or a single string.'
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "cacctl schedule file",
        "description": (
            "An event with its channels and sessions. docs/schedule-format.md describes the "
            "format; `cacctl check FILE` finds mistakes that a schema can't, such as an unknown ID."
        ),
        **table(keys.SCHEDULE),
        "definitions": {
            **tables,
            "text": {"title": "Text", "description": text, **TYPES["text"]},
        },
    }


def directory_schema() -> Fragment:
    """Return the JSON Schema of event directories."""
    event = {"title": "Event", "description": "An event with its schedule."}
    url = {"title": "URL", "description": "An https:// or http:// URL."}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "cacctl event directory",
        "description": (
            "Events with the URLs of their schedules. docs/directories.md describes the format; "
            "`cacctl check FILE` finds mistakes that a schema can't, such as a repeated ID."
        ),
        **table(directory.FILE),
        "definitions": {"event": event | table(directory.EVENT), "url": url | URL},
    }


def table(contents: keys.Keys) -> Fragment:
    return {
        "type": "object",
        "required": [name for name, key in contents.items() if key.example],
        "properties": {name: described(key) for name, key in contents.items()},
        "additionalProperties": False,
    }


def described(key: keys.Key) -> Fragment:
    if key.type in TABLES:
        return reference(key.type)
    return {"title": key.title, "description": key.description, **fragment(key.type)}


def fragment(type_: str) -> Fragment:
    if type_.startswith("["):
        found = array(reference(type_.strip("[]")))
        if type_ == "[session]":
            found |= {"minItems": 1, "maxItems": limits.MOST_SESSIONS}
        if type_ == "[event]":
            found |= {"maxItems": directory.MOST_EVENTS}
        return found
    if type_ == "delays":
        # A table or a list of tables, in one fragment.
        delay = table(keys.DELAY)
        return delay | {"type": ["object", "array"], "items": delay}
    if type_ == "streams":
        # A URL, a table, or a list of these.
        rule = table(keys.RULE) | {"type": ["string", "object"], "pattern": TEMPLATE["pattern"]}
        return rule | {"type": ["string", "object", "array"], "items": rule}
    return TYPES[type_]


def string(pattern: str) -> Fragment:
    return {"type": "string", "pattern": pattern}


def whole_number(most: int) -> Fragment:
    return {"type": "integer", "minimum": 0, "maximum": most}


def array(items: Fragment) -> Fragment:
    return {"type": "array", "items": items}


def by_language(value: Fragment) -> Fragment:
    return value | {
        "type": ["string", "object"],
        "minProperties": 1,
        "patternProperties": {LANGUAGE: value},
        "additionalProperties": False,
    }


def reference(name: str) -> Fragment:
    return {"$ref": f"#/definitions/{name}"}


TYPES: dict[str, Fragment] = {
    "schema": {"enum": [keys.SCHEMA]},
    "id": ID,
    "ids": array(ID),
    "session id": {
        "type": "string",
        "maxLength": 64,
        "pattern": "^([a-z]|[0-9]+[a-z-])[a-z0-9-]*$",
    },
    "text": by_language(string(r"\S")),
    "texts": array(reference("text")),
    "url": URL,
    "urls": by_language(URL),
    "url template": TEMPLATE,
    "exceptions": {"type": "object", "additionalProperties": {"type": "string"}},
    "url or path": {
        "type": "string",
        "maxLength": LONGEST_URL,
        "pattern": rf"^({URL['pattern'][1:-1]}|{PATH})$",
    },
    "location": {
        "type": "string",
        "maxLength": LONGEST_URL,
        "pattern": rf"^(([Ww][Ee][Bb][Cc][Aa][Ll][Ss]?|[Hh][Tt][Tt][Pp][Ss]?){REST}|{PATH})?$",
    },
    "language": string(LANGUAGE),
    "zone": string(whole(limits.ZONE)),
    "date": string(whole(DATE)),
    "time": string(whole(TIME)),
    "position": {
        "type": ["string", "integer"],
        "pattern": whole(f" *(?:{INTERVAL}|{limits.SECONDS}|{limits.POSITION}) *"),
        "minimum": 0,
        "maximum": limits.LONGEST_VIDEO_SECONDS,
    },
    "interval": string(whole(f" *{INTERVAL} *")),
    "revision": whole_number(limits.LARGEST_REVISION),
    "minutes": whole_number(limits.LONGEST_DELAY_MINUTES),
    "link kind": {"enum": list(LINK_KINDS)},
    "city count": whole_number(limits.MOST_CITIES),
    "flag": {"type": "boolean"},
}

if __name__ == "__main__":
    for file, contents in ((SCHEDULE_SCHEMA, schema()), (DIRECTORY_SCHEMA, directory_schema())):
        file.write_text(json.dumps(contents, indent=2, ensure_ascii=False) + "\n", "utf-8")
