// Puts a payload on a Leaflet map: the sheet, the key, what a click says, and the place that the tab remembers.
function escapeHtml(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function householdLines(model, i) {
  const points = model.households;
  const mark = model.marks[points.mark[i]];
  const lines = [model.ids[i]];
  if (model.texts && model.texts[i]) lines.push.apply(lines, model.texts[i].split("\n"));
  const worker = model.workers[points.worker[i]];
  if (worker) lines.push(model.words.worker + " " + worker.number + (worker.name ? ": " + worker.name : ""));
  const day = (model.days || [])[points.day[i]];
  if (day) lines.push(day.label + (points.order[i] > 0 ? ", " + model.words.stop + " " + points.order[i] : ""));
  (model.more.get(i) || []).forEach(function (visit) {
    const other = model.workers[visit.worker];
    const name = model.words.worker + " " + other.number + (other.name ? ": " + other.name : "");
    lines.push(name + ", " + model.days[visit.day].label + ", " + model.words.stop + " " + visit.order);
  });
  if (mark.layer === "unserved") lines.push(model.words.not_reached + ": " + mark.label);
  else if (model.kind !== "review") lines.push(mark.label);
  else if (mark.layer === "rough") lines.push(model.words.rough);
  return lines;
}

function textBox(lines) {
  const box = make("div", "wr-text");
  lines.filter(Boolean).forEach((line, index) => box.append(make("div", index ? "" : "wr-first", line)));
  return box;
}

// What lies under a place: a household first, then service points, homes, schools, areas of restrictions; last the ward.
function under(sheet, latlng, within) {
  const model = sheet.model;
  const found = sheet.nearest(latlng, within);
  if (found >= 0) {
    const at = L.latLng(latOf(model.households.y[found]), lonOf(model.households.x[found]));
    return { kind: "household", id: model.ids[found], at: at, lines: householdLines(model, found) };
  }
  const here = sheet.px([worldX(latlng.lng), worldY(latlng.lat)]);
  const near = function (items, field) {
    return items.find(function (item) {
      if (!item[field]) return false;
      const at = sheet.px(item[field]);
      return Math.hypot(at[0] - here[0], at[1] - here[1]) <= within;
    });
  };
  const result = (kind, item, field, lines) => ({
    kind: kind, id: item.id || "", at: L.latLng(latOf(item[field][1]), lonOf(item[field][0])), lines: lines,
  });
  const point = sheet.shown("points") && near(model.points, "at");
  if (point) return result("point", point, "at", [point.name || point.id, point.sector]);
  const chosen = model.workers[model.choice.worker];
  const home = near(sheet.shown("homes") ? model.workers : chosen ? [chosen] : [], "home");
  if (home) return result("worker", home, "home", [model.words.home + " " + (home.name || home.id), model.words.worker + " " + home.number]);
  const school = sheet.shown("school") && sheet.zoom >= 11 && near(model.spots.filter((spot) => spot.kind === "school"), "at");
  if (school) return result("landmark", school, "at", [school.name]);
  return zonesUnder(sheet, latlng) || (model.paint ? sharedUnder(model, latlng) : null);
}

function wardUnder(model, latlng) {
  const x = worldX(latlng.lng);
  const y = worldY(latlng.lat);
  return model.wards.find((ward) => inRings(ward.rings, x, y));
}

// Streamlit's frame reads what was clicked from the text of its tooltip: "<kind> <id>".
function tell(sheet, kind, id, latlng) {
  const text = escapeHtml(kind + " " + id);
  const face = { _tooltip: { _content: text }, getTooltip: () => ({ getContent: () => text }) };
  sheet.fire("click", { latlng: latlng, sourceTarget: face });
}

// A bubble that the edge of the map or a button would cover stands below its place, or is moved to the side.
function keepInside(map, bubble) {
  const place = function (direction) {
    bubble.options.direction = direction;
    bubble.options.offset = L.point(0, direction === "top" ? -8 : 8);
    bubble.update();
    return bubble.getElement().getBoundingClientRect();
  };
  const frame = map.getContainer().getBoundingClientRect();
  const buttons = Array.from(map.getContainer().querySelectorAll(".leaflet-top > *"), (node) => node.getBoundingClientRect());
  const covered = (box) => buttons.some((b) => box.left < b.right && b.left < box.right && box.top < b.bottom && b.top < box.bottom);
  bubble.getElement().style.marginLeft = "";
  const aside = function (box) {
    const left = frame.left + 4 - box.left;
    const right = box.right - frame.right + 4;
    if (left > 0 || right > 0) bubble.getElement().style.marginLeft = (left > 0 ? left : -right) + "px";
    return bubble.getElement().getBoundingClientRect();
  };
  const above = aside(place("top"));
  if (above.top >= frame.top + 2 && !covered(above)) return;
  bubble.getElement().style.marginLeft = "";
  aside(place("bottom"));
}

function listen(map, sheet) {
  const model = sheet.model;
  const hover = L.tooltip({ direction: "top", offset: [0, -8], className: "wr-tip", opacity: 1 });
  let waiting = null;
  let open = null;
  map.on("click", function (event) {
    map.closeTooltip(hover);
    const found = under(sheet, event.latlng, L.Browser.mobile ? 20 : 10);
    sheet.clicked = found && found.kind === "household" ? found.id : null;
    if (found && !found.quiet) {
      open = L.popup({ maxWidth: 260, className: "wr-popup" }).setLatLng(found.at).setContent(textBox(found.lines));
      open.openOn(map);
    }
    // An area of restrictions only says what holds there: the click goes to the ward below it.
    if (found && found.kind !== "zone") {
      tell(sheet, found.kind, found.id, found.at);
    } else if (model.wardClicks) {
      const ward = wardUnder(model, event.latlng);
      if (ward) tell(sheet, "ward", ward.id, event.latlng);
    }
  });
  if (L.Browser.mobile) return;
  map.on("mousemove", function (event) {
    if (waiting) cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(function () {
      const found = under(sheet, event.latlng, 8);
      map.getContainer().classList.toggle("wr-over", Boolean(found));
      if (found && !(open && open.isOpen() && open.getLatLng().equals(found.at))) {
        hover.setLatLng(found.at).setContent(textBox(found.lines)).openOn(map);
        keepInside(map, hover);
      } else map.closeTooltip(hover);
    });
  });
  map.on("mouseout", () => map.closeTooltip(hover));
}

// Place, zoom and layers of this tab, so that a redraw does not throw anybody back. Never the data.
function memory(name) {
  const key = "wardround map " + name;
  return {
    read: function () {
      try {
        return name ? JSON.parse(sessionStorage.getItem(key)) : null;
      } catch (error) {
        return null; // storage is switched off: nothing is remembered
      }
    },
    keep: function (map, model) {
      if (!name) return;
      const center = map.getCenter();
      const value = { center: [center.lat, center.lng], zoom: map.getZoom(), hidden: Array.from(model.hidden) };
      Object.assign(value, { frame: model.opens, version: model.version, choice: model.choice });
      try {
        sessionStorage.setItem(key, JSON.stringify(value));
      } catch (error) {
        // storage is full or switched off: the map opens at its full extent next time
      }
    },
  };
}

function boxOf(bounds) {
  return L.latLngBounds([bounds[1], bounds[0]], [bounds[3], bounds[2]]);
}

// A household that was asked for must be seen; otherwise the map keeps its place.
function outOfSight(map, model) {
  const chosen = model.choice.household;
  return chosen >= 0 && !map.getBounds().contains([latOf(model.households.y[chosen]), lonOf(model.households.x[chosen])]);
}

function goToHousehold(map, model) {
  const points = model.households;
  const at = L.latLng(latOf(points.y[model.choice.household]), lonOf(points.x[model.choice.household]));
  map.setView(at, Math.max(map.getZoom(), 15), { animate: false });
}

const PARTS = ["worker", "day", "ward"];

// Whether somebody chose a fieldworker, a day or a ward; going back to everybody, or to another layer, is no such choice.
function narrowed(before, after) {
  return PARTS.some((part) => after[part] >= 0 && after[part] !== before[part]);
}

// Where the chosen visits lie; where there are none, the chosen ward.
function boxOfChoice(sheet) {
  const model = sheet.model;
  const choice = model.choice;
  const points = model.households;
  const box = L.latLngBounds([]);
  if (choice.worker >= 0 || choice.day >= 0) {
    for (let i = 0; i < points.count; i++) {
      if (points.worker[i] >= 0 && sheet.weight(i) === 2) box.extend([latOf(points.y[i]), lonOf(points.x[i])]);
    }
    const drop = sheet.drop();
    const home = drop ? drop.at : choice.worker >= 0 && model.workers[choice.worker].home;
    if (home && choice.day >= 0 && choice.ward < 0) box.extend([latOf(home[1]), lonOf(home[0])]);
  }
  if (!box.isValid() && choice.ward >= 0) {
    model.wards[choice.ward].rings.forEach(function (ring) {
      box.extend([latOf(ring.box[1]), lonOf(ring.box[0])]).extend([latOf(ring.box[3]), lonOf(ring.box[2])]);
    });
  }
  return box;
}

function goTo(map, sheet, room) {
  const model = sheet.model;
  const choice = model.choice;
  if (choice.household >= 0 && !PARTS.some((part) => choice[part] >= 0)) return goToHousehold(map, model);
  const box = boxOfChoice(sheet);
  // At once: Leaflet drops a second move that comes while the first is still gliding.
  const look = { paddingTopLeft: [36, 36], paddingBottomRight: [36 + room, 36], maxZoom: 17, animate: false };
  if (box.isValid()) map.fitBounds(box, look);
}

function note(map, text) {
  if (!text) return;
  const control = L.control({ position: "bottomright" });
  control.onAdd = () => make("div", "wr-note", text);
  control.addTo(map);
}

// On a phone the page gives the frame less height than the map was made for: all of it must be seen.
function fitHeight(map) {
  const given = window.innerHeight;
  if (window.innerWidth > 480 || given < 200 || given >= map.getSize().y) return;
  map.getContainer().style.height = given + "px";
  map.invalidateSize({ animate: false });
}

function start(map, payload) {
  fitHeight(map);
  const model = decode(payload);
  const kept = memory(payload.remember);
  const old = kept.read();
  if (old && Array.isArray(old.hidden)) model.hidden = new Set(old.hidden);
  model.choice = decodeChoice(model, payload.choice || {});
  const box = boxOf(payload.bounds);
  const round = boxOf(model.opens);
  let before = old && old.version === payload.version && old.choice ? old.choice : model.choice;
  const sheet = new Sheet(model);
  const key = new Key(model, function () {
    sheet.redraw();
    kept.keep(map, model);
  });
  const whole = (animate) => map.fitBounds(round, { paddingTopLeft: [8, 8], paddingBottomRight: [8 + key.room(map), 8], animate: animate });
  const move = new Move(payload.words, () => whole(true), () => goTo(map, sheet, key.room(map)));
  const firstView = function () {
    const same = old && JSON.stringify(old.frame) === JSON.stringify(model.opens);
    if (same) map.setView(old.center, old.zoom, { animate: false });
    else whole(false);
    map.setMinZoom(Math.max(1, map.getBoundsZoom(box) - 2));
    map.setMaxBounds(box.pad(1));
  };
  if (map.getSize().x) firstView();
  else map.once("resize", firstView); // a tab that is not open yet has no size
  map.getContainer().classList.add("wr-map");
  sheet.addTo(map);
  key.addTo(map);
  move.addTo(map);
  L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
  note(map, payload.note);
  listen(map, sheet);
  map.on("moveend", () => kept.keep(map, model));
  const choose = function (choice) {
    const last = before;
    before = model.choice = decodeChoice(model, choice);
    sheet.redraw();
    move.offer(model.choice);
    const zoomTo = model.choice.zoomTo;
    const household = model.choice.household;
    // Who clicked a household looks at it already.
    const found = household >= 0 && household !== last.household && model.ids[household] !== sheet.clicked;
    if (found && (zoomTo || outOfSight(map, model))) goToHousehold(map, model);
    else if (zoomTo && narrowed(last, model.choice)) goTo(map, sheet, key.room(map));
    kept.keep(map, model);
  };
  move.offer(model.choice);
  if (model.choice.zoomTo) goTo(map, sheet, key.room(map));
  // Of a map of gaps: colours, cells and households change with what is asked, the map stays.
  const paint = function (content) {
    const newFocus = decodePaint(model, content);
    key.renew();
    sheet.redraw();
    if (newFocus && content.focus) map.fitBounds(boxOf(content.focus), { padding: [24, 24], maxZoom: 17, animate: false });
  };
  window.wardround = { choose: choose, paint: paint, sheet: sheet, map: map };
}
