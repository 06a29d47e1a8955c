// @vitest-environment jsdom
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { Edition, Superprompt, Trial, Words } from "../../src/api/config";
import { Problem } from "../../src/api/problem";
import { ACTS, fieldsOf, filterOf, NOTHING_SOUGHT, seeking } from "../../src/config/audit";
import { compared, rowsOf } from "../../src/config/compare";
import { PromptDraft } from "../../src/config/draft";
import { Edits } from "../../src/config/edits";
import { changeOf, isNothing, sharesOf } from "../../src/config/rollout";
import { progressOf, Trials } from "../../src/config/trials";
import { sameWords } from "../../src/config/words";
import { configEn } from "../../src/language/config.en";
import { configEs } from "../../src/language/config.es";

const words = (systemPrompt: string, more: Partial<Words> = {}): Words => ({ systemPrompt, rules: [], prohibitions: [], capabilities: [], ...more });
const stored = (systemPrompt: string, version: number, revision?: number): Superprompt => ({ ...words(systemPrompt), version, author: "ana@example.com", why: "", ...(revision === undefined ? {} : { revision }) });
const rollout = { stage: "beta" as const, people: ["a@example.com"], domains: { "example.com": 10 }, organizations: {}, percentage: 0, holdout: 0, revision: 1 };

describe("what became of a text", () => {
  it("has both texts in it, whatever they are", () => {
    const lines = fc.array(fc.constantFrom("", "uno", "dos tres", "dos cuatro", "cinco seis siete"), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const all = compared(before, after);
        const without = (left: string, how: string) => all.filter((line) => line.how !== left).map((line) => line.pieces.filter((piece) => piece.how !== how).map((piece) => piece.text).join(""));
        expect(without("added", "added")).toEqual(before);
        expect(without("removed", "removed")).toEqual(after);
        expect(rowsOf(all).flatMap((row) => ("line" in row ? [row.line] : row.skipped))).toEqual(all);
      }),
    );
  });

  it("shows a line that was changed a little as one, and one that was changed altogether as two", () => {
    expect(compared(["Cita las fuentes."], ["Cita las fuentes con fecha."]).map((line) => line.how)).toEqual(["changed"]);
    expect(compared(["Cita las fuentes."], ["Sé breve y claro."]).map((line) => line.how)).toEqual(["removed", "added"]);
  });

  it("folds what is far from any change", () => {
    const text = Array.from({ length: 20 }, (_, i) => `Línea ${i}`);
    expect(rowsOf(compared(text, [...text, "Nueva"])).map((row) => ("line" in row ? row.line.how : row.skipped.length))).toEqual([18, "same", "same", "added"]);
  });
});

