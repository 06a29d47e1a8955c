import { describe, expect, it } from "vitest";
import { Measures, type Timing, type Watch } from "../../src/session/measures";

function opened(isAllowed = true) {
  let now = 0;
  let isHidden = false;
  let changed = () => {};
  const due: (() => void)[] = [];
  const told: Timing[][] = [];
  const state = { isAllowed };
  const watch: Watch = {
    now: () => now,
    isHidden: () => isHidden,
    onHidden: (call) => (changed = call),
    later: (_, run) => void due.push(run),
  };
  const measures = new Measures(watch, () => state.isAllowed, (timings) => void told.push(timings));
  return {
    measures,
    told,
    state,
    pass: (ms: number) => (now += ms),
    hide: (hidden: boolean) => {
      isHidden = hidden;
      changed();
    },
    gathered: () => due.splice(0).forEach((run) => run()),
  };
}

describe("what is measured", () => {
  it("is the load, the first message and searches, each with its own number, told together", () => {
    const { measures, told, pass, gathered } = opened();
    pass(900);
    measures.shown(true);
    measures.shown(true);
    pass(4000);
    measures.sent();
    measures.sent();
    const found = measures.searching();
    pass(120.4);
    found();
    expect(told).toEqual([]);
    gathered();
    expect(told).toEqual([
      [
        { number: 0, what: "load", ms: 900 },
        { number: 1, what: "first_message", ms: 4000 },
        { number: 2, what: "search", ms: 120 },
      ],
    ]);
    gathered();
    expect(told).toHaveLength(1);
  });

  it("is no load where the workspace is a part of another page", () => {
    const { measures, told, pass, gathered } = opened();
    measures.shown(false);
    pass(10);
    measures.sent();
    gathered();
    expect(told).toEqual([[{ number: 0, what: "first_message", ms: 10 }]]);
  });

  it("leaves out what went on while the page was out of sight, and tells the rest as it goes out of it", () => {
    const { measures, told, pass, hide } = opened();
    pass(10);
    measures.shown(true);
    const found = measures.searching();
    pass(10);
    hide(true);
    hide(false);
    pass(10);
    found();
    measures.sent();
    hide(true);
    expect(told).toEqual([[{ number: 0, what: "load", ms: 10 }]]);
  });

  it("is nothing without the person's leave, and not told once it is taken back", () => {
    const { measures, told, pass, gathered, state } = opened(false);
    pass(10);
    measures.shown(true);
    gathered();
    state.isAllowed = true;
    measures.sent();
    state.isAllowed = false;
    gathered();
    expect(told).toEqual([]);
  });

  it("is told at once where a call could take no more", () => {
    const { measures, told } = opened();
    for (let n = 0; n < 20; n++) measures.searching()();
    expect(told[0]).toHaveLength(20);
  });
});
