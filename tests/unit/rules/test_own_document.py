import pytest


def image(document):
    return (
        "amis:\n  - imageName: web\n    sourceImage: ami-0de53d8956e8dcf80\n"
        f"    automationDocument: {document}\n"
    )


def test_a_document_of_one_s_own(findings, told):
    expected = (
        '4:25: automationDocument "acme.golden" is not run by Image Builder, '
        "and the image is treated as Linux"
    )
    assert [expected] == told(image("acme.golden"), "AF353")
    (finding,) = findings(image("acme.golden"), "AF353")
    assert finding.hint == (
        "use DefaultLinuxAmiDocument or DefaultWindowsAmiDocument, and components"
    )


def test_a_misspelt_one(findings):
    (finding,) = findings(image("DefaultWindowsAmiDokument"), "AF353")
    assert finding.hint == 'did you mean "DefaultWindowsAmiDocument"?'


@pytest.mark.parametrize("document", ["DefaultLinuxAmiDocument", "DefaultWindowsAmiDocument"])
def test_the_two_that_decide_the_platform(told, document):
    assert told(image(document), "AF353") == []
