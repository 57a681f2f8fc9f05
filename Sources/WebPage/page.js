"use strict";
// The explorer: places controls, numbers and lines. Every number is computed by the WebAssembly, which
// is the program's own model; nothing here knows a formula of it.
(function () {
  const data = JSON.parse(document.getElementById("explorer-data").textContent);
  const wasm = "{{wasm}}";
  const byId = (id) => document.getElementById(id);
  const form = byId("explorer-form");
  const field = (name) => form.elements.namedItem(name);
  const number = (name) => (field(name).value === "" ? NaN : Number(field(name).value));
  let model = null;

  // MARK: The model

  class Model {
    constructor(exports) {
      this.exports = exports;
      this.asked = exports.malloc(8 * 512);
      this.answered = exports.malloc(8 * 16384);
    }

    tell(numbers) {
      new Float64Array(this.exports.memory.buffer, this.asked, numbers.length).set(numbers);
    }

    told(count) {
      return Array.from(new Float64Array(this.exports.memory.buffer, this.answered, count));
    }

    // Numbers in the order of data.parts for each architecture, then data.outputs, then how many
    // break-even shares there are, and they.
    answer(inputs) {
      this.tell(inputs);
      return this.told(this.exports.answer(this.asked, this.answered));
    }

    // -1: neither side meets the contract; 0: colocation is the cheaper one; 1: disaggregation.
    winner(inputs) {
      this.tell(inputs);
      return this.exports.winner(this.asked);
    }

    // Margins, bandwidths within shares, then each line: how many places, and these.
    panel(inputs, overlaps) {
      const [shares, bandwidths] = [data.shares, data.bandwidths];
      this.tell([...inputs, ...shares, ...bandwidths, ...overlaps]);
      return this.told(
        this.exports.panel(
          this.asked, shares.length, bandwidths.length, overlaps.length, this.answered));
    }
  }

  // MARK: What is asked

  // The one of a constant's values that holds under readings.
  const inForce = (values, readings) =>
    values.find((one) => !one.choice || readings[one.choice] === one.reading);

  // NaN where there is none.
  function holding(values, readings) {
    const one = inForce(values, readings);
    return one ? one.value : NaN;
  }

  const constant = (name, readings) => holding(data.values[name] || [], readings);

  function readings() {
    const found = {};
    for (const choice of data.choices) found[choice.name] = field("choice-" + choice.name).value;
    return found;
  }

  // What only the reader of the page says, and what the form has in place of a constant.
  function asked() {
    return {
      usdPerHour: number("usd"), bandwidth: number("bandwidth") * 1e9, ttftLimit: number("ttft"),
      tpotLimit: number("tpot"), promptTokens: number("prompt"), outputTokens: number("output"),
      arrivalRate: number("rate") || 0, overlap: number("overlap"),
      accelerators: number("accelerators"),
    };
  }

  const chosen = () => ({ model: field("model").value, accelerator: field("accelerator").value });

  const known = {};

  const placeOf = (name) => data.inputs.findIndex((input) => input.name === name);
  const shareEnds = [data.shares[0], data.shares[data.shares.length - 1]];

  // Of each input all values that the calibration has for what is chosen, found once.
  function candidates(ids) {
    const key = ids.model + " " + ids.accelerator;
    known[key] = known[key] || data.inputs.map((input) => {
      const entity = ids[input.kind] ? input.kind + "/" + ids[input.kind] : input.kind;
      return data.values[entity + "." + input.parameter] || [];
    });
    return known[key];
  }

  function inputs(question, readings, ids = chosen()) {
    const values = candidates(ids);
    return data.inputs.map((input, place) =>
      input.name in question ? question[input.name] : holding(values[place], readings));
  }

  // What keeps a question from being answered; empty for nothing.
  function trouble(numbers) {
    const controls = Array.from(form.elements).filter((one) => one.willValidate);
    for (const one of controls) {
      if (one.validity.valid) one.removeAttribute("aria-invalid");
      else one.setAttribute("aria-invalid", "true");
    }
    const faulty = controls.find((one) => !one.validity.valid);
    if (faulty) {
      if (faulty.name === "usd" && faulty.value === "") {
        return data.pin + " has no price for " + field("accelerator").value + ": type one.";
      }
      if (faulty.name === "bandwidth" && faulty.value === "") {
        return "The calibration names no link of " + field("accelerator").value
          + ": choose one, or type a bandwidth.";
      }
      return faulty.closest("label").firstChild.textContent.trim() + ": write a number"
        + (faulty.min === "" ? "" : " from " + faulty.min) + (faulty.max === "" ? "" : " to " + faulty.max)
        + (faulty.step === "1" ? ", a whole one" : "") + ".";
    }
    const missing = data.inputs.filter((_, place) => !Number.isFinite(numbers[place]));
    if (!missing.length) return "";
    return "The calibration does not say this of what is chosen: "
      + missing.map((input) => input.parameter || input.name).join(", ") + ".";
  }

  // The answers of one question by name.
  function named(numbers) {
    const width = data.parts.length;
    const parts = data.architectures.map((name, place) => {
      const part = { name };
      data.parts.forEach((key, index) => { part[key] = numbers[place * width + index]; });
      return part;
    });
    const found = { parts };
    const first = data.architectures.length * width;
    data.outputs.forEach((key, index) => { found[key] = numbers[first + index]; });
    const count = first + data.outputs.length;
    found.shares = numbers.slice(count + 1, count + 1 + numbers[count]);
    return found;
  }

  // MARK: How sure

  // The link's bandwidth under readings; what was typed stays.
  function linked(question, own) {
    const id = field("link").value;
    if (id === "own") return question;
    return { ...question, bandwidth: constant("interconnect/" + id + ".bytes_per_s", own) };
  }

  // The drawn choices that make a difference to what is told.
  function varied(question) {
    const link = data.values["interconnect/" + field("link").value + ".bytes_per_s"] || [];
    const values = candidates(chosen()).filter((_, place) => !(data.inputs[place].name in question));
    const isIn = (list, choice) => list.some((one) => one.choice === choice.name
      && one.value !== list.find((other) => other.choice === choice.name).value);
    return data.choices.filter((choice) =>
      choice.isDrawn && [...values, link].some((list) => isIn(list, choice)));
  }

  // Of every combination of these choices' readings: which side is the cheaper one.
  function combinations(question, choices) {
    let all = [readings()];
    for (const choice of choices) {
      all = all.flatMap((one) => choice.readings.map((name) => ({ ...one, [choice.name]: name })));
    }
    const ids = chosen();
    return all.map((one) =>
      ({ readings: one, winner: model.winner(inputs(linked(question, one), one, ids)) }));
  }

  function share(cases, side) {
    return cases.filter((one) => one.winner === side).length / cases.length;
  }

  // The choice that moves the share most when it is fixed.
  function decider(cases, side, choices) {
    let most = { effect: 0.005, name: "" };
    for (const choice of choices) {
      for (const name of choice.readings) {
        const fixed = cases.filter((one) => one.readings[choice.name] === name);
        const effect = Math.abs(share(fixed, side) - share(cases, side));
        if (effect > most.effect) most = { effect, name: choice.name };
      }
    }
    return most.name;
  }

  function sureness(question, found) {
    const choices = varied(question);
    const cases = combinations(question, choices);
    const side = found.cheapest === 2 ? 1 : found.cheapest < 0 ? -1 : 0;
    const [choice, name] = data.equation7.split("=");
    const printed = cases.filter((one) => one.readings[choice] === name);
    const what = side === 1 ? "Disaggregation is the cheaper side"
      : side === 0 ? "Colocation is the cheaper side" : "Neither side has a batch";
    const decides = decider(cases, side, choices);
    return what + " in " + percent(share(cases, side)) + " of " + cases.length
      + " combinations of readings"
      + (printed.length && printed.length < cases.length
        ? ", in " + percent(share(printed, side)) + " with Equation 7 as printed" : "")
      + (decides ? "; decided most by " + decides : "")
      + ". That is the support of the cheaper side, not of the verdict (better or level): a share of "
      + "readings, not a probability; the ranges of constants are not varied here.";
  }

  // How the closed form did where it could be held against runs; empty where there are none.
  function yardstick() {
    if (!data.yardstick) return "";
    const own = readings();
    const isOwn = data.choices.every((choice) => own[choice.name] === choice.reading);
    return "Yardstick: " + data.yardstick
      + (isOwn ? "" : ", under the readings that this page was made with, not those chosen here") + ".";
  }

  // That the achieved rates were measured on something else; empty where they were not.
  function borrowed(numbers) {
    const own = readings();
    const { model, accelerator } = chosen();
    const count = numbers[placeOf("accelerators")];
    const others = [];
    if (model !== data.start.model) others.push(data.modelNames[model]);
    if (count !== data.measured.accelerators) {
      others.push(digits(count, 12) + " accelerator" + (count === 1 ? "" : "s"));
    }
    const values = candidates(chosen()).map((one) => inForce(one, own));
    if (values.some((one) => one && one.isAssumed)) others.push(accelerator);
    return others.length ? data.measured.before + others.join(", ") + data.measured.after : "";
  }

  // MARK: Words

  const formats = new Map();

  // As the program prints numbers: a real minus sign, thousands parted by commas from 10,000 on.
  function print(value, kind, count) {
    if (!Number.isFinite(value)) return "–";
    if (kind === "significant" && value === 0) return "0";
    if (!formats.has(kind + count)) {
      const [least, most] = kind === "fixed" ? ["minimumFractionDigits", "maximumFractionDigits"]
        : ["minimumSignificantDigits", "maximumSignificantDigits"];
      formats.set(kind + count, new Intl.NumberFormat(
        "en-US", { [most]: count, ...(kind === "rounded" ? {} : { [least]: count }),
          roundingMode: "halfEven" }));
    }
    const text = formats.get(kind + count).format(Math.abs(value))
      .replace(/^(\d),(\d{3})(?!,)/, "$1$2");
    return (value < 0 && /[1-9]/.test(text) ? "−" : "") + text;
  }

  const digits = (value, count) => print(value, "rounded", count);
  const significant = (value, count) => print(value, "significant", count);
  const fixed = (value, count) => print(value, "fixed", count);
  const milliseconds = (value) => digits(value, 3) + " ms";
  const gigabytes = (value) => digits(value / 1e9, 3) + " GB/s";
  // Whole percent, 0 and 100 only for none and all.
  const percent = (value) => (value === 0 || value === 1 ? 100 * value
    : Math.min(Math.max(Math.round(100 * value), 1), 99)) + " %";
  const dollars = (value) => Number.isFinite(value) ? significant(value, 3) : "infeasible";

  // What leaves an architecture without a batch of even one request.
  const obstacles = ["", "weights and one request do not fit in memory",
    "not one request within the TPOT limit", "not one request within the TTFT limit"];

  // A margin below this is told, and drawn, as equal costs.
  const equal = 0.0005;

  function sentence(found) {
    if (found.cheapest < 0) {
      return "No architecture serves this: " + found.parts
        .map((part) => part.name + ": " + obstacles[part.obstacle]).join("; ") + ".";
    }
    const best = found.parts[found.cheapest];
    const other = found.cheapest === 2 ? found.parts[found.colocated] : found.parts[2];
    const cost = ": $" + dollars(best.cost) + " per million served tokens.";
    const late = best.meetsContract ? ""
      : " But its first token comes later than the TTFT limit, even without a queue.";
    const start = best.name.charAt(0).toUpperCase() + best.name.slice(1);
    if (!Number.isFinite(found.margin)) {
      return start + " is the only side that is feasible" + cost + late;
    }
    const by = " by " + digits(100 * found.margin, found.margin < 0.1 ? 2 : 3) + " %";
    if (found.isBetter) return start + " is cheaper than " + other.name + by + cost + late;
    return start + " and " + other.name + " are level ("
      + (found.margin < equal ? "equal costs" : best.name + " is cheaper" + by) + ")" + cost + late;
  }

  // Below each choice, what the reading that is chosen means.
  function mean() {
    const own = readings();
    for (const choice of data.choices) {
      byId("means-" + choice.name).textContent = choice.meanings[choice.readings.indexOf(own[choice.name])];
    }
  }

  // What is answered, for whoever reads the answer without the form.
  function description(question, numbers) {
    const accelerators = numbers[placeOf("accelerators")];
    const own = readings();
    const others = data.choices.filter((choice) => own[choice.name] !== choice.readings[0])
      .map((choice) => choice.name + "=" + own[choice.name]);
    return digits(question.promptTokens, 6) + " prompt and " + digits(question.outputTokens, 6)
      + " output tokens" + (question.arrivalRate ? ", " + digits(question.arrivalRate, 3)
        + " requests/s for each accelerator that decodes" : ", at saturation")
      + "; " + data.modelNames[field("model").value] + " on " + accelerators + " × " + field("accelerator").value
      + " at $" + digits(question.usdPerHour, 6) + "/h each, KV over "
      + digits(question.bandwidth / 1e9, 4) + " GB/s with η = " + digits(question.overlap, 3)
      + "; TTFT99 ≤ " + digits(question.ttftLimit, 6) + " ms, TPOT99 ≤ "
      + digits(question.tpotLimit, 6) + " ms; "
      + (others.length ? "read otherwise: " + others.join(", ") : "default readings") + ".";
  }

  function rows(id, cells) {
    byId(id).replaceChildren(...cells.map((row) => {
      const line = document.createElement("tr");
      row.forEach((text, place) => {
        const cell = document.createElement(place ? "td" : "th");
        if (!place) cell.scope = "row";
        cell.textContent = text.text === undefined ? text : text.text;
        if (text.text !== undefined) cell.className = "n";
        line.append(cell);
      });
      return line;
    }));
  }

  const right = (text) => ({ text });

  function tables(question, found, numbers) {
    rows("costs", found.parts.map((part) => [
      part.name, right(dollars(part.cost)), right(significant(part.prefill, 3)),
      right(significant(part.decode, 3)), right(significant(part.rest, 3)), right(digits(part.batch, 3)),
      right(Number.isFinite(part.firstToken) ? milliseconds(part.firstToken) : "–"),
      part.obstacle ? obstacles[part.obstacle] : part.meetsContract ? "yes" : "no: TTFT",
    ]));
    rows("crossings", crossings(question, found, numbers).map(
      ([direction, here, there, meaning]) => [direction, right(here), right(there), meaning]));
    rows("capacity", capacity(question, found, numbers).map(
      ([what, amount, meaning]) => [what, right(amount), meaning]));
  }

  // Which side is the cheaper one at the low end of the axis of α, or where there is one first:
  // as `winner` says it.
  function firstSide(numbers) {
    const [prompt, output] = ["promptTokens", "outputTokens"].map(placeOf);
    const tokens = numbers[prompt] + numbers[output];
    const [low, high] = shareEnds;
    for (let step = 0; step <= data.shareSteps; step++) {
      const share = low + (high - low) * step / data.shareSteps;
      const there = [...numbers];
      [there[prompt], there[output]] = [share * tokens, (1 - share) * tokens];
      const side = model.winner(there);
      if (side >= 0) return side;
    }
    return -1;
  }

  const cheaperSide = (side, neither) => side === 1 ? "disaggregation is cheaper"
    : side === 0 ? "colocation is cheaper" : neither + " is feasible";

  // Of α: where the cheaper side changes, and what that means.
  function shareCrossings(found, numbers) {
    const side = firstSide(numbers);
    return found.shares.length
      ? [found.shares.map((one) => fixed(one, 3)).join(", "),
        "α*, with P + D held: " + cheaperSide(side, "nobody") + " below the first"]
      : ["none", cheaperSide(side, "neither") + " between " + shareEnds.join(" and ")];
  }

  // The value of each direction here, where the cheaper side changes, and what that means: in the
  // words of `frontier locate`.
  function crossings(question, found, numbers) {
    const own = question.promptTokens / (question.promptTokens + question.outputTokens);
    const change = (value, text, meaning, none) =>
      Number.isFinite(value) ? [text(value), meaning] : ["none", none];
    const everywhere = [-1, 1, 0, -1][found.bandwidthWord];
    return [
      ["prefill share α", fixed(own, 3), ...shareCrossings(found, numbers)],
      ["bandwidth B", gigabytes(question.bandwidth), ...change(found.bandwidth, gigabytes,
        "B*: disaggregation is cheaper above it",
        cheaperSide(everywhere, "neither") + " at every bandwidth")],
      ["TPOT limit", milliseconds(question.tpotLimit), ...change(found.tpotLimit, milliseconds,
        "the nearest limit at which the answer changes",
        (found.cheapest < 0 ? "neither is feasible" : "the same wherever feasible") + " between "
          + data.tpotRange.join(" and ") + " ms")],
      ["overlap η", digits(question.overlap, 3), ...change(found.overlap, (one) => fixed(one, 3),
        "disaggregation is cheaper above it", "the same from 0 to 1")],
      ["price ratio", "1", ...change(found.priceRatio, (one) => significant(one, 3),
        "pool to colocated accelerator's price at equal costs",
        (found.cheapest < 0 ? "neither" : "only one") + " side is feasible")],
    ];
  }

  // What there is of each, its amount, and what that means.
  function capacity(question, found, numbers) {
    const lines = [
      ["memory", digits(Math.max(0, found.memoryBatch), 3) + " requests",
        "whose KV fits beside the weights of an instance"],
      ["transfer", milliseconds(found.transfer), digits(found.kvBytes / 1e6, 3)
        + " MB of KV a request, beside " + milliseconds(found.prefill) + " of prefill"],
    ];
    if (Number.isFinite(found.transferTax)) {
      lines.push(["transfer tax", "$" + dollars(found.transferTax) + "/MTok",
        "τ_KV, of which η = " + digits(question.overlap, 3) + " is hidden"]);
    }
    if (Number.isFinite(found.chunkTokens)) {
      lines.push(
        ["chunk", digits(found.chunkTokens, 3) + " tokens", "prefill tokens in a chunked pass"]);
    }
    if (Number.isFinite(found.prefillPool) && Number.isFinite(found.decodePool)) {
      const isWhole = numbers[placeOf("clusterInstances")] > 0;
      lines.push(["pools", pools(found.prefillPool, found.decodePool, isWhole),
        "prefill to decode instances, " + (isWhole ? "the best of whole ones" : "exact")]);
    }
    return lines;
  }

  // `1 : 0.84`, or whole instances.
  function pools(prefill, decode, isWhole) {
    if (isWhole) return digits(prefill, 12) + " : " + digits(decode, 12);
    // The larger pool over the smaller.
    return prefill < decode ? "1 : " + digits(decode / prefill, 3)
      : digits(prefill / decode, 3) + " : 1";
  }

  // MARK: The panel

  const canvas = byId("panel");
  // In pixels of the page, so that its texts are as large as the page's.
  const paper = { width: 520, height: 0 };
  const plot = { left: 62, top: 14, right: 0, bottom: 0 };

  function measure(width) {
    paper.width = Math.min(Math.max(Math.round(width), 280), 1200);
    plot.right = paper.width - 14;
    plot.bottom = plot.top + Math.round(0.74 * (plot.right - plot.left));
    paper.height = plot.bottom + 122;
  }

  measure(paper.width);

  // A place on the page of a share and a bandwidth, kept on the axes.
  function place(share, bandwidth) {
    const [shares, bandwidths] = [data.shares, data.bandwidths];
    const part = (value, low, high) => Math.min(Math.max((value - low) / (high - low), 0), 1);
    const x = part(share, shares[0], shares[shares.length - 1]);
    const y = part(
      Math.log(bandwidth), Math.log(bandwidths[0]), Math.log(bandwidths[bandwidths.length - 1]));
    return [plot.left + x * (plot.right - plot.left), plot.bottom - y * (plot.bottom - plot.top)];
  }

  const colors = data.bands.colors.map((color) =>
    [1, 3, 5].map((start) => parseInt(color.slice(start, start + 2), 16)));
  const field2D = document.createElement("canvas");
  field2D.width = data.shares.length;
  field2D.height = data.bandwidths.length;

  // Of a margin: 1 where disaggregation is the cheaper side, −1 where colocation is, as where both
  // cost the same; 0 where neither has a batch.
  const sideOf = (margin) => Number.isNaN(margin) ? 0 : margin > 1e-9 ? 1 : -1;

  function colorOf(margin) {
    let band = 0;
    while (band < data.bands.edges.length && data.bands.edges[band] <= margin) band++;
    return colors[band];
  }

  const gray = [150, 150, 150];

  function paint(panel) {
    const [width, height] = [field2D.width, field2D.height];
    const pixels = new ImageData(width, height);
    for (let column = 0; column < width; column++) {
      for (let row = 0; row < height; row++) {
        const margin = panel[column * height + row];
        const color = Number.isNaN(margin) ? gray : colorOf(margin);
        pixels.data.set([...color, 255], 4 * ((height - 1 - row) * width + column));
      }
    }
    field2D.getContext("2d").putImageData(pixels, 0, 0);
  }

  const patterns = {};

  // Lines that show on pale and on dark ground, made once for a resolution: slanted where colocation
  // is the cheaper side, level where neither has a batch.
  function hatching(pen, side, scale) {
    const size = Math.round(7 * scale);
    const old = patterns[side];
    if (old && old.size === size) return old.pattern;
    const tile = document.createElement("canvas");
    [tile.width, tile.height] = [size, size];
    const own = tile.getContext("2d");
    own.lineWidth = scale;
    for (const [color, shift] of [["rgba(255, 255, 255, 0.5)", scale], ["rgba(30, 0, 50, 0.6)", 0]]) {
      own.strokeStyle = color;
      own.beginPath();
      for (const start of side ? [-size, 0, size] : []) {
        own.moveTo(start - size + shift, 2 * size);
        own.lineTo(start + 2 * size + shift, -size);
      }
      if (!side) {
        own.moveTo(0, size / 2 + shift);
        own.lineTo(size, size / 2 + shift);
      }
      own.stroke();
    }
    const pattern = pen.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / scale));
    patterns[side] = { size, pattern };
    return pattern;
  }

  // The cells of a side, so that they are told without colours too. On whole pixels, which is faster
  // and leaves no seams.
  function hatchCells(pen, panel, side, [width, height], scale) {
    const rows = field2D.height;
    const whole = (one) => Math.round(one * scale) / scale;
    pen.fillStyle = hatching(pen, side, scale);
    for (let column = 0; column < field2D.width; column++) {
      const [left, right] = [-0.5, 0.5].map((part) => whole(plot.left + (column + part) * width));
      for (let row = 0; row < rows; row++) {
        const first = row;
        while (row < rows && sideOf(panel[column * rows + row]) === side) row++;
        if (row === first) continue;
        const [top, bottom] = [row, first].map((one) => whole(plot.bottom - (one - 0.5) * height));
        pen.fillRect(left, top, right - left, bottom - top);
      }
    }
  }

  const font = (size, weight = "") => weight + " " + size + "px system-ui, 'DejaVu Sans', sans-serif";

  // The cells that names keep clear of: those under lines and marks.
  function taken(lines, marks, cell) {
    const cells = new Uint8Array(field2D.width * field2D.height);
    const take = ([x, y], reach) => {
      const [column, row] = [(x - plot.left) / cell[0], (plot.bottom - y) / cell[1]];
      const [across, up] = [reach / cell[0], reach / cell[1]];
      for (let one = Math.max(0, Math.floor(column - across)); one <= column + across + 1; one++) {
        for (let other = Math.max(0, Math.floor(row - up)); other <= row + up + 1; other++) {
          if (one < field2D.width && other < field2D.height) cells[one * field2D.height + other] = 1;
        }
      }
    };
    for (const line of lines) {
      let last = null;
      for (const [share, bandwidth] of line) {
        const here = Number.isNaN(share) ? null : place(share, bandwidth);
        const steps = here && last
          ? Math.ceil(Math.max(Math.abs(here[0] - last[0]), Math.abs(here[1] - last[1])) / 4) : 0;
        for (let step = 1; step <= steps; step++) {
          take([0, 1].map((axis) => last[axis] + (here[axis] - last[axis]) * step / steps), 1);
        }
        last = here;
      }
    }
    for (const one of marks) take(one, 10);
    return cells;
  }

  // The middle of the place where a box lies deepest among free cells; null where it fits nowhere.
  function roomiest(free, [width, height]) {
    const [columns, rows] = [field2D.width, field2D.height];
    const sums = new Int32Array((columns + 1) * (rows + 1));
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        sum += free(column, row) ? 1 : 0;
        sums[(column + 1) * (rows + 1) + row + 1] = sums[column * (rows + 1) + row + 1] + sum;
      }
    }
    const fits = (air) => {
      const [wide, high] = [width + 2 * air, height + 2 * air];
      const found = [];
      for (let column = 0; column + wide <= columns; column++) {
        for (let row = 0; row + high <= rows; row++) {
          const [left, right] = [column * (rows + 1), (column + wide) * (rows + 1)];
          const count = sums[right + row + high] - sums[left + row + high] - sums[right + row]
            + sums[left + row];
          if (count === wide * high) found.push([column + wide / 2, row + high / 2]);
        }
      }
      return found;
    };
    let [low, high] = [0, 32];
    let best = fits(0);
    if (!best.length) return null;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const found = fits(middle);
      if (found.length) [low, best] = [middle, found]; else high = middle;
    }
    return best[best.length >> 1];
  }

  const sideNames = [["P/D cheaper", 1], ["colocated cheaper", -1]];

  // Which side is the cheaper one, in the roomiest place of each.
  function nameSides(pen, panel, lines, marks, cell) {
    const rows = field2D.height;
    const cells = taken(lines, marks, cell);
    const margins = panel.slice(0, field2D.width * rows);
    const isEvery = (side) => margins.every((margin) => sideOf(margin) === side);
    pen.font = font(12, "bold");
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const names = isEvery(0) ? [["neither side is feasible", 0]] : sideNames;
    for (const [name, side] of names) {
      const free = (column, row) => {
        const margin = margins[column * rows + row];
        return sideOf(margin) === side && !(Math.abs(margin) < equal) && !cells[column * rows + row];
      };
      const words = side && isEvery(side) ? name + " everywhere" : name;
      for (const lines of [[words], words.split(" ")]) {
        const size = [Math.max(...lines.map((line) => pen.measureText(line).width)) + 8,
          15 * lines.length + 4];
        const at = roomiest(free, [0, 1].map((axis) => Math.ceil(size[axis] / cell[axis])));
        if (!at) continue;
        const [x, y] = [plot.left + (at[0] - 0.5) * cell[0], plot.bottom - (at[1] - 0.5) * cell[1]];
        pen.fillStyle = "rgba(255, 255, 255, 0.9)";
        pen.fillRect(x - size[0] / 2, y - size[1] / 2, ...size);
        pen.fillStyle = "#000000";
        lines.forEach((line, index) =>
          pen.fillText(line, x, y + 15 * (index - (lines.length - 1) / 2) + 1));
        break;
      }
    }
  }

  // The bands' colours, and by how much the cheaper side is cheaper at their edges.
  function key(pen, scale) {
    const [left, right, top] = [14, paper.width - 14, plot.bottom + 66];
    const width = (right - left) / colors.length;
    const middle = (left + right) / 2;
    pen.font = font(11);
    pen.fillStyle = "#000000";
    pen.textBaseline = "bottom";
    pen.textAlign = "left";
    pen.fillText("colocated cheaper by %", left, top - 3);
    pen.textAlign = "right";
    pen.fillText("P/D cheaper by %", right, top - 3);
    colors.forEach((color, band) => {
      pen.fillStyle = "rgb(" + color.join(",") + ")";
      pen.fillRect(left + band * width, top, width + 0.5, 14);
    });
    pen.fillStyle = hatching(pen, -1, scale);
    pen.fillRect(left, top, middle - left, 14);
    pen.strokeStyle = "#000000";
    pen.lineWidth = 1;
    pen.strokeRect(left, top, right - left, 14);
    pen.fillStyle = "#000000";
    pen.textAlign = "center";
    pen.textBaseline = "top";
    data.bands.edges.forEach((edge, index) => {
      pen.fillRect(left + (index + 1) * width - 0.5, top + 14, 1, 3);
      pen.fillText(digits(Math.abs(100 * edge), 3), left + (index + 1) * width, top + 19);
    });
    pen.fillStyle = "rgb(" + gray.join(",") + ")";
    pen.fillRect(left, top + 38, 22, 12);
    pen.fillStyle = hatching(pen, 0, scale);
    pen.fillRect(left, top + 38, 22, 12);
    pen.strokeRect(left, top + 38, 22, 12);
    pen.fillStyle = "#000000";
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.fillText("neither side is feasible", left + 28, top + 45);
  }

  // What the panel shows, for whoever does not see it.
  function panelWords(panel, question, found, numbers) {
    const margins = panel.slice(0, field2D.width * field2D.height);
    const part = (side) => margins.filter((one) => sideOf(one) === side).length / margins.length;
    const [neither, better, colocated] = [0, 1, -1].map(part);
    const where = [[better, "disaggregation is cheaper"], [colocated, "colocation is cheaper"],
      [neither, "neither side is feasible"]].filter(([one]) => one > 0)
      .map(([one, words]) => words + " on " + (one === 1 ? "all" : percent(one)) + " of it");
    const [changes, meaning] = shareCrossings(found, numbers);
    return "Break-even surface: " + where.join(", ") + ". At the workload's bandwidth, "
      + gigabytes(question.bandwidth) + ", " + (changes === "none" ? meaning
        : "the cheaper side changes at a prefill share of " + changes + "; "
          + meaning.replace(/^.*: /, "")) + ".";
  }

  function curve(pen, places, dash) {
    pen.beginPath();
    let isOpen = false;
    for (const [share, bandwidth] of places) {
      if (Number.isNaN(share)) { isOpen = false; continue; }
      const [x, y] = place(share, bandwidth);
      if (isOpen) pen.lineTo(x, y); else pen.moveTo(x, y);
      isOpen = true;
    }
    pen.setLineDash([]);
    pen.strokeStyle = "#ffffff";
    pen.lineWidth = dash.length ? 2.5 : 4;
    pen.stroke();
    pen.setLineDash(dash);
    pen.strokeStyle = "#000000";
    pen.lineWidth = dash.length ? 1 : 2;
    pen.stroke();
    pen.setLineDash([]);
  }

  function axes(pen) {
    pen.strokeStyle = "#000000";
    pen.lineWidth = 1;
    pen.strokeRect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
    pen.fillStyle = "#000000";
    pen.font = font(12);
    const [shares, bandwidths] = [data.shares, data.bandwidths];
    pen.textAlign = "center";
    pen.textBaseline = "top";
    for (const tick of data.shareAxis.ticks) {
      const [x] = place(tick, bandwidths[0]);
      pen.fillRect(x - 0.5, plot.bottom, 1, 4);
      pen.fillText(String(tick), x, plot.bottom + 7);
    }
    pen.fillText(data.shareAxis.title, (plot.left + plot.right) / 2, plot.bottom + 27);
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const tick of data.bandwidthAxis.ticks) {
      const [, y] = place(shares[0], tick * 1e9);
      pen.fillRect(plot.left - 4, y - 0.5, 4, 1);
      pen.fillText(String(tick), plot.left - 7, y);
    }
    pen.save();
    pen.translate(14, (plot.top + plot.bottom) / 2);
    pen.rotate(-Math.PI / 2);
    pen.textAlign = "center";
    pen.fillText(data.bandwidthAxis.title, 0, 0);
    pen.restore();
  }

  function mark(pen, [x, y], size, isRound) {
    pen.beginPath();
    if (isRound) {
      pen.arc(x, y, size, 0, 2 * Math.PI);
    } else {
      pen.moveTo(x - size, y);
      pen.lineTo(x, y - size);
      pen.lineTo(x + size, y);
      pen.lineTo(x, y + size);
      pen.closePath();
    }
    pen.fillStyle = "#ffffff";
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = "#000000";
    pen.stroke();
  }

  // What was drawn last; null before the first.
  let drawn = null;

  function draw(question, found, numbers) {
    drawn = [question, found, numbers];
    const ends = ["overlapLow", "overlapHigh"].map((name) => numbers[placeOf(name)]);
    const panel = model.panel(numbers, [ends[0], ends[1], question.overlap]);
    paint(panel);
    const scale = Math.max(1, Math.min(window.devicePixelRatio || 1, 3));
    const size = [paper.width, paper.height].map((one) => Math.round(one * scale));
    if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, paper.width, paper.height);
    pen.save();
    pen.beginPath();
    pen.rect(plot.left, plot.top, plot.right - plot.left, plot.bottom - plot.top);
    pen.clip();
    // Each cell's value is that of its middle: the outer ones reach half a cell beyond the axes.
    const [width, height] = [plot.right - plot.left, plot.bottom - plot.top];
    const cell = [width / (field2D.width - 1), height / (field2D.height - 1)];
    pen.imageSmoothingEnabled = false;
    pen.drawImage(
      field2D, plot.left - cell[0] / 2, plot.top - cell[1] / 2, width + cell[0], height + cell[1]);
    for (const side of [-1, 0]) hatchCells(pen, panel, side, cell, scale);
    let start = data.shares.length * data.bandwidths.length;
    const lines = [[5, 4], [5, 4], []].map((dash) => {
      const count = panel[start];
      const places = [];
      for (let index = 0; index < count; index++) {
        places.push([panel[start + 1 + 2 * index], panel[start + 2 + 2 * index]]);
      }
      start += 1 + 2 * count;
      curve(pen, places, dash);
      return places;
    });
    const share = question.promptTokens / (question.promptTokens + question.outputTokens);
    const isOn = (value, axis) => value >= axis[0] && value <= axis[axis.length - 1];
    const isShareOn = isOn(share, data.shares);
    const isBandwidthOn = isOn(question.bandwidth, data.bandwidths);
    const diamonds = isBandwidthOn ? found.shares.map((one) => place(one, question.bandwidth)) : [];
    if (!found.bandwidthWord && isShareOn && isOn(found.bandwidth, data.bandwidths)) {
      diamonds.push(place(share, found.bandwidth));
    }
    const circle = place(share, question.bandwidth);
    nameSides(pen, panel, lines, [...diamonds, circle], cell);
    pen.restore();
    axes(pen);
    key(pen, scale);
    for (const one of diamonds) mark(pen, one, 5, false);
    mark(pen, circle, 6, true);
    byId("panel-note").textContent = isShareOn && isBandwidthOn ? ""
      : "Your workload lies beyond an axis; its circle stands at the edge.";
    canvas.setAttribute("aria-label", panelWords(panel, question, found, numbers));
  }

  // Drawn anew where its width on the page changes.
  new ResizeObserver(([{ contentRect: { width } }]) => {
    const before = paper.width;
    if (width) measure(width);
    if (drawn && paper.width !== before) draw(...drawn);
  }).observe(canvas);

  // MARK: The form

  const slideEnds = [data.bandwidths[0], data.bandwidths[data.bandwidths.length - 1]].map(Math.log);
  const defaults = {};
  // The link that came with the accelerator; null before the first.
  let ownLink = null;

  function write(name, value) { field(name).value = Number.isFinite(value) ? String(value) : ""; }

  const short = (value) => Number(value.toPrecision(6));

  // Controls that say the same in another way follow the one that was moved.
  const follow = {
    prompt: fromTokens, output: fromTokens,
    share() {
      write("prompt", short(number("share") * number("length")));
      write("output", short((1 - number("share")) * number("length")));
    },
    length() {
      const share = number("prompt") / (number("prompt") + number("output"));
      write("prompt", short(share * number("length")));
      write("output", short((1 - share) * number("length")));
      showShare();
    },
    contract() {
      const id = field("contract").value;
      if (id === "own") return;
      write("ttft", constant("contract/" + id + ".ttft_ms", readings()));
      write("tpot", constant("contract/" + id + ".tpot_ms", readings()));
    },
    ttft() { field("contract").value = "own"; },
    tpot() { field("contract").value = "own"; },
    accelerator() {
      const own = data.accelerators.find((one) => one.id === field("accelerator").value);
      write("usd", own.usdPerHour === undefined ? NaN : own.usdPerHour);
      // A link of the reader's choice stays.
      if (field("link").value !== ownLink && ownLink !== null) return;
      ownLink = own.link || "own";
      field("link").value = ownLink;
      if (own.link) follow.link(); else write("bandwidth", NaN);
    },
    link() {
      const id = field("link").value;
      if (id !== "own") {
        write("bandwidth", short(constant("interconnect/" + id + ".bytes_per_s", readings()) / 1e9));
      }
      slideFollows();
    },
    bandwidth() { field("link").value = "own"; slideFollows(); },
    slide() {
      field("link").value = "own";
      const [low, high] = slideEnds;
      write("bandwidth", short(Math.exp(low + number("slide") * (high - low)) / 1e9));
    },
  };

  function showShare() {
    field("share").value = String(number("prompt") / (number("prompt") + number("output")));
  }

  function fromTokens() {
    write("length", short(number("prompt") + number("output")));
    showShare();
  }

  function slideFollows() {
    const [low, high] = slideEnds;
    const place = (Math.log(number("bandwidth") * 1e9) - low) / (high - low);
    if (Number.isFinite(place)) field("slide").value = String(place);
  }

  // Options by the names that the program writes; their values, and the address, keep the ids.
  function nameOptions() {
    const own = readings();
    const label = (control, text) => {
      for (const one of field(control).options) {
        const name = one.value === "own" ? one.textContent : text(one.value);
        if (one.textContent !== name) one.textContent = name;
      }
    };
    const number = (name) => digits(constant(name, own), 6);
    label("model", (id) => data.modelNames[id]);
    label("link", (id) => id + " (" + gigabytes(constant("interconnect/" + id + ".bytes_per_s", own)) + ")");
    label("contract", (id) => id + ": (" + number("contract/" + id + ".ttft_ms") + ", "
      + number("contract/" + id + ".tpot_ms") + ") ms");
  }

  function start() {
    field("prompt").value = String(data.start.promptTokens);
    field("output").value = String(data.start.outputTokens);
    fromTokens();
    field("model").value = data.start.model;
    ownLink = null;
    for (const choice of data.choices) field("choice-" + choice.name).value = choice.reading;
    field("contract").value = data.start.contract;
    follow.contract();
    field("accelerator").value = data.start.accelerator;
    follow.accelerator();
    write("overlap", constant("transfer.overlap", readings()));
    write("accelerators", constant("deployment.tensor_parallel", readings()));
    field("rate").value = "";
  }

  // What is kept in the address, those first that others follow.
  const kept = [...data.choices.map((choice) => "choice-" + choice.name), "model", "accelerator", "link",
    "contract", "prompt", "output", "usd", "accelerators", "ttft", "tpot", "bandwidth", "overlap", "rate"];
  const prefix = "#explorer:";

  // All of it, so that it says the same in a page of other prices; nothing for what one starts with.
  function address() {
    if (kept.every((name) => field(name).value === defaults[name])) return "#explorer";
    return prefix + kept.filter((name) => field(name).value !== "")
      .map((name) => encodeURIComponent(name) + "=" + encodeURIComponent(field(name).value)).join("&");
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch (_) { return null; }
  }

  function restore() {
    byId("explorer-note").textContent = "";
    if (!location.hash.startsWith(prefix)) return;
    start();
    const given = {};
    const strange = [];
    for (const pair of location.hash.slice(prefix.length).split("&")) {
      const [name, value] = pair.split("=").map(decoded);
      if (kept.includes(name) && typeof value === "string") given[name] = value;
      else strange.push(pair);
    }
    for (const name of kept.filter((one) => one in given)) {
      const own = field(name);
      const isThere = own.tagName === "SELECT"
        ? Array.from(own.options).some((option) => option.value === given[name])
        : given[name] !== "" && Number.isFinite(Number(given[name]))
          && (own.type !== "range" || (Number(given[name]) >= Number(own.min) && Number(given[name]) <= Number(own.max)));
      if (!isThere) {
        strange.push(name + "=" + given[name]);
        continue;
      }
      own.value = given[name];
      if (["accelerator", "link", "contract"].includes(name)) follow[name]();
    }
    fromTokens();
    slideFollows();
    if (strange.length) {
      byId("explorer-note").textContent = "Not understood in the link, and left as it starts: "
        + strange.join(", ") + ".";
    }
    byId("explorer").scrollIntoView();
  }

  let saying = 0;

  // For screen readers, when the controls have come to rest.
  function say(text) {
    clearTimeout(saying);
    saying = setTimeout(() => {
      if (byId("answer-said").textContent !== text) byId("answer-said").textContent = text;
    }, 600);
  }

  function show() {
    const question = asked();
    const numbers = inputs(question, readings());
    const problem = trouble(numbers);
    byId("explorer-trouble").textContent = problem;
    byId("explorer-trouble").hidden = !problem;
    byId("explorer-answer").hidden = Boolean(problem);
    byId("explorer-link").href = address();
    nameOptions();
    field("shareShown").value = digits(question.promptTokens / (question.promptTokens + question.outputTokens), 3);
    field("overlapShown").value = digits(question.overlap, 3);
    field("slide").setAttribute("aria-valuetext", digits(question.bandwidth / 1e9, 4) + " GB/s");
    mean();
    if (problem) {
      byId("answer").textContent = "";
      say(problem);
      return;
    }
    const found = named(model.answer(numbers));
    byId("answer").textContent = sentence(found);
    byId("answer-sure").textContent = sureness(question, found);
    byId("answer-borrowed").textContent = borrowed(numbers);
    byId("answer-yardstick").firstElementChild.textContent = yardstick();
    byId("answer-of").textContent = description(question, numbers);
    tables(question, found, numbers);
    draw(question, found, numbers);
    say(sentence(found) + " " + byId("answer-sure").textContent);
  }

  let isWaiting = false;

  // At most once a frame.
  function changed(event) {
    const name = event && event.target && event.target.name;
    if (follow[name]) follow[name]();
    if (name && name.startsWith("choice-") && field("link").value !== "own") follow.link();
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      show();
      // The place that one came from stays one step back.
      const isHere = location.hash.startsWith("#explorer");
      history[isHere ? "replaceState" : "pushState"](null, "", address());
    });
  }

  // An address that leads into a closed part opens it.
  function open() {
    const target = document.getElementById(decoded(location.hash.slice(1)) || "");
    for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  }

  // A frame is a stop of the tab key where it scrolls.
  function frames() {
    for (const one of document.querySelectorAll(".scroll, pre")) {
      if (one.scrollWidth > one.clientWidth + 1) one.tabIndex = 0; else one.removeAttribute("tabindex");
    }
  }

  // How high the answer, or what is wrong, stands over what scrolls below it.
  new ResizeObserver(() => {
    const heights = ["answer", "explorer-trouble"].map((id) => byId(id).offsetHeight);
    document.documentElement.style.setProperty("--answer", Math.max(...heights) + "px");
  }).observe(byId("answer"));

  async function begin() {
    const bytes = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
    const { instance } = await WebAssembly.instantiate(bytes, {});
    model = new Model(instance.exports);
    form.hidden = false;
    byId("answer-yardstick").hidden = !data.yardstick;
    if (byId("validation")) byId("answer-yardstick").lastElementChild.href = "#validation";
    start();
    for (const name of kept) defaults[name] = field(name).value;
    restore();
    show();
    form.addEventListener("input", changed);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      start();
      show();
      history.replaceState(null, "", "#explorer");
    });
    window.addEventListener("hashchange", () => {
      restore();
      open();
      if (location.hash === "#explorer") history.replaceState(null, "", address());
      if (location.hash.startsWith("#explorer")) show();
    });
    open();
    frames();
    window.addEventListener("resize", frames);
    document.addEventListener("toggle", frames, true);
    document.addEventListener("click", (event) => {
      if (event.target.closest && event.target.closest("a[href^='#']")) setTimeout(open);
    });
    // For whoever wants more numbers than the page shows, from the console.
    window.explorer = {
      model, data, named, asked, inputs, readings, show,
      now: () => named(model.answer(inputs(asked(), readings()))),
    };
  }

  begin().catch((error) => {
    byId("explorer-trouble").textContent = "The explorer could not be started: " + error;
    byId("explorer-trouble").hidden = false;
  });
})();
