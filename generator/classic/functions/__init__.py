"""The classic engine's Lambda functions: each file is deployed inline, byte for byte.

Takes: Lambda events. Gives: started automations, rotated AMIs. Leaves to others: the documents
that bake, the template that deploys. Each file stands alone: standard library and boto3 only.
"""
