"""What axe finds on a page: the rules of accessible pages, run within the page itself."""

from __future__ import annotations

from importlib.resources import files

from playwright.sync_api import Page

SOURCE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")

# Beside axe's usual rules that of the smallest thing to press (WCAG 2.2, AA), which axe leaves out unless asked.
# Style sheets of other hosts are not fetched for it: there are none.
EVERYTHING = {"preload": False, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {"preload": False, "resultTypes": ["violations"], "runOnly": ["color-contrast"]}


def violations(page: Page, options: dict[str, object] | None = None) -> list[str]:
    """Rules broken on the page as it stands, each with the place: nothing is the only good answer."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {SOURCE} }} }}")
    found: list[str] = page.evaluate(
        "async options => (await window.axe.run(document, options)).violations"
        ".flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}`))",
        options or EVERYTHING,
    )
    return found
