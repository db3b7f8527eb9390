import { describe, expect, it } from 'vitest';
import { readMessages } from './eventStream.ts';

const whole = 'id: 7\nevent: change\ndata: {"a":1}\n\n: keep-alive\n\nid: 8\ndata: x\ndata: y\n\n';

describe('readMessages', () => {
  it('reads id, event and data, joins several data lines and skips comments', () => {
    expect(readMessages(whole)).toEqual({
      messages: [
        { id: '7', event: 'change', data: '{"a":1}' },
        { id: '8', event: 'message', data: 'x\ny' },
      ],
      rest: '',
    });
  });

  it('takes CRLF as well', () => {
    expect(readMessages(whole.replaceAll('\n', '\r\n')).messages).toHaveLength(2);
  });

  it.each([whole, whole.replaceAll('\n', '\r\n')])(
    'gives the same messages wherever the text is cut',
    (text) => {
      const expected = readMessages(whole).messages;
      for (let cut = 0; cut <= text.length; cut += 1) {
        const first = readMessages(text.slice(0, cut));
        const second = readMessages(first.rest + text.slice(cut));
        expect([...first.messages, ...second.messages]).toEqual(expected);
      }
    },
  );

  it('keeps what is not complete', () => {
    expect(readMessages('id: 9\ndata: half')).toEqual({ messages: [], rest: 'id: 9\ndata: half' });
  });
});
