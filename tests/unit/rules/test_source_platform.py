"""AF323: the automation document decides the platform, and the source's name says otherwise."""

from __future__ import annotations


def test_a_windows_source_without_the_windows_document(told) -> None:
    text = """
    amis:
      - imageName: web
        sourceImage: ssm:/aws/service/ami-windows-latest/Windows_Server-2022-English-Full-Base
    """

    assert told(text, "AF323") == [
        '3:39: sourceImage is Windows by its name, image "web" is Linux',
    ]


def test_a_linux_source_with_the_windows_document(told) -> None:
    text = """
    amis:
      - imageName: web
        sourceImage: ssm:/golden/al2023
        automationDocument: DefaultWindowsAmiDocument
    """

    assert told(text, "AF323") == [
        '3:30: sourceImage is Linux by its name, image "web" is Windows',
    ]


def test_names_that_fit_or_say_nothing_are_fine(told) -> None:
    text = """
    amis:
      - {imageName: a, sourceImage: ami-0de53d8956e8dcf80}
      - imageName: b
        sourceImage: ssm:/golden/windows-2022
        automationDocument: DefaultWindowsAmiDocument
      - {imageName: c, sourceImage: "ssm:/golden/al2023"}
    """

    assert told(text, "AF323") == []
