"""A bucket in memory: the port `Store`."""

from __future__ import annotations


class FakeStore:
    """Objects by key; remembers every write."""

    def __init__(self, bucket: str = "templates-bucket", region: str = "eu-west-1") -> None:
        self.bucket = bucket
        self.region = region
        self.objects: dict[str, bytes] = {}
        self.written: list[tuple[str, str]] = []
        """(key, content type) of each write that changed something."""

    def put(self, key: str, data: bytes, content_type: str) -> bool:
        """Write unless it is there."""
        if key in self.objects:
            return False
        self.replace(key, data, content_type)
        return True

    def replace(self, key: str, data: bytes, content_type: str) -> None:
        """Write over it."""
        self.objects[key] = data
        self.written.append((key, content_type))

    def get(self, key: str) -> bytes | None:
        """Read."""
        return self.objects.get(key)

    def url(self, key: str) -> str:
        """As S3's in the partition aws."""
        return f"https://{self.bucket}.s3.{self.region}.amazonaws.com/{key}"
