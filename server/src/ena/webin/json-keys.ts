const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

interface Frame {
  readonly isObject: boolean;
  readonly values: Map<string, string>;
  key: string | null;
  start: number;
}

/**
 * Keys that valid JSON gives twice in one object with values spelt differently: `JSON.parse` keeps the last and says
 * nothing.
 */
export function conflictingKeys(json: string): string[] {
  const conflicts: string[] = [];
  const stack: Frame[] = [];
  const closeValue = (end: number) => {
    const frame = stack.at(-1);
    if (!frame?.isObject || frame.key === null) return;
    const value = json.slice(frame.start, end).trim();
    const earlier = frame.values.get(frame.key);
    if (earlier !== undefined && earlier !== value) conflicts.push(frame.key);
    frame.values.set(frame.key, value);
    frame.key = null;
  };
  let lastString = '';
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    if (token.startsWith('"')) lastString = token;
    else if (token === '{' || token === '[') {
      stack.push({ isObject: token === '{', values: new Map(), key: null, start: 0 });
    } else if (token === ':') {
      const frame = stack.at(-1);
      if (frame) Object.assign(frame, { key: JSON.parse(lastString) as string, start: index + 1 });
    } else if (token === ',') closeValue(index);
    else if (token === '}' || token === ']') {
      closeValue(index);
      stack.pop();
    }
  }
  return conflicts;
}
