"""Deploy: a target becomes a stack in AWS, or a stack goes.

Takes targets (plan), the ports and how it is wanted; gives outcomes. AWS, time, chance and the
user are passed in (`world.py`). A run that is killed anywhere can be repeated to the same end,
and leaves nothing of its own behind. Leaves to others: what is to change (plan), how AWS is
asked (aws), showing it (present).
"""
