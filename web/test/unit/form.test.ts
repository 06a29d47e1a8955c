import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressesIn, initialValues, inputsOf, isAddress, shownFields, wrongIn } from "../../src/apps/form";
import { APPS } from "../fake/apps";

const fields = (id: string) => APPS.find((app) => app.id === id)!.fields;

describe("a form that an app describes", () => {
  it("begins with what it was given, else with what the app says", () => {
    expect(initialValues(fields("summary"), { title: "Octubre" }, "c1")).toMatchObject({ source: "conversation", conversation: "c1", style: "concise", title: "Octubre", from: "" });
    expect(initialValues(fields("collaborate"), {}, "c1")).toMatchObject({ method: "email", recipients: [], days: 7 });
  });

  it("shows and sends only the fields that the others ask for", () => {
    const values = { ...initialValues(fields("summary"), {}, "c1"), text: "Algo", source: "text" };
    expect(shownFields(fields("summary"), values).map((field) => field.name)).toEqual(["source", "text", "style", "title"]);
    expect(inputsOf(fields("summary"), values)).toEqual({ source: "text", text: "Algo", style: "concise" });
  });

  it("sends along what it was given and does not show", () => {
    expect(inputsOf(fields("collaborate").slice(0, 1), { method: "link", other: 1 })).toEqual({ method: "link", other: 1 });
  });

  it("knows what is missing, too long, out of bounds or no address", () => {
    const wrong = (id: string, values: Record<string, unknown>) => Object.fromEntries([...wrongIn(fields(id), { ...initialValues(fields(id), {}, "c1"), ...values })].map(([name, one]) => [name, one.kind]));
    expect(wrong("summary", {})).toEqual({});
    expect(wrong("summary", { source: "text", text: "  " })).toEqual({ text: "required" });
    expect(wrong("summary", { title: "x".repeat(81) })).toEqual({ title: "tooLong" });
    expect(wrong("summary", { title: "🏗".repeat(80) })).toEqual({});
    expect(wrong("collaborate", { recipients: ["nadie"], days: 91 })).toEqual({ recipients: "email", days: "number" });
    expect(wrong("collaborate", { recipients: [], method: "link", days: "7" })).toEqual({});
    expect([...wrongIn([{ name: "to", type: "emails", label: { es: "", en: "" }, required: true, maximum: 1 }], { to: ["a@example.com", "b@example.com"] }).values()]).toEqual([{ kind: "tooMany", most: 1 }]);
  });

  it("sends a number as one, and a local time as a moment", () => {
    const label = { es: "", en: "" };
    const inputs = inputsOf([{ name: "n", type: "number", label, required: true }, { name: "at", type: "datetime", label, required: true }], { n: "12", at: "2026-11-30T10:00" });
    expect(inputs.n).toBe(12);
    expect(new Date(String(inputs.at)).getTime()).toBe(new Date("2026-11-30T10:00").getTime());
  });
});

describe("addresses that are typed or pasted", () => {
  it("are found with names and without", () => {
    expect(addressesIn("a@example.com, b@example.com;c@example.com\nd@example.com")).toEqual(["a@example.com", "b@example.com", "c@example.com", "d@example.com"]);
    expect(addressesIn('"Rojas, Ana" <ana@example.com>, Beto <beto@example.com>')).toEqual(["ana@example.com", "beto@example.com"]);
  });

  it("are never taken for one with a line break, a comma or a second @ in it", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("\n", "\r", ",", ";", "<", ">", " ", "@"), fc.string(), (a, bad, b) => {
        expect(isAddress(`a${a}${bad}${b}@example.com`)).toBe(false);
      }),
    );
  });
});
