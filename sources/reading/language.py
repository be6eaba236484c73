"""A small guess at a text's language: by its script, else by the commonest short words."""

from __future__ import annotations

import re

_WORDS = {
    "en": "the of and to in is that for with was on as it by are this from has have not",
    "de": "der die das und ist nicht mit den von ein eine auf für im dem des sich auch werden bei",
    "fr": "le la les des et est une dans que pour pas sur avec au par qui ce du il plus",
    "es": "el la los las de que y en un una por con para es del se no al su como",
    "it": "il di che la e per un una non sono con del della le dei nel alla si come da",
    "nl": "de het een en van is op te dat voor met niet zijn in aan door ook als bij naar",
    "pt": "o a os as de que e em um uma para com não do da se por no na mais",
}
_SETS = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u4e00", "\u9fff"),
    ("ru", "\u0400", "\u04ff"),
    ("ar", "\u0600", "\u06ff"),
    ("he", "\u0590", "\u05ff"),
    ("el", "\u0370", "\u03ff"),
    ("th", "\u0e00", "\u0e7f"),
)
READ = frozenset({"en"})  # languages whose phrases the judgements know


def language_of(text: str) -> str:
    """Return a two-letter code, or "" where the text gives no ground for a guess."""
    sample = text[:20_000]
    letters = sum(1 for sign in sample if sign.isalpha())
    if not letters:
        return ""
    for code, first, last in _SCRIPTS:
        if sum(1 for sign in sample if first <= sign <= last) > letters * (0.1 if code == "ja" else 0.3):
            return code
    words = re.findall(r"[^\W\d_]+", sample.casefold())[:2_000]
    counts = {code: sum(1 for word in words if word in known) for code, known in _SETS.items()}
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    return best if words and counts[best] >= max(3, len(words) * 0.08) else ""
