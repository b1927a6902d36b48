import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const src = path.resolve(import.meta.dirname, "../../src");

/** The opening tag of every form there is. */
const forms = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".tsx"))
  .flatMap((file) => {
    const source = readFileSync(path.join(src, file), "utf8");
    return [...source.matchAll(/<form\b[\s\S]*?[^=]>/g)].map(([tag]) => ({ file, tag }));
  });

/** What these hold may stand in an address: a country, a search of the library. */
const MAY_GET = ["components/help/country-form.tsx", "components/exposures/library-page.tsx"];

describe("a form that is sent before its page has come alive", () => {
  it("is looked for in all of them", () => {
    expect(forms.length).toBeGreaterThan(10);
  });

  it("puts nobody's words into the address, the history and a proxy's log", () => {
    const byAddress = forms.filter(({ tag }) => !/\bmethod="post"/.test(tag));
    expect(byAddress.map(({ file }) => file).sort()).toEqual([...MAY_GET].sort());
  });
});
