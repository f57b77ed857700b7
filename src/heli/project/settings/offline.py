"""What browsers keep so that the site is of use without network.

``HELI_OFFLINE``  ``0``: nothing new is kept on devices; the worker and what it has stored are removed from browsers at
                  their next visit. Reports that already wait on a device are still sent. Default ``1``.
"""

import os

__all__ = ["HELI_OFFLINE"]

HELI_OFFLINE = os.environ.get("HELI_OFFLINE", "1") == "1"
