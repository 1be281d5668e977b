def image(components, keys=""):
    listed = "".join(f"      - file: part{number}.yaml\n" for number in range(components))
    return (
        "amis:\n  - imageName: web\n    sourceImage: ami-0de53d8956e8dcf80\n"
        f"    bootstrapUrl: https://example.com/web.sh\n{keys}    components:\n{listed}"
    )


def test_one_more_than_a_recipe_takes(findings, told):
    text = image(17, "    updateOs: both\n    tests: [{file: test.yaml}]\n")
    assert told(text, "AF319") == ['8:7: image "web" has 21 components, a recipe takes 20']
    (finding,) = findings(text, "AF319")
    assert finding.hint == (
        "it has 2 for updates, 1 for the bootstrap, 17 from components, 1 tests; "
        "join small ones into one document"
    )


def test_as_many_as_a_recipe_takes(told):
    text = image(18, "    tests: {enabled: false, components: [{file: test.yaml}]}\n")
    assert told(text, "AF319") == []
