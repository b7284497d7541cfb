/* What is typed in the forecast and not yet saved (refused, on its way, not yet sent) is kept in this tab until it is. When
   the page is left meanwhile the next one sees to it: it is put back in its cell where that stands there, else sent from
   where one is, and told either way. Who typed it is kept too: nobody else saves it, and it waits while nobody is signed in.

     meta[name=user]               who is signed in
     input[data-cell][hx-post]     a cell that saves itself (forecast-grid.js); its version is the field v<line> */
(function () {
  "use strict";
  const KEY = "styrmodell:osparat";
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content || "";
  const plain = (text) => text.replace(/\s/g, "").replace(/\u2212/g, "-");
  const lineOf = (name) => name.slice(1);
  const versionOf = (cell) => cell.form.elements[`v${lineOf(cell.name)}`];
  const unsaved = () => all("input[data-cell][hx-post]").filter((cell) => cell.value !== (cell.dataset.saved ?? cell.defaultValue));

  function stored() {
    try { return JSON.parse(sessionStorage.getItem(KEY) || "[]"); } catch { return []; }
  }
  function store(edits) {
    try {
      if (edits.length) sessionStorage.setItem(KEY, JSON.stringify(edits)); else sessionStorage.removeItem(KEY);
    } catch { /* a browser that keeps nothing: then nothing is told either */ }
  }
  const earlier = stored(); /* left behind on the page before this one */
  let waiting = earlier; /* those of them that are not yet seen to */
  function keep() {
    const edits = unsaved().map((cell) => ({
      who: meta("user"),
      name: cell.name,
      text: cell.value,
      version: versionOf(cell).value,
      path: cell.getAttribute("hx-post"),
      page: location.pathname + location.search,
      line: document.getElementById(`t${lineOf(cell.name)}`).textContent,
    }));
    store([...waiting.filter((old) => !edits.some((edit) => edit.path === old.path)), ...edits]);
  }
  /* As it happens: when a page is left it may be too late, the next one is already being read. */
  ["input", "keyup", "focusout", "htmx:afterSettle"].forEach((name) => document.addEventListener(name, (event) => {
    if (document.querySelector("[data-grid]")?.contains(event.target)) keep();
  }));

  function putBack(edit) {
    const cell = document.getElementById(edit.name);
    if (cell?.getAttribute("hx-post") !== edit.path) return false;
    if (plain(cell.value) === plain(edit.text)) return true; /* saved on the way, or refused and still there */
    cell.value = edit.text;
    versionOf(cell).value = edit.version;
    window.htmx.trigger(cell, "change");
    return true;
  }
  /* Saving what was saved already changes nothing, so an edit that reached the server before is only told. */
  async function send(edit) {
    const body = new URLSearchParams({ [edit.name]: edit.text, [`v${lineOf(edit.name)}`]: edit.version });
    const headers = { "HX-Request": "true", "X-CSRFToken": meta("csrf-token") };
    const answer = await fetch(edit.path, { method: "POST", headers, body }).catch(() => null);
    if (answer?.ok && !answer.redirected) return { ...edit, isSaved: true };
    if (!answer) return { ...edit, isUnanswered: true };
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const reason = page.querySelector(".err span")?.textContent || "";
    return { ...edit, reason: answer.status === 409 ? "Någon annan har ändrat raden." : reason };
  }
  function tell(edits, isGood, title, word) {
    if (!edits.length) return;
    const text = edits.map((edit) => `${edit.line}: ${edit.text.slice(0, 40) || "tomt"}. ${edit.reason || ""}`.trim()).join("\n");
    const detail = { title, text, word, isGood, href: `${edits[0].page}#r${lineOf(edits[0].name)}` };
    document.dispatchEvent(new CustomEvent("styrmodell:tell", { detail }));
  }
  document.addEventListener("DOMContentLoaded", async () => {
    if (!meta("user")) return;
    const elsewhere = earlier.filter((edit) => edit.who === meta("user") && !putBack(edit));
    const sent = await Promise.all(elsewhere.map(send));
    /* Not before: who leaves this page too is told on the one after it. What nobody answered waits for that one. */
    waiting = elsewhere.filter((_, place) => sent[place].isUnanswered);
    keep();
    tell(sent.filter((edit) => edit.isSaved), true, "Sparades när du lämnade sidan", "Till prognosen");
    tell(sent.filter((edit) => !edit.isSaved), false, "Inte sparat när du lämnade sidan", "Till prognosen");
  });
  /* Back by the browser's own memory: what was cut off is sent again. */
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    unsaved().forEach((cell) => window.htmx.trigger(cell, "change"));
    keep();
  });
})();
