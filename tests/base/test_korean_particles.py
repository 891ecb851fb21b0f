"""Korean particles that fit the value before them."""

import re
from itertools import product

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from cacctl.base import i18n
from cacctl.base.i18n import LOCALE_DIR, _
from cacctl.base.korean_particles import PAIR, PAIRS, Message, particle

WORDS = {
    # Hangul
    "서울": ("서울은", "서울로"),
    "부산": ("부산은", "부산으로"),
    "대구": ("대구는", "대구로"),
    "기후·환경": ("기후·환경은", "기후·환경으로"),
    "저명인사 대담": ("저명인사 대담은", "저명인사 대담으로"),
    "6월 3일": ("6월 3일은", "6월 3일로"),
    "\u1112\u116c\u110b\u1174": ("\u1112\u116c\u110b\u1174는", "\u1112\u116c\u110b\u1174로"),
    # Quotation marks, brackets, and what is in parentheses
    "'a.toml'": ("'a.toml'은", "'a.toml'로"),
    "‘기후’": ("‘기후’는", "‘기후’로"),
    "[[session]]": ("[[session]]은", "[[session]]으로"),
    "CAC(Cities Against COVID-19)": (
        "CAC(Cities Against COVID-19)는",
        "CAC(Cities Against COVID-19)로",
    ),
    "6월 3일(수)": ("6월 3일(수)은", "6월 3일(수)로"),
    "서울시 공식 유튜브 (국문)": ("서울시 공식 유튜브 (국문)는", "서울시 공식 유튜브 (국문)로"),
    "(국문)": ("(국문)은", "(국문)으로"),
    "기후 🌏!": ("기후 🌏!는", "기후 🌏!로"),
    # Numbers, as they are read
    "0": ("0은", "0으로"),
    "1": ("1은", "1로"),
    "2": ("2는", "2로"),
    "3": ("3은", "3으로"),
    "4": ("4는", "4로"),
    "5": ("5는", "5로"),
    "6": ("6은", "6으로"),
    "7": ("7은", "7로"),
    "8": ("8은", "8로"),
    "9": ("9는", "9로"),
    "100": ("100은", "100으로"),
    "1,000": ("1,000은", "1,000으로"),
    "1000000000000": ("1000000000000는", "1000000000000로"),
    "UTC+9": ("UTC+9는", "UTC+9로"),
    "UTF-8": ("UTF-8은", "UTF-8로"),
    "2020-06-03": ("2020-06-03은", "2020-06-03로"),
    "10:00": ("10:00는", "10:00로"),
    "10:05": ("10:05은", "10:05으로"),
    "24:30:00": ("24:30:00은", "24:30:00으로"),
    "10:00:05": ("10:00:05는", "10:00:05로"),
    "100%": ("100%는", "100%로"),
    # Letters by their names
    "KST": ("KST는", "KST로"),
    "PDT": ("PDT는", "PDT로"),
    "URL": ("URL은", "URL로"),
    "TOML": ("TOML은", "TOML로"),
    "XML": ("XML은", "XML로"),
    "JSON": ("JSON은", "JSON으로"),
    "R": ("R은", "R로"),
    "PM": ("PM은", "PM으로"),
    "csv": ("csv는", "csv로"),
    "html": ("html은", "html로"),
    "yt": ("yt는", "yt로"),
    "rtm": ("rtm은", "rtm으로"),
    "ylm": ("ylm은", "ylm으로"),
    "gym": ("gym은", "gym으로"),
    "mpv": ("mpv는", "mpv로"),
    # Words by their sound
    "YouTube": ("YouTube는", "YouTube로"),
    "Facebook": ("Facebook은", "Facebook으로"),
    "GitHub": ("GitHub는", "GitHub로"),
    "Zoom": ("Zoom은", "Zoom으로"),
    "ical": ("ical은", "ical로"),
    "markdown": ("markdown은", "markdown으로"),
    "--schedule": ("--schedule은", "--schedule로"),
    "--check": ("--check는", "--check로"),
    "--format": ("--format은", "--format으로"),
    "--player": ("--player는", "--player로"),
    "--event-tz": ("--event-tz는", "--event-tz로"),
    "--track": ("--track은", "--track으로"),
    "--wait": ("--wait는", "--wait로"),
    "zone": ("zone은", "zone으로"),
    "name": ("name은", "name으로"),
    "file": ("file은", "file로"),
    "web": ("web은", "web으로"),
    "Internet": ("Internet은", "Internet으로"),
    "list": ("list는", "list로"),
    "Main Stage": ("Main Stage는", "Main Stage로"),
    "Hall": ("Hall은", "Hall로"),
    "Morning": ("Morning은", "Morning으로"),
    "Book": ("Book은", "Book으로"),
    "Work": ("Work는", "Work로"),
    "Script": ("Script는", "Script로"),
    "App": ("App은", "App으로"),
    "Asia/Seoul": ("Asia/Seoul은", "Asia/Seoul로"),
    "Bogotá": ("Bogotá는", "Bogotá로"),
    "https://example.org/": ("https://example.org/는", "https://example.org/로"),
    # Nothing to go by
    "東京": ("東京는", "東京로"),
    "…": ("…는", "…로"),
    "": ("는", "로"),
}


