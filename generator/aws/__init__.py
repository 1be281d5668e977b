"""AWS: the one door to boto3.

Takes what `ports.py` asks for; gives one adapter a service, and every exception of botocore as
an error of ours. Leaves to others: what to ask (classic), where the region and the profile come
from (cli).
"""
