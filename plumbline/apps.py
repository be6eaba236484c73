from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PlumblineConfig(AppConfig):
    name = "plumbline"
    verbose_name = "Plumbline"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from plumbline import celery, checks  # noqa: F401  (binds shared tasks to our broker; registers checks)
        from plumbline.groups import make_missing_groups

        # Permissions are rows that Django makes after migrating; groups made of them can come no earlier.
        post_migrate.connect(make_missing_groups, sender=self)


class PlumblineAdminConfig(AdminConfig):
    default_site = "plumbline.admin_site.PlumblineAdminSite"
