import { defineConfig } from '@playwright/test';
import { SITE, PLAIN, BELOW, EVERYTHING } from './site.mjs';

export default defineConfig({
  testMatch: '*.spec.mjs',
  outputDir: '../../target/browser/results',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  reporter: process.env.CI ? 'dot' : 'line',
  use: {
    launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--disable-gpu'] },
    locale: 'en-GB',
  },
  webServer: [[SITE, 'server'], [PLAIN, 'server'], [BELOW, 'nginx'], [EVERYTHING, 'nginx']].map(([{ folder, port }, program]) => ({
    command: `node ${program}.mjs ${folder} ${port}`,
    port,
  })),
  projects: [
    { name: 'site', testIgnore: ['lighthouse.spec.mjs', ...(process.env.KATALOG_SPEED ? [] : ['first-result.spec.mjs'])] },
    // What is timed has the machine for itself.
    { name: 'lighthouse', testMatch: 'lighthouse.spec.mjs', dependencies: ['site'], fullyParallel: false },
  ],
});
