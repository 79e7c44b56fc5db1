"""The kinds of record and their keys. Adding a kind is one class here.

A *thing* (organisation, person, agreement, programme, source) has names; a *fact* claims
something and has a status and a source. Some facts stand inside a thing: the actions on an
agreement, the roles of a person, the figures of a programme, the names of an organisation.
The model: reference manual, "Keeping facts" (docs/facts.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BaseModel, ConfigDict

from kzreport.facts.fields import (
    Accepted,
    Cited,
    Day,
    Flag,
    Forms,
    Id,
    LevelField,
    Many,
    Money,
    Plain,
    RefTo,
    Text,
    When,
    Whole,
    ref_kinds,
)

Status = Literal["confirmed", "unverified", "expected", "disputed"]
Problem = Literal[
    "ambiguous",
    "as-of-missing",
    "contradiction",
    "date-missing",
    "garbled",
    "name-anachronistic",
    "no-currency",
    "no-unit",
    "place-missing",
    "scope",
    "tense",
    "translation-draft",
    "transliteration",
    "universal-claim",
    "untranslated-acronym",
    "wrong-title",
]
Authority = Literal["depositary", "official", "own", "press", "other"]
Act = Literal[
    "signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "succession",
    "definitive-signature",
    "formal-confirmation",
    "entry-into-force",
    "declaration",
    "reservation",
    "domestic-act",
]

#: what a nested fact takes from the record it stands in, where it lacks them
INHERITED = ("level", "recorded", "source")

OrganisationId = Annotated[Id | None, RefTo(("organisations",))]
OrganisationIds = Annotated[tuple[Id, ...], Many, RefTo(("organisations",))]
PersonIds = Annotated[tuple[Id, ...], Many, RefTo(("persons",))]
AgreementId = Annotated[Id | None, RefTo(("agreements",))]
ProgrammeId = Annotated[Id | None, RefTo(("programmes",))]
AnyId = Annotated[Id | None, RefTo()]
AnyIds = Annotated[tuple[Id, ...], Many, RefTo()]


class Entry(BaseModel):
    """The keys every record and every nested fact may have."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    #: the name of the file or folder in data/, "" for nested facts
    kind_of_record: ClassVar[str] = ""
    #: a fact needs a status and a source; a thing may do without
    is_fact: ClassVar[bool] = False
    #: fields of a thing that claim something, and so need a source
    claims: ClassVar[tuple[str, ...]] = ()
    #: bookkeeping that no document prints
    unprinted: ClassVar[frozenset[str]] = frozenset(
        {
            *("accept", "aliases", "file", "formerly", "forms", "hold", "level"),
            *("locators", "note", "supersedes"),
        }
    )

    id: Id
    level: LevelField
    recorded: Day
    status: Status | None = None
    source: Annotated[tuple[Cited, ...], Many] = ()
    as_of: When | None = None
    review_by: Day | None = None
    quote: Plain | None = None
    problem: Annotated[tuple[Problem, ...], Many] = ()
    note: Plain | None = None
    hold: Flag = False
    highlight: Flag = False
    supersedes: AnyId = None
    conflicts_with: AnyIds = ()
    outcome: AnyId = None
    formerly: Annotated[tuple[Id, ...], Many] = ()
    accept: Accepted | None = None

    @classmethod
    def printable_keys(cls) -> frozenset[str]:
        """Return the keys a template may ask for; they come from the schema, never from data."""
        return _PRINTABLE[cls]

    @classmethod
    def refs_of(cls, key: str) -> tuple[str, ...] | None:
        """Return the kinds of record that field `key` refers to; `None` if it is no reference."""
        return _REFERENCES[cls].get(key)

    @classmethod
    def reference_fields(cls) -> tuple[str, ...]:
        """Return the fields that name records; `source` is apart, it names places too."""
        return tuple(_REFERENCES[cls])

    def date_key(self) -> str:
        """Return the field that dates this record."""
        return "when"

    @classmethod
    def kind_name(cls) -> str:
        """Return how templates and messages call records, or nested facts, of this kind."""
        nested = (name for name, kind in NESTED_KINDS.items() if kind is cls)
        return cls.kind_of_record or next(nested)

    def nested(self) -> Iterator[Entry]:
        """Yield the facts that stand inside this record."""
        for name in nested_fields(type(self)):
            yield from getattr(self, name)


