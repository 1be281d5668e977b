"""Lock: which bootstrap scripts builds may run, by digest.

Takes the text of an `amifactory.lock` and scripts that were fetched; gives pins, findings at
their lines, what has changed, and the text of a new lock. Leaves to others: fetching (fetch,
aws), files (output), which images use a script (cli).
"""
