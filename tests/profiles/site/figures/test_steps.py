from __future__ import annotations

import pytest
from lxml import etree

from profiles.site.figures.steps import steps


@pytest.mark.parametrize(
    ("level", "label", "words"),
    [
        (0, "Not rated", "Impact: not rated"),
        (1, "Low", "Impact: low, step 1 of 4"),
        (4, "Critical", "Impact: critical, step 4 of 4"),
    ],
)
def test_steps_fill_up_to_the_level(level: int, label: str, words: str) -> None:
    tree = etree.fromstring(steps(level, label))
    assert tree.xpath("//rect/@class") == ["step-on"] * level + ["step-off"] * (4 - level)
    heights = [float(height) for height in tree.xpath("//rect/@height")]
    assert heights == sorted(heights)
    assert tree.get("aria-label") == words


@pytest.mark.parametrize("level", [-1, 5])
def test_steps_refuse_what_is_no_level(level: int) -> None:
    with pytest.raises(ValueError, match="0 to 4 steps"):
        steps(level, "High")
