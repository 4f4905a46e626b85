"use strict";
(function () {
  var root = document.documentElement;
  var days = Array.prototype.slice.call(document.querySelectorAll("section"));
  var links = Array.prototype.slice.call(document.querySelectorAll("nav a"));
  var key = "wardround-" + document.body.getAttribute("data-key");
  var done = read();
  root.classList.add("js");

  // Kept on this phone only: day and order of the stops that are ticked, nothing about households.
  function read() {
    try { return JSON.parse(localStorage.getItem(key)) || {}; } catch (error) { return {}; }
  }
  function keep() {
    try { localStorage.setItem(key, JSON.stringify(done)); } catch (error) { /* private browsing: ticks last until it is closed */ }
  }
  function show(id) {
    days.forEach(function (day) { day.classList.toggle("on", day.id === id); });
    links.forEach(function (link) {
      if (link.getAttribute("href") === "#" + id) {
        link.setAttribute("aria-current", "true");
        link.parentNode.scrollLeft = link.offsetLeft - link.parentNode.clientWidth / 2 + link.offsetWidth / 2;
      } else { link.removeAttribute("aria-current"); }
    });
  }
  function today() {
    var now = new Date();
    var text = "d" + String(now.getFullYear()) + String(now.getMonth() + 101).slice(1) + String(now.getDate() + 100).slice(1);
    var coming = days.filter(function (day) { return day.id >= text; });
    return (coming[0] || days[days.length - 1]).id;
  }
  function open(id) {
    var stop = document.getElementById(id);
    if (!stop) { return; }
    var day = stop.closest("section");
    show(day.id);
    var details = stop.querySelector("details");
    if (details) { details.open = true; }
    stop.scrollIntoView({ block: "start" });
  }
  function paint(id) {
    var on = Boolean(done[id]);
    var stop = document.getElementById(id);
    stop.classList.toggle("done", on);
    stop.querySelector("input").checked = on;
    var mark = document.querySelector('svg a[href="#' + id + '"]');
    if (mark) { mark.classList.toggle("done", on); }
    var day = stop.closest("section");
    var left = day.querySelectorAll("li:not(.done)").length;
    day.querySelector(".left").textContent = left ? left + " to go" : "all done";
  }

  document.querySelectorAll("li").forEach(function (stop) {
    stop.querySelector("input").addEventListener("change", function (event) {
      if (event.target.checked) { done[stop.id] = 1; } else { delete done[stop.id]; }
      keep();
      paint(stop.id);
    });
    paint(stop.id);
  });
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    var href = link ? link.getAttribute("href") || "" : "";
    if (href.charAt(0) !== "#") { return; }
    event.preventDefault();
    if (href.charAt(1) === "d") { show(href.slice(1)); window.scrollTo(0, 0); } else { open(href.slice(1)); }
  });
  show(today());
})();
