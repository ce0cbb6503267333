import { Controller, Get, Inject, Req, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { FETTLE_CONFIG, type FettleConfig, HealthRegistry, MetricsRegistry } from '@fettle/platform';
import type { Request, Response } from 'express';
import { createHash, timingSafeEqual } from 'node:crypto';
import { apiError } from '../http/api-error-status';
import { ProblemFilter } from '../http/problem.filter';

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;

/** For orchestrators and Prometheus; not part of the REST API. */
@Controller()
@ApiExcludeController()
@UseFilters(ProblemFilter)
export class OperationsController {
  constructor(
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
    @Inject(MetricsRegistry) private readonly metrics: MetricsRegistry,
    @Inject(FETTLE_CONFIG) private readonly config: FettleConfig,
  ) {}

  /** This process runs. */
  @Get('health/live')
  live(): { live: true } {
    return { live: true };
  }

  /** 503 until every part answers. Why one does not is for the operator's eyes. */
  @Get('health/ready')
  async ready(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<object> {
    const report = await this.health.report();
    response.status(report.ready ? 200 : 503).setHeader('Cache-Control', 'no-store');
    if (this.isOperator(request)) return report;
    const parts = Object.entries(report.parts).map(([name, { ok }]) => [name, { ok }] as const);
    return { ready: report.ready, parts: Object.fromEntries(parts) };
  }

  /** Throws `METRICS.FORBIDDEN` for everyone but the operator. */
  @Get('metrics')
  async prometheus(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!this.isOperator(request)) {
      throw apiError(
        'METRICS.FORBIDDEN',
        'metrics are served on loopback, or with the secret "metrics" as bearer token',
      );
    }
    response.type(this.metrics.contentType).send(await this.metrics.metrics());
  }

  /** On this machine and not through a proxy, or with the secret `metrics` of the secret file. */
  private isOperator(request: Request): boolean {
    const secret = this.config.secrets['metrics'];
    const bearer = request.headers.authorization?.replace(/^Bearer /i, '');
    if (secret && bearer !== undefined) return sameText(secret, bearer);
    const isForwarded = request.headers['x-forwarded-for'] ?? request.headers['forwarded'];
    return isForwarded === undefined && LOOPBACK.test(request.socket.remoteAddress ?? '');
  }
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
