import type { RequestCommand, RequestView } from '@contract/ena/lifecycle/request.contract.ts';

/** What a person can do with a request: a suppression is settled with the helpdesk, all else only where it is unclear, or left by its worker. */
export const requestMovesOf = ({
  kind,
  status,
  isUnderWay,
}: Pick<RequestView, 'kind' | 'status' | 'isUnderWay'>): readonly RequestCommand[] => {
  if (kind === 'suppress') {
    if (status === 'requested') return ['asked', 'decline'];
    return status === 'asked' ? ['confirm', 'decline'] : [];
  }
  if (status === 'attention') return ['retry', 'confirm', 'decline'];
  if (status === 'sending') return isUnderWay ? [] : ['retry'];
  return status === 'requested' ? ['decline'] : [];
};
