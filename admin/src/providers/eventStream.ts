/** One message of a server-sent event stream. */
export type StreamMessage = { id: string | null; event: string; data: string };

const field = (line: string): [string, string] => {
  const colon = line.indexOf(':');
  if (colon < 0) return [line, ''];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
};

const message = (block: string): StreamMessage | null => {
  const read: StreamMessage = { id: null, event: 'message', data: '' };
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [name, value] = field(line);
    if (name === 'data') data.push(value);
    else if (name === 'event') read.event = value;
    else if (name === 'id') read.id = value;
  }
  read.data = data.join('\n');
  return data.length === 0 && read.id === null ? null : read;
};

/**
 * Cuts a stream's text into messages. `rest` is the part of a message that has not arrived completely: put it before the
 * next piece of text. Comments (`: keep-alive`) make no message.
 */
export const readMessages = (text: string): { messages: StreamMessage[]; rest: string } => {
  // A lone CR at the end may be the first half of a CRLF whose second half is still on its way.
  const open = text.endsWith('\r') ? '\r' : '';
  const blocks = text
    .slice(0, text.length - open.length)
    .replace(/\r\n?/g, '\n')
    .split('\n\n');
  const rest = (blocks.pop() ?? '') + open;
  return { messages: blocks.map(message).filter((read) => read !== null), rest };
};
