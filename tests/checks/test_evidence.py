"""Evidence: sources, quotations, disputes, corrections."""

HEAD = "_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}\n"
PAGE = """
    _defaults: {level: public, recorded: 2026-11-01, title: {en: Page}, kind: web-page}
    page:
      authority: %s
      as_of: 2026-01
      locators: {p3: {en: paragraph 3}}%s
    """


def page(authority: str = "official", *keys: str) -> str:
    return PAGE % (authority, "".join(f"\n      {key}" for key in keys))


def event(**keys: object) -> str:
    written = {"kind": "founding", "what": "{en: founding}", **keys}
    return "{" + ", ".join(f"{key}: {value}" for key, value in written.items()) + "}"


def events(**records: str) -> str:
    return HEAD + "".join(f"{name}: {text}\n" for name, text in records.items())


def test_kz116_a_disputed_fact_names_its_rival(found):
    lone = events(one=event(status="disputed", when=2010))
    with_rival = events(
        one=event(status="disputed", when=2010, conflicts_with="two"), two=event(when=2009)
    )
    on_hold = events(one=event(status="disputed", when=2010, hold="true", note="why"))

    assert found("KZ116", events=lone) == ["`one` is disputed, but nothing says by what"]
    assert found("KZ116", events=with_rival) == []
    assert found("KZ116", events=on_hold) == []


def test_kz117_one_source_of_low_authority_confirms_little(found):
    confirmed = events(one=event(when=2010))

    messages = found("KZ117", sources=page("press"), events=confirmed)

    assert "`one` is confirmed by one source, of authority `press`: `page`" in messages
    assert found("KZ117", sources=page("official")) == []


def test_kz117_an_unverified_fact_says_so_itself(found):
    unverified = events(one=event(when=2010, status="unverified"))

    messages = found("KZ117", sources=page("press"), events=unverified)

    assert not [message for message in messages if "`one`" in message]


def test_kz118_a_fact_of_today_rests_on_a_fresh_source(found):
    since = "a: {member: kz, body: unodc, when: 2009/..}\n"

    def told(as_of: str, seat: str = since) -> list[str]:
        sources = page().replace("2026-01", as_of)
        return found("KZ118", sources=sources, memberships=HEAD + seat)

    assert told("2014-06-01") == ["`a` is told as of today; its newest source is of 2014-06-01"]
    assert told("2025-01-01") == []
    assert told("2014-06-01", since.replace("2009/..", "2009/2013")) == []


def test_kz118_a_position_without_an_occasion_is_told_as_of_today(found):
    old = page().replace("2026-01", "2014")
    stance = "a: {text: {en: holds it}, holder: kz%s}\n"
    said_there = HEAD + stance % ", at: cnd-56"

    assert found("KZ118", sources=old, positions=HEAD + stance % "") == [
        "`a` is told as of today; its newest source is of 2014-12-31"
    ]
    assert found("KZ118", sources=old, positions=said_there) == []


def test_kz119_a_page_made_before_what_it_tells_was_changed_since(found):
    told = events(one=event(when="2014-04-07"))
    made_before = page("official", "created: 2013-12-04T19:34")
    made_after = page("official", "created: 2014-12-04")

    assert found("KZ119", sources=made_before, events=told) == [
        "`page` is of 2013-12-04, but tells of 2014-04-07"
    ]
    assert found("KZ119", sources=made_after, events=told) == []


def test_kz119_a_late_stamp_makes_old_news_look_fresh(found):
    def stamped(day: str) -> list[str]:
        sources = page("official", f"updated: {day}T11:10")
        return found("KZ119", sources=sources, events=events(one=event(when="2014-04-07")))

    assert stamped("2018-02-20") == [
        "`page` was changed on 2018-02-20, but tells of nothing after 2014-04-07"
    ]
    assert stamped("2015-02-20") == []


def test_kz119_expectations_and_laws_may_speak_of_what_comes(found):
    expected = events(one=event(when="2014-04-07", status="expected"))
    dated = page("official", "created: 2013-12-04")
    law = dated.replace("web-page", "legislation")

    assert found("KZ119", sources=dated, events=expected) == []
    assert found("KZ119", sources=law, events=events(one=event(when="2014-04-07"))) == []


