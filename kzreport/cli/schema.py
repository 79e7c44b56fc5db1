"""`schema` writes JSON Schemas, so that an editor completes and underlines the YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import click

from kzreport.cli.terminal import printable, project_option
from kzreport.cluster import TLS
from kzreport.document import Embed, Variant
from kzreport.errors import Location, ProjectError, WriterError
from kzreport.facts.fields import LANGUAGES
from kzreport.facts.records import KINDS
from kzreport.facts.schema import kind_schema
from kzreport.facts.schematypes import DRAFT, MADE_BY, Schema, or_list, type_ref, used_types
from kzreport.files import put_file, read_bytes
from kzreport.language import available_languages
from kzreport.project import FILE, FORMATS
from kzreport.timetable.schema import timetable_definitions, timetable_properties

#: beside the facts, so that a file and its schema travel together: `$schema=schemas/events.json`
FOLDER = "data/schemas"


@click.command("schema")
@project_option
@click.option(
    "--out", metavar="DIR", show_default=f"{FOLDER} in the project", help="Where schemas go."
)
def schema_command(folder: str, out: str | None) -> None:
    """Write a JSON Schema for each kind of record, and one for kzreport.yaml.

    Editors then complete keys, show what they mean and underline what is wrong. Facts and
    reports are not read, so this works while they cannot be.

    \b
    Example:
      kzreport schema --project mission
    """
    if out is None and not (Path(folder) / FILE).is_file():
        at = Location(str(Path(folder) / FILE))
        raise ProjectError("there is no such file", at, "`kzreport init DIR` makes a project")
    target = Path(out) if out is not None else Path(folder) / FOLDER
    schemas = all_schemas()
    for name, schema in schemas.items():
        _write(target / name, schema)
    click.echo(f"{len(schemas)} schemas are in {printable(str(target))}")


def all_schemas() -> dict[str, Schema]:
    """Return every schema by the name of its file."""
    return {
        **{f"{kind}.json": kind_schema(kind) for kind in KINDS},
        "kzreport.json": project_schema(),
    }


def project_schema() -> Schema:
    """Return the schema of kzreport.yaml."""
    schema: Schema = {
        "$schema": DRAFT,
        "$comment": MADE_BY,
        "title": "kzreport: kzreport.yaml",
        "description": "A project: whose papers they are, and the reports to make.",
        "type": "object",
        "properties": {
            "format": {"description": "The format of the file.", "const": 1},
            "mission": _text("Whose papers they are: the id of an organisation."),
            "timezone": {
                "description": "The time zone that decides what «today» is: Europe/Vienna.",
                "type": "string",
            },
            "author": _text("Stands in the properties of the files."),
            "letterhead": _text("The Word file on whose head, foot and styles papers are written."),
            "reports": {
                "description": "The documents this project makes, by name.",
                "type": "object",
                "propertyNames": type_ref("id"),
                "additionalProperties": {"$ref": "#/definitions/report"},
            },
            **timetable_properties(),
            "cluster": _cluster(),
        },
        "additionalProperties": False,
        "definitions": {
            "report": _report(),
            "override": _override(),
            **timetable_definitions(),
        },
    }
    schema["definitions"] |= used_types(schema)
    return schema


def _cluster() -> Schema:
    files = {name: {"type": "string"} for name in TLS}
    return {
        "description": "How documents are made on other machines: `kzreport build --cluster`.",
        "type": "object",
        "properties": {
            "levels": {
                "description": "The levels of papers that may be sent there; else public.",
                "type": "array",
                "items": type_ref("level"),
            },
            "tls": {
                "description": "The files of the secured connection, in the project.",
                "type": "object",
                "properties": files,
                "additionalProperties": False,
            },
        },
        "additionalProperties": False,
    }


def _report() -> Schema:
    return {
        "description": "One document, or one in each language and format.",
        "type": "object",
        "properties": {
            "template": {
                "description": "The template, by the name of its file without `.md.j2`.",
                "type": "string",
            },
            "title": {
                "description": "The title, for templates that print one; or one by language.",
                "anyOf": [
                    {"type": ["string", "null"]},
                    {
                        "type": "object",
                        "properties": {lang: {"type": "string"} for lang in LANGUAGES},
                        "additionalProperties": False,
                    },
                ],
            },
            "parameters": {
                "description": "What the template asks for: `org: unodc`.",
                "type": "object",
            },
            "for_each": {
                "description": "One document for each record of a kind, or of a list of ids.",
                "anyOf": [_for_each(), {"type": "array", "items": type_ref("id")}],
            },
            "level": {
                "description": "Whom the document is for; facts above it are absent.",
                **type_ref("level"),
            },
            "languages": {
                "description": "The languages to write it in.",
                **or_list({"enum": list(available_languages())}),
            },
            "formats": {
                "description": "The files to make.",
                **or_list({"enum": list(FORMATS)}),
            },
            "style": _text("The style, by the name of its file without `.css`."),
            "letterhead": _text('The Word file with its head, foot and styles; "" for none.'),
            "handling": _text("Your own wording of the mark on every page."),
            "embed": {
                "description": "What the file tells of its facts: all, their names, nothing.",
                "enum": [*get_args(Embed), None],
            },
            "variant": {
                "description": "What the PDF is: for the archive, bare pages, for screen readers.",
                "enum": list(get_args(Variant)),
            },
            "override": {
                "description": "Facts that may leave the house as they are, and who said so.",
                "type": "object",
                "additionalProperties": {"$ref": "#/definitions/override"},
            },
        },
        "required": ["template"],
        "additionalProperties": False,
    }


def _for_each() -> Schema:
    return {
        "type": "object",
        "properties": {
            "kind": {"description": "The kind of record.", "enum": list(KINDS)},
            "where": {"description": "What their keys equal: `kind: body`.", "type": "object"},
            "ids": {"description": "These records.", "type": "array", "items": type_ref("id")},
            "as": _text("The parameter that names the record; `item` if left out."),
        },
        "additionalProperties": False,
    }


def _override() -> Schema:
    return {
        "description": "An officer's word that a fact may leave the house as it is.",
        "type": "object",
        "properties": {
            "officer": {"description": "Who allowed it."},
            "date": {"description": "The day it was allowed.", **type_ref("day")},
            "reason": {"description": "Why."},
        },
        "required": ["officer", "date", "reason"],
    }


def _text(description: str) -> Schema:
    return {"description": description, "type": ["string", "null"]}


def _write(path: Path, schema: Schema) -> None:
    """Write a schema, unless it stands there already."""
    data = (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()
    if not path.is_file() or read_bytes(path, WriterError) != data:
        put_file(path, data)
