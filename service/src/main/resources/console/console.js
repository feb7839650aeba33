"use strict";
/* What a page does beside being read: signs in from a link, and draws the overview's plots. All else is htmx's. */

const token = new URLSearchParams(location.hash.slice(1)).get("token");
const form = document.getElementById("with-token");
if (token && form) {
  history.replaceState(null, "", location.pathname);
  form.elements.token.value = token;
  form.submit();
}

const plots = [
  { at: "rates", unit: "transfers a second", series: [["completed", "--good"], ["declined", "--muted"], ["reversed", "--bad"]] },
  { at: "latencies", unit: "milliseconds to completion", series: [["p50", "--accent"], ["p99", "--bad"]] },
].filter((plot) => document.getElementById(plot.at));

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function options(plot, width) {
  const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
  return {
    width,
    height: 200,
    title: plot.unit,
    axes: [axis, { ...axis, size: 56 }],
    scales: { y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
    series: [
      { value: "{YYYY}-{MM}-{DD} {HH}:{mm}:{ss}" },
      ...plot.series.map(([label, name]) => ({ label, stroke: colour(name), width: 2, points: { show: false } })),
    ],
  };
}

function width(element) {
  return Math.max(240, element.clientWidth);
}

function draw(data) {
  for (const plot of plots) {
    const element = document.getElementById(plot.at);
    const rows = [data.at, ...plot.series.map(([name]) => data[name])];
    if (plot.drawn) {
      plot.drawn.setData(rows);
    } else {
      plot.drawn = new uPlot(options(plot, width(element)), rows, element);
    }
  }
}

async function refresh() {
  const answer = await fetch("/console/series");
  if (answer.ok) {
    draw(await answer.json());
  }
}

function redraw() {
  for (const plot of plots) {
    plot.drawn?.destroy();
    delete plot.drawn;
  }
  refresh().catch(() => {});
}

if (plots.length > 0) {
  refresh().catch(() => {});
  setInterval(() => refresh().catch(() => {}), 5000);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  addEventListener("resize", () => plots.forEach((plot) => plot.drawn?.setSize({ width: width(document.getElementById(plot.at)), height: 200 })));
}
