import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { roleAllows, type Role } from '@fettle/contracts';
import type { FettleConfig } from '@fettle/platform';
import { FETTLE_CONFIG } from '@fettle/platform';
import type { Request } from 'express';
import { apiError } from '../http/api-error-status';
import { attachSession } from './current-session';
import { NEEDED_ROLE, PUBLIC_ROUTE } from './needs.decorator';
import { isForeignOrigin } from './request-credentials';
import { SessionService } from './session.service';

const READING = new Set(['GET', 'HEAD']);

/** Lets in who is signed in, may do it, and does it from our own pages. Refuses by default. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(FETTLE_CONFIG) private readonly config: FettleConfig,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const reads = READING.has(request.method);
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC_ROUTE, targets)) {
      // A page elsewhere must not sign its visitor in under an account of its choice.
      if (!reads) this.refuseForeignOrigin(request);
      return true;
    }
    const { session, viaCookie } = await this.sessions.verify(request.headers);
    if (viaCookie && !reads) this.refuseForeignOrigin(request);
    const needed =
      this.reflector.getAllAndOverride<Role>(NEEDED_ROLE, targets) ?? (reads ? 'viewer' : 'operator');
    if (!roleAllows(session.role, needed)) {
      throw apiError('ROLE.TOO_LOW', `this takes the role ${needed}; yours is ${session.role}`);
    }
    attachSession(request, session);
    return true;
  }

  private refuseForeignOrigin(request: Request): void {
    if (isForeignOrigin(request.headers, this.config.publicUrl)) {
      throw apiError('ORIGIN.REFUSED', 'requests of other sites are refused');
    }
  }
}
