import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { AppError, forbidden } from '../errors/app.error.ts';
import { Authenticator } from './authenticator.ts';
import { PERMISSION, type Permission, type RequestWithActor } from './can.decorator.ts';

/** Deny by default: a route without `@Can`, `@SignedIn` or `@Public` answers nobody. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (permission === undefined)
      throw forbidden('access.no_policy', 'This route has no policy and is closed.');
    if (permission === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest & RequestWithActor>();
    const actor = await this.authenticator.authenticate(request);
    if (!actor)
      throw new AppError(
        'unauthenticated',
        'auth.required',
        'Sign in first: the access token is missing or has expired.',
      );
    request.actor = actor;
    if (permission === 'signed-in') return true;
    if (actor.ability.can(permission.action, permission.subject)) return true;
    throw forbidden('access.denied', 'Your role does not allow this.', { ...permission });
  }
}
