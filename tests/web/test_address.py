import pytest

from web.address import Address, address_of

NAMES = ("127.0.0.1", "localhost", "::1")


def test_it_listens_on_this_machine_only_unless_told_otherwise() -> None:
    assert address_of({}) == Address("127.0.0.1", 8501, NAMES)
    assert not address_of({}).open


def test_a_name_of_a_proxy_opens_it_too() -> None:
    found = address_of({"ALLOWED_HOSTS": "tastelab.example.com"})
    assert found.open
    assert found.shown == "localhost"


def test_another_address_is_open_and_its_names_are_known() -> None:
    found = address_of({"HOST": "192.168.1.20", "ALLOWED_HOSTS": "Shop.example.com, "})
    assert found.open
    assert found.names == (*NAMES, "192.168.1.20", "shop.example.com")


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_every_network_needs_names(host: str) -> None:
    with pytest.raises(ValueError, match="ALLOWED_HOSTS"):
        address_of({"HOST": host})


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eight"])
def test_a_port_is_a_number(port: str) -> None:
    with pytest.raises(ValueError, match="PORT"):
        address_of({"PORT": port})
