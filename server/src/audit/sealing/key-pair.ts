import { type SigningKey, signingKey } from './signing-key.ts';

/** The key that signs, and the one before it. */
export class KeyPair {
  readonly current: SigningKey;
  /**
   * Signs beside the current one while a rotation is being announced, so that whoever knows only one of the keys can
   * follow.
   */
  private readonly previous: SigningKey | undefined;

  /** @param name of both @throws Error when a text is no key */
  constructor(name: string, current: string, previous: string | undefined) {
    this.current = signingKey(name, current);
    this.previous = previous === undefined ? undefined : signingKey(name, previous);
  }

  get all(): SigningKey[] {
    return this.previous && this.previous.id !== this.current.id
      ? [this.current, this.previous]
      : [this.current];
  }
}
