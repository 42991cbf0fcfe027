"""Runs scim2-tester and scim-sanity (strict) against the sandbox's services and judges what they say.

Prints a line for each run and each unexpected error; ends with 1 when there is one.
"""

import json
import pathlib
import subprocess
import sys
from dataclasses import dataclass, field

from httpx2 import Client
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server


@dataclass
class Service:
    name: str
    # Nil for all that it announces.
    kinds: list[str] | None = None
    # What is not as the suites want it on purpose: the check's name, and why.
    deliberate: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


NO_DELETION = "personnel records are never deleted: 405"
SERVICES = [
    Service("code"),
    Service(
        "idp",
        kinds=["User", "Group"],
        notes=[
            "Role and Entitlement can only be read, and scim2-tester writes to all that it finds",
            "AccessRequest has dates, for which scim2-tester sends random text, and rules on its status",
        ],
    ),
    Service(
        "hr",
        deliberate={
            "object_deletion": NO_DELETION,
            "DELETE /Users/{id}": NO_DELETION,
            "GET /Users/{id} after DELETE (expect 404)": NO_DELETION,
        },
    ),
]
BAD = {Status.ERROR, Status.CRITICAL}


def tester(service: Service, base: str, token: str) -> list[tuple[str, bool, str]]:
    """Each check of scim2-tester: its name, whether it passed, and what was said."""
    headers = {"Authorization": f"Bearer {token}"}
    with Client(base_url=base, headers=headers, timeout=30) as transport:
        results = check_server(SyncSCIMClient(transport), resource_types=service.kinds)
        return [
            (str(result.title), result.status not in BAD, str(result.reason))
            for result in results
            if result.status != Status.SKIPPED
        ]


def sanity(service: Service, base: str, token: str) -> list[tuple[str, bool, str]]:
    """The same of scim-sanity's strict probe, without what it skips and its own tidying up."""
    program = pathlib.Path(sys.executable).parent / "scim-sanity"
    done = subprocess.run(
        [program, "probe", base, "--token", token, "--strict", "--i-accept-side-effects", "--json-output"],
        capture_output=True, text=True, timeout=120,
    )
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return [("probe", False, done.stderr or done.stdout)]
    return [
        (result["name"], result["status"] == "pass", result.get("message", ""))
        for result in answer["results"]
        if result["status"] != "skip" and result.get("phase") != "Cleanup"
    ]


def judge(suite: str, service: Service, checks: list[tuple[str, bool, str]]) -> bool:
    """Prints what came out. Whether every failure is deliberate, and some check passed."""
    failed = [(name, text) for name, passed, text in checks if not passed]
    wrong = [(name, text) for name, text in failed if name not in service.deliberate]
    passed = len(checks) - len(failed)
    deliberate = len(failed) - len(wrong)
    print(
        f"{service.name:5} {suite:13} {passed:4} passed {len(wrong):3} failed"
        + (f"  {deliberate} on purpose" if deliberate else "")
    )
    for name, text in wrong:
        print(f"      {name}: {text}")
    return passed > 0 and not wrong


def main(address: str, token: str) -> int:
    good = True
    for service in SERVICES:
        base = f"{address}/{service.name}/scim/v2"
        for suite, run in [("scim2-tester", tester), ("scim-sanity", sanity)]:
            good = judge(suite, service, run(service, base, token)) and good
        reasons = sorted(set(service.deliberate.values()))
        for note in reasons + service.notes:
            print(f"      {note}")
    print("chat  not held to them: no /Schemas, no PUT, deleting only deactivates, on purpose")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
