import { describe, expect, it } from 'vitest';
import { isChangeable, nextOf, umbrellaMovesOf } from './umbrellaMoves.ts';

const all = { create: true, settle: true };
const none = { create: false, settle: false };
const states = ['draft', 'sending', 'registered', 'changed', 'attention'] as const;
const one = (state: (typeof states)[number], more: object = {}) => ({
  state,
  request: null,
  ...more,
});
const sending = (isUnderWay: boolean) => one('sending', { request: { status: 'sending', isUnderWay } });

describe('umbrellaMovesOf', () => {
  it('offers what ENA does not have for sending, and an unclear request for settling', () => {
    expect(umbrellaMovesOf(one('draft'), all)).toEqual(['send']);
    expect(umbrellaMovesOf(one('changed'), all)).toEqual(['send']);
    expect(umbrellaMovesOf(one('registered'), all)).toEqual([]);
    expect(umbrellaMovesOf(one('attention'), all)).toEqual(['retry', 'decline']);
  });

  it('leaves a request alone that a worker goes on with, and no other', () => {
    expect(umbrellaMovesOf(sending(true), all)).toEqual([]);
    expect(umbrellaMovesOf(sending(false), all)).toEqual(['retry', 'decline']);
    expect(nextOf(sending(true))).toBe('sending');
    expect(nextOf(sending(false))).toBe('left');
  });

  it('offers nothing without the right', () => {
    for (const state of states) {
      expect(umbrellaMovesOf(one(state), none)).toEqual([]);
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
