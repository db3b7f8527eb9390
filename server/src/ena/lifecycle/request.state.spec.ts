import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestCommand, requestKind, requestStatus } from './request.contract.ts';
import { mayCommand, openStates, requestRule, requestTransitions } from './request.state.ts';

const kind = fc.constantFrom(...requestKind.options);
const command = fc.constantFrom(...requestCommand.options);
const status = fc.constantFrom(...requestStatus.options);
const ends = requestStatus.options.filter((one) => requestTransitions[one].length === 0);

describe('the states of a request to ENA', () => {
  it('are reached from the first one, and each leads to an end', () => {
    const reached = new Set(['requested']);
    for (const one of reached) for (const to of requestTransitions[one as 'requested']) reached.add(to);
    expect([...reached].sort()).toEqual([...requestStatus.options].sort());
    fc.assert(
      fc.property(status, (from) => {
        const ahead = new Set([from]);
        for (const one of ahead) for (const to of requestTransitions[one]) ahead.add(to);
        expect([...ahead].some((one) => ends.includes(one))).toBe(true);
      }),
    );
  });

  it('are open until they are at their end', () => {
    expect([...openStates, ...ends].sort()).toEqual([...requestStatus.options].sort());
  });
});

describe('a command', () => {
  it('goes where the table of states leads, and never out of an end', () => {
    fc.assert(
      fc.property(kind, command, status, (of, what, from) => {
        const { from: needed, to } = requestRule(of, what);
        expect(mayCommand(of, what, from)).toBe(needed.includes(from));
        if (!needed.includes(from)) return;
        expect(requestTransitions[from]).toContain(to);
        expect(openStates).toContain(from);
      }),
    );
  });

  it('never touches a request whose document is under way', () => {
    fc.assert(
      fc.property(kind, command, (of, what) => {
        expect(mayCommand(of, what, 'sending')).toBe(false);
      }),
    );
  });

  it('says that the helpdesk was asked of suppressions only, and sends no suppression', () => {
    fc.assert(
      fc.property(kind, status, (of, from) => {
        if (of !== 'suppress') expect(mayCommand(of, 'asked', from)).toBe(false);
        else expect(mayCommand(of, 'retry', from)).toBe(false);
      }),
    );
  });

  it('leads any run of commands to one end at most', () => {
    fc.assert(
      fc.property(kind, fc.array(command, { maxLength: 20 }), (of, commands) => {
        let at: (typeof requestStatus.options)[number] = 'requested';
        let changesAfterEnd = 0;
        for (const what of commands) {
          if (!mayCommand(of, what, at)) continue;
          if (ends.includes(at)) changesAfterEnd += 1;
          at = requestRule(of, what).to;
        }
        expect(changesAfterEnd).toBe(0);
      }),
    );
  });
});
