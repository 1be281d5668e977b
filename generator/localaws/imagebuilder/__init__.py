"""EC2 Image Builder, emulated: its API, its resources in CloudFormation, and its builds.

Takes requests as botocore's model spells them (`responses`) and resources as CloudFormation
spells them (`resources`); keeps records (`models`); runs builds on the clock (`building`,
`running`), which launch instances, make, copy and share AMIs in moto's EC2 and write logs.
No component document is run: the console output says so on every line.
"""
