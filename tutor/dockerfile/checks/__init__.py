"""What `docker build --check` warns about.

lint(text, facts) -> Findings        warnings in BuildKit's order, and the error that ended the look, if any
RULES                                the rules as data
report(findings, text, filename)     the text that --check prints
"""

from __future__ import annotations

from tutor.dockerfile.checks.facts import BaseImage, Facts, Finding, Findings
from tutor.dockerfile.checks.linter import lint
from tutor.dockerfile.checks.options import Options
from tutor.dockerfile.checks.report import error_report, report, short
from tutor.dockerfile.checks.rules import RULES, Rule

__all__ = [
    "RULES",
    "BaseImage",
    "Facts",
    "Finding",
    "Findings",
    "Options",
    "Rule",
    "error_report",
    "lint",
    "report",
    "short",
]
