import { z } from 'zod';
import { role } from '../platform/access/roles.contract.ts';
import { moment } from '../platform/http/common.contract.ts';
import { listOf, listQuery, pageOf } from '../platform/lists/list.contract.ts';

/** As people type it: spaces around it and capitals do not matter. */
export const mailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(z.regexes.email, 'must be a mail address');

export const userStatus = z.enum(['active', 'disabled']);

export const userView = z
  .object({
    id: z.uuid(),
    email: z.email(),
    name: z.string(),
    roles: z.array(role),
    status: userStatus,
    lastSeenAt: moment.nullable(),
    /** Since when there is no person behind it any more. */
    erasedAt: moment.nullable(),
    createdAt: moment,
    updatedAt: moment,
    version: z.int(),
  })
  .meta({ id: 'User' });
export type UserView = z.infer<typeof userView>;

export const userListQuery = listQuery.extend({
  role: listOf(role).optional(),
  status: listOf(userStatus).optional(),
});
export const userPage = pageOf(userView);

/** Auditor goes with no other role: the person who checks the log makes no entries in it. */
export const roleSet = z
  .array(role.exclude(['service']))
  .min(1)
  .transform((given) => [...new Set(given)].sort())
  .refine((given) => !given.includes('auditor') || given.length === 1, {
    message: 'auditor goes with no other role',
  });

export const createUser = z
  .strictObject({
    email: mailAddress,
    name: z.string().trim().min(1).max(200),
    roles: roleSet,
    password: z.string().min(10).max(200),
  })
  .meta({ id: 'CreateUser' });
export const changeRoles = z
  .strictObject({ roles: roleSet, reason: z.string().trim().min(1).max(2000) })
  .meta({ id: 'ChangeRoles' });
export const changeUser = z
  .strictObject({
    name: z.string().trim().min(1).max(200).optional(),
    status: userStatus.optional(),
    reason: z.string().trim().min(1).max(2000),
  })
  .refine(({ name, status }) => name !== undefined || status !== undefined, {
    message: 'names nothing to change',
  })
  .meta({ id: 'ChangeUser' });
