"""Opens the report in headless Chromium and looks at it as its readers do.

usage: browser.py PAGE CASES AXE FOLDER

PAGE is the file, CASES a JSON file of questions with the answers that Swift gives, AXE the script of
axe-core or an empty text, FOLDER where pictures of the page go or an empty text. Prints a JSON
object: for each check the list of what is wrong, empty for nothing; and under "measures" what was
measured.
"""

import base64
import json
import math
import os
import pathlib
import re
import subprocess
import sys
import time


class Browser:
    """Chromium over its debugging pipe."""

    def __init__(self):
        commands, self.write = os.pipe()
        self.read, answers = os.pipe()

        def place():
            # Chromium takes its commands from 3 and answers on 4.
            copies = os.dup(commands), os.dup(answers)
            os.dup2(copies[0], 3)
            os.dup2(copies[1], 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             "--hide-scrollbars", "--force-device-scale-factor=1", "about:blank"],
            preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.buffer, self.number, self.events, self.session = b"", 0, [], None
        pages = [one for one in self.call("Target.getTargets")["targetInfos"]
                 if one["type"] == "page"]
        self.session = self.call(
            "Target.attachToTarget", targetId=pages[0]["targetId"], flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Network", "Log"]:
            self.call(f"{domain}.enable")

    def message(self):
        while b"\0" not in self.buffer:
            part = os.read(self.read, 1 << 20)
            if not part:
                sys.exit("chromium ended")
            self.buffer += part
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        rest = json.dumps(message).encode() + b"\0"
        while rest:
            rest = rest[os.write(self.write, rest):]
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, address):
        # A page that is left for the same one with another fragment would not be loaded anew.
        for one in ["about:blank", address]:
            self.events = []
            self.call("Page.navigate", url=one)
            while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
                self.events.append(self.message())
        self.value("new Promise(done => { const wait = () => window.explorer ? done() "
                   ": setTimeout(wait, 10); wait(); })")

    def follow(self, fragment):
        """Goes to a fragment of the page that is open, as a link on it does."""
        self.value("new Promise(done => { location.hash = ''; requestAnimationFrame(() => { "
                   f"location.hash = {json.dumps(fragment)}; "
                   "requestAnimationFrame(() => requestAnimationFrame(() => done())); }); })")

    def value(self, code):
        """What a piece of script comes to; a promise is waited for."""
        answer = self.call(
            "Runtime.evaluate", expression=code, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            sys.exit(f"{code[:80]}: {json.dumps(answer['exceptionDetails'])[:1000]}")
        return answer["result"].get("value")

    def resize(self, width, height=900):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=width < 600)

    def scheme(self, name):
        self.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": name}])

    def press(self, key, code, shift=False):
        for kind in ["rawKeyDown", "keyUp"]:
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                      windowsVirtualKeyCode=code, modifiers=8 if shift else 0)

    def picture(self, path, height=None):
        parameters = {"format": "png"}
        if height:
            width = self.value("innerWidth")
            parameters |= {"captureBeyondViewport": True, "clip": {
                "x": 0, "y": 0, "width": width, "height": height, "scale": 1}}
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", **parameters)["data"]))


def close(one, other, tolerance):
    """Equal to a share of the other; None stands for what is not a number."""
    if one is None or other is None:
        return one is None and other is None
    return one == other or abs(one - other) <= tolerance * max(abs(one), abs(other))


def differences(label, found, expected, tolerance):
    if len(found) != len(expected):
        return [f"{label}: {len(found)} numbers, not {len(expected)}"]
    return [f"{label}, number {place}: {one}, not {other}"
            for place, (one, other) in enumerate(zip(found, expected))
            if not close(one, other, tolerance)][:3]


def console(browser):
    """Errors, exceptions, and what the policy refused."""
    wrong = []
    for event in browser.events:
        method, parameters = event.get("method"), event.get("params", {})
        if method == "Runtime.exceptionThrown":
            wrong.append(json.dumps(parameters["exceptionDetails"])[:500])
        if method == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "warning"):
            wrong.append(json.dumps(parameters["args"])[:500])
        if method == "Log.entryAdded" and parameters["entry"]["level"] in ("error", "warning"):
            wrong.append(parameters["entry"]["text"][:500])
    return wrong


