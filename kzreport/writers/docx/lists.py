"""Write lists: the style, the number and the depth of each item, and the space after the last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kzreport import document as tree
from kzreport.styles.catalogue import BOX_BULLETS, BOX_NUMBERS, BULLETS, LETTERS, NUMBERS
from kzreport.writers.docx.numbering import number_properties

if TYPE_CHECKING:
    from kzreport.writers.docx.blocks import Blocks


@dataclass(slots=True)
class ListWriter:
    """Writes a list with those inside it; its last paragraph brings the space after it."""

    blocks: Blocks
    place: str
    parts: list[str] = field(default_factory=list)
    _last_style: str = ""

    def write(self, block: tree.List) -> str:
        self._items(block, 1, ordered_above=False)
        end = _END.get(self._last_style)
        if end and self.place != "box":
            self.parts[-1] = self.parts[-1].replace(
                f'w:val="{self._last_style}"', f'w:val="{end}"', 1
            )
        return "".join(self.parts)

    def _items(self, block: tree.List, depth: int, ordered_above: bool) -> None:
        number = self._number(block, depth, ordered_above)
        for item in block.items:
            first = not (item and isinstance(item[0], tree.Para))
            if first:  # an item that begins with a list or a table has its mark on a line alone
                self._add(self._style(block, depth), (), number)
            for place, part in enumerate(item):
                match part:
                    case tree.Para(kids=kids) if place == 0:
                        self._add(self._style(block, depth), kids, number)
                    case tree.Para(kids=kids):
                        self._add(self._continued(depth), kids, "")
                    case tree.List():
                        self._items(part, depth + 1, ordered_above or block.ordered)
                    case _:
                        self.parts.append(self.blocks.block(part, self.place))
                        self._last_style = ""

    def _add(self, style: str, kids: tuple[tree.Inline, ...], number: str) -> None:
        self.parts.append(self.blocks.words(kids, style, number))
        self._last_style = style

    def _number(self, block: tree.List, depth: int, ordered_above: bool) -> str:
        """Return the list an item belongs to; every ordered list is one of its own."""
        level = min(depth, 9) - 1
        box = self.place == "box"
        if not block.ordered:
            return number_properties(BOX_BULLETS if box else BULLETS, level)
        design = BOX_NUMBERS if box else NUMBERS
        if not box and depth > 1 and not ordered_above:
            design = LETTERS  # the first ordered list inside a dash list has letters
        return number_properties(self.blocks.numbering.restart(design, level, block.start), level)

    def _style(self, block: tree.List, depth: int) -> str:
        if self.place == "box":
            return "BoxItem" if block.ordered else "BoxBullet"
        return ("ListNumber" if block.ordered else "ListBullet") + _suffix(depth)

    def _continued(self, depth: int) -> str:
        return "BoxText" if self.place == "box" else "ListContinue" + _suffix(depth)


_END = {
    **{f"ListBullet{n}": "ListBulletEnd" for n in ("", 2, 3, 4, 5)},
    **{f"ListNumber{n}": "ListNumberEnd" for n in ("", 2, 3, 4, 5)},
    "ListContinue": "ListContinueEnd",
}


def _suffix(depth: int) -> str:
    return str(min(depth, 5)) if depth > 1 else ""
