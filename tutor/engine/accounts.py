"""Who has accounts at the registries of a sandbox, and what they may do there."""

from __future__ import annotations

LEARNER = ("learner", "layers")
"""The learner's name and password at Docker Hub and at the class's registry."""


class HubAccounts:
    """Docker Hub: anyone pulls; who is logged in pushes to repositories under their own name."""

    def known(self, user: str, password: str) -> bool:
        """Whether a password is right."""
        return (user, password) == LEARNER

    def may(self, user: str, kind: str, name: str, action: str) -> bool:
        """Whether someone may do this."""
        return kind == "repository" and (action == "pull" or (bool(user) and name.startswith(user + "/")))


class ClassAccounts:
    """The class's registry: who is logged in pulls and pushes, and nobody else does anything."""

    def known(self, user: str, password: str) -> bool:
        """Whether a password is right."""
        return (user, password) == LEARNER

    def may(self, user: str, kind: str, name: str, action: str) -> bool:
        """Whether someone may do this."""
        return bool(user)
