"""Lists of recordings to test with; the API's in the shape of those of the congresses."""

import json
from typing import Any

from cacctl.model.programme import Programme
from tests.conftest import item, programme_of, seoul

PAGES = "https://media.ccc.de/v"
UIDS = {name: f"0f8fad5b-d9cb-469f-a165-{number:012x}" for number, name in enumerate("abc", 10)}


def event(name: str, language: Any = "deu", **change: Any) -> dict[str, Any]:
    """Return an event of the API, with the keys that it has; of the session with this name."""
    slug = f"40c3-{name}"
    return {
        "guid": UIDS.get(name, name),
        "title": f"Talk {name}",
        "subtitle": None,
        "slug": slug,
        "link": f"https://events.example.org/{name}",
        "description": None,
        "original_language": language,
        "persons": ["A. Person"],
        "tags": ["40c3", "2020", ""],
        "view_count": 158,
        "promoted": False,
        "date": "2020-06-02T10:00:00.000+02:00",
        "release_date": "2020-06-03T00:00:00.000+02:00",
        "updated_at": "2020-06-04T16:15:01.826+02:00",
        "length": 2577,
        "duration": 2577,
        "thumb_url": f"https://static.media.ccc.de/{slug}.jpg",
        "frontend_link": f"{PAGES}/{slug}",
        "url": f"https://api.media.ccc.de/public/events/{UIDS.get(name, name)}",
        "conference_title": "40C3",
        "conference_url": "https://api.media.ccc.de/public/conferences/40c3",
        "related": [],
    } | change


def conference(*events: Any) -> bytes:
    """Return a document of the API with these events."""
    tree = {
        "acronym": "40c3",
        "aspect_ratio": "16:9",
        "updated_at": "2020-06-04T16:15:01.826+02:00",
        "title": "40C3",
        "slug": "congress/2020",
        "event_last_released_at": "2020-06-03T00:00:00.000+02:00",
        "url": "https://api.media.ccc.de/public/conferences/40c3",
        "recordings_url": "https://cdn.media.ccc.de/congress/2020",
        "events": list(events),
    }
    return json.dumps(tree).encode()


def congress(uids: dict[str, str] = UIDS, lang: str = "") -> Programme:
    """Return an event with three sessions, a, b and c, an hour each."""
    return programme_of(
        item(name, seoul(f"2020-06-02T{hour}:00"))._replace(uid=uids.get(name, ""), lang=lang)
        for hour, name in enumerate("abc", 10)
    )
