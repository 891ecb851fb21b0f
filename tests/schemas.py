"""The published JSON Schemas, for tests of all layers."""

import json

from jsonschema import Draft202012Validator, FormatChecker

from tests.conftest import ROOT


def _validator(name: str) -> Draft202012Validator:
    schema = json.loads((ROOT / f"src/cacctl/schemas/{name}.schema.json").read_text("utf-8"))
    return Draft202012Validator(schema, format_checker=FormatChecker())


ANSWER = _validator("answer")
CHECK = _validator("check")
EVENTS = _validator("events")
SETTINGS = _validator("settings")
