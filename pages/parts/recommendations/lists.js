// Ranked lists side by side. All text arrives as data and is set as text, never as markup.
// Tells Python `pick`: the place of a list, a product, and whether its evidence is to be open.
// The evidence is drawn by Streamlit, outside of this component, in the card `evidence`.

const SVG = "http://www.w3.org/2000/svg";
const MOVE_MS = 260;
// So long after a row was opened or closed, it is kept where it was on the screen.
const SETTLE_MS = 1500;
// As in lists.css and customer_page.css: below these, the evidence lies under its row, and a list
// has no room for reasons.
const NARROW = matchMedia("(max-width: 1099px)");
const TIGHT = 240;
// A screen lower than this holds one reason less.
const LOW = 1000;
const OPEN = '.row[aria-expanded="true"]';
const EVIDENCE = ".st-key-card-evidence";

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  // A figure and its sign stay on one line.
  if (text !== undefined && text !== null) made.textContent = String(text).replace(/(\d) %/g, "$1\u00a0%");
  return made;
}

function head(list) {
  const box = element("header", "head");
  box.append(element("h3", "", list.title));
  for (const line of list.lines) box.append(element("p", line.strong ? "change" : "", line.text));
  return box;
}

function row(item, words, pick) {
  const button = element("button", "row");
  button.type = "button";
  button.dataset.item = item.id;
  button.setAttribute("aria-expanded", item.chosen ? "true" : "false");
  button.setAttribute("aria-label", item.spoken);
  button.title = item.reason;

  const rank = element("span", "rank");
  rank.append(element("b", "", item.rank));
  if (item.move) {
    const move = element("span", `move ${item.direction}`, item.move);
    move.title = item.moveWords;
    rank.append(move);
  }

  const what = element("span", "what");
  what.append(element("span", "title", item.title));
  const about = element("span", "about");
  if (item.category) {
    const chip = element("span", item.fresh ? "chip fresh" : "chip", item.category);
    if (item.fresh) chip.title = words.fresh;
    about.append(chip);
  }
  if (item.price) about.append(element("span", "price", item.price));

  const score = element("span", "score", item.score);
  score.title = words.score;
  const bar = element("span", "bar");
  const filled = element("i");
  filled.style.width = `${Math.round(item.share * 100)}%`;
  bar.append(filled);
  score.append(bar);
  about.append(score);
  what.append(about, element("span", "reason", item.reason));

  button.append(rank, what);
  button.addEventListener("click", () => pick(button, !item.chosen));
  return button;
}

function draw(root) {
  root.querySelector("svg")?.remove();
  const columns = [...root.querySelectorAll(".list")];
  root.classList.toggle("tight", root.clientWidth / columns.length < TIGHT);
  makeRoom(root);
  if (columns.length < 2) return;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("width", root.scrollWidth);
  svg.setAttribute("height", root.scrollHeight);
  const zero = root.getBoundingClientRect();
  const place = (box) => ({
    left: box.left - zero.left + root.scrollLeft,
    right: box.right - zero.left + root.scrollLeft,
    middle: (box.top + box.bottom) / 2 - zero.top,
  });
  for (let at = 1; at < columns.length; at += 1) {
    const before = new Map();
    for (const one of columns[at - 1].querySelectorAll(".row")) before.set(one.dataset.item, one);
    for (const one of columns[at].querySelectorAll(".row")) {
      const from = before.get(one.dataset.item);
      if (!from?.offsetHeight || !one.offsetHeight) continue;
      const a = place(from.getBoundingClientRect());
      const b = place(one.getBoundingClientRect());
      const half = (a.right + b.left) / 2;
      const path = document.createElementNS(SVG, "path");
      path.setAttribute(
        "d",
        `M${a.right + 3},${a.middle} C${half},${a.middle} ${half},${b.middle} ${b.left - 3},${b.middle}`,
      );
      path.dataset.item = one.dataset.item;
      svg.append(path);
    }
  }
  root.append(svg);
  mark(root, null);
}

function mark(root, item) {
  const wanted = item ?? root.querySelector(OPEN)?.dataset.item;
  for (const one of root.querySelectorAll(".row, path")) {
    one.classList.toggle("same", wanted !== undefined && one.dataset.item === wanted);
  }
}

// On a narrow page the evidence lies in a gap below its row; elsewhere it stands beside the lists.
function makeRoom(root) {
  const line = root.querySelector(OPEN)?.parentElement;
  const evidence = line && root.beside?.querySelector(EVIDENCE);
  for (const one of root.querySelectorAll("li")) one.style.marginBottom = "";
  root.classList.toggle("apart", NARROW.matches && Boolean(evidence));
  if (!evidence) return;
  root.watcher?.observe(evidence);
  evidence.setAttribute("role", "region");
  evidence.setAttribute("aria-label", line.firstChild.getAttribute("aria-label"));
  if (!NARROW.matches) return;
  const below = line.getBoundingClientRect().bottom - root.beside.getBoundingClientRect().top;
  evidence.style.setProperty("--below", `${below}px`);
  const rank = [...line.parentElement.children].indexOf(line) + 1;
  for (const one of root.querySelectorAll(`li:nth-child(${rank})`)) {
    one.style.marginBottom = `${evidence.offsetHeight + 16}px`;
  }
}

// What was clicked stays where it was clicked, though the lists become narrower or wider.
function hold(root) {
  const { key, top, until } = root.held ?? {};
  const row = performance.now() < until && find(root, key);
  if (!row) return;
  const main = document.querySelector('[data-testid="stMain"]');
  main?.scrollBy({ top: row.getBoundingClientRect().top - top, behavior: "instant" });
}

