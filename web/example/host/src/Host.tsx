import { Suspense, lazy } from "react";

// Whether the library is there at all: without it, not a byte of it is loaded.
const Chat = new URLSearchParams(location.search).has("ally") ? lazy(() => import("./Chat")) : () => null;

/** The page of the host: what is its own stands around the place for the chat. */
export function Host() {
  return (
    <div className="mx-auto flex h-screen max-w-[1600px] flex-col">
      <nav className="flex h-[90px] shrink-0 items-center gap-6 border-b-4 border-rose-300 px-6">
        <h1>Plataforma</h1>
        <a href="#agentes">Agentes</a>
        <button className="button">Nuevo</button>
        <input className="w-48" aria-label="Buscar" placeholder="Buscar" />
      </nav>
      <div className="flex min-h-0 grow">
        <aside className="flex w-[300px] shrink-0 flex-col gap-4 overflow-hidden p-4">
          <div className="card">
            <h2 className="text-lg">Obras</h2>
            <ul>
              <li>Las Condes</li>
              <li>Antofagasta</li>
            </ul>
          </div>
          <div className="card rounded-xl shadow-lg ring-2 ring-emerald-500">
            <p>
              Un párrafo de la página con un <a href="#enlace">enlace</a> y <code>código</code>.
            </p>
            <button>Guardar</button>
          </div>
          <table className="border-separate border-spacing-2 text-sm">
            <tbody>
              <tr>
                <th>Equipo</th>
                <td>Grúa</td>
              </tr>
            </tbody>
          </table>
        </aside>
        <main className="relative min-w-0 grow">
          <div data-place className="absolute inset-0">
            <Suspense>
              <Chat />
            </Suspense>
          </div>
        </main>
      </div>
      <footer className="flex h-[60px] shrink-0 items-center justify-between px-6 text-xs">
        <span>© Plataforma</span>
        <select aria-label="Idioma">
          <option>Español</option>
        </select>
      </footer>
    </div>
  );
}
