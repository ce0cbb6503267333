import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const SERVED_ELSEWHERE = /^\/(api|health|metrics)(\/|$)/;
const YEAR_SECONDS = 31_536_000;

/**
 * Serves the built dashboard from `dir`: files with a digest in their name for ever, everything else asked for anew,
 * and the start page for every path that is a screen. Brotli or gzip where the build left a compressed twin.
 */
export function serveDashboard(app: NestExpressApplication, dir: string): void {
  app.use(screensAndTwins(dir));
  app.useStaticAssets(dir, { index: false, redirect: false, setHeaders: setCaching });
}

function screensAndTwins(dir: string): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && !SERVED_ELSEWHERE.test(request.path)) {
      const isScreen = !/\.\w+$/.test(request.path);
      if (isScreen) request.url = '/index.html';
      preferCompressed(dir, request, response);
    }
    next();
  };
}

const TWINS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

function preferCompressed(dir: string, request: Request, response: Response): void {
  const { path } = request;
  if (path.includes('..') || path.includes('\0')) return;
  response.vary('Accept-Encoding');
  for (const [encoding, suffix] of TWINS) {
    if (request.acceptsEncodings(encoding) !== encoding || !existsSync(join(dir, path + suffix))) continue;
    response.setHeader('Content-Encoding', encoding);
    response.type(/[^.]+$/.exec(path)![0]);
    request.url = path + suffix;
    return;
  }
}

function setCaching(response: Response, path: string): void {
  const isHashed = /[/\\]assets[/\\].*-[\w-]{8,}\.\w+(\.br|\.gz)?$/.test(path);
  response.setHeader('Cache-Control', isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
}
