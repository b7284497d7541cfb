/* Enhancement only: every page works without this file. Listeners sit on the document, so swapped-in content is covered.

   Markup it knows:
     [data-print]                          prints the page; give it `hidden`, it shows when the script runs
     [data-count="id"]                     writes "1 056 av 1 200 tecken" in #id near the end; needs maxlength
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
    if (!box) return;
    const [written, most] = [event.target.value.length, event.target.maxLength];
    const spaced = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
    box.textContent = written >= most * 0.8 ? `${spaced(written)} av ${spaced(most)} tecken` : "";
  });
  /* Who writes for long asks for nothing meanwhile, and must not be signed out when it is to be saved. */
  const A_MINUTE = 60 * 1000; /* as often as the server writes down that somebody is there */
  let told = Date.now();
  document.addEventListener("input", () => {
    const address = meta("still-here-url");
    if (!address || Date.now() - told < A_MINUTE) return;
    told = Date.now();
    fetch(address, { redirect: "manual" }).catch(() => {}); /* a net that is away is told of when it is saved */
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
  function show(title, text, action, isGood) {
    const box = document.getElementById("alerts");
    if (!box) return;
    const notice = element("div", isGood ? "notice is-ok" : "notice is-bad");
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("class", "ic");
    icon.setAttribute("aria-hidden", "true");
    icon.append(document.createElementNS("http://www.w3.org/2000/svg", "use"));
    icon.firstChild.setAttribute("href", isGood ? "#s-a-klar" : "#s-fel");
    const body = element("div");
    const row = element("p", "row");
    const close = button("btn btn--sm btn--ghost", "Stäng", () => notice.remove());
    row.append(...action, close);
    const head = element("p");
    head.append(element("strong", "", title));
    body.append(head, ...text.split("\n").map((line) => element("p", "", line)), row);
    notice.append(icon, body);
    box.replaceChildren(notice);
  }
  function button(className, text, press) {
    const made = element("button", className, text);
    made.type = "button";
    made.addEventListener("click", press);
    return made;
  }
  function linkTo(href, text) {
    const link = element("a", "btn btn--sm", text);
    link.href = href;
    return link;
  }
  document.addEventListener("styrmodell:tell", (event) => {
    const { title, text, href, word, isGood } = event.detail;
    show(title, text, [linkTo(href, word)], isGood);
  });

  /* ---- htmx: what could not be sent waits for another try ---- */
  const waiting = new Map(); /* what sent it → the request */
  const renewed = new WeakSet(); /* what has been sent again with a new mark: refused anew, it is refused for good */
  function sendAgain() {
    const requests = Array.from(waiting.values());
    waiting.clear();
    document.getElementById("alerts").replaceChildren();
    if (requests.some((config) => !config.elt.isConnected)) { location.reload(); return; }
    requests.forEach((config) => window.htmx.ajax(config.verb, config.path, { source: config.elt, target: config.target }));
  }
  /* Whoever has signed in anew has a new mark against forged forms: take it from this page as it is now. Returns who is
     signed in: "same", "other" or "nobody". */
  async function renew() {
    const answer = await fetch(location.href).catch(() => null);
    const page = new DOMParser().parseFromString(answer ? await answer.text() : "", "text/html");
    const now = (name) => page.querySelector(`meta[name="${name}"]`)?.content || "";
    if (now("user") !== meta("user") || !now("user")) return now("user") ? "other" : "nobody";
    document.querySelector('meta[name="csrf-token"]').content = now("csrf-token");
    all("input[name=csrfmiddlewaretoken]").forEach((field) => { field.value = now("csrf-token"); });
    return "same";
  }
  const retry = () => button("btn btn--sm", "Försök igen", () => renew().then(sendAgain));
  async function failed(event) {
    const { xhr, requestConfig: config } = event.detail;
    const status = event.type === "htmx:responseError" ? xhr.status : 0;
    waiting.set(config.elt, config);
    if (status === 403 && config.verb !== "get" && !renewed.has(config.elt)) {
      renewed.add(config.elt);
      const who = await renew();
      if (who === "same") { sendAgain(); return; }
      if (who === "other") { show("En annan person är inloggad", `Ladda om sidan, eller logga in som den som skrev. ${KEPT}`, [retry()]); return; }
    }
    show(...explain(status ? xhr : null), [retry()]);
  }
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => document.addEventListener(name, failed));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || isLogin(event.detail.xhr)) return;
    waiting.delete(event.detail.elt);
    renewed.delete(event.detail.elt);
  });

  /* Signed out meanwhile: the login page must not land inside a table cell. */
  function isLogin(xhr) {
    const login = meta("login-url");
    return Boolean(login && xhr.responseURL) && new URL(xhr.responseURL).pathname === login && location.pathname !== login;
  }
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isLogin(event.detail.xhr)) return;
    event.detail.shouldSwap = false;
    const config = event.detail.requestConfig;
    waiting.set(config.elt, config);
    const link = linkTo(meta("login-url"), "Logga in i en ny flik");
    link.target = "_blank";
    show("Du har loggats ut", `Logga in igen och fortsätt sedan här. ${KEPT}`, [link, retry()]);
  });
})();
