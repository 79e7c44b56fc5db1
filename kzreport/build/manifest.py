"""The manifest of a build: what was asked for, how far it came, what was made.

It is written when a build starts, so that one that was broken off can be resumed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

from kzreport.build.outcome import Built, Outcome
from kzreport.build.plan import Options, Planned
from kzreport.build.shelf import manifest_in
from kzreport.document import Variant
from kzreport.errors import ProjectError
from kzreport.facts.fields import Level
from kzreport.files import put_file
from kzreport.project import FORMATS, Project

FORMAT = 1


class Manifest:
    """The manifest of one build in the folder `out`."""

    def __init__(self, out: Path, planned: Sequence[Planned], options: Options) -> None:
        self.out = out
        self.asked: dict[str, Any] = {
            "format": FORMAT,
            "state": "running",
            "options": _told(options),
            "documents": [
                {"report": each.report.name, "lang": each.lang, "files": list(each.names)}
                for each in planned
            ],
        }

    def start(self) -> None:
        """Write what is going to be made."""
        self._write(self.asked)

    def end(self, outcome: Outcome) -> None:
        """Write what became of each document; `state` is `done`, or `failed` when one failed."""
        state = "failed" if outcome.failed else "done"
        documents = [self._document(built) for built in outcome.built]
        self._write({**self.asked, "state": state, "documents": documents})

    def _document(self, built: Built) -> dict[str, Any]:
        return {
            "report": built.planned.report.name,
            "lang": built.planned.lang,
            "state": built.state,
            "reason": built.reason,
            "files": dict(zip((path.name for path in built.files), built.hashes, strict=True)),
            "pages": built.pages,
            "seconds": built.seconds,
            **({"problem": str(built.problem)} if built.problem else {}),
        }

    def _write(self, data: dict[str, Any]) -> None:
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        put_file(manifest_in(self.out), text.encode(), durable=False)


def read_unfinished(out: Path, project: Project) -> tuple[list[str], Options, set[str]]:
    """Return the reports, the options and the files of the build last started in `out`.

    Raise `ProjectError` when there is none.
    """
    try:
        data = json.loads(manifest_in(out).read_bytes())
        if data["format"] != FORMAT:
            raise ValueError
        asked = data["options"]
        options = replace(
            Options(),
            as_of=_day(asked["as_of"]),
            known_at=_day(asked["known_at"]),
            level=Level[asked["level"]] if asked["level"] else None,
            languages=tuple(asked["languages"]),
            formats=tuple(each for each in FORMATS if each in asked["formats"]),
            draft=bool(asked["draft"]),
            variant=next((each for each in get_args(Variant) if each == asked["variant"]), None),
        )
        names = list(dict.fromkeys(each["report"] for each in data["documents"]))
        files = {name for each in data["documents"] for name in each["files"]}
    except (OSError, ValueError, KeyError, TypeError) as exc:
        hint = "start one: `kzreport build`"
        raise ProjectError(f"there is no build in `{out}` to resume", hint=hint) from exc
    return [name for name in names if name in project.reports], options, files


def _told(options: Options) -> dict[str, Any]:
    return {
        "as_of": str(options.as_of) if options.as_of else None,
        "known_at": str(options.known_at) if options.known_at else None,
        "level": str(options.level) if options.level is not None else None,
        "languages": list(options.languages),
        "formats": list(options.formats),
        "draft": options.draft,
        "variant": options.variant,
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
