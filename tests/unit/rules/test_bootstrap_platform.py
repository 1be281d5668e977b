import pytest


def image(url, document="DefaultLinuxAmiDocument"):
    return (
        f"amis:\n  - imageName: web\n    sourceImage: ami-0de53d8956e8dcf80\n"
        f"    bootstrapUrl: {url}\n    automationDocument: {document}\n"
    )


def test_powershell_on_linux(findings, told):
    text = image("https://example.com/a.sh/web.ps1?v=1")
    assert told(text, "AF321") == ['4:47: bootstrapUrl is a .ps1 script, image "web" is Linux']
    (finding,) = findings(text, "AF321")
    assert (
        finding.severity,
        finding.hint,
    ) == ("warning", "for Windows write automationDocument: DefaultWindowsAmiDocument")
    assert (
        finding.related[0].message,
        finding.related[0].location.span.line,
        finding.related[0].location.span.column,
    ) == ("decides that the image is Linux", 5, 25)


def test_bash_on_windows(told):
    text = image("s3://bucket/web.sh", "DefaultWindowsAmiDocument")
    assert told(text, "AF321") == ['4:34: bootstrapUrl is a .sh script, image "web" is Windows']


@pytest.mark.parametrize(
    ("url", "document"),
    [
        ("https://example.com/web.sh", "DefaultLinuxAmiDocument"),
        ("https://example.com/web.PS1", "DefaultWindowsAmiDocument"),
        ("https://example.com/web", "DefaultWindowsAmiDocument"),
        ("https://example.com/web.py", "DefaultLinuxAmiDocument"),
    ],
)
def test_scripts_that_fit_or_do_not_tell(told, url, document):
    assert told(image(url, document), "AF321") == []
