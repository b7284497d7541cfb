/* Enhancement only: every page works without this file. Listeners sit on the document, so swapped-in content is covered.

   Markup it knows:
     [data-print]                          prints the page; give it `hidden`, it shows when the script runs
     [data-count="id"]                     writes "56 av 120 tecken" in #id; needs maxlength
     input[type=file]                      gets a button that speaks Swedish
     details.menu                          closes on Escape and on a click outside
   With htmx:
     data-focus-after="selector"           on what sends the request: takes focus when the answer has settled
     data-announce="text"                  on what is swapped in: said once in the polite live region,
                                           with data-assertive in the assertive one
     .error-summary                        takes focus when it is swapped in (answer 422)
*/
(function () {
  "use strict";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content || "";

  /* ---- clicks: print, menus ---- */
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    all("details.menu[open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });

  /* ---- keys: "/" goes to search, Escape closes a menu ---- */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.getElementById("q");
      if (search && search.offsetParent) { event.preventDefault(); search.focus(); }
    }
    if (event.key === "Escape") {
      const menu = event.target.closest("details.menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    }
  });

  /* ---- fields: characters left ---- */
  document.addEventListener("input", (event) => {
    const box = document.getElementById(event.target.dataset.count || "");
    if (box) box.textContent = `${event.target.value.length} av ${event.target.maxLength} tecken`;
  });
  /* The browser's own button speaks the browser's language; ours stands in its place and the field stays in reach. */
  function pickInSwedish(field) {
    const box = element("div", "filepick");
    const button = element("label", "btn", "Välj fil");
    const name = element("span", "dim fs-sm", "Ingen fil är vald");
    button.htmlFor = field.id;
    button.setAttribute("aria-hidden", "true");
    field.before(box);
    field.classList.add("vh");
    box.append(field, button, name);
    field.addEventListener("change", () => {
      name.textContent = Array.from(field.files, (file) => file.name).join(", ") || "Ingen fil är vald";
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    all("input[type=file]").forEach(pickInSwedish);
    all("[data-print][hidden]").forEach((button) => { button.hidden = false; });
    const summary = document.querySelector(".error-summary");
    if (summary) summary.focus();
  });

  /* ---- htmx: who we are, what is waited for ---- */
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = meta("csrf-token");
  });
  document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));

  /* ---- htmx: focus and announcements ---- */
  function say(text, assertive) {
    const region = document.getElementById(assertive ? "live-assertive" : "live-polite");
    if (!region) return;
    region.textContent = "";
    setTimeout(() => { region.textContent = text; }, 50); /* the same words twice are read twice */
  }
  function announce(root) {
    const parts = root.matches?.("[data-announce]") ? [root] : all("[data-announce]", root);
    parts.forEach((part) => say(part.dataset.announce, "assertive" in part.dataset));
  }
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.elt;
    if (!part || !part.isConnected) return;
    announce(part);
    const summary = part.matches(".error-summary") ? part : part.querySelector(".error-summary");
    const wanted = event.detail.requestConfig?.elt?.closest("[data-focus-after]")?.dataset.focusAfter;
    (summary || (wanted && document.querySelector(wanted)))?.focus();
  });
  document.addEventListener("htmx:oobAfterSwap", (event) => announce(event.detail.elt || event.target));

  /* ---- htmx: when the answer does not come ---- */
  const KEPT = "Det du skrev ligger kvar på sidan.";
  function explain(xhr) {
    const status = xhr ? xhr.status : 0;
    if (status === 403) return ["Du får inte göra det här", `Din roll saknar behörighet. ${KEPT}`];
    if (status === 404) return ["Det här finns inte längre", "Någon kan ha tagit bort det. Ladda om sidan."];
    if (status === 429) return ["För många försök på kort tid", `Vänta en minut och försök igen. ${KEPT}`];
    if (status >= 400) {
      const code = xhr.getResponseHeader("X-Request-ID");
      return ["Något gick fel hos oss", `${KEPT}${code ? ` Felkod att lämna till supporten: ${code}.` : ""}`];
    }
    return ["Servern svarade inte", `Kontrollera nätet och försök igen. ${KEPT}`];
  }
  function element(name, className, text) {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }
  function show(title, text, action) {
    const box = document.getElementById("alerts");
    if (!box) return;
    const notice = element("div", "notice is-bad");
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("class", "ic");
    icon.setAttribute("aria-hidden", "true");
    icon.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
    icon.firstChild.setAttribute("href", "#s-fel");
    const body = element("div");
    const row = element("p", "row");
    const close = element("button", "btn btn--sm btn--ghost", "Stäng");
    close.type = "button";
    close.addEventListener("click", () => notice.remove());
    row.append(action, close);
    const head = element("p");
    head.append(element("strong", "", title));
    body.append(head, element("p", "", text), row);
    notice.append(icon, body);
    box.replaceChildren(notice);
  }
  function retry(config) {
    const button = element("button", "btn btn--sm", "Försök igen");
    button.type = "button";
    button.addEventListener("click", () => {
      document.getElementById("alerts").replaceChildren();
      if (!config.elt.isConnected) { location.reload(); return; }
      window.htmx.ajax(config.verb, config.path, { source: config.elt, target: config.target });
    });
    return button;
  }
  function failed(event) {
    const [title, text] = explain(event.type === "htmx:responseError" ? event.detail.xhr : null);
    show(title, text, retry(event.detail.requestConfig));
  }
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, failed));

  /* Signed out meanwhile: the login page must not land inside a table cell. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const login = meta("login-url");
    const answered = event.detail.xhr.responseURL;
    if (!login || !answered || new URL(answered).pathname !== login || location.pathname === login) return;
    event.detail.shouldSwap = false;
    const link = element("a", "btn btn--sm", "Logga in i en ny flik");
    link.href = login;
    link.target = "_blank";
    show("Du har loggats ut", `Logga in igen och fortsätt sedan här. ${KEPT}`, link);
  });
})();
