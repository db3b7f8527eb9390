import type { AuditFacets } from '@contract/audit/finding/facets.contract.ts';
import type { AuditProof } from '@contract/audit/proof/proof.contract.ts';
import { request } from './http.ts';

/** What the change log answers beside its events. */
export const findingCommands = {
  auditFacets: (filter: Record<string, string>) =>
    request<AuditFacets>(`/audit/facets?${new URLSearchParams(filter)}`),
  auditProof: (id: string) => request<AuditProof>(`/audit/events/${id}/proof`),
};
