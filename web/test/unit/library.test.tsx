import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { Sparkles } from "lucide-react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { AllyActionsPanel, AllyComparisonDashboard, AllyInputPanel, AllyOutputCard, AllyToggle, registerApp } from "../../src/index";
import { FakeComparison } from "../fake/comparison";
import { conversation } from "./world";

/** Answers calls by "METHOD /path"; everything else is not there. */
function serve(answers: Record<string, unknown>): string[] {
  const calls: string[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    const name = `${request.method} ${new URL(request.url).pathname}`;
    calls.push(name);
    const answer = answers[name];
    return Promise.resolve(answer === undefined ? Response.json({ error: "Gone.", code: "not_found", requestId: "r" }, { status: 404 }) : Response.json(answer));
  });
  return calls;
}

afterEach(() => vi.unstubAllGlobals());

describe("AllyToggle", () => {
  const flags = (allyBetaAccess: boolean) => ({ "GET /api/feature-flags": { allyBetaAccess, reason: "r", stage: "s" } });

  it("is absent for a person without access", async () => {
    const calls = serve(flags(false));
    const { container } = render(<AllyToggle userId="no" userEmail="a@b.cl" value="classic" onChange={vi.fn()} />);
    await waitFor(() => expect(calls).toHaveLength(1));
    await act(() => Promise.resolve());
    expect(container.innerHTML).toBe("");
  });

  it("is absent while nobody answers", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    const { container } = render(<AllyToggle userId="off" userEmail="a@b.cl" value="classic" onChange={vi.fn()} />);
    await act(() => Promise.resolve());
    expect(container.innerHTML).toBe("");
  });

  it("switches for a person with access", async () => {
    serve(flags(true));
    const onChange = vi.fn();
    render(<AllyToggle userId="yes" userEmail="a@b.cl" value="classic" onChange={onChange} />);
    const ally = await screen.findByRole("button", { name: "Ally Beta" });
    expect(screen.getByRole("button", { name: "Chat clásico" }).getAttribute("aria-pressed")).toBe("true");
    fireEvent.click(ally);
    expect(onChange).toHaveBeenCalledWith("ally");
  });
});

describe("AllyActionsPanel", () => {
  const width = () => screen.getByRole("complementary").style.width;

  const app = (id: string, es: string) => ({ id, name: { es, en: id }, description: { es: "Sirve.", en: "Serves." }, icon: "mail", version: "1", fields: [], cardTypes: [] });

  it("is 40 pixels wide, says that there is nothing, and holds what registers", async () => {
    serve({ "GET /api/ally/apps": { apps: [], success: true } });
    render(<AllyActionsPanel userId="a" conversationId="c" />);
    expect(width()).toBe("40px");
    fireEvent.click(screen.getByRole("button", { name: "Abrir acciones" }));
    expect(width()).toBe("320px");
    await screen.findByText("Sin apps por ahora");

    let takeOut = () => {};
    act(() => void (takeOut = registerApp({ id: "x", name: { es: "Resumen", en: "Summary" }, icon: Sparkles, render: ({ conversationId }) => <p>of {conversationId}</p> })));
    fireEvent.click(screen.getByRole("button", { name: "Resumen" }));
    expect(width()).toBe("600px");
    screen.getByText("of c");
    fireEvent.click(screen.getByRole("button", { name: "Volver a la lista" }));
    expect(width()).toBe("320px");
    act(() => takeOut());
    screen.getByText("Sin apps por ahora");
  });

  it("holds what the organization has, with the host's in the place of one of the same id", async () => {
    serve({ "GET /api/ally/apps": { apps: [app("email", "Correo"), app("y", "Planilla")], success: true } });
    const takeOut = registerApp({ id: "y", name: "Del anfitrión", icon: Sparkles, render: () => <p>host</p> });
    render(<AllyActionsPanel userId="given" conversationId="c" />);
    await screen.findByRole("button", { name: "Correo" });
    expect(screen.queryByRole("button", { name: "Planilla" })).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Del anfitrión" }));
    screen.getByText("host");
    act(() => takeOut());
  });

  it("goes on working where an app fails", () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const takeOut = registerApp({
      id: "bad",
      name: "Bad",
      icon: Sparkles,
      render: () => {
        throw new Error("broken");
      },
    });
    const Broken = () => {
      throw new Error("broken");
    };
    act(() => void registerApp({ id: "bad", name: "Bad", icon: Sparkles, render: () => <Broken /> }));
    render(<AllyActionsPanel userId="a" conversationId="c" />);
    fireEvent.click(screen.getByRole("button", { name: "Bad" }));
    expect(screen.getByRole("alert").textContent).toContain("Algo falló en esta parte");
    fireEvent.click(screen.getByRole("button", { name: "Volver a la lista" }));
    act(() => takeOut());
  });
});

