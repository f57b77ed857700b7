"""Classes of the fields of models that come with libraries."""

from django.utils.translation import gettext_lazy as _

from heli.kernel.data_classes import DataClasses

THIRD_PARTY: dict[str, DataClasses] = {
    "account.EmailAddress": DataClasses(
        internal="id user verified primary",
        personal="email",
        what=_("E-mail addresses of accounts"),
        why=_("So that a forgotten password can be set anew."),
        kept=_("As long as the account."),
    ),
    "account.EmailConfirmation": DataClasses(
        internal="id email_address created sent",
        sensitive="key",
        what=_("Confirmations of e-mail addresses"),
        why=_("So that an e-mail address is confirmed by the person who reads it."),
        kept=_("Until it is used, three days at most."),
    ),
    "auth.Group": DataClasses(internal="id name permissions"),
    "auth.Permission": DataClasses(internal="id name content_type codename"),
    "contenttypes.ContentType": DataClasses(internal="id app_label model"),
    "mfa.Authenticator": DataClasses(
        internal="id user type created_at last_used_at",
        sensitive="data",
        what=_("Second factors"),
        why=_("So that a password alone does not open an account."),
        kept=_("Until the second factor is removed, at most as long as the account."),
    ),
    "procrastinate.ProcrastinateEvent": DataClasses(internal="id job type at"),
    "procrastinate.ProcrastinateJob": DataClasses(
        internal="id queue_name task_name priority lock args status scheduled_at attempts queueing_lock"
        " abort_requested worker"
    ),
    "procrastinate.ProcrastinatePeriodicDefer": DataClasses(internal="id task_name defer_timestamp job periodic_id"),
    "procrastinate.ProcrastinateWorker": DataClasses(internal="id last_heartbeat"),
}
