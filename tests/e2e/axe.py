"""What axe finds on a page: the rules of accessible pages, run within the page itself."""

from __future__ import annotations

from importlib.resources import files

from playwright.sync_api import Page

SOURCE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

# Beside axe's usual rules that of the smallest thing to press (WCAG 2.2, AA), which axe leaves out unless asked.
# Style sheets of other hosts are not fetched for it: there are none.
EVERYTHING = {"preload": False, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {"preload": False, "resultTypes": ["violations"], "runOnly": ["color-contrast"]}


# What the contrast of an element's text hangs on, for each element that can be seen.
LOOKS = """
window.looks = () => new Map([...document.querySelectorAll('body, body *')]
    .filter(each => each.checkVisibility({visibilityProperty: true}))
    .map(each => {
        const style = getComputedStyle(each), size = parseFloat(style.fontSize);
        const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
        return [each, [style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.position,
                       style.clip, style.clipPath, large].join()];
    }));
"""


def violations(page: Page, options: dict[str, object] | None = None) -> list[str]:
    """Rules broken on the page as it stands, each with the place: nothing is the only good answer."""
    _bring(page)
    return _run(page, "document", options or EVERYTHING)


def violations_of_colour(page: Page, width: int) -> list[str]:
    """The same of colours at another width, in pixels, and the same scheme: asked of what is seen there alone or looks
    different there, since of everything else it was found out at the width before."""
    _bring(page)
    page.evaluate("() => { window.before = window.looks(); }")
    page.set_viewport_size({"width": width, "height": 900})
    new = "[...window.looks()].filter(([each, look]) => window.before.get(each) !== look).map(([each]) => each)"
    if not page.evaluate(f"() => (window.different = {new}).length"):
        return []
    return _run(page, "{include: window.different}", COLOURS)


def _bring(page: Page) -> None:
    """Once to each page: it is half a megabyte."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(f"() => {{ {SOURCE}; {LOOKS} }}")


def _run(page: Page, context: str, options: dict[str, object]) -> list[str]:
    found: list[str] = page.evaluate(
        f"async options => (await window.axe.run({context}, options)).violations"
        ".flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}`))",
        options,
    )
    return found
