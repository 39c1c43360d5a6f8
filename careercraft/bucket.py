"""A bucket of an S3-compatible store as a shelf for sealed files."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from careercraft.config import BucketSettings

GONE = frozenset({"NoSuchKey", "404", "NotFound"})
LIMITS = Config(
    connect_timeout=5,
    read_timeout=30,
    retries={"max_attempts": 4, "mode": "standard"},
    signature_version="s3v4",
)


class Bucket:
    """Files in a bucket. Whatever else the store answers than "there" or "not there" goes through.

    Credentials are those of the settings; without any, those that the machine itself holds.
    """

    def __init__(self, settings: BucketSettings) -> None:
        self._bucket = settings.name
        self._prefix = settings.prefix
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=settings.endpoint,
            region_name=settings.region,
            aws_access_key_id=settings.access_key,
            aws_secret_access_key=settings.secret_key,
            config=LIMITS,
        )

    def put(self, name: str, sealed: bytes) -> None:
        """Lay a file down; the store shows it whole or not at all."""
        self._client.put_object(
            Bucket=self._bucket,
            Key=self._prefix + name,
            Body=sealed,
            ContentType="application/octet-stream",
        )

    def get(self, name: str) -> bytes | None:
        """A file; None where there is none of this name."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)
        except ClientError as problem:
            if problem.response.get("Error", {}).get("Code") in GONE:
                return None
            raise
        content: bytes = answer["Body"].read()
        return content

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)

    def remove_all(self, beginning: str) -> None:
        """Take away every file whose name begins so, a page of the listing at a time."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._prefix + beginning
        )
        for page in pages:
            named = [{"Key": one["Key"]} for one in page.get("Contents", ())]
            if named:
                self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": named})
