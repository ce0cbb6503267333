import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { MAX_MODEL_BYTES } from '@fettle/contracts';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { listen, type ProcessParts, ServiceLogger } from '@fettle/platform';
import compression from 'compression';
import express, { type Request, type Response } from 'express';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveDashboard } from './dashboard-files/dashboard-files';
import { API_PREFIX } from './http/api-controller';
import { openApiDocument } from './http/open-api';
import { ProblemFilter } from './http/problem.filter';
import { securityHeaders } from './http/security-headers';
import { OCTET_STREAM } from './models/octet-stream';

/** Where the built dashboard lies, seen from this package's `src` and `dist` alike. */
const DASHBOARD_DIR = join(__dirname, '../../dashboard/dist');
const BODY_LIMIT = '1mb';

export interface ApiApplicationOptions {
  /** Folder of the built dashboard. Absent: where the build puts it. */
  readonly dashboardDir?: string;
}

/**
 * The API's HTTP and socket server, not yet listening. `root` holds the process's parts and the API's module.
 * Every error leaves as a problem document, unknown routes and malformed bodies included.
 */
export async function createApiApplication(
  root: DynamicModule,
  parts: ProcessParts,
  options: ApiApplicationOptions = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(root, new ExpressAdapter(), {
    logger: new ServiceLogger('api'),
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true,
  });
  const secure = new URL(parts.config.publicUrl).protocol === 'https:';
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(securityHeaders(secure));
  app.use(compression());
  app.useBodyParser('json', { limit: BODY_LIMIT, strict: true });
  app.use(`/${API_PREFIX}/models`, express.raw({ type: OCTET_STREAM, limit: MAX_MODEL_BYTES }));
  app.useGlobalFilters(new ProblemFilter());
  app.useWebSocketAdapter(new IoAdapter(app));
  const dashboard = options.dashboardDir ?? DASHBOARD_DIR;
  if (existsSync(dashboard)) serveDashboard(app, dashboard);
  const document = JSON.stringify(openApiDocument(app, secure));
  app.use('/api/openapi.json', (_request: Request, response: Response) => {
    response.type('application/json').send(document);
  });
  return app;
}

/** The same, listening on the configured host and port. Throws `CONFIG.PORT_TAKEN`. */
export async function startApiApplication(
  root: DynamicModule,
  parts: ProcessParts,
): Promise<INestApplicationContext> {
  const app = await createApiApplication(root, parts);
  await app.init();
  const server = app.getHttpServer();
  await listen(server, parts.config.httpPort, parts.config.host, 'FETTLE_HTTP_PORT');
  return app;
}
