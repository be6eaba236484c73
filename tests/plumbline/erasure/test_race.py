"""An edition that is being published while its document is erased does not keep the words."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from plumbline.erasure.ordering import approve, ask, carry_out
from profiles.editions import publishing
from profiles.models import Edition, Profile
from tests.cast import ALICE, BOB, NOW, approved
from tests.plumbline.erasure.cases import CANARY, everywhere
from tests.plumbline.erasure.test_erasing import places

pytestmark = pytest.mark.django_db(transaction=True)


def test_edition_published_meanwhile_keeps_no_word() -> None:
    found, document = everywhere()
    Profile.objects.filter(pk=found.profile.pk).update(summary="An exchange at the old harbour of the town.")
    approved(found.profile)
    asked = ask(kind="document", target=document.public_id, reason="Because.", by=ALICE, now=NOW)
    approve(erasure_id=asked.pk, by=BOB, now=NOW)

    def erase() -> None:
        carry_out(erasure_id=asked.pk, now=NOW)
        connection.close()

    with transaction.atomic():  # the publisher has read the words, and has not yet committed
        publishing.publish(profile_id=found.profile.pk, by=ALICE, now=NOW, note="The summary is shorter.")
        eraser = threading.Thread(target=erase)
        eraser.start()
        eraser.join(0.5)
        assert eraser.is_alive()  # it waits for the publisher
    eraser.join()
    assert Edition.objects.count() == 2
    assert places(CANARY) == set()
