import type { ApiProblem } from '../../providers/problem.ts';
import type { Role } from '../roles.ts';

export type NewUser = { name: string; email: string; roles: Role[]; password: string };
export type NewUserField = keyof NewUser;
export type NewUserProblems = Partial<Record<NewUserField, string>>;

export const blank: NewUser = { name: '', email: '', roles: [], password: '' };

/** As the server counts: characters, at least. */
export const shortestPassword = 10;

/** Only what is certainly wrong; what a mail address really is, the server says. */
const looksLikeMail = (email: string) => /^\S+@\S+\.\S+$/.test(email.trim());

/** The fields that the server would refuse, each a key below `users.problem`. */
export const problemsOf = ({ name, email, roles, password }: NewUser) => ({
  ...(name.trim() === '' ? { name: 'name' as const } : {}),
  ...(looksLikeMail(email) ? {} : { email: 'email' as const }),
  ...(roles.length === 0 ? { roles: 'roles' as const } : {}),
  ...(password.length < shortestPassword ? { password: 'password' as const } : {}),
});

const fields = ['name', 'email', 'roles', 'password'] as const;

/** What the server refused, by field. An address that is taken is told without one. */
export const refusalsOf = ({ code, message, errors }: Pick<ApiProblem, 'code' | 'message' | 'errors'>) => {
  if (code === 'user.email_taken') return { email: message } satisfies NewUserProblems;
  const found: NewUserProblems = {};
  for (const field of fields) {
    const error = errors.find(({ path }) => path === field || path.startsWith(`${field}.`));
    if (error !== undefined) found[field] = error.message;
  }
  return found;
};

export const requestOf = ({ name, email, roles, password }: NewUser) => ({
  name: name.trim(),
  email: email.trim(),
  roles,
  password,
});
