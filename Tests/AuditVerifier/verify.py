#!/usr/bin/env python3
"""Checks an export of Countersign's audit log, without Countersign and without any package.

    countersign audit export > log.ndjson            (or --format csv > log.csv)
    python3 verify.py log.ndjson [--trust KEY]... [--anchor SEQUENCE:DIGEST]...

Without --trust the keys that signed are listed, for you to compare with what their owners say.
Ends with 0 when every record is as it was written, else with 1 and what is wrong.
"""
import argparse, csv, datetime, hashlib, json, sys

# Ed25519 (RFC 8032 §5.1): verification over the curve -x² + y² = 1 + d x² y².
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover(y, sign):
    """The x of a point, or None where there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def add(a, b):
    """Adds points in extended coordinates (X, Y, Z, T)."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    m, n, o, q = f - e, h - g, h + g, f + e
    return (m * n % P, o * q % P, n * o % P, m * q % P)


def times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def decode(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signed(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    a, r, s = decode(key), decode(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(k, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def digest(record):
    """SHA-256 over the canonical JSON (RFC 8785) of all members but the proof."""
    moment = datetime.datetime.fromisoformat(record["time"].replace("Z", "+00:00"))
    since = moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    canonical = {
        "sequence": record["sequence"],
        "time": since // datetime.timedelta(milliseconds=1),
        "actor": {"key": record["actor"]["key"], "name": record["actor"]["name"]},
        **{name: record[name] for name in ("event", "subject", "detail", "previousDigest")},
    }
    text = json.dumps(canonical, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def records(path):
    with open(path, encoding="utf-8", newline="") as file:
        if not path.endswith(".csv"):
            yield from (json.loads(line) for line in file)
            return
        for row in csv.DictReader(file):
            row["sequence"] = int(row["sequence"])
            row["actor"] = {"key": row["actorKey"], "name": row["actorName"]}
            yield row


def verify(log, trusted, anchors):
    """Returns what is wrong first, or None, and how many records each key signed."""
    head, number, signed, retired = "0" * 64, 0, {}, set()
    for record in log:
        number += 1
        if record["sequence"] != number:
            return f"record {number} is missing: {record['sequence']} stands in its place", signed
        if digest(record) != record["digest"]:
            return f"record {number} was changed after it was written", signed
        if record["previousDigest"] != head:
            return f"record {number} does not follow from the one before it", signed
        head, key = record["digest"], record.get("key")
        if key:
            message = b"countersign audit record\n" + head.encode()
            if not is_signed(bytes.fromhex(key), message, bytes.fromhex(record["signature"])):
                return f"the signature of record {number} is forged", signed
            if trusted and key not in trusted:
                return f"record {number} is signed by a stranger's key, {key}", signed
            if key in retired:
                return f"record {number} is signed by a key that was replaced", signed
            signed[key] = signed.get(key, 0) + 1
            change = json.loads(record["detail"]) if record["event"] == "audit.keyRotated" else {}
            if change.get("from") == key:
                retired.add(key)
                trusted = trusted and trusted | {change["to"]}
        elif signed:
            return f"record {number} is not signed, though the log had a key by then", signed
        if anchors.pop(number, head) != head:
            return f"record {number} is not as it was anchored", signed
    return (f"record {min(anchors)}, which was anchored, is missing" if anchors else None), signed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Checks an export of Countersign's audit log.")
    parser.add_argument("log")
    parser.add_argument("--trust", action="append", default=[], metavar="KEY")
    parser.add_argument("--anchor", action="append", default=[], metavar="SEQUENCE:DIGEST")
    options = parser.parse_args()
    wanted = {int(head.split(":")[0]): head.split(":")[1] for head in options.anchor}
    wrong, signers = verify(records(options.log), set(options.trust), wanted)
    for name, count in signers.items():
        print(f"{count} signed by {name}")
    print(f"broken: {wrong}" if wrong else "intact")
    sys.exit(1 if wrong else 0)
