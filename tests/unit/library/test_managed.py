from __future__ import annotations

import pytest

from generator.library import managed, managed_components


@pytest.mark.parametrize(
    ("name", "platform", "is_test"),
    [
        ("update-linux", "Linux", False),
        ("update-windows", "Windows", False),
        ("reboot-linux", "Linux", False),
        ("amazon-cloudwatch-agent-windows", "Windows", False),
        ("simple-boot-test-linux", "Linux", True),
        ("docker-ce-linux", "Linux", False),
    ],
)
def test_known_components_say_where_and_when_they_run(name: str, platform: str, is_test: bool):
    found = managed(name)
    assert found is not None
    assert (platform, is_test) == (found.platform, found.is_test)


@pytest.mark.parametrize("name", ["update", "update-macos", "docker-ce-windows", ""])
def test_other_names_are_not_known(name: str):
    assert managed(name) is None


def test_all_are_listed_by_name():
    listed = [component.name for component in managed_components()]
    assert sorted(listed) == listed
    assert "update-linux" in listed
