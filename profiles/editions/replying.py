"""The right of reply: what an organisation itself says on a published statement. It moves no score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from profiles.editions.outdating import outdate
from profiles.editions.schemas import read_words
from profiles.models import Claim, Profile, PublishedProfile, Reply
from records.audit import record

LONGEST = 1200  # signs: an answer, not a page of one's own


class NotReplied(ValueError):
    """The reply cannot be shown like that; nothing was written. The message says why, for the editor."""


@dataclass(frozen=True)
class Signed:
    """A reply as it was received: the words, who signs them and for whom, the day, and how we know it is theirs."""

    text: str
    name: str
    role: str
    said_on: date
    proof: str


@transaction.atomic
def reply(*, profile_id: int, claim: str, signed: Signed, by: str, now: datetime) -> Reply:
    """Show a reply beside a published statement (public id) from now on; return it. Raises NotReplied."""
    profile = Profile.objects.select_for_update().get(pk=profile_id)
    listing = PublishedProfile.objects.select_related("edition").filter(profile=profile).first()
    words = read_words(listing.edition.manifest, listing.edition.body) if listing else None
    if words is None or all(one.id != claim for one in words.claims):
        raise NotReplied("Readers do not see this statement. A reply stands beside what is published.")
    given = {name: getattr(signed, name).strip() for name in ("text", "name", "role", "proof")}
    if not all(given.values()):
        raise NotReplied("A reply has words, a name, for whom it is signed, and how we know that it is theirs.")
    if len(given["text"]) > LONGEST:
        raise NotReplied(f"A reply has at most {LONGEST:,} signs; this one has {len(given['text']):,}.")
    if signed.said_on > now.astimezone(UTC).date():
        raise NotReplied("The day of the reply lies ahead.")
    if Reply.objects.filter(profile=profile, claim=claim, withdrawn_by=None, said_on=signed.said_on, **given).exists():
        raise NotReplied("Readers see this very reply already.")
    made = Reply.objects.create(profile=profile, claim=claim, said_on=signed.said_on, by=by, at=now, **given)
    record(by=by, verb="reply.shown", subject=profile.subject, now=now, claim=claim, reply=made.pk)
    return made


@transaction.atomic
def withdraw_reply(*, reply_id: int, reason: str, by: str, now: datetime) -> Reply:
    """Show a reply no longer; return the row that says so. Raises NotReplied where it is gone or no reason given."""
    if not reason.strip():
        raise NotReplied("Say why it is shown no longer.")
    shown = Reply.objects.select_for_update(of=("self",)).select_related("profile").get(pk=reply_id)
    if shown.withdraws_id is not None or Reply.objects.filter(withdraws=shown).exists():
        raise NotReplied("This reply was withdrawn before.")
    made = Reply.objects.create(
        profile=shown.profile, claim=shown.claim, text=reason.strip(), withdraws=shown, by=by, at=now
    )
    # The statement may stand in another profile by now, with which its own was merged: readers see the reply there.
    elsewhere = Claim.objects.filter(public_id=shown.claim).exclude(profile=shown.profile)
    outdate(elsewhere.values_list("profile", flat=True))
    record(by=by, verb="reply.withdrawn", subject=shown.profile.subject, now=now, claim=shown.claim, reply=shown.pk)
    return made
