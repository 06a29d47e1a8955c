import tailwind from "@tailwindcss/postcss";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import postcss, { type AtRule } from "postcss";
import { beforeAll, describe, expect, it } from "vitest";
import { SCOPE, scope } from "../../styles/scope";

describe("the styles of the workspace", () => {
  let root: postcss.Root;
  beforeAll(async () => {
    const from = resolve("src/styles.css");
    const made = await postcss([tailwind(), scope()]).process(readFileSync(from, "utf8"), { from });
    root = postcss.parse(made.css);
  });

  it("touch only what stands in the workspace", () => {
    const strays: string[] = [];
    root.walkRules((rule) => {
      const parent = rule.parent as AtRule | undefined;
      if (parent?.type === "atrule" && parent.name.endsWith("keyframes")) return;
      if (rule.parent?.type === "rule") return;
      strays.push(...rule.selectors.filter((selector) => !selector.startsWith(SCOPE)));
    });
    expect(strays).toEqual([]);
  });

  it("stand in no layer, where a host's rules without one would beat them", () => {
    root.walkAtRules("layer", (layer) => expect.fail(layer.toString()));
  });

  it("share no global name with a host", () => {
    root.walkAtRules("property", (property) => expect(property.params).toMatch(/^--(ally|al)-/));
    root.walkAtRules(/keyframes$/, (frames) => expect(frames.params).toMatch(/^ally-/));
    root.walkAtRules("font-face", () => expect.fail("a font of its own"));
    root.walkDecls(/^--/, (declaration) => expect(declaration.prop).toMatch(/^--(ally|al)-/));
  });

  it("count from the workspace's own size of letters", () => {
    root.walkDecls((declaration) => expect(declaration.value).not.toMatch(/\drem\b/));
  });

  it("come in a file of some size", () => {
    expect(root.nodes.length).toBeGreaterThan(100);
  });
});
