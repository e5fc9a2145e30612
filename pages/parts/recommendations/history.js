// The customer's past as a compact list. All text is set as text, never as markup.
// Tells Python `change`: the product whose button was pressed, and what it now should be.

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

// An arrow back, drawn: not every machine's fonts have the sign.
function back() {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("viewBox", "0 0 16 16");
  drawn.setAttribute("width", "12");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M2 2v4h4M2.5 6A6 6 0 1 1 2 9");
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "1.6");
  drawn.append(path);
  return drawn;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".past");
  const scrolled = root.scrollTop;
  root.style.setProperty("--height", `${data.height}rem`);
  const list = element("ul");
  for (const one of data.items) {
    const line = element("li", one.state);
    line.dataset.item = one.id;
    line.style.setProperty("--share", one.share);
    const title = element("span", "title", one.title);
    title.title = one.tip;
    const button = element("button", "", one.state === "kept" ? "×" : undefined);
    if (one.state !== "kept") button.append(back());
    button.type = "button";
    button.setAttribute("aria-label", `${one.action}: ${one.title}`);
    button.title = one.action;
    button.addEventListener("click", () =>
      setTriggerValue("change", { item: one.id, was: one.state }),
    );
    line.append(title, element("span", "when", one.when), button);
    list.append(line);
  }
  root.replaceChildren(data.items.length ? list : element("p", "none", data.none));
  root.scrollTop = scrolled;
}
