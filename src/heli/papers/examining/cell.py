"""Locking the present process in: little memory, little time, no files, no children, no network, no rights."""

import contextlib
import ctypes
import os
import resource

from heli.papers.examining.verdicts import CPU_SECONDS, MEMORY_BYTES

NOBODY = 65534
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS, _PR_SET_DUMPABLE = 38, 4

LIMITS = {
    resource.RLIMIT_AS: MEMORY_BYTES,
    resource.RLIMIT_CPU: CPU_SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: 16,
    resource.RLIMIT_NPROC: 0,
}


def lock_in() -> dict[str, bool]:
    """Give up everything that an examination does not need; return what the system allowed.

    The network is left only where the kernel lets this user do so: always for root, for others where user namespaces
    are open to them. Limits are kept everywhere, or this raises OSError.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    root = os.geteuid() == 0
    alone = libc.unshare(_CLONE_NEWNET if root else _CLONE_NEWUSER | _CLONE_NEWNET) == 0
    if root:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    for limit, value in LIMITS.items():
        resource.setrlimit(limit, (value, value))
    with contextlib.suppress(OSError):
        os.nice(5)
    return {"no_network": alone, "own_user": root}
