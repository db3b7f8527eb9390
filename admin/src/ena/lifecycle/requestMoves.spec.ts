import { requestCommand, requestKind, requestStatus } from '@contract/ena/lifecycle/request.contract.ts';
import { mayCommand } from '@contract/ena/lifecycle/request.state.ts';
import { expect, it } from 'vitest';
import { requestMovesOf } from './requestMoves.ts';

it('offers what the server takes in that state, and nothing else', () => {
  for (const kind of requestKind.options)
    for (const status of requestStatus.options) {
      const taken = requestCommand.options.filter((command) => mayCommand(kind, command, status));
      expect([...requestMovesOf({ kind, status })].sort(), `${kind} ${status}`).toEqual(taken.sort());
    }
});
