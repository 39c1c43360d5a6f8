"""The two shelves keep the same files: a folder, and a bucket on a real S3-compatible server."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from careercraft.bucket import Bucket
from careercraft.config import BucketSettings, SettingProblem, read_settings
from careercraft.filestore import FileMissing, FileStore, Folder, Shelf
from careercraft.privacy.keys import DistrictKeys, new_data_key
from careercraft.privacy.sealing import SealBroken
from tests.privacy.own_keys import KeysInMemory

CONTENT = b"%PDF-1.7 a diploma"
GIVEN = {
    "DATABASE_URL": "postgresql://careercraft_app:x@host/db",
    "REDIS_URL": "redis://host",
    "CAREERCRAFT_MASTER_KEY": base64.b64encode(bytes(32)).decode(),
    "CAREERCRAFT_SECRET_KEY": "s" * 32,
    "CAREERCRAFT_FILE_STORE": "/files",
}


@pytest.fixture(scope="module")
def s3() -> Iterator[BucketSettings]:
    """A bucket on a server of its own."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - slow to load

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    settings = BucketSettings("sealed", address, "us-east-1", "a", "b", "careercraft/")
    shelf: Any = Bucket(settings)
    shelf._client.create_bucket(Bucket="sealed")
    yield settings
    shelf._client.close()
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shelf]:
    if request.param == "folder":
        yield Folder(tmp_path)
        return
    bucket: Any = Bucket(request.getfixturevalue("s3"))
    yield bucket
    bucket._client.close()


@pytest.fixture
def keys() -> DistrictKeys:
    keys = DistrictKeys(uuid4(), {1: new_data_key()}, new_data_key())
    keys.own = KeysInMemory()
    return keys


def test_a_file_comes_back_as_it_was_kept(shelf: Shelf, keys: DistrictKeys) -> None:
    store, file_id = FileStore(shelf), uuid4()
    store.put(keys, "paper", file_id, b"an earlier one")
    store.put(keys, "paper", file_id, CONTENT)
    assert store.get(keys, "paper", file_id) == CONTENT


def test_the_shelf_sees_only_ciphertext_under_opaque_names(
    shelf: Shelf, keys: DistrictKeys
) -> None:
    store, file_id = FileStore(shelf), uuid4()
    store.put(keys, "paper", file_id, CONTENT)
    kept = shelf.get(f"{keys.district_id}/paper/{file_id}.sealed")
    assert kept is not None
    assert b"diploma" not in kept


def test_a_file_laid_elsewhere_does_not_open(shelf: Shelf, keys: DistrictKeys) -> None:
    store, file_id, other = FileStore(shelf), uuid4(), uuid4()
    store.put(keys, "paper", file_id, CONTENT)
    kept = shelf.get(f"{keys.district_id}/paper/{file_id}.sealed")
    assert kept is not None
    shelf.put(f"{keys.district_id}/paper/{other}.sealed", kept)
    with pytest.raises(SealBroken):
        store.get(keys, "paper", other)


def test_what_was_removed_is_gone_and_removing_it_again_is_nothing(
    shelf: Shelf, keys: DistrictKeys
) -> None:
    store, file_id = FileStore(shelf), uuid4()
    store.put(keys, "paper", file_id, CONTENT)
    store.remove(keys, "paper", file_id)
    store.remove(keys, "paper", file_id)
    with pytest.raises(FileMissing):
        store.get(keys, "paper", file_id)


def test_a_district_takes_all_its_files_along_and_no_others(
    shelf: Shelf, keys: DistrictKeys
) -> None:
    store, mine, theirs = FileStore(shelf), uuid4(), uuid4()
    others = DistrictKeys(uuid4(), {1: new_data_key()}, new_data_key())
    others.own = KeysInMemory()
    store.put(keys, "paper", mine, CONTENT)
    store.put(others, "paper", theirs, CONTENT)
    store.remove_district(keys.district_id)
    with pytest.raises(FileMissing):
        store.get(keys, "paper", mine)
    assert store.get(others, "paper", theirs) == CONTENT


def test_a_bucket_that_is_not_there_is_no_missing_file(
    s3: BucketSettings, keys: DistrictKeys
) -> None:
    bucket: Any = Bucket(s3._replace(name="another"))
    with pytest.raises(Exception, match="NoSuchBucket"):
        FileStore(bucket).get(keys, "paper", uuid4())
    bucket._client.close()


def test_without_a_bucket_the_folder_is_used() -> None:
    assert read_settings(GIVEN).bucket is None


def test_a_bucket_is_read_from_the_settings() -> None:
    given = GIVEN | {
        "CAREERCRAFT_S3_BUCKET": "sealed",
        "CAREERCRAFT_S3_ENDPOINT": "https://s3.example.org",
        "CAREERCRAFT_S3_ACCESS_KEY": "a",
        "CAREERCRAFT_S3_SECRET_KEY": "b",
        "CAREERCRAFT_S3_PREFIX": "/careercraft/",
    }
    assert read_settings(given).bucket == BucketSettings(
        "sealed", "https://s3.example.org", "us-east-1", "a", "b", "careercraft/"
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CAREERCRAFT_S3_ENDPOINT", "http://s3.example.org"),
        ("CAREERCRAFT_S3_ENDPOINT", "s3.example.org"),
        ("CAREERCRAFT_S3_ACCESS_KEY", "only one of the two"),
    ],
)
def test_a_malformed_setting_of_the_bucket_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingProblem, match=name):
        read_settings(GIVEN | {"CAREERCRAFT_S3_BUCKET": "sealed", name: value})


def test_the_endpoint_may_be_this_machine_itself() -> None:
    given = {"CAREERCRAFT_S3_BUCKET": "x", "CAREERCRAFT_S3_ENDPOINT": "http://127.0.0.1:9000"}
    bucket = read_settings(GIVEN | given).bucket
    assert bucket is not None
    assert bucket.endpoint == given["CAREERCRAFT_S3_ENDPOINT"]
