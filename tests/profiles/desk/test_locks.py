"""Editors at once: one order of locks, so that nobody waits for somebody who waits."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from profiles.models import Signal
from tests.cast import NOW, cast, document, editor
from tests.profiles.desk.test_admin import address_of, form_of

ROUNDS = 8


@pytest.mark.django_db(transaction=True)
def test_statement_saved_while_a_signal_is_accepted_for_it() -> None:
    found = cast()
    clients = []
    for name in ("alice", "bob"):
        clients.append(Client(raise_request_exception=False))
        clients[-1].force_login(editor(f"{name}@desk.test"))
    answers: Counter[int] = Counter()
    for number in range(ROUNDS):
        article = document(f"Article {number}", f"Text {number}.", None)
        signal = Signal.objects.create(profile=found.profile, document=article, role="subject", made_at=NOW)
        statement = {**form_of(clients[0], address_of(found.claim)), "statement": f"Twelve members, {number}."}
        use = {"act": "accept", "claim": str(found.claim.pk), "directness": "tertiary"}
        barrier = threading.Barrier(2)

        def send(client: Client, address: str, data: dict[str, str], barrier: threading.Barrier = barrier) -> None:
            barrier.wait()
            try:
                answers[client.post(address, data).status_code] += 1
            finally:
                connection.close()

        threads = [
            threading.Thread(target=send, args=(clients[0], address_of(found.claim), statement)),
            threading.Thread(
                target=send, args=(clients[1], reverse("admin:profiles_signal_decide", args=[signal.pk]), use)
            ),
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    # A statement saved second meets a conflict (200); nothing fails.
    assert set(answers) <= {200, 302}
    assert Signal.objects.filter(state="accepted").count() == ROUNDS
