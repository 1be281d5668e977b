"""Comparison and logical operators of `if` and of the action Assert.

Image Builder User Guide, "Comparison operators" and "Logical operators". The examples there
compare `value` with the operator's own operand (`numberGreaterThan: 1, value: 2` is true); the
prose says the reverse. This follows the examples.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Second = Literal["value", "path", ""]
"""Which key an operator takes beside its own; empty for none."""

COMPARISONS: Mapping[str, Second] = {
    "stringIsEmpty": "",
    "stringIsWhitespace": "",
    "stringEquals": "value",
    "stringLessThan": "value",
    "stringLessThanEquals": "value",
    "stringGreaterThan": "value",
    "stringGreaterThanEquals": "value",
    "patternMatches": "value",
    "numberEquals": "value",
    "numberLessThan": "value",
    "numberLessThanEquals": "value",
    "numberGreaterThan": "value",
    "numberGreaterThanEquals": "value",
    "binaryExists": "",
    "fileExists": "",
    "folderExists": "",
    "fileMD5Equals": "path",
    "fileSHA1Equals": "path",
    "fileSHA256Equals": "path",
    "fileSHA512Equals": "path",
}
"""Operators that compare, with the key they take beside their own."""

LOGIC = ("and", "or", "not")
BRANCHES = ("then", "else")
OUTCOMES = ("Execute", "Skip", "Abort")
"""What `then` and `else` may say; Execute and Skip by default."""
