// One way to ask the server: same origin, the session's cookie, and its token wherever something is changed.

/// A refusal as the server words it (RFC 9457): what was wrong, and what to do.
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly needs?: string,
    readonly retryAfter?: number,
  ) {
    super(detail || title);
  }
}

let token = "";

/// The token that GET /v1/session told: without it nothing can be changed.
export function rememberToken(csrf: string): void {
  token = csrf;
}

export type Query = Record<string, string | number | undefined>;

export function pathWith(path: string, query: Query = {}): string {
  const told = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") told.set(name, String(value));
  }
  const text = told.toString();
  return text ? `${path}?${text}` : path;
}

async function problemOf(response: Response): Promise<Problem> {
  const after = Number(response.headers.get("Retry-After")) || undefined;
  try {
    const { title, detail, needs } = (await response.json()) as { title: string; detail: string; needs?: string };
    return new Problem(response.status, title, detail, needs, after);
  } catch {
    return new Problem(response.status, response.statusText, "", undefined, after);
  }
}

async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && token) headers["X-CSRF-Token"] = token;
  const response = await fetch(path, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
    credentials: "same-origin",
  });
  if (!response.ok) throw await problemOf(response);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export const get = <T>(path: string, signal?: AbortSignal) => ask<T>("GET", path, undefined, signal);
export const post = <T>(path: string, body?: unknown) => ask<T>("POST", path, body ?? {});
export const put = <T>(path: string, body: unknown) => ask<T>("PUT", path, body);
export const remove = <T>(path: string, body?: unknown) => ask<T>("DELETE", path, body);

/// A file of what the server would answer in another form; saved under a name of ours.
export async function download(path: string, accept: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: { Accept: accept }, credentials: "same-origin" });
  if (!response.ok) throw await problemOf(response);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
