"""A source, a person, and what was learnt: the rest of what can be erased."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.core.management import call_command

from briefings import joining
from briefings.models import Application, Membership
from plumbline.erasure.checking import remains
from plumbline.erasure.libraries import mails, read_mail
from plumbline.erasure.ordering import NotErased, approve, ask, carry_out
from profiles.editions.refitting import refit
from profiles.editions.settling import settle
from profiles.editions.standing import records_of
from profiles.models import ErrorReport, ParameterSet, Unlearnt, VerdictLesson, VerdictOutcome
from records.audit import record
from records.models import AuditRow, Erasure, User
from sources.models import Document, Publisher, Source, Watch
from sources.watching.entering import NotWatched, watch_source
from tests.briefings.cast import logged_in, member
from tests.cast import ALICE, BOB, NOW
from tests.plumbline.erasure.cases import CANARY, everywhere
from tests.plumbline.erasure.test_erasing import dump, places
from tests.profiles.editions.test_refitting import verdicts

pytestmark = pytest.mark.django_db
MAIL = f"heron.{CANARY}@home.test"


def erased(kind: str, target: str) -> Erasure:
    asked = ask(kind=kind, target=target, reason="The person asked for it.", by=ALICE, now=NOW)
    approve(erasure_id=asked.pk, by=BOB, now=NOW)
    assert carry_out(erasure_id=asked.pk, now=NOW)
    asked.refresh_from_db()
    return asked


def test_source_goes_with_its_documents_and_is_not_watched_again() -> None:
    _, document = everywhere()
    publisher = Publisher.objects.get(pk=document.publisher_id)
    address = f"https://news.example.com/{CANARY}/feed.xml"
    source = Source.objects.create(
        name=f"All of {CANARY}", kind="feed", address=address, publisher=publisher, terms=f"{address}?terms"
    )
    Document.objects.filter(pk=document.pk).update(source=source)
    watch_source(source=source, by=ALICE, now=NOW)
    assert places(CANARY) >= {"sources_source", "sources_watch", "sources_document", "profiles_edition"}
    done = erased("source", source.public_id)
    assert places(CANARY) == set()
    assert remains(erasure=done.public_id) == {}
    assert not Watch.objects.exists()
    assert Publisher.objects.get(pk=publisher.pk).name == publisher.name  # it has other sources
    again = Source.objects.create(name="Again", kind="feed", address=address, publisher=publisher)
    with pytest.raises(NotWatched, match="removed here for good"):
        watch_source(source=again, by=ALICE, now=NOW)


def test_person_goes_with_memberships_applications_reports_log_ins_and_mails() -> None:
    found, _ = everywhere()
    user = member(MAIL, "circle")
    User.objects.filter(pk=user.pk).update(name=f"Ada {MAIL}")
    Membership.objects.update(reason=f"{MAIL} is known to us.")
    joining.apply(
        user=user,
        grounds=joining.Grounds("Heron Net", f"Owner, {MAIL}", "AS64500", "The registry says so."),
        by=user.actor,
        now=NOW,
    )
    ErrorReport.objects.create(
        profile=found.profile, edition=1, text=f"Write to {MAIL}.", sender="s", made_at=NOW, contact=MAIL
    )
    record(by=user.actor, verb="asked", subject=user.actor, now=NOW, mail=MAIL)
    send_mail("Welcome", "Good day.", None, [MAIL])
    client = logged_in(user)
    assert client.get("/account/").status_code == 200
    before = places(MAIL)
    assert before >= {
        "records_user",
        "account_emailaddress",
        "briefings_membership",
        "briefings_application",
        "profiles_errorreport",
        "records_auditrow",
        "mails",
    }
    done = erased("person", user.public_id)
    assert places(MAIL) == set()
    assert remains(erasure=done.public_id) == {}
    assert client.get("/account/").status_code == 302  # logged out, and nobody logs in by it again
    assert not any(row.get_decoded().get("_auth_user_id") == str(user.pk) for row in Session.objects.all())
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password(), user.name) == (False, False, "")
    assert Membership.objects.get(user=user).reason == "[removed]"  # that there was one stays
    assert not Application.objects.exists()
    assert AuditRow.objects.get(verb="asked").actor == user.actor  # an identifier says nobody's name
    assert done.receipt["went"]["accounts"] == 1


SECOND = f"Ada.{CANARY}@Work.Test"


def with_addresses(tmp_path: Path) -> User:
    """A member whose address stands here and there in other letter case, with a second address and wrong log-ins."""
    found, _ = everywhere()
    user = member(MAIL, "circle")
    EmailAddress.objects.create(user=user, email=SECOND.lower(), verified=True)
    for sign, mail in ((str.upper, MAIL), (str.title, MAIL), (str.swapcase, SECOND)):
        written = sign(mail)
        ErrorReport.objects.create(
            profile=found.profile,
            edition=1,
            text=f"Write to {written}, please.",
            sender="s",
            made_at=NOW,
            contact=written,
        )
        record(by=user.actor, verb="asked", subject=user.actor, now=NOW, mails=[{"to": f"<{written}>"}])
        AccessAttempt.objects.create(username=written, ip_address="192.0.2.1", failures_since_start=1, path_info="/")
        send_mail("Welcome", f"Good day, {written}.", None, [written])
    return user


def spelled(folded: str) -> set[str]:
    """Where an address stands in whatever letter case."""
    found = {table for table, row in dump() if folded.casefold() in row.casefold()}
    return found | {"mails" for path in mails() if folded.casefold() in read_mail(path).casefold()}


def test_addresses_of_a_person_go_in_every_letter_case_and_the_second_one_too(tmp_path: Path) -> None:
    user = with_addresses(tmp_path)
    for address in (MAIL, SECOND):
        assert spelled(address) >= {
            "account_emailaddress",
            "profiles_errorreport",
            "records_auditrow",
            "axes_accessattempt",
            "mails",
        }
    done = erased("person", user.public_id)
    assert spelled(MAIL) == spelled(SECOND) == set()
    assert remains(erasure=done.public_id) == {}
    kept = (tmp_path / "journal" / "erasures.jsonl").read_text()
    assert CANARY not in kept
    # The check sees another spelling than any that was stored.
    AuditRow.objects.create(at=NOW, actor="user:x", verb="noted", subject="x", detail={"to": SECOND.upper()})
    send_mail("Welcome", f"Good day, {MAIL.upper()}.", None, ["other@home.test"])
    assert set(remains(erasure=done.public_id)) == {"table records_auditrow", "mails"}


@pytest.mark.django_db(transaction=True)
def test_addresses_of_a_person_do_not_come_back_by_a_backup(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    user = with_addresses(tmp_path)
    call_command("backup", str(tmp_path / "backups"), verbosity=0, stdout=StringIO())
    (folder,) = (tmp_path / "backups").iterdir()
    done = erased("person", user.public_id)
    call_command("restore", str(folder), replace=True, stdout=StringIO())
    assert spelled(MAIL) == spelled(SECOND) == set()
    assert remains(erasure=done.public_id) == {}


def test_address_that_somebody_only_claimed_stays_with_its_owner() -> None:
    owner = member(f"bob.{CANARY}@home.test", "circle")
    claimant = member(MAIL, "circle")
    EmailAddress.objects.create(user=claimant, email=owner.email.upper(), verified=False)
    erased("person", claimant.public_id)
    assert list(EmailAddress.objects.values_list("user", "email")) == [(owner.pk, owner.email)]
    owner.refresh_from_db()
    assert (owner.email, owner.is_active) == (f"bob.{CANARY}@home.test", True)


def test_administrator_is_not_erased_by_two_others() -> None:
    user = member(MAIL, "circle")
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    with pytest.raises(NotErased, match="administrator"):
        ask(kind="person", target=user.public_id, reason="It was asked for.", by=ALICE, now=NOW)
    User.objects.filter(pk=user.pk).update(is_superuser=False)
    erased("person", user.public_id)


def test_longer_address_that_ends_alike_is_another_person_s(tmp_path: Path) -> None:
    user = member(MAIL, "circle")
    longer = [f"x{MAIL}", f"x.{MAIL}", f"{MAIL}.example"]
    others = [member(address, "circle") for address in longer]
    AuditRow.objects.create(at=NOW, actor="user:x", verb="noted", subject="x", detail={"to": longer, "cc": MAIL})
    for address in longer:
        send_mail("Welcome", f"Good day, {address}.", None, [address])
    done = erased("person", user.public_id)
    assert set(EmailAddress.objects.filter(user__in=others).values_list("email", flat=True)) == set(longer)
    assert AuditRow.objects.get(verb="noted").detail == {"to": longer, "cc": "[removed]"}
    assert len(list(mails())) >= len(longer)
    assert remains(erasure=done.public_id) == {}


def test_what_was_learnt_from_a_document_is_forgotten_and_the_method_fitted_again() -> None:
    found, document = everywhere()
    courier = Publisher.objects.get(pk=document.publisher_id)
    settle(
        profile_id=found.profile.pk,
        claim=found.claim.public_id,
        outcome=VerdictOutcome.UPHELD,
        reason="The office confirmed it.",
        by=ALICE,
        now=NOW,
    )
    assert records_of([courier.public_id], NOW.date())[courier.public_id]["event"].times_right == 1
    verdicts(250)
    first = refit(reason="Enough verdicts stand.", by=ALICE, now=NOW)
    done = erased("document", document.public_id)
    assert not VerdictLesson.objects.filter(publisher=courier.public_id).exists()
    assert records_of([courier.public_id], NOW.date()) == {}
    assert Unlearnt.objects.get().erasure == done.public_id
    second = ParameterSet.objects.order_by("number").last()
    assert second is not None
    assert (second.number, second.verdicts) == (2, first.verdicts - 1)
    assert second.reason == "Something that it was fitted to was removed for good; it was fitted again to what is left."
    assert done.receipt["went"]["calibrations fitted anew"] == 1
    assert done.receipt["went"]["things learnt of publishers"] == 1
