"""Messages reach a real mail server, and none is lost while there is none."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select, text

from careercraft.models import Mail
from careercraft.outside import MailServer, Outside
from careercraft.services.context import Desk
from careercraft.services.mail import outbox
from careercraft.services.mail.outbox import Letter
from tests.conftest import MOMENT

LETTER = Letter("director@district.example", "CareerCraft: a file needs you", "See the feed.")


class Kept(Message):
    """Keeps what arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[dict[str, str]] = []

    def handle_message(self, message: object) -> None:
        named = {name: str(value) for name, value in message.items()}  # type: ignore[attr-defined]
        self.messages.append(named | {"text": message.get_payload()})  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of this machine, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1))  # noqa: DTZ001 - a certificate has no zone
        .not_valid_after(datetime(2099, 1, 1))  # noqa: DTZ001
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def free_port() -> int:
    with socket.create_server(("localhost", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture
def arrived(certificate: Path) -> Iterator[tuple[Kept, int]]:
    """A mail server that asks for STARTTLS: what arrived, and its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    kept = Kept()
    server = Controller(
        kept, hostname="localhost", port=free_port(), tls_context=context, require_starttls=True
    )
    server.start()
    try:
        yield kept, server.port
    finally:
        server.stop()


def server_at(port: int, certificate: Path | None) -> MailServer:
    authorities = str(certificate) if certificate else ""
    return MailServer("localhost", port, "starttls", "", "", "careercraft@example.org", authorities)


def with_mail(desk: Desk, server: MailServer | None, after: timedelta = timedelta()) -> Desk:
    return desk._replace(outside=Outside(mail=server), now=MOMENT + after)


def one_mail(desk: Desk) -> Mail:
    desk.session.expire_all()
    return desk.session.scalars(select(Mail)).one()


def test_a_message_is_handed_over_encrypted_and_once(
    desk: Desk, arrived: tuple[Kept, int], certificate: Path
) -> None:
    kept, port = arrived
    here = with_mail(desk, server_at(port, certificate))
    outbox.put(here, "feed_waits", uuid4(), [LETTER])
    desk.session.commit()
    assert outbox.send(here) == 1
    assert outbox.send(here) == 0
    assert [one["Subject"] for one in kept.messages] == [LETTER.subject]
    assert kept.messages[0]["To"] == LETTER.to
    assert kept.messages[0]["Auto-Submitted"] == "auto-generated"
    assert "See the feed." in kept.messages[0]["text"]
    assert one_mail(desk).state == "sent"


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    desk: Desk, arrived: tuple[Kept, int]
) -> None:
    kept, port = arrived
    here = with_mail(desk, server_at(port, None))
    outbox.put(here, "feed_waits", uuid4(), [LETTER])
    desk.session.commit()
    assert outbox.send(here) == 0
    assert kept.messages == []
    assert one_mail(desk).failure == "SSLCertVerificationError"


def test_while_the_server_is_down_the_message_waits_longer_each_time_and_then_arrives(
    desk: Desk, arrived: tuple[Kept, int], certificate: Path
) -> None:
    kept, port = arrived
    down = server_at(1, certificate)
    outbox.put(with_mail(desk, down), "feed_waits", uuid4(), [LETTER])
    desk.session.commit()
    outbox.send(with_mail(desk, down))
    assert one_mail(desk).next_try_at == MOMENT + timedelta(minutes=2)
    outbox.send(with_mail(desk, down, timedelta(minutes=1)))
    assert one_mail(desk).attempts == 1, "it is not tried before its time"
    outbox.send(with_mail(desk, down, timedelta(minutes=2)))
    assert one_mail(desk).next_try_at == MOMENT + timedelta(minutes=6)
    assert outbox.waiting(desk).messages == 1
    up = server_at(port, certificate)
    assert outbox.send(with_mail(desk, up, timedelta(minutes=6))) == 1
    assert len(kept.messages) == 1
    assert outbox.waiting(desk).messages == 0


def test_after_five_days_it_is_given_up_and_still_there(desk: Desk) -> None:
    down = server_at(1, None)
    outbox.put(with_mail(desk, down), "feed_waits", uuid4(), [LETTER])
    desk.session.commit()
    outbox.send(with_mail(desk, down, timedelta(days=5)))
    assert one_mail(desk).state == "waiting"
    outbox.send(with_mail(desk, down, timedelta(days=6)))
    assert one_mail(desk).state == "given_up"


def test_without_a_mail_server_everything_waits(desk: Desk) -> None:
    outbox.put(with_mail(desk, None), "feed_waits", uuid4(), [LETTER])
    desk.session.commit()
    assert outbox.send(with_mail(desk, None)) == 0
    assert one_mail(desk).state == "waiting"


def test_nothing_of_a_message_stands_in_the_clear(desk: Desk) -> None:
    outbox.put(desk, "feed_waits", uuid4(), [LETTER])
    row = desk.session.execute(text("select mails::text from mails")).scalar_one()
    assert "director" not in row
    assert "needs" not in row
