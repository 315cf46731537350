// Serves a built site below the path of its address, compressed and under the policy that its pages are made for.
import { createServer } from 'node:http';
import compression from 'compression';
import sirv from 'sirv';
import { baseOf } from './site.mjs';

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; connect-src 'self'; "
  + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const [folder, port] = process.argv.slice(2);
const base = baseOf(folder);
const files = sirv(folder, { etag: true });
const compress = compression();

createServer((request, response) => {
  response.setHeader('Content-Security-Policy', POLICY);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  const nothing = () => {
    response.statusCode = 404;
    response.end();
  };
  if (!request.url.startsWith(base)) return nothing();
  request.url = request.url.slice(base.length - 1);
  compress(request, response, () => files(request, response, nothing));
}).listen(+port, '127.0.0.1');
