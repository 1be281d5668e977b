"""AWSTOE: component documents, read and checked, and later run.

Takes the text of a component document; gives its model with every value traceable to line and
column, or everything that is wrong with it. Grammar: Image Builder User Guide, "Use component
documents in AWSTOE", "Action modules", "Looping constructs", "Conditional constructs",
"Comparison operators". Leaves to others: which documents there are (library), what payloads do
with them (rules), a machine to run them on (rehearse).
"""
