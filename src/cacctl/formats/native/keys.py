"""The keys of the tables of a schedule file."""

SCHEMA = 1
TOP = ("schema", "event", "channel", "session")
EVENT = (
    "id",
    "name",
    "full_name",
    "theme",
    "slogan",
    "place",
    "organiser",
    "site",
    "zone",
    "start",
    "end",
    "refresh",
    "revision",
    "revised",
    "delay",
    "note",
)
DELAY = ("from", "minutes")
CHANNEL = ("id", "platform", "lang", "name", "url", "sessions", "replays", "note")
SESSION = (
    "id",
    "start",
    "end",
    "moved",
    "cancelled",
    "canceled",
    "name",
    "topic",
    "description",
    "lang",
    "room",
    "track",
    "host",
    "cities",
    "city_count",
    "speakers",
    "page",
    "stream",
    "recording",
    "note",
)
# What cannot be ignored where it is no key: it is written to change a time, or to cancel something.
# Each with the key that is probably meant; the first are also meant by what is nearly the same.
GRAVE_KEYS = {
    **{key: key for key in ("start", "end", "moved", "cancelled", "delay", "zone")},
    **{key: key for key in ("from", "minutes")},
    **dict.fromkeys(("cancellation", "canceled"), "cancelled"),
    **dict.fromkeys(("postponed", "rescheduled"), "moved"),
    "duration": "end",
    "timezone": "zone",
}
GRAVE_WORDS = {
    **GRAVE_KEYS,
    **dict.fromkeys(("begin", "begins", "date", "day", "time", "start_time", "starts_at"), "start"),
    **dict.fromkeys(("end_time", "ends_at", "finish", "length", "until"), "end"),
    **dict.fromkeys(("cancel", "state", "status"), "cancelled"),
    **dict.fromkeys(("move", "move_to", "new_start"), "moved"),
    **dict.fromkeys(("time_zone", "tz"), "zone"),
}
SPEAKER = ("name", "role", "place")
LINK = ("channel", "url")
NOTE = ("text", "sources")

EXAMPLES = {
    "schema": "schema = 1",
    "event": "[event]",
    "id": 'id = "climate"',
    "name": 'name.en = "Climate"',
    "zone": 'zone = "Asia/Seoul"',
    "start": "start = 2020-06-02T22:00:00",
    "end": "end = 2020-06-02T23:30:00",
    "from": "from = 2020-06-02T22:00:00",
    "minutes": "minutes = 20",
    "platform": 'platform = "youtube"',
    "lang": 'lang = "ko"',
    "channel": 'channel = "youtube-ko"',
    "url": 'url = "https://www.example.org/live"',
    "text": 'text.en = "The start was moved."',
}
