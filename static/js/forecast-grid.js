/* Forecast grid: keys, live sums and paste. The server calculates and saves; this only shows what it will say.
   Everything works without it: each cell is an ordinary input in an ordinary form.

     table[data-grid]            data-scale = the deviation that fills half a bar, data-paste-form = id of the paste form,
                                 data-decimals = how many to show, data-base-value/-budget/-old = what the rows without
                                 an input here add up to (locked lines, other pages)
     input[data-cell]            data-budget, data-old (previous forecast): numbers in the shown unit, as 1500 or -20.5;
                                 net cost is positive, so deviation = budget − forecast. data-standing = what an empty
                                 cell counts, when that is not data-old (the budget has changed since). data-saved = the stored text,
                                 when the cell holds something else (an answer with errors)
     in the row                  [data-dev] against budget, [data-chg] since the previous forecast, .minibar rect
     anywhere                    [data-sum] [data-sumdev] [data-sumchg], [data-sumshare] in per cent of the budget,
                                 [data-sumafter] with the measures, whose sum is data-effect
   What cannot be saved is never counted, nor written over: where a cell holds no amount, or one that the server has
   refused, row and sums say what is saved. Enter and arrows move in the column, Escape restores the saved value. */
(function () {
  "use strict";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const MINUS = "\u2212";

  let decimals = 0;
  function write(value, signed) {
    const factor = 10 ** decimals;
    const rounded = Math.round(Math.abs(value) * factor) / factor; /* a half goes away from zero */
    const [whole, part] = rounded.toFixed(decimals).split(".");
    const digits = whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0") + (part ? `,${part}` : "");
    if (rounded === 0) return digits;
    return (value < 0 ? MINUS : signed ? "+" : "") + digits;
  }
  function share(part) {
    const percent = Math.round(Math.abs(part) * 1000) / 10;
    const sign = percent === 0 ? "" : part < 0 ? MINUS : "+";
    return `${sign}${percent.toFixed(1).replace(".", ",")}\u00a0%`;
  }
  /* As the server reads (ui/rules/money.py, parse_amount): a point is no decimal sign before three digits. */
  const AMOUNT = /^([+-]?) ?([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:,([0-9]+)|\.([0-9]{1,2}))?$/;
  function read(text) {
    const plain = text.replace(/[\u00a0\u202f\u2009\u2007\t]/g, " ").replace(/[\u2212\u2013\u2012\uff0d]/g, "-").trim();
    const [, sign, whole, comma, point] = AMOUNT.exec(plain) || [];
    return whole === undefined ? null : Number(`${sign}${whole.replace(/ /g, "")}.${comma || point || 0}`);
  }
  const against = (budget, value) => (budget === null || value === null ? null : budget - value);
  const saved = (cell) => cell.dataset.saved ?? cell.defaultValue;
  const isRefused = (cell) => cell.dataset.saved !== undefined && cell.value === cell.defaultValue;
  const isWrong = (cell) => isRefused(cell) || (cell.value.trim() !== "" && read(cell.value) === null);
  function paint(node, value) {
    if (!node) return;
    node.textContent = value === null ? "\u2013" : write(value, true);
    node.classList.remove("neg", "pos", "muted");
    node.classList.add(value < 0 ? "neg" : value > 0 ? "pos" : "muted");
  }
  function bar(rect, deviation, scale) {
    if (!rect || !scale) return;
    const width = Math.min(Math.abs(deviation) / scale, 1) * 49;
    rect.setAttribute("x", String(deviation < 0 ? 50 - width : 50));
    rect.setAttribute("width", String(width));
    rect.setAttribute("class", deviation < 0 ? "d-neg" : "d-pos");
  }
  const cells = (grid) => all("input[data-cell]", grid);

  function recalculate(grid) {
    const base = grid.dataset;
    decimals = Number(base.decimals || 0);
    const hasBudget = base.baseBudget !== ""; /* without one there is nothing to hold a forecast against */
    const total = {
      value: Number(base.baseValue || 0), budget: hasBudget ? Number(base.baseBudget || 0) : null, old: Number(base.baseOld || 0),
    };
    cells(grid).forEach((cell) => {
      const wrong = isWrong(cell);
      const given = read(wrong ? saved(cell) : cell.value); /* none yet in an empty cell: it counts what stands */
      const old = Number(cell.dataset.old);
      const budget = hasBudget ? Number(cell.dataset.budget) : null;
      if (wrong) cell.setAttribute("aria-invalid", "true"); else cell.removeAttribute("aria-invalid");
      total.value += given ?? Number(cell.dataset.standing ?? old); total.old += old;
      if (hasBudget) total.budget += budget;
      const row = cell.closest("tr");
      paint(row.querySelector("[data-dev]"), against(budget, given));
      paint(row.querySelector("[data-chg]"), against(old, given));
      bar(row.querySelector(".minibar rect"), against(budget, given) ?? 0, Number(base.scale));
    });
    all("[data-sum]").forEach((node) => { node.textContent = write(total.value); });
    all("[data-sumdev]").forEach((node) => paint(node, against(total.budget, total.value)));
    all("[data-sumchg]").forEach((node) => paint(node, total.old - total.value));
    all("[data-sumafter]").forEach((node) => {
      const variance = against(total.budget, total.value);
      paint(node, variance === null ? null : variance + Number(base.effect || 0));
    });
    all("[data-sumshare]").forEach((node) => {
      node.textContent = total.budget ? share((total.budget - total.value) / Math.abs(total.budget)) : "\u2013";
    });
  }

  const cellOf = (event) => event.target.closest?.("[data-grid] input[data-cell]");
  document.addEventListener("input", (event) => {
    const cell = cellOf(event);
    if (cell) recalculate(cell.closest("[data-grid]"));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const cell = event.target.querySelector?.("[data-grid] input[data-cell]");
    if (cell && isRefused(cell)) recalculate(cell.closest("[data-grid]"));
  });
  document.addEventListener("focusin", (event) => cellOf(event)?.select());
  document.addEventListener("focusout", (event) => {
    const cell = cellOf(event);
    const value = cell && !isRefused(cell) ? read(cell.value) : null;
    if (value !== null && decimals === 0 && Number.isInteger(value)) cell.value = write(value);
  });
  document.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const column = cells(cell.closest("[data-grid]"));
      event.preventDefault();
      const next = column[column.indexOf(cell) + step];
      if (next) next.focus();
      else if (event.key === "Enter") window.htmx?.trigger(cell, "change"); /* the last row: nowhere to go, but save */
    }
    if (event.key === "Escape") {
      cell.value = saved(cell);
      recalculate(cell.closest("[data-grid]"));
    }
  });

  /* Several rows from Excel: never straight into the cells, always by way of the review. */
  document.addEventListener("paste", (event) => {
    const cell = cellOf(event);
    const text = cell ? event.clipboardData.getData("text/plain") : "";
    if (!/[\t\n]/.test(text.replace(/[\r\n]+$/, ""))) return; /* one value, as Excel copies it, is typed as it is */
    const form = document.getElementById(cell.closest("[data-grid]").dataset.pasteForm || "");
    const box = form?.querySelector("textarea");
    if (!box) return;
    event.preventDefault();
    box.value = text;
    const start = form.querySelector("[name=start]"); /* a single column goes down from here */
    if (start) start.value = cell.name.slice(1);
    form.requestSubmit();
  });
})();
