"""Write what stands above and below a table or a picture: its caption, its notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kzreport import document as tree
from kzreport.writers.docx.runs import field as word_field
from kzreport.writers.docx.runs import run

if TYPE_CHECKING:
    from kzreport.writers.docx.blocks import Blocks


def caption_line(blocks: Blocks, block: tree.Table | tree.Figure, sequence: str) -> str:
    """Return the caption; its number is a field, and what a reference repeats."""
    if not (block.caption or block.label):
        return ""
    number = str(block.number)
    before, found, after = block.label.partition(number) if block.number else (block.label, "", "")
    label = run(before) if before else ""
    if found:
        follows = blocks.counted.get(sequence, 0) + 1 == block.number
        blocks.counted[sequence] = block.number
        switch = "" if follows else f" \\r {number}"
        counted = word_field(f"SEQ {sequence} \\* ARABIC{switch}", number)
        label += blocks.marked(block.id, counted) + (run(after) if after else "")
    if block.label and block.caption:
        label += run(" ")
    return blocks.paragraph("Caption", label + blocks.inlines.of_style(block.caption, "Caption"))


def notes_below(blocks: Blocks, notes: Sequence[tree.TableNote]) -> str:
    """Return the lines under a table or a picture."""
    parts = []
    for note in notes:
        style = ("TableNote" if note.sign else "TableRemark") + ("End" if note is notes[-1] else "")
        sign = ""
        if note.sign:
            properties = '<w:rPr><w:rStyle w:val="TableNoteSign"/></w:rPr>'
            sign = run(note.sign, properties) + "<w:r><w:tab/></w:r>"
        parts.append(blocks.paragraph(style, sign + blocks.inlines.of_style(note.kids, style)))
    return "".join(parts)
