from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from profiles.models.claim import Claim
from profiles.models.profile import Profile


class DependencyKind(models.TextChoices):
    SUPPLIES = "supplies", "supplies"
    OWNS = "owns", "owns"
    INVESTED = "invested", "invested in"
    REGULATES = "regulates", "regulates"
    CONNECTS = "connects", "connects"
    HOSTS = "hosts", "hosts"
    SUCCEEDS = "succeeds", "succeeds"


class Dependency(models.Model):
    """A typed tie between this profile and another organisation; the claim behind it holds the evidence."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="dependencies")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=DependencyKind)
    points_here = models.BooleanField(
        default=False,
        help_text="Read it as “the other … this profile” instead of “this profile … the other”.",
    )
    other = models.ForeignKey(Profile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    other_name = models.CharField(max_length=200, blank=True, help_text="Where the other has no profile here.")
    claim = models.ForeignKey(Claim, on_delete=models.RESTRICT, related_name="dependencies")

    class Meta:
        verbose_name_plural = "dependencies"
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False, other_name="") | (Q(other__isnull=True) & ~Q(other_name="")),
                name="dependency_one_other",
                violation_error_message="Either a profile or a name.",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("profile")), name="dependency_not_on_itself"
            ),
            models.CheckConstraint(condition=Q(kind__in=DependencyKind.values), name="dependency_kind_known"),
        ]

    def __str__(self) -> str:
        other = self.other_name or str(self.other)
        ends = (other, self.profile) if self.points_here else (self.profile, other)
        return f"{ends[0]} {self.get_kind_display()} {ends[1]}"
