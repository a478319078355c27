"""The report in a browser: what a reader does with it is done, and what it shows is held against
the store."""

import tempfile
import unittest
from pathlib import Path

import stores
from browser import Browser

WIDTH, HEIGHT = 1200, 900


class Page(unittest.TestCase):
    """One browser for all tests of a class; each test opens its page afresh, and none may leave a
    fault in the console or a request behind."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.make()
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)
        cls.browser.size(WIDTH, HEIGHT)

    def open(self, page, fragment=""):
        self.browser.faults.clear()
        self.browser.open(page, fragment)
        self.addCleanup(self.without_fault, page)

    def without_fault(self, page):
        self.assertEqual(self.browser.faults, [])
        self.assertEqual([url for url in self.browser.requests if not url.startswith(
            (f"file://{page}", "data:"))], [], "the page asked for something")

    def ask(self, expression):
        return self.browser.evaluate(expression)

    def text(self, selector="main"):
        return self.ask(f"document.querySelector('{selector}').innerText")

    def outputs(self, metric):
        """What stands beside the lines of a plot: {subject: (instant, value)}."""
        found = self.ask(f"""[...document.querySelectorAll('[data-metric={metric}] .legend')].map(
            one => [one.children[1].textContent, one.children[2].dataset.at, one.children[2].dataset.raw])""")
        return {subject: (float(at), float(raw)) for subject, at, raw in found if raw}

    def until(self, condition):
        """What the page does at an event of its own is there after some frames."""
        self.assertTrue(self.ask(f"""new Promise(done => {{ let frames = 600; const look = () =>
            {condition} ? done(true) : --frames ? requestAnimationFrame(look) : done(false); look(); }})"""),
            condition)

    def frame(self):
        self.ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def window(self):
        """From the address: [from, to] in nanoseconds, or nothing for the whole run."""
        part = self.ask("location.hash").split("/")[3:]
        return [int(end) for end in part[0].split("-")] if part else None

    def canvas(self, metric):
        """[left, top, width, height] of a plot on the screen."""
        return self.ask(f"""(() => {{ const node = document.querySelector('[data-metric={metric}] canvas');
            node.scrollIntoView({{block: 'center'}}); const box = node.getBoundingClientRect();
            return [box.left, box.top, box.width, box.height]; }})()""")


class OneScenario(Page):
    @classmethod
    def make(cls):
        cls.store = stores.run(cls.folder, "crash", stores.FAILOVER)
        cls.page = stores.page(cls.store)

    def test_overview_has_verdicts_and_values(self):
        self.open(self.page)
        self.assertIn("2/4", self.text(".tiles"))
        self.assertIn("A server crashes", self.text())
        self.assertIn("NOT met", self.text())
        seeds = self.ask("[...document.querySelectorAll('td a[href^=\"#/run/\"]')].map(a => a.hash)")
        self.assertEqual(set(seeds), {"#/run/1", "#/run/2"})

    def test_invalid_and_failed_runs_are_marked_and_count_nowhere(self):
        store = self.folder / "marked.sqlite"
        store.write_bytes(self.store.read_bytes())
        stores.change(store, ("UPDATE run SET state = 'invalid', failure = 'too slow' WHERE id = 1",))
        self.open(stores.page(store))
        self.assertIn("INVALID", self.text())
        self.assertIn("too slow", self.text())
        self.assertEqual(self.ask("kwiklabReport.report.groups[0].points[0].statistics"
                                  ".filter(one => one !== null && one[0] !== 1).length"), 0)

    def test_every_view_opens_by_its_address(self):
        self.open(self.page)
        for view, heading in (("run/2", "A server crashes"), ("network/1", "A server crashes"),
                              ("distributions", "Distributions"), ("overview", "crash"),
                              ("nonsense", "crash")):
            with self.subTest(view):
                self.browser.go(f"#/{view}")
                self.assertEqual(self.text("h1"), heading)
        self.assertEqual(self.ask("document.querySelector('[aria-current=page]').textContent"),
                         "Overview")

    def test_pointer_shows_the_samples_of_the_store(self):
        self.open(self.page, "#/run/1")
        left, top, width, height = self.canvas("rtt_ns")
        stored = {}
        for subject, at, value in stores.rows(self.store, "SELECT subject, t_ns, value FROM sample "
                                              "WHERE run = 1 AND metric = 'rtt_ns'"):
            stored.setdefault(subject, {})[float(at)] = value
        for part in (0.2, 0.5, 0.9):
            self.browser.mouse("mouseMoved", left + part * width, top + height / 2)
            shown = self.outputs("rtt_ns")
            self.assertEqual(set(shown), set(stored))
            for subject, (at, value) in shown.items():
                self.assertEqual(stored[subject][at], value)

    def test_rates_follow_from_the_bytes_of_the_store(self):
        self.open(self.page, "#/run/1")
        samples = stores.rows(self.store, "SELECT t_ns, value FROM sample WHERE run = 1 AND metric = "
                              "'delivered_bytes' ORDER BY t_ns")
        for span in (2e8, 0):
            with self.subTest(span):
                self.ask("(() => { const box = [...document.querySelectorAll('fieldset select')][0];"
                         f"box.value = '{span:.0f}'; box.dispatchEvent(new Event('change')); }})()")
                left, top, width, height = self.canvas("goodput")
                self.browser.mouse("mouseMoved", left + 0.7 * width, top + height / 2)
                (at, rate), = self.outputs("goodput").values()
                then, later = next(sample for sample in samples if sample[0] == at)
                before, earlier = max(sample for sample in samples
                                      if sample[0] <= at - max(span, 1))
                self.assertAlmostEqual(rate, (later - earlier) * 8e9 / (then - before), delta=1)
                self.assertGreater(rate, 0)

    def test_drag_zooms_every_plot_and_a_double_click_shows_all(self):
        self.open(self.page, "#/run/1")
        left, top, width, height = self.canvas("goodput")
        drawn = self.ask("kwiklabReport.work.draws")
        self.browser.drag((left + 0.4 * width, top + 50), (left + 0.6 * width, top + 60))
        begin, end = self.window()
        whole = stores.rows(self.store, "SELECT max(t_ns) FROM (SELECT t_ns FROM sample WHERE run = 1 "
                            "UNION SELECT t_ns FROM event WHERE run = 1)")[0][0]
        self.assertGreater(begin, 0.3 * whole)
        self.assertLess(end, 0.7 * whole)
        plots = self.ask("document.querySelectorAll('.plots canvas').length")
        self.assertGreater(plots, 2)
        self.assertEqual(self.ask("kwiklabReport.work.draws") - drawn, plots)
        # Only segments that the window shows are left in the timeline.
        self.assertIn("active", self.ask("document.querySelector('svg.states').textContent"))
        for count in (1, 2):
            for kind in ("mousePressed", "mouseReleased"):
                self.browser.mouse(kind, left + width / 2, top + 50, button="left", clickCount=count)
        self.assertIsNone(self.window())

    def test_address_with_a_window_shows_that_window(self):
        self.open(self.page, "#/run/1/500000000-900000000")
        self.browser.press("Tab")
        self.ask("document.querySelector('[data-metric=goodput] canvas').focus()")
        self.browser.press("End")
        (at, _), = self.outputs("goodput").values()
        self.assertLessEqual(abs(at - 9e8), 1e8)

    def test_plots_obey_the_keyboard(self):
        self.open(self.page, "#/run/1")
        self.ask("document.querySelector('[data-metric=delivered_bytes] canvas, "
                 "[data-metric=goodput] canvas').focus()")
        times = [float(at) for (at,) in stores.rows(
            self.store, "SELECT t_ns FROM sample WHERE run = 1 AND metric = 'delivered_bytes' "
            "ORDER BY t_ns")]
        self.browser.press("Home")
        for at in times[1:4]:
            self.browser.press("ArrowRight")
            if self.outputs("goodput")["client"][0] < at:
                self.browser.press("ArrowRight")
            self.assertEqual(self.outputs("goodput")["client"][0], at)
        self.browser.press("ArrowLeft")
        self.assertEqual(self.outputs("goodput")["client"][0], times[2])
        self.assertIn("client", self.text("#spoken"))
        self.browser.press("+")
        narrow = self.window()
        self.browser.press("ArrowRight", shift=True)
        self.assertGreater(self.window()[0], narrow[0])
        self.browser.press("0")
        self.assertIsNone(self.window())

    def test_keys_lead_to_views_runs_and_help(self):
        self.open(self.page)
        self.browser.press("2")
        self.until("document.documentElement.dataset.view === 'run'")
        self.browser.go("#/run/1")
        self.browser.press("]")
        self.assertEqual(self.ask("location.hash"), "#/run/2")
        self.until("document.querySelector('main select').value === '2'")
        self.browser.press("?")
        self.assertTrue(self.ask("document.getElementById('keys').open"))
        self.browser.press("Escape")
        self.assertFalse(self.ask("document.getElementById('keys').open"))
        self.browser.press("/")
        self.assertEqual(self.ask("document.activeElement.type"), "search")

    def test_tab_reaches_navigation_and_plots(self):
        self.open(self.page, "#/run/1")
        reached = set()
        for _ in range(60):
            self.browser.press("Tab")
            reached.add(self.ask("document.activeElement.className || document.activeElement.hash "
                                 "|| document.activeElement.id"))
        for one in ("skip", "#/overview", "theme", "plot", "legend"):
            self.assertIn(one, reached)

    def test_dark_is_what_the_system_says_unless_the_reader_chose(self):
        def ground():
            return sum(self.ask("getComputedStyle(document.body).backgroundColor.match(/\\d+/g)"
                                ".slice(0, 3).map(Number)"))
        self.addCleanup(self.browser.prefer, "light")
        self.browser.prefer("dark")
        self.open(self.page, "#/run/1")
        self.assertLess(ground(), 120)
        self.browser.prefer("light")
        self.assertGreater(ground(), 600)
        self.frame()
        before = self.ask("document.querySelector('canvas').toDataURL()")
        for _ in range(2):
            self.browser.press("t")
        self.assertEqual(self.text("#theme"), "Theme: dark")
        self.assertLess(ground(), 120)
        self.assertTrue(self.ask("document.querySelector('canvas').toDataURL()") != before)
        self.browser.press("t")
        self.assertEqual(self.text("#theme"), "Theme: system")

    def test_events_are_filtered_and_lead_to_their_instant(self):
        self.open(self.page, "#/run/1")
        self.ask("(() => { const box = document.querySelector('[data-plot=events] select');"
                 "box.value = 'crash'; box.dispatchEvent(new Event('change')); })()")
        rows = self.ask("[...document.querySelectorAll('[data-event]')].map(row => row.innerText)")
        self.assertEqual(len(rows), 1)
        self.assertIn("far", rows[0])
        self.browser.click("[data-event] button")
        self.assertEqual(self.ask("document.querySelector('.pointer').dataset.at"), "1.000 s")

    def test_pictures_say_in_words_what_they_show(self):
        self.open(self.page, "#/run/1")
        unnamed = self.ask("[...document.querySelectorAll('canvas, svg, [role=img], nav, select, "
                           "input, button')].filter(one => !one.getAttribute('aria-label') && "
                           "!one.closest('label') && !one.textContent.trim()).map(one => "
                           "one.outerHTML.slice(0, 80))")
        self.assertEqual(unnamed, [])
        self.ask("document.querySelector('[data-metric=rtt_ns] details').open = true")
        self.until("document.querySelector('[data-metric=rtt_ns] tbody') !== null")
        count = stores.rows(self.store, "SELECT count(DISTINCT t_ns) FROM sample WHERE run = 1 AND "
                            "metric = 'rtt_ns' AND subject = 'near'")[0][0]
        self.assertEqual(self.ask("document.querySelectorAll('[data-metric=rtt_ns] tbody tr').length"),
                         count)

    def test_network_is_as_it_was_at_the_instant(self):
        self.open(self.page, "#/network/1")
        seek = ("(() => {{ const slider = document.querySelector('input[type=range]'); "
                "slider.value = {}; slider.dispatchEvent(new Event('input')); }})()")
        look = "document.querySelector('[data-host=far]').getAttribute('class')"
        self.ask(seek.format(300))
        self.assertIn("active", self.ask(look))
        self.assertIn("busy", self.ask("document.querySelector('[data-link=client-far] .link')"
                                       ".getAttribute('class')"))
        self.ask(seek.format(950))
        self.assertIn("down", self.ask(look))
        self.ask(seek.format(0))
        self.browser.press(" ")
        self.assertIn("Pause", self.text("#play"))
        self.frame()
        self.frame()
        self.browser.press(" ")
        self.assertIn("Play", self.text("#play"))
        self.assertNotEqual(self.text(".player output"), "0.000 s")

    def test_policy_refuses_what_is_not_of_the_page(self):
        self.open(self.page)
        self.ask("""new Promise(done => {
            addEventListener('securitypolicyviolation', event => done(event.blockedURI), {once: true});
            const script = document.createElement('script');
            script.textContent = 'globalThis.taken = true';
            document.body.append(script); })""")
        self.assertFalse(self.ask("Boolean(globalThis.taken)"))
        self.assertTrue(self.browser.faults)
        self.browser.faults.clear()

    def test_page_fits_a_narrow_screen(self):
        self.addCleanup(self.browser.size, WIDTH, HEIGHT)
        self.browser.size(380, 800)
        self.open(self.page)
        for view in ("overview", "run/1", "network/1", "distributions", "scenario"):
            with self.subTest(view):
                self.browser.go(f"#/{view}")
                self.assertLessEqual(self.ask("document.documentElement.scrollWidth"), 380)


class Strangers(Page):
    @classmethod
    def make(cls):
        text = stores.FAILOVER.replace("title: A server crashes", f'title: "{stores.HOSTILE}"')
        store = stores.run(cls.folder, "strange", text, "--seed", "1")
        stores.change(store, ("UPDATE event SET detail = json_object('server', ?) WHERE seq < 20",
                              (stores.HOSTILE,)))
        cls.page = stores.page(store)

    def test_texts_of_the_store_are_texts(self):
        self.open(self.page)
        for view in ("overview", "run/1", "network/1", "distributions", "scenario"):
            self.browser.go(f"#/{view}")
            self.assertEqual(self.ask("document.images.length"), 0)
            self.assertNotEqual(self.ask("document.title"), "taken")
        self.browser.go("#/run/1")
        self.assertEqual(self.text("h1"), stores.HOSTILE)
        self.assertIn("<img src=x", self.text("[data-plot=events]"))


class Sweep(Page):
    @classmethod
    def make(cls):
        cls.store = stores.run(cls.folder, "grid", stores.SWEEP)
        cls.page = stores.page(cls.store)

    def test_two_parameters_make_a_map_of_the_means(self):
        self.open(self.page, "#/sweep/0/completion_time")
        titles = self.ask("[...document.querySelectorAll('.cell title')].map(one => one.textContent)")
        self.assertEqual(len(titles), 6)
        (mean,) = stores.rows(self.store, "SELECT avg(mean) / 1e6 FROM summary JOIN run ON run.id = run "
                              "WHERE metric = 'completion_time' AND parameters = "
                              "'{\"loss\":2,\"rate\":10}'")[0]
        text = next(title for title in titles if "loss = 2, rate = 10" in title)
        self.assertAlmostEqual(float(text.split(": ")[1].split()[0]), mean, delta=0.006 * mean)

    def test_distribution_has_a_line_for_each_value_of_a_parameter(self):
        self.open(self.page, "#/distributions/0/completion_time")
        self.assertEqual(self.ask("document.querySelectorAll('.chart .line').length"), 3)
        rows = self.ask("[...document.querySelectorAll('main tbody tr')].map(row => row.innerText)")
        self.assertEqual([row.split()[3] for row in rows], ["4", "4", "4"])

    def test_overview_has_the_conclusion(self):
        self.open(self.page)
        self.assertIn("median(goodput)", self.text())
        self.assertIn("${loss}", self.text())


class BothWorlds(Page):
    @classmethod
    def make(cls):
        cls.store = stores.run(cls.folder, "both", stores.FAILOVER)
        stores.in_both_worlds(cls.store)
        cls.page = stores.page(cls.store)

    def test_fidelity_has_difference_interval_and_verdict(self):
        self.open(self.page, "#/fidelity")
        row = self.ask("[...document.querySelectorAll('main tbody tr')].map(row => row.innerText)"
                       ".find(text => text.startsWith('goodput'))")
        self.assertIn("equivalent", row)
        self.assertIn("+0.10 %", row)
        self.assertEqual(self.ask("document.querySelectorAll('[data-metric=goodput] .legend').length"), 2)
        self.assertIn("real", self.text("[data-metric=goodput]"))


class ManySamples(Page):
    SERIES, EACH = 4, 250_000

    @classmethod
    def make(cls):
        store = stores.run(cls.folder, "many", stores.FAILOVER, "--seed", "1")
        stores.many_samples(store, cls.SERIES, cls.EACH)
        cls.page = stores.page(store)

    def test_a_million_samples_cost_what_the_screen_holds(self):
        self.open(self.page, "#/run/1")
        self.assertEqual(self.ask("[...document.querySelectorAll('.plots canvas')].length"), 1)
        # Four points a column of pixels and line. The first look at the scale costs what a line does.
        most = self.SERIES * WIDTH * 4
        first = self.ask("kwiklabReport.work")
        self.assertGreater(first["points"], self.SERIES * WIDTH)
        self.assertLessEqual(first["points"], most)
        # Of blocks of 16 at each end of a column, on four levels and one that has the rest.
        looks = self.SERIES * (WIDTH + 1) * 5 * 2 * 16
        self.assertLessEqual(first["looks"], looks)
        self.ask("document.querySelector('canvas').focus()")
        for presses in range(1, 5):
            self.browser.press("+")
            work = self.ask("kwiklabReport.work")
            self.assertEqual(work["draws"], 1 + presses)
            self.assertLessEqual(work["points"], (1 + presses) * most)
            self.assertLessEqual(work["looks"], (1 + presses) * looks)

    def test_extremes_of_a_column_are_those_of_its_samples(self):
        self.open(self.page, "#/run/1")
        self.ask("document.querySelector('canvas').focus()")
        self.browser.press("Home")
        for _ in range(3):
            self.browser.press("ArrowRight")
        at, _ = self.outputs("rtt_ns")["server-0"]
        self.assertIn(at, (30_000.0, 40_000.0))


if __name__ == "__main__":
    unittest.main()
