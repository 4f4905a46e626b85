// The map of gaps: wards and cells in the colour of their share, the households of a cell; painted anew without a new map.
function decodePaint(model, paint) {
  const read = decoder(model.origin, model.steps);
  const before = model.paint;
  model.paint = paint;
  model.wards.forEach(function (ward) {
    const look = paint.wards[ward.id] || {};
    ["fill", "tag", "few", "lines"].forEach((name) => (ward[name] = look[name]));
  });
  model.cells = paint.cells.map((cell) => Object.assign({}, cell, { at: read.place(cell.at), rings: cell.rings.map(read.line) }));
  model.households = decodeHouseholds(paint.households, read);
  model.households.ward.fill(model.wards.findIndex((ward) => ward.id === paint.ward));
  model.ids = paint.ids ? paint.ids.split("\n") : [];
  model.texts = paint.texts;
  return !before || JSON.stringify(before.focus) !== JSON.stringify(paint.focus);
}

// Few households: dots over the colour and a broken outline, so that the colour does not shout.
function fewOver(sheet, rings) {
  sheet.ctx.fillStyle = hatched(sheet.ctx, { hatch: "dots", colour: "rgba(255,255,255,.9)" });
  sheet.trace(rings, true);
  sheet.ctx.fill("evenodd");
  sheet.line("#5a5a5a", 1.2, [4, 4]);
}

Sheet.include({
  drawCells: function () {
    if (!this.model.cells) return;
    if (this.shown("wards")) {
      this.model.wards.forEach(function (ward) {
        if (ward.few && !this.model.cells.length) fewOver(this, ward.rings);
      }, this);
    }
    this.model.cells.forEach(function (cell) {
      this.trace(cell.rings, true);
      this.ctx.globalAlpha = cell.open ? 0.35 : 0.85;
      this.ctx.fillStyle = cell.fill;
      this.ctx.fill("evenodd");
      this.ctx.globalAlpha = 1;
      this.line("#8a8a8a", 0.8);
      if (cell.few && !cell.open) fewOver(this, cell.rings);
      if (cell.open) this.line(INK, 2.4);
    }, this);
  },

  drawShares: function (labels) {
    (this.model.cells || []).forEach(function (cell) {
      if (this.extent(cell.rings) < 34) return;
      const at = this.px(cell.at);
      labels.write(cell.tag, at[0], at[1], LOOKS.cell);
    }, this);
  },
});

// What a ward or cell says; a cell is told to the page, a ward by the click on its ground.
function sharedUnder(model, latlng) {
  const x = worldX(latlng.lng);
  const y = worldY(latlng.lat);
  const cell = (model.cells || []).find((item) => inRings(item.rings, x, y));
  if (cell) return { kind: "cell", id: cell.id, at: latlng, lines: cell.lines, quiet: true };
  const ward = wardUnder(model, latlng);
  return ward && ward.lines ? { kind: "zone", id: "", at: latlng, lines: ward.lines, quiet: true } : null;
}

function classSwatch(look) {
  return swatch(function (ctx) {
    ctx.beginPath();
    ctx.rect(4, 3, 26, 14);
    ctx.fillStyle = look.colour;
    ctx.fill();
    if (look.few) {
      ctx.fillStyle = hatched(ctx, { hatch: "dots", colour: "rgba(255,255,255,.9)" });
      ctx.fill();
      ctx.setLineDash([4, 4]);
    }
    ctx.strokeStyle = "#5a5a5a";
    ctx.lineWidth = 1;
    ctx.stroke();
  });
}

// The classes of shares, first in the key.
function paintRows(model) {
  if (!model.paint) return [];
  const rows = [make("div", "wr-head", model.paint.title)];
  model.paint.classes.forEach(function (look) {
    const row = make("div", "wr-row");
    row.append(classSwatch(look), make("span", "wr-label", look.label));
    rows.push(row);
  });
  rows.push(make("div", "wr-rule"));
  return rows;
}
