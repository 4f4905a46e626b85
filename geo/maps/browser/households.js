// Households on the sheet: small pictures made once a look, then stamped; and which one lies under a finger.
const NOBODY = { colour: "#0072b2" }; // households on a map without a plan
const CROWDED_BELOW = 13; // zoom at which symbols cover one another
const FEW = 300; // households in view that text keeps clear of at any zoom
const MARK_LARGER = 1.02; // hollow and crossed shapes need more room than a disc to be read

// The weight of one visit: see weight below.
function visitWeight(choice, worker, day) {
  if (choice.worker >= 0 && worker !== choice.worker) return 0;
  if (choice.noDay || (choice.day >= 0 && day !== choice.day)) return choice.worker >= 0 ? 1 : 0;
  return 2;
}

Sheet.include({
  sprite: function (shape, r, colour) {
    const key = shape + "|" + r.toFixed(2) + "|" + colour + "|" + this.ratio;
    let picture = this.sprites.get(key);
    if (!picture) {
      const half = Math.ceil((r * 1.3 + 2.5) * this.ratio);
      picture = document.createElement("canvas");
      picture.width = picture.height = 2 * half;
      const ctx = picture.getContext("2d");
      ctx.scale(this.ratio, this.ratio);
      drawShape(ctx, shape, half / this.ratio, half / this.ratio, r, colour);
      picture.half = half;
      this.sprites.set(key, picture);
    }
    return picture;
  },

  // 2 as it is, 1 the chosen worker on another day, 0 grey.
  weight: function (i) {
    const choice = this.model.choice;
    const points = this.model.households;
    if (choice.ward >= 0 && points.ward[i] !== choice.ward) return 0;
    const first = visitWeight(choice, points.worker[i], points.day[i]);
    const more = this.model.more.get(i);
    return more ? more.reduce((most, visit) => Math.max(most, visitWeight(choice, visit.worker, visit.day)), first) : first;
  },

  drawHouseholds: function () {
    const points = this.model.households;
    const weights = new Uint8Array(points.count);
    for (let i = 0; i < points.count; i++) weights[i] = this.weight(i);
    const last = this.model.marks.length;
    this.stamp(weights, 0, 0, last);
    this.stamp(weights, 1, 0, last);
    if (this.zoom < CROWDED_BELOW) {
      this.stamp(weights, 2, 0, last); // in the order of the list: a crowd shows its true mix
    } else {
      this.stamp(weights, 2, 0, 2); // visits below, what nobody reaches above
      this.stamp(weights, 2, 2, last);
    }
  },

  stamp: function (weights, weight, first, stop) {
    const model = this.model;
    const points = model.households;
    const view = this.view;
    const ctx = this.ctx;
    const r = this.radius();
    const looks = model.marks.map((mark, index) => this.looks(mark, index, weight, r));
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    for (let i = 0; i < points.count; i++) {
      const mark = points.mark[i];
      if (weights[i] !== weight || mark < first || mark >= stop || !looks[mark]) continue;
      const x = points.x[i] * view.scale - view.x;
      const y = points.y[i] * view.scale - view.y;
      if (x < -9 || y < -9 || x > view.width + 9 || y > view.height + 9) continue;
      // Of two who come together the chosen one lends the colour.
      const worker = weight > 0 && model.choice.worker >= 0 ? model.choice.worker : points.worker[i];
      const picture = looks[mark][worker < 0 ? model.styles.length : model.workers[worker].style];
      ctx.drawImage(picture, Math.round(x * this.ratio) - picture.half, Math.round(y * this.ratio) - picture.half);
    }
    ctx.restore();
  },

  // Pictures of a mark: one a worker style, and one for nobody; null where the layer is off.
  looks: function (mark, index, weight, r) {
    if (!this.shown("mark:" + index)) return null;
    const shape = weight === 1 && mark.shape === "disc" ? "dot" : mark.shape;
    const size = (mark.shape === "disc" ? r : r * MARK_LARGER + (r > 3 ? 0.4 : 0)) * (weight === 0 ? 0.85 : 1);
    return this.model.styles.concat([NOBODY]).map(function (style) {
      const colour = weight === 0 ? PALE : mark.colour || style.colour;
      return this.sprite(shape, size, colour);
    }, this);
  },

  // The drawn household nearest to a place, within some pixels; −1 for none. Grey ones only if no other is near.
  nearest: function (latlng, within) {
    const points = this.model.households;
    const at = this.px([worldX(latlng.lng), worldY(latlng.lat)]);
    const view = this.view;
    let best = -1;
    let least = within * within;
    for (let i = 0; i < points.count; i++) {
      const dx = points.x[i] * view.scale - view.x - at[0];
      const dy = points.y[i] * view.scale - view.y - at[1];
      if (Math.abs(dx) > within || Math.abs(dy) > within || !this.shown("mark:" + points.mark[i])) continue;
      const far = (dx * dx + dy * dy) * (this.weight(i) ? 1 : 4);
      if (far < least) {
        least = far;
        best = i;
      }
    }
    return best;
  },

  // Nobody may be hidden under a name: text keeps clear of households once they stand apart, or are few.
  keepClear: function (labels) {
    const points = this.model.households;
    const view = this.view;
    const seen = [];
    for (let i = 0; i < points.count; i++) {
      const x = points.x[i] * view.scale - view.x;
      const y = points.y[i] * view.scale - view.y;
      if (x < 0 || y < 0 || x > view.width || y > view.height || !this.shown("mark:" + points.mark[i])) continue;
      if (this.zoom < CROWDED_BELOW && seen.length >= FEW) return;
      seen.push([x, y]);
    }
    const r = this.radius() + 1;
    seen.forEach((at) => labels.dot(at[0], at[1], r));
  },

  drawChosenHousehold: function () {
    const chosen = this.model.choice.household;
    if (!(chosen >= 0)) return;
    const at = this.px([this.model.households.x[chosen], this.model.households.y[chosen]]);
    round(this.ctx, at[0], at[1], this.radius() + 7);
    lined(this.ctx, INK, 2.4, true);
  },
});
