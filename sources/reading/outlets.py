"""Which names are newsrooms: a short table of well-known ones, words that newsrooms have in their names.

Only a help for phrases that would otherwise be doubtful ("Reuters reported", but "Acme reported a loss"). What
the editors' own tables know is handed in by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from sources.reading.names import name_key

_SAME: dict[str, tuple[str, ...]] = {
    "Associated Press": ("AP", "the Associated Press", "AP News"),
    "Agence France-Presse": ("AFP",),
    "New York Times": ("NYT", "The New York Times", "NY Times"),
    "Wall Street Journal": ("WSJ", "The Wall Street Journal", "the Journal"),
    "Financial Times": ("FT", "The Financial Times"),
    "Washington Post": ("WaPo", "The Washington Post"),
    "BBC": ("BBC News",),
    "TechCrunch": ("Tech Crunch", "TechCrunch.com"),
    "Data Center Dynamics": ("DCD", "DatacenterDynamics"),
    "Deutsche Presse-Agentur": ("dpa",),
    "Los Angeles Times": ("LA Times", "L.A. Times"),
}
_ALONE = (
    "Reuters|Bloomberg|CNN|CNBC|NBC|NBC News|CBS|CBS News|ABC News|NPR|PBS|Fox News|Sky News"
    "|Al Jazeera|Axios|Politico|Forbes"
    "|Fortune|Business Insider|Insider|The Verge|Wired|Ars Technica|The Register|ZDNet|ZDNET|CNET"
    "|Engadget|Gizmodo|Mashable"
    "|Vice|Motherboard|ProPublica|The Guardian|Guardian|The Information|404 Media|The Intercept|The Record|The Atlantic"
    "|The New Yorker|Semafor|Protocol|Krebs on Security|KrebsOnSecurity|BleepingComputer|Bleeping Computer|SecurityWeek"
    "|Dark Reading|The Hacker News|CyberScoop|Threatpost|Light Reading|Lightwave|Capacity Media"
    "|Telecompaper|Fierce Network"
    "|FierceTelecom|Computer Weekly|Computerworld|VentureBeat|MIT Technology Review|IEEE Spectrum|The Economist|Nikkei"
    "|Nikkei Asia|Kyodo|Xinhua|Handelsblatt|Der Spiegel|Spiegel|Le Monde|Les Echos|El País|USA Today|Rest of World"
    "|Heise|heise online|Golem|Slashdot|Hacker News|The Daily Beast|Newsweek|Time|TIME|Quartz|Recode|Business Wire"
    "|PR Newswire|GlobeNewswire|UPI|Interfax|TASS|PTI|ANSA|EFE|Yonhap"
)
_OUTLET_WORD = re.compile(
    r"\b(?:Times|Post|Journal|News|Newswire|Herald|Tribune|Gazette|Chronicle|Observer|Telegraph|Courier|Dispatch"
    r"|Examiner|Inquirer|Mirror|Standard|Sentinel|Star|Ledger|Magazine|Weekly|Daily|Press|Wire|Bulletin|Media"
    r"|Broadcasting|Radio|TV|Newsroom|Zeitung|Register|Review|Insider|Reporter|Newsletter|Monitor|Argus)$"
)
WIRES = frozenset(
    {"associated press", "reuters", "agence france presse", "deutsche presse agentur", "bloomberg", "upi"}
)
# Sellers of pictures: "Source: Getty Images" under a photograph is no origin of an article.
PICTURE_SELLERS = re.compile(
    r"\b(?:Getty|Shutterstock|Unsplash|iStock|Alamy|Pexels|Pixabay|Adobe Stock|Depositphotos|Freepik|Wikimedia"
    r"|Flickr|Dreamstime|Midjourney|DALL)\b",
    re.I,
)


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    table = {name_key(name): name for name in _ALONE.split("|")}
    for name, others in _SAME.items():
        table.update({name_key(other): name for other in (name, *others)})
    return table


def standard_name(name: str) -> str:
    """Return the usual name of a newsroom ("AP" gives "Associated Press"), or `name` cleaned where it is not known.

    The whole name decides: "Post Register" is not "The Register", and "SAP" is not "AP".
    """
    cleaned = re.sub(r"\s+", " ", name).strip(" .,;:’'\"“”()[]")
    cleaned = re.sub(r"[’']s$", "", cleaned)
    if cleaned.isupper() or cleaned not in {"Ft", "Ap", "Dpa"}:
        known = _table().get(name_key(cleaned))
        if known and (len(cleaned) > 3 or cleaned.isupper() or cleaned == "dpa"):
            return known
    return re.sub(r"^the (?=[A-Z])", "", cleaned)


def is_outlet(name: str, known: Mapping[str, str]) -> str:
    """Return why `name` is taken for a newsroom, or an empty string.

    `known` maps folded publisher names to kinds ("newsroom", "regulator", ...), from the editors' tables.
    """
    folded = name_key(name)
    kind = known.get(folded)
    if kind in {"newsroom", "wire", "aggregator"}:
        return f"{name} is in our list of publishers as {kind}"
    if kind not in {None, "unknown"}:
        return ""
    if name_key(standard_name(name)) in _table() and (len(name) > 3 or name.isupper()):
        return f"{name} is a well-known newsroom"
    cleaned = re.sub(r"[’']s$", "", name)
    if len(cleaned.split()) >= 2 and _OUTLET_WORD.search(cleaned):
        return f"{name} has a newsroom's name"
    return ""
