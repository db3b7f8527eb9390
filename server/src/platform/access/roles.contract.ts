import { z } from 'zod';

/** The roles of `service` accounts come with API keys; a person never holds it. */
export const roles = ['depositor', 'curator', 'support', 'auditor', 'admin', 'service'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;
