// Every symbol of the map, drawn on a canvas context around (x, y) with radius r. Told apart without colour.
const PAPER = "#ffffff";
const INK = "#1a1a1a";
const PALE = "#b9b9b9";

function polygon(ctx, x, y, r, corners) {
  ctx.beginPath();
  corners.forEach(function (corner, index) {
    ctx[index ? "lineTo" : "moveTo"](x + corner[0] * r, y + corner[1] * r);
  });
  ctx.closePath();
}

function strokes(ctx, x, y, r, pairs) {
  ctx.beginPath();
  pairs.forEach(function (pair) {
    ctx.moveTo(x + pair[0] * r, y + pair[1] * r);
    ctx.lineTo(x + pair[2] * r, y + pair[3] * r);
  });
}

function round(ctx, x, y, r) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
}

// Lines over a white shadow of themselves, so that they stand out on any ground.
function lined(ctx, colour, width, halo) {
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  if (halo) {
    ctx.strokeStyle = PAPER;
    ctx.lineWidth = width + 2;
    ctx.stroke();
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

const HOLLOW = {
  triangle: [[0, -1.1], [1.05, 0.8], [-1.05, 0.8]],
  triangle_down: [[0, 1.1], [1.05, -0.8], [-1.05, -0.8]],
  square: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  diamond: [[0, -1.2], [1.1, 0], [0, 1.2], [-1.1, 0]],
  hexagon: [[-0.5, -0.95], [0.5, -0.95], [1.05, 0], [0.5, 0.95], [-0.5, 0.95], [-1.05, 0]],
  hourglass: [[-0.9, -1], [0.9, -1], [-0.9, 1], [0.9, 1]],
};
const STROKES = {
  cross: [[-0.85, -0.85, 0.85, 0.85], [-0.85, 0.85, 0.85, -0.85]],
  plus: [[-1.05, 0, 1.05, 0], [0, -1.05, 0, 1.05]],
  chevron: [[-0.95, -0.6, 0, 0.7], [0, 0.7, 0.95, -0.6]],
  minus: [[-1.05, 0, 1.05, 0]],
  equals: [[-1.05, -0.4, 1.05, -0.4], [-1.05, 0.4, 1.05, 0.4]],
  twins: [[-0.45, -1, -0.45, 1], [0.45, -1, 0.45, 1]],
  steps: [[-1.05, 0.85, -0.35, 0.85], [-0.35, 0.85, -0.35, 0], [-0.35, 0, 0.35, 0], [0.35, 0, 0.35, -0.85], [0.35, -0.85, 1.05, -0.85]],
  star: [[-1.05, 0, 1.05, 0], [-0.55, -0.9, 0.55, 0.9], [-0.55, 0.9, 0.55, -0.9]],
};

function drawShape(ctx, shape, x, y, r, colour) {
  const width = Math.max(0.9, Math.min(2, r * 0.32));
  ctx.setLineDash([]);
  if (STROKES[shape]) {
    strokes(ctx, x, y, r, STROKES[shape]);
    lined(ctx, colour, width, r > 3);
  } else if (HOLLOW[shape]) {
    polygon(ctx, x, y, r, HOLLOW[shape]);
    ctx.fillStyle = PAPER;
    ctx.fill();
    lined(ctx, colour, width, false);
  } else if (shape === "ring") {
    round(ctx, x, y, r * 0.95);
    ctx.fillStyle = PAPER;
    ctx.fill();
    if (r > 4) ctx.setLineDash([r * 0.75, r * 0.42]);
    lined(ctx, colour, Math.max(1.3, r * 0.42), false);
    ctx.setLineDash([]);
  } else if (shape === "barred") {
    round(ctx, x, y, r);
    ctx.fillStyle = PAPER;
    ctx.fill();
    lined(ctx, colour, width, false);
    strokes(ctx, x, y, r * 0.7, [[-1, 1, 1, -1]]);
    lined(ctx, colour, width, false);
  } else if (shape === "target") {
    round(ctx, x, y, r);
    ctx.fillStyle = PAPER;
    ctx.fill();
    lined(ctx, colour, width, false);
    round(ctx, x, y, r * 0.38);
    ctx.fillStyle = colour;
    ctx.fill();
  } else if (shape === "house") {
    polygon(ctx, x, y, r, [[0, -1.1], [1.1, -0.1], [0.75, -0.1], [0.75, 0.95], [-0.75, 0.95], [-0.75, -0.1], [-1.1, -0.1]]);
    ctx.fillStyle = colour;
    ctx.fill();
    lined(ctx, INK, 1.2, false);
  } else if (shape === "drop") {
    // A pointed sign with its tip on the place: where a vehicle stops.
    polygon(ctx, x, y, r, [[0, 0], [-1, -1.1], [-1, -2.5], [1, -2.5], [1, -1.1]]);
    ctx.fillStyle = colour;
    ctx.fill();
    lined(ctx, PAPER, 3, false);
    lined(ctx, INK, 1.2, false);
  } else {
    round(ctx, x, y, shape === "dot" ? r * 0.6 : r);
    ctx.fillStyle = colour;
    ctx.fill();
    if (shape === "disc" && r > 2.2) lined(ctx, colour === PALE ? "#9a9a9a" : "rgba(0,0,0,.55)", Math.min(1, r * 0.16), false);
  }
}

// Number in a box: the sign of a worker's area.
function drawBadge(ctx, text, x, y, style, size) {
  ctx.font = "700 " + size + "px " + FONT;
  const half = Math.max(size * 0.82, ctx.measureText(text).width / 2 + 5);
  const high = size * 0.78;
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.roundRect ? ctx.roundRect(x - half, y - high, 2 * half, 2 * high, 4) : ctx.rect(x - half, y - high, 2 * half, 2 * high);
  ctx.fillStyle = style.colour;
  ctx.fill();
  lined(ctx, PAPER, 3, false);
  lined(ctx, INK, 1.2, false);
  ctx.fillStyle = style.ink;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y + 0.5);
}

// First letter of a sector in a dark square: a service point. A place where one could stand is a small ring, and one where one
// should stand a larger square of another colour, with its letter at every zoom.
function drawPoint(ctx, sector, x, y, given) {
  if (sector === "candidate") return drawShape(ctx, "ring", x, y, Math.min(3, given), "#5a5a5a");
  const fresh = sector === "new point";
  const size = fresh ? Math.max(7.5, given * 1.2) : given;
  ctx.beginPath();
  ctx.rect(x - size, y - size, 2 * size, 2 * size);
  ctx.fillStyle = fresh ? "#0072b2" : "#3b2f63";
  ctx.fill();
  lined(ctx, PAPER, 1.4, false);
  if (size < 6) return;
  ctx.font = "700 " + Math.round(size * 1.55) + "px " + FONT;
  ctx.fillStyle = PAPER;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(sector.slice(0, 1).toUpperCase(), x, y + 0.5);
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
