"""Payload: from JSON or YAML text to a frozen model in which every value has its line.

Takes the text of a payload file; gives a `Payload`, or findings at line and column.
Leaves to others: what a component document says (library), what AWS makes of it all (rules).
"""
