/** What an element is made with: attributes, and listeners by `on…`. */
type Given = Readonly<Record<string, string | boolean | ((event: Event) => void)>>;

/** An element of the page with its attributes and content. Texts are never read as HTML. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  given: Given = {},
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...content);
  return element;
}

/** An element of a drawing. */
export function makeSvg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  given: Readonly<Record<string, string | number>> = {},
  ...content: readonly (Node | string)[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, String(value));
  element.append(...content);
  return element;
}

/** The element of the page with this id, which the page has. */
export function find<E extends HTMLElement = HTMLElement>(id: string): E {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no ${id}`);
  return element as E;
}

/** Changes a text only where it is another one: what stays the same is not laid out again, nor read out. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