// In front of an audience, a few ranks of every list: those the opened row is among. Its head says
// which they are.
function showSome(root, ranks) {
  const of = (row) => [...row.closest("ol").children].indexOf(row.parentElement);
  const opened = root.querySelector(OPEN);
  const first = opened ? of(opened) - (of(opened) % ranks) : 0;
  for (const row of root.querySelectorAll(".row")) {
    row.parentElement.hidden = of(row) < first || of(row) >= first + ranks;
  }
  for (const list of root.querySelectorAll(".list")) {
    const all = list.querySelectorAll("li").length;
    if (all <= first) continue;
    list.querySelector("h3").append(element("small", "", `${first + 1}–${Math.min(first + ranks, all)} / ${all}`));
  }
}

const keyOf = (row) => row && `${row.closest(".list").dataset.list} ${row.dataset.item}`;
const find = (root, key) => [...root.querySelectorAll(".row")].find((row) => keyOf(row) === key);

// Up and down walk the ranks, left and right the lists; what is open goes along. Escape closes it.
function walk(event, root, pick, sideways) {
  const row = event.target.closest?.(".row");
  if (!row || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rows = [...root.querySelectorAll(".list")].map((one) => [...one.querySelectorAll(".row")]);
  const place = rows.findIndex((list) => list.includes(row));
  const rank = rows[place].indexOf(row);
  const down = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const aside = sideways && { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const next = down ? rows[place][rank + down] : aside && rows[place + aside]?.[rank];
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (root.querySelector(OPEN)) pick(next, true);
}

function leave(event, root, pick) {
  const row = root.querySelector(OPEN);
  const path = event.composedPath();
  const near = [root, root.beside?.querySelector(EVIDENCE)].some((one) => path.includes(one));
  if (event.key !== "Escape" || !row || !(near || document.activeElement === document.body)) return;
  row.focus();
  pick(row, false);
}

// Rows that stayed glide from where they were to where they are.
function glide(root, before) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  root.querySelectorAll(".list").forEach((list) => {
    list.querySelectorAll("li").forEach((line) => {
      const old = before.get(`${list.dataset.list} ${line.dataset.item}`);
      const now = line.offsetTop;
      if (old === undefined) {
        if (before.size) line.animate([{ opacity: 0.2 }, { opacity: 1 }], MOVE_MS);
      } else if (old !== now) {
        line.animate(
          [{ transform: `translateY(${old - now}px)` }, { transform: "none" }],
          { duration: MOVE_MS, easing: "ease-out" },
        );
      }
    });
  });
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".lists");
  const before = new Map();
  root.querySelectorAll(".list").forEach((list) => {
    list.querySelectorAll("li").forEach((line) => {
      before.set(`${list.dataset.list} ${line.dataset.item}`, line.offsetTop);
    });
  });
  const inside = parentElement.activeElement ?? (document.activeElement === document.body && root);
  const focused = inside && (root.wanted ?? keyOf(parentElement.activeElement?.closest(".row")));
  const pick = (button, open) => {
    root.wanted = keyOf(button);
    const until = performance.now() + SETTLE_MS;
    root.held = { key: root.wanted, top: button.getBoundingClientRect().top, until };
    const place = [...root.querySelectorAll(".list")].indexOf(button.closest(".list"));
    setTriggerValue("pick", { list: place, item: button.dataset.item, open });
  };

  root.replaceChildren();
  root.beside = parentElement.host?.closest(".st-key-beside");
  root.classList.toggle("compact", data.ranks > 0);
  root.style.setProperty("--gap", ["", "0", "3.4rem", "2.4rem", "1.5rem"][data.lists.length]);
  const longest = Math.max(1, ...data.lists.map((list) => list.items.length));
  const ranks = data.ranks > 3 && innerHeight < LOW ? data.ranks - 1 : data.ranks;
  root.style.setProperty("--rows", Math.min(longest, ranks || longest));
  for (const list of data.lists) {
    const section = element("section", "list");
    section.dataset.list = list.name;
    section.style.setProperty("--model", list.colour);
    section.setAttribute("aria-label", list.spoken);
    section.append(head(list));
    const ranked = element("ol");
    for (const item of list.items) {
      const line = element("li");
      line.dataset.item = item.id;
      line.append(row(item, data.words, pick));
      ranked.append(line);
    }
    section.append(ranked);
    if (list.foot) section.append(element("p", "foot", list.foot));
    root.append(section);
  }
  if (ranks) showSome(root, ranks);
  root.onpointerover = (event) => mark(root, event.target.closest?.(".row")?.dataset.item ?? null);
  root.onpointerleave = () => mark(root, null);
  root.onkeydown = (event) => walk(event, root, pick, !data.ranks);
  if (focused) find(root, focused)?.focus({ preventScroll: true });
  root.wanted = null;

  const settle = () => {
    draw(root);
    hold(root);
  };
  const escape = (event) => leave(event, root, pick);
  document.addEventListener("keydown", escape);
  root.stop?.();
  root.watcher = new ResizeObserver(settle);
  root.watcher.observe(root);
  const arrival = new MutationObserver(settle);
  if (root.beside) arrival.observe(root.beside, { childList: true, subtree: true });
  settle();
  glide(root, before);
  root.stop = () => {
    document.removeEventListener("keydown", escape);
    root.watcher.disconnect();
    arrival.disconnect();
  };
  return root.stop;
}