def requests(browser, page):
    """Addresses asked for besides the file itself."""
    asked = [event["params"]["request"]["url"] for event in browser.events
             if event.get("method") == "Network.requestWillBeSent"]
    return [url[:200] for url in asked if url.split("#")[0] != page]


IDS = """(() => {
  const ids = Array.from(document.querySelectorAll('[id]'), one => one.id), wrong = [];
  const seen = new Set();
  for (const id of ids) { if (seen.has(id)) wrong.push('twice: ' + id); seen.add(id); }
  const refers = (id, where) => { if (!seen.has(id)) wrong.push(where + ' leads nowhere: ' + id); };
  for (const one of document.querySelectorAll('a')) {
    const href = one.getAttribute('href');
    if (href && href.startsWith('#')) refers(decodeURIComponent(href.slice(1)).split(':')[0], 'link');
    else if (!href || !/^(https:|data:)/.test(href)) wrong.push('link to ' + href);
  }
  for (const one of document.querySelectorAll('use')) {
    refers((one.getAttribute('href') || one.getAttribute('xlink:href')).slice(1), 'glyph');
  }
  for (const name of ['aria-labelledby', 'aria-describedby', 'for', 'clip-path']) {
    for (const one of document.querySelectorAll('[' + name + ']')) {
      for (const id of one.getAttribute(name).split(' ')) refers(id.replace(/^url\\(#|\\)$/g, ''), name);
    }
  }
  return wrong.slice(0, 20);
})()"""


def parity(browser, cases):
    """The answers, the panels and the vectors that Swift was asked for too."""
    plain = "(numbers => numbers.map(one => Number.isNaN(one) ? null : one))"
    wrong = []
    for start in range(0, len(cases["answers"]), 250):
        part = cases["answers"][start:start + 250]
        code = json.dumps([case["inputs"] for case in part])
        found = browser.value(f"{code}.map(one => {plain}(explorer.model.answer(one)))")
        for place, (case, numbers) in enumerate(zip(part, found)):
            wrong += differences(f"answer {start + place}", numbers, case["numbers"], 1e-12)
    for place, case in enumerate(cases["panels"]):
        found = browser.value(
            f"{plain}(explorer.model.panel({json.dumps(case['inputs'])}, [0.3, 0.8, 0.5]))")
        wrong += differences(f"panel {place}", found, case["numbers"], 1e-12)
    for case in cases["vectors"]:
        found = browser.value(
            f"explorer.named(explorer.model.answer(explorer.inputs({json.dumps(case['question'])}, "
            f"{json.dumps(case['readings'])}, {json.dumps(case['ids'])})))")
        for place, name in enumerate(["continuous", "chunked", "disaggregated"]):
            cost = found["parts"][place]["cost"]
            expected = case["costs"][name]
            if not close(cost, expected, 1e-9):
                wrong.append(f"vector {case['label']}, {name}: {cost}, not {expected}")
    return wrong


FORM = """(values => {
  location.hash = '#explorer';
  const form = document.getElementById('explorer-form');
  form.dispatchEvent(new Event('reset', { cancelable: true }));
  for (const [name, value] of values) {
    const one = form.elements.namedItem(name);
    one.value = value;
    one.dispatchEvent(new Event('input', { bubbles: true }));
  }
  return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() =>
    done({ hash: location.hash, found: explorer.now(), text: document.getElementById('answer').textContent,
      said: ['answer', 'explorer-answer'].map(id => document.getElementById(id).textContent).join(' ')
        + document.getElementById('panel').getAttribute('aria-label'),
      rows: Array.from(document.getElementById('crossings').rows, row =>
        Array.from(row.cells, cell => cell.textContent)) }))));
})"""

# What is missing or infinite, told as a number or with a unit.
NO_NUMBER = re.compile(r"NaN|∞|Infinity|undefined|\$(–|infeasible|none)"
                       r"|(–|infeasible|none) (ms|GB/s|MB|tokens|requests|of a)")


