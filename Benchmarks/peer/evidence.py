"""anchors.csv and calibration.csv, and the constants of one price sheet looked up in them."""

import csv
import hashlib
from copy import copy
from functools import cached_property
from pathlib import Path

from draws import Draws
from model import Accelerator, Contract, CostModel, Instance, LanguageModel, Readings


def records(path):
    """The rows of a CSV file as dictionaries; lines that start with # are comments."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def chosen(rows, asked):
    """The reading of each choice."""
    readings = {
        row["entity"].split("/")[1]: row["value"]
        for row in rows
        if row["entity"].startswith("choice/") and row["parameter"] == "default"
    }
    known = {(row["choice"], row["reading"]) for row in rows if row["choice"]}
    for text in asked:
        name, _, reading = text.partition("=")
        if (name, reading) not in known:
            raise SystemExit(f"calibration.csv has no reading {text}")
        readings[name] = reading
    return readings


class Evidence:
    """`asked` names a reading of each choice that shall not have its default, NAME=READING."""

    def __init__(self, folder, pin, asked=()):
        folder = Path(folder)
        self.pin, self.asked = pin, asked
        self.anchors = records(folder / "anchors.csv")
        rows = records(folder / "calibration.csv")
        self.readings = chosen(rows, asked)
        constants = [
            row for row in rows
            if not row["choice"] or self.readings[row["choice"]] == row["reading"]
        ]
        self._constants = {(row["entity"], row["parameter"]): row for row in constants}
        self._rows, self._draws = rows, None
        self._rates = [row for row in constants if row["entity"].startswith("rate/")]
        self.interconnects = {
            row["entity"].split("/")[1]: float(row["value"])
            for row in constants
            if row["entity"].startswith("interconnect/")
        }
        self.digests = {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in ("anchors.csv", "calibration.csv")
        }

    def word(self, entity, parameter):
        return self._constants[entity, parameter]["value"]

    def number(self, entity, parameter):
        row = self._constants[entity, parameter]
        return self._draws.value(row) if self._draws else float(row["value"])

    @cached_property
    def draws(self):
        return Draws(self._rows, self.anchors)

    @cached_property
    def drawn(self):
        """The same evidence with an array over the draws for each number that they vary."""
        evidence = copy(self)
        evidence._draws = self.draws
        return evidence

    def rate(self, accelerator):
        """USD/h: the provider's latest reading up to the pin's date, as text."""
        provider, date = self.pin.split("@")
        dated = [
            (row["as_of"], row["value"])
            for row in self._rates
            if row["entity"] == f"rate/{provider}/{accelerator}" and row["as_of"] <= date
        ]
        if not dated:
            raise SystemExit(f"{self.pin} has no price for {accelerator}; all panels need one")
        return max(dated, key=lambda reading: reading[0])[1]

    def instance(self, model, accelerator, count=None):
        def of_model(name):
            return self.number(f"model/{model}", name)

        def of_accelerator(name):
            return self.number(f"accelerator/{accelerator}", name)

        return Instance(
            LanguageModel(
                of_model("parameters"), of_model("layers"), of_model("kv_heads"),
                of_model("head_dim"), self.number("deployment", "weight_bytes"),
                self.number("deployment", "kv_bytes"),
            ),
            Accelerator(
                of_accelerator("peak_bf16_flops"), of_accelerator("hbm_bytes_per_s"),
                of_accelerator("hbm_bytes"), of_accelerator("prefill_mfu"),
                of_accelerator("decode_mbu"),
            ),
            count or self.number("deployment", "tensor_parallel"),
            self.number("deployment", "hbm_usable"), self._model_readings(),
        )

    def _model_readings(self):
        def of_deployment(name):
            return self.number("deployment", name)

        return Readings(
            of_deployment("decode_computes") == 1, of_deployment("fused_pass") == 1,
            of_deployment("kv_reserved") == 1, of_deployment("ttft_bound") == 1,
            of_deployment("partition_slack"), of_deployment("cluster_instances"),
            of_deployment("z99"),
        )

    def cost_model(self, accelerator):
        return CostModel(
            self.instance("llama-2-70b", accelerator), float(self.rate(accelerator))
        )

    def contract(self, name):
        limits = [self.number(f"contract/{name}", limit) for limit in ("tpot_ms", "ttft_ms")]
        return Contract(*(limit / 1000 for limit in limits))

    @property
    def regime(self):
        return self.word("transfer", "regime")

    @property
    def overlap(self):
        return self.number("transfer", "overlap")

    @property
    def overlap_range(self):
        low = self.number("transfer", "overlap_low")
        return low, self.number("transfer", "overlap_high")
