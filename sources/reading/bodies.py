"""Courts and regulators named in a text, and the filings by which they speak."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sources.reading.names import name_key

# Name -> short forms. Facts about public bodies, so that "FTC" and its long name are one.
_BODIES: dict[str, tuple[str, ...]] = {
    "Federal Trade Commission": ("FTC", "U.S. Federal Trade Commission", "US Federal Trade Commission"),
    "Securities and Exchange Commission": ("SEC",),
    "Federal Communications Commission": ("FCC",),
    "Department of Justice": ("DOJ", "Justice Department", "US Department of Justice"),
    "Department of Commerce": ("Commerce Department",),
    "Consumer Financial Protection Bureau": ("CFPB",),
    "National Telecommunications and Information Administration": ("NTIA",),
    "Information Commissioner's Office": ("ICO",),
    "Competition and Markets Authority": ("CMA",),
    "Ofcom": ("Office of Communications",),
    "European Commission": (),
    "European Data Protection Board": ("EDPB",),
    "Data Protection Commission": ("DPC", "Irish Data Protection Commission"),
    "CNIL": (),
    "Bundesnetzagentur": ("BNetzA", "Federal Network Agency"),
    "Bundeskartellamt": ("Federal Cartel Office",),
    "Autorité de la concurrence": (),
    "Garante": ("Garante per la protezione dei dati personali",),
    "Autoriteit Persoonsgegevens": ("Dutch Data Protection Authority",),
    "Australian Competition and Consumer Commission": ("ACCC",),
    "Office of the Australian Information Commissioner": ("OAIC",),
    "Australian Communications and Media Authority": ("ACMA",),
    "Telecom Regulatory Authority of India": ("TRAI",),
    "Competition Commission of India": ("CCI",),
    "Personal Information Protection Commission": ("PIPC",),
    "Supreme Court": (),
    "European Court of Justice": ("ECJ", "CJEU", "Court of Justice of the European Union"),
}
_SHORT = {short: name for name, others in _BODIES.items() for short in (name, *others)}
_CAP = r"[A-Z][\w’'&-]*"
_KIND = (
    r"(?:Commission|Authority|Regulator|Agency|Tribunal|Court|Ombudsman|Commissioner|Bureau|Directorate|Inspectorate)"
)
# "Harbour Data Authority", "Court of Appeal", "District Court for the Northern District of California".
GENERIC = rf"(?:{_CAP}[ ](?:(?:of|and|for|the)[ ])?){{1,5}}{_KIND}(?:[ ]of[ ]{_CAP}(?:[ ]{_CAP}){{0,2}})?"
_GENERIC_FORM = re.compile(rf"\b{GENERIC}\b")
_DEFINED = re.compile(r"\b((?:[A-Z][\w’'&-]*[ ](?:(?:of|and|for|the)[ ])?){1,6}[A-Z][\w’'&-]*)[ ]\(([A-Z]{2,7})\)")


def bodies_in(text: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return every form under which `text` may name a court or regulator, with the body's one name.

    Known bodies, bodies that the text itself introduces ("Harbour Data Authority (HDA)"), and publishers that
    `known` (folded name to kind) has as regulator or court.
    """
    forms = {form: name for form, name in _SHORT.items() if form in text}
    introduced = dict(_DEFINED.findall(text))
    generic = {_plain(found.group()) for found in _GENERIC_FORM.finditer(text)}
    for long, short in introduced.items():
        plain = _plain(long)
        if plain in _SHORT:
            forms[short] = _SHORT[plain]
        elif re.search(rf"{_KIND}\b", plain) or known.get(name_key(plain)) in {"regulator", "court"}:
            forms[plain] = forms[short] = plain
    for name in generic:
        if name not in forms and len(name.split()) >= 2:
            forms[name] = _SHORT.get(name, name)
            initials = "".join(word[0] for word in name.split() if word[0].isupper())
            if len(initials) >= 3 and re.search(rf"\b{initials}\b", text):
                forms.setdefault(initials, forms[name])
    for run in re.findall(rf"\b{_CAP}(?: {_CAP}){{0,4}}", text[:50_000]):
        if known.get(name_key(run)) in {"regulator", "court"}:
            forms.setdefault(_plain(run), _SHORT.get(run, _plain(run)))
    return {form: name for form, name in forms.items() if len(form) > 1}


def body_name(name: str) -> str:
    """Return the long name of a known body, or `name` itself."""
    return _SHORT.get(name, name)


def is_court(name: str) -> bool:
    return bool(re.search(r"\b(?:Court|Tribunal)\b", name))


def _plain(name: str) -> str:
    return re.sub(r"^(?:The|A|An|Under|In|By|When|After|But|And|While|Yet|Following)\s+(?:the\s+)?", "", name).strip()
