"""Names: of their time, proper ones, in the letters of one alphabet."""

HEAD = "_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed}\n"
OFFICE = """
    kz: {level: public, recorded: 2026-11-01, kind: state, name: {en: Kazakhstan}}
    pm: {level: public, recorded: 2026-11-01, kind: mission, name: {en: The Mission}}
    unodc:
      level: public
      recorded: 2026-11-01
      source: page
      kind: organisation
      name: {en: Office on Drugs and Crime}
      aliases: [UNP]
      names:
        - {id: n-old, when: 1991/1997, status: confirmed, name: {en: Drug Control Programme}}
        - {id: n-new, when: 2002-10-01/.., status: confirmed, name: {en: Office on Drugs and Crime}}
    """


def event(what: str, when: str, place: str = "Vienna") -> str:
    keys = f"kind: visit, what: {{en: {what}}}, when: {when}, place: {{en: {place}}}"
    return HEAD + f"one: {{{keys}}}\n"


def test_kz112_a_name_before_its_time_is_told(found):
    too_early = event("visit of the Office on Drugs and Crime", "1994-05")

    assert found("KZ112", organisations=OFFICE, events=too_early) == [
        "`one` is of 1994-05, when «Office on Drugs and Crime» was not the name"
    ]


def test_kz112_the_name_of_the_time_is_in_order(found):
    of_its_time = event("visit of the Drug Control Programme", "1994-05")

    assert found("KZ112", organisations=OFFICE, events=of_its_time) == []


def test_kz113_a_city_has_the_name_of_its_time(found):
    assert found("KZ113", events=event("visit", "2020-02-03", "Astana")) == [
        "`one` is of 2020-02-03, when Astana was not the name"
    ]
    assert found("KZ113", events=event("visit to Nur-Sultan", "2014-04-07")) == [
        "`one` is of 2014-04-07, when Nur-Sultan was not the name"
    ]
    for when, place in (("2014-04-07", "Astana"), ("2020-02-03", "Nur-Sultan"), ("2023", "Astana")):
        assert found("KZ113", events=event("visit", when, place)) == []


def test_kz114_an_alias_is_not_printed(found):
    assert found("KZ114", organisations=OFFICE, events=event("session of UNP", "2014")) == [
        "`one` prints «UNP», an alias of `unodc`"
    ]
    assert found("KZ114", organisations=OFFICE, events=event("session of UNPX", "2014")) == []


def test_kz114_a_person_known_by_an_initial_is_told(found):
    def person(name: str) -> str:
        return f"p: {{level: public, recorded: 2026-11-01, name: {{en: {name}}}}}\n"

    assert found("KZ114", persons=person("A. Vyborov")) == [
        "`p` is known by an initial only: A. Vyborov"
    ]
    assert found("KZ114", persons=person("Giorgio Giacomelli")) == []


def test_kz123_latin_and_cyrillic_letters_do_not_mix_in_a_word(found):
    latin_a = HEAD + "one: {kind: visit, what: {ru: визит в Aстану}, when: 2014}\n"
    two_words = HEAD + "one: {kind: visit, what: {kk: CARICC-тің сапары}, when: 2014}\n"

    assert found("KZ123", events=latin_a) == ["`one` has «Aстану», of Latin and Cyrillic letters"]
    assert found("KZ123", events=two_words) == []
