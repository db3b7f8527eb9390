import type { FastifyRequest } from 'fastify';
import type { Actor } from './actor.ts';

/** Tells who sends a request. Bound in the app module, since tokens and rules are not the platform's. */
export abstract class Authenticator {
  /** @returns undefined when the request carries no valid token */
  abstract authenticate(request: FastifyRequest): Promise<Actor | undefined>;
}
