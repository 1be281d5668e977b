"""AWS CloudFormation of the local AWS: stacks and change sets over moto's and our resources.

Takes API calls (`responses.py`) or plain Python calls (`engine.py`); stacks move on the clock.
moto's own engine is not used, because it is synchronous, knows no rollback, no replacement and no
wrong template; its resource models are, and `generator/localaws/resources` completes them.
"""
