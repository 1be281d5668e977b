"""Comparing a published template with what it is said to be."""

from __future__ import annotations

from generator.publish.template import Template
from generator.publish.verify import Beside, Comparison, compare

WEB = Template("web", "Resources: {}\n")
OTHER = Template("other", "Resources: {A: {}}\n")
KEY = f"templates/web/{WEB.digest[:16]}/template.yaml"


def sames(*found: Comparison) -> dict[Beside, bool]:
    return {each.beside: each.same for each in found}


def test_the_same_is_the_same_in_every_way() -> None:
    found = compare(WEB.data, KEY, WEB.digest, [OTHER, WEB])

    assert {Beside.GIVEN: True, Beside.KEY: True, Beside.PAYLOAD: True} == sames(*found)


def test_another_content_differs_in_every_way() -> None:
    found = compare(b"Resources: {Evil: {}}\n", KEY, WEB.digest, [WEB])

    assert {Beside.GIVEN: False, Beside.KEY: False, Beside.PAYLOAD: False} == sames(*found)


def test_a_payload_of_another_name_is_no_answer() -> None:
    """The key says which template it is; that another payload makes the same is chance."""
    (found,) = compare(WEB.data, "x/web/latest/template.yaml", "", [OTHER])

    assert Comparison(Beside.PAYLOAD, False, "the payloads: they make other, not web", "") == found


def test_under_a_foreign_key_any_payload_may_have_made_it() -> None:
    (found,) = compare(WEB.data, "web.yaml", "", [OTHER, WEB])

    assert (True, "what the payload makes now (web)") == (found.same, found.what)


def test_nothing_to_compare_with() -> None:
    assert () == compare(WEB.data, "web.yaml")
