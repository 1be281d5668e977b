"""Classic: the AMI factory of Lambda and SSM Automation, as one CloudFormation template.

Takes payloads with schedules, or none; gives `AmiFactory.yml`: two Lambda functions (real files,
deployed byte for byte), two Automation documents, roles, network, key and schedules. Leaves to
others: Image Builder (graph, templates), whether AWS likes it (lint).
"""
