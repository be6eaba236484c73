from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig


class PlumblineConfig(AppConfig):
    name = "plumbline"
    verbose_name = "Plumbline"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from plumbline import celery, checks  # noqa: F401  (binds shared tasks to our broker; registers checks)
        from plumbline.groups import make_missing_groups

        # Permissions are rows that Django makes after migrating; groups made of them can come no earlier. The signal
        # comes for apps with models alone, which this one has none of.
        post_migrate.connect(make_missing_groups, sender=apps.get_app_config("records"))


class PlumblineAdminConfig(AdminConfig):
    default_site = "plumbline.admin_site.PlumblineAdminSite"