def form(browser, page, cases):
    """What is typed into the form, and what a link to it gives."""
    wrong = []
    alone(browser, True)
    for number, case in enumerate(cases["forms"]):
        told = browser.value(f"{FORM}({json.dumps(case['values'])})")
        for place, name in enumerate(["continuous", "chunked", "disaggregated"]):
            cost = told["found"]["parts"][place]["cost"]
            if not close(cost, case["costs"][name], 1e-12):
                wrong.append(f"{case['values']}: {name} is {cost}, not {case['costs'][name]}")
        for word in case["words"]:
            if word not in told["said"]:
                wrong.append(f"{case['values']}: no {word!r} in {told['said']}")
        if told["rows"] != case["rows"]:
            wrong.append(f"{case['values']}: what would change it is {told['rows']}, not {case['rows']}")
        if NO_NUMBER.search(told["said"]):
            wrong.append(f"{case['values']}: {NO_NUMBER.search(told['said'])} in {told['said']}")
        if not told["hash"].startswith("#explorer:"):
            wrong.append(f"{case['values']}: the address says {told['hash']!r}")
        if number == 0:
            browser.open(page + told["hash"])
            alone(browser, True)
        else:
            browser.value(f"{FORM}([])")
            browser.follow(told["hash"])
        again = browser.value("document.getElementById('answer').textContent")
        if again != told["text"]:
            wrong.append(f"the link {told['hash']} gives {again!r}, not {told['text']!r}")
    meanings = []
    for reading in ["sum", "fused"]:
        browser.value(f"{FORM}([['choice-pass', '{reading}']])")
        meanings.append(browser.value("document.getElementById('means-pass').textContent"))
    if not all(meanings) or meanings[0] == meanings[1]:
        wrong.append(f"what the readings of pass mean is said by {meanings}")
    told = browser.value(f"{FORM}([['prompt', '-1']])")
    if not browser.value("document.getElementById('explorer-answer').hidden"):
        wrong.append("a prompt of -1 tokens is answered")
    browser.value(f"{FORM}([['prompt', '1000']])")
    alone(browser, False)
    return wrong


def keyboard(browser):
    """The skip link of a page just opened comes first, marks have names, arrows move a slider."""
    wrong = []
    browser.press("Tab", 9)
    if browser.value("document.activeElement.className") != "skip":
        wrong.append("the first stop is not the skip link")
    outline = browser.value("getComputedStyle(document.activeElement).outlineStyle")
    if outline in ("none", ""):
        wrong.append("what has the focus does not show it")
    stops = browser.value(
        "Array.from(document.querySelectorAll('svg a:not([tabindex])')).map(one => "
        "one.getAttribute('aria-label')).filter(one => !one).length")
    if stops:
        wrong.append(f"{stops} marks have no name")
    browser.value("document.querySelector('[name=share]').focus()")
    before = browser.value("document.getElementById('answer').textContent")
    for _ in range(80):
        browser.press("ArrowLeft", 37)
    browser.value("new Promise(done => setTimeout(done, 100))")
    if browser.value("document.getElementById('answer').textContent") == before:
        wrong.append("the arrows move no slider")
    return wrong


def alone(browser, hides):
    """Leaves the explorer alone on the page, or not: a layout of all takes a second."""
    browser.value("document.querySelectorAll('main > section:not(#explorer)').forEach(one => { "
                  f"one.hidden = {json.dumps(hides)}; }})")


COVERED = """new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
  const one = document.activeElement, rect = one.getBoundingClientRect();
  const name = one.name || one.id || one.tagName;
  const over = ['answer', 'explorer-trouble'].map(id => document.getElementById(id)).filter(it =>
    it.offsetHeight && !it.contains(one)).map(it => it.getBoundingClientRect());
  const isUnder = over.some(it => it.bottom > rect.top + 1 && it.top < rect.bottom - 1);
  const isOff = rect.bottom <= 0 || rect.top >= innerHeight;
  done({ name, wrong: isUnder ? 'lies under the answer' : isOff ? 'is out of sight' : '' });
})))"""


