DIGEST = "0" * 64


def image(keys):
    return f"amis:\n  - imageName: web\n    sourceImage: ami-0de53d8956e8dcf80\n    {keys}\n"


def test_a_digest_alone(told):
    expected = '4:5: bootstrapSha256 has nothing to verify: image "web" has no bootstrapUrl'
    assert [expected] == told(image(f"bootstrapSha256: '{DIGEST}'"), "AF322")


def test_a_digest_with_its_script(told):
    text = image(f"bootstrapSha256: '{DIGEST}'\n    bootstrapUrl: https://example.com/a.sh")
    assert told(text, "AF322") == []
