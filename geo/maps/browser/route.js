const SMALLEST_BADGED = 30; // pixels: below this a number would hide the area that it names
const SMALLEST_NAMED = 14; // pixels: the same for wards

// Where a number may stand, in its own sizes from the middle of its area: near first.
const BADGE_PLACES = [[0, 0]].concat(
  ...[1, 2, 3, 4].map((far) => [[0, -1], [0, 1], [1, 0], [-1, 0], [1, -1], [-1, -1], [1, 1], [-1, 1]].map((to) => [to[0] * far, to[1] * far])),
);

// The route of a worker's day, and the words of the map.
Sheet.include({
  stops: function () {
    const choice = this.model.choice;
    const points = this.model.households;
    if (!(choice.worker >= 0 && choice.day >= 0)) return [];
    const rows = [];
    const take = function (i, visit) {
      if (visit.worker === choice.worker && visit.day === choice.day) rows.push([visit.order, i]);
    };
    for (let i = 0; i < points.count; i++) take(i, { worker: points.worker[i], day: points.day[i], order: points.order[i] });
    this.model.more.forEach((visits, i) => visits.forEach((visit) => take(i, visit)));
    return rows.sort((a, b) => a[0] - b[0]).map((row) => row[1]);
  },

  // Where a vehicle drops the chosen worker on the chosen day; none for who walks from home.
  drop: function () {
    const choice = this.model.choice;
    return this.model.drops.find((drop) => drop.worker === choice.worker && drop.day === choice.day);
  },

  drawRoute: function (labels) {
    const rows = this.stops();
    if (!rows.length) return;
    const points = this.model.households;
    const worker = this.model.workers[this.model.choice.worker];
    const style = this.model.styles[worker.style];
    const stops = rows.map((i) => this.px([points.x[i], points.y[i]]));
    const drop = this.drop();
    const home = worker.home ? [this.px(worker.home)] : [];
    const ends = drop ? [this.px(drop.at)] : home;
    this.drawLegs(ends.concat(stops, ends));
    if (home.length) drawShape(this.ctx, "house", home[0][0], home[0][1], 10, style.colour);
    if (drop) drawShape(this.ctx, "drop", ends[0][0], ends[0][1], 9, style.colour);
    const sign = drop ? [ends[0], [ends[0][0], ends[0][1] - 16]] : []; // its tip and its face: stops step aside
    this.drawStops(stops, style, labels, sign);
    home.concat(ends, sign).forEach((at) => labels.take(at[0], at[1], 12, 12));
    if (drop) labels.write(drop.text, ends[0][0], ends[0][1], LOOKS.drop);
  },

  drawLegs: function (path) {
    const ctx = this.ctx;
    ctx.beginPath();
    path.forEach((at, index) => ctx[index ? "lineTo" : "moveTo"](at[0], at[1]));
    ctx.setLineDash([]);
    lined(ctx, INK, 2.2, true);
    for (let i = 1; i < path.length; i++) {
      const dx = path[i][0] - path[i - 1][0];
      const dy = path[i][1] - path[i - 1][1];
      if (Math.hypot(dx, dy) < 46) continue;
      ctx.save();
      ctx.translate((path[i][0] + path[i - 1][0]) / 2, (path[i][1] + path[i - 1][1]) / 2);
      ctx.rotate(Math.atan2(dy, dx));
      polygon(ctx, 0, 0, 6, [[1.1, 0], [-0.8, -0.85], [-0.8, 0.85]]);
      ctx.fillStyle = INK;
      ctx.fill();
      ctx.restore();
    }
  },

  // Numbered stops. Where they would cover one another (several at one gate) a number steps aside, with a line back.
  drawStops: function (stops, style, labels, before) {
    const ctx = this.ctx;
    const taken = before.slice();
    const r = 10;
    stops.forEach(function (at, index) {
      const spot = aside(at, taken, 2 * r);
      taken.push(spot);
      labels.take(spot[0], spot[1], r + 2, r + 2);
      if (spot !== at) {
        ctx.beginPath();
        ctx.moveTo(at[0], at[1]);
        ctx.lineTo(spot[0], spot[1]);
        lined(ctx, INK, 1, false);
        drawShape(ctx, "disc", at[0], at[1], 3.5, style.colour);
      }
      round(ctx, spot[0], spot[1], r);
      ctx.fillStyle = style.colour;
      ctx.fill();
      lined(ctx, PAPER, 3, false);
      lined(ctx, INK, 1.2, false);
      ctx.font = "700 12px " + FONT;
      ctx.fillStyle = style.ink;
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText(String(index + 1), spot[0], spot[1] + 0.5);
    });
  },

  drawNames: function (labels) {
    const model = this.model;
    this.drawBadges(labels);
    if (this.shown("wards")) {
      model.wards.forEach(function (ward) {
        if (this.extent(ward.rings) < SMALLEST_NAMED) return;
        const at = this.px(ward.at);
        const name = (model.words.ward + " " + ward.no).trim();
        if (!ward.tag) labels.write(name, at[0], at[1], LOOKS.ward);
        else labels.write(name + " · " + ward.tag, at[0], at[1], LOOKS.ward) || labels.write(ward.tag, at[0], at[1], LOOKS.ward);
      }, this);
    }
    this.drawShares(labels);
    if (this.shown("village")) this.drawSpotNames(labels, "village", 10.4);
    if (this.shown("river")) this.drawLineNames(labels, "river", 10.5);
    if (this.shown("points") && this.zoom >= 13.5) {
      model.points.forEach(function (point) {
        const at = this.px(point.at);
        labels.write(point.name, at[0], at[1], LOOKS.point);
      }, this);
    }
    if (this.shown("school")) this.drawSpotNames(labels, "school", 14);
    if (this.shown("other")) this.drawSpotNames(labels, "other", 12);
    if (this.shown("road")) this.drawLineNames(labels, "road", 13);
  },

  drawBadges: function (labels) {
    const model = this.model;
    if (!this.shown("areas")) return;
    const chosen = model.choice.worker;
    const size = this.zoom < 10.5 ? 12 : 13;
    const order = model.workers.map((_, index) => index).sort((a, b) => (b === chosen) - (a === chosen));
    order.forEach(function (index) {
      const worker = model.workers[index];
      if (!worker.at || (chosen >= 0 && chosen !== index)) return;
      if (chosen < 0 && this.extent(worker.rings) < SMALLEST_BADGED) return; // zoom in to see it
      const at = this.px(worker.at);
      const half = Math.max(size * 0.82, worker.number.length * size * 0.32 + 5) + 1;
      const place = BADGE_PLACES.find(function (offset) {
        const x = at[0] + offset[0] * (half + 4);
        const y = at[1] + offset[1] * (size + 3);
        return labels.free([x - half, y - size * 0.85, x + half, y + size * 0.85]);
      });
      if (!place) return;
      const x = at[0] + place[0] * (half + 4);
      const y = at[1] + place[1] * (size + 3);
      labels.take(x, y, half, size * 0.85);
      drawBadge(this.ctx, worker.number, x, y, model.styles[worker.style], size);
    }, this);
  },

  drawSpotNames: function (labels, kind, fromZoom) {
    if (this.zoom < fromZoom) return;
    this.model.spots.forEach(function (spot) {
      if (spot.kind !== kind) return;
      const at = this.px(spot.at);
      labels.write(spot.name, at[0], at[1], LOOKS[kind]);
    }, this);
  },

  // A name once a line, at the middle of its longest part.
  drawLineNames: function (labels, kind, fromZoom) {
    if (this.zoom < fromZoom) return;
    const done = new Set();
    this.model.lines.forEach(function (item) {
      if (item.kind !== kind || !item.name || done.has(item.name) || !item.rings.length) return;
      const xy = item.rings.reduce((best, ring) => (ring.xy.length > best.length ? ring.xy : best), item.rings[0].xy);
      const middle = 2 * Math.floor(xy.length / 4);
      const at = this.px([xy[middle], xy[middle + 1]]);
      if (labels.write(item.name, at[0], at[1], LOOKS[kind])) done.add(item.name);
    }, this);
  },
});

function aside(at, taken, apart) {
  const clear = (spot) => taken.every((other) => Math.hypot(spot[0] - other[0], spot[1] - other[1]) >= apart);
  if (clear(at)) return at;
  for (let ring = 1; ring < 8; ring++) {
    for (let turn = 0; turn < 8 * ring; turn++) {
      const angle = (turn / (8 * ring)) * 2 * Math.PI - Math.PI / 2;
      const spot = [at[0] + Math.cos(angle) * apart * ring * 0.75, at[1] + Math.sin(angle) * apart * ring * 0.75];
      if (clear(spot)) return spot;
    }
  }
  return at;
}
