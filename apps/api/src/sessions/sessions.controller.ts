import { Body, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import {
  createSessionRequestSchema,
  createSessionResponseSchema,
  currentSessionResponseSchema,
  redeemSignInLinkRequestSchema,
  sessionResponseSchema,
  setupRequestSchema,
  setupStateResponseSchema,
  type SessionResponse as SessionView,
} from '@fettle/contracts';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import type { Request, Response } from 'express';
import { ApiController } from '../http/api-controller';
import { type CurrentSession, Session } from './current-session';
import { Needs, Public } from './needs.decorator';
import { cookieName } from './request-credentials';
import { type OpenedSession, SESSION_MS, SessionService } from './session.service';
import { SessionEnded } from './session-ended';

class CreateSessionRequest extends createZodDto(createSessionRequestSchema) {}
class CreateSessionResponse extends createZodDto(createSessionResponseSchema) {}
class CurrentSessionResponse extends createZodDto(currentSessionResponseSchema) {}
class RedeemSignInLinkRequest extends createZodDto(redeemSignInLinkRequestSchema) {}
class SessionResponse extends createZodDto(sessionResponseSchema) {}
class SetupRequest extends createZodDto(setupRequestSchema) {}
class SetupStateResponse extends createZodDto(setupStateResponseSchema) {}

/** Sets the session's cookie, which scripts cannot read and other sites cannot send, and shows the token. */
function show(response: Response, opened: OpenedSession, secure: boolean): CreateSessionResponse {
  response.cookie(cookieName(secure), opened.token, {
    httpOnly: true,
    sameSite: 'strict',
    secure,
    path: '/',
    maxAge: SESSION_MS,
  });
  response.setHeader('Cache-Control', 'no-store');
  return { token: opened.token, expiresAt: opened.expiresAt.toISOString() };
}

/** A session as its owner sees it. */
function view(session: CurrentSession): SessionView {
  const { userId, email, name, role, tenantId, tenantName, tenantSlug, demo, expiresAt } = session;
  return {
    user: { id: userId, email, name, role },
    tenant: { id: tenantId, name: tenantName, slug: tenantSlug, demo },
    expiresAt: expiresAt.toISOString(),
  };
}

/** Signing in and out. */
@ApiController('sessions')
export class SessionsController {
  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(SessionEnded) private readonly ended: SessionEnded,
  ) {}

  @Post()
  @Public()
  @ZodResponse({ status: 201, type: CreateSessionResponse })
  async create(
    @Body() body: CreateSessionRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const opened = await this.sessions.signIn(body.email, body.password, request.ip ?? '');
    return show(response, opened, this.sessions.secure);
  }

  @Post('link')
  @Public()
  @ZodResponse({ status: 201, type: CreateSessionResponse })
  async redeem(
    @Body() body: RedeemSignInLinkRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const opened = await this.sessions.redeemLink(body.link, request.ip ?? '');
    return show(response, opened, this.sessions.secure);
  }

  @Get('me')
  @ZodResponse({ type: SessionResponse })
  me(@Session() session: CurrentSession) {
    return view(session);
  }

  /** For a page that does not know yet whether anybody is signed in: a refusal would be an error in its console. */
  @Get('current')
  @Public()
  @ZodResponse({ type: CurrentSessionResponse })
  async current(@Req() request: Request) {
    const session = await this.sessions.shown(request.headers);
    return { session: session && view(session) };
  }

  @Delete('me')
  @Needs('viewer')
  @HttpCode(204)
  async close(
    @Session() session: CurrentSession,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.sessions.close(session);
    this.ended.tell(session.tokenHash);
    const { secure } = this.sessions;
    response.clearCookie(cookieName(secure), { httpOnly: true, sameSite: 'strict', secure, path: '/' });
  }
}

/** The first run of an empty installation. */
@ApiController('setup')
export class SetupController {
  constructor(@Inject(SessionService) private readonly sessions: SessionService) {}

  @Get()
  @Public()
  @ZodResponse({ type: SetupStateResponse })
  async state() {
    return { needed: await this.sessions.needsSetup() };
  }

  @Post()
  @Public()
  @ZodResponse({ status: 201, type: CreateSessionResponse })
  async setUp(@Body() body: SetupRequest, @Res({ passthrough: true }) response: Response) {
    return show(response, await this.sessions.setUp(body), this.sessions.secure);
  }
}
