"""Who can log in. Elsewhere a person is kept as the text id `user:us-...`, never as a foreign key."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from records.identifiers import user_id


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user from an e-mail address; without a password nobody can log in by one."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    public_id = models.CharField(max_length=24, unique=True, default=user_id, editable=False)
    email = models.EmailField(unique=True)  # and regardless of case, see below
    name = models.CharField(max_length=120, blank=True, help_text="As it stands in a byline.")
    is_staff = models.BooleanField("works here", default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique", violation_error_message="This address is in use."
            ),
            models.CheckConstraint(condition=~models.Q(email=""), name="user_email_given"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Addresses are kept in small letters: whoever types capitals means the same mailbox."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def actor(self) -> str:
        """The text id under which this person is recorded."""
        return f"user:{self.public_id}"
