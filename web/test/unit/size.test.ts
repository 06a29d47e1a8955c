import { describe, expect, it } from "vitest";
// @ts-expect-error: a script of the build, without types.
import { initialFiles, sizesOf } from "../../scripts/size.mjs";

describe("the size of the first load", () => {
  const manifest = {
    "index.html": { file: "a.js", isEntry: true, imports: ["_b.js"], dynamicImports: ["c.tsx"], css: ["a.css"] },
    "visit.html": { file: "v.js", isEntry: true, imports: ["_d.js"] },
    "_b.js": { file: "b.js", imports: ["_d.js"] },
    "_d.js": { file: "d.js", imports: ["_b.js"] },
    "c.tsx": { file: "c.js", imports: ["_b.js"] },
  };

  it("counts a page's entry and all that it imports at once, each file once, and nothing that comes later or is another page's", () => {
    expect(initialFiles(manifest, "index.html")).toEqual(["a.js", "b.js", "d.js"]);
    expect(initialFiles(manifest, "visit.html")).toEqual(["v.js", "d.js", "b.js"]);
  });

  it("counts bytes as they are sent", () => {
    const [size] = sizesOf(["a.js"], () => Buffer.from("a".repeat(10_000)));
    expect(size.bytes).toBeLessThan(100);
  });
});
