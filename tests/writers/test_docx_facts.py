"""Facts in the Word file: a bound control each, and a store of what is printed, no more."""

import logging

from trees import BRIEF, fact, para, words
from word import MISSION, W, find, names, part, text, val

from kzreport.document import Document, Fact, Heading, Link
from kzreport.writers.docx import write_docx

K = "{urn:kzreport:facts:1}"
AMOUNT = Fact("300,000", ("vc-2011.amount", "vc-2011.currency"), "money")


def written(*blocks, embed="full") -> bytes:
    return write_docx(Document("A paper", "en", blocks), MISSION, embed=embed)


def controls_of(data: bytes):
    root = part(data)
    return [each for each in find(root, "sdt") if find(each, "sdtPr/dataBinding")]


def store(data: bytes):
    return part(data, "customXml/item1.xml")


def test_a_fact_is_a_control_bound_to_its_element_in_the_store():
    data = written(para("In all ", AMOUNT, "."))

    (control,) = controls_of(data)
    (stored,) = store(data)
    binding = find(control, "dataBinding")[0]
    assert text(control) == "300,000"
    assert val(find(control, "tag")[0]) == stored.get("id") == "f1"
    assert val(find(control, "alias")[0]) == "vc-2011.amount"
    found = (
        store(data)
        .getroottree()
        .xpath(val(binding, "xpath") or "", namespaces={"k": "urn:kzreport:facts:1"})
    )
    assert [each.text for each in found] == ["300,000"]
    assert f"{val(binding, 'storeItemID')}" in _props(data)


def _props(data: bytes) -> str:
    return str(dict(part(data, "customXml/itemProps1.xml").attrib))


def test_the_store_tells_what_was_printed_from_what_and_how():
    data = written(para(AMOUNT, Fact("Вена", ("vienna.name",), "", "ru")))

    first, second = store(data)
    assert dict(first.attrib) == {
        "id": "f1",
        "ref": "vc-2011.amount vc-2011.currency",
        "as": "money",
        "base": "300,000",
    }
    assert second.get("lang") == "ru"
    assert [each.findtext(f"{K}v") for each in (first, second)] == ["300,000", "Вена"]
    assert first.find(f"{K}v").attrib == {}


def test_one_fact_printed_twice_is_one_element_and_another_form_is_another():
    upper = Fact("ВЕНА", ("vienna.name",), "upper", "ru")
    plain = Fact("Вена", ("vienna.name",), "", "ru")
    data = written(para(plain, " ", plain, " ", upper))

    assert [val(find(each, "tag")[0]) for each in controls_of(data)] == ["f1", "f1", "f2"]
    assert len(store(data)) == 2


def test_links_contents_and_fields_hold_no_controls():
    data = written(
        Heading(2, words("The ", AMOUNT), "a", "I."),
        para(Link("https://www.unodc.org/", words("see ", AMOUNT))),
    )

    (control,) = controls_of(data)
    assert control.getparent().tag == f"{W}p"
    assert len(store(data)) == 1


def test_without_controls_the_facts_are_plain_and_no_store_is_made():
    data = written(para("In all ", AMOUNT, "."), embed="none")

    assert controls_of(data) == []
    assert not [name for name in names(data) if name.startswith("customXml")]
    assert "facts" not in str([dict(each.attrib) for each in _relations(data)])


def _relations(data: bytes):
    return part(data, "word/_rels/document.xml.rels")


def test_with_ids_alone_the_file_says_which_fact_stands_where_and_no_value():
    data = written(para("In all ", AMOUNT, "."), embed="ids")

    (control,) = find(part(data), "sdt")
    (stored,) = store(data)
    assert text(control) == "300,000"
    assert not find(control, "sdtPr/dataBinding")
    assert val(find(control, "tag")[0]) == "f1"
    assert dict(stored.attrib) == {
        "id": "f1",
        "ref": "vc-2011.amount vc-2011.currency",
        "as": "money",
    }
    assert len(stored) == 0


def test_a_paper_without_facts_has_no_store():
    assert not [name for name in names(written(para("Words."))) if "customXml" in name]


def test_beyond_five_hundred_the_facts_are_plain_and_the_log_says_so(caplog):
    facts = [fact(f"{n}", f"vc-{n}.amount") for n in range(503)]
    with caplog.at_level(logging.WARNING):
        data = written(para(*facts))

    assert len(controls_of(data)) == len(store(data)) == 500
    assert caplog.messages == ["A paper: 3 facts are plain text in Word; a file holds 500 controls"]
    assert text(part(data)).endswith("500501502")


def test_the_store_holds_no_fact_that_is_not_printed_as_a_control():
    data = write_docx(BRIEF, MISSION)
    root, notes = part(data), part(data, "word/footnotes.xml")

    shown = {val(each) for part_ in (root, notes) for each in find(part_, "sdtPr/tag")}
    assert shown == {each.get("id") for each in store(data)}


def test_the_text_of_a_fact_cannot_break_out_of_the_store():
    nasty = Fact("</v></fact>\"'&<", ('a"b.c',), 'x"y')
    data = written(para(nasty))

    (stored,) = store(data)
    assert stored.findtext(f"{K}v") == "</v></fact>\"'&<"
    assert stored.get("ref") == 'a"b.c'


def test_a_long_name_is_cut_to_what_word_allows():
    data = written(para(fact("1", "x" * 80 + ".amount")))

    assert len(val(find(part(data), "sdtPr/alias")[0]) or "") == 64
