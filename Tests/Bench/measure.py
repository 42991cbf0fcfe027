"""Measures Countersign against its figures: medians, and ratios in one run.

Full sync: `countersign sync` and `RAW=1 loader.py` in turn against the same benchd.
Terminal:  ptybench.py on the real program, with 1,000 and with --people identities.
"""
import argparse, json, os, pathlib, re, shutil, statistics, subprocess, sys, tempfile, time, urllib.request

here = pathlib.Path(__file__).resolve().parent
options = argparse.ArgumentParser()
options.add_argument("--bin", required=True, help="the folder with the two programs")
options.add_argument("--work", required=True, help="the folder with benchd")
options.add_argument("--people", type=int, default=100_000)
options.add_argument("--rounds", type=int, default=3)
options.add_argument("--only", choices=["sync", "terminal"])
options = options.parse_args()
countersign = os.path.join(options.bin, "countersign")
sandbox = os.path.join(options.bin, "countersign-sandbox")
verdicts = []


def verdict(name, value, limit, holds, unit=""):
    verdicts.append(holds)
    print(f"  {'ok  ' if holds else 'MISS'} {name}: {value}{unit} (limit {limit}{unit})", flush=True)


def home(folder, config):
    """A configuration and a state of their own, by the XDG variables."""
    for name in ("config/countersign", "state", "data"):
        os.makedirs(os.path.join(folder, name), exist_ok=True)
    pathlib.Path(folder, "config/countersign/config.toml").write_text(config)
    return {
        **os.environ,
        "XDG_CONFIG_HOME": f"{folder}/config", "XDG_STATE_HOME": f"{folder}/state", "XDG_DATA_HOME": f"{folder}/data",
        "LANG": "C.UTF-8", "BENCH_TOKEN": "bench",
    }


def answers(url):
    for _ in range(600):
        try:
            return urllib.request.urlopen(url, timeout=5).read()
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{url} does not answer")


def run(command, environment):
    """Seconds, and the peak of memory in MiB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command} ended with {status}: {error.decode()}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def measure_sync():
    print(f"Full sync of {options.people:,} users from benchd, pages of 1,000, {options.rounds} rounds", flush=True)
    port = 18177
    server = subprocess.Popen(
        [os.path.join(options.work, "benchd"), "-users", str(options.people), "-groups", "0", "-page", "1000", "-port", str(port)],
        stderr=subprocess.DEVNULL)
    ours, peer, peak = [], [], []
    try:
        base = f"http://127.0.0.1:{port}/scim/v2"
        answers(f"{base}/ServiceProviderConfig")
        for _ in range(options.rounds):
            with tempfile.TemporaryDirectory() as folder:
                database = os.path.join(folder, "peer.db")
                seconds, _ = run([sys.executable, str(here / "loader.py"), base, "1000", database], {**os.environ, "RAW": "1"})
                peer.append(seconds)
                environment = home(folder, f'operator = "bench"\n[[server]]\nname = "bench"\nurl = "{base}"\ntoken_env = "BENCH_TOKEN"\npage_size = 1000\n')
                seconds, mebibytes = run([countersign, "sync"], environment)
                ours.append(seconds)
                peak.append(mebibytes)
                listed = subprocess.run([countersign, "server", "list", "--json"], env=environment, capture_output=True, text=True, check=True).stdout
                if f'"userCount":{options.people}' not in listed.replace(" ", ""):
                    sys.exit(f"the mirror does not hold {options.people} users: {listed}")
    finally:
        server.kill()
    ratio = statistics.median(peer) / statistics.median(ours)
    print(f"  countersign {statistics.median(ours):.2f} s, loader.py {statistics.median(peer):.2f} s")
    verdict("times as fast as RAW=1 loader.py", f"{ratio:.1f}", ">= 5", ratio >= 5)
    verdict("peak memory of the sync", f"{statistics.median(peak):.0f}", "< 60", statistics.median(peak) < 60, " MiB")


def ptybench(what, environment, *arguments):
    command = [sys.executable, str(here / "ptybench.py"), what, "--cmd", countersign, "--json", "--calm", "80", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"ptybench {what}: {done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def organisation(people, folder):
    """A synced state of `people` sample people and 200 requests; the sandbox is gone afterwards."""
    port_file = os.path.join(folder, "port")
    server = subprocess.Popen(
        [sandbox, "--people", str(people), "--requests", "200", "--port", "0", "--port-file", port_file, "--token", "bench"],
        stdout=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            if os.path.exists(port_file) and open(port_file).read().strip():
                break
            time.sleep(0.1)
        base = f"http://127.0.0.1:{open(port_file).read().strip()}"
        tenants = ("hr", "idp", "code", "chat")
        config = 'operator = "priya.nair@example.com"\nsync_interval = "off"\n' + "".join(
            f'[[server]]\nname = "{name}"\nurl = "{base}/{name}/scim/v2"\ntoken_env = "BENCH_TOKEN"\n' for name in tenants)
        environment = home(folder, config)
        seconds, mebibytes = run([countersign, "sync"], environment)
        print(f"  {people:,} people on {len(tenants)} sandbox tenants synced in {seconds:.1f} s, peak {mebibytes:.0f} MiB", flush=True)
        return environment
    finally:
        server.terminate()
        server.wait()


def measure_terminal():
    starts = {}
    ready = ("--wait", r"[▸▶>].*\d")
    for people in (1_000, options.people):
        print(f"Terminal with {people:,} identities", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            environment = organisation(people, folder)
            result = ptybench("start", environment, *ready, "--runs", "9")
            starts[people] = result["ready_ms"]["median"]
            verdict("exec to the first real rows", f"{starts[people]:.1f}", "< 60", starts[people] < 60, " ms")
            if people == 1_000:
                continue
            keys = ptybench("keys", environment, *ready, "--key", "<DOWN>", "--count", "100")["paint_ms"]
            verdict("down key to paint, median", f"{keys['median']:.2f}", "< 2", keys["median"] < 2, " ms")
            search = ptybench(
                "search", environment, *ready, "--setup", "2", "--open", "/", "--text", "okafor", "--close-keys", "<ESC>", "--count", "60")
            worst = max(search["per_char_median_ms"].values())
            verdict("search, a character (the slowest position's median)", f"{worst:.2f}", "< 16", worst < 16, " ms")
            peak = search["rss_peak_kb"] / 1024
            verdict("peak memory", f"{peak:.0f}", "< 60", peak < 60, " MiB")
            # Worker threads that have nothing left to do end by themselves within seconds.
            idle = ptybench("idle", environment, *ready, "--setup", "<WAIT:8000>", "--seconds", "10")
            verdict("idle: bytes written in 10 s", idle["bytes_written"], "0", idle["bytes_written"] == 0)
            verdict("idle: wake-ups a second", idle["wakeups_per_s"], "0", idle["wakeups_per_s"] == 0)
    ratio = starts[options.people] / starts[1_000]
    verdict(f"start with {options.people:,} over start with 1,000", f"{ratio:.2f}", "< 1.25", ratio < 1.25)


if options.only != "terminal":
    measure_sync()
if options.only != "sync":
    measure_terminal()
print(f"{sum(verdicts)} of {len(verdicts)} figures reached")
sys.exit(0 if all(verdicts) else 1)
