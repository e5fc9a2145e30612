// In front of an audience: keys that lead on, and a page that fits the screen.
// Type is as large as leaves the main picture whole; what then does not fit is left out, whole.

const PAGES = '[data-testid="stTopNavLink"]';
const PICTURE = ".js-plotly-plot, .st-key-beside";
const MAIN = `${PICTURE}, .st-key-model-list`;
const ONE = '[data-testid="stElementContainer"]';
const STACKS = "stVerticalBlock stLayoutWrapper stTabPanel stTabs stColumn stHorizontalBlock".split(" ");
const TYPING = "input, textarea, select, [contenteditable], [role=slider], [role=combobox]";
// Pixels of the type: from three metres, and the least that is still read from there.
const LARGE = 21;
const SMALL = 15;

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function link(className, sign, step) {
  const made = element(step.href ? "a" : "span", className, sign);
  if (step.href) made.href = step.href;
  made.title = step.about;
  made.setAttribute("aria-label", step.about);
  return made;
}

// The next page, or the next state of the storyboard while it is walked through.
function go(root, by) {
  if (root.childElementCount) {
    const step = root.querySelector(by > 0 ? "a.next" : "a.previous");
    if (step) location.assign(step.href);
    return;
  }
  const pages = [...document.querySelectorAll(PAGES)];
  const here = pages.findIndex((one) => one.getAttribute("aria-current") === "page");
  if (here >= 0) pages[here + by]?.click();
}

function onKey(event, root) {
  const by = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key];
  const modified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!by || modified || event.defaultPrevented) return;
  const [target] = event.composedPath();
  if (target.matches?.(TYPING) && target.type !== "checkbox") return;
  event.preventDefault();
  go(root, by);
}

// What stands one below the other (or side by side) in a part of the page; null where the part is
// one thing: a chart, a text, a frame, a line of a table.
function within(part) {
  if (part.matches(ONE)) return null;
  const known = !part.dataset.testid || STACKS.includes(part.dataset.testid);
  const line = part.dataset.testid === "stHorizontalBlock" && part.offsetHeight < innerHeight / 3;
  const framed = getComputedStyle(part).borderTopWidth !== "0px";
  return known && !line && !framed ? [...part.children] : null;
}

// A heading, and the quiet line under it, go with what they stand over.
function leaveHeading(parts, last) {
  const is = (part, kind) => part?.matches(`${ONE}:has([data-testid="${kind}"])`);
  const first = is(parts[last], "stCaptionContainer") ? last - 1 : last;
  if (!is(parts[first], "stHeading")) return;
  for (const one of parts.slice(first, last + 1)) one.dataset.beyond = "";
}

// Hide what ends below the limit, and in a stack all that follows; true where something was.
function leaveOut(part, limit, picture) {
  if (part === picture || part.getBoundingClientRect().bottom <= limit) return false;
  const inner = within(part);
  if (!inner?.length) {
    const kept = picture && part.contains(picture);
    if (!kept) part.dataset.beyond = "";
    return !kept;
  }
  const beside = part.dataset.testid === "stHorizontalBlock";
  let full = false;
  inner.forEach((one, at) => {
    if (full && !beside) one.dataset.beyond = "";
    else if (leaveOut(one, limit, picture)) {
      full = true;
      if (!beside && "beyond" in one.dataset) leaveHeading(inner, at - 1);
    }
  });
  if (inner.every((one) => "beyond" in one.dataset || !one.offsetHeight)) part.dataset.beyond = "";
  return full;
}

function fit() {
  const page = document.querySelector('[data-testid="stMainBlockContainer"]');
  const all = page?.firstElementChild;
  if (!all) return;
  for (const one of page.querySelectorAll("[data-beyond]")) delete one.dataset.beyond;
  const shown = (one) => one.offsetHeight > 0;
  const limit = innerHeight - parseFloat(getComputedStyle(page).paddingBottom);
  const main = [...page.querySelectorAll(MAIN)].find(shown);
  const top = document.querySelector('[data-testid="stMain"]').scrollTop;
  for (let size = LARGE; size >= SMALL; size -= 1) {
    document.documentElement.style.fontSize = `${size}px`;
    if (!main || main.getBoundingClientRect().bottom + top <= limit) break;
  }
  leaveOut(all, limit - top, main?.matches(PICTURE) ? main : null);
}

export default function (component) {
  const root = component.parentElement.querySelector(".story");
  const { story } = component.data;
  root.replaceChildren();
  if (story) {
    root.append(element("span", "place", story.place), element("b", "line", story.line));
    root.append(link("previous", "←", story.previous), link("next", "→", story.next));
  }
  root.stop?.();
  const keys = (event) => onKey(event, root);
  document.addEventListener("keydown", keys);
  let due = 0;
  const soon = () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(fit);
  };
  const arrivals = new MutationObserver(soon);
  arrivals.observe(document.querySelector('[data-testid="stMain"]'), {
    childList: true,
    subtree: true,
  });
  addEventListener("resize", soon);
  soon();
  root.stop = () => {
    document.removeEventListener("keydown", keys);
    removeEventListener("resize", soon);
    arrivals.disconnect();
    cancelAnimationFrame(due);
    document.documentElement.style.fontSize = "";
    for (const one of document.querySelectorAll("[data-beyond]")) delete one.dataset.beyond;
  };
  return root.stop;
}
