// Every page and style keeps to the standards, as the Nu HTML checker knows them.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import vnu from 'vnu-jar';
import { EVERYTHING, SITE } from './site.mjs';
import { test, expect } from './test.mjs';

test('the checker has nothing to say about any page, style or picture', async () => {
  test.setTimeout(240_000);
  const ask = ['-Xss4m', '-jar', vnu, '--format', 'json', '--stdout', '--exit-zero-always', '--also-check-css', '--also-check-svg', '--skip-non-html'];
  const { stdout } = await promisify(execFile)('java', [...ask, SITE.folder, EVERYTHING.folder], { maxBuffer: 1 << 28 });
  expect(JSON.parse(stdout).messages.slice(0, 50)).toEqual([]);
});
