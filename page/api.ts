/** The token that came with the address, kept for this tab so that a reload finds it; "" where none is asked for. */
let token = "";

const KEPT_AS = "sluice-token";

/** Takes the token out of the address, where others could read it, and keeps it. */
export function takeToken(): void {
  const given = /[#&]token=([\w-]+)/.exec(location.hash)?.[1];
  if (given !== undefined) {
    keepToken(given);
    history.replaceState(null, "", location.pathname);
  }
  token = sessionStorage.getItem(KEPT_AS) ?? "";
}

/** Keeps the token at the end of what was typed, which may be the whole address; an empty one if nothing there can be a token. */
export function keepToken(given: string): void {
  token = /[\w-]*$/.exec(given.trim())?.[0] ?? "";
  sessionStorage.setItem(KEPT_AS, token);
}

/** The program wants a token, or another one. */
export class Locked extends Error {}

/** What the program answers. Rejects where it cannot be reached or refuses; with Locked where the token is missing. */
export async function ask(path: string, options: RequestInit = {}): Promise<Response> {
  const authorization: Record<string, string> = token === "" ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(path, { ...options, headers: { "x-sluice": "page", ...authorization } });
  if (response.status === 401) throw new Locked();
  if (!response.ok) throw new Error((await response.text()).trim());
  return response;
}

/** Has the program do something. */
export async function sendOrder(path: string): Promise<void> {
  await ask(path, { method: "POST" });
}

/** What the program tells, until it ends, or `signal` is aborted: server-sent events, which a token can come along with. */
export async function listen(
  path: string,
  signal: AbortSignal,
  hear: (event: string, data: unknown) => void,
): Promise<void> {
  const response = await ask(path, { signal });
  if (response.body === null) return;
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const messages = text.split("\n\n");
    text = messages.pop() ?? "";
    for (const message of messages) {
      const [, event = "", data = "null"] = /^event: (\w+)\ndata: (.*)$/.exec(message) ?? [];
      hear(event, JSON.parse(data));
    }
  }
}
