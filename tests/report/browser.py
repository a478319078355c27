"""A headless Chromium, driven over its DevTools protocol through two pipes; standard library only."""

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
from collections import deque

# No sandbox: tests may run as root. The window is what screenshots have.
FLAGS = ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu",
         "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--hide-scrollbars",
         "--disable-background-networking", "--force-device-scale-factor=1",
         "--font-render-hinting=none"]

KEYS = {"ArrowLeft": 37, "ArrowRight": 39, "Home": 36, "End": 35, "Escape": 27, "Tab": 9,
        "Enter": 13, " ": 32}


PATIENCE_S = 60


class BrowserFault(Exception):
    """The page did what it must not, or the browser is gone."""


class Pipe:
    """Messages are JSON, each ended by a zero byte."""

    def __init__(self, folder):
        to_read, self.write_end = os.pipe()
        self.read_end, to_write = os.pipe()

        def as_three_and_four():
            # The numbers that the browser looks at; neither may be overwritten before it is copied.
            high_read, high_write = os.dup(to_read), os.dup(to_write)
            os.dup2(high_read, 3)
            os.dup2(high_write, 4)

        self.process = subprocess.Popen(
            [shutil.which("chromium"), *FLAGS, f"--user-data-dir={folder}", "about:blank"],
            preexec_fn=as_three_and_four, close_fds=False, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(to_write)
        self.rest = b""
        self.ready = deque()

    def send(self, message):
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.write_end, data):]

    def receive(self):
        while not self.ready:
            # A page that never comes back is a fault of the page, not of whoever waits for it.
            is_there = select.select([self.read_end], [], [], PATIENCE_S)[0]
            more = os.read(self.read_end, 1 << 16) if is_there else b""
            if not more:
                raise BrowserFault("the browser is gone, or hangs")
            *whole, self.rest = (self.rest + more).split(b"\0")
            self.ready.extend(json.loads(one) for one in whole)
        return self.ready.popleft()

    def close(self):
        os.close(self.write_end)
        os.close(self.read_end)
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Browser:
    """One page. Whatever it writes to its console as an error is in `faults`, with refusals of its
    policy; whatever it asks the network for is in `requests`."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.pipe = Pipe(self.folder.name)
        self.number = 0
        self.session = None
        self.faults = []
        self.requests = []
        self.loaded = False
        targets = self.call("Target.getTargets")["targetInfos"]
        page = next(target["targetId"] for target in targets if target["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def close(self):
        self.session = None
        try:
            self.call("Browser.close")
        finally:
            self.pipe.close()
        self.folder.cleanup()

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.pipe.send(message)
        while True:
            answer = self.pipe.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise BrowserFault(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self._notice(answer)

    def _notice(self, event):
        method, details = event.get("method"), event.get("params", {})
        if method == "Runtime.exceptionThrown":
            thrown = details["exceptionDetails"]
            self.faults.append(thrown.get("exception", {}).get("description", thrown["text"]))
        elif method == "Runtime.consoleAPICalled" and details["type"] in ("error", "warning"):
            self.faults.append(str([one.get("value") for one in details["args"]]))
        elif method == "Log.entryAdded" and details["entry"]["level"] in ("error", "warning"):
            self.faults.append(details["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(details["request"]["url"])
        elif method == "Page.loadEventFired":
            self.loaded = True

    def open(self, path, fragment=""):
        self.loaded = False
        self.call("Page.navigate", url="about:blank")
        while not self.loaded:
            self._notice(self.pipe.receive())
        self.loaded = False
        self.requests.clear()
        self.call("Page.navigate", url=f"file://{path}{fragment}")
        while not self.loaded:
            self._notice(self.pipe.receive())

    def evaluate(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True,
                           awaitPromise=True)
        if "exceptionDetails" in result:
            thrown = result["exceptionDetails"]
            raise BrowserFault(thrown.get("exception", {}).get("description", thrown["text"]))
        return result["result"].get("value")

    def go(self, fragment):
        """To another view, and until it is drawn."""
        self.evaluate(f"new Promise(done => {{ if (location.hash === {json.dumps(fragment)}) done(); "
                      "addEventListener('hashchange', () => requestAnimationFrame(done), {once: true}); "
                      f"location.hash = {json.dumps(fragment)}; }})")

    def press(self, key, shift=False):
        """A key, as from the keyboard."""
        code = KEYS.get(key, ord(key.upper()[0]))
        common = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", **common, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def mouse(self, kind, x, y, **more):
        self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def drag(self, begin, end):
        self.mouse("mouseMoved", *begin)
        self.mouse("mousePressed", *begin, button="left", buttons=1, clickCount=1)
        self.mouse("mouseMoved", *[(a + b) / 2 for a, b in zip(begin, end)], button="left", buttons=1)
        self.mouse("mouseMoved", *end, button="left", buttons=1)
        self.mouse("mouseReleased", *end, button="left", clickCount=1)

    def click(self, selector):
        x, y = self.evaluate(f"(() => {{ const node = document.querySelector({json.dumps(selector)}); "
                             "node.scrollIntoView({block: 'center'}); "
                             "const box = node.getBoundingClientRect(); "
                             "return [box.left + box.width / 2, box.top + box.height / 2]; })()")
        self.mouse("mousePressed", x, y, button="left", buttons=1, clickCount=1)
        self.mouse("mouseReleased", x, y, button="left", clickCount=1)

    def prefer(self, scheme):
        """light or dark, as the system would say."""
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": scheme}])

    def size(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)

    def screenshot(self, path, whole=False):
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        path.write_bytes(base64.b64decode(data))
