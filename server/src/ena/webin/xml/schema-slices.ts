/** A part of a Webin v2 document that a schema can be asked about by itself. */
export interface SchemaSlice {
  readonly xml: Uint8Array;
  /** What has to be added to a line of the slice to get the line of the document. */
  readonly linesBefore: number;
}

const OBJECTS_PER_SLICE = 250;

const NEWLINE = 0x0a;

/**
 * Cuts a document that `webinXml` made into sets of a few hundred objects: the schemas ask nothing across objects, and
 * the tree of the whole would take ten times the size of its text. Any other document is one slice. The text of a
 * value cannot be taken for the end of an object, since `<` is escaped in it.
 */
export function* schemaSlices(
  document: Uint8Array,
  objectsPerSlice = OBJECTS_PER_SLICE,
): Generator<SchemaSlice> {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n<WEBIN>\n';
  const tail = '</WEBIN>\n';
  const isOurs = bytes.subarray(0, head.length).equals(Buffer.from(head));
  if (!isOurs || !bytes.subarray(-tail.length).equals(Buffer.from(tail))) {
    yield { xml: document, linesBefore: 0 };
    return;
  }
  let line = 2;
  for (let at = head.length; at < bytes.length - tail.length;) {
    const name = /^<([A-Z]+)_SET>\n/.exec(bytes.toString('latin1', at, at + 40))?.[1];
    const end = name === undefined ? -1 : bytes.indexOf(`\n</${name}_SET>\n`, at);
    if (name === undefined || end === -1) {
      // Not a set after all: the rest is looked at as it stands, and whatever is wrong with it is said.
      yield { xml: bytes.subarray(at, bytes.length - tail.length), linesBefore: line };
      return;
    }
    const start = at + name.length + '<_SET>\n'.length;
    line += 1;
    for (const body of bodies(bytes.subarray(start, end + 1), name, objectsPerSlice)) {
      const xml = Buffer.concat([Buffer.from(`<${name}_SET>\n`), body, Buffer.from(`</${name}_SET>\n`)]);
      yield { xml, linesBefore: line - 1 };
      line += count(body);
    }
    line += 1;
    at = end + name.length + '\n</_SET>\n'.length;
  }
}

function* bodies(set: Buffer, name: string, objectsPerSlice: number): Generator<Buffer> {
  const close = `\n  </${name}>\n`;
  let start = 0;
  let objects = 0;
  for (let at = set.indexOf(close); at !== -1; at = set.indexOf(close, at + close.length - 1)) {
    objects += 1;
    if (objects % objectsPerSlice !== 0) continue;
    yield set.subarray(start, at + close.length);
    start = at + close.length;
  }
  if (start < set.length) yield set.subarray(start);
}

function count(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}
