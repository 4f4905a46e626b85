// The key of the map, which is also where layers are switched: what each symbol means and how many there are.
function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text; // never as HTML: names come from people's lists
  return node;
}

function swatch(paint) {
  const node = make("canvas", "wr-swatch");
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  node.width = 34 * ratio;
  node.height = 20 * ratio;
  const ctx = node.getContext("2d");
  ctx.scale(ratio, ratio);
  paint(ctx);
  return node;
}

function markSwatch(model, mark) {
  return swatch(function (ctx) {
    if (mark.colour) return drawShape(ctx, mark.shape, 17, 10, 6, mark.colour);
    const few = model.households.worker.some((worker) => worker >= 0) ? model.styles.slice(0, 3) : [NOBODY];
    few.forEach((style, index) => drawShape(ctx, mark.shape, 17 + (index - (few.length - 1) / 2) * 11, 10, 4.6, style.colour));
  });
}

function lineSwatch(colour, width, dash) {
  return swatch(function (ctx) {
    ctx.beginPath();
    ctx.moveTo(4, 12);
    ctx.bezierCurveTo(12, 4, 22, 16, 30, 8);
    ctx.setLineDash(dash || []);
    lined(ctx, colour, width, false);
  });
}

const LAYER_SWATCHES = {
  areas: (model) =>
    swatch(function (ctx) {
      const style = model.styles[0];
      polygon(ctx, 17, 10, 9, [[-1.6, -0.8], [1.3, -1], [1.6, 0.7], [-1.2, 1]]);
      ctx.fillStyle = style.colour + "33";
      ctx.fill();
      lined(ctx, style.colour, 1.5, false);
      drawBadge(ctx, "7", 17, 10, style, 9);
    }),
  homes: (model) => swatch((ctx) => drawShape(ctx, "house", 17, 10, 7, model.styles[0].colour)),
  points: () => swatch((ctx) => drawPoint(ctx, "H", 17, 10, 7)),
  wards: () => lineSwatch("#8a8a8a", 1.4),
  faults: () => lineSwatch("#8f3f00", 2.2, [5, 3]),
  road: () => lineSwatch(LINES.road.colour, 2),
  river: () => lineSwatch(LINES.river.colour, 2.6),
  other: () => lineSwatch(LINES.other.colour, 1.3, LINES.other.dash),
  school: () =>
    swatch(function (ctx) {
      polygon(ctx, 17, 10, 6, [[0, -1.1], [1.1, -0.1], [0.9, 1], [-0.9, 1], [-1.1, -0.1]]);
      ctx.fillStyle = "#8d8d8d";
      ctx.fill();
    }),
  village: () =>
    swatch(function (ctx) {
      ctx.font = "600 12.5px " + FONT;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillStyle = "#2c2c2c";
      ctx.fillText("Abc", 17, 10);
    }),
};

// How many things a layer holds; layers without any have no row.
function layerCount(model, key) {
  if (key === "areas") return model.workers.filter((worker) => worker.rings.length).length;
  if (key === "homes") return model.workers.filter((worker) => worker.home).length;
  if (key === "wards" || key === "points" || key === "faults") return model[key].length;
  return model.lines.concat(model.spots, model.zones).filter((item) => item.kind === key).length;
}

function keyRow(model, id, picture, label, count, changed) {
  const row = make("label", "wr-row");
  const box = make("input");
  box.type = "checkbox";
  box.checked = !model.hidden.has(id);
  box.addEventListener("change", function () {
    model.hidden[box.checked ? "delete" : "add"](id);
    changed();
  });
  row.append(box, picture, make("span", "wr-label", label));
  if (count !== null) row.append(make("span", "wr-count", count.toLocaleString("en").replace(/,/g, "\u00a0")));
  return row;
}

function keyRows(model, changed) {
  const body = make("div", "wr-body");
  const counts = new Array(model.marks.length).fill(0);
  model.households.mark.forEach((mark) => counts[mark]++);
  let head = false;
  body.append(...paintRows(model));
  const order = model.marks.map((_, index) => index).filter((index) => counts[index]);
  order.sort((a, b) => (a < 2 || b < 2 || model.kind !== "review" ? a - b : counts[b] - counts[a]));
  order.forEach(function (index) {
    const mark = model.marks[index];
    if (mark.layer === "unserved" && !head) {
      head = true;
      body.append(make("div", "wr-head", model.words.not_reached));
    }
    body.append(keyRow(model, "mark:" + index, markSwatch(model, mark), mark.label, counts[index], changed));
  });
  const looks = model.zoneLooks || {};
  const rest = Object.keys(model.layers).filter((key) => (LAYER_SWATCHES[key] || looks[key]) && layerCount(model, key));
  if (rest.length && order.length) body.append(make("div", "wr-rule"));
  rest.forEach(function (key) {
    body.append(keyRow(model, key, looks[key] ? zoneSwatch(looks[key]) : LAYER_SWATCHES[key](model), model.layers[key], null, changed));
  });
  return body;
}

const Key = L.Control.extend({
  options: { position: "topright" },

  initialize: function (model, changed) {
    this.model = model;
    this.changed = changed;
  },

  // Pixels that the open key takes on the right; on a narrow screen it begins closed and takes none.
  room: function (map) {
    return map.getSize().x >= 760 ? 292 : 0;
  },

  // The rows anew, where what is drawn has changed.
  renew: function () {
    this.body.replaceChildren(...keyRows(this.model, this.changed).childNodes);
  },

  onAdd: function (map) {
    const box = make("div", "wr-key leaflet-control");
    const button = make("button", "wr-button", this.model.words.key);
    button.type = "button";
    const body = (this.body = keyRows(this.model, this.changed));
    const open = function (wide) {
      box.classList.toggle("wr-open", wide);
      button.setAttribute("aria-expanded", String(wide));
    };
    button.addEventListener("click", () => open(!box.classList.contains("wr-open")));
    open(this.room(map) > 0);
    const fit = () => (body.style.maxHeight = Math.max(120, map.getSize().y - 74) + "px");
    map.on("resize", fit);
    fit();
    box.append(button, body);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  },
});
