"""The keys of a schedule file's tables. `scripts/schedule_schema.py` makes the JSON Schema of them.

The words are for editors, which show them in English.
"""

from typing import NamedTuple

from cacctl.base.i18n import N_

SCHEMA = 1
"""The version of the format."""


class Key(NamedTuple):
    """A key of a table.

    `type` is one of the script's types, a table such as "event", or a list of tables such as
    "[session]". A required key has an `example`, which is suggested if it is missing.
    """

    type: str
    title: str
    description: str
    example: str = ""


Keys = dict[str, Key]

SCHEDULE: Keys = {
    "schema": Key("schema", "Version", "The version of this format: 1.", "schema = 1"),
    "event": Key("event", "", "", "[event]"),
    "channel": Key("[channel]", "Channels", "What streams the event, in order of preference."),
    "session": Key("[session]", "Sessions", "The sessions; at least one.", "[[session]]"),
}

EVENT: Keys = {
    "id": Key("id", "ID", "A short name for programs.", 'id = "climate"'),
    "name": Key(
        "text",
        "Name",
        "The event's name, by language; short, because it is used as a heading.",
        N_('name.en = "Climate"'),
    ),
    "full_name": Key("text", "Full name", "The name in full, by language."),
    "theme": Key("text", "Theme", "What the event is about, by language."),
    "slogan": Key("text", "Slogan", "The event's slogan, by language."),
    "place": Key("text", "Place", "Where the event takes place, by language."),
    "organiser": Key("text", "Organiser", "Who organises the event, by language."),
    "site": Key("urls", "Website", "The URL of the event's website, by language."),
    "zone": Key(
        "zone",
        "Time zone",
        "A key of the IANA database, spelled exactly, such as Asia/Seoul. Times without an offset "
        "are in this zone.",
        'zone = "Asia/Seoul"',
    ),
    "start": Key(
        "date",
        "First date",
        "A date without quotes, such as 2020-06-01; by default that of the first session.",
    ),
    "end": Key(
        "date",
        "Last date",
        "A date without quotes, such as 2020-06-05; by default that of the last session.",
    ),
    "refresh": Key(
        "interval",
        "Refresh",
        'How old a saved copy may be if the schedule comes from a URL: "15m", "2h", from one '
        "minute to 30 days. By default 15 minutes during the event, and a day otherwise.",
    ),
    "revision": Key(
        "revision",
        "Revision",
        "A number to raise with each version you publish; exported calendars update when it is "
        "higher.",
    ),
    "revised": Key(
        "time",
        "Revised",
        "When this version was made: a date and time without quotes, in the event's zone or with "
        "an offset.",
    ),
    "streams_api": Key(
        "url or path",
        "Streams API",
        "The URL of a streaming API as c3voc has it, such as "
        "https://streaming.media.ccc.de/streams/v2.json, or the path of such a file, relative to "
        "the schedule.",
    ),
    "recordings": Key(
        "url or path",
        "Recordings",
        "The URL of a list of recordings, or its path, relative to the schedule: TOML, CSV, or a "
        "conference of the API of media.ccc.de, such as "
        "https://api.media.ccc.de/public/conferences/38c3.",
    ),
    "delay": Key(
        "delays",
        "Delay",
        "Delays the rest of a day. Of a list, the last delay that applies to a session counts.",
    ),
    "streams": Key(
        "streams",
        "Streams",
        "Rules that make the URLs of live streams for sessions without one: a URL with the "
        "placeholder {room} or {track}, a table, or a list of these.",
    ),
    "note": Key("[note]", "Notes", "Notes on the event, such as where sources disagree."),
}

RULE: Keys = {
    "url": Key(
        "url template",
        "URL",
        "The URL of the live page, with a placeholder: {room}, {room.slug}, {room.name}, {track}, "
        "{track.slug} or {track.name}.",
    ),
    "platform": Key(
        "id", "Platform", "Where it streams, such as youtube or web; by default by the host."
    ),
    "lang": Key(
        "language", "Language", "The language spoken there, such as ko, en or pt-BR, if it is one."
    ),
    "replays": Key("flag", "Replays", "Whether streams can be watched there afterwards."),
    "rooms": Key(
        "exceptions",
        "Rooms",
        "Exceptions by the name of the room: another name, a whole URL, or an empty string for no "
        "stream.",
    ),
    "tracks": Key("exceptions", "Tracks", "Exceptions by the name of the track."),
}

DELAY: Keys = {
    "from": Key(
        "time",
        "From",
        "Sessions that start at this time or later that day are delayed.",
        "from = 2020-06-02T22:00:00",
    ),
    "minutes": Key(
        "minutes", "Minutes", "By how many minutes; 0 ends an earlier delay.", "minutes = 20"
    ),
}

