import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const source = (library: string): string =>
  fileURLToPath(new URL(`../../libs/${library}/src/index.ts`, import.meta.url));

/** Where `vite` (development only) finds a running API. */
const api = process.env['FETTLE_API_URL'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@fettle/contracts': source('contracts'), '@fettle/kernel': source('kernel') } },
  build: {
    target: 'es2022',
    sourcemap: false,
    // Every byte that a phone loads over a bad link is looked at: a chunk over this is a question.
    chunkSizeWarningLimit: 420,
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: api, ws: true } } },
});
