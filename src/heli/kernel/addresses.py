"""Which network addresses belong to the open internet, by the registries of IANA (RFC 6890 and its successors).

Everything else – this machine, this network, the addresses under which clouds tell their secrets – is not to be reached
on anybody's word, however it is written. An address of version 4 wrapped into one of version 6 is never needed, and so
never open.
"""

from ipaddress import IPv4Address, ip_address, ip_network

#: Only this part of version 6 is given out; mapped, compatible, translated, local and multicast ones lie outside it.
_GIVEN_OUT = ip_network("2000::/3")
_CLOSED = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip


def is_open(text: str) -> bool:
    """Whether ``text`` is an address of the open internet in its usual spelling; False for everything else.

    >>> is_open("8.8.8.8"), is_open("::ffff:127.0.0.1"), is_open("0x7f.1")
    (True, False, False)
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if not isinstance(address, IPv4Address) and address not in _GIVEN_OUT:
        return False
    closed = any(address in block for block in _CLOSED if block.version == address.version)
    return address.is_global and not closed
