// SPDX-License-Identifier: MPL-2.0
"use strict";

const connection = document.getElementById("connection");
const problem = document.getElementById("problem");
const isField = (element) => element instanceof HTMLElement && element.matches("input, select, textarea");

// replace shows the new content of a live region, unless someone is filling in a field of it.
function replace(region, fresh) {
  const focused = document.activeElement;
  const holdsFocus = region.contains(focused);
  if (region.innerHTML === fresh.innerHTML || (holdsFocus && isField(focused))) return;
  const scrolled = region.scrollTop;
  region.innerHTML = fresh.innerHTML;
  region.scrollTop = scrolled;
  if (holdsFocus && focused.id) document.getElementById(focused.id)?.focus();
}

let running = false, again = false;

// refresh loads the page and replaces the live regions.
async function refresh() {
  if (running) { again = true; return; }
  running = true;
  do {
    again = false;
    try {
      const text = await (await fetch(location.href)).text();
      const fresh = new DOMParser().parseFromString(text, "text/html");
      for (const region of document.querySelectorAll("[data-live]")) {
        const other = fresh.getElementById(region.id);
        if (other) replace(region, other);
      }
    } catch { /* the event source reports that the simulator is gone */ }
  } while (again);
  running = false;
}

function report(text) {
  problem.hidden = !text;
  problem.textContent = text;
}

async function submit(form) {
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(Object.fromEntries(new FormData(form))),
    });
    if (!response.ok) throw new Error((await response.json()).error);
    report("");
    if ("reset" in form.dataset) form.reset();
    show("live", "Live · " + form.dataset.done);
    await refresh();
  } catch (error) {
    report(error instanceof TypeError ? "The simulator does not respond." : error.message);
  } finally {
    form.ariaBusy = "false";
  }
}

function show(state, text) {
  connection.className = state;
  connection.textContent = text;
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  submit(event.target);
});
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form && "submitOnChange" in form.dataset) submit(form);
});
document.addEventListener("focusout", () => setTimeout(refresh));

const events = new EventSource("/simulator/v1/events");
events.addEventListener("open", () => show("live", "Live"));
events.addEventListener("change", refresh);
events.addEventListener("error", () => show("lost", "Not connected. Is the simulator running?"));
