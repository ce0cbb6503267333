import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Paths that are never a screen of the dashboard. */
const NOT_A_SCREEN = /^\/(api|health|metrics|assets)(\/|$)/;
const YEAR_SECONDS = 31_536_000;

/**
 * Serves the built dashboard from `dir`: files with a digest in their name for ever, everything else asked for anew,
 * and the start page for every path that is a screen. Brotli or gzip where the build left a compressed twin.
 */
export function dashboardFiles(dir: string): RequestHandler {
  const files = express.static(dir, { index: false, setHeaders: setCaching, redirect: false });
  return (request: Request, response: Response, next: NextFunction) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    const isScreen = !NOT_A_SCREEN.test(request.path) && !/\.\w+$/.test(request.path);
    if (isScreen) request.url = '/index.html';
    else if (/^\/(api|health|metrics)(\/|$)/.test(request.path)) return next();
    preferCompressed(dir, request, response);
    files(request, response, next);
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
