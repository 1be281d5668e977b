"""The button that launch links wear: our own drawing, so that nothing is fetched from elsewhere."""

from __future__ import annotations

from html import escape

FILE = "launch-stack.svg"
WIDTH, HEIGHT = 144, 28
"""CSS pixels; more than the 24 by 24 a target needs (WCAG 2.2, 2.5.8)."""
BACKGROUND, INK, ACCENT = "#1b2a41", "#ffffff", "#ffb454"
"""Contrast of the ink on the background: 14 to 1; 4.5 is asked for (WCAG 2.2, 1.4.3)."""


def button(text: str = "Launch stack") -> str:
    """An SVG with its text as text, in whatever sans-serif font the reader has."""
    said = escape(text, quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title">\n'
        f'  <title id="title">{said}</title>\n'
        f'  <rect width="{WIDTH}" height="{HEIGHT}" rx="5" fill="{BACKGROUND}"/>\n'
        f'  <path d="M13 8l8 4-8 4-8-4z M5 16l8 4 8-4" transform="translate(5)" '
        f'fill="none" stroke="{ACCENT}" stroke-width="2" stroke-linejoin="round"/>\n'
        f'  <text x="84" y="19" text-anchor="middle" textLength="92" '
        f'lengthAdjust="spacingAndGlyphs" font-family="sans-serif" font-size="14" '
        f'font-weight="600" fill="{INK}">{said}</text>\n'
        "</svg>\n"
    )