class Organisation(Entry):
    """A State, an organisation, a body of one, a ministry or a mission."""

    kind_of_record = "organisations"
    claims = ("seat", "role", "members", "founded", "elected_by")

    kind: Literal["state", "organisation", "body", "office", "ministry", "mission"]
    name: Text
    abbr: Text | None = None
    short: Text | None = None
    formal: Text | None = None
    forms: Forms | None = None
    iso: Plain | None = None
    of: OrganisationId = None
    part_of: OrganisationId = None
    seat: Text | None = None
    role: Text | None = None
    members: Whole | None = None
    founded: When | None = None
    elected_by: OrganisationId = None
    names: tuple[DatedName, ...] = ()
    aliases: tuple[Plain, ...] = ()


class DatedName(Entry):
    """A name an organisation bore for a time."""

    is_fact = True

    when: When
    name: Text
    abbr: Text | None = None


class Person(Entry):
    """A person and the posts held."""

    kind_of_record = "persons"

    name: Text
    printed: Text | None = None
    aliases: tuple[Plain, ...] = ()
    roles: tuple[Role, ...] = ()


class Role(Entry):
    """A post held by a person."""

    is_fact = True

    title: Text
    org: OrganisationId = None
    when: When | None = None


class Agreement(Entry):
    """A treaty, a protocol or another instrument."""

    kind_of_record = "agreements"
    claims = ("done", "place", "in_force", "depositary")

    title: Text
    formal: Text | None = None
    short: Text | None = None
    seed_title: Plain | None = None
    subject: Plain | None = None
    done: When | None = None
    place: Text | None = None
    in_force: When | None = None
    ref: Plain | None = None
    depositary: OrganisationId = None
    party: OrganisationId = None
    protocol_to: AgreementId = None
    actions: tuple[Action, ...] = ()
    aliases: tuple[Plain, ...] = ()


class Action(Entry):
    """What a State did about an agreement, in the words of the UN Treaty Collection."""

    is_fact = True

    action: Act
    when: When | None = None
    number: Plain | None = None
    articles: tuple[Plain, ...] = ()
    what: Text | None = None


class Contribution(Entry):
    """Money or goods given. A parent amount has `parts`; lists and totals use the parts."""

    kind_of_record = "contributions"
    is_fact = True

    kind: Literal["voluntary", "assessed"]
    donor: OrganisationId = None
    recipient: OrganisationId = None
    through: OrganisationId = None
    when: When | None = None
    amount: Money | None = None
    what: Text | None = None
    purpose: Text | None = None
    parts: Annotated[tuple[Id, ...], Many, RefTo(("contributions",))] = ()
    parts_uncertain: Flag = False
    part_of: Annotated[Id | None, RefTo(("contributions",))] = None


class Membership(Entry):
    """A seat in a body."""

    kind_of_record = "memberships"
    is_fact = True

    member: OrganisationId = None
    body: OrganisationId = None
    when: When | None = None
    elected: When | None = None
    what: Text | None = None

    def date_key(self) -> str:
        return "when" if self.when is not None else "elected"


class Event(Entry):
    """A visit, a session, a conference, a publication: what happened or is expected."""

    kind_of_record = "events"
    is_fact = True

    kind: Literal[
        "visit",
        "session",
        "participation",
        "conference",
        "review-visit",
        "review",
        "publication",
        "presentation",
        "meeting",
        "founding",
        "other",
    ]
    when: When | None = None
    what: Text | None = None
    place: Text | None = None
    who: PersonIds = ()
    at: Annotated[Id | None, RefTo(("events",))] = None
    body: OrganisationId = None
    by: OrganisationId = None
    number: Whole | None = None
    agreement: AgreementId = None
    chapters: Annotated[tuple[Plain, ...], Many] = ()
    reviewers: OrganisationIds = ()
    involves: OrganisationIds = ()
    marks_start_of: OrganisationId = None


