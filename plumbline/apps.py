from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PlumblineConfig(AppConfig):
    name = "plumbline"
    verbose_name = "Plumbline"

    def ready(self) -> None:
        from plumbline import checks  # noqa: F401  (registers the system checks)


class PlumblineAdminConfig(AdminConfig):
    default_site = "plumbline.admin_site.PlumblineAdminSite"
