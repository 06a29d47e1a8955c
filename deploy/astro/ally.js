// Leads /api/ally/** and /api/feature-flags of the existing Astro application to
// Ally's functions. Copy it to src/pages/api/ally/[...path].js, and a line
// `export { ALL, prerender } from './ally/[...path].js'` to src/pages/api/feature-flags.js
// and src/pages/api/ally.js. Without ALLY_FUNCTIONS_URL there is no Ally.
export const prerender = false;

const last = { 'feature-flags': 'allyflags', ally: 'allymain', 'openapi.json': 'allyopenapi', superprompt: 'allypanel' };

export async function ALL({ request }) {
  const url = new URL(request.url);
  const [, , first, second, third] = url.pathname.split('/');
  const own = ['apps', 'config'].includes(second) && third; // each app and each part of the configuration is a function of its own
  const named = own ? third : second;
  const name = named === undefined ? last[first] : (own ? undefined : last[named]) ?? (/^[a-z]+$/.test(named) ? `ally${named}` : undefined);
  const base = process.env.ALLY_FUNCTIONS_URL;
  if (!base || !name) return new Response(null, { status: 404, headers: { 'Cache-Control': 'no-store' } });
  const headers = new Headers(request.headers);
  for (const hop of ['host', 'connection', 'accept-encoding', 'content-length']) headers.delete(hop);
  const body = ['GET', 'HEAD'].includes(request.method) ? undefined : request.body;
  const answer = await fetch(`${base}/${name}${url.pathname}${url.search}`,
    { method: request.method, headers, body, duplex: 'half', redirect: 'manual', signal: request.signal });
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}
