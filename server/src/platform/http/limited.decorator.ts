import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';

/** The name under which the description of the API has a limit. */
export const rateLimit = 'x-rate-limit';

/** How often one address may ask: `max` times in `timeWindow`, e.g. `1 minute`. */
export type RateLimit = { max: number; timeWindow: string };

/** A handler that answers one address only so often; the others are 429. */
export const Limited = (limit: RateLimit) =>
  applyDecorators(RouteConfig({ rateLimit: limit }), ApiExtension(rateLimit, limit));
