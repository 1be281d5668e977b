"""Templates: nodes as CloudFormation.

Takes a graph; gives a template as plain dict and text. One resource type a file, one function
each, total: whatever the graph holds can be rendered, and a troposphere error here is a bug.
Leaves to others: what is created and what it is called (graph), whether AWS likes it (lint).
"""
