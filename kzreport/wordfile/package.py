"""Open a Word file that somebody else made, and refuse by name what we would not carry on."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kzreport.errors import Location, ProjectError

MOST_PARTS = 2_000
MOST_BYTES = 100_000_000
LARGE_PART = 10_000_000
MOST_RATIO = 200
"""A part larger than `LARGE_PART` that shrank more than this is a bomb, not a text."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

# What Word writes into a plain document. Everything else is refused by its name.
_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:\w+\.xml|thumbnail\.\w+)"
    r"|docMetadata/LabelInfo\.xml"
    r"|customXml/(?:item\d+|itemProps\d+)\.xml|customXml/_rels/item\d+\.xml\.rels"
    r"|word/(?:glossary/)?(?:\w+\.xml|theme/\w+\.xml|_rels/\w+\.xml\.rels|fonts/\w+\.odttf)"
    r"|word/theme/_rels/\w+\.xml\.rels"
    r"|word/(?:glossary/)?media/[\w .-]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg)",
    re.IGNORECASE,
)
_HARMFUL = (
    (re.compile(r"vba|macro", re.IGNORECASE), "a macro", "save it as .docx, without macros"),
    (
        re.compile(r"embeddings/|activex|\.bin$|oleobject|attachedtoolbars", re.IGNORECASE),
        "an embedded object",
        "paste it as a picture",
    ),
)
_LINKS = re.compile(r"(?:https?|mailto):[^\x00-\x20\"<>\\^`{|}]+", re.IGNORECASE)
# Fields that fetch or run something when the file is opened, or wait for somebody else's data.
_ACTIVE = frozenset(
    (
        *("ADDIN", "AUTOTEXT", "AUTOTEXTLIST", "CONTROL", "DATABASE", "DDE", "DDEAUTO", "EMBED"),
        *("GOTOBUTTON", "HTMLCONTROL", "IMPORT", "INCLUDEPICTURE", "INCLUDETEXT", "LINK"),
        *("MACROBUTTON", "MERGEFIELD", "PRINT", "RD"),
    )
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a part: its id, its kind (`image`), and the part or address it leads to."""

    key: str
    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The parts of a Word file by name."""

    file: str
    parts: Mapping[str, bytes]

    def xml(self, name: str) -> Any:
        """Return the root element of a part; `None` when there is no such part."""
        data = self.parts.get(name)
        return None if data is None else _parsed(data)

    def relations(self, name: str) -> dict[str, Relation]:
        """Return the relations of the part `name` by id."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = [] if root is None else [_relation(each, folder) for each in _elements(root)]
        return {each.key: each for each in found}


def open_package(data: bytes, file: str) -> WordPackage:
    """Return the parts of the Word file `data`, called `file` in messages.

    Raise `ProjectError` with everything that is refused: what is no Word file, harmful or
    unknown parts, part names that leave the file, bombs, document types, links to elsewhere,
    attached templates, fields that fetch or run something.
    """
    at = Location(file)
    parts = _unpacked(data, at)
    problems = [*_of_names(parts, at)]
    if not problems:
        package = WordPackage(file, parts)
        problems += _of_xml(package, at)
        problems += [] if problems else _of_relations(package, at)
        problems += [] if problems else _of_fields(package, at)
    if problems:
        raise ProjectError.all_of(problems)
    return WordPackage(file, parts)


# --- The zip --------------------------------------------------------------------------------


def _unpacked(data: bytes, at: Location) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_PARTS:
                raise _bomb(f"holds {len(entries):,} parts, more than {MOST_PARTS:,}", at)
            return _read_all(archive, [each for each in entries if not each.is_dir()], at)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as exc:
        raise ProjectError(
            "this is no Word file (.docx)", at, "open it in Word and save it as Word Document"
        ) from exc


def _read_all(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], at: Location
) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        if entry.filename in parts:
            raise ProjectError(f"holds the part `{entry.filename}` twice", at, _SAVE_AGAIN)
        read = bytearray()
        with archive.open(entry) as stream:
            # The bytes are counted, whatever the header claims.
            while block := stream.read(1 << 16):
                read += block
                shrank = len(read) > MOST_RATIO * max(entry.compress_size, 1)
                if (len(read) > LARGE_PART and shrank) or total + len(read) > MOST_BYTES:
                    raise _bomb(f"the part `{entry.filename}` unpacks without end", at)
        total += len(read)
        parts[entry.filename] = bytes(read)
    return parts


_SAVE_AGAIN = "open it in Word and save it again"


def _bomb(message: str, at: Location) -> ProjectError:
    return ProjectError(message, at, "this is no ordinary letterhead; ask where it comes from")


# --- What is refused ------------------------------------------------------------------------


def _of_names(parts: Mapping[str, bytes], at: Location) -> Iterator[ProjectError]:
    for name in parts:
        if ".." in name.split("/") or name.startswith("/") or "\\" in name or ":" in name:
            yield ProjectError(f"the part `{name}` leads out of the file", at, _SAVE_AGAIN)
        elif harm := next((each for each in _HARMFUL if each[0].search(name)), None):
            yield ProjectError(f"holds {harm[1]}, `{name}`", at, harm[2])
        elif not _PARTS.fullmatch(name):
            hint = "charts and diagrams: paste them as pictures"
            yield ProjectError(f"holds `{name}`, which is no part of a letterhead", at, hint)
    for name in ("[Content_Types].xml", "word/document.xml"):
        if name not in parts:
            yield ProjectError(f"this is no Word file: it has no `{name}`", at, _SAVE_AGAIN)


def _of_xml(package: WordPackage, at: Location) -> Iterator[ProjectError]:
    from lxml import etree

    for name, data in package.parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                tree = _parsed(data).getroottree()
            except etree.XMLSyntaxError as exc:
                yield ProjectError(f"the part `{name}` cannot be read: {exc.msg}", at, _SAVE_AGAIN)
                continue
            if tree.docinfo.doctype:
                yield ProjectError(f"the part `{name}` has a document type", at, _SAVE_AGAIN)
    types = package.parts["[Content_Types].xml"].decode("utf-8", "replace")
    if "macroEnabled" in types:
        yield ProjectError("this is a file with macros", at, "save it as .docx, without macros")


def _of_relations(package: WordPackage, at: Location) -> Iterator[ProjectError]:
    for name in package.parts:
        if name.endswith(".rels"):
            folder, base = posixpath.split(name)
            owner = f"{folder.removesuffix('_rels')}{base.removesuffix('.rels')}"
            for relation in package.relations(owner).values():
                yield from _of_relation(name, relation, at)


def _of_relation(name: str, relation: Relation, at: Location) -> Iterator[ProjectError]:
    target = relation.target
    if relation.kind == "attachedTemplate":
        yield ProjectError(
            f"a template is attached, `{target}` in `{name}`",
            at,
            "in Word: Developer, Document Template, write Normal",
        )
    elif relation.external and relation.kind != "hyperlink":
        yield ProjectError(
            f"the {relation.kind} `{target}` in `{name}` lies outside the file",
            at,
            "insert it into the file, do not link to it",
        )
    elif relation.external and not _LINKS.fullmatch(target):
        yield ProjectError(
            f"a link in `{name}` goes to `{target}`", at, "links go to http:, https: or mailto:"
        )
    elif not relation.external and target.startswith("../"):
        yield ProjectError(
            f"a relation in `{name}` leads out of the file, to `{target}`", at, _SAVE_AGAIN
        )


def _of_fields(package: WordPackage, at: Location) -> Iterator[ProjectError]:
    for name in package.parts:
        if re.fullmatch(r"word/(?:header|footer)\w*\.xml", name):
            for code in field_codes(package.xml(name)):
                if (word := code.split()[:1]) and word[0].upper() in _ACTIVE:
                    yield ProjectError(
                        f"holds the field {word[0].upper()} in `{name}`",
                        at,
                        "select the field and press Ctrl+Shift+F9: only its text is kept",
                    )


# --- XML ------------------------------------------------------------------------------------


def field_codes(root: Any) -> list[str]:
    """Return the instruction of every field in `root`, those inside others included."""
    codes = [field.get(f"{W}instr") or "" for field in root.iter(f"{W}fldSimple")]
    open_fields: list[str] = []
    for each in root.iter(f"{W}fldChar", f"{W}instrText"):
        kind = each.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append("")
        elif kind == "end" and open_fields:
            codes.append(open_fields.pop())
        elif kind is None and open_fields:
            open_fields[-1] += each.text or ""
    return codes + open_fields


def _parsed(data: bytes) -> Any:
    """Return the root of an XML text; nothing it names is fetched or expanded."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _elements(root: Any) -> Iterator[Any]:
    return (each for each in root if isinstance(each.tag, str))


def _relation(element: Any, folder: str) -> Relation:
    target = element.get("Target") or ""
    external = element.get("TargetMode") == "External"
    if not external:
        whole = target if target.startswith("/") else posixpath.join("/", folder, target)
        inside = posixpath.normpath(posixpath.join(folder, target))
        target = inside if inside.startswith("../") else posixpath.normpath(whole).lstrip("/")
    kind = (element.get("Type") or "").rpartition("/")[2]
    return Relation(element.get("Id") or "", kind, target, external)
