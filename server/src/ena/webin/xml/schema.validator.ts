import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ErrorDetail, XmlElement } from 'libxml2-wasm';
import {
  ParseOption,
  XmlBufferInputProvider,
  XmlDocument,
  XmlElement as ElementNode,
  XmlError,
  XmlLibError,
  XmlValidateError,
  XsdValidator,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import { schemaSlices } from './schema-slices.ts';

/** What an XML schema has against a document; lines count from 1. */
export interface SchemaViolation {
  readonly line: number;
  readonly message: string;
}

// Which of ENA's schema files declares which root element. `<WEBIN>` has none: its sets are validated one by one.
const SCHEMA_FILES: Readonly<Record<string, string>> = {
  PROJECT: 'ENA.project.xsd',
  STUDY: 'SRA.study.xsd',
  SAMPLE: 'SRA.sample.xsd',
  EXPERIMENT: 'SRA.experiment.xsd',
  RUN: 'SRA.run.xsd',
  ANALYSIS: 'SRA.analysis.xsd',
  SUBMISSION: 'SRA.submission.xsd',
  RECEIPT: 'SRA.receipt.xsd',
};

const SAFE_PARSING =
  ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_BIG_LINES;

/**
 * Validates documents with ENA's own schemas (github.com/enasequence/webin-xml), read from a directory and nothing
 * else: imports are answered from the files of that directory, never from the network. A schema is compiled when first
 * needed and stays in wasm memory until `dispose()`.
 *
 * Validation takes about as long as native xmllint, and a tree in wasm memory of ten times the document: large ones
 * are validated in turns, a few hundred objects at a time.
 */
export class SchemaValidator {
  readonly #files = new Map<string, Uint8Array>();
  readonly #provider = new XmlBufferInputProvider({});
  // A scheme of its own keeps the input provider, which is global to libxml2, from answering for anything else.
  readonly #urlPrefix = `ena-schema-${nextValidatorId++}:/`;
  readonly #schemas = new Map<string, XsdValidator>();

  /** @throws Error when the directory cannot be read or holds no schema */
  constructor(directory: string) {
    for (const file of readdirSync(directory).filter((name) => name.endsWith('.xsd'))) {
      const bytes = readFileSync(join(directory, file));
      this.#files.set(file, bytes);
      this.#provider.addBuffer(`${this.#urlPrefix}${file}`, bytes);
    }
    if (this.#files.size === 0) throw new Error(`No XML schema (*.xsd) in ${directory}.`);
    xmlRegisterInputProvider(this.#provider);
  }

  /** @returns everything wrong with the document; none for a valid one; a document that is not XML has violations too */
  validate(document: Uint8Array): SchemaViolation[] {
    let parsed: XmlDocument;
    try {
      parsed = XmlDocument.fromBuffer(document, { option: SAFE_PARSING });
    } catch (error) {
      if (error instanceof XmlLibError) return error.details.map(violation);
      throw error;
    }
    try {
      const { root } = parsed;
      if (root.name !== 'WEBIN') return this.#validateElement(root);
      return [...childElements(root)].flatMap((set) => this.#validateElement(set));
    } finally {
      parsed.dispose();
    }
  }

  /** The same, in turns with everything else the process does, and in little memory, for what `webinXml` wrote. */
  async validateInTurns(document: Uint8Array): Promise<SchemaViolation[]> {
    const all: SchemaViolation[] = [];
    for (const { xml, linesBefore } of schemaSlices(document)) {
      for (const { line, message } of this.validate(xml)) all.push({ line: line + linesBefore, message });
      await setImmediate();
    }
    return all;
  }

  dispose(): void {
    for (const schema of this.#schemas.values()) schema.dispose();
    this.#schemas.clear();
    for (const file of this.#files.keys()) this.#provider.removeBuffer(`${this.#urlPrefix}${file}`);
  }

  #validateElement(element: XmlElement): SchemaViolation[] {
    const file = SCHEMA_FILES[element.name.replace(/_SET$/, '')];
    if (file === undefined) return [{ line: element.line, message: `No ENA schema for <${element.name}>.` }];
    try {
      this.#schema(file).validate(element);
      return [];
    } catch (error) {
      if (error instanceof XmlValidateError) return error.details.map(violation);
      // What libxml2 cannot validate at all, such as a reference to an entity that was not loaded.
      if (error instanceof XmlError) return [{ line: element.line, message: error.message }];
      throw error;
    }
  }

  #schema(file: string): XsdValidator {
    const compiled = this.#schemas.get(file);
    if (compiled) return compiled;
    const bytes = this.#files.get(file);
    if (!bytes) throw new Error(`The directory of ENA's schemas lacks ${file}.`);
    const source = XmlDocument.fromBuffer(bytes, { url: `${this.#urlPrefix}${file}`, option: SAFE_PARSING });
    try {
      const schema = XsdValidator.fromDoc(source);
      this.#schemas.set(file, schema);
      return schema;
    } finally {
      source.dispose();
    }
  }
}

let nextValidatorId = 1;

function* childElements(parent: XmlElement): Generator<XmlElement> {
  for (let node = parent.firstChild; node !== null; node = node.next)
    if (node instanceof ElementNode) yield node;
}

function violation({ line, message }: ErrorDetail): SchemaViolation {
  return { line, message: message.trim() };
}
