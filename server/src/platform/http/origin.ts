import type { FastifyRequest } from 'fastify';
import type { Origin } from '../access/actor.ts';

/** Where a request came from, as the change log keeps it. */
export const originOf = (request: FastifyRequest): Origin => ({
  requestId: request.id,
  address: request.ip,
  client: request.headers['user-agent']?.slice(0, 300) ?? null,
});
