import { z } from 'zod';
import { role } from '../platform/access/roles.contract.ts';
import { mailAddress } from '../users/user.contract.ts';

export const credentials = z
  .strictObject({ email: mailAddress, password: z.string().min(1).max(200) })
  .meta({ id: 'Credentials' });

export const meView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.email(),
    roles: z.array(role),
    /** CASL rules in packed form (`unpackRules` of @casl/ability/extra), the same that the server enforces. */
    rules: z.array(z.array(z.unknown())),
    /** The installation in words: `local stack`, `ENA test`, … ; null in production. */
    environment: z.string().nullable(),
    /** Here a second person approves a batch before it is sent to ENA. */
    isEnaFourEyes: z.boolean(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof meView>;

/** `expiresIn` is seconds. The refresh token travels in an HttpOnly cookie only. */
export const sessionView = z
  .object({
    accessToken: z.string(),
    expiresIn: z.int(),
    user: meView.pick({ id: true, name: true, email: true, roles: true }),
  })
  .meta({ id: 'Session' });
export type SessionView = z.infer<typeof sessionView>;
