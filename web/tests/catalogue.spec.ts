// Every word that a page says stands in the catalogue, and every line of the catalogue is said somewhere.
import { expect, test } from "@playwright/test";
import { IntlMessageFormat } from "intl-messageformat";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const source = fileURLToPath(new URL("../src", import.meta.url));
const catalogue = JSON.parse(readFileSync(resolve(source, "words/en.json"), "utf8")) as Record<string, string>;
const files = (readdirSync(source, { recursive: true }) as string[]).filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"));

/// Attributes that a person reads or hears.
const told = new Set(["label", "title", "placeholder", "aria-label", "description", "alt", "nothingFoundMessage", "about"]);
const letters = /\p{L}{2,}/u;

interface Found {
  said: Set<string>;
  patterns: RegExp[];
  outside: string[];
}

function look(name: string, found: Found): void {
  const file = ts.createSourceFile(name, readFileSync(resolve(source, name), "utf8"), ts.ScriptTarget.Latest, true, name.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && letters.test(node.text)) found.outside.push(`${name}: ${node.text.trim()}`);
    if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer) && told.has(node.name.getText()) && letters.test(node.initializer.text)) {
      found.outside.push(`${name}: ${node.getText()}`);
    }
    if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.said.add(node.text);
    if (ts.isTemplateExpression(node)) {
      const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      const pattern = escaped(node.head.text) + node.templateSpans.map((span) => `[a-z_]+${escaped(span.literal.text)}`).join("");
      if (node.head.text.includes(".")) found.patterns.push(new RegExp(`^${pattern}$`));
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

const found: Found = { said: new Set(), patterns: [], outside: [] };
for (const name of files) look(name, found);

test("no word stands outside the catalogue", () => {
  expect(found.outside).toEqual([]);
});

test("every line of the catalogue is used", () => {
  const unused = Object.keys(catalogue).filter((key) => !found.said.has(key) && !found.patterns.some((pattern) => pattern.test(key)));
  expect(unused).toEqual([]);
});

test("every line can be read, and plurals have their general form", () => {
  for (const [key, message] of Object.entries(catalogue)) {
    expect(() => new IntlMessageFormat(message, "en"), key).not.toThrow();
  }
});

test("layout follows the reading direction: no left or right in any style", () => {
  const styles = (readdirSync(source, { recursive: true }) as string[]).filter((name) => name.endsWith(".css"));
  const physical = styles.flatMap((name) =>
    readFileSync(resolve(source, name), "utf8").split("\n").filter((line) => /(^|[\s{;-])(left|right)\s*:|(margin|padding|border)-(left|right|top|bottom)|(^|\s)(width|height)\s*:\s*\d/.test(line)).map((line) => `${name}: ${line.trim()}`),
  );
  expect(physical).toEqual([]);
});
