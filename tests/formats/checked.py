"""Schedules to check, a good one and a bad one."""

from cacctl.formats import lint
from cacctl.formats.lint import Report
from cacctl.formats.loading import examine
from cacctl.net.link_check import LinkStatus
from tests.conftest import SOME_TIME
from tests.formats.native import schedules

GOOD = """\
schema = 1

[event]
id = "e"
name = "E"
site = "https://www.cac2020.or.kr/"
zone = "Asia/Seoul"

[[channel]]
id = "main"
platform = "youtube"
lang = "en"
name = "Main"
url = "https://www.youtube.com/seoul"

[[channel]]
id = "side"
platform = "youtube"
lang = "ko"
name = "Side"
sessions = ["two"]

[[session]]
id = "one"
start = 2020-06-02T10:00:00
end = 2020-06-02T11:00:00
name.en = "One"
name.ko = "하나"

[[session]]
id = "two"
start = 2020-06-02T11:00:00
end = 2020-06-02T12:00:00
name.en = "Two"
name.ko = "둘"
topic.en = "T"

[[session]]
id = "three"
start = 2020-06-02T12:00:00
end = 2020-06-02T13:00:00
name.en = "Three"
name.ko = "셋"
"""


BAD = """\
schema = 1
[event]
id = "e"
name = "E"
zone = "Asia/Seoul"
[[channel]]
id = "main"
platform = "youtube"
lang = "en"
name = "개막식 중계"
url = "http://youtube.com/x"
sessions = ["one", "tow"]
[[session]]
id = "one"
start = 2020-06-02T10:00:00
end = 2020-06-02T24:30:00
name.en = "One"
[[session]]
id = "two"
start = 2020-06-02T11:00:00
end = 2020-06-02T12:00:00
name = { en = "둘째 세션", ko = 2 }
topc = "x"
"""


def changed(old: str, new: str) -> str:
    return schedules.changed(old, new, GOOD)


def checked(text: str | bytes, answers: tuple[LinkStatus, ...] = ()) -> Report:
    data = text.encode() if isinstance(text, str) else text
    return lint.report(examine(data, "p.toml", SOME_TIME), answers)
