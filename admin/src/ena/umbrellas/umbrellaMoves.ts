import type { UmbrellaView } from '@contract/ena/umbrellas/umbrella.contract.ts';

export type UmbrellaMove = 'send' | 'retry' | 'decline';
type May = { create: boolean; settle: boolean };
type Standing = Pick<UmbrellaView, 'state'> & {
  request: Pick<NonNullable<UmbrellaView['request']>, 'status' | 'isUnderWay'> | null;
};

/** A request that no worker goes on with, and no answer settles. */
const isLeft = ({ request }: Pick<Standing, 'request'>) =>
  request?.status === 'sending' && !request.isUnderWay;

/** What can be asked of ENA for an umbrella project now, the likeliest first; what stands against it the server says. */
export const umbrellaMovesOf = (umbrella: Standing, may: May): readonly UmbrellaMove[] => {
  const { state } = umbrella;
  if (state === 'attention' || isLeft(umbrella)) return may.settle ? ['retry', 'decline'] : [];
  return (state === 'draft' || state === 'changed') && may.create ? ['send'] : [];
};

/** As long as a request is not answered it stays as ENA was told it. */
export const isChangeable = ({ state }: Pick<UmbrellaView, 'state'>, may: May): boolean =>
  may.create && state !== 'sending' && state !== 'attention';

/** The key of the sentence that says what comes next, below `umbrella.next`. */
export const nextOf = ({ state, request }: Standing) => {
  if (state === 'sending' && isLeft({ request })) return 'left';
  return state === 'draft' && request?.status === 'refused' ? 'refused' : state;
};
