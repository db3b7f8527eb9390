import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '../platform/access/actor.ts';
import { CurrentActor, Public, SignedIn } from '../platform/access/can.decorator.ts';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { Does, Refuses } from '../platform/http/does.decorator.ts';
import { Limited } from '../platform/http/limited.decorator.ts';
import { originOf } from '../platform/http/origin.ts';
import { Returns, ReturnsNothing } from '../platform/http/returns.decorator.ts';
import { credentials, meView, type SessionView, sessionView } from './auth.contract.ts';
import { AuthService, type SignedIn as SignedInResult } from './auth.service.ts';
import { MeService } from './me.service.ts';
import { refreshCookie, refreshDays } from './refresh-tokens.ts';
import { sessionMarker } from './session-marker.contract.ts';

const cookiePath = '/api/v1/auth';

/** Per address: enough for a person who mistypes, too few for a list of passwords. */
const signInLimit = { max: 20, timeWindow: '1 minute' };

/**
 * The refresh cookie is the only thing a browser sends by itself, so these are the only routes that a foreign page could
 * try to use. It cannot: the cookie is SameSite=Strict; `enableCsrfProtection` (api.ts) refuses every change whose
 * Sec-Fetch-Site or Origin is not ours, which also stops a foreign page from signing somebody in as somebody else; bodies
 * are JSON, which a form cannot send; and without CORS no answer, and so no access token, can be read elsewhere.
 */
@ApiTags('Sign-in')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('login')
  @Does('Signs a person in', 'Gives an access token, and sets the refresh cookie.')
  @Refuses('unauthenticated', 'auth.bad_credentials')
  @Refuses('too_many', 'auth.too_many_failures')
  @Public()
  @Limited(signInLimit)
  @Returns(sessionView)
  async login(
    @Body({ schema: credentials }) { email, password }: z.infer<typeof credentials>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(reply, await this.auth.signIn(email, password, originOf(request)));
  }

  @Post('refresh')
  @Does('Gives the next access token', 'By the refresh cookie, which is replaced.')
  @Refuses('unauthenticated', 'auth.session_over')
  @Public()
  @Returns(sessionView)
  async refresh(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(reply, await this.auth.refresh(request.cookies[refreshCookie], originOf(request)));
  }

  @Post('logout')
  @Does('Ends the session that the refresh cookie belongs to')
  @Public()
  @ReturnsNothing()
  async logout(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.auth.signOut(request.cookies[refreshCookie], originOf(request));
    void reply
      .clearCookie(refreshCookie, { path: cookiePath })
      .clearCookie(sessionMarker.name, { path: '/' });
  }

  private answer(reply: FastifyReply, { view, refreshToken }: SignedInResult): SessionView {
    const common = {
      sameSite: 'strict',
      secure: this.config.PUBLIC_URL.startsWith('https://'),
      maxAge: refreshDays * 86_400,
    } as const;
    void reply
      .header('cache-control', 'no-store')
      .setCookie(refreshCookie, refreshToken, { ...common, httpOnly: true, path: cookiePath })
      .setCookie(sessionMarker.name, sessionMarker.value, { ...common, path: '/' });
    return view;
  }
}

@ApiTags('Sign-in')
@Controller('me')
export class MeController {
  constructor(private readonly me: MeService) {}

  @Get()
  @Does('Reads who is signed in', 'With the rules that the server enforces, as CASL packs them.')
  @SignedIn()
  @Returns(meView)
  get(@CurrentActor() actor: Actor) {
    return this.me.get(actor);
  }
}
