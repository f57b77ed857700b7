"""The benchmark's own arithmetic; the load itself is not part of the suite."""

import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from bench import figures, machine, writing
from bench.load import Call, put


@pytest.mark.parametrize(("percent", "wanted"), [(50, 3), (95, 5), (99, 5), (20, 1), (21, 2)])
def test_percentiles_are_values_that_were_measured(percent, wanted):
    assert figures.percentile([5, 1, 4, 2, 3], percent) == wanted


def test_nothing_measured_is_no_error():
    assert figures.percentile([], 95) == 0
    load = figures.load_of("x", clients=1, times=[], errors=["refused"], seconds=0, cpu=(0, 0), loop=90)
    assert (load.rate, load.errors, load.first_error) == (0, 1, "refused")


def test_aims_are_met_missed_or_not_measured():
    found = {aim["figure"]: aim["met"] for aim in figures.judged({"rate:open": 60, "statements:open": 15})}
    assert (found["rate:open"], found["statements:open"], found["rate:queue"]) == (True, False, None)


def test_tables_line_up_with_wide_characters():
    lines = figures.table(("页面", "n"), [("队列", 1.5), ("a", None)]).splitlines()
    assert lines == ["| 页面 |   n |", "| ---- | --: |", "| 队列 | 1.5 |", "| a    |   – |"]


def test_the_page_keeps_its_words(tmp_path):
    page = tmp_path / "bench.md"
    page.write_text(f"before\n{writing.BEGIN}\nold\n{writing.END}\nafter\n")
    writing.write_page(page, "new")
    assert page.read_text() == f"before\n{writing.BEGIN}\n\nnew\n{writing.END}\nafter\n"


def test_this_process_has_memory_and_a_parent():
    assert machine.memory_mb(os.getpid()) > 1
    assert machine.parent(os.getpid()) == os.getppid()
    assert os.getpid() in machine.tree(os.getppid())


class _Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200 if self.path == "/good" else 500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


def test_a_load_counts_answers_and_errors():
    site = HTTPServer(("127.0.0.1", 0), _Site)
    Thread(target=site.serve_forever, daemon=True).start()
    taken = put(
        site.server_port, [Call("GET", "/good"), Call("GET", "/bad"), Call("GET", "/good")], clients=1, seconds=5
    )
    site.shutdown()
    assert (len(taken.times), len(taken.errors)) == (2, 1)
