"""Graph: a valid payload as the resources it needs, before they are CloudFormation.

Takes a payload and its documents; gives frozen nodes with name, version, needs and origin.
Every decision about what is created and what it is called is made here. Leaves to others:
how a resource is spelt in CloudFormation (templates).
"""
