import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { serveDashboard } from './dashboard-files';

@Module({})
class NothingModule {}

describe('dashboard files', () => {
  const dir = mkdtempSync(join(tmpdir(), 'fettle-dashboard-'));
  let app: NestExpressApplication;
  let origin: string;

  beforeAll(async () => {
    mkdirSync(join(dir, 'assets'));
    writeFileSync(join(dir, 'index.html'), '<p>start</p>');
    writeFileSync(join(dir, 'icon.svg'), '<svg/>');
    writeFileSync(join(dir, 'assets/app-BX3dk_2a.js'), 'code');
    writeFileSync(join(dir, 'assets/app-BX3dk_2a.js.br'), brotliCompressSync('code'));
    writeFileSync(join(dir, 'assets/app-BX3dk_2a.js.gz'), gzipSync('code'));
    app = await NestFactory.create<NestExpressApplication>(NothingModule, { logger: false });
    serveDashboard(app, dir);
    await app.listen(0, '127.0.0.1');
    origin = await app.getUrl();
  });

  afterAll(async () => {
    await app.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const get = (path: string, headers: Record<string, string> = { 'accept-encoding': 'identity' }) =>
    fetch(origin + path, { headers });

  it.each(['/', '/alerts', '/assets/0199c1a2-0000-7000-8000-000000000000', '/sign-in?link=x'])(
    '%s is a screen, asked for anew each time',
    async (path) => {
      const answer = await get(path);
      expect(await answer.text()).toBe('<p>start</p>');
      expect(answer.headers.get('content-type')).toContain('text/html');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('a file with a digest in its name is kept for ever, others are not', async () => {
    const hashed = await get('/assets/app-BX3dk_2a.js');
    expect(await hashed.text()).toBe('code');
    expect(hashed.headers.get('cache-control')).toContain('immutable');
    expect((await get('/icon.svg')).headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['br', 'gzip'])('the %s twin is sent to those who take it, as what it is', async (encoding) => {
    const answer = await get('/assets/app-BX3dk_2a.js', { 'accept-encoding': encoding });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('content-type')).toContain('javascript');
    expect(answer.headers.get('vary')).toContain('Accept-Encoding');
    expect(await answer.text()).toBe('code');
  });

  it.each(['/api/v1/nowhere', '/assets/gone-12345678.js', '/%2e%2e/%2e%2e/etc/passwd.txt', '/metrics'])(
    '%s is not a screen',
    async (path) => expect((await get(path)).status).toBe(404),
  );
});