@pytest.mark.parametrize("word", WORDS)
def test_particle_fits_the_word(word: str) -> None:
    topic = Message("{word}은(는)").format(word=word)
    direction = Message("{word}(으)로").format(word=word)
    assert (topic, direction) == WORDS[word]


@pytest.mark.parametrize(
    ("template", "seoul", "daegu"),
    [
        ("{a}은(는)", "서울은", "대구는"),
        ("{a}이(가)", "서울이", "대구가"),
        ("{a}을(를)", "서울을", "대구를"),
        ("{a}과(와)", "서울과", "대구와"),
        ("{a}와(과) {a}를(을)", "서울과 서울을", "대구와 대구를"),
        ("{a}(이)라고", "서울이라고", "대구라고"),
        ("{a}(이)나", "서울이나", "대구나"),
        ("'{a}'이(가)", "'서울'이", "'대구'가"),
        ("{a!r}을(를) {{ }}", "'서울'을 { }", "'대구'를 { }"),
        ("{a:>4}은(는)", "  서울은", "  대구는"),
    ],
)
def test_every_pair_has_both_forms(template: str, seoul: str, daegu: str) -> None:
    assert Message(template).format(a="서울") == seoul
    assert Message(template).format(a="대구") == daegu


def test_parts_of_a_message_choose_particles() -> None:
    before, _stop, after = Message("{a}은(는) {a}. {b}을(를)").partition(". ")
    assert (before.format(a="서울"), after.format(b="대구")) == ("서울은 서울", "대구를")


def test_pair_within_a_value_is_kept() -> None:
    text = Message("{a}을(를) {b}").format(a="은(는)과 {b}", b="이(가)")
    assert text == "은(는)과 {b}를 이(가)"


@given(st.text(), st.sampled_from(sorted(PAIRS)), st.text())
def test_value_and_what_follows_are_unchanged(value: str, pair: str, following: str) -> None:
    text = Message(f"{{a}}{pair} {{b}}").format(a=value, b=following)
    assert text in {f"{value}{form} {following}" for form in PAIRS[pair]}
    assert text == f"{value}{particle(value, pair)} {following}"


def test_catalogue_has_no_particle_that_fits_only_some_values() -> None:
    with (LOCALE_DIR / "ko" / "LC_MESSAGES" / "cacctl.po").open("rb") as file:
        catalogue = [message.string for message in read_po(file, locale="ko") if message.id]
    forms = [
        form for text in catalogue for form in ([text] if isinstance(text, str) else text or ())
    ]
    # In parentheses a value does not count, and a doubled brace is not a field.
    fixed = r"(?<!\})\}['\"\]]*(?:은|는|이|가|을|를|과|와|로|으로|라|이라|나|이나)(?![가-힣(])"
    assert [form for form in forms if re.search(fixed, form)] == []
    # A pair behind a word of the message itself would be one to write out.
    for form, pair in product(forms, PAIRS):
        for before in form.split(pair)[:-1]:
            assert re.search(r"\}['\"’”)>\]]*$", before), form


def test_only_korean_chooses_particles() -> None:
    text = "{time} occurs twice in {zone} because clocks go back."
    assert type(_(text)) is str
    i18n.use_language("ko")
    assert re.search(PAIR, _(text))
    assert "02:30이 두 번" in _(text).format(time="02:30", zone="Asia/Seoul")
    assert "02:00가 두 번" in _(text).format(time="02:00", zone="Asia/Seoul")
