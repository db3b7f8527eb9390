import type { UserView } from '@contract/users/user.contract.ts';
import type {
  ErasureHoldsView,
  ErasureMentionPage,
  ErasureView,
} from '@contract/audit/erasure/erasure.contract.ts';
import { request } from './http.ts';

type Account = { id: string; version: number; reason: string };

/** What can be done about somebody's account, beyond reading and creating it. */
export const accountCommands = {
  changeAccount: ({ id, version, ...body }: Account & { name?: string; status?: UserView['status'] }) =>
    request<UserView>(`/users/${id}`, { method: 'PATCH', version, body }),
  changeRoles: ({ id, version, ...body }: Account & { roles: UserView['roles'] }) =>
    request<UserView>(`/users/${id}/roles`, { method: 'PUT', version, body }),
  /** Empties the account at once; what the change log keeps of the person goes in the background. */
  erasePerson: ({ id, version, reason }: Account) =>
    request<ErasureView>(`/users/${id}/erasure`, { method: 'POST', version, body: { reason } }),
  /** Events in which others wrote of an erased person. @param after of the page before, null for the first */
  erasureMentions: (id: string, after: string | null, signal?: AbortSignal) =>
    request<ErasureMentionPage>(
      `/users/${id}/erasure/mentions?limit=20${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
      signal ? { signal } : {},
    ),
  erasure: (id: string, signal?: AbortSignal) =>
    request<ErasureView>(`/users/${id}/erasure`, signal ? { signal } : {}),
  /** What would keep somebody from being erased. */
  erasureHolds: (id: string, signal?: AbortSignal) =>
    request<ErasureHoldsView>(`/users/${id}/erasure/holds`, signal ? { signal } : {}),
  endSessions: (id: string) => request<void>(`/users/${id}/sessions`, { method: 'DELETE' }),
};
