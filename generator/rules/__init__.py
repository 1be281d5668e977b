"""Rules: what AWS refuses, or silently does wrong, and no template linter sees.

Takes a payload and the documents it uses; gives problems by payload path.
One rule a file: a module with a `CODE` and a `check`. The frame finds the line, applies
suppressions and sorts. Leaves to others: the shape of single values (payload), property
constraints of the API (lint).
"""
