import type { SandboxObject } from '../receipt.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Submitted, SubmittedAction } from '../submitted.ts';

/** A submission that was read and now is to be done. */
export interface Order {
  readonly sandbox: Sandbox;
  readonly submitted: Submitted & { readonly alias: string };
  readonly actions: readonly SubmittedAction[];
  readonly now: Date;
  /** `YYYY-MM-DD` */
  readonly today: string;
  /** Known before processing when the submission was queued. */
  readonly submissionId: string | undefined;
  /** v1's CENTER_NAME. */
  readonly centerName: string | undefined;
}

/** What an action made of it. With errors, nothing was changed. */
export interface Outcome {
  readonly errors: readonly string[];
  readonly infos?: readonly string[];
  readonly objects?: readonly SandboxObject[];
  /** '' for what makes no submission, null where there is none; absent when the receipt says nothing of one. */
  readonly submission?: string | null;
  /** Where they are not what was asked for. */
  readonly actions?: readonly string[];
}

export function refused(...errors: string[]): Outcome {
  return { errors };
}
