// Text on the map: important words first, and never one over another.
function Labels(ctx, view) {
  this.ctx = ctx;
  this.width = view.width;
  this.height = view.height;
  this.edge = view.edge;
  this.taken = [];
  this.dots = new Set();
}

const CELL = 6; // pixels: how finely places of households are told apart

// The cells of a grid that a box touches.
Labels.prototype.cells = function (box, visit) {
  for (let row = Math.floor(box[1] / CELL); row <= Math.floor(box[3] / CELL); row++) {
    for (let column = Math.floor(box[0] / CELL); column <= Math.floor(box[2] / CELL); column++) {
      if (visit(column * 65536 + row)) return true;
    }
  }
  return false;
};

// A household: no text may cover it. Kept in a grid, for there may be thousands.
Labels.prototype.dot = function (x, y, r) {
  this.cells([x - r, y - r, x + r, y + r], (cell) => void this.dots.add(cell));
};

Labels.prototype.free = function (box) {
  if (box[2] < 0 || box[3] < 0 || box[0] > this.width || box[1] > this.height) return false;
  if (this.dots.size && this.cells(box, (cell) => this.dots.has(cell))) return false;
  return !this.cut(box) && !this.taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
};

// Whether the edge of the view would cut the box in two.
Labels.prototype.cut = function (box) {
  const left = this.edge.x;
  const top = this.edge.y;
  const right = this.width - left;
  const bottom = this.height - top;
  const inside = box[0] >= left && box[1] >= top && box[2] <= right && box[3] <= bottom;
  return !inside && box[2] > left && box[3] > top && box[0] < right && box[1] < bottom;
};

Labels.prototype.take = function (x, y, halfWidth, halfHeight) {
  this.taken.push([x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight]);
};

// Writes the text at the first of the offsets where it fits; returns whether it did.
Labels.prototype.write = function (text, x, y, look) {
  if (!text) return false;
  const ctx = this.ctx;
  ctx.font = look.font + " " + FONT;
  const half = ctx.measureText(text).width / 2 + 2;
  const high = look.size / 2 + 2;
  const offsets = look.offsets || [[0, 0]];
  for (let i = 0; i < offsets.length; i++) {
    const cx = x + offsets[i][0] * (half + 7);
    const cy = y + offsets[i][1] * (high + 5);
    const box = [cx - half, cy - high, cx + half, cy + high];
    if (!this.free(box)) continue;
    this.taken.push(box);
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.setLineDash([]);
    ctx.lineJoin = "round";
    ctx.strokeStyle = "rgba(255,255,255,.92)";
    ctx.lineWidth = 3.5;
    ctx.strokeText(text, cx, cy);
    ctx.fillStyle = look.colour;
    ctx.fillText(text, cx, cy);
    return true;
  }
  return false;
};

const AROUND = [[0, -1], [0, 1], [1, 0], [-1, 0], [0, -2], [0, 2], [1, -1], [-1, -1], [1, 1], [-1, 1], [0, -3], [0, 3]];
const LOOKS = {
  ward: { font: "700 14px", size: 14, colour: "#4a4a4a", offsets: [[0, 0], [0, -1], [0, 1], [0, -2], [0, 2], [1, 0], [-1, 0]] },
  cell: { font: "600 12px", size: 12, colour: "#1a1a1a" },
  village: { font: "600 12.5px", size: 13, colour: "#2c2c2c", offsets: AROUND },
  river: { font: "italic 500 12.5px", size: 13, colour: "#1c5f8a", offsets: [[0, 0], [0, -1], [0, 1]] },
  road: { font: "500 12px", size: 12, colour: "#7a5522", offsets: [[0, -1], [0, 1]] },
  school: { font: "500 12px", size: 12, colour: "#555555", offsets: [[1, 0], [0, 1], [-1, 0]] },
  other: { font: "500 12px", size: 12, colour: "#555555", offsets: AROUND },
  drop: { font: "700 12.5px", size: 13, colour: "#1a1a1a", offsets: [[1, 0], [1, 1], [1, -3], [0, -3], [0, 2], [-1, 0], [-1, 1]] },
  point: { font: "500 12px", size: 12, colour: "#3b2f63", offsets: [[1, 0], [0, 1], [-1, 0], [0, -1]] },
};
