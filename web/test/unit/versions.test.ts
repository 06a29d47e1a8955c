import { describe, expect, it } from "vitest";
import { chosenVersion } from "../../src/conversation/versions";

describe("the version that is shown", () => {
  it.each([
    ["the one that was asked for", { of: 3, version: 2 }, 3, 2],
    ["never before the first", { of: 3, version: 0 }, 3, 1],
    ["never after the newest", { of: 3, version: 9 }, 3, 3],
    ["the newest, once there is a newer one", { of: 3, version: 2 }, 4, 4],
  ])("is %s", (_, wanted, newest, shown) => {
    expect(chosenVersion(wanted, newest)).toBe(shown);
  });
});
