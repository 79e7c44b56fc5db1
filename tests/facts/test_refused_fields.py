"""A field that cannot be read is refused at its place, in plain words, with a way out."""

import pytest


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("level", "secret", "`level`: `secret` is not a level: public, internal or restricted"),
        ("level", "2", "`level`: `2` is not a level: public, internal or restricted"),
        ("recorded", "2026-11", "`recorded`: `2026-11` is not a day; write it as 2026-11-23"),
        ("recorded", "yesterday", "`recorded`: `yesterday` is not a date; write 2014-04-07,"),
        ("when", "2014-02-30", "`when`: `2014-02-30` is not in the calendar"),
        ("when", "2014-4-7", "`when`: `2014-4-7` needs two digits for month and day: 2014-04-07"),
        ("when", "2017/2014", "`when`: `2017/2014` ends before it begins"),
        ("when", "true", "`when`: `True` is not a date"),
        ("when", "[2014]", "`when`: `[2014]` is not a date"),
        ("review_by", "2027", "`review_by`: `2027` is not a day; write it as 2026-11-23"),
        (
            "status",
            "sure",
            "`status` cannot be `sure`\nhint: it is one of `confirmed`, `unverified`,",
        ),
        ("status", "superseded", "`status` cannot be `superseded`\nhint: it is one of"),
        ("source", "Page 3", "`source`: `Page 3` is not an id: small letters a to z, figures and"),
        ("supersedes", "Cnd_56", "`supersedes`: `Cnd_56` is not an id: small letters a to z,"),
        ("what", "5", "`what`: `5` is not a text, nor a text by language (`en: ...`)"),
        ("what", "{}", "`what`: `{}` is not a text, nor a text by language"),
        ("quote", "true", "`quote`: `True` is not a text"),
        ("quote", "' '", "`quote`: the text is empty"),
        ("number", "'56'", "`number`: `56` is not a whole number; take the quotes away"),
        ("number", "true", "`number`: `True` is not a whole number"),
        ("number", "56.5", "`number`: `56.5` is not a whole number"),
        ("hold", "yes", "`hold`: `yes` is neither true nor false"),
        ("hold", "1", "`hold`: `1` is neither true nor false"),
        ("who", "{a: b}", "`who`: `{'a': 'b'}` is not an id: small letters a to z, figures and"),
    ],
)
def test_a_field_that_cannot_be_read_is_told_at_its_value(refusal, key, value, message):
    told = refusal("events", f"visit: {{kind: visit, {key}: {value}}}\n")

    assert told.startswith(f"2:{len('visit: {kind: visit, : ') + len(key) + 1}: {message}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("problem: [garbled, odd]", "2:41: `problem` cannot be `odd`\nhint: it is one of `amb"),
        ("what: {de: Sitzung}", "2:29: `what`: `de` is not a language: en, ru, kk, fr, ar, zh"),
        ("what: {en: ''}", "2:33: `what`: the text in `en` is ``; write words, or null"),
        ("what: {en: 5}", "2:33: `what`: the text in `en` is `5`; write words, or null"),
        ("source: [page, 3]", "2:37: `source`: `3` is not a source; write `seed#p3`"),
        ("who: [vyborov, Vy]", "2:37: `who`: `Vy` is not an id: small letters a to z, figures"),
    ],
)
def test_an_item_of_a_list_or_a_text_is_told_at_its_own_place(refusal, text, message):
    assert refusal("events", f"visit: {{kind: visit, {text}}}\n").startswith(message)


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        ("300000", "`300000` is not an amount; write `{value: 300000, currency: null}`"),
        ("{value: 1}", "an amount needs `currency`; write `currency: null` when none is stated"),
        ("{value: 1, currency: null, per: year}", "an amount has no `per`"),
        ("{currency: USD}", "an amount needs either `value`, or `min` with `max` or `over: true`"),
        ("{value: 1, min: 1, currency: USD}", "an amount needs either `value`, or `min` with"),
        ("{min: 1, currency: USD}", "`min` needs `max`, or `over: true`"),
        ("{min: 5, max: 2, currency: USD}", "`max` 2 is less than `min` 5"),
        ("{min: 5, max: 9, over: true, currency: USD}", "`over` has no `max`"),
        ("{min: 5, over: sure, currency: USD}", "`over` is true or false"),
        ("{value: -1, currency: USD}", "`-1` is less than nothing"),
        ("{value: many, currency: USD}", "`many` is not a figure"),
        ("{value: true, currency: USD}", "`True` is not a figure"),
        (
            "{value: 1, currency: dollars}",
            "`dollars` is not a currency of ISO 4217, such as USD or",
        ),
        ("{value: 1, currency: XXX}", "`XXX` is not a currency of ISO 4217, such as USD or EUR"),
        (
            "{value: 1, currency: USD, spread: even}",
            "`even` is not a spread: each, total or unknown",
        ),
    ],
)
def test_an_amount_that_says_too_little_or_too_much_is_refused(refusal, amount, message):
    told = refusal("contributions", f"gift: {{kind: voluntary, amount: {amount}}}\n")

    assert told.partition(": ")[2].startswith(f"`amount`: {message}")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("forms", "x", "2:45: `forms`: `x` is not a table of forms: `ru: {gen: ...}`"),
        ("forms", "{ru: x}", "2:45: `forms`: forms of `ru` are written `ru: {gen: ...}`"),
        ("forms", "{ru: {gen: 5}}", "2:45: `forms`: a form of `ru` is not a text"),
        (
            "aliases",
            "x",
            (
                "2:47: `aliases` is a list, not `x`\n"
                "hint: write each item on a line of its own, after `- `"
            ),
        ),
        (
            "names",
            "5",
            (
                "2:45: `names` is a list, not `5`\n"
                "hint: write each item on a line of its own, after `- `"
            ),
        ),
        (
            "names",
            "[5]",
            "2:46: `names` holds facts with keys, not `5`\nhint: begin each fact with `- id: ...`",
        ),
        (
            "names",
            "[{name: {en: N}, when: 2010}]",
            (
                "2:46: fact 1 in `names` of `body` has no `id`\n"
                "hint: give the fact an id of its own, so that others can refer to it"
            ),
        ),
        ("names", "[{id: old, when: 2010}]", "2:46: `old` has no `name`"),
        (
            "names",
            "[{id: old, nme: N, when: 2010}]",
            "2:46: `old` has no `name`\n2:56: `nme` is not a key of a fact in `names`\nhint: did",
        ),
    ],
)
def test_lists_tables_and_nested_facts_are_refused_in_plain_words(refusal, key, value, message):
    told = refusal("organisations", f"body: {{kind: body, name: {{en: Body}}, {key}: {value}}}\n")

    assert told.startswith(message)


