import type { AuthProvider } from 'react-admin';
import { abilityOf, type Action } from './ability.ts';
import { ApiProblem } from './problem.ts';
import { subjectOf } from './resources.ts';
import { currentSession, renew, signIn, signOut } from './session.ts';

/** react-admin speaks of lists and pages; the policy table of reading and changing. */
const actions: Record<string, Action> = {
  list: 'read',
  show: 'read',
  edit: 'read',
  create: 'create',
  export: 'export',
};

export const authProvider: AuthProvider = {
  login: async ({ email, password }: { email: string; password: string }) => {
    await signIn(email, password);
  },
  logout: () => signOut(),
  checkAuth: async () => {
    if (currentSession() === null && (await renew()) === null)
      throw new ApiProblem({ status: 401, code: 'auth.signed_out', detail: '' });
  },
  checkError: async (error: unknown) => {
    if (error instanceof ApiProblem && error.status === 401) throw error;
  },
  getIdentity: async () => {
    const me = currentSession()?.me;
    return { id: me?.id ?? '', fullName: me?.name ?? '' };
  },
  canAccess: async ({ action, resource }) => {
    const subject = subjectOf(resource);
    return (
      subject === undefined ||
      abilityOf(currentSession()?.me ?? null).can(actions[action] ?? (action as Action), subject)
    );
  },
};
