import { expect, it } from 'vitest';
import { requestMovesOf as movesOf } from './requestMoves.ts';

const requestMovesOf = (request: Omit<Parameters<typeof movesOf>[0], 'isUnderWay'>) =>
  movesOf({ ...request, isUnderWay: true });

it('leaves a suppression to a person and the helpdesk', () => {
  expect(requestMovesOf({ kind: 'suppress', status: 'requested' })).toEqual(['asked', 'decline']);
  expect(requestMovesOf({ kind: 'suppress', status: 'asked' })).toEqual(['confirm', 'decline']);
  expect(requestMovesOf({ kind: 'suppress', status: 'attention' })).toEqual([]);
});

it('asks a person about everything else only where it is unclear, or not sent yet', () => {
  for (const kind of ['hold', 'release', 'cancel', 'modify'] as const) {
    expect(requestMovesOf({ kind, status: 'attention' })).toEqual(['retry', 'confirm', 'decline']);
    expect(requestMovesOf({ kind, status: 'requested' })).toEqual(['decline']);
    for (const status of ['sending', 'asked', 'done', 'refused', 'declined'] as const)
      expect(requestMovesOf({ kind, status })).toEqual([]);
  }
});

it('has one taken up once more that no worker goes on with', () => {
  for (const kind of ['hold', 'release', 'cancel', 'modify'] as const)
    expect(movesOf({ kind, status: 'sending', isUnderWay: false })).toEqual(['retry']);
});