def test_a_table_that_is_a_list_is_refused_in_plain_words(refusal):
    assert refusal(
        "sources", "p: {kind: article, title: {en: P}, authority: press, locators: [p1]}\n"
    ) == (
        "2:64: `locators` holds names and values, not `['p1']`\n"
        "hint: write them as `name: value`, indented below it"
    )


def test_an_unknown_key_offers_the_nearest_one_or_all_of_them(refusal):
    told = refusal("persons", "p: {name: {en: P}, rols: [], zzz: 1}\n").splitlines()

    assert told[:3] == [
        "2:20: `rols` is not a key of persons",
        "hint: did you mean `roles`?",
        "2:30: `zzz` is not a key of persons",
    ]
    assert told[3].startswith("hint: its keys are ")
    assert {"level,", "name,", "roles,", "source,"} < set(told[3].split())


def test_an_unknown_key_of_a_nested_fact_is_told_at_that_fact(refusal):
    assert refusal(
        "persons", "p: {name: {en: P}, roles: [{id: r, title: {en: R}, orgg: kz}]}\n"
    ) == ("2:52: `orgg` is not a key of a fact in `roles`\nhint: did you mean `org`?")


def test_what_a_record_cannot_do_without_is_asked_for(refusal):
    assert refusal("events", "visit: {what: {en: Visit}}\n", head="") == (
        "1:1: `visit` has no `kind`\n"
        "1:1: `visit` has no `level`\n"
        "hint: write `level: public`, internal or restricted, here or under `_defaults:`\n"
        "1:1: `visit` has no `recorded`\n"
        "hint: write the day it was entered: `recorded: 2026-11-23`"
    )


def test_a_long_value_is_shown_by_its_beginning(refusal):
    told = refusal("persons", f"p: {{name: {{en: P}}, aliases: {'x' * 100}}}\n")

    assert told.startswith(f"2:29: `aliases` is a list, not `{'x' * 59}…`")


def test_a_membership_does_not_end_before_it_begins(refusal):
    text = "seat: {member: kz, body: unodc, when: 2017/2014}\n"

    assert refusal("memberships", text) == ("2:39: `when`: `2017/2014` ends before it begins")