CHANNEL: Keys = {
    "id": Key("id", "ID", "Unique among channels.", 'id = "climate"'),
    "platform": Key(
        "id",
        "Platform",
        "Where it streams, such as youtube, facebook, web or tv.",
        'platform = "youtube"',
    ),
    "lang": Key(
        "language", "Language", "The language spoken on it, such as ko, en or pt-BR.", 'lang = "ko"'
    ),
    "name": Key("text", "Name", "The channel's name, by language.", N_('name.en = "Climate"')),
    "url": Key("url", "URL", "Where to watch it. A television channel, for example, has none."),
    "sessions": Key("ids", "Sessions", "The IDs of the sessions it carries; by default all."),
    "replays": Key("flag", "Replays", "Whether streams can be watched there afterwards."),
    "note": Key("[note]", "Notes", "Notes on the channel, such as where sources disagree."),
}

SESSION: Keys = {
    "id": Key(
        "session id",
        "ID",
        "Unique among sessions, with at least one letter or hyphen.",
        'id = "climate"',
    ),
    "start": Key(
        "time",
        "Start",
        "The start as announced: a date and time without quotes, such as 2020-06-02T22:00:00, in "
        "the event's zone or with an offset.",
        "start = 2020-06-02T22:00:00",
    ),
    "end": Key(
        "time",
        "End",
        "The end as announced: a date and time without quotes, at most 31 days after the start. "
        "After midnight it has the next date.",
        "end = 2020-06-02T23:30:00",
    ),
    "moved": Key("time", "Moved", "The new start. The length stays, and so does `start`."),
    "cancelled": Key(
        "flag",
        "Cancelled",
        "Whether the session is cancelled. It stays in the schedule, marked as cancelled.",
    ),
    "canceled": Key("flag", "Canceled", "The same as cancelled, in American spelling."),
    "name": Key("text", "Name", "The session's name, by language.", N_('name.en = "Climate"')),
    "topic": Key("text", "Topic", "What the session is about, by language."),
    "description": Key(
        "text", "Description", "More than the topic, by language; shown by `cacctl show`."
    ),
    "lang": Key("language", "Language", "The session's language, such as ko, en or pt-BR."),
    "room": Key("text", "Room", "The room or stage, by language; for `--room`."),
    "track": Key("text", "Track", "The track, by language; for `--track`."),
    "host": Key("text", "Host", "Who hosts the session, by language."),
    "cities": Key("texts", "Cities", "The cities that take part."),
    "city_count": Key(
        "city count", "City count", "How many cities take part, including those not listed."
    ),
    "speakers": Key("[speaker]", "Speakers", "The session's speakers."),
    "page": Key("url", "Page", "The URL of the session's web page."),
    "stream": Key(
        "[stream]", "Streams", "Where only this session is streamed, instead of a channel's URL."
    ),
    "recording": Key("[recording]", "Recordings", "The session's own recordings."),
    "note": Key("[note]", "Notes", "Notes on the session, such as where sources disagree."),
}

SPEAKER: Keys = {
    "name": Key("text", "Name", "The speaker's name, by language.", N_('name.en = "Climate"')),
    "role": Key("text", "Role", "The speaker's role, such as Mayor, by language."),
    "place": Key("text", "Place", "Where the speaker is from, by language."),
}

LINK: Keys = {
    "channel": Key("id", "Channel", "The ID of the channel.", 'channel = "youtube-ko"'),
    "url": Key("url", "URL", "Where to watch it.", 'url = "https://www.example.org/live"'),
}

RECORDING: Keys = {
    **LINK,
    "starts": Key(
        "position",
        "Starts",
        "Where the session starts in a longer video: seconds from its beginning, or a text such as "
        '"1h02m03s" or "1:02:03".',
    ),
}

# A list of recordings in a file of its own.
RECORDINGS: Keys = {
    "recording": Key("[recording]", "Recordings", "The recordings.", "[[recording]]"),
}

LISTED_RECORDING: Keys = {
    "session": Key("id", "Session", "The ID or number of the session.", 'session = "climate"'),
    "url": LINK["url"],
    "channel": LINK["channel"],
    "lang": SESSION["lang"],
    "starts": RECORDING["starts"],
}

NOTE: Keys = {
    "text": Key(
        "text", "Text", "The note, by language.", N_('text.en = "The start time has changed."')
    ),
    "sources": Key("texts", "Sources", "Titles or URLs, which are shown but not opened."),
}

# Unknown keys that cannot be ignored, because they seem to change a time or to cancel something,
# with the keys that are probably meant. Words similar to the first group count as well.
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

# What other formats call a key, with the keys of cacctl's tables that it can mean.
SYNONYMS = {
    "title": ("name",),
    "abstract": ("description",),
    **dict.fromkeys(("location", "venue"), ("place", "room")),
    **dict.fromkeys(("url", "website", "link"), ("site", "page", "url")),
}
CHANNEL_WORDS = ("channel", "channels")
"""Keys of a session with which people mean what `sessions` of a channel says."""
