"""`schedules:` and `mail_servers:` as JSON Schema: editors complete and underline them."""

from __future__ import annotations

from typing import Any, get_args

from kzreport.calendars import CALENDARS
from kzreport.facts.schematypes import Schema, or_list, type_ref
from kzreport.timetable.channels import FIELDS, OnUnknown, Security
from kzreport.timetable.reading import DAYS
from kzreport.timetable.schedule import CatchUp
from kzreport.timetable.timing import OnHoliday

_IN_BRACES = "In braces: " + ", ".join(FIELDS) + "."


def timetable_properties() -> dict[str, Schema]:
    """Return the schemas of the two keys."""
    return {
        "schedules": {
            "description": "When reports are made unattended, or the file that says so.",
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "propertyNames": type_ref("id"),
                    "additionalProperties": {"$ref": "#/definitions/schedule"},
                },
            ],
        },
        "mail_servers": {
            "description": "The servers that take letters, by name.",
            "type": "object",
            "propertyNames": type_ref("id"),
            "additionalProperties": {"$ref": "#/definitions/mail_server"},
        },
    }


def timetable_definitions() -> dict[str, Schema]:
    """Return what the two keys refer to."""
    return {
        "schedule": _schedule(),
        "mail_server": _server(),
        "channel": _channel(),
        "alert": _alert(),
        "mail": _mail(),
    }


def _schedule() -> Schema:
    day = {"enum": list(DAYS)}
    clock = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
    properties: dict[str, Schema] = {
        "days": {"description": "The days of the week; all if none is named.", **or_list(day)},
        "at": {"description": 'The time by the clock of the place: "07:00".', **or_list(clock)},
        "cron": _text('Instead of days and time, a cron line: "0 7 * * 1".'),
        "timezone": _text("The zone; the project's if none is named."),
        "reports": {"description": "What to make.", **or_list({"type": "string"})},
        "catch_up": _one_of("Which missed slots are run: the latest, all, none.", CatchUp),
        "grace": {
            "description": "What is later than this is not run: 90m, 36h, 3d.",
            "type": "string",
            "pattern": "^[1-9][0-9]{0,3}[mhd]$",
        },
        "skip_when_unchanged": {
            "description": "Deliver nothing when the papers would say what the last ones said.",
            "type": "boolean",
        },
        "calendar": {
            "description": "Whose working days count.",
            **or_list({"enum": list(CALENDARS)}),
        },
        "on_holiday": _one_of("Move to the next working day, or leave it out.", OnHoliday),
        "deliver": _items("Who gets the papers.", "channel"),
        "alert": _items("Who is told when something is wrong.", "alert"),
    }
    return {**_closed("A plan: when, what, for whom.", properties), "required": ["reports"]}


def _server() -> Schema:
    properties: dict[str, Schema] = {
        "host": _text("The name of the server."),
        "port": {
            "description": "587, or 465 with `security: tls`.",
            "type": "integer",
            "minimum": 1,
            "maximum": 65535,
        },
        "security": _one_of("How the connection is kept private.", Security),
        "user": _text("The name to log in with."),
        **_secret("password", "the password"),
        "from": _text("The address letters come from."),
        "allowed_domains": {
            "description": "Letters go to these domains and no others.",
            **or_list({"type": "string"}),
        },
        "timeout": {"description": "Seconds to wait.", "type": "integer", "minimum": 1},
    }
    needed = ["host", "from", "allowed_domains"]
    return {**_closed("A server that takes letters.", properties), "required": needed}


def _channel() -> Schema:
    properties: dict[str, Schema] = {
        "folder": _text(f"A folder, one for each slot. {_IN_BRACES}"),
        "url": _text(f"A folder elsewhere: sftp://host/folder/{{slot}}. {_IN_BRACES}"),
        "mail": {"$ref": "#/definitions/mail"},
        "level": {"description": "The highest level it may carry.", **type_ref("level")},
        "options": {
            "description": "What the protocol asks for: `username`, say.",
            "type": "object",
            "additionalProperties": {"type": "string"},
        },
        "secrets": {
            "description": "Where secrets are kept: `password_file: ...`, _env or _credential.",
            "type": "object",
            "propertyNames": {"pattern": "_(file|env|credential)$"},
            "additionalProperties": {"type": "string"},
        },
    }
    return _closed("Where papers go.", properties)


def _alert() -> Schema:
    properties: dict[str, Schema] = {
        "mail": {"$ref": "#/definitions/mail"},
        "file": _text("A file to which each alert is added."),
        "ping": _text("An address called after each pass, with /fail when something is wrong."),
        **_secret("ping", "that address"),
        "level": {"description": "The highest level whose reasons it tells.", **type_ref("level")},
    }
    return _closed("Who is told.", properties)


def _mail() -> Schema:
    properties: dict[str, Schema] = {
        "to": {
            "description": "A list of addresses.",
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "format": "email"},
        },
        "subject": _text(f"The subject. {_IN_BRACES}"),
        "server": _text("Which of `mail_servers`; the only one if none is named."),
        "on_unknown": _one_of("After a break: send once more, or hold for a person.", OnUnknown),
    }
    return {**_closed("Letters.", properties), "required": ["to"]}


def _secret(name: str, what: str) -> dict[str, Schema]:
    return {
        f"{name}_file": _text(f"The file that holds {what}."),
        f"{name}_env": _text(f"The environment variable that holds {what}."),
        f"{name}_credential": _text(f"The systemd credential that holds {what}."),
    }


def _closed(description: str, properties: dict[str, Schema]) -> Schema:
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _items(description: str, name: str) -> Schema:
    return {
        "description": description,
        "type": "array",
        "items": {"$ref": f"#/definitions/{name}"},
    }


def _one_of(description: str, choices: Any) -> Schema:
    return {"description": description, "enum": list(get_args(choices))}


def _text(description: str) -> Schema:
    return {"description": description, "type": "string"}
