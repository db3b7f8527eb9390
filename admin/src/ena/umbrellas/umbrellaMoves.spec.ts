import { describe, expect, it } from 'vitest';
import { isChangeable, nextOf, umbrellaMovesOf } from './umbrellaMoves.ts';

const now = new Date('2026-11-21T12:00:00Z');
const all = { create: true, settle: true };
const none = { create: false, settle: false };
const states = ['draft', 'sending', 'registered', 'changed', 'attention'] as const;
const one = (state: (typeof states)[number], more: object = {}) => ({
  state,
  environment: 'production' as const,
  registeredAt: '2026-01-01T12:00:00.000Z',
  request: null,
  ...more,
});
const sending = (isUnderWay: boolean) => one('sending', { request: { status: 'sending', isUnderWay } });

describe('umbrellaMovesOf', () => {
  it('offers what ENA does not have for sending, and an unclear request for settling', () => {
    expect(umbrellaMovesOf(one('draft'), all, now)).toEqual(['send']);
    expect(umbrellaMovesOf(one('changed'), all, now)).toEqual(['send']);
    expect(umbrellaMovesOf(one('registered'), all, now)).toEqual([]);
    expect(umbrellaMovesOf(one('attention'), all, now)).toEqual(['retry', 'decline']);
  });

  it('leaves a request alone that a worker goes on with, and no other', () => {
    expect(umbrellaMovesOf(sending(true), all, now)).toEqual([]);
    expect(umbrellaMovesOf(sending(false), all, now)).toEqual(['retry', 'decline']);
    expect(nextOf(sending(true))).toBe('sending');
    expect(nextOf(sending(false))).toBe('left');
  });

  it('offers it again to the test service, which forgets', () => {
    const there = (registeredAt: string) => one('registered', { environment: 'test', registeredAt });
    expect(umbrellaMovesOf(there('2026-11-21T11:00:00.000Z'), all, now)).toEqual([]);
    expect(umbrellaMovesOf(there('2026-11-20T11:00:00.000Z'), all, now)).toEqual(['send']);
  });

  it('offers nothing without the right', () => {
    for (const state of states) {
      expect(umbrellaMovesOf(one(state), none, now)).toEqual([]);
      expect(isChangeable(one(state), none)).toBe(false);
    }
  });
});

it('stays as ENA was told it until ENA has answered', () => {
  expect(states.filter((state) => isChangeable(one(state), all))).toEqual(['draft', 'registered', 'changed']);
});

it('says of a draft that ENA refused it', () => {
  expect(nextOf(one('draft', { request: { status: 'refused', isUnderWay: false } }))).toBe('refused');
  expect(nextOf(one('changed', { request: { status: 'refused', isUnderWay: false } }))).toBe('changed');
});
