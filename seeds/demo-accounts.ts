import type { Role } from '../server/src/platform/access/roles.contract.ts';

/** Password of every demo account; production refuses to start with demo data. */
export const demoPassword = 'seqdb-demo';

export const demoAccounts: readonly { email: string; name: string; roles: Exclude<Role, 'service'>[] }[] = [
  { email: 'depositor@example.org', name: 'Dana Ferreira', roles: ['depositor'] },
  { email: 'depositor2@example.org', name: 'Tomasz Wilk', roles: ['depositor'] },
  { email: 'curator@example.org', name: 'Ingrid Solheim', roles: ['curator', 'depositor'] },
  { email: 'curator2@example.org', name: 'Rafael Okafor', roles: ['curator'] },
  { email: 'support@example.org', name: 'Mei-Ling Chen', roles: ['support'] },
  { email: 'auditor@example.org', name: 'Ursula Brandt', roles: ['auditor'] },
  { email: 'admin@example.org', name: 'Noor Haddad', roles: ['admin'] },
];
