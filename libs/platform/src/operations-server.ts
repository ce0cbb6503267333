import { createServer, type ServerResponse } from 'node:http';
import { listen } from './listen';
import type { ProcessParts } from './service';

export interface OperationsServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** `/health/live`, `/health/ready` and `/metrics` for a service that has no HTTP interface of its own. */
export async function startOperationsServer(parts: ProcessParts): Promise<OperationsServer> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '', response, parts).catch(() => response.writeHead(500).end());
  });
  const port = await listen(server, parts.config.httpPort, parts.config.host, 'FETTLE_HTTP_PORT');
  return { port, stop: () => new Promise((closed) => server.close(() => closed())) };
}

async function answer(url: string, response: ServerResponse, parts: ProcessParts): Promise<void> {
  if (url === '/health/live') return sendJson(response, 200, { live: true });
  if (url === '/health/ready') {
    const report = await parts.health.report();
    return sendJson(response, report.ready ? 200 : 503, report);
  }
  if (url === '/metrics') {
    response.writeHead(200, { 'content-type': parts.metrics.contentType });
    response.end(await parts.metrics.metrics());
    return;
  }
  sendJson(response, 404, { code: 'HTTP.NOT_FOUND' });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
