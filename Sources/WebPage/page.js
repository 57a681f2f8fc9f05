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

  // The value of a constant under readings; NaN where there is none.
  function constant(name, readings) {
    const values = data.values[name] || [];
    const own = values.find((one) => !one.choice || readings[one.choice] === one.reading);
    return own ? own.value : NaN;
  }

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
    };
  }

  const chosen = () => ({ model: field("model").value, accelerator: field("accelerator").value });

  function inputs(question, readings, ids = chosen()) {
    return data.inputs.map((input) => {
      if (input.name in question) return question[input.name];
      const entity = ids[input.kind] ? input.kind + "/" + ids[input.kind] : input.kind;
      return constant(entity + "." + input.parameter, readings);
    });
  }

  // What keeps a question from being answered; empty for nothing.
  function trouble(numbers) {
    const faulty = Array.from(form.elements).find((one) => one.willValidate && !one.validity.valid);
    if (faulty) {
      const label = faulty.closest("label").firstChild.textContent.trim();
      return label + ": " + faulty.validationMessage;
    }
    const missing = data.inputs.filter((_, place) => !Number.isFinite(numbers[place]));
    if (!missing.length) return "";
    return "calibration.csv does not say this of what is chosen: "
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

  // Of every combination of the drawn readings: whether disaggregation is the cheaper side.
  function combinations(question) {
    const drawn = data.choices.filter((choice) => choice.isDrawn);
    const own = readings();
    let all = [own];
    for (const choice of drawn) {
      all = all.flatMap((one) => choice.readings.map((name) => ({ ...one, [choice.name]: name })));
    }
    return all.map((one) => ({ readings: one, winner: model.winner(inputs(question, one)) }));
  }

  function share(cases, side) {
    return cases.filter((one) => one.winner === side).length / cases.length;
  }

  // The choice that moves the share most when it is fixed.
  function decider(cases, side) {
    let most = { effect: 0.005, name: "" };
    for (const choice of data.choices.filter((one) => one.isDrawn)) {
      for (const name of choice.readings) {
        const fixed = cases.filter((one) => one.readings[choice.name] === name);
        const effect = Math.abs(share(fixed, side) - share(cases, side));
        if (effect > most.effect) most = { effect, name: choice.name };
      }
    }
    return most.name;
  }

  function sureness(question, found) {
    const cases = combinations(question);
    const side = found.cheapest === 2 ? 1 : found.cheapest < 0 ? -1 : 0;
    const [choice, name] = data.equation7.split("=");
    const printed = cases.filter((one) => one.readings[choice] === name);
    const what = side === 1 ? "Disaggregation is the cheaper side"
      : side === 0 ? "Colocation is the cheaper side" : "Neither side meets the contract";
    const decides = decider(cases, side);
    return what + " in " + percent(share(cases, side)) + " of " + cases.length
      + " combinations of readings"
      + (printed.length && printed.length < cases.length
        ? ", in " + percent(share(printed, side)) + " with Equation 7 as printed" : "")
      + (decides ? "; decided most by " + decides : "")
      + ". A share of readings, not a probability; the ranges of constants are not varied here.";
  }

  // MARK: Words

  const digits = (value, count) => Number.isFinite(value)
    ? value.toLocaleString("en-US", { maximumSignificantDigits: count, useGrouping: value >= 1e4 })
    : "–";
  const percent = (value) => Math.round(100 * value) + " %";
  const dollars = (value) => Number.isFinite(value) ? value.toFixed(value < 0.1 ? 4 : 3) : "infeasible";

  function sentence(found) {
    if (found.cheapest < 0) {
      const why = ["", "memory", "the TPOT limit", "the TTFT limit"];
      return "No architecture meets this: " + found.parts
        .map((part) => part.name + " has no batch under " + why[part.obstacle]).join("; ") + ".";
    }
    const best = found.parts[found.cheapest];
    const other = found.cheapest === 2 ? found.parts[found.colocated] : found.parts[2];
    const cost = ": $" + dollars(best.cost) + " per million served tokens";
    const late = best.meetsContract ? "" : " Its first token is later than the limit, even without a queue.";
    const start = best.name.charAt(0).toUpperCase() + best.name.slice(1);
    if (!Number.isFinite(found.margin)) {
      return start + " is the only side that meets the contract" + cost + "." + late;
    }
    const by = " by " + digits(100 * found.margin, 2) + " %";
    return start + (found.isBetter ? " is cheaper than " + other.name + by
      : " and " + other.name + " are level, it is cheaper" + by) + cost + "." + late;
  }

  // What is answered, for whoever reads the answer without the form.
  function description(question, numbers) {
    const accelerators = numbers[data.inputs.findIndex((input) => input.name === "accelerators")];
    const own = readings();
    const others = data.choices.filter((choice) => own[choice.name] !== choice.readings[0])
      .map((choice) => choice.name + "=" + own[choice.name]);
    return digits(question.promptTokens, 6) + " prompt and " + digits(question.outputTokens, 6)
      + " output tokens" + (question.arrivalRate ? ", " + digits(question.arrivalRate, 3)
        + " requests/s for each accelerator that decodes" : ", at saturation")
      + "; " + field("model").value + " on " + accelerators + " × " + field("accelerator").value
      + " at $" + digits(question.usdPerHour, 6) + "/h each, KV over "
      + digits(question.bandwidth / 1e9, 4) + " GB/s with η = " + digits(question.overlap, 2)
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

  function tables(question, found) {
    const why = ["", "no batch: memory", "no batch: TPOT", "no batch: TTFT"];
    rows("costs", found.parts.map((part) => [
      part.name, right(dollars(part.cost)), right(digits(part.prefill, 3)),
      right(digits(part.decode, 3)), right(digits(part.rest, 3)), right(digits(part.batch, 3)),
      right(Number.isFinite(part.firstToken) ? digits(part.firstToken, 3) + " ms" : "–"),
      part.obstacle ? why[part.obstacle] : part.meetsContract ? "yes" : "no: TTFT",
    ]));
    const own = question.promptTokens / (question.promptTokens + question.outputTokens);
    const everywhere = [
      "", "disaggregation is cheaper at every bandwidth", "colocation is cheaper at every bandwidth",
      "neither side meets the contract",
    ];
    rows("crossings", [
      ["prefill share α", right(digits(own, 3)), right(found.shares.map((one) => digits(one, 3)).join(", ") || "–"),
        "α*, with P + D held: the cheaper side changes at each"],
      ["bandwidth B", right(digits(question.bandwidth / 1e9, 3) + " GB/s"),
        right(found.bandwidthWord ? "–" : digits(found.bandwidth / 1e9, 3) + " GB/s"),
        everywhere[found.bandwidthWord] || "B*: disaggregation is cheaper above it"],
      ["TPOT limit", right(digits(question.tpotLimit, 3) + " ms"),
        right(Number.isFinite(found.tpotLimit) ? digits(found.tpotLimit, 3) + " ms" : "–"),
        "the nearest limit at which the answer changes"],
      ["overlap η", right(digits(question.overlap, 3)), right(digits(found.overlap, 3)),
        Number.isFinite(found.overlap) ? "disaggregation is cheaper above it" : "no overlap changes the cheaper side"],
      ["price ratio", right("1"), right(digits(found.priceRatio, 3)),
        "pool’s to colocated accelerator’s price at equal costs"],
      ["KV of a request", right(digits(found.kvBytes / 1e6, 3) + " MB"), right(digits(found.transfer, 3) + " ms"),
        "its transfer, beside " + digits(found.prefill, 3) + " ms of prefill"],
    ]);
  }

  // MARK: The panel

  const canvas = byId("panel");
  const plot = { left: 62, top: 14, right: 506, bottom: 346 };

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

  function paint(panel) {
    const [width, height] = [field2D.width, field2D.height];
    const pixels = new ImageData(width, height);
    for (let column = 0; column < width; column++) {
      for (let row = 0; row < height; row++) {
        const margin = panel[column * height + row];
        let color = [150, 150, 150];
        if (!Number.isNaN(margin)) {
          let band = 0;
          while (band < data.bands.edges.length && data.bands.edges[band] <= margin) band++;
          color = colors[band];
        }
        pixels.data.set([...color, 255], 4 * ((height - 1 - row) * width + column));
      }
    }
    field2D.getContext("2d").putImageData(pixels, 0, 0);
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
    pen.font = "12px system-ui, 'DejaVu Sans', sans-serif";
    const [shares, bandwidths] = [data.shares, data.bandwidths];
    pen.textAlign = "center";
    pen.textBaseline = "top";
    for (const tick of [0.2, 0.4, 0.6, 0.8, 0.97]) {
      const [x] = place(tick, bandwidths[0]);
      pen.fillRect(x - 0.5, plot.bottom, 1, 4);
      pen.fillText(String(tick), x, plot.bottom + 7);
    }
    pen.fillText("prefill share α = P/(P + D)", (plot.left + plot.right) / 2, plot.bottom + 27);
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    for (const tick of [25, 50, 100, 200, 400, 900]) {
      const [, y] = place(shares[0], tick * 1e9);
      pen.fillRect(plot.left - 4, y - 0.5, 4, 1);
      pen.fillText(String(tick), plot.left - 7, y);
    }
    pen.save();
    pen.translate(14, (plot.top + plot.bottom) / 2);
    pen.rotate(-Math.PI / 2);
    pen.textAlign = "center";
    pen.fillText("KV-transfer bandwidth B, GB/s", 0, 0);
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

  function draw(question, found, numbers) {
    const ends = ["overlapLow", "overlapHigh"].map(
      (name) => numbers[data.inputs.findIndex((input) => input.name === name)]);
    const panel = model.panel(numbers, [ends[0], ends[1], question.overlap]);
    paint(panel);
    const scale = Math.max(1, Math.min(window.devicePixelRatio || 1, 3));
    if (canvas.width !== Math.round(520 * scale)) {
      [canvas.width, canvas.height] = [Math.round(520 * scale), Math.round(400 * scale)];
    }
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, 520, 400);
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
    let start = data.shares.length * data.bandwidths.length;
    for (const dash of [[5, 4], [5, 4], []]) {
      const count = panel[start];
      const places = [];
      for (let index = 0; index < count; index++) {
        places.push([panel[start + 1 + 2 * index], panel[start + 2 + 2 * index]]);
      }
      curve(pen, places, dash);
      start += 1 + 2 * count;
    }
    pen.restore();
    axes(pen);
    const share = question.promptTokens / (question.promptTokens + question.outputTokens);
    const isOn = (value, axis) => value >= axis[0] && value <= axis[axis.length - 1];
    if (!found.bandwidthWord && isOn(found.bandwidth, data.bandwidths)) {
      mark(pen, place(share, found.bandwidth), 5, false);
    }
    for (const one of found.shares) mark(pen, place(one, question.bandwidth), 5, false);
    mark(pen, place(share, question.bandwidth), 6, true);
    const isOutside = !isOn(share, data.shares) || !isOn(question.bandwidth, data.bandwidths);
    canvas.setAttribute(
      "aria-label", "Break-even surface. " + byId("answer").textContent
      + (isOutside ? " The workload lies beyond an axis; its circle stands at the edge." : ""));
  }

  // MARK: The form

  const slideEnds = [data.bandwidths[0], data.bandwidths[data.bandwidths.length - 1]].map(Math.log);
  const defaults = {};

  function write(name, value) { field(name).value = Number.isFinite(value) ? String(value) : ""; }

  const short = (value) => Number(value.toPrecision(6));

  // Controls that say the same in another way follow the one that was moved.
  const follow = {
    prompt: fromTokens, output: fromTokens,
    share() {
      write("prompt", short(number("share") * number("length")));
      write("output", short((1 - number("share")) * number("length")));
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
      if (own.link) field("link").value = own.link;
      follow.link();
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
  follow.length = follow.share;

  function fromTokens() {
    const [prompt, output] = [number("prompt"), number("output")];
    write("length", short(prompt + output));
    field("share").value = String(prompt / (prompt + output));
  }

  function slideFollows() {
    const [low, high] = slideEnds;
    field("slide").value = String((Math.log(number("bandwidth") * 1e9) - low) / (high - low));
  }

  function start() {
    field("prompt").value = String(data.start.promptTokens);
    field("output").value = String(data.start.outputTokens);
    fromTokens();
    field("model").value = data.start.model;
    for (const choice of data.choices) field("choice-" + choice.name).value = choice.reading;
    field("contract").value = data.start.contract;
    follow.contract();
    field("accelerator").value = data.start.accelerator;
    follow.accelerator();
    write("overlap", constant("transfer.overlap", readings()));
    field("rate").value = "";
  }

  // What is kept in the address: what is not as it starts.
  const kept = ["prompt", "output", "model", "accelerator", "usd", "contract", "ttft", "tpot", "link",
    "bandwidth", "overlap", "rate", ...data.choices.map((choice) => "choice-" + choice.name)];
  const prefix = "#explorer:";

  function address() {
    const changed = kept.filter((name) => field(name).value !== defaults[name])
      .map((name) => encodeURIComponent(name) + "=" + encodeURIComponent(field(name).value));
    return changed.length ? prefix + changed.join("&") : "#explorer";
  }

  function restore() {
    if (!location.hash.startsWith(prefix)) return;
    start();
    for (const pair of location.hash.slice(prefix.length).split("&")) {
      const [name, value] = pair.split("=").map((one) => {
        try { return decodeURIComponent(one); } catch (_) { return ""; }
      });
      if (!kept.includes(name) || value === undefined) continue;
      const own = field(name);
      const isThere = own.tagName !== "SELECT"
        || Array.from(own.options).some((option) => option.value === value);
      if (isThere) own.value = value;
    }
    fromTokens();
    slideFollows();
    byId("explorer").scrollIntoView();
  }

  function show() {
    const question = asked();
    const numbers = inputs(question, readings());
    const problem = trouble(numbers);
    byId("explorer-trouble").textContent = problem;
    byId("explorer-trouble").hidden = !problem;
    byId("explorer-answer").hidden = Boolean(problem);
    byId("explorer-link").href = address();
    field("shareShown").value = digits(question.promptTokens / (question.promptTokens + question.outputTokens), 3);
    field("overlapShown").value = digits(question.overlap, 2);
    if (problem) return;
    const found = named(model.answer(numbers));
    byId("answer").textContent = sentence(found);
    byId("answer-sure").textContent = sureness(question, found);
    byId("answer-of").textContent = description(question, numbers);
    tables(question, found);
    draw(question, found, numbers);
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
      if (location.hash.startsWith("#explorer") || address() !== "#explorer") {
        history.replaceState(null, "", address());
      }
    });
  }

  // An address that leads into a closed part opens it.
  function open() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  }

  async function begin() {
    const bytes = Uint8Array.from(atob(wasm), (letter) => letter.charCodeAt(0));
    const { instance } = await WebAssembly.instantiate(bytes, {});
    model = new Model(instance.exports);
    form.hidden = false;
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
    window.addEventListener("hashchange", () => { restore(); open(); show(); });
    open();
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