def focus(browser):
    """Whoever goes through the form by the tab key, backwards and forwards, sees where they are."""
    wrong = []
    alone(browser, True)
    for width, height in [(390, 700), (320, 568), (320, 256), (1280, 700)]:
        browser.resize(width, height)
        # A long answer.
        browser.value(f"{FORM}([['accelerators', '1']])")
        for start, shift in [("button[type=reset]", True), ("[name=prompt]", False)]:
            browser.value(f"document.querySelector('{start}').focus()")
            stops = set()
            for _ in range(30):
                browser.press("Tab", 9, shift)
                told = browser.value(COVERED)
                stops.add(told["name"])
                if told["wrong"]:
                    way = "backwards" if shift else "forwards"
                    wrong.append(f"{width} × {height}, {way}: {told['name']} {told['wrong']}")
                if told["name"] == ("prompt" if shift else "explorer-link"):
                    break
            if len(stops) < 15:
                wrong.append(f"{width} × {height}: only {sorted(stops)} are stops")
    alone(browser, False)
    browser.resize(1280)
    return wrong


def names(browser):
    """Every control has a name that a screen reader says."""
    browser.call("Accessibility.enable")
    form = browser.call("Runtime.evaluate", expression="document.getElementById('explorer-form')")
    wrong = []
    for role in ["slider", "spinbutton", "combobox", "button"]:
        nodes = browser.call(
            "Accessibility.queryAXTree", objectId=form["result"]["objectId"], role=role)["nodes"]
        if not nodes:
            wrong.append(f"there is no {role}")
        wrong += [f"a {role} has no name" for node in nodes if not node["name"]["value"].strip()]
    return wrong


def links(browser, page):
    """What a link cannot mean is said, and the rest of it is taken; other fragments do no harm."""
    wrong = []
    browser.open(page + "#explorer:accelerator=H200&prompt=%&overlap=7&model=<b>&x=1")
    told = browser.value("document.getElementById('explorer-note').textContent")
    for word in ["prompt=%", "overlap=7", "model=<b>", "x=1"]:
        if word not in told:
            wrong.append(f"{word} is passed over: {told!r}")
    if browser.value("document.querySelector('[name=usd]').value") != "6.305":
        wrong.append("an accelerator of a link has another's price")
    browser.open(page + "#%")
    if not browser.value("document.getElementById('answer').textContent"):
        wrong.append("a strange fragment leaves no answer")
    browser.follow("#explorer:accelerator=B200")
    told = browser.value("document.getElementById('explorer-trouble').textContent")
    if "has no price for B200" not in told:
        wrong.append(f"of an accelerator without a price it is said: {told!r}")
    # A length keeps the share, and the place that one came from is one step back.
    browser.follow("#figure-2")
    told = browser.value(f"{FORM}([['prompt', '100000'], ['output', '100'], ['length', '200200']])")
    share = browser.value("explorer.asked().outputTokens")
    if abs(share - 200) > 0.1:
        wrong.append(f"twice the length makes of 100 output tokens {share}")
    return wrong


def widths(browser):
    wrong = []
    for width in [320, 390, 768, 1280, 2560]:
        browser.resize(width)
        needed = browser.value("document.documentElement.scrollWidth")
        if needed > width:
            wide = browser.value(
                "Array.from(document.querySelectorAll('body *')).filter(one => !one.closest('.scroll, pre')"
                f" && one.getBoundingClientRect().right > {width}).map(one => one.tagName + '.' "
                "+ one.className + '#' + one.id).slice(0, 5).join(' ')")
            wrong.append(f"{width} px: the page is {needed} px wide: {wide}")
    browser.resize(1280)
    return wrong


def printing(browser):
    """On paper all that is folded is there, but for the tables of the figures."""
    browser.call("Emulation.setEmulatedMedia", media="print")
    wrong = browser.value("""(() => {
      const isShown = one => one.checkVisibility() && one.getClientRects().length > 0;
      const wrong = [];
      for (const one of document.querySelectorAll('details:not([open])')) {
        const title = one.querySelector('summary').textContent;
        const parts = Array.from(one.children).filter(part => part.tagName !== 'SUMMARY');
        const tables = parts.filter(part => part.matches('.shown .scroll'));
        const folded = parts.filter(part => !tables.includes(part) && !isShown(part));
        if (folded.length) wrong.push(title + ' stays folded: ' + folded[0].tagName);
        if (tables.some(isShown)) wrong.push('the table of ' + title + ' is printed');
      }
      return wrong.slice(0, 5);
    })()""")
    browser.call("Emulation.setEmulatedMedia", media="")
    return wrong


