"""The first and the second person, in each language, outside quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kzreport.kinds.paper import Item
from kzreport.kinds.where import MASK
from kzreport.language import Language

#: Whole words. «US» is a country, «I» a numeral where the word before it says so; Kazakh «мен»
#: is left out, since it is «I» and «and» alike.
_PERSONS = {
    "en": (
        r"I|[Mm]e|[Mm]y|[Mm]yself|[Ww]e|[Uu]s|[Oo]ur|[Oo]urs|[Oo]urselves"
        r"|[Yy]ou|[Yy]our|[Yy]ours|[Yy]ourself|[Yy]ourselves"
    ),
    "fr": (r"(?i:je|[jm](?=['’])|me|moi|mon|ma|mes|nous|notre|nos|nôtres?|vous|votre|vos|vôtres?)"),
    "ru": (
        r"(?i:я|меня|мне|мной|мною|мо(?:й|я|ё|е|и|его|ей|ему|им|ём|ем|их|ими|ю|ею)"
        r"|мы|нас|нам|нами|на[ш](?:а|е|и|у|его|ей|ему|им|ем|их|ими|ею)?"
        r"|вы|вас|вам|вами|ваш(?:а|е|и|у|его|ей|ему|им|ем|их|ими|ею)?)"
    ),
    "kk": (
        r"(?i:маған|мені|менің|менде|менен"
        r"|біз(?:дер)?(?:дің|ді|ге|де|ден|бен)?"
        r"|сіз(?:дер)?(?:дің|ді|ге|де|ден|бен)?"
        r"|біздің\w+|сіздің\w+)"
    ),
}
#: what bears Roman numbers
_NUMBERED = frozenset({"annex", "article", "chapter", "part", "section", "title", "volume"})
#: marks of quotation that open and close, of whatever language
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"")


def spoken_words(item: Item, language: Language) -> Iterator[re.Match[str]]:
    """Yield each «I», «we», «you» that a block says in its own voice."""
    persons = _PERSONS.get(language.tag)
    if persons is None or item.quoted:
        return
    text = unquoted(item.text)
    for found in re.finditer(rf"(?<!\w)(?:{persons})(?!\w)", text):
        if not _is_numeral(text, found):
            yield found


def unquoted(text: str) -> str:
    """Return `text` with everything between quotation marks masked, as long as before."""
    return _QUOTED.sub(lambda found: MASK * len(found[0]), text)


def _is_numeral(text: str, found: re.Match[str]) -> bool:
    """Whether an «I» is the Roman one: «chapter I», «I.» at the head."""
    if found[0] != "I":
        return False
    before = text[: found.start()].split()[-1:]
    return bool(before) and before[0].lower() in _NUMBERED
