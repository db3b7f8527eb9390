import { hash, verify } from '@node-rs/argon2';

/** `Algorithm.Argon2id` of the library, whose const enum isolated modules cannot read. */
const argon2id = 2;

/** argon2id with 19 MiB, 2 passes, 1 lane: the first choice of the OWASP Password Storage Cheat Sheet. */
const cost = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

export const verifyPassword = (passwordHash: string, password: string): Promise<boolean> =>
  verify(passwordHash, password);

/** Verified against when there is no such user, so that the answer takes as long as for one that exists. */
export const nobodysHash = hashPassword('nobody has this password');
