import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { Actor } from './actor.ts';

export const PERMISSION = Symbol('PERMISSION');

/** Name of the access token's scheme in the API's description. */
export const bearer = 'bearer';

/** The name under which the API's description has a route's policy. */
export const accessExtension = 'x-access';

/** What a route asks for: that somebody may `action` some `subject`. */
export type Access = { action: string; subject: string };

export type Permission = 'public' | 'signed-in' | Access;

/** The route's policy: who may `action` some `subject` gets in; the row is checked in the service. */
export const Can = (action: string, subject: string) =>
  applyDecorators(
    SetMetadata(PERMISSION, { action, subject } satisfies Permission),
    ApiSecurity(bearer),
    ApiExtension(accessExtension, { action, subject } satisfies Access),
  );

/** Open to everybody, signed in or not. */
export const Public = () => SetMetadata(PERMISSION, 'public' satisfies Permission);

/** Open to everybody who is signed in: their own session and the stream, which filters by row. */
export const SignedIn = () =>
  applyDecorators(SetMetadata(PERMISSION, 'signed-in' satisfies Permission), ApiSecurity(bearer));

export type RequestWithActor = { actor?: Actor };

/** Who sends the request. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<RequestWithActor>();
  if (!actor) throw new Error('CurrentActor on a public route');
  return actor;
});
