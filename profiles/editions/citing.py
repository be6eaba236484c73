"""How others cite an edition: its permanent address, and ready-made entries for BibTeX and CSL-JSON. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

HOUSE = "Plumbline"
# BibTeX counts braces whatever stands before them, so one that means itself must be spelt out.
_SPELT = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}
_SPECIAL = re.compile("[" + re.escape("".join(_SPELT)) + "]")


@dataclass(frozen=True)
class Reference:
    """What a citation of an edition needs. `site` is the site's address without a slash at its end."""

    site: str
    profile: str  # public id: it stays the same when the profile is renamed
    number: int
    name: str
    byline: str
    published_on: date
    digest: str

    @property
    def address(self) -> str:
        """The permanent address: it leads to the edition wherever that is read today."""
        return f"{self.site}/id/{self.profile}/{self.number}/"

    @property
    def key(self) -> str:
        return f"{HOUSE.lower()}-{self.profile}-{self.number}"

    @property
    def bibtex(self) -> str:
        """A BibTeX entry, for classic BibTeX and for BibLaTeX, in UTF-8."""
        day = self.published_on
        fields = {
            "author": f"{{{_spelt(self.byline or HOUSE)}}}",
            "title": f"{{{_spelt(self.name)}}}",
            "howpublished": f"{HOUSE}, edition {self.number}",
            "year": f"{day:%Y}",
            "month": f"{day:%b}".lower(),
            "date": day.isoformat(),
            "url": self.address,
            "note": f"SHA-256 {self.digest}",
        }
        written = (f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items())
        return f"@misc{{{self.key},\n" + ",\n".join(written) + "\n}\n"

    @property
    def csl(self) -> list[dict[str, Any]]:
        """The same as CSL-JSON: a list of one item."""
        day = self.published_on
        return [
            {
                "id": self.key,
                "type": "webpage",
                "title": _one_line(self.name),
                "author": [{"literal": _one_line(self.byline) or HOUSE}],
                "container-title": HOUSE,
                "publisher": HOUSE,
                "edition": str(self.number),
                "issued": {"date-parts": [[day.year, day.month, day.day]]},
                "URL": self.address,
                "language": "en-GB",
                "note": f"SHA-256 {self.digest}",
            }
        ]

    @property
    def csl_text(self) -> str:
        return json.dumps(self.csl, ensure_ascii=False, indent=2) + "\n"


def _spelt(text: str) -> str:
    return _SPECIAL.sub(lambda found: _SPELT[found.group()], _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())
