"""AMI Factory: from a short payload to CloudFormation for EC2 Image Builder."""

__version__ = "0.1.0"
