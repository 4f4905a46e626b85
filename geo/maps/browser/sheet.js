// One canvas over the whole map: Leaflet moves and scales it, this draws it. Fast for 100,000 households.
const LINES = {
  river: { colour: "#6fb1d8", width: 2.2, grow: 0.25, dash: [] },
  road: { colour: "#cbb894", width: 1.5, grow: 0.22, dash: [] },
  other: { colour: "#a5a5a5", width: 1.1, grow: 0.1, dash: [4, 3] },
};
const AROUND_VIEW = 0.2; // share of the view drawn beyond its edges, so that a pan shows no blank

const Sheet = L.Layer.extend({
  initialize: function (model) {
    this.model = model;
    this.sprites = new Map();
  },

  onAdd: function (map) {
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated wr-sheet", map.getPanes().overlayPane);
    this.redraw();
  },

  onRemove: function () {
    L.DomUtil.remove(this.canvas);
  },

  getEvents: function () {
    return { moveend: this.redraw, resize: this.redraw, zoomanim: this.animate };
  },

  animate: function (event) {
    const scale = this._map.getZoomScale(event.zoom, this.zoom);
    const offset = this._map._latLngBoundsToNewLayerBounds(this.bounds, event.zoom, event.center).min;
    L.DomUtil.setTransform(this.canvas, offset, scale);
  },

  redraw: function () {
    const map = this._map;
    if (!map || !map.getSize().x) return;
    const size = map.getSize();
    const edge = size.multiplyBy(AROUND_VIEW).round();
    const corner = map.containerPointToLayerPoint(edge.multiplyBy(-1)).round();
    const full = size.add(edge.multiplyBy(2));
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const canvas = this.canvas;
    canvas.width = full.x * ratio;
    canvas.height = full.y * ratio;
    canvas.style.width = full.x + "px";
    canvas.style.height = full.y + "px";
    L.DomUtil.setTransform(canvas, corner, 1);
    this.zoom = map.getZoom();
    this.bounds = L.latLngBounds(map.layerPointToLatLng(corner), map.layerPointToLatLng(corner.add(full)));
    const origin = map.getPixelOrigin().add(corner);
    this.ratio = ratio;
    this.view = { scale: map.options.crs.scale(this.zoom), x: origin.x, y: origin.y, width: full.x, height: full.y, edge: edge };
    this.ctx = canvas.getContext("2d");
    this.ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.draw();
  },

  shown: function (key) {
    return !this.model.hidden.has(key);
  },

  px: function (at) {
    return [at[0] * this.view.scale - this.view.x, at[1] * this.view.scale - this.view.y];
  },

  radius: function () {
    return Math.max(1.7, Math.min(7.5, 2.1 + 0.62 * (this.zoom - 10.75)));
  },

  // Longest side of a shape's largest part on the screen.
  extent: function (rings) {
    const scale = this.view.scale;
    return rings.reduce((most, ring) => Math.max(most, ring.box[2] - ring.box[0], ring.box[3] - ring.box[1]), 0) * scale;
  },

  draw: function () {
    const labels = new Labels(this.ctx, this.view);
    this.ctx.clearRect(0, 0, this.view.width, this.view.height);
    this.drawWards();
    this.drawLines();
    this.drawCells();
    this.drawAreas();
    this.drawZones();
    this.drawBorders();
    this.drawSpots();
    this.drawLinks();
    this.drawHouseholds();
    this.drawPoints(labels);
    this.drawHomes();
    this.drawRoute(labels);
    this.drawChosenHousehold();
    this.keepClear(labels);
    const before = labels.taken.length;
    this.drawNames(labels);
    this.texts = labels.taken.slice(before); // where text stands
  },

  trace: function (rings, close) {
    const ctx = this.ctx;
    const view = this.view;
    ctx.beginPath();
    rings.forEach(function (ring) {
      const box = ring.box;
      if (box[2] * view.scale < view.x || box[0] * view.scale > view.x + view.width) return;
      if (box[3] * view.scale < view.y || box[1] * view.scale > view.y + view.height) return;
      const xy = ring.xy;
      ctx.moveTo(xy[0] * view.scale - view.x, xy[1] * view.scale - view.y);
      for (let i = 2; i < xy.length; i += 2) ctx.lineTo(xy[i] * view.scale - view.x, xy[i + 1] * view.scale - view.y);
      if (close) ctx.closePath();
    });
  },

  line: function (colour, width, dash) {
    const ctx = this.ctx;
    ctx.setLineDash(dash || []);
    ctx.lineCap = dash && dash.length ? "butt" : "round";
    ctx.lineJoin = "round";
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
    ctx.setLineDash([]);
  },

  drawWards: function () {
    if (!this.shown("wards")) return;
    const chosen = this.model.choice.ward;
    this.model.wards.forEach(function (ward, index) {
      this.trace(ward.rings, true);
      this.ctx.fillStyle = ward.fill || (chosen >= 0 && chosen !== index ? "#f1f1ef" : "#fdfcf8");
      // Beside a chosen ward the colours of the others step back.
      this.ctx.globalAlpha = ward.fill && chosen >= 0 && chosen !== index ? 0.4 : 1;
      this.ctx.fill("evenodd");
      this.ctx.globalAlpha = 1;
    }, this);
  },

  drawBorders: function () {
    if (!this.shown("wards")) return;
    const chosen = this.model.choice.ward;
    this.model.wards.forEach(function (ward) {
      this.trace(ward.rings, true);
      this.line("#8a8a8a", 1.2);
    }, this);
    if (chosen >= 0) {
      this.trace(this.model.wards[chosen].rings, true);
      this.line(INK, 2.6);
    }
    (this.model.faults || []).forEach(function (fault) {
      this.trace(fault.rings, true);
      this.ctx.fillStyle = "rgba(213,94,0,.45)";
      this.ctx.fill("evenodd");
      this.line("#8f3f00", 2.2, [5, 3]);
    }, this);
  },

  drawLines: function () {
    const zoom = this.zoom;
    ["other", "river", "road"].forEach(function (kind) {
      if (!this.shown(kind)) return;
      const look = LINES[kind];
      this.model.lines.forEach(function (item) {
        if (item.kind !== kind) return;
        this.trace(item.rings, false);
        this.line(look.colour, look.width + Math.max(0, zoom - 11) * look.grow, look.dash);
      }, this);
    }, this);
  },

  drawAreas: function () {
    if (!this.shown("areas")) return;
    const model = this.model;
    const chosen = model.choice.worker;
    model.workers.forEach(function (worker, index) {
      const style = model.styles[worker.style];
      const grey = chosen >= 0 && chosen !== index;
      this.trace(worker.rings, true);
      this.ctx.globalAlpha = grey ? 0.05 : chosen === index ? 0.2 : 0.14;
      this.ctx.fillStyle = grey ? "#808080" : style.colour;
      this.ctx.fill("evenodd");
      this.ctx.globalAlpha = grey ? 0.5 : 1;
      this.line(grey ? PALE : style.colour, chosen === index ? 2.6 : 1.6, style.dash);
      this.ctx.globalAlpha = 1;
    }, this);
  },

  drawSpots: function () {
    const r = Math.max(2, Math.min(5, this.zoom - 9));
    if (!this.shown("school") || this.zoom < 11) return;
    this.model.spots.forEach(function (spot) {
      if (spot.kind !== "school") return;
      const at = this.px(spot.at);
      polygon(this.ctx, at[0], at[1], r, [[0, -1.1], [1.1, -0.1], [0.9, 1], [-0.9, 1], [-1.1, -0.1]]);
      this.ctx.fillStyle = "#8d8d8d";
      this.ctx.fill();
      lined(this.ctx, PAPER, 1, false);
    }, this);
  },

  drawPoints: function (labels) {
    if (!this.shown("points")) return;
    const size = Math.max(2.5, Math.min(8.5, 3 + (this.zoom - 10) * 3));
    this.model.points.forEach(function (point) {
      const at = this.px(point.at);
      drawPoint(this.ctx, point.sector, at[0], at[1], size);
      if (size > 5) labels.take(at[0], at[1], size, size);
    }, this);
  },

  drawHomes: function () {
    const model = this.model;
    const chosen = model.choice.worker;
    if (!this.shown("homes") && chosen < 0) return;
    model.workers.forEach(function (worker, index) {
      if (!worker.home || (chosen >= 0 ? chosen !== index : !this.shown("homes"))) return;
      const at = this.px(worker.home);
      drawShape(this.ctx, "house", at[0], at[1], chosen === index ? 10 : 7, model.styles[worker.style].colour);
    }, this);
  },

  drawLinks: function () {
    const ctx = this.ctx;
    this.model.links.forEach(function (link) {
      if (!this.shown("mark:" + link.mark)) return;
      const from = this.px(link.from);
      const to = this.px(link.to);
      ctx.beginPath();
      ctx.moveTo(from[0], from[1]);
      ctx.lineTo(to[0], to[1]);
      this.line("#555555", 1.3, [4, 3]);
      drawShape(ctx, "ring", from[0], from[1], 3.5, "#777777");
    }, this);
  },
});