describe("a draft", () => {
  function desk(edition: Edition) {
    const calls = {
      edition: vi.fn(() => Promise.resolve(edition)),
      saveDraft: vi.fn((text: Words, revision: number) => {
        if ((edition.draft?.revision ?? 0) !== revision) return Promise.reject(new Problem("changed", "", { status: 409 }));
        edition = { ...edition, draft: { ...stored(text.systemPrompt, 0, revision + 1), ...text } };
        return Promise.resolve(edition.draft!);
      }),
      dropDraft: vi.fn(() => Promise.resolve()),
      publish: vi.fn((text: Words, on: number) => {
        if (edition.active.version !== on) return Promise.reject(new Problem("changed", "", { status: 409 }));
        edition = { active: stored(text.systemPrompt, on + 1) };
        return Promise.resolve(edition.active);
      }),
    };
    const draft = new PromptDraft(calls, () => undefined, 0);
    draft.take(edition);
    return { draft, calls, become: (next: Edition) => (edition = next), now: () => edition };
  }
  const first: Edition = { active: stored("uno", 1) };

  it("keeps itself, without what is empty", async () => {
    const { draft, now } = desk(first);
    draft.write(words("dos", { rules: ["a ", "  "] }));
    expect(draft.isUnsaved).toBe(true);
    await draft.save();
    expect(now().draft).toMatchObject({ systemPrompt: "dos", rules: ["a"], revision: 1 });
    expect(draft.state?.keeping).toBe("kept");
  });

  it("is not written over by what comes from the server while it is written", () => {
    const { draft } = desk(first);
    draft.write(words("mine"));
    draft.take({ active: stored("theirs", 2) });
    expect(draft.state?.words.systemPrompt).toBe("mine");
  });

  it("loses neither text where somebody saved another draft", async () => {
    const { draft, become, now } = desk(first);
    draft.write(words("mine"));
    become({ ...first, draft: stored("theirs", 0, 5) });
    await draft.save();
    expect(draft.state).toMatchObject({ keeping: "conflict", words: { systemPrompt: "mine" }, conflict: { over: "draft", theirs: { systemPrompt: "theirs" } } });
    draft.settle(draft.state!.words);
    await draft.save();
    expect(now().draft).toMatchObject({ systemPrompt: "mine", revision: 6 });
  });

  it("is not published over a version that it was not written on, until both were seen", async () => {
    const { draft, become, now } = desk(first);
    draft.write(words("mine"));
    await draft.save();
    become({ active: stored("theirs", 2) });
    expect(await draft.publish("why")).toBeUndefined();
    expect(draft.state).toMatchObject({ keeping: "conflict", conflict: { over: "version", theirs: { version: 2 } } });
    expect(now().active.systemPrompt).toBe("theirs");
    draft.settle(draft.state!.words);
    await draft.save();
    expect(await draft.publish("why")).toMatchObject({ version: 3, systemPrompt: "mine" });
    expect(draft.isUnsaved).toBe(false);
  });

  it("stays where it could not be saved, and says why", async () => {
    const { draft, calls } = desk(first);
    calls.saveDraft.mockRejectedValueOnce(new Problem("network", ""));
    draft.write(words("mine"));
    await draft.save();
    expect(draft.state).toMatchObject({ keeping: "failed", words: { systemPrompt: "mine" }, problem: { code: "network" } });
    await draft.save();
    expect(draft.state?.keeping).toBe("kept");
  });
});

describe("a run of saved questions", () => {
  const answered = (differ: boolean) => ({ active: { answer: "a", version: 1 }, draft: { answer: differ ? "b" : "a" }, differs: differ });

  it("asks one after the other, and goes on after one that failed", async () => {
    const asked: string[] = [];
    const trials = new Trials({
      runQuestion: (id) => {
        expect(trials.run?.tried.get(id)).toEqual({ state: "asking" });
        asked.push(id);
        return id === "b" ? Promise.reject(new Problem("unavailable", "")) : Promise.resolve(answered(id === "c"));
      },
    });
    await trials.start(["a", "b", "c"], words("x"));
    expect(asked).toEqual(["a", "b", "c"]);
    expect(trials.run?.isRunning).toBe(false);
    expect(progressOf(trials.run!)).toEqual({ done: 3, of: 3, differ: 1 });
  });

  it("ends where the next would fare no better", async () => {
    const trials = new Trials({ runQuestion: () => Promise.reject(new Problem("too_many", "")) });
    await trials.start(["a", "b"], words("x"));
    expect([...trials.run!.tried.keys()]).toEqual(["a"]);
  });

  it("asks no more once it is stopped, and takes no answer of an earlier run", async () => {
    const answers: ((trial: Trial) => void)[] = [];
    const trials = new Trials({ runQuestion: () => new Promise((resolve) => answers.push(resolve)) });
    const first = trials.start(["a", "b"], words("x"));
    trials.stop();
    const second = trials.start(["a", "b"], words("x"));
    answers[0]!(answered(true));
    await first;
    expect(trials.run?.tried.get("a")).toEqual({ state: "asking" });
    answers[1]!(answered(false));
    await vi.waitFor(() => expect(answers).toHaveLength(3));
    trials.stop();
    answers[2]!(answered(true));
    await second;
    expect(progressOf(trials.run!)).toEqual({ done: 2, of: 2, differ: 1 });
  });
});

