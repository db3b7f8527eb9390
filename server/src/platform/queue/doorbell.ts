/** Announces committed rows to whoever waits for them. Losing a ring loses nothing: sweepers find the rows. */
export abstract class Doorbell {
  abstract ring(rung: { taskIds: readonly string[]; events: boolean }): void;
}
