"""What the program says of the machine."""

from __future__ import annotations

from medcode_desktop.services.hardware import find_hardware


def test_the_machine_is_described() -> None:
    machine = find_hardware()
    assert machine.processor
    assert 1 <= machine.default_threads <= machine.physical_cores <= machine.logical_cores
    assert 0 < machine.free_memory <= machine.memory
    assert machine.processor in str(machine)
    assert "GiB" in str(machine)
