"""Real throughput over loopback: kwikd and `kwiklab dial` beside ngtcp2's gtlsserver and gtlsclient,
and four emulated paths beside one of four times the rate. A part of tests/bench/run."""

import json
import os
import pathlib
import signal
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "release"
KWIKD = BUILD / "testbed" / "kwikd"
KWIKLAB = BUILD / "cli" / "kwiklab"
GTLSSERVER = "/usr/sbin/gtlsserver"
GTLSCLIENT = "/usr/bin/gtlsclient"

SIZE = 500_000_000
PATHS = 4
RATE_MBPS = 20

SCENARIO = """\
title: Many paths beside one fast one
question: What of the sum do they reach?
duration: 120 s
hosts:
  client: {{role: client}}
{hosts}links:
{links}discovery:
  - static: [{servers}]
workload:
  - download: {{from: s1, to: client, size: 40 MB}}
expect:
  - {{metric: delivered_bytes, equals: 40 MB}}
"""


def finish(process, send=None):
    """Waits for a process. @return the CPU seconds that it took"""
    if send is not None:
        process.send_signal(send)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def measured(server, client, elapsed):
    gigabytes = SIZE / 1e9
    return {"bps": SIZE * 8 / elapsed, "sender_cpu_s_per_gb": server / gigabytes,
            "receiver_cpu_s_per_gb": client / gigabytes}


def kwik(folder, content):
    with subprocess.Popen([KWIKD, "--listen", "127.0.0.1:0", "--key", folder / "host.key",
                           "--content", folder, "--log-level", "error",
                           "--congestion-control", "cubic"], # As gtlsserver.
                          stdout=subprocess.PIPE, text=True) as server:
        _, address, _, pin = server.stdout.readline().split()
        start = time.monotonic()
        client = subprocess.Popen([KWIKLAB, "dial", "--server", address, "--pin", pin, "--json",
                                   "--get", f"file/{content}"], stdout=subprocess.PIPE, text=True)
        document = json.load(client.stdout)
        receiver = finish(client)
        elapsed = time.monotonic() - start
        client.stdout.close()
        sender = finish(server, signal.SIGTERM)
    if document["received_bytes"] != SIZE:
        raise RuntimeError(f"kwik: {document}")
    return measured(sender, receiver, elapsed)


def gtls(folder, content, port=44430):
    key, certificate = folder / "key.pem", folder / "cert.pem"
    if not key.exists():
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out",
                        certificate, "-subj", "/CN=localhost", "-days", "30"], check=True,
                       capture_output=True)
    with subprocess.Popen([GTLSSERVER, "-q", "-d", folder, "127.0.0.1", str(port), key,
                           certificate], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as server:
        start = time.monotonic()
        client = subprocess.Popen([GTLSCLIENT, "-q", "--no-quic-dump", "--no-http-dump",
                                   "--exit-on-all-streams-close", "127.0.0.1", str(port),
                                   f"https://localhost:{port}/{content}"],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        receiver = finish(client)
        elapsed = time.monotonic() - start
        sender = finish(server, signal.SIGTERM)
    if client.returncode != 0:
        raise RuntimeError("gtlsclient failed")
    return measured(sender, receiver, elapsed)


def lab(folder, servers, rate):
    """The goodput of a download from so many servers, each over its own emulated link."""
    names = [f"s{i + 1}" for i in range(servers)]
    scenario = folder / f"paths-{servers}.yaml"
    scenario.write_text(SCENARIO.format(
        hosts="".join(f"  {name}: {{role: server}}\n" for name in names),
        links="".join(f"  - {{between: [client, {name}], rate: {rate} Mbit/s, delay: 10 ms}}\n"
                      for name in names),
        servers=", ".join(names)))
    done = subprocess.run([KWIKLAB, "testbed", "run", scenario, "--seed", "1", "--json"],
                          cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode == 3:
        return None  # The machine was too slow for it.
    done.check_returncode()
    run = json.loads(done.stdout)["runs"][0]
    return run["metrics"]["goodput"]


def median(rows):
    return {key: statistics.median(row[key] for row in rows) for key in rows[0]}


def measure(folder, rounds):
    content = "content.bin"
    with (folder / content).open("wb") as file:
        for _ in range(SIZE // 1_000_000): # It is in memory then, for both.
            file.write(os.urandom(1_000_000))
    sides = {"kwik": [], "gtls": []}
    for _ in range(rounds):
        sides["kwik"].append(kwik(folder, content))
        sides["gtls"].append(gtls(folder, content))
    result = {name: median(rows) for name, rows in sides.items()}
    result["ratio"] = result["kwik"]["bps"] / result["gtls"]["bps"]
    many, one = [], []
    for _ in range(rounds):
        many.append(lab(folder, PATHS, RATE_MBPS))
        one.append(lab(folder, 1, PATHS * RATE_MBPS))
    valid = [a / b for a, b in zip(many, one) if a and b]
    result["paths_ratio"] = statistics.median(valid) if valid else None
    return result


def show(result):
    print(f"One path over loopback, {SIZE // 1_000_000} MB, whatever the machine can do")
    for name in ("kwik", "gtls"):
        row = result[name]
        print(f"  {name:<22}{row['bps'] / 1e6:8.0f} Mbit/s; CPU s per GB: "
              f"sender {row['sender_cpu_s_per_gb']:.2f}, receiver {row['receiver_cpu_s_per_gb']:.2f}")
    print(f"  {'ratio':<22}{result['ratio']:8.2f}")
    if result["paths_ratio"] is None:
        print("Four emulated paths: the machine was too slow")
    else:
        print(f"{PATHS} emulated paths of {RATE_MBPS} Mbit/s beside one of {PATHS * RATE_MBPS}: "
              f"{result['paths_ratio']:.3f}")
