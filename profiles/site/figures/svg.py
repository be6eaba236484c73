"""The few pieces that every figure is made of. Attributes and text are escaped here and nowhere else."""

from __future__ import annotations

from html import escape

from profiles.editions.markup import Html


def element(name: str, *children: Html, **attributes: str | float | None) -> Html:
    """One SVG element. In names of attributes `_` is a hyphen, and dropped at the end; None leaves one out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(number(value) if isinstance(value, int | float) else value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if children:
        return Html(f"<{name}{written}>{''.join(children)}</{name}>")
    return Html(f"<{name}{written}/>")


def words(text: str) -> Html:
    """Text as it may stand inside an element."""
    return Html(escape(text))


def number(value: float) -> str:
    """A coordinate with at most one decimal, so that the same figure is the same bytes everywhere."""
    return f"{round(value, 1):g}"


def canvas(width: float, height: float, css: str, label: str, *children: Html, role: str = "img") -> Html:
    """The outer <svg>. Without a label it is decoration and hidden from screen readers."""
    box = f"0 0 {number(width)} {number(height)}"
    return Html(
        element(
            "svg",
            *children,
            class_=css,
            viewBox=box,
            width=width,
            height=height,
            role=role if label else None,
            aria_label=label or None,
            aria_hidden=None if label else "true",
            focusable="false",
        )
    )
