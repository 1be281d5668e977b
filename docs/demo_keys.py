"""Makes the KMS keys that a payload names by alias: an account of yours would have them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import boto3

text = Path(sys.argv[1]).read_text(encoding="utf-8")
(alias,) = set(re.findall(r"alias/[\w-]+", text))
for region in re.search(r"regions: \[(.*)\]", text)[1].split(", "):
    kms = boto3.client("kms", region_name=region)
    kms.create_alias(AliasName=alias, TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
