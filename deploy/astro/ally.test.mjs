// Run by a test of cmd/ally with the functions' routes: `node ally.test.mjs '{"/api/ally": "allymain", …}'`.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { ALL } from './ally.js';

const routes = JSON.parse(process.argv[2]);
const server = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += piece;
  response.writeHead(201, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'private, no-store' });
  response.write(JSON.stringify({ method: request.method, url: request.url, cookie: request.headers.cookie, origin: request.headers.origin, body }));
  response.end();
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));

const ask = (path, init) => ALL({ request: new Request(`https://chat.example.com${path}`, init) });
assert.equal((await ask('/api/ally')).status, 404, 'without the variable there is no Ally');

process.env.ALLY_FUNCTIONS_URL = `http://127.0.0.1:${server.address().port}`;
for (const [route, name] of Object.entries(routes)) {
  const answer = await ask(`${route}?a=b%20c`, { headers: { cookie: 'flow_session=x', origin: 'https://chat.example.com' } });
  assert.equal(answer.status, 201);
  assert.equal(answer.headers.get('cache-control'), 'private, no-store');
  const seen = await answer.json();
  assert.deepEqual(seen, { method: 'GET', url: `/${name}${route}?a=b%20c`, cookie: 'flow_session=x', origin: 'https://chat.example.com', body: '' });
}
const sent = await ask('/api/ally/messages/m1/stop', { method: 'POST', body: '{"x":1}', headers: { 'content-type': 'application/json' } });
const seen = await sent.json();
assert.deepEqual([seen.method, seen.url, seen.body], ['POST', '/allymessages/api/ally/messages/m1/stop', '{"x":1}']);
assert.equal((await ask('/api/ally/..%2Fx')).status, 404);
server.close();