describe("a change of the rollout", () => {
  it("names only what is other than in force", () => {
    expect(isNothing(changeOf(rollout, sharesOf({ ...rollout, people: [...rollout.people] })))).toBe(true);
    expect(changeOf(rollout, { ...sharesOf(rollout), percentage: 5, domains: {} })).toEqual({ percentage: 5, domains: {} });
  });
});

describe("the trail", () => {
  it("is asked for whole days, and only for what was given", () => {
    expect(filterOf({ what: "", who: " a@example.com ", target: "", from: "", to: "" })).toEqual({ who: "a@example.com" });
    const { from, to } = filterOf({ what: "", who: "", target: "", from: "2026-03-01", to: "2026-03-01" });
    expect(Date.parse(to!) - Date.parse(from!)).toBe(86_400_000);
  });

  it("is looked through by one thing at a time, whatever the days", () => {
    const days = { ...NOTHING_SOUGHT, from: "2026-03-01" };
    expect(seeking({ ...days, what: "app.changed" }, "who", "a@example.com")).toEqual({ ...days, who: "a@example.com" });
    expect(seeking({ ...days, what: "app.changed" }, "to", "2026-03-02")).toEqual({ ...days, what: "app.changed", to: "2026-03-02" });
  });

  it("is looked through by each thing that a function writes into it, and by nothing else", () => {
    const folders = ["../functions", "../shared"].flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => `${one.parentPath}/${one.name}`));
    const sources = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".go") && !name.endsWith("_test.go"));
    const texts = folders.map((folder) => sources(folder).map((name) => readFileSync(`${folder}/${name}`, "utf8")).join("\n"));
    const written = texts.filter((text) => text.includes('"getaifactory.com/ally/shared/audit"')).flatMap((text) => [...text.matchAll(/"([a-z]+\.[a-z]+)"/g)].map(([, word = ""]) => word));
    // Paths of fields look alike, and the name of a file.
    const acts = written.filter((word) => !/^(lease|sharing|inputs|output|code)\.|\.json$/.test(word));
    expect([...new Set(acts)].sort()).toEqual(Object.values(ACTS).flat().sort());
  });

  it("has words for everything that is written into it", () => {
    expect(Object.values(ACTS).flat().filter((act) => !(`act.${act}` in configEs))).toEqual([]);
  });

  it("tells the fields that changed", () => {
    expect(fieldsOf({ a: 1, b: "x" }, { a: 2, b: "x", c: [1] })).toEqual([
      { name: "a", before: "1", after: "2" },
      { name: "c", before: "—", after: "[1]" },
    ]);
  });
});

describe("what is not saved", () => {
  it("keeps the page from being left, until it is", () => {
    const edits = new Edits();
    const leaves = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
    expect(leaves()).toBe(true);
    edits.set("rollout", { percentage: 1 });
    expect(leaves()).toBe(false);
    edits.set("rollout", undefined);
    expect(leaves()).toBe(true);
  });
});

describe("the desk's texts", () => {
  it("are complete in both languages, with the same gaps", () => {
    const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    expect(Object.keys(configEn).sort()).toEqual(Object.keys(configEs).sort());
    for (const key of Object.keys(configEs) as (keyof typeof configEs)[]) expect([key, gaps(configEn[key])]).toEqual([key, gaps(configEs[key])]);
  });

  it("know every reason of access", () => {
    const reasons = ["environment_off", "kill_switch", "organization_switch", "person_switch", "unknown_person", "inactive_person", "disabled_domain", "inactive_organization", "denied", "superadmin", "granted", "held_out", "beta_group", "domain_rollout", "organization_rollout", "general", "not_in_rollout"];
    expect(reasons.filter((reason) => !(`reason.${reason}` in configEs))).toEqual([]);
  });
});

describe("two texts", () => {
  it("are the same once they are stored", () => {
    expect(sameWords(words("a", { rules: ["x", ""] }), words("a", { rules: [" x "] }))).toBe(true);
    expect(sameWords(words("a"), words("b"))).toBe(false);
  });
});
