"""The formats: which one a file is in, and how one is added."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cacctl.formats import registry
from cacctl.formats.base import ExportRequest, ReadResult
from cacctl.formats.native import reader
from tests.conftest import Run

CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "toml"),
        (b"schema = 1", "toml"),
        (b"[event]", "toml"),
        (b"# <schedule>", "toml"),
        (b"\xef\xbb\xbfschema = 1", "toml"),
        (CALENDAR.encode(), "ical"),
        (b"\xef\xbb\xbf\r\n begin:vcalendar", "ical"),
        (b"<?xml version='1.0'?><schedule/>", "schedule-xml"),
        (b"\n\n  <schedule>", "schedule-xml"),
        ("<schedule/>".encode("utf-16"), "schedule-xml"),
        ("<schedule/>".encode("utf-16-be"), "schedule-xml"),
        (b'{"schedule": {}}', "json"),
        (b"\xef\xbb\xbf\n{", "json"),
        (b" [\n {", "json"),
        (b"[]", "json"),
        (b"<!doctype html>", "web-page"),
        (b"<?xml version='1.0'?>\n<!-- x --><!DOCTYPE html PUBLIC 'a' 'b'>", "web-page"),
        (b"<HTML lang=en>", "web-page"),
        (b"<?xml version='1.0'?><!-- <html> --><schedule/>", "schedule-xml"),
        (b"<!-- not closed", "schedule-xml"),
        (b"BEGIN:VCARD", "toml"),
        (b"\x00\x01\x02", "toml"),
    ],
)
def test_format_is_detected_by_how_the_text_begins(data: bytes, expected: str) -> None:
    assert registry.detect(data).name == expected


def test_format_is_added_by_a_line_of_the_registry(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A toy format: TOML below a line of its own."""

    def read(data: bytes, *rest: Any) -> ReadResult:
        return reader.read(data.removeprefix(b"TOY\n"), *rest)

    def write(request: ExportRequest) -> bytes:
        text = 'TOY\nschema = 1\n[event]\nid = "toy"\nname = "Toy"\nzone = "UTC"\n'
        for session in request.sessions:
            text += f'[[session]]\nid = "{session.id}"\nname = "Toy of {session.id}"\n'
            text += f"start = {session.start.isoformat()}\nend = {session.end.isoformat()}\n"
        return text.encode()

    module = ModuleType("toy")
    module.read, module.write = read, write  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cacctl.formats.toy", module)
    toy = registry.Format("toy", (b"TOY",), "toy:read", "toy:write")
    monkeypatch.setattr(registry, "FORMATS", [*registry.FORMATS, toy])
    file = tmp_path / "schedule"
    assert run("export", "toy", "climate", "-o", str(file)).code == 0
    shown = run("list", "--schedule", str(file), "--plain")
    assert (shown.code, shown.err) == (0, "")
    assert "Toy of climate" in shown.out
    assert "toy" in run("export", "tyo").err


def test_only_the_format_of_the_schedule_is_imported() -> None:
    code = (
        "import sys; from cacctl.cli.app import main; main(['next', '--plain']);"
        "print(*[m for m in sys.modules if m.startswith('cacctl.formats.')], file=sys.stderr)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stderr.split()
    assert "cacctl.formats.native.reader" in loaded
    assert {name.split(".")[2] for name in loaded} == {
        *("base", "diagnostics", "limits", "loading", "native", "registry"),
    }
