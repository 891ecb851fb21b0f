"""The published JSON Schemas, for tests of all layers."""

import json
from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker

from tests.conftest import ROOT


def _schema(name: str) -> Any:
    return json.loads((ROOT / f"src/cacctl/schemas/{name}.schema.json").read_text("utf-8"))


def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(_schema(name), format_checker=FormatChecker())


ANSWER = _validator("answer")
CHECK = _validator("check")
EVENTS = _validator("events")
SETTINGS = _validator("settings")
DIRECTORY = Draft7Validator(_schema("directory"))
