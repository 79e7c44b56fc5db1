"""The comments of a Word draft: what is open about a fact, at the first place it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from kzreport.document import Properties, Question
from kzreport.writers.docx.runs import run

_LONGEST_INITIALS = 9  # Word takes no more


@dataclass(slots=True)
class Comments:
    """Gives every question a comment when the fact it is about is printed."""

    author: Properties
    waiting: dict[str, Question]
    xml: list[str] = field(default_factory=list)

    def at(self, refs: Sequence[str], words: str) -> str:
        """Return `words`, which print the facts `refs`, with the comments that wait for them."""
        for ref in refs:
            question = self.waiting.pop(ref, None)
            if question is not None:
                words = self._around(words, question)
        return words

    def _around(self, words: str, question: Question) -> str:
        number = len(self.xml)
        self.xml.append(_comment(number, question, self.author))
        return (
            f'<w:commentRangeStart w:id="{number}"/>{words}<w:commentRangeEnd w:id="{number}"/>'
            f'<w:r>{_STYLE}<w:commentReference w:id="{number}"/></w:r>'
        )


def comments_for(questions: Iterable[Question], author: Properties) -> Comments:
    """Return the comments to be made; of two questions about one fact the first is asked."""
    waiting: dict[str, Question] = {}
    for question in questions:
        waiting.setdefault(question.ref, question)
    return Comments(author, waiting)


def _comment(number: int, question: Question, author: Properties) -> str:
    name = author.author or "kzreport"
    day = f' w:date="{author.date}T00:00:00Z"' if author.date else ""
    mark = f"<w:r>{_STYLE}<w:annotationRef/></w:r>"
    return (
        f'<w:comment w:id="{number}" w:author={quoteattr(name)}{day} '
        f"w:initials={quoteattr(_initials(name))}>"
        f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{mark}'
        f"{run(f'{question.ref}: {question.text}')}</w:p></w:comment>"
    )


def _initials(name: str) -> str:
    letters = [word[0] for word in name.split() if word[0].isupper()] or [name[0].upper()]
    return "".join(letters)[:_LONGEST_INITIALS]


_STYLE = '<w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
