// The payload, decoded once: places as fractions of the Mercator world (0 to 1), lines as flat arrays of them.
const FIELDS = 7;

function worldX(lon) {
  return (lon + 180) / 360;
}

function worldY(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

function latOf(y) {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}

function lonOf(x) {
  return x * 360 - 180;
}

function decoder(origin, steps) {
  function place(pair) {
    return [worldX(origin[0] + pair[0] / steps), worldY(origin[1] + pair[1] / steps)];
  }
  function line(numbers) {
    const out = new Float64Array(numbers.length);
    let x = 0;
    let y = 0;
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < numbers.length; i += 2) {
      x += numbers[i];
      y += numbers[i + 1];
      out[i] = worldX(origin[0] + x / steps);
      out[i + 1] = worldY(origin[1] + y / steps);
      box[0] = Math.min(box[0], out[i]);
      box[1] = Math.min(box[1], out[i + 1]);
      box[2] = Math.max(box[2], out[i]);
      box[3] = Math.max(box[3], out[i + 1]);
    }
    return { xy: out, box: box };
  }
  return { place: place, line: line };
}

function decodeHouseholds(numbers, read) {
  const count = numbers.length / FIELDS;
  const points = { count: count, x: new Float64Array(count), y: new Float64Array(count) };
  const names = ["worker", "day", "order", "mark", "ward"];
  names.forEach(function (name) {
    points[name] = new Int32Array(count);
  });
  for (let i = 0; i < count; i++) {
    const at = read.place([numbers[i * FIELDS], numbers[i * FIELDS + 1]]);
    points.x[i] = at[0];
    points.y[i] = at[1];
    for (let k = 0; k < names.length; k++) {
      points[names[k]][i] = numbers[i * FIELDS + 2 + k];
    }
  }
  return points;
}

function decode(payload) {
  const read = decoder(payload.origin, payload.steps);
  const withPlace = function (item) {
    return Object.assign({}, item, {
      at: item.at ? read.place(item.at) : null,
      home: item.home ? read.place(item.home) : null,
      rings: (item.rings || []).map(read.line),
    });
  };
  const model = Object.assign({}, payload);
  ["wards", "workers", "points", "lines", "spots", "faults", "zones", "drops"].forEach(function (name) {
    model[name] = (payload[name] || []).map(withPlace);
  });
  model.links = (payload.links || []).map(function (link) {
    return { from: read.place(link.slice(0, 2)), to: read.place(link.slice(2, 4)), mark: link[4] };
  });
  model.households = decodeHouseholds(payload.households || [], read);
  // Visits of a household besides its first, by a second visitor or on another day: household → list.
  model.more = new Map();
  for (let i = 0; i < (payload.more || []).length; i += 4) {
    const at = payload.more.slice(i, i + 4);
    if (!model.more.has(at[0])) model.more.set(at[0], []);
    model.more.get(at[0]).push({ worker: at[1], day: at[2], order: at[3] });
  }
  model.ids = payload.ids ? payload.ids.split("\n") : [];
  model.hidden = new Set();
  model.choice = {};
  model.opens = payload.opens || payload.bounds;
  payload.marks.forEach(function (mark, index) {
    if (payload.hidden.indexOf(mark.layer) >= 0) model.hidden.add("mark:" + index);
  });
  payload.hidden.forEach(function (key) {
    model.hidden.add(key);
  });
  return model;
}

// Ids chosen by the page → indices; an id that is not there is as if nothing were chosen.
function decodeChoice(model, choice) {
  const index = function (items, key, value) {
    return value ? items.findIndex((item) => item[key] === value) : -1;
  };
  return {
    worker: index(model.workers, "id", choice.worker_id),
    day: index(model.days || [], "date", choice.date),
    ward: index(model.wards, "id", choice.ward_id),
    household: choice.household_id ? model.ids.indexOf(choice.household_id) : -1,
    noDay: Boolean(choice.date) && index(model.days || [], "date", choice.date) < 0,
    zoomTo: Boolean(choice.zoom_to),
  };
}
