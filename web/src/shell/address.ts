// The part of an address behind "?": plain names and values that a person can read, a name several times for a list.

export function readSearch(text: string): Record<string, string | string[]> {
  const told: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = told[name];
    told[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return told;
}

export function writeSearch(search: Record<string, unknown>): string {
  const told = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== "") told.append(name, String(each));
    }
  }
  const text = told.toString();
  return text ? `?${text}` : "";
}
