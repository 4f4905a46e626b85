// Areas of restrictions: hatched, so that the kinds are told apart without colour, and what is said where one is pointed at.
const TILE = 10; // pixels of a hatch from line to line
const HATCHES = {
  slash: [[-2, 12, 12, -2], [-2, 2, 2, -2], [8, 12, 12, 8]],
  back: [[-2, -2, 12, 12], [-2, 8, 2, 12], [8, -2, 12, 2]],
  level: [[0, 2.5, 10, 2.5], [0, 7.5, 10, 7.5]],
  cross: [[-2, 12, 12, -2], [-2, -2, 12, 12]],
};

function hatched(ctx, look) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = TILE;
  const own = tile.getContext("2d");
  own.strokeStyle = own.fillStyle = look.colour;
  own.lineWidth = 1.3;
  if (look.hatch === "dots") {
    round(own, TILE / 2, TILE / 2, 1.9);
    own.fill();
  } else {
    strokes(own, 0, 0, 1, HATCHES[look.hatch]);
    own.stroke();
  }
  return ctx.createPattern(tile, "repeat");
}

// Fill the path that was traced last, and draw its edge.
function fillZone(ctx, look) {
  ctx.globalAlpha = 0.1;
  ctx.fillStyle = look.colour;
  ctx.fill("evenodd");
  ctx.globalAlpha = 0.75;
  ctx.fillStyle = hatched(ctx, look);
  ctx.fill("evenodd");
  ctx.globalAlpha = 1;
  ctx.setLineDash([7, 3]);
  lined(ctx, look.colour, 1.8, false);
  ctx.setLineDash([]);
}

function zoneSwatch(look) {
  return swatch(function (ctx) {
    ctx.beginPath();
    ctx.rect(3, 2, 28, 16);
    fillZone(ctx, look);
  });
}

function inRings(rings, x, y) {
  let inside = false;
  rings.forEach(function (ring) {
    const xy = ring.xy;
    for (let i = 0, j = xy.length - 2; i < xy.length; j = i, i += 2) {
      const crosses = xy[i + 1] > y !== xy[j + 1] > y && x < ((xy[j] - xy[i]) * (y - xy[i + 1])) / (xy[j + 1] - xy[i + 1]) + xy[i];
      if (crosses) inside = !inside;
    }
  });
  return inside;
}

// The areas that are shown over a place: their kinds, reasons and days.
function zonesUnder(sheet, latlng) {
  const model = sheet.model;
  const x = worldX(latlng.lng);
  const y = worldY(latlng.lat);
  const found = model.zones.filter((zone) => sheet.shown(zone.kind) && inRings(zone.rings, x, y));
  if (!found.length) return null;
  const lines = [];
  found.forEach((zone) => lines.push(model.layers[zone.kind], ...zone.text.split("\n")));
  return { kind: "zone", id: "", at: latlng, lines: lines };
}

Sheet.include({
  drawZones: function () {
    this.model.zones.forEach(function (zone) {
      if (!this.shown(zone.kind)) return;
      this.trace(zone.rings, true);
      fillZone(this.ctx, this.model.zoneLooks[zone.kind]);
    }, this);
  },
});
