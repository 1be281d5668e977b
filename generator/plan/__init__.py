"""Plan: what a deployment would do, as values.

Takes the templates of payloads and what AWS has (`ports/stacks.py`); gives what to do with a
stack in the state it is in, and what changes for each image, in words and by property. Values
in, values out: what AWS has is gathered first and handed in. Leaves to others: asking AWS (aws),
doing it (deploy), showing it (present).
"""
