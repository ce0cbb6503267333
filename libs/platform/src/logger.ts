import type { LoggerService } from '@nestjs/common';
import { systemClock } from '@fettle/kernel';

/** Nest's own start-up chatter says nothing to an operator. */
const QUIET = new Set([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
  'NestMicroservice',
  'WebSocketsController',
]);

/** One JSON object a line on stderr: time, level, service, context, message; errors with their stack. */
export class ServiceLogger implements LoggerService {
  constructor(private readonly service: string) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: string, message: unknown, rest: unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? String(rest.at(-1)) : undefined;
    if (level === 'info' && context !== undefined && QUIET.has(context)) return;
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? rest[0] : undefined;
    const time = new Date(systemClock.nowMs()).toISOString();
    const text = message instanceof Error ? (message.stack ?? message.message) : String(message);
    process.stderr.write(
      `${JSON.stringify({ time, level, service: this.service, context, message: text, stack })}\n`,
    );
  }
}
