"""anchors.csv and calibration.csv, and the constants of one price sheet looked up in them."""

import csv
import hashlib
from pathlib import Path

from model import Accelerator, CostModel, Instance, LanguageModel


def records(path):
    """The rows of a CSV file as dictionaries; lines that start with # are comments."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


class Evidence:
    def __init__(self, folder, pin):
        folder = Path(folder)
        self.pin = pin
        self.anchors = records(folder / "anchors.csv")
        constants = records(folder / "calibration.csv")
        self._constants = {(row["entity"], row["parameter"]): row["value"] for row in constants}
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
        return self._constants[entity, parameter]

    def number(self, entity, parameter):
        return float(self.word(entity, parameter))

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
            self.number("deployment", "hbm_usable"),
        )

    def cost_model(self, accelerator):
        return CostModel(
            self.instance("llama-2-70b", accelerator), float(self.rate(accelerator)),
            self.number("deployment", "partition_slack"), self.number("deployment", "z99"),
        )

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
