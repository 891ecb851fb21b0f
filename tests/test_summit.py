"""The bundled schedule matches the press release's two tables, retyped by hand.

Each row is a row of the list of topics (세션별 주제), in its order and with its topic; where the
timetable or a later source differs, the verdict that was taken stands beside it.
"""

import re

import pytest

from cacctl.model.programme import Programme
from tests.conftest import Run, seoul

ROWS = [
    ("pre-summit", "06-01 11:00", "06-01 12:00", "국내 거주 해외 인플루언서가 이야기하는 코로나19", "시민소통기획관"),
    ("mayors", "06-02 22:00", "06-02 23:30", "전 세계 도시정부의 코로나19 극복사례 공유 및 미래협력", "기획조정실"),
    ("climate", "06-03 09:00", "06-03 11:10", "기후위기가 촉발한 코로나, 그 이후 사회 대전환 고찰", "기후환경본부"),
    ("prevention", "06-03 13:00", "06-03 14:30", "코로나19 관련 서울시 및 세계 주요 도시 사례 공유", "시민건강국"),
    ("education", "06-03 15:30", "06-03 17:00", "원격교육의 운영 사례와 확대 방안", "서울시교육청"),
    ("sharing", "06-03 18:00", "06-03 19:30", "포스트 코로나 시대 도시공유 방향논의 및 사례발표", "서울혁신기획관"),
    ("participation", "06-03 21:00", "06-03 22:30", "시민사회, 마을공동체 등의 코로나19 대응", "서울민주주의위원회"),
    ("luminary", "06-04 08:00", "06-04 09:30", "코로나, 그 이후 사회 대전환 고찰", "서울연구원"),
    # The list has 16:30; the timetable's 15:30 fits the length that Seoul reported afterwards.
    ("culture", "06-04 15:30", "06-04 17:00", "포스트코로나 시대 문화예술의 발전방향", "문화본부"),
    ("welfare", "06-04 18:00", "06-04 19:30", "재난 대응 취약계층 지원 사례 및 효과적 지원을 위한 공공의 역할", "복지정책실"),
    # The press release writes 24:30.
    ("transport", "06-04 23:00", "06-05 00:30", "지속가능한 대중교통을 위한 코로나19 대응 사례 공유 회의", "도시교통실"),
    ("smart-city", "06-05 07:45", "06-05 09:10", "ICT기술 활용 코로나19 대응사례 공유", "스마트도시정책관"),
    ("wrap-up", "06-05 10:00", "06-05 11:00", "CAC 글로벌 서밋 2020 성과와 과제", "미디어재단TBS"),
    ("ir", "06-05 13:30", "06-05 16:00", "22 Outstanding Companies in 2020s", "경제정책실"),
    ("sports", "06-05 17:00", "06-05 18:30", "안전한 프로경기 운영을 위한 체육분야 방역 대책 공유회의", "관광체육국"),
]  # fmt: skip


@pytest.mark.parametrize("number", range(1, 16))
def test_session_matches_the_press_release(summit: Programme, number: int) -> None:
    session = summit.sessions[number - 1]
    session_id, start, end, topic, host = ROWS[number - 1]
    assert (session.number, session.id) == (number, session_id)
    assert session.start == seoul(f"2020-{start}")
    assert session.end == seoul(f"2020-{end}")
    assert session.topic["ko"] == topic
    assert session.host["ko"] == host


def test_there_are_fifteen_sessions_on_five_days(summit: Programme) -> None:
    assert [len(day.sessions) for day in summit.days()] == [1, 1, 5, 4, 4]


def test_minutes_add_up_to_the_reported_total(summit: Programme) -> None:
    """1,355 minutes, if climate counts with its reported 100 instead of the scheduled 130."""
    minutes = sum((s.end - s.start).total_seconds() / 60 for s in summit.sessions)
    assert minutes - 130 + 100 == 1355


def test_names_and_topics_are_in_both_languages(summit: Programme) -> None:
    for session in summit.sessions:
        for words in (session.name, session.topic, session.host, *session.cities):
            assert set(words) == {"ko", "en"}
    for channel in summit.channels:
        assert set(channel.name) == {"ko", "en"}
    notes = [note for session in summit.sessions for note in session.notes]
    notes += [note for channel in summit.channels for note in channel.notes]
    notes += summit.event.notes
    assert notes
    for note in notes:
        assert set(note.text) == {"ko", "en"}
        assert note.sources


def test_facebook_has_the_four_sessions_of_the_press_release(summit: Programme) -> None:
    facebook = summit.channel("facebook-en")
    assert facebook
    assert set(facebook.carries or ()) == {"mayors", "climate", "luminary", "wrap-up"}


def test_channel_urls_are_the_checked_ones(summit: Programme) -> None:
    assert {channel.id: channel.url for channel in summit.channels} == {
        "youtube-ko": "https://www.youtube.com/seoullive",
        "youtube-en": "https://www.youtube.com/seoulcityofficial",
        "facebook-en": "https://www.facebook.com/seoulcitykorea",
        "web-ko": "http://www.cac2020.or.kr",
        "web-en": "http://eng.cac2020.or.kr/",
        "arirang-tv": None,
    }


# The timetable's counts: "LA(미국) 등 4개도시" is Los Angeles among four cities.
CITIES = {
    "prevention": ("로스앤젤레스(LA)", 4),
    "education": ("크라이스트처치", 2),
    "sharing": ("겐트", 5),
    "participation": ("홍콩", 2),
    "culture": ("뉴욕", 3),
    "welfare": ("스털링", 2),
    "transport": ("베이징", 5),
    "smart-city": ("로마", 3),
    "sports": ("쿠알라룸푸르", 4),
}


def test_city_counts_match_the_press_release(summit: Programme) -> None:
    counted = {
        session.id: (session.cities[0]["ko"], session.city_count)
        for session in summit.sessions
        if session.city_count
    }
    assert counted == CITIES


@pytest.mark.parametrize(
    ("session", "english", "korean"),
    [
        ("culture", "New York and 2 other cities", "뉴욕 외 2개 도시"),
        ("education", "Christchurch and 1 other city", "크라이스트처치 외 1개 도시"),
        (
            "prevention",
            "Los Angeles, Rotterdam, Beijing and 1 other city",
            "로스앤젤레스(LA), 로테르담, 베이징 외 1개 도시",
        ),
        ("smart-city", "Rome, Singapore, Taipei", "로마, 싱가포르, 타이베이"),
        ("luminary", "Los Angeles", "로스앤젤레스(LA)"),
    ],
)
def test_unlisted_cities_are_counted(see: Run, session: str, english: str, korean: str) -> None:
    shown = see("show", session, columns=120).out
    assert re.search(rf"^Cities +{re.escape(english)}$", shown, re.MULTILINE)
    shown = see("show", session, "--lang", "ko", columns=120).out
    assert re.search(rf"^도시 +{re.escape(korean)}$", shown, re.MULTILINE)


def test_theme_is_the_published_one(summit: Programme) -> None:
    assert summit.event.theme["en"] == (
        "Cooperation and Solidarity between Municipal Governments in Response to COVID-19"
    )


def test_university_is_a_role_not_a_place(summit: Programme) -> None:
    education = summit.sessions[4]
    assert not any(speaker.place for speaker in education.speakers)
    assert "University of Canterbury" in education.speakers[3].role["en"]


def test_diamond_is_spelled_by_the_loanword_rules(run: Run) -> None:
    assert "재러드 다이아몬드" in run("show", "luminary", "--lang", "ko").out
    for spelling in ("제러드", "재러드", "재레드"):
        assert "(luminary)" in run("find", spelling).out
