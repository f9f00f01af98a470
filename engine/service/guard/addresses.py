"""Callers by where they call from."""

import ipaddress
from collections.abc import Iterable

# A household or a company is given all addresses of such a network.
ONE_CALLER = 64


class Networks:
    """Addresses and networks as an operator lists them; `*` is all of them."""

    def __init__(self, listed: Iterable[str]) -> None:
        listed = tuple(listed)
        self._all = "*" in listed
        self._names = frozenset(listed)
        self._networks = [network for one in listed if (network := _network(one))]

    def __contains__(self, address: str) -> bool:
        if self._all or address in self._names:
            return True
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._networks)


def network_of(address: str) -> str:
    """The caller that an address stands for: itself, or its network where it is of IPv6."""
    if ":" not in address:
        return address
    try:
        parsed = ipaddress.IPv6Address(address)
    except ValueError:
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(parsed) >> ONE_CALLER << ONE_CALLER, ONE_CALLER)))


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
