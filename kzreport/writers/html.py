"""Write a document as HTML: for reading, for the preview, and as what the PDF is drawn from.

Numbers stand in `data-no` and are printed by the stylesheet, so that the words of the page
are the words of the tree and a number is never copied as text.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, assert_never
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element, fromstring

from kzreport import document as tree
from kzreport.document import plain_text, walk
from kzreport.errors import WriterError
from kzreport.writers.notes import note_lines
from kzreport.writers.places import FactBlocks
from kzreport.writers.rows import kept_rows

Marks = Literal["all", "none"]

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
_OUTWARD = re.compile(r"(?:https?|mailto):[^\x00-\x20]+", re.IGNORECASE)
_EMPTY = re.compile("<(br|col|img|meta)\\b([^>]*)>")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_html(document: tree.Document, css: str = "", marks: Marks = "all") -> str:
    """Return `document` as one complete HTML page; `css` is embedded in it.

    `marks` says whether the facts behind a text are noted (`data-fact`, `data-as`), "all" in a
    span round each. Raise `WriterError` for a link that leaves the web and the document, and
    for what HTML cannot hold.
    """
    return _write(document, css, marks, None)


def write_html_for_pages(document: tree.Document) -> tuple[Element, FactBlocks]:
    """Return `document` as a page to be laid out, and its blocks, numbered in `data-block`.

    Facts get no elements of their own; a block that prints none has no number either.
    """
    blocks = FactBlocks()
    # The house fonts lack U+2011; the ordinary hyphen between word joiners breaks no more.
    html = _write(document, "", "none", blocks).replace("\u2011", "\u2060\u2010\u2060")
    # As XML it is read sixty times as fast as HTML would be; nothing in it but we wrote.
    return fromstring(_EMPTY.sub(r"<\1\2/>", html)), blocks  # noqa: S314


def _write(document: tree.Document, css: str, marks: Marks, blocks: FactBlocks | None) -> str:
    headings = tuple(node for node in walk(document.blocks) if isinstance(node, tree.Heading))
    body = _Writer(marks, headings, blocks).blocks(document.blocks)
    lang = document.lang
    rtl = lang.split("-")[0].lower() in _RIGHT_TO_LEFT
    html = _attr("class", "draft" if document.draft else "") + _attr("lang", lang)
    page = (
        f"<!DOCTYPE html>\n<html{html}{_attr('dir', 'rtl' if rtl else '')}>\n"
        f"<head>\n{_head(document, css)}</head>\n"
        f'<body class="{document.layout}"{_running(document)}>\n{body}</body>\n</html>\n'
    )
    if found := _UNWRITABLE.search(page):
        raise WriterError(f"the text holds U+{ord(found[0]):04X}, which no page can show")
    return page


def _head(document: tree.Document, css: str) -> str:
    about = document.properties
    day = f"{about.date}T00:00:00Z" if about.date else ""
    metas = (
        ("author", about.author),
        ("description", about.subject),
        ("keywords", ", ".join(about.keywords)),
        ("dcterms.created", day),
        ("dcterms.modified", day),
        ("generator", "kzreport"),
    )
    lines = ['<meta charset="utf-8">', f"<title>{_text(document.title)}</title>"]
    lines += [f'<meta name="{name}"{_attr("content", value)}>' for name, value in metas if value]
    if css:
        # The only way out of a style element is its end tag; CSS reads `\/` as `/`.
        lines.append(
            "<style>\n" + re.sub("</(?=style)", r"<\/", css, flags=re.IGNORECASE) + "\n</style>"
        )
    return "".join(f"{line}\n" for line in lines)


def _running(document: tree.Document) -> str:
    """Return what the margins print, as attributes that the stylesheet turns into strings."""
    running = document.running
    parts = re.fullmatch(r"([^{}]*)\{page\}([^{}]*)\{pages\}([^{}]*)", running.page)
    if parts is None:
        raise WriterError(
            f"the page formula is `{running.page}`",
            hint="it needs {page}, then {pages}, each once: `Page {page} of {pages}`",
        )
    values = (running.head, running.handling, running.build, *parts.groups())
    names = ("head", "handling", "build", "page", "of", "end")
    # An empty string is a value, too: a margin box would print `none` of a missing attribute.
    return "".join(
        f' data-{name}="{escape(value)}"' for name, value in zip(names, values, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    marks: Marks
    headings: tuple[tree.Heading, ...]
    places: FactBlocks | None

    @property
    def joiner(self) -> str:
        """What keeps the number of a note in the line of its word, on pages of fixed lines."""
        return "" if self.places is None else "\u2060"

    # --- Blocks ---------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[tree.Block]) -> str:
        return "".join([self.block(block) for block in blocks])

    def block(self, block: tree.Block) -> str:
        match block:
            case tree.Para():
                return self.para(block)
            case tree.Heading():
                return self.heading(block)
            case tree.List():
                return self.list(block)
            case tree.Table():
                return self.table(block)
            case tree.Figure():
                return self.figure(block)
            case tree.Definitions(items=items):
                return f"<dl>\n{''.join([self.definition(*item) for item in items])}</dl>\n"
            case tree.Quote(blocks=inner):
                return f"<blockquote>\n{self.blocks(inner)}</blockquote>\n"
            case tree.Div(cls=cls, blocks=inner):
                return f"<div{_attr('class', cls)}>\n{self.blocks(inner)}</div>\n"
            case tree.Contents():
                return self.contents(block)
            case tree.Masthead():
                return self.masthead(block)
            case tree.PageBreak():
                return '<div class="pagebreak"></div>\n'
            case _:
                assert_never(block)

    def para(self, para: tree.Para) -> str:
        number = _NUMBER.get(para.cls, "{}.").format(para.number) if para.number else ""
        mark, words = self.marked(para.kids)
        return (
            f"<p{_attr('class', para.cls)}{_attr('id', para.id)}{_attr('data-no', number)}{mark}>"
            f"{words}</p>\n"
        )

    def heading(self, heading: tree.Heading) -> str:
        bare = "bare" if heading.level > 1 and not heading.number else ""
        tag = f"h{heading.level}"
        mark, words = self.marked(heading.kids)
        return (
            f"<{tag}{_attr('class', bare)}{_attr('id', heading.id)}"
            f"{_attr('data-no', heading.number)}{mark}>{words}</{tag}>\n"
        )

    def list(self, block: tree.List) -> str:
        tag = "ol" if block.ordered else "ul"
        start = ""
        if block.ordered and block.start != 1:
            # WeasyPrint looks at the counter alone, a screen reader at the attribute.
            start = f' start="{block.start}" style="counter-reset:list-item {block.start - 1}"'
        items = "".join([self.item(item) for item in block.items])
        return f"<{tag}{start}>\n{items}</{tag}>\n"

    def item(self, blocks: tuple[tree.Block, ...]) -> str:
        """Return a list item; a plain first paragraph needs no element of its own."""
        match blocks:
            case (tree.Para(cls="", number=0, id="") as first, *rest):
                mark, words = self.marked(first.kids)
                inner = self.blocks(rest)
                gap = "\n" if inner else ""
                return f"<li{mark}>{words}{gap}{inner}</li>\n"
            case _:
                return f"<li>\n{self.blocks(blocks)}</li>\n"

    def definition(self, term: tuple[tree.Inline, ...], blocks: tuple[tree.Block, ...]) -> str:
        mark, words = self.marked(term)
        return f"<dt{mark}>{words}</dt>\n<dd>\n{self.blocks(blocks)}</dd>\n"

    def contents(self, block: tree.Contents) -> str:
        mark, words = self.marked(block.title)
        lines = [f'<p class="label"{mark}>{words}</p>\n'] if words else []
        for heading in self.headings:
            if 2 <= heading.level <= block.depth + 1:
                cls = "toc one" if heading.level == 2 else "toc"
                lines.append(
                    f'<p class="{cls}"><b>{_text(heading.number)}</b>'
                    f'<a href="{_place(heading.id)}">{_text(plain_text(heading.kids))}</a></p>\n'
                )
        return f'<nav class="contents">\n{"".join(lines)}</nav>\n'

    def masthead(self, block: tree.Masthead) -> str:
        cls = "masthead slim" if block.slim else "masthead"
        who, data = (
            f'<td class="{name}"{mark}>{words}</td>'
            for name, lines in (("who", block.name), ("data", block.data))
            for mark, words in [self.marked(_on_lines(lines))]
        )
        row = f'<tr><td class="bar"></td>{who}{data}</tr>'
        return f'<table class="{cls}">\n<tbody>{row}\n</tbody></table>\n'

    # --- Tables ---------------------------------------------------------------------------

    def table(self, table: tree.Table) -> str:
        """Return the caption, the table and its notes, one after the other.

        The caption carries the table's id: who follows a reference wants to see it. It is
        written after the rows, so that facts are met in the order of `walk`.
        """
        columns = "".join([_col(column) for column in table.columns])
        head = f"<thead>\n{self.rows(table, table.head, 'th')}</thead>\n" if table.head else ""
        rows = self.rows(table, table.rows, "td")
        caption, named = self.caption(table)
        return (
            f"{caption}<table{named}>\n<colgroup>{columns}</colgroup>\n{head}"
            f"<tbody>\n{rows}</tbody>\n</table>\n{''.join(self.notes(table.notes))}"
        )

    def caption(self, block: tree.Table | tree.Figure) -> tuple[str, str]:
        """Return the caption, and the attribute that ties what follows to it or names it."""
        named = _attr("id", block.id)
        if not (block.caption or block.label):
            return "", named
        mark, words = self.marked(block.caption)
        words = " ".join(filter(None, [_text(block.label), words]))
        return f'<p class="caption"{named}{mark}>{words}</p>\n', _attr("aria-labelledby", block.id)

    def figure(self, figure: tree.Figure) -> str:
        """Return the caption, the picture in the page itself, and the notes.

        The facts a chart draws are marked on the figure: no word of its own stands for one.
        """
        mark, _ = self.marked(figure.alt)
        caption, named = self.caption(figure)
        picture = figure.picture
        data = b64encode(picture.data).decode()
        facts = [node for node in walk(figure.alt) if isinstance(node, tree.Fact)]
        refs = dict.fromkeys(ref for fact in facts for ref in fact.refs)
        mark += _attr("data-fact", " ".join(refs)) if self.marks == "all" else ""
        return (
            f"{caption}<figure{_attr('class', '' if figure.notes else 'last')}{named}{mark}>"
            f'<img src="data:{picture.media};base64,{data}" alt="{escape(plain_text(figure.alt))}"'
            f' style="width:{picture.width:g}mm"></figure>\n{"".join(self.notes(figure.notes))}'
        )

    def rows(self, table: tree.Table, rows: Sequence[tree.Row], tag: str) -> str:
        kinds = [column.kind for column in table.columns]
        kept = kept_rows(rows) if tag == "td" else frozenset()
        lines = []
        for number, row in enumerate(rows):
            cells, at = [], 0
            for cell in row.cells:
                cells.append(self.cell(cell, tag, kinds[at : at + cell.span]))
                at += cell.span
            cls = f"{row.cls} keep".strip() if number in kept else row.cls
            lines.append(f"<tr{_attr('class', cls)}>{''.join(cells)}</tr>\n")
        return "".join(lines)

    def cell(self, cell: tree.Cell, tag: str, kinds: Sequence[str]) -> str:
        """Return a cell; one that spans columns is of their kind if they have one in common."""
        kind = _KIND[kinds[0]] if kinds and kinds.count(kinds[0]) == len(kinds) else ""
        cls = f"{cell.cls} {kind}".strip()
        scope = ' scope="col"' if tag == "th" else ""
        span = f' colspan="{cell.span}"' if cell.span != 1 else ""
        mark, words = self.marked(cell.kids)
        return f"<{tag}{_attr('class', cls)}{span}{scope}{mark}>{words}</{tag}>"

    def notes(self, notes: Sequence[tree.TableNote]) -> Iterator[str]:
        for note in notes:
            cls = "tablenote" if note.sign else "tablenote all"
            last = " last" if note is notes[-1] else ""
            sign = f"<b>{_text(note.sign)}</b>" if note.sign else ""
            mark, words = self.marked(note.kids)
            yield f'<p class="{cls}{last}"{mark}>{sign}{words}</p>\n'

    # --- Inlines --------------------------------------------------------------------------

    def inlines(self, kids: Iterable[tree.Inline]) -> str:
        return "".join([self.inline(kid) for kid in kids])

    def inline(self, node: tree.Inline) -> str:
        match node:
            case tree.Str(text=text):
                return _text(text)
            case tree.Fact():
                return self.fact(node)
            case tree.Strong(kids=kids):
                return f"<strong>{self.inlines(kids)}</strong>"
            case tree.Emph(kids=kids):
                return f"<em>{self.inlines(kids)}</em>"
            case tree.Span(kids=kids, cls=cls, lang=lang):
                attributes = _attr("class", cls) + _attr("lang", lang)
                return f"<span{attributes}>{self.inlines(kids)}</span>"
            case tree.Link(url=url, kids=kids):
                return f'<a href="{_address(url)}">{self.inlines(kids)}</a>'
            case tree.Ref(target=target, text=text):
                return f'<a href="{_place(target)}">{_text(text)}</a>'
            case tree.Note(number=number, blocks=blocks):
                mark, words = self.marked(_on_lines(note_lines(blocks)))
                return (
                    f'{self.joiner}<span class="fn" id="fn-{number}" data-no="{number}"{mark}>'
                    f"{words}</span>"
                )
            case tree.NoteRef(number=number):
                return f'{self.joiner}<a class="noteref" href="#fn-{number}">{number}</a>'
            case tree.Break():
                return "<br>"
            case _:
                assert_never(node)

    def fact(self, fact: tree.Fact) -> str:
        if self.places is not None:
            self.places.fact()
        attributes = _attr("lang", fact.lang)
        if self.marks == "all":
            attributes = _mark(fact) + attributes
        words = _text(fact.text)
        return f"<span{attributes}>{words}</span>" if attributes else words

    def marked(self, kids: tuple[tree.Inline, ...]) -> tuple[str, str]:
        """Return the number of a block as an attribute, if it prints facts, and its words."""
        if self.places is None:
            return "", self.inlines(kids)
        self.places.open(kids)
        words = self.inlines(kids)
        number = self.places.close()
        return "" if number is None else f' data-block="{number}"', words


_NUMBER = {"source": "[{}]", "point": "{}"}
_KIND = {"figure": "n", "mark": "m", "text": ""}


def _col(column: tree.Column) -> str:
    return f'<col style="width:{column.width:g}mm">' if column.width else "<col>"


def _mark(fact: tree.Fact) -> str:
    return _attr("data-fact", " ".join(fact.refs)) + _attr("data-as", fact.form)


def _address(url: str) -> str:
    """Return `url` for an attribute. Raise `WriterError` unless it is one a reader may follow."""
    if url.startswith("#"):
        return _place(unquote(url[1:]))
    if not _OUTWARD.fullmatch(url):
        raise WriterError(
            f"a link goes to `{url}`", hint="links go to http:, https:, mailto: or a #place"
        )
    return escape(url)


def _on_lines(lines: Iterable[tuple[tree.Inline, ...]]) -> tuple[tree.Inline, ...]:
    """Return `lines` as one, with a break between them."""
    return tuple(kid for line in lines for kid in (tree.Break(), *line))[1:]


def _place(name: str) -> str:
    return f"#{quote(name)}"


def _text(text: str) -> str:
    return escape(text, quote=False)


def _attr(name: str, value: str) -> str:
    """Return ` name="value"`, or nothing for an empty value."""
    return f' {name}="{escape(value)}"' if value else ""
