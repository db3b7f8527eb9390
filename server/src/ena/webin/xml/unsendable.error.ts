/**
 * A record cannot be written as XML that ENA would accept and give back unchanged. Names the record and the field, so
 * that the value can be mended where it was entered; nothing is dropped or replaced in silence.
 */
export class UnsendableError extends Error {
  override readonly name = 'UnsendableError';
  readonly objectType: string;
  readonly alias: string;
  readonly field: string;
  readonly problem: string;

  constructor(objectType: string, alias: string, field: string, problem: string) {
    super(`${objectType} "${alias}", ${field}: ${problem}`);
    this.objectType = objectType;
    this.alias = alias;
    this.field = field;
    this.problem = problem;
  }
}
