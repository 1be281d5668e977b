"""The button: small, readable for everybody, nothing from elsewhere."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # our own drawing, no foreign text
from pathlib import Path

from generator.publish.button import BACKGROUND, FILE, HEIGHT, INK, WIDTH, button

SVG = "{http://www.w3.org/2000/svg}"
DOCS = Path(__file__).parent.parent.parent.parent / "docs"


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_it_is_an_image_with_a_title_and_its_text_as_text() -> None:
    drawn = ET.fromstring(button())  # noqa: S314  # our own drawing

    assert "img" == drawn.get("role")
    assert (str(WIDTH), str(HEIGHT)) == (drawn.get("width"), drawn.get("height"))
    assert ["Launch stack"] == [each.text for each in drawn.iter(f"{SVG}title")]
    assert ["Launch stack"] == [each.text for each in drawn.iter(f"{SVG}text")]


def test_its_text_can_be_read() -> None:
    """4.5 to 1 is what WCAG 2.2 asks for."""
    light, dark = luminance(INK), luminance(BACKGROUND)

    assert (light + 0.05) / (dark + 0.05) > 4.5


def test_it_is_small_and_fetches_nothing() -> None:
    drawn = button()

    assert len(drawn.encode()) <= 1536
    assert "http" not in drawn.replace("http://www.w3.org/2000/svg", "")
    assert not [word for word in ("<script", "<style", "url(", "href") if word in drawn]


def test_it_is_large_enough_to_touch() -> None:
    assert min(WIDTH, HEIGHT) >= 24


def test_other_text_stays_text() -> None:
    assert "<b>&" == ET.fromstring(button("<b>&")).findtext(f"{SVG}title")  # noqa: S314  # ours


def test_the_one_in_the_docs_is_this_one() -> None:
    assert button() == (DOCS / FILE).read_text()
