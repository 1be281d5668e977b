"""Deploy: a template becomes a stack, and a stack goes.

Takes targets, ports and a watcher; acts on AWS through the ports alone, and tells what happens
as values. Leaves to others: what is to be done (plan), boto3 (aws), people's eyes (present).
"""
