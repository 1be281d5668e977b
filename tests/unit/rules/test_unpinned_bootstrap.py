def image(keys):
    return f"amis:\n  - imageName: web\n    sourceImage: ami-0de53d8956e8dcf80\n    {keys}\n"


def test_a_url_without_a_digest(findings, told):
    text = image("bootstrapUrl: https://example.com/web.sh?v=1&x=2")
    expected = (
        "4:19: bootstrapUrl has no bootstrapSha256: "
        "each build runs whatever the URL serves that day"
    )
    assert [expected] == told(text, "AF320")
    (finding,) = findings(text, "AF320")
    assert (
        finding.severity,
        finding.hint.removeprefix(
            "run `amifactory lock`, or add bootstrapSha256; `curl -fsSL "
        ).removesuffix(" | sha256sum` prints it"),
    ) == ("warning", "'https://example.com/web.sh?v=1&x=2'")


def test_the_digest_of_an_object_in_s3(findings):
    (finding,) = findings(image("bootstrapUrl: s3://bucket/web.sh"), "AF320")
    assert finding.hint == (
        "run `amifactory lock`, or add bootstrapSha256; "
        "`aws s3 cp s3://bucket/web.sh - | sha256sum` prints it"
    )


def test_with_a_digest_or_without_a_script(told):
    pinned = image(f"bootstrapUrl: https://example.com/a.sh\n    bootstrapSha256: '{'0' * 64}'")
    assert told(pinned, "AF320") == []
    assert told(image("scan: false"), "AF320") == []
