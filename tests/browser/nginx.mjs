// Serves the site below a path with nginx, by the snippet that was built with it.
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseOf } from './site.mjs';

const [folder, port] = process.argv.slice(2);
const base = baseOf(folder);
const own = mkdtempSync(join(tmpdir(), 'katalog-nginx-'));
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(kind => `${kind}_temp_path ${own}/${kind};`);

writeFileSync(join(own, 'nginx.conf'), `
daemon off;
master_process off;
pid ${own}/pid;
error_log stderr error;
events {}
http {
  access_log off;
  ${temporary.join(' ')}
  types { text/html html; text/css css; application/javascript js; application/pdf pdf; image/png png; image/svg+xml svg; text/plain txt; text/xml xml; }
  default_type application/octet-stream;
  server { listen 127.0.0.1:${port}; root ${folder.slice(0, 1 - base.length)}; include ${folder}/nginx.conf; }
}
`);

const program = spawn('nginx', ['-p', own, '-c', join(own, 'nginx.conf')], { stdio: 'inherit' });
program.on('error', error => { throw error; });
program.on('exit', code => process.exit(code ?? 1));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => program.kill());
