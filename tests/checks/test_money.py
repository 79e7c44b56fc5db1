"""Amounts: parts and wholes, currencies, years."""

from kzreport.values.amount import known_currency
from kzreport.values.currencies import _LIVES

HEAD = (
    "_defaults: {level: public, recorded: 2026-11-01, source: page, status: confirmed,"
    " kind: voluntary, donor: kz, recipient: unodc, when: 2011}\n"
)


def gifts(whole: str, *parts: str, keys: str = "") -> str:
    names = ", ".join(f"part-{index}" for index, _ in enumerate(parts))
    lines = [f"whole: {{amount: {whole}, parts: [{names}]{keys}}}"]
    lines += [
        f"part-{index}: {{amount: {part}, part_of: whole}}" for index, part in enumerate(parts)
    ]
    return HEAD + "\n".join(lines) + "\n"


def usd(value: int) -> str:
    return f"{{value: {value}, currency: USD}}"


def test_kz103_an_amount_that_differs_from_the_sum_of_its_parts_is_an_error(found):
    assert found("KZ103", contributions=gifts(usd(300), usd(250), usd(60))) == [
        "`whole` is 300, its parts add up to 310"
    ]
    assert found("KZ103", contributions=gifts(usd(300), usd(250), usd(50))) == []


def test_kz103_ranges_are_compared_at_both_ends(found):
    part = "{min: 100, max: 200, currency: USD}"

    assert found("KZ103", contributions=gifts(usd(300), usd(200), part)) == [
        "`whole` is 300, its parts add up to 300 to 400"
    ]
    whole = "{min: 300, max: 400, currency: USD}"
    assert found("KZ103", contributions=gifts(whole, usd(200), part)) == []


def test_kz103_parts_of_which_nobody_is_sure_are_not_compared(found):
    unsure = gifts(usd(300), usd(250), usd(60), keys=", parts_uncertain: true")

    assert found("KZ103", contributions=unsure) == []


def test_kz104_an_amount_without_a_currency_is_told(found):
    unstated = HEAD + "a: {amount: {value: 300000, currency: null}}\n"

    assert found("KZ104", contributions=unstated) == ["`a` has no currency: 300,000"]
    assert found("KZ104", contributions=HEAD + f"a: {{amount: {usd(300000)}}}\n") == []


def test_kz105_parts_in_another_currency_or_in_none_are_an_error(found):
    mixed = gifts(usd(300), usd(250), "{value: 50, currency: EUR}", "{value: 9, currency: null}")

    assert found("KZ105", contributions=mixed) == [
        "`whole` is in USD; `part-1` in EUR, `part-2` in none stated"
    ]
    assert found("KZ103", contributions=mixed) == []
    assert found("KZ105", contributions=gifts(usd(300), usd(250), usd(50))) == []


def test_kz106_an_amount_for_several_years_says_how_it_is_spread(found):
    def of_years(when: str, spread: str) -> str:
        amount = f"{{value: 150000, currency: USD{spread}}}"
        return HEAD + f'a: {{when: "{when}", amount: {amount}}}\n'

    assert found("KZ106", contributions=of_years("{2012,2013}", "")) == [
        "`a` is for 2 years: each, or all together?"
    ]
    assert found("KZ106", contributions=of_years("2011/2013", ", spread: unknown")) == [
        "`a` is for 3 years: each, or all together?"
    ]
    assert found("KZ106", contributions=of_years("{2012,2013}", ", spread: each")) == []
    assert found("KZ106", contributions=of_years("2012", "")) == []


def test_kz139_a_currency_that_did_not_exist_at_the_date_is_an_error(found):
    def of(when: str, currency: str) -> str:
        return HEAD + f'a: {{when: "{when}", amount: {{value: 10, currency: {currency}}}}}\n'

    assert found("KZ139", contributions=of("1990", "EUR")) == [
        "`a` is of 1990; EUR begins on 1999-01-01"
    ]
    assert found("KZ139", contributions=of("1993-11", "KZT")) == []
    assert found("KZ139", contributions=of("1993-10", "KZT")) == [
        "`a` is of 1993-10; KZT begins on 1993-11-15"
    ]
    assert found("KZ139", contributions=of("2005", "DEM")) == [
        "`a` is of 2005; DEM ended on 2001-12-31"
    ]
    assert found("KZ139", contributions=of("1998/2000", "EUR")) == []
    assert found("KZ139", contributions=of("../2001", "DEM")) == []
    assert found("KZ139", contributions=of("1950", "USD")) == []


def test_every_currency_whose_time_is_known_is_one_of_iso_4217():
    assert [code for code in _LIVES if not known_currency(code)] == []
