import { SetMetadata, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor } from './actor.ts';

export const PERMISSION = Symbol('PERMISSION');
export type Permission = 'public' | 'signed-in' | { action: string; subject: string };

/** The route's policy: who may `action` some `subject` gets in; the row is checked in the service. */
export const Can = (action: string, subject: string) =>
  SetMetadata(PERMISSION, { action, subject } satisfies Permission);

/** Open to everybody, signed in or not. */
export const Public = () => SetMetadata(PERMISSION, 'public' satisfies Permission);

/** Open to everybody who is signed in: their own session and the stream, which filters by row. */
export const SignedIn = () => SetMetadata(PERMISSION, 'signed-in' satisfies Permission);

export type RequestWithActor = { actor?: Actor };

/** Who sends the request. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<RequestWithActor>();
  if (!actor) throw new Error('CurrentActor on a public route');
  return actor;
});
