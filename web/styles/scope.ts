import type { AtRule, Plugin, Rule } from "postcss";

/**
 * What every selector of the workspace begins with. The ids match nothing;
 * they lend their specificity, so that no rule of a host page that has less
 * than two ids outdoes ours, and none needs `!important`.
 */
export const SCOPE = ":is(.ally,#ally-scope#ally-scope)";

/**
 * A PostCSS plugin that keeps a stylesheet inside the elements of class `ally`:
 *
 * - every selector is put under SCOPE; `:root` and `:host` become SCOPE itself;
 * - cascade layers are opened, because a host's unlayered rules would beat them;
 * - Tailwind's own custom properties are renamed, because a host's Tailwind has
 *   them too and `@property` is global;
 * - `rem` counts from the workspace's own base size and not from the host's.
 */
export function scope(): Plugin {
  return {
    postcssPlugin: "ally-scope",
    OnceExit(root) {
      if (root.source?.input.file?.endsWith("page.css")) return;
      root.walkAtRules("layer", (layer) => {
        if (layer.nodes === undefined) layer.remove();
        else layer.replaceWith(layer.nodes);
      });
      root.walkRules((rule) => {
        if (isKeyframe(rule) || isNested(rule)) return;
        rule.selectors = [...new Set(rule.selectors.map(scoped))];
      });
      root.walkAtRules("property", (property) => {
        property.params = renamed(property.params);
      });
      root.walkDecls((declaration) => {
        declaration.prop = renamed(declaration.prop);
        declaration.value = ownRem(renamed(declaration.value));
      });
    },
  };
}

function isKeyframe(rule: Rule): boolean {
  const parent = rule.parent;
  return parent?.type === "atrule" && (parent as AtRule).name.endsWith("keyframes");
}

function isNested(rule: Rule): boolean {
  return rule.parent?.type === "rule";
}

function scoped(selector: string): string {
  if (selector === ":root" || selector === ":host") return SCOPE;
  if (/^\.ally(?![\w-])/.test(selector)) return SCOPE + selector.slice(".ally".length);
  return `${SCOPE} ${selector}`;
}

function renamed(text: string): string {
  return text.replaceAll("--tw-", "--ally-tw-");
}

function ownRem(value: string): string {
  return value.replace(/(?<![\w.-])(-?\d*\.?\d+)rem\b/g, (_, amount: string) => `calc(var(--ally-rem) * ${amount})`);
}
