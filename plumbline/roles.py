"""What people who work here may do, as four groups that come with the program. An administrator may change them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# What a profile's working file is made of.
WRITTEN = (
    "alias",
    "claim",
    "claimvalue",
    "citation",
    "keypoint",
    "section",
    "alsoread",
    "outlookitem",
    "dependency",
    "image",
    "facetvalue",
)
EVIDENCE = ("document", "documentversion", "story", "originedge", "publisher", "source", "watch", "sighting")
PUBLIC = ("edition", "assessment", "signal", "facetterm", "errorreport", "verdict", "parameterset", "reply")
FOR_MEMBERS = ("briefing", "sourcenote")


def _may(verbs: str, models: Iterable[str]) -> set[str]:
    return {f"{verb}_{model}" for model in models for verb in verbs.split()}


CONTRIBUTOR = (
    _may("view add change", ("profile",))
    | _may("view add change delete", WRITTEN)
    | _may("view", (*EVIDENCE, *PUBLIC, *FOR_MEMBERS))
)
EDITOR = (
    CONTRIBUTOR
    | _may("change", ("signal", "errorreport", "story"))
    | _may("add change", ("document", "source", "originedge", *FOR_MEMBERS))
    | _may("view change", ("application",))
    | _may("view", ("membership", "tier"))
)
PUBLISHER = (
    EDITOR
    | {"publish_profile", "delete_profile"}
    | _may("add change", ("publisher",))
    | {"view_erasure", "add_erasure", "approve_erasure"}  # whoever asks never approves
    | _may("add", ("verdict", "reply"))  # to settle a statement, to show what its subject says of it
)
ADMINISTRATOR = (
    PUBLISHER
    | _may("view add change", ("user", "group", "tier", "membership", "publishername", "publisherdomain"))
    | _may("add change delete", ("facetterm",))
    | _may("add", ("parameterset",))  # to fit the method's calibration to the verdicts
    | _may("view", ("auditrow", "outboxrow", "deadletter"))
)

ROLES: Mapping[str, frozenset[str]] = {
    "Contributor": frozenset(CONTRIBUTOR),
    "Editor": frozenset(EDITOR),
    "Publisher": frozenset(PUBLISHER),
    "Administrator": frozenset(ADMINISTRATOR),
}
"""Name of a group to the codenames of what its members may do. Each holds what the one before it holds."""
