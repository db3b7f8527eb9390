/** Where people are written to. Bound by the module that knows people, since the platform does not. */
export abstract class Recipients {
  /** @returns the mail address of an active account; undefined for any other */
  abstract addressOf(userId: string): Promise<string | undefined>;
}