describe("AllyComparisonDashboard", () => {
  // What is fetched when it is first drawn is there already.
  beforeAll(async () => void (await import("../../src/components/comparison/ComparisonView")));
  const asked = { method: "GET", path: [], query: new URLSearchParams(), body: {} };

  it("keeps its view and filter itself, or leaves them to its host", async () => {
    serve({ "GET /api/ally/comparison": new FakeComparison().answer(asked) });
    const onPlace = vi.fn();
    const { rerender } = render(<AllyComparisonDashboard userId="s" onPlace={onPlace} />);
    await screen.findByText("Mejorar antes de avanzar");
    fireEvent.click(screen.getByRole("tab", { name: "Evolución" }));
    expect(onPlace).toHaveBeenLastCalledWith("trends");
    await screen.findByRole("img", { name: "Satisfacción, por semana, en ambos lados" });
    rerender(<AllyComparisonDashboard userId="s" place="distributions?domain=example.com" onPlace={onPlace} />);
    await screen.findByText("Parte de las veces de cada lado, según cuánto tardaron.");
    fireEvent.click(screen.getByRole("button", { name: "Quitar filtros" }));
    expect(onPlace).toHaveBeenLastCalledWith("distributions");
  });

  it("says whom it is for to whoever may not see it", async () => {
    vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ error: "No.", code: "forbidden", requestId: "r" }, { status: 403 })));
    render(<AllyComparisonDashboard userId="nobody" />);
    await screen.findByText("La comparación es para quien administra la plataforma");
  });
});

describe("AllyOutputCard", () => {
  const card = (type: string, content: unknown) => ({ id: "1", type, content }) as Parameters<typeof AllyOutputCard>[0]["card"];

  it("shows a table, its numbers as people of the language write them", () => {
    serve({});
    render(<AllyOutputCard userId="cards" conversationId="c" card={card("table", { columns: ["A", "B"], rows: [["x", 1234567.5]] })} />);
    screen.getByRole("cell", { name: "1.234.567,5" });
  });

  it("asks no other site for a picture", () => {
    serve({});
    const { container } = render(<AllyOutputCard userId="cards" conversationId="c" card={card("image", { url: "https://evil.example/a.png", alt: "Plano" })} />);
    expect(container.querySelector("img")).toBeNull();
    expect(screen.getByRole("link", { name: "Plano" }).getAttribute("href")).toBe("https://evil.example/a.png");
  });

  it.each(["text", "markdown", "table", "chart", "image", "cta", "new"])("says so where it can't show a card of kind %s", (type) => {
    serve({});
    for (const content of [undefined, null, 5, [], { rows: 3 }]) {
      const { unmount, container } = render(<AllyOutputCard userId="cards" conversationId="c" card={card(type, content)} />);
      expect(container.textContent).not.toBe("");
      unmount();
    }
  });

  it("connects an agent by choosing it for the conversation", async () => {
    const calls = serve({
      "GET /api/ally/conversations/c": { conversation: conversation(), success: true },
      "PATCH /api/ally/conversations/c": { conversation: conversation({ revision: 2, activeInputs: { ...conversation().activeInputs, agentIds: ["m1"] } }), dropped: [], success: true },
    });
    render(
      <AllyOutputCard
        userId="connect"
        conversationId="c"
        card={{ ...card("cta", { agentId: "m1", agentName: "M001", reason: "Sabe" }), actions: [{ label: "Conectar", action: "connect_agent", data: { agentId: "m1" } }, { label: "Otra", action: "unheard_of" }] }}
      />,
    );
    fireEvent.click(await screen.findByRole("button", { name: "Conectar" }));
    await screen.findByRole("button", { name: "Conectado" });
    expect(calls.at(-1)).toBe("PATCH /api/ally/conversations/c");
    expect(screen.queryByRole("button", { name: "Otra" })).toBeNull();
  });
});

describe("AllyInputPanel", () => {
  it("counts the budget of what is chosen", async () => {
    const sections = (["organization", "domain", "agent", "conversation", "action"] as const).map((kind) => ({
      kind,
      count: kind === "action" ? 0 : 1,
      items: kind === "action" ? [] : [{ id: kind === "agent" ? "m1" : kind, name: `One ${kind}`, line: "", count: 2, tokens: 100 }],
      nextCursor: null,
    }));
    serve({
      "GET /api/ally/inputs": { sections, budget: { tokens: 1000 }, success: true },
      "GET /api/ally/conversations/b": { conversation: conversation({ id: "b", activeInputs: { organizationInfo: true, domainInfo: false, agentIds: ["m1", "elsewhere"], conversationIds: [], actionIds: [] } }), success: true },
    });
    render(<AllyInputPanel userId="budget" userDomain="b.cl" conversationId="b" />);
    const meter = await screen.findByRole("meter");
    await waitFor(() => expect(meter.getAttribute("aria-valuenow")).toBe("20"));
    screen.getByText("200 / 1.000");
    screen.getByText("Sin contar 1 cuyo tamaño no se conoce aún.");
  });
});
