"""Why a download stops: for now, so that it is tried again, or for good."""


class BrokenLineError(Exception):
    """The line or the publisher failed for now; ``wait`` is how many seconds the publisher asks for, if it says."""

    def __init__(self, fault: str, wait: float | None = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.wait = wait


class RefusedError(Exception):
    """Trying again would not help; ``fault`` goes on from the address, ``remedy`` stands where one is known."""

    def __init__(self, fault: str, remedy: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.remedy = remedy
