from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class PlumblineConfig(AppConfig):
    name = "plumbline"
    verbose_name = "Plumbline"

    def ready(self) -> None:
        from plumbline import celery, checks  # noqa: F401  (binds shared tasks to our broker; registers checks)


class PlumblineAdminConfig(AdminConfig):
    default_site = "plumbline.admin_site.PlumblineAdminSite"