def accessibility(browser, axe):
    """The rules of axe-core, in light and dark, with every closed part opened. The page is not the
    same afterwards."""
    wrong = []
    browser.value(axe + "; true")
    browser.value("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    # Outlines of letters are hidden from it; of a thousand rows each is as the first ones.
    browser.value("document.querySelectorAll('svg [aria-hidden=true]').forEach(one => one.remove());"
                  "document.querySelectorAll('tbody').forEach(one => "
                  "Array.from(one.rows).slice(3).forEach(row => row.remove()))")
    for scheme in ["light", "dark"]:
        browser.scheme(scheme)
        # Only colours differ in the dark.
        rules = "" if scheme == "light" else ", runOnly: ['color-contrast']"
        found = browser.value(
            f"axe.run(document, {{ resultTypes: ['violations']{rules} }})"
            ".then(found => found.violations.map(one => one.id + ': ' + one.nodes.length + ' × '"
            " + one.nodes[0].html.slice(0, 200) + ' ' + one.nodes[0].failureSummary.slice(0, 300)))")
        wrong += [f"{scheme}: {one}" for one in found]
    browser.scheme("light")
    return wrong


def measures(browser, page):
    """Of a page just opened."""
    paint = browser.value(
        "performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)")
    redraws = browser.value("""(() => {
      const times = [];
      const slider = document.querySelector('[name=share]');
      for (let step = 0; step < 60; step++) {
        slider.value = String(0.3 + step / 100);
        const start = performance.now();
        explorer.show();
        times.push(performance.now() - start);
      }
      return times.sort((one, other) => one - other);
    })()""")
    panels = browser.value("""(() => {
      const times = [];
      const inputs = explorer.inputs(explorer.asked(), explorer.readings());
      for (let step = 0; step < 60; step++) {
        const start = performance.now();
        explorer.model.panel(inputs, [0.3, 0.8, 0.5]);
        times.push(performance.now() - start);
      }
      return times.sort((one, other) => one - other);
    })()""")
    return {
        "first_contentful_paint_ms": paint[0] if paint else math.nan,
        "answer_ms": redraws[len(redraws) // 4], "panel_ms": panels[len(panels) // 4],
        "bytes": os.path.getsize(page.removeprefix("file://")),
    }


def pictures(browser, page, folder):
    for width in [1280, 390]:
        browser.resize(width)
        browser.open(page)
        browser.picture(folder / f"page-{width}.png", height=3000)
    browser.resize(1280)
    browser.scheme("dark")
    browser.open(page)
    browser.picture(folder / "page-dark.png", height=1500)
    browser.scheme("light")
    answer = browser.call("Page.printToPDF", printBackground=False, preferCSSPageSize=True)
    (folder / "page.pdf").write_bytes(base64.b64decode(answer["data"]))


def main():
    page, cases, axe, folder = sys.argv[1:]
    page = "file://" + os.path.abspath(page)
    cases = json.loads(pathlib.Path(cases).read_text())
    browser = Browser()
    browser.resize(1280)
    browser.open(page)
    # What comes late comes now.
    time.sleep(0.3)
    browser.value("1")
    found = {"console": console(browser), "requests": requests(browser, page),
             "ids": browser.value(IDS)}
    # Opening the page takes seconds: what needs it as it was opened comes first.
    if cases["forms"]:
        found["measures"] = measures(browser, page)
        found["keyboard"] = keyboard(browser)
    found["parity"] = parity(browser, cases)
    if cases["forms"]:
        found["focus"] = focus(browser)
        found["widths"] = widths(browser)
        found["printing"] = printing(browser)
        found["form"] = form(browser, page, cases)
        found["links"] = links(browser, page)
    if folder:
        pictures(browser, page, pathlib.Path(folder))
    if axe:
        found["accessibility"] = accessibility(browser, pathlib.Path(axe).read_text())
    if cases["forms"]:
        # From here on each layout is told to screen readers, which takes a second.
        found["names"] = names(browser)
    found["console"] += console(browser)
    found["requests"] += requests(browser, page)
    browser.process.kill()
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
