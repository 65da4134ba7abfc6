"""Warnings as text: the report of `docker build --check`, and the one line in a build's output."""

from __future__ import annotations

from tutor.dockerfile.checks.facts import Finding, Findings
from tutor.dockerfile.excerpt import excerpt


def short(warning: Finding) -> str:
    """Put a warning in one line, as in a build's progress."""
    return f"{warning.rule.name}: {warning.message} (line {warning.lines[0]})"


def report(findings: Findings, text: str, filename: str = "Dockerfile") -> str:
    """Write the report of --check, warnings by their first line; an error leaves it out where there are none."""
    count = len(findings.warnings)
    if not count:
        return "" if findings.error else "Check complete, no warnings found.\n"
    found = "1 warning has" if count == 1 else f"{count} warnings have"
    shown = (_shown(item, text, filename) for item in sorted(findings.warnings, key=lambda item: item.lines[0]))
    return f"Check complete, {found} been found!\n{''.join(shown)}" + ("\n" if findings.error else "")


def error_report(findings: Findings, text: str, filename: str = "Dockerfile") -> str:
    """Write what --check prints on standard error where an error ended the look."""
    if findings.error is None:
        return ""
    return f"ERROR: {findings.error}\n{excerpt(text, filename, findings.error.lines)}\n"


def _shown(warning: Finding, text: str, filename: str) -> str:
    page = f" - {warning.rule.url}" if warning.rule.url else ""
    return f"\nWARNING: {warning.rule.name}{page}\n{warning.message}\n{excerpt(text, filename, warning.lines)}"