def test_kz122_a_correction_above_the_level_of_the_old_fact_is_an_error(found):
    def corrected(level: str, keys: str = "") -> str:
        new = event(when=2011, supersedes="old", level=level)
        return events(old=event(when=2010)[:-1] + keys + "}", new=new)

    assert found("KZ122", events=corrected("internal")) == [
        "`old` is public and goes on being printed; its correction `new` is internal"
    ]
    assert found("KZ122", events=corrected("public")) == []
    assert found("KZ122", events=corrected("internal", ", hold: true")) == []


def test_kz124_a_garbled_sentence_is_kept_in_its_words(found):
    assert found("KZ124", events=events(one=event(problem="garbled"))) == [
        "`one` is garbled, but its words are not kept"
    ]
    assert found("KZ124", events=events(one=event(problem="garbled", quote="its words"))) == []


def test_kz126_a_quotation_stands_in_the_stored_copy_blanks_apart(found, workspace):
    workspace.file("data/sources/page.txt", "It was\nfounded in 2010.")
    stored = page("official", "file: sources/page.txt")

    assert found(
        "KZ126", sources=stored, events=events(one=event(quote="was founded in 2011"))
    ) == ["the quotation of `one` does not stand in sources/page.txt"]
    assert found("KZ126", events=events(one=event(quote="was  founded in 2010"))) == []


def test_kz126_a_copy_that_is_no_plain_text_is_not_searched(found, workspace):
    workspace.file("data/sources/page.pdf", b"%PDF-1.7 \xff")
    scanned = page("official", "file: sources/page.pdf")

    assert found("KZ126", sources=scanned, events=events(one=event(quote="words"))) == []


def test_kz127_the_stored_copy_is_there(found, workspace):
    stored = page("official", "file: sources/page.txt")

    assert found("KZ127", sources=stored) == ["the copy of `page` is not there: sources/page.txt"]
    workspace.file("data/sources/page.txt", "words")
    assert found("KZ127", sources=stored) == []


def test_kz128_a_place_is_one_that_the_source_lists(found):
    assert found("KZ128", events=events(one=event(source="page#p9"))) == [
        "`page#p9` names a place that `page` does not list"
    ]
    assert found("KZ128", events=events(one=event(source="page#p3"))) == []


def test_kz129_two_that_disagree_stay_listed_until_one_is_settled(found):
    rivals = events(
        one=event(status="disputed", when=2010, conflicts_with="two"), two=event(when="2009-12-09")
    )

    assert found("KZ129", events=rivals) == ["`one` (2010) and `two` (2009-12-09) disagree"]


def test_kz129_two_that_do_not_name_each_other_are_found_all_the_same(found):
    silent = events(one=event(when=2010, involves="unodc"), two=event(when=2009, involves="unodc"))
    agreeing = events(
        one=event(when=2010, involves="unodc"), two=event(when="2010-05", involves="unodc")
    )

    assert found("KZ129", events=silent) == [
        "`one` (2010) and `two` (2009) disagree, and neither names the other"
    ]
    assert found("KZ129", events=agreeing) == []


def test_kz129_an_agreement_has_one_accession(found):
    treaty = HEAD + (
        "uncac:\n  title: {en: Convention}\n  actions:\n"
        "    - {id: a, action: accession, when: 2008-06-18, status: confirmed}\n"
        "    - {id: b, action: %s, when: 2009-06-18, status: confirmed}\n"
    )

    assert found("KZ129", agreements=treaty % "accession") == [
        "`a` (2008-06-18) and `b` (2009-06-18) disagree, and neither names the other"
    ]
    assert found("KZ129", agreements=treaty % "declaration") == []


def test_kz130_a_source_that_no_fact_cites_is_worth_knowing(found):
    second = page().rstrip(" ") + "    other: {authority: press}\n"

    assert found("KZ130", sources=second) == ["no fact cites `other`"]
    assert found("KZ130", sources=second, events=events(one=event(source="[page, other]"))) == []
