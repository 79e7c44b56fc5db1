"""Agreements: claims, the order of acts, protocols and years."""

import pytest

HEAD = (
    "_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed, party: kz}\n"
)


def treaty(*acts: str, name: str = "uncac", keys: str = "") -> str:
    lines = [
        f"{name}:",
        "  title: {en: Convention}",
        *(f"  {key}" for key in keys.split("; ") if key),
    ]
    if acts:
        lines.append("  actions:")
        lines += [f"    - {{id: {name}-{i}, status: confirmed, {a}}}" for i, a in enumerate(acts)]
    return "\n".join(lines) + "\n"


ACCESSION = "action: accession, when: 2008-06-18"


def test_kz107_a_claim_of_acts_that_are_not_recorded_is_told(found):
    claim = HEAD.replace(", party: kz", "") + "c: {covers: uncac, asserts: [ratification]}\n"

    assert found("KZ107", agreements=HEAD + treaty(ACCESSION), claims=claim) == [
        "`c` claims ratification of `uncac`; recorded is accession"
    ]
    borne_out = treaty("action: ratification, when: 2008-06-18")
    assert found("KZ107", agreements=HEAD + borne_out, claims=claim) == []


def test_kz107_a_claim_about_several_agreements_is_told_once(found):
    claim = HEAD.replace(", party: kz", "") + "c: {covers: [a, b, d], asserts: [ratification]}\n"
    agreements = HEAD + treaty(ACCESSION, name="a") + treaty(name="b") + treaty(ACCESSION, name="d")

    assert found("KZ107", agreements=agreements, claims=claim) == [
        "`c` claims ratification of 3 agreements; recorded is accession of `a`, `d`; nothing of `b`"
    ]


@pytest.mark.parametrize(
    ("act", "told"),
    [
        ("action: domestic-act, when: 2009-05-04", "later than the deposit of 2008-06-18"),
        ("action: entry-into-force, when: 2008-06-01", "earlier than the deposit of 2008-06-18"),
        ("action: signature, when: 2003-01-01", "earlier than the agreement, done 2003-10-31"),
    ],
)
def test_kz108_acts_in_a_doubtful_order_are_told(found, act, told):
    agreement = treaty(ACCESSION, act, keys="done: 2003-10-31")

    (message,) = found("KZ108", agreements=HEAD + agreement)

    assert message.endswith(told)


def test_kz108_a_law_before_the_deposit_and_force_after_it_are_in_order(found):
    sound = treaty(
        "action: domestic-act, when: 2008-05-04",
        ACCESSION,
        "action: entry-into-force, when: 2008-07-18",
        keys="done: 2003-10-31; in_force: 2005-12-14",
    )

    assert found("KZ108", agreements=HEAD + sound) == []


def test_kz108_a_treaty_is_not_in_force_before_it_is_done(found):
    backwards = treaty(keys="done: 2003-10-31; in_force: 2001-12-14")

    assert found("KZ108", agreements=HEAD + backwards) == [
        "`uncac` is in force from 2001-12-14, but done 2003-10-31"
    ]


def test_kz109_a_protocol_binds_only_where_its_convention_does(found):
    protocol = treaty(ACCESSION, name="protocol", keys="protocol_to: uncac")

    assert found("KZ109", agreements=HEAD + treaty() + protocol) == [
        "`protocol` binds, but no act about `uncac` is recorded"
    ]
    assert found("KZ109", agreements=HEAD + treaty(ACCESSION) + protocol) == []


def test_kz109_a_protocol_names_its_convention(found):
    lone = HEAD + "p: {title: {en: Protocol against Something}}\n"

    assert found("KZ109", agreements=lone) == ["`p` is a protocol, but does not say to what"]


def test_kz109_the_year_in_brackets_is_the_year_of_adoption(found):
    convention = treaty(keys="done: 2000-11-15; seed_title: Convention (2000)")
    protocol = treaty(
        name="firearms", keys="done: 2001-05-31; protocol_to: uncac; seed_title: and its Protocols"
    )

    assert found("KZ109", agreements=HEAD + convention + protocol) == [
        "`firearms` was done in 2001, but its convention's seed_title says 2000"
    ]
    assert found("KZ109", agreements=HEAD + convention) == []
