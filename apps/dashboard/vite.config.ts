import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const source = (library: string): string =>
  fileURLToPath(new URL(`../../libs/${library}/src/index.ts`, import.meta.url));

/** Where `vite` (development only) finds a running API. */
const api = process.env['FETTLE_API_URL'] ?? 'http://127.0.0.1:3000';

/** Text shorter than this gains nothing by being packed. */
const LEAST_BYTES = 1024;

/** Leaves a brotli and a gzip twin beside every text file of the build, which the API serves to whoever takes them. */
function compressedTwins(): Plugin {
  let dir = '';
  return {
    name: 'compressed-twins',
    apply: 'build',
    configResolved: (config) => void (dir = join(config.root, config.build.outDir)),
    closeBundle: () => {
      for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        const path = join(dir, name);
        if (!/\.(js|css|html|svg|webmanifest)$/.test(name) || statSync(path).size < LEAST_BYTES) continue;
        const text = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(text));
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressedTwins()],
  resolve: {
    alias: Object.fromEntries(
      ['contracts', 'kernel', 'device-models', 'features', 'tinyml'].map((name) => [
        `@fettle/${name}`,
        source(name),
      ]),
    ),
  },
  build: {
    target: 'es2022',
    sourcemap: false,
    // Every byte that a phone loads over a bad link is looked at: a chunk over this is a question.
    chunkSizeWarningLimit: 420,
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: api, ws: true } } },
});
