// Ranked lists side by side. All text arrives as data and is set as text, never as markup.
// Tells Python `pick`: the place of a list and a product, whenever a row is clicked.

const SVG = "http://www.w3.org/2000/svg";
const MOVE_MS = 260;
const REVEAL_MS = 500;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
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
  button.setAttribute("aria-pressed", item.chosen ? "true" : "false");
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
  about.append(element("span", "reason", item.reason));
  what.append(about);

  const score = element("span", "score", item.score);
  score.title = words.score;
  const bar = element("span", "bar");
  const filled = element("i");
  filled.style.width = `${Math.round(item.share * 100)}%`;
  bar.append(filled);
  score.append(bar);

  button.append(rank, what, score);
  button.addEventListener("click", () => pick(item.id));
  return button;
}

function draw(root) {
  root.querySelector("svg")?.remove();
  const columns = [...root.querySelectorAll(".list")];
  // Rows of one rank stand side by side, however long the heads are.
  const heads = [...root.querySelectorAll(".head")];
  for (const one of heads) one.style.minHeight = "";
  const tallest = Math.max(0, ...heads.map((one) => one.offsetHeight));
  for (const one of heads) one.style.minHeight = `${tallest}px`;
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
      if (!from) continue;
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
  const wanted = item ?? root.querySelector('.row[aria-pressed="true"]')?.dataset.item;
  for (const one of root.querySelectorAll(".row, path")) {
    one.classList.toggle("same", wanted !== undefined && one.dataset.item === wanted);
  }
}

// The evidence is drawn below the lists: once it is there, bring it into view.
function reveal() {
  setTimeout(() => {
    document
      .querySelector(".st-key-card-evidence")
      ?.scrollIntoView({ behavior: "smooth", block: "nearest" });
  }, REVEAL_MS);
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
  const focused = parentElement.activeElement?.dataset?.item;

  root.replaceChildren();
  root.classList.toggle("compact", data.compact);
  root.style.setProperty("--gap", ["", "0", "3.4rem", "2.4rem", "1.5rem"][data.lists.length]);
  data.lists.forEach((list, place) => {
    const section = element("section", "list");
    section.dataset.list = list.name;
    section.style.setProperty("--model", list.colour);
    section.setAttribute("aria-label", list.spoken);
    section.append(head(list));
    const ranked = element("ol");
    for (const item of list.items) {
      const line = element("li");
      line.dataset.item = item.id;
      line.append(
        row(item, data.words, (id) => setTriggerValue("pick", { list: place, item: id })),
      );
      ranked.append(line);
    }
    section.append(ranked);
    if (list.foot) section.append(element("p", "foot", list.foot));
    root.append(section);
  });
  root.onpointerover = (event) => mark(root, event.target.closest?.(".row")?.dataset.item ?? null);
  root.onpointerleave = () => mark(root, null);
  if (focused) {
    [...root.querySelectorAll(".row")].find((one) => one.dataset.item === focused)?.focus();
  }

  draw(root);
  glide(root, before);
  const opened = root.querySelector('.row[aria-pressed="true"]')?.dataset.item;
  if (opened && before.size && root.opened !== opened) reveal();
  root.opened = opened;
  root.watcher?.disconnect();
  root.watcher = new ResizeObserver(() => draw(root));
  root.watcher.observe(root);
  return () => root.watcher?.disconnect();
}
