import { defineConfig } from '@playwright/test';
export default defineConfig({ testMatch: 'offline.spec.mjs', outputDir: '/tmp/pwres', timeout: 60000, workers: 1, use: { launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--disable-gpu'] }, locale: 'en-GB' } });