class Position(Entry):
    """What a State holds or has said."""

    kind_of_record = "positions"
    is_fact = True

    text: Text
    holder: OrganisationId = None
    on: AnyId = None
    at: Annotated[Id | None, RefTo(("events",))] = None
    addressed_to: OrganisationId = None
    when: When | None = None
    weight: Whole = 0


class Programme(Entry):
    """A programme, an initiative, a strategy, a project."""

    kind_of_record = "programmes"
    claims = ("implements", "subject", "run_by", "when")

    kind: Literal["initiative", "strategy", "technical-cooperation", "proposal", "project"]
    name: Text
    when: When | None = None
    subject: Text | None = None
    implements: ProgrammeId = None
    run_by: OrganisationId = None
    figures: tuple[Figure, ...] = ()


class Figure(Entry):
    """A number about a programme: an amount of money or a plain count."""

    is_fact = True

    what: Text
    value: Whole | None = None
    amount: Money | None = None
    when: When | None = None


class Claim(Entry):
    """A sentence of a source that speaks of many records at once, or that nothing else holds."""

    kind_of_record = "claims"
    is_fact = True

    text: Text | None = None
    covers: AnyIds = ()
    asserts: tuple[Act, ...] = ()
    when: When | None = None
    use_instead: Text | None = None


class Source(Entry):
    """A publication a fact rests on; `recorded` is the day it was read."""

    kind_of_record = "sources"

    title: Text
    short: Text | None = None
    publisher: OrganisationId = None
    kind: Literal[
        "web-page",
        "depositary-record",
        "legislation",
        "un-document",
        "press-release",
        "statement",
        "agreement-text",
        "article",
        "report",
        "own-record",
    ]
    lang: Literal["en", "ru", "kk", "fr", "ar", "zh", "es"] | None = None
    authority: Authority
    url: Plain | None = None
    symbol: Plain | None = None
    date: When | None = None
    created: Plain | None = None
    updated: Plain | None = None
    locators: dict[str, Text] | None = None
    forms: Forms | None = None
    file: Plain | None = None


for _model in (Organisation, Person, Agreement, Programme):
    _model.model_rebuild()

KINDS: dict[str, type[Entry]] = {
    model.kind_of_record: model for model in Entry.__subclasses__() if model.kind_of_record
}


def nested_fields(model: type[Entry]) -> dict[str, type[Entry]]:
    """Return the fields of `model` that hold nested facts, and the kind of each."""
    return _NESTED[model]


def _nested_fields(model: type[Entry]) -> dict[str, type[Entry]]:
    found: dict[str, type[Entry]] = {}
    for name, field in model.model_fields.items():
        kinds = get_args(field.annotation)
        if kinds and isinstance(kinds[0], type) and issubclass(kinds[0], Entry):
            found[name] = kinds[0]
    return found


_MODELS = Entry.__subclasses__()
_NESTED: dict[Any, dict[str, type[Entry]]] = {model: _nested_fields(model) for model in _MODELS}

#: nested facts by the field that holds them: `facts.actions` are those of all agreements
NESTED_KINDS: dict[str, type[Entry]] = {
    name: kind for fields in _NESTED.values() for name, kind in fields.items()
}

_PRINTABLE: dict[Any, frozenset[str]] = {
    model: frozenset(model.model_fields) - Entry.unprinted for model in _MODELS
}
_REFERENCES: dict[Any, dict[str, tuple[str, ...]]] = {
    model: {
        name: marks.kinds
        for name, field in model.model_fields.items()
        if (marks := ref_kinds(field.metadata)) is not None
    }
    for model in _MODELS
}
