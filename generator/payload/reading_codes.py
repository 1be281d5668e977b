"""Codes of findings about the text itself, before anything in it has a meaning (AF101-AF118)."""

from __future__ import annotations

from generator.findings import Code, Finding, Location, Related, Severity, Span

_YAML = "https://yaml.org/spec/1.2.2/"
_JSON = "https://www.rfc-editor.org/rfc/rfc8259"

NOT_UTF8 = Code(
    "AF101",
    "file is not UTF-8",
    Severity.ERROR,
    "A payload is read as UTF-8, the encoding that JSON and YAML share. This file has bytes\n"
    "that UTF-8 does not allow, so letters could be read as other letters. Usually the file\n"
    "was saved as UTF-16 (Windows PowerShell's `>` does that) or as Latin-1. Save it again as\n"
    "UTF-8 in the editor, or convert it: iconv -f UTF-16 -t UTF-8 old.yaml > new.yaml. A byte\n"
    "order mark at the very start of the file is accepted.",
    _JSON + "#section-8.1",
)
REFUSED_CHARACTER = Code(
    "AF102",
    "character that is not allowed",
    Severity.ERROR,
    "Some characters cannot be seen, or change how the text around them is shown: control\n"
    "characters, line separators other than the usual newline, zero-width characters, marks\n"
    "that turn the writing direction, and halves of surrogate pairs. They come in with text\n"
    "copied from web pages or chat, they make two names look equal that are not, and they can\n"
    "hide what a reviewer should see. They are refused everywhere in a payload, also when\n"
    'they are written as an escape such as "\\u200b" or "\\x07". Delete the character; where\n'
    "the text needs a line break or a tab, use an ordinary one.",
    "https://www.unicode.org/reports/tr36/",
)
TOO_LARGE = Code(
    "AF103",
    "file is larger than 1 MiB",
    Severity.ERROR,
    "A payload file is read up to 1 MiB (1,048,576 bytes), which is many times what one\n"
    "CloudFormation stack can hold. A larger file is almost always the wrong file. If it\n"
    "really is a payload, spread its images over several files, each of which becomes a\n"
    "stack, and move what the images share to `defaults`.",
)
EMPTY = Code(
    "AF104",
    "file holds no payload",
    Severity.ERROR,
    "The file is empty, or holds nothing but comments. A payload needs at least the key\n"
    "`amis` with a list of one image. `amifactory init` writes a payload to start from.",
)
YAML_SYNTAX = Code(
    "AF105",
    "text is not valid YAML",
    Severity.ERROR,
    "The text breaks a rule of YAML, so it is not known what it means from there on; what\n"
    "follows in the file has not been read. The place that is shown is where the reader\n"
    "noticed, and the cause can be a line above it. The usual causes: a tab in the\n"
    "indentation, lines of one mapping that do not start in the same column, a missing space\n"
    "after a colon or a dash, a quote or bracket that is not closed, and a value that holds\n"
    "`: ` or starts with one of @ ` % * & ! | > [ ] { } , and needs quotes.",
    _YAML,
)
JSON_SYNTAX = Code(
    "AF106",
    "text is not valid JSON",
    Severity.ERROR,
    "The text breaks a rule of JSON. JSON wants double quotes around every key and every\n"
    "text, a comma between two entries and none after the last, and knows no comments. Small\n"
    "slips are read past, so that all of them are shown at once; after a larger one the rest\n"
    "of the file has not been read. Comments and quotes that may be left out are what YAML\n"
    "offers: the same payload can be written in a .yaml file.",
    _JSON,
)
MANY_DOCUMENTS = Code(
    "AF107",
    "file holds more than one document",
    Severity.ERROR,
    "In YAML a line of three dashes starts another document. One payload file is one payload\n"
    "and becomes one stack, so only the first document could be used and the others would be\n"
    "lost without a word. Put each document in a file of its own, or put all images under one\n"
    "`amis`.",
    _YAML + "#914-explicit-documents",
)
NOT_A_MAPPING = Code(
    "AF108",
    "top level is not a mapping",
    Severity.ERROR,
    "A payload is a mapping with the key `amis`, and optionally `factory` and `defaults`.\n"
    "This file holds a list or a single value instead. When it is the list of images, put the\n"
    'line `amis:` above it; in JSON, put the list in an object: {"amis": [...]}.',
)
DUPLICATE_KEY = Code(
    "AF109",
    "key is written twice",
    Severity.ERROR,
    "The same key stands twice in one mapping. Most programs silently keep the last one, so\n"
    "that what is read first by a person is not what counts. Here it is an error, with both\n"
    "places shown. Remove one, or give the second entry a `-` of its own if it was meant to\n"
    "be another item of a list.",
    _YAML + "#3213-node-comparison",
)
UNKNOWN_ALIAS = Code(
    "AF110",
    "alias without an anchor",
    Severity.ERROR,
    "In YAML an unquoted value that starts with `*` stands for something that was named with\n"
    "`&` earlier in the file. Here there is no such name, or the alias stands inside the very\n"
    "thing it names, which would have no end. When the value is text, such as a file pattern,\n"
    "put quotes around it. When an alias is meant, write the anchor before it.",
    _YAML + "#71-alias-nodes",
)
ALIAS_EXPANSION = Code(
    "AF111",
    "aliases expand to too much",
    Severity.ERROR,
    "Each alias repeats all that its anchor names. Aliases of aliases multiply, and a file of\n"
    "a few lines can grow to billions of values. All aliases of a file together may add\n"
    "10,000 values. Keys that all images share belong in `defaults`, which costs nothing.",
    _YAML + "#71-alias-nodes",
)
MERGE_KEY = Code(
    "AF112",
    "merge key",
    Severity.ERROR,
    "The merge key `<<` was an extension of YAML 1.1, is not part of YAML 1.2, and programs\n"
    "differ in which value wins. The payload has its own way: whatever stands under\n"
    "`defaults` holds for every image, and an image's own keys override it (maps merge, lists\n"
    "replace).",
    "https://yaml.org/type/merge.html",
)
TAG = Code(
    "AF113",
    "tag that is not allowed",
    Severity.ERROR,
    "In YAML an unquoted word that starts with `!` is a tag, an order to read the value in a\n"
    "special way. Some programs build arbitrary objects from tags. A payload holds only\n"
    "mappings, lists and plain values, and the field decides how a value is read, so the only\n"
    "tags allowed are !!str, !!map and !!seq where they say what is true anyway.\n"
    "CloudFormation's short forms such as !Ref do not work in a payload: write the value. If\n"
    "the text really starts with `!`, put quotes around it.",
    _YAML + "#24-tags",
)
KEY_NOT_TEXT = Code(
    "AF114",
    "key is not text",
    Severity.ERROR,
    "Keys are words. Here a key is a list, a mapping, or nothing at all. The usual cause is a\n"
    "value in braces without quotes, such as {{ name }}, which YAML reads as a mapping in a\n"
    "mapping: put quotes around it. A line that starts with a colon lacks its key.",
    _YAML + "#3211-nodes",
)
NOT_FINITE = Code(
    "AF115",
    "value is not a finite number",
    Severity.ERROR,
    "NaN and the infinities are special values of floating point arithmetic. No field takes\n"
    "them, JSON has no way to write them, and they compare in surprising ways. Write the\n"
    "number that is meant, or put quotes around it when it is a text.",
    _JSON + "#section-6",
)
TOO_DEEP = Code(
    "AF116",
    "text is nested too deeply",
    Severity.ERROR,
    "Lists and mappings stand in each other more than 50 levels deep, counted with aliases\n"
    "expanded. A payload needs fewer than ten. Such a file is a slip of a program that wrote\n"
    "it, or is made to exhaust the reader, so it is not read any further.",
)
LEADING_ZERO = Code(
    "AF117",
    "number with a leading zero",
    Severity.ERROR,
    "JSON has no numbers that start with 0, because some programs read them as octal and\n"
    "others drop the zero. An account id such as 012345670123 is not a number but a text of\n"
    '12 digits: put quotes around it, as in "012345670123". In YAML the digits are kept as\n'
    "they are written, with or without quotes.",
    _JSON + "#section-6",
)
LEFT_OUT = Code(
    "AF118",
    "too many findings",
    Severity.ERROR,
    "After 100 findings about its text a file is read no further. So many usually have one\n"
    "cause, for example text copied from a page with invisible characters, or a faulty\n"
    "program that wrote the file. Mend what is shown, and run again to see whether more is\n"
    "left.",
)

CODES = (
    NOT_UTF8,
    REFUSED_CHARACTER,
    TOO_LARGE,
    EMPTY,
    YAML_SYNTAX,
    JSON_SYNTAX,
    MANY_DOCUMENTS,
    NOT_A_MAPPING,
    DUPLICATE_KEY,
    UNKNOWN_ALIAS,
    ALIAS_EXPANSION,
    MERGE_KEY,
    TAG,
    KEY_NOT_TEXT,
    NOT_FINITE,
    TOO_DEEP,
    LEADING_ZERO,
    LEFT_OUT,
)
"""All codes of reading, in order."""


def finding_at(  # noqa: PLR0913 -- a finding has this many parts
    file: str,
    code: Code,
    span: Span,
    message: str,
    *,
    hint: str = "",
    related: tuple[tuple[Span, str], ...] = (),
) -> Finding:
    """A finding of this code at a place in the file; `related` are further places in it."""
    return Finding(
        code.id,
        code.severity,
        message,
        hint,
        Location(file, span),
        related=tuple(Related(Location(file, place), text) for place, text in related),
    )
