"""Networks: their address pools, what containers ask of them, and what they refuse."""

from __future__ import annotations

import pytest

from tests.docker.lab import Lab
from tutor.engine import networks
from tutor.engine.errors import EngineError
from tutor.engine.outcome import Outcome
from tutor.engine.state import State


def made(lab: Lab, name: str, subnet: str = "") -> State:
    outcome: Outcome[str] = networks.create_network(lab.state, lab.world(), name, subnet=subnet)
    lab.apply(outcome)
    return lab.state


def refused(lab: Lab, name: str, subnet: str = "", driver: str = "bridge") -> str:
    with pytest.raises(EngineError) as caught:
        networks.create_network(lab.state, lab.world(), name, subnet=subnet, driver=driver)
    return caught.value.message


def test_pools_do_not_overlap() -> None:
    lab = Lab()
    state = made(lab, "one", "172.18.0.0/17")
    assert state.networks["one"].gateway == "172.18.0.1"
    assert made(lab, "two").networks["two"].subnet == "172.19.0.0/16"
    assert refused(lab, "three", "172.18.1.0/24").startswith("invalid pool request: Pool overlaps")
    assert refused(lab, "three", "10.1.0.1/24") == (
        "invalid network config:\ninvalid subnet 10.1.0.1/24: it should be 10.1.0.0/24"
    )


def test_what_a_network_cannot_be() -> None:
    lab = Lab()
    assert refused(lab, "") == "invalid name: name is empty"
    assert refused(lab, "n1", driver="nope") == 'plugin "nope" not found'
    assert refused(lab, "n1", driver="host") == 'only one instance of "host" network is allowed'
    assert lab.run("docker network create --subnet foo n1").err == "netip.ParsePrefix(\"foo\"): no '/'\n"
    lost = lab.run("docker network create --subnet 10.1.0.0/24 --gateway 10.2.0.1 n1")
    assert lost.err == "no matching subnet for gateway 10.2.0.1\n"
    assert lab.run("docker network ls --filter type=x").err.endswith("invalid filter: 'type'='x'\n")


def test_a_new_network_counts_its_own_addresses() -> None:
    lab = Lab()
    made(lab, "n1", "10.1.0.0/24")
    shown = networks.inspect_network(lab.state, "n1")
    used = shown["Status"]["IPAM"]["Subnets"]["10.1.0.0/24"]
    assert used == {"IPsInUse": 3, "DynamicIPsAvailable": 253}


def test_a_container_keeps_the_address_and_names_that_it_asked_for() -> None:
    from tests.docker.test_commands import archive

    lab = Lab()
    lab.run("docker import -c 'CMD [\"/x\"]' - app:1", archive(x="x"))
    made(lab, "n1", "10.1.0.0/24")
    shown = lab.run("docker create --name web --network n1 --network-alias site --ip 10.1.0.9 app:1")
    assert shown.code == 0, shown.err
    form = "{{with .NetworkSettings.Networks.n1}}{{.Aliases}} {{.IPAMConfig.IPv4Address}}{{end}}"
    assert lab.run(f"docker inspect -f '{form}' web").out == "[site] 10.1.0.9\n"
    outside = lab.run("docker create --network n1 --ip 10.2.0.9 app:1").err
    assert outside.endswith("invalid endpoint settings:\nno configured subnet contains IP address 10.2.0.9\n")
    both = lab.run("docker create --ip 10.2.0.9 app:1").err
    assert "\n* user-specified IP address is supported on user-defined networks only\n" in both
    shared = lab.run("docker create --network container:web --hostname other app:1").err
    assert shared.endswith("conflicting options: hostname and the network mode\n")
